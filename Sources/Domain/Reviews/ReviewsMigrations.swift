package import Base

/// The schema `reviews`.
package enum ReviewsMigrations {
    package static let all: [Migration] = [
        Migration(name: "reviews_0001_create_reviews", script: PackageResources.reviews_0001_create_reviews_sql)
    ]
}

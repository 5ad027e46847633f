package import Base

/// The schema `people`.
package enum PeopleMigrations {
    package static let all: [Migration] = [
        Migration(name: "people_0001_create_people", script: PackageResources.people_0001_create_people_sql)
    ]
}

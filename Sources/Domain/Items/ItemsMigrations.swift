package import Base

/// The schema `items`.
package enum ItemsMigrations {
    package static let all: [Migration] = [
        Migration(name: "items_0001_create_items", script: PackageResources.items_0001_create_items_sql)
    ]
}

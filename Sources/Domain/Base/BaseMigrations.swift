/// The schema `base`.
package enum BaseMigrations {
    package static let all: [Migration] = [
        Migration(name: "base_0001_create_base", script: PackageResources.base_0001_create_base_sql)
    ]
}

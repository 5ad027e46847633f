package import Base

/// The schema `notices`.
package enum NoticesMigrations {
    package static let all: [Migration] = [
        Migration(name: "notices_0001_create_notices", script: PackageResources.notices_0001_create_notices_sql)
    ]
}

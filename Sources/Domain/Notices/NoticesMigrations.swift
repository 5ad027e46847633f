package import Base

/// The schema `notices`.
package enum NoticesMigrations {
    package static let all: [Migration] = [
        Migration(name: "notices_0001_create_notices", script: PackageResources.notices_0001_create_notices_sql),
        Migration(name: "notices_0002_count_unread", script: PackageResources.notices_0002_count_unread_sql),
    ]
}

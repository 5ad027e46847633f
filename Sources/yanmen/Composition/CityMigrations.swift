import Base
import Cases
import Items
import Notices
import People
import Reviews

/// All schemas in the order in which they build on each other.
enum CityMigrations {
    static let all: [Migration] =
        BaseMigrations.all + PeopleMigrations.all + ItemsMigrations.all + NoticesMigrations.all + CasesMigrations.all
        + ReviewsMigrations.all
}

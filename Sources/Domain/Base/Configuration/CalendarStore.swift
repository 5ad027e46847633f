package import Foundation
package import Postgres
package import WorkCalendar

/// The working-day calendar of the city, from `base.calendar_year`.
package struct CalendarStore: Sendable {
    private let cache: TimedCache<WorkdayCalendar>

    /// - Parameter lifetime: how long a new arrangement may stay unseen.
    package init(database: Database, lifetime: Duration = .seconds(300)) {
        cache = TimedCache(lifetime: lifetime) {
            let years: [CalendarYear] = try await database.rows(
                """
                SELECT year, published, notice, festivals, off_weekdays::text[] AS off_weekdays,
                    working_weekends::text[] AS working_weekends
                FROM base.calendar_year ORDER BY year
                """, CalendarYear.init(row:))
            return try WorkdayCalendar(years: years)
        }
    }

    /// The calendar with all years that the database knows; other years are counted by weekends only and provisional.
    package func calendar() async throws -> WorkdayCalendar { try await cache.value() }

    /// The statements that bring years into the database; a published arrangement is never replaced by a provisional one.
    package static func seeding(_ years: [CalendarYear] = WorkdayCalendar.bundledYears) throws -> [SQL] {
        try years.map { year in
            """
            INSERT INTO base.calendar_year AS old (year, published, notice, festivals, off_weekdays, working_weekends)
            VALUES (\(year.year), \(year.isPublished), \(year.notice), \(try JSON(year.festivals)),
                CAST(\(year.offWeekdays.map(\.description)) AS date[]),
                CAST(\(year.workingWeekends.map(\.description)) AS date[]))
            ON CONFLICT (year) DO UPDATE SET published = excluded.published, notice = excluded.notice,
                festivals = excluded.festivals, off_weekdays = excluded.off_weekdays,
                working_weekends = excluded.working_weekends
            WHERE excluded.published AND NOT old.published
            """
        }
    }
}

extension CalendarYear {
    init(row: Row) throws {
        let off: [String] = try row.get("off_weekdays")
        let working: [String] = try row.get("working_weekends")
        try self.init(
            year: row.get("year"), isPublished: row.get("published"), notice: row.get("notice"),
            festivals: row.json("festivals"), offWeekdays: off.compactMap { CalendarDate($0) },
            workingWeekends: working.compactMap { CalendarDate($0) })
    }
}

import Foundation
import Postgres
import SeededRandom
import Synchronization
import TestSupport
import Testing
import WorkCalendar

@testable import Base

struct ConfigurationTests {
    @Test("a setting has its default until the city sets it, and the change is recorded")
    func settings() async throws {
        let test = try await TestDatabase.create(template: .base)
        let settings = Settings(database: test.connect(user: "yanmen_public"), lifetime: .zero)
        let before = try await settings.value(.maximumUploadBytes)

        try await test.database.pipeline(try Settings.change(.maximumUploadBytes, to: 5, by: .tester))

        #expect(before == 200 << 20)
        #expect(try await settings.value(.maximumUploadBytes) == 5)
        let detail = try await test.database.first("SELECT detail::text AS d FROM base.audit_entry") {
            try $0.get("d", as: String.self)
        }
        #expect(detail == #"{"value": 5}"#)
    }

    @Test("a stored value of another type is a failure that names the key")
    func unreadable() async throws {
        let test = try await TestDatabase.create(template: .base)
        try await test.database.execute(
            "INSERT INTO base.setting (key, value) VALUES ('files.maximumBytes', '\"many\"')")
        let settings = Settings(database: test.database)
        await #expect(throws: SettingError.unreadable(key: "files.maximumBytes")) {
            try await settings.value(.maximumUploadBytes)
        }
    }

    @Test("a cache loads once for callers who come together, and again after a failure")
    func cache() async throws {
        struct Broken: Error {}
        let loads = Mutex(0)
        let cache = TimedCache<Int>(lifetime: .seconds(3600)) {
            let load = loads.withLock { count in
                count += 1
                return count
            }
            if load == 1 { throw Broken() }
            return load
        }
        await #expect(throws: Broken.self) { try await cache.value() }
        let values = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<20 { group.addTask { try await cache.value() } }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(values == [2])
        await cache.forget()
        #expect(try await cache.value() == 3)
    }

    @Test("the calendar of the database is the calendar that was seeded")
    func calendar() async throws {
        let test = try await TestDatabase.create(template: .base)
        try await test.database.pipeline(try CalendarStore.seeding())
        try await test.database.pipeline(try CalendarStore.seeding())

        let calendar = try await CalendarStore(database: test.connect(user: "yanmen_office")).calendar()

        #expect(calendar.years == WorkdayCalendar.bundled.years)
        #expect(calendar.isPublished(2026))
        #expect(!calendar.isPublished(2027))
    }

    @Test("a published arrangement replaces a provisional one, never the other way round")
    func replacing() async throws {
        let test = try await TestDatabase.create(template: .base)
        try await test.database.pipeline(try CalendarStore.seeding())
        let published = try CalendarYear(
            year: 2027, isPublished: true, notice: "n", offWeekdays: [#require(CalendarDate("2027-01-04"))],
            workingWeekends: [])
        let empty = try CalendarYear(year: 2026, isPublished: false, offWeekdays: [], workingWeekends: [])

        try await test.database.pipeline(try CalendarStore.seeding([published, empty]))

        let calendar = try await CalendarStore(database: test.database).calendar()
        #expect(calendar.years.first { $0.year == 2027 } == published)
        #expect(calendar.isPublished(2026))
    }

    @Test("ordered ids are version 7, sort by their moment and are never the same")
    func orderedIDs() {
        var random = SeededRandom(3)
        let start = Date(timeIntervalSince1970: 1_700_000_000)
        let ids = (0..<1000).map { UUID.ordered(at: start.addingTimeInterval(Double($0) / 100), using: &random) }
        let texts = ids.map(\.uuidString)
        #expect(texts == texts.sorted())
        #expect(Set(ids).count == 1000)
        #expect(ids.allSatisfy { $0.uuid.6 >> 4 == 7 && $0.uuid.8 >> 6 == 2 })
        #expect(texts[0].hasPrefix("018BCFE5-6800-7"))
    }

    @Test(
        "moments are shown in China's time",
        arguments: [
            (0.0, "1970-01-01 08:00:00"), (1_764_000_000, "2025-11-25 00:00:00"),
            (1_763_999_999.9, "2025-11-24 23:59:59"),
            (-1, "1970-01-01 07:59:59"),
        ])
    func shanghai(seconds: Double, text: String) {
        let moment = Date(timeIntervalSince1970: seconds)
        #expect(ShanghaiTime.text(moment) == text)
        #expect(ShanghaiTime.minuteText(moment) == String(text.prefix(16)))
    }
}

import Foundation
import Testing

@testable import WorkCalendar

/// What the Python package chinesecalendar says about working days; made by `Tests/Foreign/identifiers_oracle.py`.
private struct CalendarOracle: Decodable {
    let calendarYears: [CalendarYear]
    let workingDays: [Day]
    let deadlines: [DueDay]

    struct Day: Decodable {
        let date: CalendarDate
        let works: Bool
    }

    struct DueDay: Decodable {
        let start: CalendarDate
        let amount: Int
        let due: CalendarDate
    }

    static let path = ProcessInfo.processInfo.environment["YANMEN_ORACLE"]

    static func load() throws -> CalendarOracle {
        let path = try #require(path)
        return try JSONDecoder().decode(CalendarOracle.self, from: Data(contentsOf: URL(filePath: path)))
    }
}

@Suite(
    .enabled(
        if: CalendarOracle.path != nil,
        "needs the verdicts of Python libraries: run scripts/test, or set YANMEN_ORACLE as Tests/Foreign says"))
struct CalendarOracleTests {
    @Test("every published day is worked or free as chinesecalendar says")
    func everyDay() throws {
        let oracle = try CalendarOracle.load()

        let wrong = oracle.workingDays.filter { WorkdayCalendar.bundled.isWorkingDay($0.date) != $0.works }

        #expect(wrong.map(\.date).isEmpty)
        #expect(oracle.workingDays.count == 730)
    }

    @Test("two thousand deadlines since 2004 fall on the days that chinesecalendar counts to")
    func deadlines() throws {
        let oracle = try CalendarOracle.load()
        let calendar = try WorkdayCalendar(years: oracle.calendarYears)

        let wrong = oracle.deadlines.filter { due in
            let deadline = calendar.deadline(from: due.start, limit: Limit(due.amount, .workingDay))
            return deadline.date != due.due || deadline.isProvisional
        }

        #expect(wrong.map(\.start).isEmpty)
        #expect(oracle.deadlines.count == 2_000)
    }
}

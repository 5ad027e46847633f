import Foundation
import Testing

@testable import WorkCalendar

struct WorkdayCalendarTests {
    let calendar = WorkdayCalendar.bundled

    @Test("all 730 days of 2025 and 2026 are worked or free as an independent calendar says", arguments: Self.months)
    func everyDay(month: String, expected: String) throws {
        let first = try #require(CalendarDate(month + "-01"))
        let days = CalendarDate.days(inMonth: first.month, of: first.year)

        let found = (0..<days).map { calendar.isWorkingDay(first.adding(days: $0)) ? "1" : "0" }.joined()

        #expect(found == expected)
    }

    /// One digit a day, 1 for worked; made with the Python package chinesecalendar 1.11.0.
    static let months: [String: String] = [
        "2025-01": "0110011111001111100111110110000",
        "2025-02": "0000111101111100111110011111",
        "2025-03": "0011111001111100111110011111001",
        "2025-04": "111000111110011111001111101111",
        "2025-05": "0000011110011111001111100111110",
        "2025-06": "001111001111100111110011111001",
        "2025-07": "1111001111100111110011111001111",
        "2025-08": "1001111100111110011111001111100",
        "2025-09": "111110011111001111100111110111",
        "2025-10": "0000000011101111100111110011111",
        "2025-11": "001111100111110011111001111100",
        "2025-12": "1111100111110011111001111100111",
        "2026-01": "0001111110011111001111100111110",
        "2026-02": "0111110011111100000000011111",
        "2026-03": "0111110011111001111100111110011",
        "2026-04": "111000111100111110011111001111",
        "2026-05": "0000011110111110011111001111100",
        "2026-06": "111110011111001111000111110011",
        "2026-07": "1110011111001111100111110011111",
        "2026-08": "0011111001111100111110011111001",
        "2026-09": "111100111110011111011111000111",
        "2026-10": "0000000111011111001111100111110",
        "2026-11": "011111001111100111110011111001",
        "2026-12": "1111001111100111110011111001111",
    ]

    @Test("2025 and 2026 have 248 working days each", arguments: [2025, 2026])
    func total(year: Int) throws {
        let eve = try #require(CalendarDate(year: year - 1, month: 12, day: 31))
        #expect(calendar.workingDays(after: eve, through: eve.adding(years: 1)) == 248)
    }

    @Test("holidays have names")
    func festivals() throws {
        #expect(calendar.festival(on: try #require(CalendarDate("2026-02-17"))) == "春节")
        #expect(calendar.festival(on: try #require(CalendarDate("2026-10-07"))) == "国庆节")
        #expect(calendar.festival(on: try #require(CalendarDate("2026-10-08"))) == nil)
    }

    @Test("only years whose notice is out are published")
    func publishedYears() {
        #expect([2024, 2025, 2026, 2027, 2028].map(calendar.isPublished) == [false, true, true, false, false])
    }

    @Test("years without an arrangement know weekends and, for 2027, the festivals of the law")
    func unpublishedYears() throws {
        #expect(!calendar.isWorkingDay(try #require(CalendarDate("2027-10-01"))))
        #expect(calendar.isWorkingDay(try #require(CalendarDate("2027-10-04"))))
        #expect(!calendar.isWorkingDay(try #require(CalendarDate("2031-03-01"))))
        #expect(calendar.isWorkingDay(try #require(CalendarDate("2031-03-03"))))
    }

    @Test("a local override closes a working day and opens a free one, and wins over the national arrangement")
    func overrides() throws {
        let storm = try #require(CalendarDate("2026-07-20"))
        let sunday = try #require(CalendarDate("2026-07-26"))
        let makeUp = try #require(CalendarDate("2026-10-10"))

        let local = try WorkdayCalendar(
            years: WorkdayCalendar.bundledYears,
            overrides: [
                LocalOverride(date: storm, isWorkingDay: false, reason: "暴雨停工"),
                LocalOverride(date: sunday, isWorkingDay: true, reason: "补班"),
                LocalOverride(date: makeUp, isWorkingDay: false, reason: "本市另行安排"),
            ])

        #expect([storm, sunday, makeUp].map(calendar.isWorkingDay) == [true, false, true])
        #expect([storm, sunday, makeUp].map(local.isWorkingDay) == [false, true, false])
        #expect(local.due(after: storm.adding(days: -3), workingDays: 1) == storm.adding(days: 1))
    }

    @Test("an arrangement that contradicts itself is refused with the day that is wrong")
    func refusesContradictions() throws {
        let saturday = try #require(CalendarDate("2027-05-01"))
        let friday = try #require(CalendarDate("2027-10-01"))
        let other = try #require(CalendarDate("2028-05-01"))

        #expect(throws: CalendarError.offDayIsWeekend(saturday)) {
            try CalendarYear(year: 2027, isPublished: true, offWeekdays: [saturday], workingWeekends: [])
        }
        #expect(throws: CalendarError.workingDayIsNoWeekend(friday)) {
            try CalendarYear(year: 2027, isPublished: true, offWeekdays: [], workingWeekends: [friday])
        }
        #expect(throws: CalendarError.dayOfAnotherYear(other, year: 2027)) {
            try CalendarYear(year: 2027, isPublished: true, offWeekdays: [friday, other], workingWeekends: [])
        }
        #expect(throws: CalendarError.dayListedTwice(friday)) {
            try CalendarYear(year: 2027, isPublished: true, offWeekdays: [friday, friday], workingWeekends: [])
        }
        #expect(throws: CalendarError.yearOutOfRange(20_270)) {
            try CalendarYear(year: 20_270, isPublished: true, offWeekdays: [], workingWeekends: [])
        }
        #expect(throws: CalendarError.festivalEndsBeforeStart("春节")) {
            try CalendarYear(
                year: 2027, isPublished: true, festivals: [.init(name: "春节", from: friday, to: saturday)],
                offWeekdays: [], workingWeekends: [])
        }
        #expect(throws: CalendarError.yearListedTwice(2026)) {
            try WorkdayCalendar(years: WorkdayCalendar.bundledYears + WorkdayCalendar.bundledYears.suffix(2))
        }
    }

    @Test("an arrangement is loaded from JSON, and survives being written back")
    func codable() throws {
        let json = Data(
            #"""
            {"year": 2028, "published": true, "off_weekdays": ["2028-01-03"], "working_weekends": ["2028-01-08"]}
            """#.utf8)

        let year = try JSONDecoder().decode(CalendarYear.self, from: json)
        let calendar = try WorkdayCalendar(years: [year])

        #expect(!calendar.isWorkingDay(try #require(CalendarDate("2028-01-03"))))
        #expect(calendar.isWorkingDay(try #require(CalendarDate("2028-01-08"))))
        #expect(try JSONDecoder().decode(CalendarYear.self, from: JSONEncoder().encode(year)) == year)
    }

    @Test("JSON that contradicts itself is refused with the same sentences")
    func refusesContradictoryJSON() throws {
        let json = Data(
            #"{"year": 2028, "published": true, "off_weekdays": ["2028-01-08"], "working_weekends": []}"#.utf8)

        let error = try #require(throws: CalendarError.self) { try JSONDecoder().decode(CalendarYear.self, from: json) }

        #expect(error.message == "2028-01-08 是星期六，本来就休息，不应列为工作日放假")
    }

    @Test("every refusal of a calendar has a sentence that names the day or year")
    func messages() throws {
        let day = try #require(CalendarDate("2027-05-01"))

        #expect(CalendarError.offDayIsWeekend(day).message == "2027-05-01 是星期六，本来就休息，不应列为工作日放假")
        #expect(CalendarError.yearListedTwice(2026).message == "2026 年的节假日安排重复出现，请只保留一份")
    }

    @Test("the last day of the calendar ends every walk")
    func endsAtTheLastDay() {
        #expect(calendar.due(after: .latest, workingDays: 5) == .latest)
        #expect(calendar.workingDay(onOrAfter: .latest) == .latest)
    }
}

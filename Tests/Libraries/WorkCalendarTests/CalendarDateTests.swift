import Foundation
import SeededRandom
import Testing

@testable import WorkCalendar

struct CalendarDateTests {
    @Test("every day of four centuries has the parts and the weekday that Foundation gives it")
    func agreesWithFoundation() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(secondsFromGMT: CalendarDate.chinaOffset))
        let first = try #require(CalendarDate(year: 1800, month: 1, day: 1))
        var differences: [CalendarDate] = []

        for number in first.dayNumber...(first.dayNumber + 146_097) {
            let date = CalendarDate(dayNumber: number)
            let noon = date.startOfDay.addingTimeInterval(43_200)
            let parts = calendar.dateComponents([.year, .month, .day, .weekday], from: noon)
            let weekday = ((parts.weekday ?? 0) + 5) % 7 + 1
            let same = (parts.year, parts.month, parts.day) == (date.year, date.month, date.day)
            if !same || weekday != date.weekday.rawValue { differences.append(date) }
        }

        #expect(differences.isEmpty)
    }

    @Test(
        "parts make the day they came from, at the ends of the range too",
        arguments: [
            CalendarDate.earliest, .latest, CalendarDate(dayNumber: 0), CalendarDate(dayNumber: -1),
        ])
    func partsMakeTheDay(date: CalendarDate) {
        #expect(CalendarDate(year: date.year, month: date.month, day: date.day) == date)
    }

    @Test(
        "days that do not exist are refused",
        arguments: [
            (2026, 2, 29), (1900, 2, 29), (2026, 13, 1), (2026, 0, 1), (2026, 4, 31), (2026, 1, 0), (0, 1, 1),
            (10_000, 1, 1), (Int.max, 1, 1), (2026, Int.min, 1), (2026, 1, Int.max),
        ])
    func refusesImpossibleDays(year: Int, month: Int, day: Int) {
        #expect(CalendarDate(year: year, month: month, day: day) == nil)
    }

    @Test("text is read and written as yyyy-MM-dd, yyyyMMdd and 年月日")
    func texts() throws {
        let date = try #require(CalendarDate("2026-03-02"))

        #expect(date.description == "2026-03-02")
        #expect(date.compact == "20260302")
        #expect(date.chineseText == "2026年3月2日")
        #expect(date.weekday.term == "星期一")
        #expect(CalendarDate(compact: "20260302") == date)
    }

    @Test(
        "other spellings are no dates",
        arguments: [
            "", "2026-3-2", "2026/03/02", "2026-02-30", "02026-3-02", "２０２６-03-02", "2026-03-02 ", "+026-03-02",
            "2026-03-02T00", "-026-03-02", "٢٠٢٦-03-02",
        ])
    func refusesOtherSpellings(text: String) {
        #expect(CalendarDate(text) == nil)
    }

    @Test("a day begins at midnight in China")
    func beginsAtMidnightInChina() throws {
        let date = try #require(CalendarDate("2026-03-02"))
        let midnight = date.startOfDay

        #expect(midnight == Date(timeIntervalSince1970: 1_772_380_800))
        #expect(CalendarDate(midnight) == date)
        #expect(CalendarDate(midnight.addingTimeInterval(-0.001)) == date.adding(days: -1))
        #expect(CalendarDate(date.endOfDay) == date.adding(days: 1))
    }

    @Test(
        "instants beyond the calendar are held at its ends",
        arguments: [
            (Double.infinity, CalendarDate.latest), (-Double.infinity, .earliest), (Double.nan, .earliest),
            (1e300, .latest), (-1e300, .earliest),
        ])
    func holdsInstants(seconds: Double, expected: CalendarDate) {
        #expect(CalendarDate(Date(timeIntervalSince1970: seconds)) == expected)
    }

    @Test(
        "months keep the day number, or take the last day of a shorter month",
        arguments: [
            ("2026-01-31", 1, "2026-02-28"), ("2024-01-31", 1, "2024-02-29"), ("2026-03-31", 6, "2026-09-30"),
            ("2026-11-30", 3, "2027-02-28"), ("2026-03-15", -3, "2025-12-15"), ("2026-12-31", 0, "2026-12-31"),
        ])
    func addsMonths(start: String, months: Int, expected: String) throws {
        #expect(try #require(CalendarDate(start)).adding(months: months) == CalendarDate(expected))
    }

    @Test("years keep the day, but a leap day becomes the 28th")
    func addsYears() throws {
        #expect(try #require(CalendarDate("2024-02-29")).adding(years: 1) == CalendarDate("2025-02-28"))
        #expect(try #require(CalendarDate("2024-02-29")).adding(years: 4) == CalendarDate("2028-02-29"))
    }

    @Test("no sum leaves the calendar", arguments: [Int.max, Int.min, 10_000_000, -10_000_000])
    func sumsStayInside(amount: Int) throws {
        let date = try #require(CalendarDate("2026-03-02"))
        let end: CalendarDate = amount > 0 ? .latest : .earliest

        #expect(date.adding(days: amount) == end)
        #expect(date.adding(months: amount) == end)
        #expect(date.adding(years: amount) == end)
    }

    @Test(
        "age counts the birthday itself; who was born on a leap day waits for 1 March",
        arguments: [
            ("1985-07-18", "2026-07-17", 40), ("1985-07-18", "2026-07-18", 41), ("2012-02-29", "2026-02-28", 13),
            ("2012-02-29", "2026-03-01", 14), ("2012-02-29", "2028-02-29", 16), ("2026-07-18", "2026-07-18", 0),
            ("2026-07-18", "2020-01-01", 0),
        ])
    func fullYears(birth: String, day: String, age: Int) throws {
        let reference = try #require(CalendarDate(day))
        #expect(try #require(CalendarDate(birth)).fullYears(on: reference) == age)
    }

    @Test("dates travel as JSON text, and a wrong one is an error")
    func codable() throws {
        let dates = [try #require(CalendarDate("2026-03-02"))]
        let json = try JSONEncoder().encode(dates)

        #expect(String(decoding: json, as: UTF8.self) == #"["2026-03-02"]"#)
        #expect(try JSONDecoder().decode([CalendarDate].self, from: json) == dates)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([CalendarDate].self, from: Data(#"["2026-02-30"]"#.utf8))
        }
    }

    @Test("adding days is exact and order is the order of time", arguments: 1...20 as ClosedRange<UInt64>)
    func arithmetic(seed: UInt64) {
        var random = SeededRandom(seed)
        let start = CalendarDate(dayNumber: random.int(-200_000...200_000))
        let step = random.int(-100_000...100_000)

        let end = start.adding(days: step)

        #expect(start.days(to: end) == step)
        #expect(end.adding(days: -step) == start)
        #expect((start < end) == (step > 0))
        #expect((start.description < end.description) == (step > 0))
    }

    @Test("random text is never a trap and only its own spelling is a date", arguments: 1...20 as ClosedRange<UInt64>)
    func fuzz(seed: UInt64) {
        var random = SeededRandom(seed)
        var misread: [String] = []

        for _ in 0..<2_000 {
            let text = random.text(upTo: 12)
            if let date = CalendarDate(text), date.description != text { misread.append(text) }
            if let date = CalendarDate(compact: text), date.compact != text { misread.append(text) }
        }

        #expect(misread.isEmpty)
    }
}

import Foundation
import SeededRandom
import Testing

@testable import WorkCalendar

struct DeadlineTests {
    let calendar = WorkdayCalendar.bundled

    @Test("deadlines worked out by hand", arguments: DeadlineVector.all)
    func vectors(vector: DeadlineVector) throws {
        let start = try #require(CalendarDate(vector.start))
        let pauses = try vector.pauses.map { ends in
            let days = try ends.map { try #require(CalendarDate($0)) }
            return Pause(start: days[0], end: days[1])
        }

        let deadline = calendar.deadline(from: start, limit: vector.limit, pauses: pauses)

        #expect(deadline.date == CalendarDate(vector.due))
        #expect(!deadline.isProvisional)
    }

    @Test("the table holds all 24 vectors")
    func countsVectors() {
        #expect(DeadlineVector.all.count == 24)
    }

    @Test(
        "months and years end on the same day number, then move off free days",
        arguments: [
            ("2026-01-31", Limit(1, .month), "2026-02-28"), ("2025-10-31", Limit(3, .month), "2026-02-02"),
            ("2025-08-16", Limit(6, .month), "2026-02-24"), ("2025-03-02", Limit(1, .year), "2026-03-02"),
            ("2025-05-02", Limit(1, .year), "2026-05-06"),
        ])
    func monthsAndYears(start: String, limit: Limit, due: String) throws {
        #expect(calendar.deadline(from: try #require(CalendarDate(start)), limit: limit).date == CalendarDate(due))
    }

    @Test(
        "a limit of nothing is due the same day, or the first working day when that is free",
        arguments: [
            ("2026-03-02", "2026-03-02"), ("2026-10-01", "2026-10-08"), ("2026-02-28", "2026-02-28"),
        ])
    func instantCases(start: String, due: String) throws {
        let day = try #require(CalendarDate(start))
        #expect(calendar.deadline(from: day, limit: Limit(0, .workingDay)).date == CalendarDate(due))
        #expect(calendar.deadline(from: day, limit: Limit(0, .calendarDay)).date == CalendarDate(due))
    }

    @Test("hours run through nights and holidays to the minute")
    func hours() throws {
        let start = try #require(CalendarDate("2026-09-30")).startOfDay.addingTimeInterval(16.5 * 3_600)

        let deadline = calendar.deadline(from: start, limit: Limit(24, .hour))

        #expect(deadline.date == CalendarDate("2026-10-01"))
        #expect(deadline.expiry == start.addingTimeInterval(86_400))
        #expect(!deadline.isProvisional)
    }

    @Test("hours stand still on paused days")
    func pausedHours() throws {
        let day = try #require(CalendarDate("2026-03-02"))
        let start = day.startOfDay.addingTimeInterval(10 * 3_600)
        let pause = Pause(start: day.adding(days: 1), end: day.adding(days: 3))

        let deadline = calendar.deadline(from: start, limit: Limit(24, .hour), pauses: [pause])

        #expect(deadline.expiry == start.addingTimeInterval(3 * 86_400))
        #expect(deadline.date == day.adding(days: 3))
    }

    @Test("calendar days and months stand still on paused days too")
    func pausedCalendarDays() throws {
        let start = try #require(CalendarDate("2026-03-02"))
        let pause = Pause(start: start.adding(days: 3), end: start.adding(days: 10))

        #expect(
            calendar.deadline(from: start, limit: Limit(9, .calendarDay), pauses: [pause]).date
                == start.adding(days: 16))
        #expect(
            calendar.deadline(from: start, limit: Limit(1, .month), pauses: [pause]).date
                == start.adding(months: 1).adding(days: 7))
    }

    @Test(
        "what reaches into a year without a notice is provisional",
        arguments: [
            ("2026-12-20", Limit(5, .workingDay), false), ("2026-12-28", Limit(5, .workingDay), true),
            ("2026-11-30", Limit(20, .workingDay), false), ("2026-12-20", Limit(30, .calendarDay), true),
            ("2025-03-02", Limit(5, .workingDay), false), ("2024-12-30", Limit(5, .workingDay), true),
            ("2026-06-01", Limit(1, .year), true), ("2026-12-31", Limit(0, .workingDay), false),
        ])
    func provisional(start: String, limit: Limit, expected: Bool) throws {
        let day = try #require(CalendarDate(start))
        #expect(calendar.deadline(from: day, limit: limit).isProvisional == expected)
    }

    @Test("a printed day is never moved to an earlier one, a later one stands")
    func printedDay() throws {
        let day = try #require(CalendarDate("2027-01-11"))
        let deadline = Deadline(date: day, isProvisional: true)

        #expect(deadline.notEarlier(than: day.adding(days: 3)).date == day.adding(days: 3))
        #expect(deadline.notEarlier(than: day.adding(days: -3)) == deadline)
    }

    @Test("a deadline expires at the end of its day")
    func expiry() throws {
        let start = try #require(CalendarDate("2026-03-02"))
        let deadline = calendar.deadline(from: start, limit: Limit(5, .workingDay))

        #expect(deadline.expiry == start.adding(days: 8).startOfDay)
    }

    @Test(
        "standing counts the days to come, the last day, and the days gone",
        arguments: [
            ("2026-03-02", Standing.remaining(5)), ("2026-03-06", .remaining(1)), ("2026-03-08", .remaining(1)),
            ("2026-03-09", .remaining(0)), ("2026-03-10", .overdue(1)), ("2026-03-14", .overdue(4)),
        ])
    func standing(today: String, expected: Standing) throws {
        let start = try #require(CalendarDate("2026-03-02"))
        let deadline = calendar.deadline(from: start, limit: Limit(5, .workingDay))

        let standing = calendar.standing(of: deadline, unit: .workingDay, on: try #require(CalendarDate(today)))

        #expect(standing == expected)
    }

    @Test("a limit that ends on a Friday is late on Saturday, by no working day yet")
    func lateOnSaturday() throws {
        let friday = try #require(CalendarDate("2026-03-13"))
        let standing = calendar.standing(of: Deadline(date: friday), unit: .workingDay, on: friday.adding(days: 1))

        #expect(standing == .overdue(0))
        #expect(standing.isOverdue)
    }

    @Test("limits read as law writes them")
    func texts() {
        #expect(Limit(20, .workingDay).text == "20个工作日")
        #expect(Limit(6, .month).text == "6个月")
        #expect(Limit(24, .hour).text == "24小时")
    }

    @Test("limits nobody can mean are held in reach, from JSON too")
    func heldLimits() throws {
        let json = Data(#"{"amount": 9223372036854775807, "unit": "year"}"#.utf8)
        let limit = try JSONDecoder().decode(Limit.self, from: json)

        #expect(Limit(-5, .workingDay).amount == 0)
        #expect(limit.amount == 36_525)
        #expect(calendar.deadline(from: CalendarDate(dayNumber: 20_000), limit: limit).date == .latest)
    }
}

struct DeadlinePropertyTests {
    let calendar = WorkdayCalendar.bundled
    static let seeds: ClosedRange<UInt64> = 1...50

    @Test("the due day is a working day, exactly n working days after the start", arguments: seeds)
    func dueIsExact(seed: UInt64) {
        var random = SeededRandom(seed)
        let start = Self.day(&random)
        let days = random.int(1...60)

        let due = calendar.due(after: start, workingDays: days)

        #expect(calendar.isWorkingDay(due))
        #expect(calendar.workingDays(after: start, through: due) == days)
    }

    @Test("a later start or a longer limit never ends earlier", arguments: seeds)
    func dueIsMonotone(seed: UInt64) {
        var random = SeededRandom(seed)
        let start = Self.day(&random)
        let later = start.adding(days: random.int(0...20))
        for unit in Limit.Unit.allCases {
            let amount = random.int(0...40)
            let due = calendar.deadline(from: start, limit: Limit(amount, unit))

            #expect(due.date <= calendar.deadline(from: later, limit: Limit(amount, unit)).date)
            #expect(due.date <= calendar.deadline(from: start, limit: Limit(amount + 1, unit)).date)
            #expect(due.date >= start)
        }
    }

    @Test("pausing on n working days moves the due day by n working days", arguments: seeds)
    func pauseMovesDue(seed: UInt64) {
        var random = SeededRandom(seed)
        let start = Self.day(&random)
        let days = random.int(2...30)
        let plain = calendar.due(after: start, workingDays: days)
        let pauseStart = start.adding(days: random.int(0...start.days(to: plain)))
        let pauseEnd = pauseStart.adding(days: random.int(0...40))
        let pause = Pause(start: pauseStart, end: pauseEnd)

        let moved = calendar.deadline(from: start, limit: Limit(days, .workingDay), pauses: [pause]).date

        let firstLost = max(pauseStart, start.adding(days: 1))
        let lost = calendar.workingDays(after: firstLost.adding(days: -1), through: pauseEnd.adding(days: -1))
        #expect(moved == calendar.due(after: start, workingDays: days + lost))
        #expect(calendar.workingDays(after: plain, through: moved) == lost)
    }

    @Test("pauses in any order and cut into pieces come to the same", arguments: seeds)
    func pausesAddUp(seed: UInt64) {
        var random = SeededRandom(seed)
        let start = Self.day(&random)
        let limit = Limit(random.int(1...30), random.pick(Limit.Unit.allCases))
        let first = start.adding(days: random.int(0...5))
        let middle = first.adding(days: random.int(0...10))
        let last = middle.adding(days: random.int(0...10))

        let whole = calendar.deadline(from: start, limit: limit, pauses: [Pause(start: first, end: last)])
        let pieces = calendar.deadline(
            from: start, limit: limit,
            pauses: [Pause(start: middle, end: last), Pause(start: first, end: middle)])

        #expect(whole == pieces)
    }

    @Test("each day that passes takes at most one from what remains, until the last day leaves none", arguments: seeds)
    func remainingCountsDown(seed: UInt64) {
        var random = SeededRandom(seed)
        let start = Self.day(&random)
        let limit = Limit(random.int(1...30), .workingDay)
        let deadline = calendar.deadline(from: start, limit: limit)
        var before = limit.amount

        for day in (start.dayNumber + 1)...deadline.date.dayNumber {
            let today = CalendarDate(dayNumber: day)
            let expected = before - (calendar.isWorkingDay(today) ? 1 : 0)
            #expect(calendar.standing(of: deadline, unit: .workingDay, on: today) == .remaining(expected))
            before = expected
        }

        #expect(before == 0)
    }

    private static func day(_ random: inout SeededRandom) -> CalendarDate {
        CalendarDate(dayNumber: random.int(20_089...20_818))
    }
}

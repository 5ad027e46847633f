import Testing
import WorkCalendar

/// One deadline worked out by hand and by three public calendars: start, limit, pauses, last day.
struct DeadlineVector: Sendable, CustomTestStringConvertible {
    let start: String
    let limit: Limit
    let pauses: [[String]]
    let due: String
    let why: String

    init(_ start: String, _ amount: Int, _ unit: Limit.Unit, pauses: [[String]] = [], due: String, _ why: String) {
        self.start = start
        self.limit = Limit(amount, unit)
        self.pauses = pauses
        self.due = due
        self.why = why
    }

    var testDescription: String { "\(start) + \(limit.text): \(why)" }

    static let all: [DeadlineVector] = [
        DeadlineVector(
            "2025-01-24", 5, .workingDay, due: "2025-02-07",
            "crosses the 26 Jan make-up Sunday and the Spring Festival"),
        DeadlineVector(
            "2025-01-27", 1, .workingDay, due: "2025-02-05",
            "next working day after the festival"),
        DeadlineVector(
            "2025-01-26", 3, .workingDay, due: "2025-02-06",
            "start on a make-up working Sunday"),
        DeadlineVector(
            "2025-02-07", 1, .workingDay, due: "2025-02-08",
            "next day is the make-up Saturday 8 Feb, which counts"),
        DeadlineVector(
            "2025-04-30", 3, .workingDay, due: "2025-05-08",
            "crosses Labour Day; 27 Apr already worked"),
        DeadlineVector(
            "2025-09-26", 5, .workingDay, due: "2025-10-10",
            "28 Sep make-up Sunday counts; Golden Week 1-8 Oct does not"),
        DeadlineVector(
            "2025-09-30", 20, .workingDay, due: "2025-11-04",
            "default 20-day limit across Golden Week; 11 Oct counts"),
        DeadlineVector(
            "2025-12-30", 5, .workingDay, due: "2026-01-07",
            "crosses into 2026: 1-2 Jan off, Sunday 4 Jan works"),
        DeadlineVector(
            "2026-02-13", 1, .workingDay, due: "2026-02-14",
            "next day Saturday 14 Feb is a working day"),
        DeadlineVector(
            "2026-02-14", 5, .workingDay, due: "2026-02-28",
            "start on a make-up Saturday, crosses the 9-day Spring Festival"),
        DeadlineVector(
            "2026-04-03", 1, .workingDay, due: "2026-04-07",
            "Qingming 4-6 Apr"),
        DeadlineVector(
            "2026-05-08", 2, .workingDay, due: "2026-05-11",
            "Sat 9 May works"),
        DeadlineVector(
            "2026-09-18", 10, .workingDay, due: "2026-10-09",
            "Sun 20 Sep works, 25 Sep off, 1-7 Oct off"),
        DeadlineVector(
            "2026-06-20", 3, .workingDay, due: "2026-06-24",
            "received on a non-working Saturday inside the Dragon Boat break"),
        DeadlineVector(
            "2026-03-02", 20, .workingDay, due: "2026-03-30",
            "plain 20 working days"),
        DeadlineVector(
            "2026-03-02", 45, .workingDay, due: "2026-05-08",
            "statutory 45 working days (water abstraction, medical institution)"),
        DeadlineVector(
            "2025-09-20", 15, .calendarDay, due: "2025-10-09",
            "15 calendar days end on 5 Oct (holiday): rolled to the first working day"),
        DeadlineVector(
            "2026-01-20", 30, .calendarDay, due: "2026-02-24",
            "ends 19 Feb inside Spring Festival: rolled"),
        DeadlineVector(
            "2026-03-01", 60, .calendarDay, due: "2026-04-30",
            "ends 30 Apr 2026, a working day: no roll"),
        DeadlineVector(
            "2026-04-25", 7, .calendarDay, due: "2026-05-06",
            "ends 2 May (holiday): rolled"),
        DeadlineVector(
            "2026-03-02", 10, .workingDay, pauses: [["2026-03-05", "2026-03-19"]], due: "2026-03-30",
            "expert review: 10 working days paused, due moves by the same number"),
        DeadlineVector(
            "2026-03-02", 5, .workingDay, pauses: [["2026-03-02", "2026-03-04"]], due: "2026-03-10",
            "suspended on the day of acceptance: that day was not counted anyway, so only one working day is lost"),
        DeadlineVector(
            "2026-09-21", 10, .workingDay, pauses: [["2026-09-24", "2026-10-09"]], due: "2026-10-19",
            "pause spans Mid-Autumn and Golden Week: holidays inside the pause change nothing"),
        DeadlineVector(
            "2026-03-02", 10, .workingDay, pauses: [["2026-03-04", "2026-03-06"], ["2026-03-10", "2026-03-13"]],
            due: "2026-03-23",
            "two pauses"),
    ]
}

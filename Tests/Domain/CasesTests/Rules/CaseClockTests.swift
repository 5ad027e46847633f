import Foundation
import Items
import People
import Testing
import WorkCalendar

@testable import Cases

@Suite("The clock of a case")
struct CaseClockTests {
    /// Published vectors: start, working days, due.
    static let vectors: [(String, Int, String)] = [
        ("2025-01-24", 5, "2025-02-07"), ("2025-01-27", 1, "2025-02-05"), ("2025-01-26", 3, "2025-02-06"),
        ("2025-02-07", 1, "2025-02-08"), ("2025-04-30", 3, "2025-05-08"), ("2025-09-26", 5, "2025-10-10"),
        ("2025-09-30", 20, "2025-11-04"), ("2025-12-30", 5, "2026-01-07"), ("2026-02-13", 1, "2026-02-14"),
        ("2026-02-14", 5, "2026-02-28"), ("2026-04-03", 1, "2026-04-07"), ("2026-05-08", 2, "2026-05-11"),
        ("2026-09-18", 10, "2026-10-09"), ("2026-06-20", 3, "2026-06-24"), ("2026-03-02", 20, "2026-03-30"),
        ("2026-03-02", 45, "2026-05-08"),
    ]

    @Test("a limit in working days ends on the published day", arguments: vectors)
    func vector(_ start: String, _ days: Int, _ due: String) {
        var clock = CaseClock(limitStart: .acceptance, statutory: nil, promised: Limit(days, .workingDay))

        clock.startDecision(received: .noon(start), accepted: .noon(start), in: .bundled)

        #expect(clock.promisedDue?.description == due)
        #expect(clock.nextDue == clock.promisedDue)
    }

    @Test("five working days after receipt the reception is due", arguments: vectors.filter { $0.1 == 5 })
    func reception(_ start: String, _ days: Int, _ due: String) throws {
        var clock = CaseClock(limitStart: .acceptance, statutory: nil, promised: Limit(5, .workingDay))

        clock.startReception(on: try #require(CalendarDate(start)), in: .bundled)

        #expect(clock.receptionDue?.description == due)
    }

    @Test("a law that counts from receipt is counted from receipt")
    func fromReceipt() {
        var clock = CaseClock(limitStart: .receipt, statutory: Limit(7, .workingDay), promised: Limit(7, .workingDay))

        clock.startDecision(received: .noon("2026-11-23"), accepted: .noon("2026-11-26"), in: .bundled)

        #expect(clock.statutoryDue?.description == "2026-12-02")
    }

    @Test(
        "an instant item is due on the day itself, on a day off on the next working day",
        arguments: [("2026-11-24", "2026-11-24"), ("2026-11-28", "2026-11-30")])
    func instant(_ accepted: String, _ due: String) {
        var clock = CaseClock(limitStart: .acceptance, statutory: nil, promised: Limit(0, .workingDay))

        clock.startDecision(received: .noon(accepted), accepted: .noon(accepted), in: .bundled)

        #expect(clock.promisedDue?.description == due)
    }

    @Test("a limit that reaches into a year without a published calendar is provisional")
    func provisional() {
        var clock = CaseClock(limitStart: .acceptance, statutory: nil, promised: Limit(10, .workingDay))
        clock.startDecision(received: .noon("2026-12-01"), accepted: .noon("2026-12-01"), in: .bundled)
        #expect(!clock.isProvisional)

        var late = CaseClock(limitStart: .acceptance, statutory: nil, promised: Limit(10, .workingDay))
        late.startDecision(received: .noon("2026-12-25"), accepted: .noon("2026-12-25"), in: .bundled)

        #expect(late.isProvisional)
    }

    @Test("the earlier of promise and law is next")
    func nextIsEarlier() {
        var clock = CaseClock(
            limitStart: .acceptance, statutory: Limit(3, .workingDay), promised: Limit(5, .workingDay))

        clock.startDecision(received: .noon, accepted: .noon, in: .bundled)

        #expect(clock.nextDue == clock.statutoryDue)
    }

    @Test(
        "what the page shows: remaining days, used part, overdue days",
        arguments: [
            ("2026-11-23", 5, nil, 0), ("2026-11-24", 4, nil, 20), ("2026-11-27", 1, nil, 80),
            ("2026-11-28", 1, nil, 80),
            ("2026-11-30", 0, nil, 100), ("2026-12-01", nil, 1, 100), ("2026-12-05", nil, 4, 100),
        ] as [(String, Int?, Int?, Int)])
    func view(_ today: String, _ remaining: Int?, _ overdue: Int?, _ percent: Int) throws {
        let record = Case.example(.accepted)

        let view = record.clockView(on: try #require(CalendarDate(today)), in: .bundled)

        #expect(view.phase == .decision)
        #expect(view.due?.description == "2026-11-30")
        #expect(view.remaining == remaining)
        #expect(view.overdue == overdue)
        #expect(view.usedPercent == percent)
        #expect(!view.term.isEmpty)
    }

    @Test("a clock that stands shows the reading from before, whatever the day")
    func pausedView() {
        var record = Case.example(.reviewing)
        record.clock.pause(on: CalendarDate.day("2026-11-26"))

        let view = record.clockView(on: CalendarDate.day("2027-01-10"), in: .bundled)

        #expect(view.isPaused)
        #expect(view.due == nil)
        #expect(view.remaining == 3)
        #expect(view.usedPercent == 40)
        #expect(!view.isOverdue)
        #expect(view.term.contains("2026-11-26"))
    }

    @Test("each status shows the clock that runs in it", arguments: CaseStatus.allCases)
    func phases(_ status: CaseStatus) {
        let view = Case.example(status).clockView(on: CalendarDate.day("2026-11-24"), in: .bundled)
        let expected: ClockView.Phase =
            switch status {
            case .submitted, .received: .reception
            case .correcting: .correction
            case .accepted, .examining, .reviewing, .approving: .decision
            case .granted, .denied: .delivery
            case .notAccepted, .delivered, .withdrawn, .terminated: .ended
            }

        #expect(view.phase == expected)
        #expect((view.due == nil) == (expected == .ended))
    }

    @Test("two pauses add up, and a day told to the applicant never becomes earlier")
    func pausesAddUp() throws {
        var record = Case.example(.accepted)
        let start = try #require(record.decisionStart)
        record.clock.pause(on: CalendarDate.day("2026-11-24"))
        record.clock.resume(on: CalendarDate.day("2026-11-26"), started: start, in: .bundled)
        #expect(record.clock.promisedDue?.description == "2026-12-02")
        record.clock.pause(on: CalendarDate.day("2026-11-27"))
        record.clock.resume(on: CalendarDate.day("2026-11-28"), started: start, in: .bundled)

        #expect(record.clock.promisedDue?.description == "2026-12-03")
        #expect(record.clock.pauses.count == 2)
    }
}

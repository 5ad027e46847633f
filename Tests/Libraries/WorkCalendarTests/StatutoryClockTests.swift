import Foundation
import SeededRandom
import Testing

@testable import WorkCalendar

struct StatutoryClockTests {
    let calendar = WorkdayCalendar.bundled
    let monday: CalendarDate

    init() throws {
        monday = try #require(CalendarDate("2026-03-02"))
    }

    @Test("a clock of acceptance waits for acceptance, one of receipt does not")
    func startRules() throws {
        var accepting = StatutoryClock(limit: Limit(5, .workingDay), receivedOn: monday)
        let receiving = StatutoryClock(limit: Limit(5, .workingDay), startRule: .receipt, receivedOn: monday)

        #expect(accepting.deadline(in: calendar, on: monday) == nil)
        #expect(accepting.standing(in: calendar, on: monday) == nil)
        #expect(receiving.deadline(in: calendar, on: monday)?.date == CalendarDate("2026-03-09"))

        try accepting.accept(on: monday.adding(days: 2))

        #expect(accepting.deadline(in: calendar, on: monday)?.date == CalendarDate("2026-03-11"))
        #expect(receiving.startedOn == monday)
    }

    @Test("a clock that stands keeps what remains, and its deadline moves with every working day")
    func standsStill() throws {
        var clock = StatutoryClock(limit: Limit(10, .workingDay), receivedOn: monday, acceptedOn: monday)
        try clock.pause(on: try #require(CalendarDate("2026-03-05")))

        let early = try #require(CalendarDate("2026-03-09"))
        let late = try #require(CalendarDate("2026-03-17"))

        #expect(clock.isPaused)
        #expect(clock.standing(in: calendar, on: early) == .remaining(8))
        #expect(clock.standing(in: calendar, on: late) == .remaining(8))
        #expect(clock.deadline(in: calendar, on: early)?.date == CalendarDate("2026-03-19"))
        #expect(clock.deadline(in: calendar, on: late)?.date == CalendarDate("2026-03-27"))
    }

    @Test("after ten paused working days the deadline lies ten working days later")
    func resumes() throws {
        var clock = StatutoryClock(limit: Limit(10, .workingDay), receivedOn: monday, acceptedOn: monday)
        try clock.pause(on: try #require(CalendarDate("2026-03-05")))
        try clock.resume(on: try #require(CalendarDate("2026-03-19")))

        #expect(!clock.isPaused)
        #expect(clock.deadline(in: calendar, on: monday)?.date == CalendarDate("2026-03-30"))
    }

    @Test("one extension adds to the limit")
    func extends() throws {
        var clock = StatutoryClock(limit: Limit(20, .workingDay), receivedOn: monday, acceptedOn: monday)
        try clock.extend(by: 10)

        #expect(clock.effectiveLimit == Limit(30, .workingDay))
        #expect(clock.deadline(in: calendar, on: monday)?.date == CalendarDate("2026-04-14"))
        #expect(throws: ClockError.alreadyExtended) { try clock.extend(by: 10) }
    }

    @Test("steps in the wrong order are refused and change nothing")
    func refusesWrongSteps() throws {
        var clock = StatutoryClock(limit: Limit(10, .workingDay), receivedOn: monday)
        #expect(throws: ClockError.notStarted) { try clock.pause(on: monday) }
        #expect(throws: ClockError.notStarted) { try clock.extend(by: 10) }
        #expect(throws: ClockError.acceptedBeforeReceipt) { try clock.accept(on: monday.adding(days: -1)) }
        try clock.accept(on: monday)
        #expect(throws: ClockError.alreadyAccepted) { try clock.accept(on: monday) }
        #expect(throws: ClockError.notPaused) { try clock.resume(on: monday) }
        #expect(throws: ClockError.pauseTooEarly) { try clock.pause(on: monday.adding(days: -1)) }
        #expect(throws: ClockError.emptyExtension) { try clock.extend(by: 0) }
        try clock.pause(on: monday.adding(days: 4))
        let paused = clock

        #expect(throws: ClockError.alreadyPaused) { try clock.pause(on: monday.adding(days: 5)) }
        #expect(throws: ClockError.resumedBeforePause) { try clock.resume(on: monday.adding(days: 3)) }

        #expect(clock == paused)
        try clock.resume(on: monday.adding(days: 8))
        #expect(throws: ClockError.pauseTooEarly) { try clock.pause(on: monday.adding(days: 7)) }
        #expect(clock.pauses == [Pause(start: monday.adding(days: 4), end: monday.adding(days: 8))])
    }

    @Test("a clock survives being stored")
    func codable() throws {
        var clock = StatutoryClock(limit: Limit(10, .workingDay), receivedOn: monday, acceptedOn: monday)
        try clock.pause(on: monday.adding(days: 4))
        try clock.extend(by: 5)

        let stored = try JSONEncoder().encode(clock)

        #expect(try JSONDecoder().decode(StatutoryClock.self, from: stored) == clock)
    }

    @Test(
        "whatever steps are tried, pauses stay in order",
        arguments: 1...50 as ClosedRange<UInt64>)
    func randomWalk(seed: UInt64) {
        var random = SeededRandom(seed)
        var clock = StatutoryClock(limit: Limit(random.int(0...30), .workingDay), receivedOn: monday)
        for _ in 0..<60 {
            let day = monday.adding(days: random.int(-5...90))
            switch random.int(0...4) {
            case 0: try? clock.accept(on: day)
            case 1, 2: try? clock.pause(on: day)
            case 3: try? clock.resume(on: day)
            default: try? clock.extend(by: random.int(0...10))
            }
            let ends = clock.pauses.flatMap { [$0.start, $0.end] } + [clock.pausedOn].compactMap(\.self)
            #expect(ends == ends.sorted())
            if let deadline = clock.deadline(in: calendar, on: day) {
                #expect(deadline.date >= clock.startedOn ?? .latest)
            }
        }
    }
}

struct ReceptionClockTests {
    let calendar = WorkdayCalendar.bundled

    @Test(
        "after five working days of silence a case counts as accepted",
        arguments: [
            ("2026-03-02", "2026-03-09"), ("2026-09-30", "2026-10-13"), ("2026-10-03", "2026-10-13"),
        ])
    func deemedAcceptance(received: String, lastDay: String) throws {
        let clock = ReceptionClock(receivedOn: try #require(CalendarDate(received)))
        let due = try #require(CalendarDate(lastDay))

        #expect(clock.deadline(in: calendar).date == due)
        #expect(!clock.isDeemedAccepted(in: calendar, on: due))
        #expect(clock.isDeemedAccepted(in: calendar, on: due.adding(days: 1)))
    }
}

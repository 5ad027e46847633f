import Base
import Foundation
import Items
import People
import Postgres
import SeededRandom
import Synchronization
import TestSupport
import Testing
import WorkCalendar

@testable import Cases

@Suite("Figures kept in the writing transaction") struct CaseTallyTests {
    @Test(
        "after any walk of real acts, folded or not, the figures are what a count of the cases gives",
        arguments: [1, 2, 3] as [UInt64])
    func walk(seed: UInt64) async throws {
        let world = try await CaseWorld.make()
        let walker = try await TallyWalker(world, "jiandu")
        var random = SeededRandom(seed)
        for turn in 1...6 {
            world.clock.set(.noon + Double(turn) * 86_400)
            try await walker.walk(&random, acts: 14)
            if random.int(0...1) == 0 { _ = try await world.worker.foldTally() }
            #expect(try await walker.kept() == walker.counted(), "turn \(turn)")
        }
        let moved = try await world.worker.foldTally()
        #expect(try await walker.kept() == walker.counted())
        #expect(try await CaseTally(database: world.owner, now: .fixed(world.clock.now)).differences() == [])
        #expect(try await world.worker.foldTally() == 0, "after \(moved) notes nothing is left")
    }

    @Test("while many write at once and the ledger is folded all the time, nothing is lost or counted twice")
    func parallel() async throws {
        let world = try await CaseWorld.make(poolSize: 8)
        let walker = try await TallyWalker(world, "jiandu")
        let writers = WritersLeft(6)
        async let folding = {
            var moved = 0
            while writers.count.withLock({ $0 > 0 }) { moved += try await world.worker.foldTally() }
            return moved
        }()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for seed in 11...16 as ClosedRange<UInt64> {
                group.addTask {
                    defer { writers.count.withLock { $0 -= 1 } }
                    var random = SeededRandom(seed)
                    try await walker.walk(&random, acts: 25)
                }
            }
            try await group.waitForAll()
        }
        let moved = try await folding
        #expect(moved > 0)
        #expect(try await walker.kept() == walker.counted())
        _ = try await world.worker.foldTally()
        #expect(try await walker.kept() == walker.counted())
        #expect(try await CaseTally(database: world.owner, now: .fixed(.noon)).differences() == [])
    }

    @Test("what is rolled back was never counted; what is not committed yet stays for the next fold")
    func transactions() async throws {
        struct Undone: Error {}
        let world = try await CaseWorld.make()
        let walker = try await TallyWalker(world, "jiandu")
        let record = try await world.registered()
        _ = try await world.worker.foldTally()
        let before = try await walker.kept()

        await #expect(throws: Undone.self) {
            try await world.owner.transaction { connection in
                try await connection.execute(
                    "UPDATE cases.case_record SET status = 'correcting', next_due = '2026-12-24' WHERE id = \(record.id)"
                )
                throw Undone()
            }
        }
        #expect(try await world.worker.foldTally() == 0)
        #expect(try await walker.kept() == before)

        try await world.owner.transaction { connection in
            try await connection.execute(
                "UPDATE cases.case_record SET status = 'correcting', next_due = '2026-12-24' WHERE id = \(record.id)")
            #expect(try await world.worker.foldTally() == 0, "another transaction's notes are not there yet")
            #expect(try await walker.kept() == before)
        }
        #expect(try await walker.kept().open == [.correcting: 1])
        #expect(try await world.worker.foldTally() == 2)
        #expect(try await walker.kept().open == [.correcting: 1])
    }

    @Test("a body changed, a date put right and a case removed by hand are followed too")
    func unusual() async throws {
        let world = try await CaseWorld.make()
        let other = try await world.people.organisation("另一局")
        let walker = try await TallyWalker(world, "jiandu", bodies: [world.body, other])
        let moved = try await world.decided()
        let removed = try await world.registered()
        try await world.owner.pipeline([
            """
            UPDATE cases.case_record SET body_id = \(other), accepted_at = accepted_at - interval '3 days', used_days = 3,
                promised_due = '2026-11-20' WHERE id = \(moved.id)
            """,
            "DELETE FROM cases.case_material WHERE case_id = \(removed.id)",
            "DELETE FROM cases.document WHERE case_id = \(removed.id)",
            "DELETE FROM cases.case_event WHERE case_id = \(removed.id)",
            "DELETE FROM cases.case_record WHERE id = \(removed.id)",
        ])
        #expect(try await walker.kept() == walker.counted())
        #expect(try await walker.kept().period.onTime == 0)
        _ = try await world.worker.foldTally()
        #expect(try await walker.kept() == walker.counted())
    }

    @Test("days long gone become one, and what falls due on them stays overdue")
    func longOverdue() async throws {
        let world = try await CaseWorld.make()
        let walker = try await TallyWalker(world, "jiandu")
        for day in ["2026-01-05", "2026-02-06", "2026-11-23", "2026-11-24"] {
            let record = try await world.registered()
            try await world.owner.execute(
                "UPDATE cases.case_record SET next_due = \(day)::date WHERE id = \(record.id)")
        }
        _ = try await world.worker.foldTally()
        let days = try await world.texts("SELECT due::text FROM cases.due_tally WHERE cases <> 0 ORDER BY due")
        #expect(days == ["-infinity", "2026-11-23", "2026-11-24"])
        #expect(try await walker.kept().overdue == 3)
        try await world.owner.execute(
            "UPDATE cases.case_record SET next_due = '2026-12-24' WHERE next_due = '2026-02-06'")
        _ = try await world.worker.foldTally()
        #expect(try await walker.kept().overdue == 2)
        #expect(try await walker.kept() == walker.counted())
    }

    @Test("a forged figure is found, named and mended, while notes wait in the ledger")
    func recount() async throws {
        let world = try await CaseWorld.make()
        let walker = try await TallyWalker(world, "jiandu")
        _ = try await world.decided()
        _ = try await world.registered()
        _ = try await world.worker.foldTally()
        _ = try await world.registered()
        let tally = CaseTally(database: world.owner, now: .fixed(.noon))
        #expect(try await tally.differences() == [])

        try await world.owner.pipeline([
            "UPDATE cases.open_tally SET cases = cases + 7 WHERE status = 'received'",
            "DELETE FROM cases.due_tally",
            "UPDATE cases.day_tally SET decided = 0",
        ])
        let found = try await tally.differences()
        let open = TallyDifference(bodyID: world.body, measure: "open", place: "received", kept: 9, counted: 2)
        let decided = TallyDifference(bodyID: world.body, measure: "decided", place: "2026-11-24", kept: 0, counted: 1)
        #expect(found.contains(open) && found.contains(decided))
        #expect(found.contains { $0.measure == "due" })
        #expect(try await tally.mend() == found)
        #expect(try await tally.differences() == [])
        #expect(try await walker.kept() == walker.counted())
        _ = try await world.worker.foldTally()
        #expect(try await walker.kept() == walker.counted())
    }

    @Test("cases that came without their triggers are counted as if they had had them")
    func anew() async throws {
        let world = try await CaseWorld.make()
        let walker = try await TallyWalker(world, "jiandu")
        _ = try await world.decided(.deny)
        _ = try await world.submitted()
        try await world.owner.pipeline([
            "DELETE FROM cases.tally_change", "DELETE FROM cases.open_tally", "DELETE FROM cases.due_tally",
            "DELETE FROM cases.day_tally",
        ])
        #expect(try await walker.kept().period == PeriodFigures())
        try await CaseTally(database: world.owner, now: .fixed(.noon)).countAnew()
        #expect(try await walker.kept() == walker.counted())
        #expect(try await walker.kept().period.decided == 1)
    }

    @Test("a new case is one note, and what does not move a figure is none")
    func notes() async throws {
        let world = try await CaseWorld.make()
        let record = try await world.submitted()
        #expect(try await world.count("SELECT count(*) FROM cases.tally_change") == 1)
        try await world.owner.execute(
            "UPDATE cases.case_record SET version = version + 1, phone = '13900000000' WHERE id = \(record.id)")
        #expect(try await world.count("SELECT count(*) FROM cases.tally_change") == 1)
    }
}

/// How many tasks still write.
private final class WritersLeft: Sendable {
    let count: Mutex<Int>

    init(_ count: Int) { self.count = Mutex(count) }
}

/// Acts on cases at random, and counts them in a way of its own.
struct TallyWalker: Sendable {
    let world: CaseWorld
    let supervisor: CaseActor
    let actors: [CaseActor]

    init(_ world: CaseWorld, _ login: String, bodies: [Int]? = nil) async throws {
        self.world = world
        supervisor = try await world.staff(login, [.superviseCases], bodies: bodies)
        actors = [world.clerk, world.examiner, world.reviewer, world.decider, world.deliverer]
    }

    /// New cases, and acts by whoever has the right; most do not fit and are refused.
    func walk(_ random: inout SeededRandom, acts: Int) async throws {
        var files: [Case.ID] = []
        for _ in 0..<acts {
            if files.isEmpty || random.int(0...3) == 0 {
                let leaf = random.pick([CaseWorld.promisedLeaf, CaseWorld.instantLeaf])
                files.append(try await world.registered(leaf: leaf).id)
            }
            let id = random.pick(files)
            for act in random.pick(Self.ways) {
                try await perform(act, on: id, outcome: random.pick([.grant, .grant, .deny]))
            }
        }
    }

    private static let ways: [[CaseAct]] = [
        [.accept, .take], [.examine, .review], [.decide], [.deliver], [.grantAtOnce], [.sendBack], [.pauseClock],
        [.resumeClock], [.requestCorrection], [.refuseAcceptance], [.terminate],
        [.accept, .take, .examine, .review, .decide, .deliver],
    ]

    /// The act by the first who may; a refusal changes nothing.
    private func perform(_ act: CaseAct, on id: Case.ID, outcome: CaseProposal) async throws {
        let record = try await world.detail(id).record
        guard let right = act.right(in: record.status),
            let actor = actors.first(where: { $0.officer?.may(right) ?? false })
        else { return }
        do {
            try await perform(act.command(on: record, outcome: outcome), by: actor)
        } catch is CaseRefusal {}
    }

    private func perform(_ command: some CaseCommand, by actor: CaseActor) async throws {
        _ = try await world.office.perform(command, by: actor)
    }
}

extension TallyWalker {
    struct Figures: Equatable {
        var open: [CaseStatus: Int]
        var overdue: Int
        var soon: Int
        var days: [String: PeriodFigures]
        var period: PeriodFigures
    }

    /// What the dashboard says.
    func kept() async throws -> Figures {
        let officer = try #require(supervisor.officer)
        let board = try await world.office.dashboard(DashboardQuery(), by: officer, party: supervisor.party)
        var period = PeriodFigures()
        for line in board.bodies { period += line.period }
        #expect(board.bodies.reduce(0) { $0 + $1.open } == board.openCases)
        #expect(period == board.period, "by body and by day it is the same")
        let days = board.trend.filter { $0.figures != PeriodFigures() }
        return Figures(
            open: board.open, overdue: board.overdue, soon: board.soon,
            days: Dictionary(uniqueKeysWithValues: days.map { ($0.day.description, $0.figures) }), period: board.period)
    }

    /// The same out of the cases, by arithmetic of the program instead of the database's functions.
    func counted() async throws -> Figures {
        let ids = try await world.owner.rows("SELECT id FROM cases.case_record") { try $0.get("id", as: UUID.self) }
        let today = CalendarDate(world.clock.now)
        let soon = WorkdayCalendar.bundled.due(after: today, workingDays: 3)
        var figures = Figures(open: [:], overdue: 0, soon: 0, days: [:], period: PeriodFigures())
        for id in ids { figures.add(try await world.detail(id).record, today: today, soon: soon) }
        return figures
    }
}

extension TallyWalker.Figures {
    fileprivate mutating func add(_ record: Case, today: CalendarDate, soon: CalendarDate) {
        if CaseStatus.unfinished.contains(record.status) {
            open[record.status, default: 0] += 1
            if let due = record.clock.nextDue {
                if due < today { overdue += 1 } else if due <= soon { self.soon += 1 }
            }
        }
        add(record.submittedAt) { $0.received += 1 }
        add(record.acceptedAt) { $0.accepted += 1 }
        add(record.decidedAt) { day in
            day.decided += 1
            let decided = record.decidedAt.map { CalendarDate($0) } ?? today
            if decided <= record.clock.promisedDue ?? decided { day.onTime += 1 }
            if let used = record.usedDays {
                day.timed += 1
                day.usedDays += used
            }
        }
    }

    private mutating func add(_ moment: Date?, _ change: (inout PeriodFigures) -> Void) {
        guard let moment else { return }
        change(&days[CalendarDate(moment).description, default: PeriodFigures()])
        change(&period)
    }
}

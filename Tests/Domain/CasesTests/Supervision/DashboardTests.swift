import Base
import Foundation
import People
import Postgres
import TestSupport
import Testing
import WorkCalendar

@testable import Cases

@Suite("Dashboard of supervisors") struct DashboardTests {
    private func board(
        _ world: CaseWorld, _ actor: CaseActor, _ query: DashboardQuery = DashboardQuery()
    ) async throws -> Dashboard {
        try await world.office.dashboard(query, by: try #require(actor.officer), party: actor.party)
    }

    @Test("it tells what came in, what is under way, what is late and how long decisions took")
    func figures() async throws {
        let world = try await CaseWorld.make()
        let supervisor = try await world.staff("jiandu", [.superviseCases])
        let slow = try await world.approving()
        _ = try await world.submitted()
        world.clock.set(.noon("2026-12-02"))
        _ = try await world.office.decide(
            DecideCase(slow.id, version: slow.version, decision: .grant, opinion: "符合条件"), by: world.decider)
        _ = try await world.registered(leaf: CaseWorld.instantLeaf)

        let board = try await board(world, supervisor)
        #expect(board.open == [.granted: 1, .submitted: 1, .received: 1])
        // Handed in on 24 November, the fifth working day is 1 December; the promise was the same day.
        #expect(board.overdue == 1 && board.soon == 0)
        #expect(board.figures(daysAgo: 0).received == 1 && board.figures(daysAgo: 0).decided == 1)
        #expect(board.figures(daysAgo: 8).received == 2 && board.figures(daysAgo: 8).accepted == 1)
        #expect(board.period.onTimePermille == 0)
        #expect(board.period.averageTenths == 60, "25, 26, 27, 30 November, 1 and 2 December")
        #expect(board.trend.count == 30 && board.trend.last?.day == .day("2026-12-02"))
        #expect(board.bodies.map(\.body.name) == ["忻州市示例审批局"])
    }

    @Test("a pause is no used time, and the day of the decision is")
    func pauses() {
        var record = Case.example(.approving)
        record.clock.pause(on: .day("2026-11-25"))
        record.clock.startDelivery(on: .day("2026-11-27"), in: .bundled)
        #expect(record.usedDays(on: .day("2026-11-27"), in: .bundled) == 2)
        #expect(Case.example(.received).usedDays(on: .day("2026-11-27"), in: .bundled) == nil)
    }

    @Test("a supervisor of one body sees nothing of another, and nobody sees figures without the right")
    func scope() async throws {
        let world = try await CaseWorld.make()
        _ = try await world.decided()
        let other = try await world.people.organisation("另一局")
        let stranger = try await world.staff("stranger", [.superviseCases, .searchCases], bodies: [other])
        let clerk = try await world.staff("nobody", [.searchCases, .receiveCases])
        let both = try await world.staff("both", [.superviseCases], bodies: [world.body, other])
        for folded in [false, true] {
            if folded { _ = try await world.worker.foldTally() }
            for actor in [stranger, clerk] {
                let board = try await board(world, actor)
                #expect(board.bodies == [] && board.open == [:] && board.period == PeriodFigures())
            }
            #expect(try await board(world, both).period.decided == 1)
            // Asking for a body by its number does not help.
            let asked = try await board(world, stranger, DashboardQuery(body: world.body))
            #expect(asked.bodies == [] && asked.period == PeriodFigures())
        }
    }

    @Test("whoever may see only their own cases has no figures")
    func ownOnly() async throws {
        let world = try await CaseWorld.make()
        _ = try await world.registered()
        let person = try await world.people.staff(
            "own", rights: ["superviseCases"], bodies: [world.body], ownOnly: true)
        let rows = try await world.office.database.rows(
            settings: person.settings, "SELECT body_id FROM cases.open_now"
        ) { try $0.get("body_id", as: Int.self) }
        #expect(rows == [])
    }

    @Test("figures are narrowed to a region or a body; what can be chosen stays")
    func narrowed() async throws {
        let world = try await CaseWorld.make()
        let county = try await world.people.organisation("忻府区示例审批局", region: "140902000000")
        let supervisor = try await world.staff("jiandu", [.superviseCases], bodies: [world.body, county])
        _ = try await world.registered()
        let moved = try await world.registered()
        try await world.owner.execute("UPDATE cases.case_record SET body_id = \(county) WHERE id = \(moved.id)")

        let whole = try await board(world, supervisor)
        let region = try await board(world, supervisor, DashboardQuery(region: "140902000000"))
        let body = try await board(world, supervisor, DashboardQuery(body: world.body))
        #expect(whole.openCases == 2 && whole.bodies.count == 2)
        #expect(region.openCases == 1 && region.bodies.map(\.id) == [county] && region.period.received == 1)
        #expect(body.openCases == 1 && body.bodies.map(\.id) == [world.body])
        #expect(region.choices == whole.choices)
    }

    @Test("no door may write a figure, nor may any but the office door read one")
    func doors() async throws {
        let world = try await CaseWorld.make()
        let supervisor = try await world.staff("jiandu", [.superviseCases])
        let settings = supervisor.party.settings
        for table in ["open_tally", "due_tally", "day_tally", "tally_change"] {
            let removal = SQL(trusted: "DELETE FROM cases.\(table)")
            let reading = SQL(trusted: "SELECT 1 AS one FROM cases.\(table)")
            await #expect(throws: PostgresError.self) {
                try await world.office.database.execute(settings: settings, removal)
            }
            for door in [world.open, world.api] {
                await #expect(throws: PostgresError.self) {
                    try await door.database.rows(reading) { try $0.get("one", as: Int.self) }
                }
            }
        }
        await #expect(throws: PostgresError.self) {
            try await world.office.database.execute(settings: settings, "SELECT cases.fold_tally('2026-11-24')")
        }
        await #expect(throws: PostgresError.self) {
            try await world.worker.database.execute("SELECT FROM cases.mend_tally('2026-11-24')")
        }
    }
}

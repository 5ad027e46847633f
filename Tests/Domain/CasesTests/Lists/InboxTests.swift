import Base
import Foundation
import Items
import People
import Postgres
import Testing
import WorkCalendar

@testable import Cases

@Suite("Work lists")
struct InboxTests {
    @Test("each officer finds what waits for their rights, what falls due first on top")
    func mine() async throws {
        let world = try await CaseWorld.make()
        let early = try await world.registered()
        world.clock.set(.noon("2026-11-25"))
        let late = try await world.registered()
        let accepted = try await world.accepted()

        #expect(try await ids(world, world.clerk) == [early.id, late.id])
        #expect(try await ids(world, world.examiner) == [accepted.id])
        #expect(try await ids(world, world.decider).isEmpty)
    }

    @Test("what another has taken is not on the list")
    func assigned() async throws {
        let world = try await CaseWorld.make()
        let record = try await world.accepted()
        _ = try await world.office.take(TakeCase(record.id, version: record.version), by: world.examiner)
        let colleague = try await world.staff("colleague", [.examineCases])

        #expect(try await ids(world, colleague).isEmpty)
        #expect(try await ids(world, world.examiner) == [record.id])
    }

    @Test("tabs tell soon, late, correcting, to deliver, done")
    func tabs() async throws {
        let world = try await CaseWorld.make()
        let all = try await world.staff("head", Set(Right.allCases))
        let granted = try await world.decided()
        let correcting = try await world.correcting(try await world.submitted(), due: CalendarDate.day("2026-12-30"))
        let received = try await world.registered()

        world.clock.set(.noon("2026-11-30"))
        #expect(try await ids(world, all, .dueSoon) == [received.id])
        world.clock.set(.noon("2026-12-02"))
        #expect(try await ids(world, all, .overdue) == [received.id])
        #expect(try await ids(world, all, .correcting) == [correcting.id])
        #expect(try await ids(world, all, .toDeliver) == [granted.id])
        #expect(try await ids(world, all, .done) == [granted.id])
        #expect(Set(try await ids(world, all, .all)) == [granted.id, correcting.id, received.id])
        let counts = try await world.office.inboxWithCounts(
            InboxQuery(tab: .mine), by: #require(all.officer), party: all.party
        ).counts
        #expect(counts[.overdue]?.text == "1")
        #expect(counts[.mine]?.count == 2)
    }

    @Test(
        "pages follow one another without a gap or a repetition, in both directions", arguments: [InboxTab.mine, .all])
    func paging(_ tab: InboxTab) async throws {
        let world = try await CaseWorld.make(poolSize: 8)
        let head = try await world.staff("head", Set(Right.allCases))
        try await world.seed(120)

        for isReversed in [false, true] {
            var seen: [UUID] = []
            var query = InboxQuery(tab: tab, isReversed: isReversed)
            repeat {
                let page = try await world.office.inbox(query, by: #require(head.officer), party: head.party)
                seen += page.rows.map(\.id)
                query.after = page.next.flatMap { InboxCursor($0.text) }
                #expect(page.rows.count <= InboxQuery.pageSize)
            } while query.after != nil
            #expect(seen.count == 120)
            #expect(Set(seen).count == 120)
        }
    }

    @Test("a list is one statement, counts one round trip")
    func statements() async throws {
        let world = try await CaseWorld.make()
        let officer = try #require(world.clerk.officer)
        _ = try await world.registered()

        try await Database.counting { counter in
            _ = try await world.office.inbox(InboxQuery(), by: officer, party: world.clerk.party)
            #expect(counter.statements == 1)
        }
        let before = world.office.database.statistics.roundTrips
        _ = try await world.office.inboxWithCounts(
            InboxQuery(tab: .mine), by: officer, party: world.clerk.party)
        #expect(world.office.database.statistics.roundTrips - before == 1)
    }

    @Test("with twenty thousand cases the list still reads its place in the index, and no more than it shows")
    func plan() async throws {
        let world = try await CaseWorld.make()
        let head = try await world.staff("head", Set(Right.allCases))
        try await world.seed(20_000)
        try await world.owner.execute("ANALYZE cases.case_record")
        let officer = try #require(head.officer)
        for (tab, index) in [(InboxTab.mine, "case_inbox"), (.overdue, "case_inbox"), (.all, "case_archive")] {
            let scope = InboxScope(
                officer: officer, today: CalendarDate.day("2026-11-24"), soon: CalendarDate.day("2026-11-26"))
            let statements = InboxStatements(InboxQuery(tab: tab), of: scope)
            let statement = statements.rows(from: .beginning, reversed: false, limit: 51)

            let plan = try await world.office.database.rows(
                settings: head.party.settings, "EXPLAIN (ANALYZE, TIMING OFF) " + statement
            ) { try $0.get(0, as: String.self) }.joined(separator: "\n")

            #expect(plan.contains(index), "\(tab)\n\(plan)")
            #expect(!plan.contains("Seq Scan on case_record"), "\(tab)\n\(plan)")
            let read = Self.rowsRead(from: index, plan)
            #expect(read <= 51 * 9, "\(tab) read \(read)\n\(plan)")
        }
    }

    @Test("among twenty thousand cases the page of one is read by keys, whatever the policies ask")
    func detailPlan() async throws {
        let world = try await CaseWorld.make()
        let record = try await world.submitted()
        try await world.seed(20_000)
        try await world.owner.execute(
            """
            INSERT INTO cases.case_event (id, case_id, at, kind, status, actor_kind, actor_id, actor_name, public_text)
            SELECT gen_random_uuid(), c.id, now(), 'submitted', 'submitted', 'system', 's', 's', 't' FROM cases.case_record c
            """)
        try await world.owner.execute("ANALYZE cases.case_record")
        try await world.owner.execute("ANALYZE cases.case_event")
        let statements = [
            CaseStore.byID(record.id), CaseStore.materials(of: record.id), CaseStore.events(of: record.id),
            CaseStore.corrections(of: record.id), CaseStore.documents(of: record.id), CaseStore.byNumber(record.number),
            CaseStore.own("c.account_id = \(record.accountID)", after: nil, limit: 21),
        ]

        for (operations, actor) in [(world.open, world.citizen), (world.office, world.clerk)] {
            for statement in statements {
                let plan = try await operations.database.rows(
                    settings: actor.party.settings, "EXPLAIN (ANALYZE, TIMING OFF) " + statement
                ) { try $0.get(0, as: String.self) }.joined(separator: "\n")
                #expect(!plan.contains("Seq Scan on case_record"), "\(plan)")
                #expect(!plan.contains("Seq Scan on case_event"), "\(plan)")
            }
        }
    }

    @Test("filters by item and channel, search by number and by the beginning of a name")
    func filtersAndSearch() async throws {
        let world = try await CaseWorld.make()
        let head = try await world.staff("head", Set(Right.allCases))
        let walkIn = try await world.registered()
        let online = try await world.submitted()
        let instant = try await world.registered(leaf: CaseWorld.instantLeaf)
        let officer = try #require(head.officer)
        func found(_ query: InboxQuery) async throws -> Set<UUID> {
            Set(try await world.office.inbox(query, by: officer, party: head.party).rows.map(\.id))
        }

        #expect(try await found(InboxQuery(itemID: 2)) == [instant.id])
        #expect(try await found(InboxQuery(channel: .web)) == [online.id])
        #expect(try await found(InboxQuery(search: walkIn.number)) == [walkIn.id])
        #expect(try await found(InboxQuery(search: "xz20261124")) == [walkIn.id, online.id, instant.id])
        #expect(try await found(InboxQuery(search: "李")) == [walkIn.id, online.id, instant.id])
        #expect(try await found(InboxQuery(search: "王")).isEmpty)
        #expect(try await found(InboxQuery(search: "%' OR 1=1 --")).isEmpty)
    }

    @Test("previous and next follow the list, also from a case that has just left it")
    func neighbours() async throws {
        let world = try await CaseWorld.make()
        let officer = try #require(world.clerk.officer)
        for _ in 0..<3 { _ = try await world.registered() }
        let listed = try await ids(world, world.clerk)

        let around = try await world.office.neighbours(
            of: listed[1], in: InboxQuery(), by: officer, party: world.clerk.party)
        let atStart = try await world.office.neighbours(
            of: listed[0], in: InboxQuery(), by: officer, party: world.clerk.party)

        #expect(around.previous == listed[0] && around.next == listed[2])
        #expect(atStart.previous == nil && atStart.next == listed[1])
    }

    @Test("a cursor from a link is read strictly", arguments: ["", "x", "2026-11-24", "2026-11-24~x", "';~\(UUID())"])
    func badCursors(_ text: String) {
        #expect(InboxCursor(text) == nil)
    }

    private func ids(_ world: CaseWorld, _ actor: CaseActor, _ tab: InboxTab = .mine) async throws -> [UUID] {
        let officer = try #require(actor.officer)
        return try await world.office.inbox(InboxQuery(tab: tab), by: officer, party: actor.party).rows.map(\.id)
    }

    /// Rows that the scans of an index gave back, over all their loops.
    private static func rowsRead(from index: String, _ plan: String) -> Int {
        plan.split(separator: "\n").filter { $0.contains(" using \(index)") }.reduce(0) { sum, line in
            guard let actual = line.range(of: "(actual rows=") else { return sum }
            let numbers = line[actual.upperBound...].split { !$0.isNumber }.compactMap { Int($0) }
            return sum + (numbers.first ?? 0) * (numbers.dropFirst().first ?? 1)
        }
    }
}

extension CaseWorld {
    /// Many cases made by SQL alone, over all open statuses.
    func seed(_ count: Int) async throws {
        try await owner.execute(
            """
            INSERT INTO cases.case_record (id, number, submit_key, handling_item_id, item_id, item_revision, item_name,
                handling_item_name, item_type, project_type, body_id, region_code, channel, applicant_kind,
                applicant_name, document_type, document_number, phone, status, submitted_at, received_at, accepted_at,
                decided_at, closed_at, limit_start, promised_value, promised_unit, next_due)
            SELECT gen_random_uuid(), 'XZ20250101' || lpad(n::text, 8, '0'), 'seed:' || n, 11, 1, 1, '公共场所卫生许可', '新办', '01',
                'promised', \(body), '140900000000', 'web', 'natural', '申请人' || n, '111', n::text, '13800000000', s.status,
                timestamptz '2026-01-01' + n * interval '1 minute', now(),
                CASE WHEN s.status IN ('accepted', 'examining', 'reviewing', 'approving', 'granted') THEN now() END,
                CASE WHEN s.status = 'granted' THEN now() END, CASE WHEN s.status = 'granted' THEN now() END,
                'acceptance', 5, 'workingDay', date '2026-10-01' + n % 120
            FROM generate_series(1, \(count)) AS n
            CROSS JOIN LATERAL (SELECT (ARRAY['submitted', 'received', 'accepted', 'examining', 'reviewing', 'approving',
                'granted'])[1 + n % 7] AS status) AS s
            """)
    }
}

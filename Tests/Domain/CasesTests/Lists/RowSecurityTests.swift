import Base
import Foundation
import Items
import People
import Postgres
import TestSupport
import Testing

@testable import Cases

/// What hand-written SQL in a door's role can do, should somebody get that far.
@Suite("Row-level security")
struct RowSecurityTests {
    static let tables = ["case_record", "case_event", "case_material", "correction", "document"]

    @Test("without a session a door's role sees no case at all", arguments: tables)
    func nobodySeesNothing(_ table: String) async throws {
        let world = try await CaseWorld.make()
        _ = try await world.correcting(try await world.submitted())
        let query: SQL = "SELECT count(*) FROM \(SQL(trusted: "cases." + table))"

        #expect(try await world.count(query) > 0)
        for operations in [world.open, world.office] {
            #expect(try await operations.database.first(query) { try $0.get(0, as: Int.self) } == 0)
        }
    }

    @Test("another citizen and another body see nothing of a case", arguments: tables)
    func othersSeeNothing(_ table: String) async throws {
        let world = try await CaseWorld.make()
        _ = try await world.correcting(try await world.submitted())
        let stranger = try await world.otherCitizen()
        let elsewhere = try await world.people.organisation("另一个局")
        let clerk = try await world.staff("elsewhere", Set(Right.allCases), bodies: [elsewhere])
        let query: SQL = "SELECT count(*) FROM \(SQL(trusted: "cases." + table))"

        let seen = try await world.open.database.first(settings: stranger.party.settings, query) {
            try $0.get(0, as: Int.self)
        }
        let seenByBody = try await world.office.database.first(settings: clerk.party.settings, query) {
            try $0.get(0, as: Int.self)
        }

        #expect(seen == 0)
        #expect(seenByBody == 0)
    }

    @Test("operations under another body or another citizen find nothing")
    func operationsFindNothing() async throws {
        let world = try await CaseWorld.make()
        let record = try await world.submitted()
        let stranger = try await world.otherCitizen()
        let elsewhere = try await world.people.organisation("另一个局")
        let clerk = try await world.staff("elsewhere", Set(Right.allCases), bodies: [elsewhere])

        await #expect(throws: CaseRefusal.notFound) {
            _ = try await world.open.detail(record.id, party: stranger.party)
        }
        await #expect(throws: CaseRefusal.notFound) { _ = try await world.office.detail(record.id, party: clerk.party) }
        await #expect(throws: CaseRefusal.notFound) {
            _ = try await world.office.accept(AcceptCase(record.id, version: 1), by: clerk)
        }
        let officer = try #require(clerk.officer)
        for tab in InboxTab.allCases {
            let page = try await world.office.inbox(
                InboxQuery(tab: tab, bodies: [world.body]), by: officer, party: clerk.party)
            #expect(page.rows.isEmpty)
        }
    }

    @Test("a citizen's role cannot decide, forge, or hand in a decided case", arguments: 0..<7)
    func citizenCannotForge(_ attempt: Int) async throws {
        let world = try await CaseWorld.make()
        let record = try await world.submitted()
        let account = try #require(world.citizen.citizen?.accountID)
        let attempts: [SQL] = [
            "UPDATE cases.case_record SET status = 'granted', closed_at = now() WHERE id = \(record.id)",
            "UPDATE cases.case_record SET accepted_at = now() WHERE id = \(record.id)",
            "UPDATE cases.case_record SET promised_due = '2030-01-01' WHERE id = \(record.id)",
            """
            INSERT INTO cases.case_event (id, case_id, at, kind, status, actor_kind, actor_id, actor_name, public_text)
            VALUES (\(UUID()), \(record.id), now(), 'granted', 'granted', 'staff', 'x', 'x', 'x')
            """,
            """
            INSERT INTO cases.document (id, case_id, kind, number, title, verify_code, content, issued_on)
            VALUES (\(UUID()), \(record.id), 'grant', 'x', 'x', 'ABCDEFGHABCDEFGH', '{}', now())
            """,
            """
            INSERT INTO cases.case_record (id, number, submit_key, handling_item_id, item_id, item_revision, item_name,
                handling_item_name, item_type, project_type, body_id, region_code, channel, applicant_kind,
                applicant_name, document_type, document_number, phone, account_id, status, submitted_at, accepted_at,
                decided_at, closed_at, limit_start, promised_value, promised_unit)
            SELECT gen_random_uuid(), 'XZ9', 'forged', handling_item_id, item_id, item_revision, item_name,
                handling_item_name, item_type, project_type, body_id, region_code, channel, applicant_kind,
                applicant_name, document_type, document_number, phone, \(account), 'granted', now(), now(), now(), now(),
                limit_start, promised_value, promised_unit
            FROM cases.case_record WHERE id = \(record.id)
            """,
            "DELETE FROM cases.case_record WHERE id = \(record.id)",
        ]

        await #expect(throws: PostgresError.self) {
            try await world.open.database.execute(settings: world.citizen.party.settings, attempts[attempt])
        }
        #expect(try await world.detail(record.id).record == record)
    }

    @Test("an officer of own cases only sees what waits for them or what they had a hand in")
    func ownOnly() async throws {
        let world = try await CaseWorld.make()
        let theirs = try await world.accepted()
        let mine = try await world.accepted()
        let person = try await world.people.staff(
            "own-only", rights: ["examineCases"], bodies: [world.body], ownOnly: true)
        try await world.owner.execute("UPDATE cases.case_record SET assignee_id = \(person.id) WHERE id = \(mine.id)")
        let query: SQL = "SELECT id FROM cases.case_record"

        let seen = try await world.office.database.rows(settings: person.settings, query) {
            try $0.get("id", as: UUID.self)
        }

        #expect(seen == [mine.id])
        #expect(theirs.id != mine.id)
    }

    @Test("files of a case are seen by those who see the case")
    func files() async throws {
        let world = try await CaseWorld.make()
        let record = try await world.submitted()
        let stranger = try await world.otherCitizen()
        let query: SQL = "SELECT count(*) FROM base.file WHERE case_id = \(record.id)"
        func count(_ operations: CaseOperations, _ actor: CaseActor) async throws -> Int? {
            try await operations.database.first(settings: actor.party.settings, query) { try $0.get(0, as: Int.self) }
        }

        #expect(try await count(world.open, world.citizen) == 1)
        #expect(try await count(world.office, world.clerk) == 1)
        #expect(try await count(world.open, stranger) == 0)
    }
}

import Base
import Foundation
import People
import Postgres
import TestSupport
import Testing

@testable import Cases

/// A taken case is given back: the undoing of 领办.
@Suite struct ReleaseTests {
    @Test("a released case waits for every examiner again, and the record keeps both")
    func release() async throws {
        let world = try await CaseWorld.make()
        let record = try await world.accepted()
        let taken = try await world.office.take(TakeCase(record.id, version: record.version), by: world.examiner)

        let released = try await world.office.release(
            ReleaseCase(record.id, version: taken.version), by: world.examiner)

        #expect(released.status == .accepted)
        #expect(released.posts.assignee == nil)
        #expect(try await world.detail(record.id).events.suffix(2).map(\.kind) == [.taken, .released])
    }

    @Test("only who holds the case gives it back")
    func another() async throws {
        let world = try await CaseWorld.make()
        let record = try await world.accepted()
        let taken = try await world.office.take(TakeCase(record.id, version: record.version), by: world.examiner)
        let colleague = try await world.staff("colleague", [.examineCases])

        await #expect(throws: CaseRefusal.assignedToAnother) {
            _ = try await world.office.release(ReleaseCase(record.id, version: taken.version), by: colleague)
        }
        #expect(!taken.possibleActs(for: try #require(colleague.officer)).contains(.release))
        #expect(taken.possibleActs(for: try #require(world.examiner.officer)).contains(.release))
    }
}

/// Who has a case open, and the page of a case with it.
@Suite struct CasePresenceTests {
    @Test("a page with who else is there stays one round trip, and no door reads the table itself")
    func page() async throws {
        let world = try await CaseWorld.make()
        let record = try await world.accepted()
        _ = try await world.office.notePresence(on: record.id, isEditing: true, by: world.reviewer)

        try await Database.counting { counter in
            let page = try await world.office.open(record.id, by: world.examiner)
            #expect(page.detail.record.id == record.id)
            #expect(page.others.map(\.isEditing) == [true])
            #expect(counter.statements <= 8)
            #expect(counter.roundTrips == 1)
        }
        await #expect(throws: PostgresError.self) {
            _ = try await world.office.database.first(
                settings: world.examiner.party.settings, "SELECT count(*) FROM cases.presence"
            ) { try $0.get(0, as: Int.self) }
        }
    }

    @Test("a glance and the rows of chosen cases are one round trip each, and stay within the scope")
    func glance() async throws {
        let world = try await CaseWorld.make()
        let record = try await world.accepted()
        let elsewhere = try await world.people.organisation("另一个局")
        let stranger = try await world.staff("elsewhere", [.examineCases], bodies: [elsewhere])
        let officer = try #require(world.examiner.officer)

        try await Database.counting { counter in
            let glance = try await world.office.glance(record.id, party: world.examiner.party)
            #expect(glance.record.id == record.id)
            #expect(glance.latest.first?.kind == .accepted)
            let rows = try await world.office.inboxRows([record.id, UUID()], by: officer, party: world.examiner.party)
            #expect(rows.map(\.id) == [record.id])
            #expect(counter.roundTrips == 2)
        }
        await #expect(throws: CaseRefusal.notFound) {
            _ = try await world.office.glance(record.id, party: stranger.party)
        }
        let theirs = try await world.office.inboxRows(
            [record.id], by: try #require(stranger.officer), party: stranger.party)
        #expect(theirs == [])
    }
}

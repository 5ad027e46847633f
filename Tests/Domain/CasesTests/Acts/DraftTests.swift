import Base
import Foundation
import Items
import People
import Postgres
import Testing

@testable import Cases

@Suite("Drafts")
struct DraftTests {
    @Test("a draft is saved in parts, merged, and goes on elsewhere")
    func saveAndResume() async throws {
        let world = try await CaseWorld.make()
        let draft = try await started(world)
        let party = world.citizen.party

        let one = try await world.open.saveDraft(
            draft.id, version: 1, change: DraftChange(situation: ["q1": "no"], form: ["shopName": "示例店"]), party: party)
        let two = try await world.open.saveDraft(
            draft.id, version: one.version, change: DraftChange(form: ["area": "80"], materials: ["m2": [.fixed(1)]]),
            party: party)

        let resumed = try await world.open.draft(draft.id, party: party)
        #expect(resumed == two)
        #expect(resumed.form == ["shopName": "示例店", "area": "80"])
        #expect(resumed.situation == ["q1": "no"])
        #expect(resumed.materials == ["m2": [.fixed(1)]])
        #expect(try await world.open.drafts(party: party) == [two])
    }

    @Test("a save from an older page is refused")
    func staleSave() async throws {
        let world = try await CaseWorld.make()
        let draft = try await started(world)
        let party = world.citizen.party
        _ = try await world.open.saveDraft(draft.id, version: 1, change: DraftChange(form: ["area": "1"]), party: party)

        await #expect(throws: CaseRefusal.draftChanged) {
            _ = try await world.open.saveDraft(
                draft.id, version: 1, change: DraftChange(form: ["area": "2"]), party: party)
        }
    }

    @Test("a draft becomes one case, however often it is sent")
    func submitsOnce() async throws {
        let world = try await CaseWorld.make(poolSize: 8)
        let draft = try await filled(world)

        let ids = try await withThrowingTaskGroup(of: UUID.self) { group in
            for _ in 0..<10 {
                group.addTask {
                    try await world.open.submitDraft(
                        draft.id, version: draft.version, contact: DraftContact(.example), channel: .mobile,
                        by: world.citizen
                    ).id
                }
            }
            return try await group.reduce(into: Set<UUID>()) { $0.insert($1) }
        }

        #expect(ids.count == 1)
        #expect(try await world.open.draft(draft.id, party: world.citizen.party).caseID == ids.first)
        #expect(try await world.open.drafts(party: world.citizen.party).isEmpty)
        await #expect(throws: CaseRefusal.draftSubmitted) {
            _ = try await world.open.saveDraft(
                draft.id, version: draft.version, change: DraftChange(), party: world.citizen.party)
        }
    }

    @Test("a draft of an earlier revision is not submitted before the person saw the new one")
    func revisionChanged() async throws {
        let world = try await CaseWorld.make()
        let draft = try await filled(world)
        try await world.owner.pipeline([
            """
            INSERT INTO items.item_revision (item_id, revision, content, digest, effective_from, created_by)
            SELECT item_id, 2, content, 'd2', now(), 'test' FROM items.item_revision WHERE item_id = 1
            """,
            "UPDATE items.item SET current_revision = 2 WHERE id = 1",
        ])
        world.catalogue.replace(with: Catalogue(items: [ExampleItem.published(revision: 2, bodyID: world.body)]))
        func submit(_ draft: Draft) async throws -> Case {
            try await world.open.submitDraft(
                draft.id, version: draft.version, contact: DraftContact(.example), channel: .web, by: world.citizen)
        }

        await #expect(throws: CaseRefusal.itemChanged) { _ = try await submit(draft) }
        let refreshed = try await world.open.refreshDraft(draft.id, party: world.citizen.party)
        let record = try await submit(refreshed)

        #expect(record.service.itemRevision == 2)
    }

    @Test("a draft is its owner's alone, and may be deleted")
    func ownerOnly() async throws {
        let world = try await CaseWorld.make()
        let draft = try await started(world)
        let stranger = try await world.otherCitizen()

        await #expect(throws: CaseRefusal.draftNotFound) {
            _ = try await world.open.draft(draft.id, party: stranger.party)
        }
        try await world.open.deleteDraft(draft.id, party: stranger.party)
        #expect(try await world.open.drafts(party: world.citizen.party).count == 1)
        try await world.open.deleteDraft(draft.id, party: world.citizen.party)

        #expect(try await world.open.drafts(party: world.citizen.party).isEmpty)
    }

    private func started(_ world: CaseWorld) async throws -> Draft {
        let citizen = try #require(world.citizen.citizen)
        return try await world.open.startDraft(
            handlingItemID: CaseWorld.promisedLeaf, by: citizen, party: world.citizen.party)
    }

    private func filled(_ world: CaseWorld) async throws -> Draft {
        let draft = try await started(world)
        let file = try await world.file(of: world.citizen)
        return try await world.open.saveDraft(
            draft.id, version: 1,
            change: DraftChange(
                situation: ["q1": "no"], form: ["shopName": "示例店", "area": "80"], materials: ["m2": [file]]),
            party: world.citizen.party)
    }
}

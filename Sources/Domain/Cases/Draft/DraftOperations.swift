package import Base
package import Foundation
import Items
package import People
import Postgres

extension CaseOperations {
    /// Begins a draft at the item's current revision; with the same id it is the same draft.
    package func startDraft(
        handlingItemID: Int, id: UUID = UUID(), change: DraftChange = DraftChange(), by citizen: Citizen,
        party: ActingParty
    ) async throws -> Draft {
        guard let (item, leaf) = services.catalogue.current.handlingItem(id: handlingItemID) else {
            throw CaseRefusal.itemUnavailable
        }
        guard item.content.canApplyOnline(leaf.key) else { throw CaseRefusal.itemNotReady }
        let moment = now()
        let statement: SQL = """
            INSERT INTO cases.draft (id, account_id, acting_for, handling_item_id, item_id, item_revision, situation,
                form, materials, created_at, updated_at)
            VALUES (\(id), \(citizen.accountID), \(citizen.actingFor), \(leaf.id), \(item.id), \(item.revision),
                \(try JSON(change.situation ?? [:])), \(try JSON(change.form)), \(try JSON(change.materials)),
                \(moment), \(moment))
            ON CONFLICT (id) DO NOTHING
            RETURNING \(Draft.columns)
            """
        if let draft = try await database.first(settings: party.settings, statement, Draft.init(row:)) { return draft }
        return try await draft(id, party: party)
    }

    /// A draft to go on with, on whichever device.
    package func draft(_ id: UUID, party: ActingParty) async throws -> Draft {
        let statement: SQL = "SELECT \(Draft.columns) FROM cases.draft WHERE id = \(id)"
        guard let draft = try await database.first(settings: party.settings, statement, Draft.init(row:)) else {
            throw CaseRefusal.draftNotFound
        }
        return draft
    }

    /// The person's open drafts, last changed first, at most 50.
    package func drafts(party: ActingParty) async throws -> [Draft] {
        let statement: SQL = """
            SELECT \(Draft.columns) FROM cases.draft WHERE case_id IS NULL ORDER BY updated_at DESC, id LIMIT 50
            """
        return try await database.rows(settings: party.settings, statement, Draft.init(row:))
    }

    /// Saves what a page names into a draft (自动保存).
    ///
    /// - Throws: `CaseRefusal.draftChanged` when another device saved in between.
    package func saveDraft(
        _ id: UUID, version: Int, change: DraftChange, party: ActingParty
    ) async throws -> Draft {
        var changes: [SQL] = [
            "form = form || \(try JSON(change.form))::jsonb",
            "materials = materials || \(try JSON(change.materials))::jsonb",
            "version = version + 1", "updated_at = \(now())",
        ]
        if let situation = change.situation { changes.append("situation = \(try JSON(situation))") }
        let statement: SQL = """
            UPDATE cases.draft SET \(changes.joined(separator: ", "))
            WHERE id = \(id) AND version = \(version) AND case_id IS NULL
            RETURNING \(Draft.columns)
            """
        if let draft = try await database.first(settings: party.settings, statement, Draft.init(row:)) { return draft }
        let current = try await draft(id, party: party)
        throw current.caseID == nil ? CaseRefusal.draftChanged : CaseRefusal.draftSubmitted
    }

    /// Moves a draft to the item's current revision, after the person was shown what it asks for now.
    package func refreshDraft(_ id: UUID, party: ActingParty) async throws -> Draft {
        let draft = try await draft(id, party: party)
        guard let (item, _) = services.catalogue.current.handlingItem(id: draft.handlingItemID) else {
            throw CaseRefusal.itemUnavailable
        }
        let statement: SQL = """
            UPDATE cases.draft SET item_revision = \(item.revision), version = version + 1, updated_at = \(now())
            WHERE id = \(id) AND version = \(draft.version) AND case_id IS NULL
            RETURNING \(Draft.columns)
            """
        guard let moved = try await database.first(settings: party.settings, statement, Draft.init(row:)) else {
            throw draft.caseID == nil ? CaseRefusal.draftChanged : CaseRefusal.draftSubmitted
        }
        return moved
    }

    /// Deletes an open draft; one that is gone already is as good.
    package func deleteDraft(_ id: UUID, party: ActingParty) async throws {
        let statement: SQL = "DELETE FROM cases.draft WHERE id = \(id) AND case_id IS NULL"
        try await database.execute(settings: party.settings, statement)
    }

    /// Hands in a draft (提交): exactly once, however often it is sent.
    package func submitDraft(
        _ id: UUID, version: Int, contact: DraftContact, channel: CaseChannel, by actor: CaseActor
    ) async throws -> Case {
        let draft = try await draft(id, party: actor.party)
        let key = "draft-\(id.text)"
        if draft.caseID == nil, draft.version != version { throw CaseRefusal.draftChanged }
        if let caseID = draft.caseID {
            guard let file = try await CaseStore.load(caseID, from: database, settings: actor.party.settings) else {
                throw CaseRefusal.draftSubmitted
            }
            return file.record
        }
        let application = CaseApplication(
            handlingItemID: draft.handlingItemID, itemRevision: draft.itemRevision, applicant: contact.applicant,
            situation: draft.situation, form: draft.form,
            materials: draft.materials.map { key, files in
                files.isEmpty ? MaterialInput(key: key, receipt: .missing) : .upload(key, files)
            })
        let command = SubmitCase(application, submitKey: key, channel: channel, draftID: id)
        return try await submit(command, by: actor)
    }

    /// Deletes drafts that nobody touched for 30 days; for the worker.
    package func deleteIdleDrafts() async throws -> Int {
        let limit = now().addingTimeInterval(-Double(Draft.lifetimeDays) * 86_400)
        return try await database.execute("DELETE FROM cases.draft WHERE updated_at < \(limit) AND case_id IS NULL")
    }
}

/// Who the draft's applicant is and how to reach them. Name and document number come from the account itself.
package struct DraftContact: Sendable, Hashable {
    package let applicant: Applicant

    /// `applicant` as shown on the page; `phone`, `address` and the agent are kept, the identity is read from the account.
    package init(_ applicant: Applicant) {
        self.applicant = applicant
    }
}

package import Foundation
package import Items
import Postgres

/// What somebody has begun to fill in (草稿); kept 30 days after the last change.
package struct Draft: Sendable, Hashable, Identifiable {
    /// Days after the last change until a draft is deleted.
    package static let lifetimeDays = 30

    package let id: UUID
    package let accountID: UUID
    /// The account the person acts for.
    package let actingFor: UUID?
    package let handlingItemID: Int
    package let itemID: Int
    /// The revision that the person saw.
    package let itemRevision: Int
    package let situation: SituationAnswers
    package let form: [String: FormValue]
    /// Uploaded files by material key.
    package let materials: [String: [UUID]]
    /// The case it became; set once.
    package let caseID: UUID?
    package let version: Int
    package let createdAt: Date
    package let updatedAt: Date

    /// When it will be deleted unless it is changed again.
    package var expiresAt: Date { updatedAt.addingTimeInterval(Double(Self.lifetimeDays) * 86_400) }
}

/// What a page saves into a draft; what it does not name stays as it is.
package struct DraftChange: Sendable, Hashable {
    package let situation: SituationAnswers?
    /// Fields are merged; a field is cleared by an empty value.
    package let form: [String: FormValue]
    /// The files of each material named replace the earlier ones.
    package let materials: [String: [UUID]]

    package init(
        situation: SituationAnswers? = nil, form: [String: FormValue] = [:], materials: [String: [UUID]] = [:]
    ) {
        self.situation = situation
        self.form = form
        self.materials = materials
    }
}

extension Draft {
    static let columns: SQL = """
        id, account_id, acting_for, handling_item_id, item_id, item_revision, situation, form, materials, case_id,
        version, created_at, updated_at
        """

    init(row: Row) throws {
        self.init(
            id: try row.get("id"), accountID: try row.get("account_id"), actingFor: try row.get("acting_for"),
            handlingItemID: try row.get("handling_item_id"), itemID: try row.get("item_id"),
            itemRevision: try row.get("item_revision"), situation: try row.json("situation"),
            form: try row.json("form"), materials: try row.json("materials"), caseID: try row.get("case_id"),
            version: try row.get("version"), createdAt: try row.get("created_at"), updatedAt: try row.get("updated_at"))
    }
}

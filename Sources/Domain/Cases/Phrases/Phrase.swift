package import Base
package import Foundation
package import People
import Postgres

/// A common phrase (常用语): the city's own, or one that a member of staff keeps for themself.
package struct Phrase: Sendable, Hashable, Identifiable {
    package enum Purpose: String, Sendable, Hashable, Codable, CaseIterable {
        case examine, correct, refuse
    }

    package let id: UUID
    package let purpose: Purpose
    package let text: String
    /// Everybody's; only one's own can be changed.
    package let isCommon: Bool
}

extension CaseOperations {
    /// The city's phrases and the officer's own, the latter first.
    package func phrases(_ purpose: Phrase.Purpose? = nil, party: ActingParty) async throws -> [Phrase] {
        let statement: SQL = """
            SELECT id, purpose, text, staff_id IS NULL AS is_common FROM cases.phrase
            WHERE \(purpose?.rawValue)::text IS NULL OR purpose = \(purpose?.rawValue)
            ORDER BY staff_id NULLS LAST, sort, id LIMIT 200
            """
        return try await database.rows(settings: party.settings, statement, Phrase.init(row:))
    }

    /// Adds a phrase of the officer's own.
    package func addPhrase(
        _ text: String, for purpose: Phrase.Purpose, by officer: Officer, party: ActingParty
    ) async throws -> Phrase {
        let text = try CaseText.phrase(text)
        let statement: SQL = """
            INSERT INTO cases.phrase (id, staff_id, purpose, text, sort)
            VALUES (\(UUID()), \(officer.staffID), \(purpose), \(text),
                (SELECT coalesce(max(p.sort), 0) + 1 FROM cases.phrase p WHERE p.staff_id = \(officer.staffID)))
            RETURNING id, purpose, text, false AS is_common
            """
        guard let phrase = try await database.first(settings: party.settings, statement, Phrase.init(row:)) else {
            throw CaseRefusal.phraseNotFound
        }
        return phrase
    }

    /// Changes a phrase of the officer's own.
    package func changePhrase(_ id: UUID, text: String, party: ActingParty) async throws {
        let text = try CaseText.phrase(text)
        let changed = try await database.execute(
            settings: party.settings, "UPDATE cases.phrase SET text = \(text) WHERE id = \(id) AND staff_id IS NOT NULL"
        )
        guard changed == 1 else { throw CaseRefusal.phraseNotFound }
    }

    /// Deletes a phrase of the officer's own.
    package func deletePhrase(_ id: UUID, party: ActingParty) async throws {
        let deleted = try await database.execute(
            settings: party.settings, "DELETE FROM cases.phrase WHERE id = \(id) AND staff_id IS NOT NULL")
        guard deleted == 1 else { throw CaseRefusal.phraseNotFound }
    }
}

extension Phrase {
    init(row: Row) throws {
        self.init(
            id: try row.get("id"), purpose: try row.get("purpose"), text: try row.get("text"),
            isCommon: try row.get("is_common"))
    }
}

extension CaseText {
    /// A phrase of at most 300 characters.
    static func phrase(_ text: String) throws(CaseRefusal) -> String {
        let text = try required(text, field: "text", message: CaseFieldTerms.phraseMissing)
        guard text.count <= 300 else {
            throw .textMissing([FieldProblem(field: "text", message: CaseFieldTerms.tooLong(text.count, most: 300))])
        }
        return text
    }
}

import Base
package import Foundation
import Postgres

/// Another member of staff who has the same case open just now (正在查看): information, never a lock.
package struct CasePresence: Sendable, Hashable {
    package let name: String
    /// Whether they have begun to write.
    package let isEditing: Bool

    package init(name: String, isEditing: Bool) {
        self.name = name
        self.isEditing = isEditing
    }
}

extension CaseOperations {
    /// Notes that this officer has the case open, and returns who else has; forgotten after 75 seconds without another
    /// word. One small statement that waits for nobody.
    package func notePresence(on caseID: Case.ID, isEditing: Bool = false, by actor: CaseActor) async throws
        -> [CasePresence]
    {
        try await database.rows(
            settings: actor.party.settings, CasePresence.statement(on: caseID, isEditing: isEditing, by: actor),
            CasePresence.init(row:))
    }
}

extension CasePresence {
    static func statement(on caseID: Case.ID, isEditing: Bool, by actor: CaseActor) -> SQL {
        """
        SELECT staff_name, is_editing FROM cases.note_presence(\(caseID), \(actor.party.name), \(isEditing))
        """
    }

    init(row: Row) throws {
        self.init(name: try row.get("staff_name"), isEditing: try row.get("is_editing"))
    }
}

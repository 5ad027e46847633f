package import Postgres

/// One row of the operation log (操作日志): who did what to which object, with which result (R4.3.3).
///
/// The statement goes into the transaction of the act itself, so no act exists without its row.
package struct AuditEntry: Sendable {
    package let party: ActingParty
    /// Dotted word such as `case.accept`.
    package let act: String
    package let objectKind: String
    package let objectID: String
    package let result: String
    package let reason: String
    /// Further facts as JSON object text; never passwords, codes or full ID numbers.
    package let detail: JSON

    package init(
        _ act: String, on objectKind: String, _ objectID: String, by party: ActingParty, result: String = "ok",
        reason: String = "", detail: JSON = JSON(text: "{}")
    ) {
        self.party = party
        self.act = act
        self.objectKind = objectKind
        self.objectID = objectID
        self.result = result
        self.reason = reason
        self.detail = detail
    }

    /// The INSERT to run in the transaction of the act.
    package var statement: SQL {
        """
        INSERT INTO base.audit_entry (door, actor_kind, actor_id, actor_name, body_id, act, object_kind, object_id,
            result, reason, detail, client_address, request_id)
        VALUES (\(party.door.rawValue), \(party.kind.rawValue), \(party.id), \(party.name), \(party.bodyID), \(act),
            \(objectKind), \(objectID), \(result), \(reason), \(detail), \(party.clientAddress), \(party.requestID))
        """
    }
}

import Foundation
import Postgres
import WorkCalendar

/// Rows of `people.representation`; row-level security decides whose.
enum RepresentationStore {
    static let select: SQL = """
        SELECT r.id, r.agent_id, coalesce(a.name, '') AS agent_name, r.principal_id, r.principal_kind, r.principal_name,
            r.principal_document_type, r.principal_document_number, r.basis, r.evidence_file_id,
            CAST(r.valid_to AS text) AS valid_to, r.confirmed_at, r.ended_at, r.ending_reason, r.created_at
        FROM people.representation r LEFT JOIN people.account a ON a.id = r.agent_id
        """
}

extension Representation {
    init(row: Row) throws {
        let kind: String = try row.get("principal_kind")
        let validTo: String? = try row.get("valid_to")
        self.init(
            id: try row.get("id"), agentID: try row.get("agent_id"), agentName: try row.get("agent_name"),
            principalID: try row.get("principal_id"), principalIsOrganisation: kind == "legal",
            principalName: try row.get("principal_name"), documentType: try row.get("principal_document_type"),
            documentNumber: try row.get("principal_document_number"), basis: try row.get("basis"),
            evidenceFileID: try row.get("evidence_file_id"), validTo: validTo.flatMap { CalendarDate($0) },
            confirmedAt: try row.get("confirmed_at"), endedAt: try row.get("ended_at"),
            endingReason: try row.get("ending_reason"), createdAt: try row.get("created_at"))
    }
}

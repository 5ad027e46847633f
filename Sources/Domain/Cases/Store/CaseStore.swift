import Foundation
import Items
import Postgres
import WorkCalendar

/// Reads the schema `cases`; what may be seen is decided by row-level security under the party's settings.
enum CaseStore {
    /// Raised by `cases.require_version`.
    static let versionChanged = "YM001"
    /// Raised by `cases.attach_files`.
    static let filesUnknown = "YM002"
    static let notNullViolation = "23502"
    /// Row-level security refused a row.
    static let policyViolation = "42501"

    static let columns: SQL = """
        c.id, c.number, c.handling_item_id, c.item_id, c.item_revision, c.item_name, c.handling_item_name, c.item_type,
        c.project_type, c.body_id, o.name AS body_name, c.telephone AS body_telephone, c.region_code,
        c.channel, c.applicant_kind, c.applicant_name, c.document_type, c.document_number, c.legal_representative,
        c.phone, c.address, c.agent_name, c.agent_document_number, c.agent_phone, c.account_id, c.agent_account_id,
        c.client_id, c.situation, c.form, c.status, c.receiver_id, c.acceptor_id, c.examiner_id, c.reviewer_id,
        c.decider_id, c.assignee_id, c.submitted_at, c.received_at, c.accepted_at, c.decided_at, c.used_days, c.delivered_at,
        c.closed_at, c.closing_reason, \(clockColumns), c.version, c.updated_at
        """

    static let clockColumns: SQL = """
        c.limit_start, c.statutory_value, c.statutory_unit, c.promised_value, c.promised_unit, c.pauses,
        c.paused_on, c.reception_due, c.statutory_due, c.promised_due, c.due_is_provisional,
        CASE WHEN isfinite(c.next_due) THEN c.next_due END AS next_due
        """

    private static let source: SQL = "cases.case_record c JOIN people.organisation o ON o.id = c.body_id"

    static func byID(_ id: Case.ID) -> SQL { "SELECT \(columns) FROM \(source) WHERE c.id = \(id)" }

    static func bySubmitKey(_ key: String) -> SQL { "SELECT \(columns) FROM \(source) WHERE c.submit_key = \(key)" }

    static func byNumber(_ number: String) -> SQL { "SELECT \(columns) FROM \(source) WHERE c.number = \(number)" }

    static func materials(of id: Case.ID) -> SQL {
        """
        SELECT key, sort, name, need, receipt, originals, copies, checked, remark, file_ids
        FROM cases.case_material WHERE case_id = \(id) ORDER BY sort
        """
    }

    static func corrections(of id: Case.ID) -> SQL {
        """
        SELECT id, points, due, issued_at, issued_by, answered_at
        FROM cases.correction WHERE case_id = \(id) ORDER BY issued_at
        """
    }

    static func events(of id: Case.ID) -> SQL {
        """
        SELECT id, at, kind, status, actor_kind, actor_id, actor_name, body_name, public_text, opinion
        FROM cases.case_event WHERE case_id = \(id) ORDER BY ordinal
        """
    }

    static func latestEvents(of id: Case.ID) -> SQL {
        """
        SELECT id, at, kind, status, actor_kind, actor_id, actor_name, body_name, public_text, opinion
        FROM cases.case_event WHERE case_id = \(id) ORDER BY ordinal DESC LIMIT 4
        """
    }

    static func documents(of id: Case.ID) -> SQL {
        """
        SELECT id, case_id, kind, number, title, verify_code, issued_on, digest, file_id, void_reason
        FROM cases.document WHERE case_id = \(id) ORDER BY ordinal
        """
    }

    /// A case with its materials and corrections, in one round trip.
    static func load(
        _ id: Case.ID, from database: Database, settings: [String: String]
    ) async throws -> CaseFile? {
        let results = try await database.pipeline(
            settings: settings, [byID(id), materials(of: id), corrections(of: id)])
        guard let row = results[0].first else { return nil }
        return CaseFile(
            record: try Case(row: row), materials: try results[1].map(CaseMaterial.init(row:)),
            corrections: try results[2].map(Correction.init(row:)))
    }
}

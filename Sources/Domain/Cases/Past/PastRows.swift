package import Base
package import Foundation
import Items
import People
package import Postgres
import WorkCalendar

/// The rows of past cases for the tables of this schema, and the messages and log entries that belong to them.
package struct PastRows: Sendable {
    private var records = CopyText()
    private var materials = CopyText()
    private var corrections = CopyText()
    private var events = CopyText()
    private var documents = CopyText()

    package init() {}

    /// A row of the operation log and its moment.
    package typealias LogEntry = (entry: AuditEntry, at: Date)

    /// What other modules keep of a case.
    package struct Consequences: Sendable {
        package internal(set) var entries: [LogEntry] = []
        package internal(set) var notices: [(notice: CaseNotice, text: String, at: Date)] = []
        /// When the applicant was asked for a review.
        package internal(set) var invitedAt: Date?
    }

    /// How much of a case's papers is kept.
    package enum Keeping: Sendable, Hashable {
        /// Documents, messages and the whole operation log.
        case all
        /// The decision and the whole operation log.
        case decision
        /// No document; the first and the last row of the operation log.
        case record

        func keeps(_ kind: DocumentKind) -> Bool {
            switch self {
            case .all: true
            case .decision: kind == .grant || kind == .denial
            case .record: false
            }
        }
    }

    /// Adds all rows of a case.
    ///
    /// - Parameter reviewPath: the path of the invitation to review.
    package mutating func add(
        _ past: PastCase, numbers: inout PastNumbers, random: inout some RandomNumberGenerator, keeping: Keeping,
        reviewPath: String
    ) throws -> Consequences {
        try add(past.file.record, submitKey: past.submitKey)
        for material in past.file.materials { add(material, of: past.record.id) }
        for correction in past.file.corrections { try add(correction, of: past.record.id) }
        var consequences = Consequences()
        var receipts = 0
        for (place, step) in past.steps.enumerated() {
            let moment = step.context.now
            let party = step.context.actor.party
            for (index, event) in step.step.events.enumerated() {
                add(event, at: moment.addingTimeInterval(0.001 * Double(index)), of: past.record, by: party, &random)
            }
            for draft in step.step.documents {
                if draft.kind == .receipt { receipts += 1 }
                guard keeping.keeps(draft.kind) else { continue }
                let number =
                    draft.kind == .receipt
                    ? "\(past.record.number)-\(receipts)"
                    : numbers.documentNumber(
                        bodyID: past.record.service.body.id, kind: draft.kind, year: draft.content.issuedOn.year)
                add(draft, number: number, at: moment, of: past.record, &random)
            }
            if step.step.invitesReview { consequences.invitedAt = moment }
            if keeping == .all, let draft = step.step.notice {
                let link = step.step.invitesReview ? reviewPath : nil
                let notice = CaseWriter.notice(draft, of: past.record, link: link)
                if case .text(let text)? = notice.text.parameters.first {
                    consequences.notices.append((notice, text, moment))
                }
            }
            guard keeping != .record || place == 0 || place == past.steps.count - 1 else { continue }
            let entry = AuditEntry(
                "case.\(step.step.act.rawValue)", on: "case", past.record.id.text, by: party,
                reason: step.step.reason)
            consequences.entries.append((entry, moment))
        }
        return consequences
    }

    /// Puts the rows into the tables, in the caller's transaction.
    package func copy(into connection: Connection) async throws {
        let tables: [(SQL, CopyText)] = [
            (Self.recordColumns, records), (Self.materialColumns, materials), (Self.correctionColumns, corrections),
            (Self.eventColumns, events), (Self.documentColumns, documents),
        ]
        for (statement, rows) in tables where !rows.isEmpty {
            try await connection.copyIn(statement, chunks: rows.pieces)
        }
    }
}

// MARK: - Rows, in the order of their columns

extension PastRows {
    private static let recordColumns: SQL = """
        COPY cases.case_record (id, number, submit_key, handling_item_id, item_id, item_revision, item_name,
            handling_item_name, item_type, project_type, body_id, region_code, telephone, channel, applicant_kind,
            applicant_name, document_type, document_number, legal_representative, phone, address, agent_name,
            agent_document_number, agent_phone, account_id, agent_account_id, client_id, situation, form, status,
            receiver_id, acceptor_id, examiner_id, reviewer_id, decider_id, assignee_id, submitted_at, received_at,
            accepted_at, decided_at, used_days, delivered_at, closed_at, closing_reason, limit_start, statutory_value,
            statutory_unit, promised_value, promised_unit, pauses, paused_on, reception_due, statutory_due,
            promised_due, due_is_provisional, next_due, version, updated_at) FROM STDIN
        """

    private mutating func add(_ record: Case, submitKey: String) throws {
        let service = record.service
        records.add(record.id)
        records.add(record.number)
        records.add(submitKey)
        records.add(service.handlingItemID)
        records.add(service.itemID)
        records.add(service.itemRevision)
        records.add(service.itemName)
        records.add(service.handlingItemName)
        records.add(service.itemType)
        records.add(service.projectType)
        records.add(service.body.id)
        records.add(service.body.regionCode)
        records.add(service.body.telephone)
        records.add(record.channel)
        addParties(of: record)
        records.add(PlainJSON(record.situation).text)
        records.add(PlainJSON(record.form).text)
        records.add(record.status)
        let posts = record.posts
        for id in [posts.receiver, posts.acceptor, posts.examiner, posts.reviewer, posts.decider, posts.assignee] {
            records.add(id)
        }
        records.add(record.submittedAt)
        for moment in [record.receivedAt, record.acceptedAt, record.decidedAt] { records.add(moment) }
        records.add(record.usedDays)
        for moment in [record.deliveredAt, record.closedAt] { records.add(moment) }
        records.add(record.closingReason)
        try add(record.clock)
        records.add(record.version)
        records.add(record.updatedAt)
        records.endRow()
    }

    private mutating func addParties(of record: Case) {
        let applicant = record.applicant
        records.add(applicant.kind)
        for text in [applicant.name, applicant.documentType, applicant.documentNumber] { records.add(text) }
        for text in [applicant.legalRepresentative, applicant.phone, applicant.address] { records.add(text) }
        let agent = applicant.agent
        for text in [agent?.name, agent?.documentNumber, agent?.phone] { records.add(text ?? "") }
        records.add(record.accountID)
        records.add(record.agentAccountID)
        records.add(record.clientID)
    }

    private mutating func add(_ clock: CaseClock) throws {
        records.add(clock.limitStart)
        records.add(clock.statutory?.amount)
        records.add(clock.statutory?.unit.rawValue)
        records.add(clock.promised.amount)
        records.add(clock.promised.unit)
        records.add(clock.pauses.isEmpty ? "[]" : try JSON(clock.pauses).text)
        for day in [clock.pausedOn, clock.receptionDue, clock.statutoryDue, clock.promisedDue] {
            records.add(day?.description)
        }
        records.add(clock.isProvisional)
        records.add(clock.nextDue?.description ?? "infinity")
    }

    private static let materialColumns: SQL = """
        COPY cases.case_material (case_id, key, sort, name, need, receipt, copies, checked, remark, file_ids) FROM STDIN
        """

    private mutating func add(_ material: CaseMaterial, of id: Case.ID) {
        materials.add(id)
        materials.add(material.key)
        materials.add(material.sort)
        materials.add(material.name)
        materials.add(material.need)
        materials.add(material.receipt)
        materials.add(material.copies)
        materials.add(material.checked)
        materials.add(material.remark)
        materials.add(material.fileIDs)
        materials.endRow()
    }

    private static let correctionColumns: SQL = """
        COPY cases.correction (id, case_id, points, due, issued_at, issued_by, answered_at) FROM STDIN
        """

    private mutating func add(_ correction: Correction, of id: Case.ID) throws {
        corrections.add(correction.id)
        corrections.add(id)
        corrections.add(try JSON(correction.points))
        corrections.add(correction.due.description)
        corrections.add(correction.issuedAt)
        corrections.add(correction.issuedBy)
        corrections.add(correction.answeredAt)
        corrections.endRow()
    }

    private static let eventColumns: SQL = """
        COPY cases.case_event (id, case_id, at, kind, status, actor_kind, actor_id, actor_name, body_name, public_text,
            opinion) FROM STDIN
        """

    private mutating func add(
        _ event: EventDraft, at moment: Date, of record: Case, by party: ActingParty,
        _ random: inout some RandomNumberGenerator
    ) {
        events.add(UUID.ordered(at: moment, using: &random))
        events.add(record.id)
        events.add(moment)
        events.add(event.kind)
        events.add(event.status)
        events.add(party.kind)
        events.add(party.id)
        events.add(party.name)
        events.add(party.kind == .staff ? record.service.body.name : party.bodyName)
        events.add(event.publicText)
        events.add(event.opinion)
        events.endRow()
    }

    private static let documentColumns: SQL = """
        COPY cases.document (id, case_id, kind, number, title, verify_code, content, issued_on, created_at) FROM STDIN
        """

    private mutating func add(
        _ draft: DocumentDraft, number: String, at moment: Date, of record: Case,
        _ random: inout some RandomNumberGenerator
    ) {
        documents.add(UUID.ordered(at: moment, using: &random))
        documents.add(record.id)
        documents.add(draft.kind)
        documents.add(number)
        documents.add(draft.content.title)
        documents.add(VerifyCode.encode(random.next(), random.next()))
        documents.add(PlainJSON(draft.content).text)
        documents.add(draft.content.issuedOn.description)
        documents.add(moment)
        documents.endRow()
    }
}

import Base
import Foundation
import Items
import People
import Postgres
import WorkCalendar

/// Turns a step into the statements of its one transaction.
struct CaseWriter {
    let services: CaseServices
    let context: CaseContext

    private var party: ActingParty { context.actor.party }

    /// Everything that follows from an act on a case as it was loaded.
    func change(_ file: CaseFile, _ step: CaseStep) throws -> [SQL] {
        let record = step.record
        var statements: [SQL] = [
            "SELECT cases.require_version(\(record.id), \(file.record.version))",
            try update(from: file.record, to: record),
        ]
        statements += step.materials.map { update($0, of: record.id) }
        if let correction = step.issuedCorrection { statements.append(try insert(correction, of: record.id)) }
        if let correction = step.answeredCorrection { statements.append(answer(correction)) }
        return statements + (try consequences(step))
    }

    /// The case with everything it begins with; the first result holds its number.
    func create(_ new: NewCase) throws -> [SQL] {
        let record = new.step.record
        var statements: [SQL] = [try insert(record, submitKey: new.submitKey)]
        if !new.step.materials.isEmpty { statements.append(try insert(new.step.materials, of: record.id)) }
        if let draftID = new.draftID {
            statements.append(
                """
                UPDATE cases.draft SET case_id = \(record.id), updated_at = \(context.now)
                WHERE id = \(draftID) AND case_id IS NULL
                """)
        }
        return statements + (try consequences(new.step))
    }

    /// Files, events, documents, messages, invitation and the row of the operation log.
    private func consequences(_ step: CaseStep) throws -> [SQL] {
        let record = step.record
        var statements: [SQL] = []
        if !step.newFiles.isEmpty {
            let files = Array(Set(step.newFiles))
            statements.append("SELECT cases.attach_files(\(record.id), CAST(\(files) AS uuid[]))")
        }
        // Several events of one act keep their order by a millisecond each.
        for (index, event) in step.events.enumerated() {
            statements.append(insert(event, at: context.now.addingTimeInterval(0.001 * Double(index)), of: record))
        }
        for document in step.documents { statements += try insert(document, of: record) }
        let invitation = step.invitesReview ? try services.reviews(record) : nil
        statements += invitation?.statements ?? []
        if let notice = step.notice {
            statements += try services.notices(Self.notice(notice, of: record, link: invitation?.path))
        }
        let entry = AuditEntry(
            "case.\(step.act.rawValue)", on: "case", record.id.text, by: party,
            reason: step.reason)
        return statements + [entry.statement]
    }

    static func notice(_ draft: NoticeDraft, of record: Case, link: String?) -> CaseNotice {
        let item = "\(record.service.itemName)（\(record.service.handlingItemName)）"
        let due = draft.due?.sentence(since: CalendarDate(record.submittedAt)) ?? ""
        let text = CaseNoticeTerms.text(draft.kind, item: item, body: record.service.body.name, due: due)
        return CaseNotice(
            kind: draft.kind, caseID: record.id, phone: record.applicant.phone,
            accountIDs: [record.accountID, record.agentAccountID].compactMap { $0 },
            title: CaseNoticeTerms.title(draft.kind), text: numbered(text, record),
            link: link ?? "/cases/\(record.id.text)", due: draft.due)
    }

    /// The text with the case's number, which a new case has only in its row.
    private static func numbered(_ text: String, _ record: Case) -> SQL {
        let marker = CaseNoticeTerms.numberMarker
        guard record.number.isEmpty else {
            let whole = text.replacing(marker, with: record.number)
            return "\(whole)"
        }
        return """
            replace(CAST(\(text) AS text), \(marker), (SELECT c.number FROM cases.case_record c WHERE c.id = \(record.id)))
            """
    }
}

// MARK: - Case

extension CaseWriter {
    private func insert(_ record: Case, submitKey: String) throws -> SQL {
        let service = record.service
        let clock = record.clock
        let applicant = record.applicant
        let identity = identity(of: record)
        let agent = applicant.agent
        return """
            \(identity.source) INSERT INTO cases.case_record (id, number, submit_key, handling_item_id, item_id,
                item_revision, item_name, handling_item_name, item_type, project_type, body_id, region_code, telephone, channel,
                applicant_kind, applicant_name, document_type, document_number, legal_representative, phone, address,
                agent_name, agent_document_number, agent_phone, account_id, agent_account_id, client_id, situation,
                form, status, receiver_id, submitted_at, received_at, limit_start, statutory_value, statutory_unit,
                promised_value, promised_unit, reception_due, due_is_provisional, next_due, updated_at)
            VALUES (\(record.id), \(CaseNumber.expression(itemID: service.itemID, on: context.today)), \(submitKey),
                \(service.handlingItemID), \(service.itemID), \(service.itemRevision), \(service.itemName),
                \(service.handlingItemName), \(service.itemType), \(service.projectType), \(service.body.id),
                \(service.body.regionCode), \(service.body.telephone), \(record.channel), \(identity.kind), \(identity.name),
                \(identity.documentType), \(identity.documentNumber), \(identity.legalRepresentative),
                \(applicant.phone), \(applicant.address), \(agent?.name ?? ""), \(agent?.documentNumber ?? ""),
                \(agent?.phone ?? ""), \(identity.account), \(record.agentAccountID), \(record.clientID),
                \(JSON(text: PlainJSON(record.situation).text)), \(JSON(text: PlainJSON(record.form).text)), \(record.status), \(record.posts.receiver),
                \(record.submittedAt), \(record.receivedAt), \(clock.limitStart), \(clock.statutory?.amount),
                \(clock.statutory?.unit), \(clock.promised.amount), \(clock.promised.unit), \(day(clock.receptionDue)),
                \(clock.isProvisional), \(nextDue(clock)), \(context.now))
            RETURNING number, applicant_kind, applicant_name, document_type, document_number, legal_representative,
                phone, address, agent_name, agent_document_number, agent_phone
            """
    }

    /// Where the applicant's identity comes from: a citizen's from the account itself, so that nobody applies under
    /// another name; at the window and through interfaces from what was handed in.
    private struct Identity {
        let source: SQL
        let kind: SQL
        let name: SQL
        let documentType: SQL
        let documentNumber: SQL
        let legalRepresentative: SQL
        let account: SQL
    }

    private func identity(of record: Case) -> Identity {
        let applicant = record.applicant
        if let accountID = record.accountID {
            // An account that may not be seen gives no row, the columns become NULL, and the insertion fails.
            let source: SQL = """
                WITH a AS (SELECT kind, name, document_type, document_number, legal_representative
                    FROM people.account WHERE id = \(accountID))
                """
            return Identity(
                source: source, kind: "(SELECT a.kind FROM a)", name: "(SELECT a.name FROM a)",
                documentType: "(SELECT a.document_type FROM a)", documentNumber: "(SELECT a.document_number FROM a)",
                legalRepresentative: "(SELECT a.legal_representative FROM a)", account: "\(accountID)")
        }
        return Identity(
            source: "", kind: "\(applicant.kind)", name: "\(applicant.name)", documentType: "\(applicant.documentType)",
            documentNumber: "\(applicant.documentNumber)", legalRepresentative: "\(applicant.legalRepresentative)",
            account: account(of: record))
    }

    /// A walk-in case joins the applicant's account if there is one whose identity was checked.
    private func account(of record: Case) -> SQL {
        guard context.actor.officer != nil else { return "NULL" }
        let applicant = record.applicant
        return """
            (SELECT a.id FROM people.account a WHERE a.kind = \(applicant.kind)
                AND a.document_type = \(applicant.documentType) AND a.document_number = \(applicant.documentNumber)
                AND a.assurance = 'named')
            """
    }

    /// Only the columns that changed: a citizen's role may write no others.
    private func update(from old: Case, to new: Case) throws -> SQL {
        var changes: [SQL] = ["version = version + 1", "updated_at = \(context.now)"]
        func add<Value: Equatable>(_ path: KeyPath<Case, Value>, _ change: (Value) throws -> SQL) rethrows {
            guard old[keyPath: path] != new[keyPath: path] else { return }
            changes.append(try change(new[keyPath: path]))
        }
        add(\.status) { "status = \($0)" }
        add(\.form) { "form = \(JSON(text: PlainJSON($0).text))" }
        add(\.posts.receiver) { "receiver_id = \($0)" }
        add(\.posts.acceptor) { "acceptor_id = \($0)" }
        add(\.posts.examiner) { "examiner_id = \($0)" }
        add(\.posts.reviewer) { "reviewer_id = \($0)" }
        add(\.posts.decider) { "decider_id = \($0)" }
        add(\.posts.assignee) { "assignee_id = \($0)" }
        add(\.receivedAt) { "received_at = \($0)" }
        add(\.acceptedAt) { "accepted_at = \($0)" }
        add(\.decidedAt) { "decided_at = \($0)" }
        add(\.usedDays) { "used_days = \($0)" }
        add(\.deliveredAt) { "delivered_at = \($0)" }
        add(\.closedAt) { "closed_at = \($0)" }
        add(\.closingReason) { "closing_reason = \($0)" }
        try add(\.clock.pauses) { "pauses = \(try JSON($0))" }
        add(\.clock.pausedOn) { "paused_on = \(day($0))" }
        add(\.clock.receptionDue) { "reception_due = \(day($0))" }
        add(\.clock.statutoryDue) { "statutory_due = \(day($0))" }
        add(\.clock.promisedDue) { "promised_due = \(day($0))" }
        add(\.clock.isProvisional) { "due_is_provisional = \($0)" }
        if old.clock.nextDue != new.clock.nextDue { changes.append("next_due = \(nextDue(new.clock))") }
        return "UPDATE cases.case_record SET \(changes.joined(separator: ", ")) WHERE id = \(new.id)"
    }

    /// Days alone: after a new calendar was published.
    func replay(_ old: Case, clock: CaseClock) throws -> [SQL] {
        var new = old
        new.clock = clock
        return [
            "SELECT cases.require_version(\(old.id), \(old.version))", try update(from: old, to: new),
            AuditEntry("case.replayClock", on: "case", old.id.text, by: party).statement,
        ]
    }

    private func day(_ day: CalendarDate?) -> String? { day?.description }

    private func nextDue(_ clock: CaseClock) -> String { clock.nextDue?.description ?? "infinity" }
}

// MARK: - What belongs to it

extension CaseWriter {
    private struct MaterialRow: Encodable {
        let key: String
        let sort: Int
        let name: String
        let need: String
        let receipt: String
        let originals: Int
        let copies: Int
        let remark: String
        let files: [UUID]
    }

    private func insert(_ materials: [CaseMaterial], of id: Case.ID) throws -> SQL {
        let rows = materials.map { material in
            MaterialRow(
                key: material.key, sort: material.sort, name: material.name, need: material.need.rawValue,
                receipt: material.receipt.rawValue, originals: material.originals, copies: material.copies,
                remark: material.remark, files: material.fileIDs)
        }
        return """
            INSERT INTO cases.case_material (case_id, key, sort, name, need, receipt, originals, copies, remark, file_ids)
            SELECT \(id), m.key, m.sort, m.name, m.need, m.receipt, m.originals, m.copies, m.remark, m.files
            FROM jsonb_to_recordset(\(try JSON(rows))) AS m (key text, sort integer, name text, need text, receipt text,
                originals integer, copies integer, remark text, files uuid[])
            """
    }

    private func update(_ material: CaseMaterial, of id: Case.ID) -> SQL {
        """
        UPDATE cases.case_material SET receipt = \(material.receipt), originals = \(material.originals),
            copies = \(material.copies), checked = \(material.checked), remark = \(material.remark), file_ids = \(material.fileIDs)
        WHERE case_id = \(id) AND key = \(material.key)
        """
    }

    private func insert(_ correction: Correction, of id: Case.ID) throws -> SQL {
        """
        INSERT INTO cases.correction (id, case_id, points, due, issued_at, issued_by)
        VALUES (\(correction.id), \(id), \(try JSON(correction.points)), \(correction.due.description),
            \(correction.issuedAt), \(correction.issuedBy))
        """
    }

    private func answer(_ correction: Correction) -> SQL {
        "UPDATE cases.correction SET answered_at = \(correction.answeredAt) WHERE id = \(correction.id)"
    }

    private func insert(_ event: EventDraft, at moment: Date, of record: Case) -> SQL {
        let id = UUID.ordered(at: moment)
        let bodyName = party.kind == .staff ? record.service.body.name : party.bodyName
        return """
            INSERT INTO cases.case_event (id, case_id, at, kind, status, actor_kind, actor_id, actor_name, body_name,
                public_text, opinion)
            VALUES (\(id), \(record.id), \(moment), \(event.kind), \(event.status), \(party.kind), \(party.id),
                \(party.name), \(bodyName), \(event.publicText), \(event.opinion))
            """
    }

    /// The document with its number, and the job that makes its PDF; a receipt is made when somebody opens it.
    private func insert(_ document: DocumentDraft, of record: Case) throws -> [SQL] {
        let id = UUID.ordered(at: context.now)
        let insertion: SQL = """
            INSERT INTO cases.document (id, case_id, kind, number, title, verify_code, content, issued_on, created_at)
            VALUES (\(id), \(record.id), \(document.kind), \(number(of: document, record)), \(document.content.title),
                \(VerifyCode.random()), \(JSON(text: PlainJSON(document.content).text)), \(document.content.issuedOn.description),
                \(context.now))
            """
        guard document.kind != .receipt else { return [insertion] }
        return [insertion, try MakeDocument(documentID: id).statement()]
    }

    /// A receipt is numbered after its case, so that applications do not wait for each other at a common counter.
    private func number(of document: DocumentDraft, _ record: Case) -> SQL {
        guard document.kind == .receipt else {
            let year = document.content.issuedOn.year
            return "cases.next_document_number(\(record.service.body.id), \(document.kind.mark), \(year))"
        }
        return """
            (SELECT c.number || '-' || (1 + (SELECT count(*) FROM cases.document d
                WHERE d.case_id = c.id AND d.kind = 'receipt'))
            FROM cases.case_record c WHERE c.id = \(record.id))
            """
    }
}

/// 办件编号: `XZ`, the day, four digits of the item, then a serial of at least four digits.
enum CaseNumber {
    /// Numbers with the same prefix share a counter, so two items whose ids end alike can never give the same number.
    static func prefix(itemID: Int, on day: CalendarDate) -> String {
        let item = String(itemID % 10_000)
        return "XZ" + day.compact + String(repeating: "0", count: 4 - item.count) + item
    }

    static func expression(itemID: Int, on day: CalendarDate) -> SQL {
        let prefix = prefix(itemID: itemID, on: day)
        let series = "case:" + prefix
        return """
            (SELECT CAST(\(prefix) AS text) || lpad(s.n::text, greatest(4, length(s.n::text)), '0')
            FROM base.next_serial(\(series)) AS s (n))
            """
    }
}

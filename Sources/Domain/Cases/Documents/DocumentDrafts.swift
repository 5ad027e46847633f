import Foundation
import WorkCalendar

/// What each document says, from the case as it is after the act (cases.md 5; 行政许可法 第三十二、三十八、四十四条).
extension DocumentDraft {
    /// 申请材料接收凭证: what was received, when, and by when the body answers.
    static func receipt(_ record: Case, materials: [CaseMaterial], in context: CaseContext) -> DocumentDraft {
        var builder = DocumentBuilder(.receipt, record, in: context)
        builder.add(DocumentTerms.submittedOn, text: "\(CalendarDate(record.submittedAt))")
        builder.add(DocumentTerms.receivedOn, text: "\(record.days.received)")
        builder.add(DocumentTerms.receptionDue, record.clock.receptionDue)
        builder.paragraphs = [DocumentSentences.receipt(record)]
        let received = materials.filter { $0.receipt != .missing }.sorted { $0.sort < $1.sort }
        let rows = received.enumerated().map { index, material -> [String] in
            let amount = max(material.pieces, material.fileIDs.count)
            let count = amount > 0 ? "\(amount)" : ""
            return ["\(index + 1)", material.name, material.receipt.term, count, material.remark]
        }
        builder.tables = [
            .init(heading: DocumentTerms.materials, columns: DocumentTerms.materialColumns, rows: rows)
        ]
        if let due = record.clock.receptionDue { builder.closing.append(DocumentSentences.receptionDue(due)) }
        builder.closing.append(DocumentTerms.receiptOnly)
        return builder.finish()
    }

    /// 申请材料补正告知书: everything at once, with the period and what follows from silence.
    static func correctionNotice(
        _ record: Case, correction: Correction, in context: CaseContext
    ) -> DocumentDraft {
        var builder = DocumentBuilder(.correctionNotice, record, in: context)
        builder.add(DocumentTerms.correctionDue, correction.due)
        builder.paragraphs = [DocumentSentences.correction(record, due: correction.due)]
        let rows = correction.points.enumerated().map { index, point -> [String] in
            let kind = point.kind == .field ? DocumentTerms.pointField : DocumentTerms.pointMaterial
            return ["\(index + 1)", kind, point.label, point.problem]
        }
        builder.tables = [.init(heading: DocumentTerms.points, columns: DocumentTerms.pointColumns, rows: rows)]
        builder.closing = [DocumentSentences.correctionHint]
        return builder.finish()
    }

    /// 受理通知书: date of acceptance, limits and the day of the decision.
    static func acceptanceNotice(_ record: Case, in context: CaseContext) -> DocumentDraft {
        var builder = DocumentBuilder(.acceptanceNotice, record, in: context)
        builder.addLimits()
        let isDeemed = context.actor.role == .system
        builder.paragraphs = [
            isDeemed ? DocumentSentences.deemedAccepted(record) : DocumentSentences.accepted(record)
        ]
        if let due = record.clock.promisedDue { builder.paragraphs.append(DocumentSentences.decisionBy(due)) }
        return builder.finish()
    }

    /// 不予受理决定书: the reason, the right authority, the remedies.
    static func nonAcceptance(_ record: Case, reason: String, in context: CaseContext) -> DocumentDraft {
        var builder = DocumentBuilder(.nonAcceptance, record, in: context)
        builder.paragraphs = [DocumentSentences.nonAcceptance(record, reason: reason)]
        builder.closing = [DocumentTerms.remedies]
        return builder.finish()
    }

    /// 准予决定书.
    static func grant(_ record: Case, opinion: String, in context: CaseContext) -> DocumentDraft {
        var builder = DocumentBuilder(.grant, record, in: context)
        builder.addDecision(.grant)
        builder.paragraphs = [DocumentSentences.grant(record), DocumentSentences.opinion(opinion)]
        if let due = record.clock.nextDue { builder.paragraphs.append(DocumentSentences.grantDelivery(due)) }
        builder.closing = [DocumentTerms.remedies]
        return builder.finish()
    }

    /// 不予决定书: reasons and remedies (行政许可法 第三十八条第二款).
    static func denial(_ record: Case, reasons: String, in context: CaseContext) -> DocumentDraft {
        var builder = DocumentBuilder(.denial, record, in: context)
        builder.addDecision(.deny)
        builder.paragraphs = [DocumentSentences.denial(record), DocumentSentences.reasons(reasons)]
        builder.closing = [DocumentTerms.remedies]
        return builder.finish()
    }

    /// 送达回证: who received it, their relation to the applicant, the day and the way.
    static func deliveryReceipt(
        _ record: Case, granted: Bool, mode: DeliverResult.Mode, receiver: String, relation: DeliverResult.Relation,
        remark: String, in context: CaseContext
    ) -> DocumentDraft {
        var builder = DocumentBuilder(.deliveryReceipt, record, in: context)
        builder.addDecision(granted ? .grant : .deny)
        builder.add(DocumentTerms.deliveryMode, text: mode.term)
        builder.add(DocumentTerms.receiver, text: receiver)
        builder.add(DocumentTerms.relation, text: relation.term)
        builder.add(DocumentTerms.deliveredOn, text: "\(context.today)")
        if !remark.isEmpty { builder.add(DocumentTerms.remark, text: remark) }
        builder.paragraphs = [DocumentSentences.delivery(record)]
        if mode != .electronic {
            builder.signatures = [DocumentTerms.receiverSignature, DocumentTerms.delivererSignature]
        }
        return builder.finish()
    }

    /// 撤回申请通知书 or 终止办理通知书.
    static func ending(_ record: Case, reason: String, in context: CaseContext) -> DocumentDraft {
        let isWithdrawal = record.status == .withdrawn
        var builder = DocumentBuilder(.withdrawalNotice, record, isWithdrawal: isWithdrawal, in: context)
        let sentence =
            isWithdrawal
            ? DocumentSentences.withdrawn(record, reason: reason)
            : DocumentSentences.terminated(record, reason: reason)
        builder.paragraphs = [sentence, DocumentSentences.applyAgain]
        if !isWithdrawal { builder.closing = [DocumentTerms.remedies] }
        return builder.finish()
    }
}

/// What all documents have in common.
private struct DocumentBuilder {
    let kind: DocumentKind
    let record: Case
    let isWithdrawal: Bool
    let context: CaseContext
    var facts: [DocumentContent.Fact]
    var paragraphs: [String] = []
    var tables: [DocumentContent.Table] = []
    var closing: [String] = []
    var signatures: [String] = []

    init(_ kind: DocumentKind, _ record: Case, isWithdrawal: Bool = false, in context: CaseContext) {
        self.kind = kind
        self.record = record
        self.isWithdrawal = isWithdrawal
        self.context = context
        facts = [
            .init(DocumentTerms.applicant, record.applicant.name),
            .init(DocumentTerms.item, record.service.itemName),
            .init(DocumentTerms.handlingItem, record.service.handlingItemName),
        ]
    }

    mutating func add(_ label: String, text: String) {
        facts.append(.init(label, text))
    }

    mutating func add(_ label: String, _ day: CalendarDate?) {
        guard let day else { return }
        let note = record.clock.isProvisional ? DocumentTerms.provisional : ""
        add(label, text: "\(day)\(note)")
    }

    mutating func addLimits() {
        add(DocumentTerms.projectType, text: record.service.projectTerm)
        add(DocumentTerms.acceptedOn, record.days.accepted)
        add(DocumentTerms.statutoryLimit, text: record.clock.statutory?.text ?? DocumentTerms.none)
        add(DocumentTerms.promisedLimit, text: record.clock.promised.text)
        add(DocumentTerms.statutoryDue, record.clock.statutoryDue)
        add(DocumentTerms.promisedDue, record.clock.promisedDue)
    }

    mutating func addDecision(_ decision: CaseProposal) {
        add(DocumentTerms.decision, text: decision.decisionTerm)
        if let day = record.days.decided { add(DocumentTerms.decidedOn, text: "\(day)") }
    }

    func finish() -> DocumentDraft {
        var closing = closing
        closing.append(DocumentSentences.queryHint(context.documents.publicAddress))
        if !record.service.body.telephone.isEmpty {
            closing.append(DocumentSentences.telephone(record.service.body.telephone))
        }
        let content = DocumentContent(
            title: kind.title(itemType: record.service.itemType, isWithdrawal: isWithdrawal),
            issuer: record.service.body.name, addressee: record.applicant.name, facts: facts, paragraphs: paragraphs,
            tables: tables, closing: closing, signatures: signatures, issuedOn: context.today,
            publicAddress: context.documents.publicAddress, isSample: context.documents.isSample)
        return DocumentDraft(kind: kind, content: content)
    }
}

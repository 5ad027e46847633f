import Foundation

/// Hands over the decision and keeps who received it, when and how (送达).
package struct DeliverResult: CaseCommand {
    /// How it reached the applicant (送达方式).
    package enum Mode: String, Sendable, Hashable, Codable, CaseIterable {
        case window, mail, electronic
    }

    /// Who signed for it.
    package enum Relation: String, Sendable, Hashable, Codable, CaseIterable {
        case applicant, agent, legalRepresentative, other
    }

    let caseID: Case.ID
    let version: Int
    let mode: Mode
    let receiverName: String
    let relation: Relation
    let remark: String

    package init(
        _ caseID: Case.ID, version: Int, mode: Mode, receiverName: String, relation: Relation = .applicant,
        remark: String = ""
    ) {
        self.caseID = caseID
        self.version = version
        self.mode = mode
        self.receiverName = receiverName
        self.relation = relation
        self.remark = remark
    }

    func decide(_ file: CaseFile, in context: CaseContext) throws(CaseRefusal) -> CaseStep {
        var step = try file.begin(.deliver, version: version, in: context)
        let receiver = try CaseText.required(
            receiverName, field: "receiverName", message: CaseFieldTerms.receiverMissing)
        let remark = try CaseText.optional(remark, field: "remark")
        step.record.status = .delivered
        step.record.deliveredAt = context.now
        step.record.clock.stop(on: context.today)
        step.happened(.delivered, CaseEventTerms.delivered(mode.term), opinion: remark)
        step.documents = [
            .deliveryReceipt(
                step.record, granted: file.record.status == .granted, mode: mode, receiver: receiver,
                relation: relation, remark: remark, in: context)
        ]
        step.notice = NoticeDraft(kind: .delivered)
        return step
    }
}

extension CaseOperations {
    /// Keeps the delivery with its receipt.
    package func deliver(_ command: DeliverResult, by actor: CaseActor) async throws -> Case {
        try await perform(command, by: actor)
    }
}

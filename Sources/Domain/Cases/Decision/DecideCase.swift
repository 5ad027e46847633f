import Foundation
import People

/// Grants or denies (准予或者不予, 行政许可法 第三十八条).
package struct DecideCase: CaseCommand {
    let caseID: Case.ID
    let version: Int
    let decision: CaseProposal
    /// What the decision says; for a denial the reasons and the law, which the applicant reads.
    let opinion: String

    package init(_ caseID: Case.ID, version: Int, decision: CaseProposal, opinion: String) {
        self.caseID = caseID
        self.version = version
        self.decision = decision
        self.opinion = opinion
    }

    func decide(_ file: CaseFile, in context: CaseContext) throws(CaseRefusal) -> CaseStep {
        var step = try file.begin(.decide, version: version, in: context)
        try file.separate(.decider, in: context)
        try file.requireAssignee(in: context)
        switch decision {
        case .grant:
            let opinion = try CaseText.required(opinion, field: "opinion", message: CaseFieldTerms.opinionMissing)
            step.conclude(.granted, opinion: opinion, in: context)
            step.documents = [.grant(step.record, opinion: opinion, in: context)]
        case .deny:
            let reasons = try CaseText.required(
                opinion, field: "opinion", message: CaseFieldTerms.denialReasonMissing)
            step.conclude(.denied, opinion: reasons, in: context)
            step.documents = [.denial(step.record, reasons: reasons, in: context)]
        }
        return step
    }
}

extension CaseStep {
    /// Status, post, date, clock, message and invitation of a decision.
    mutating func conclude(_ status: CaseStatus, opinion: String, in context: CaseContext) {
        record.status = status
        record.decidedAt = context.now
        record.closedAt = context.now
        record.posts.decider = context.actor.officer?.staffID
        record.posts.assignee = nil
        record.clock.startDelivery(on: context.today, in: context.calendar)
        record.usedDays = record.usedDays(on: context.today, in: context.calendar)
        if status == .granted {
            happened(.granted, CaseEventTerms.granted, opinion: opinion)
            notice = NoticeDraft(kind: .granted)
        } else {
            happened(.denied, CaseEventTerms.denied, opinion: opinion)
            notice = NoticeDraft(kind: .denied)
        }
        invitesReview = true
    }
}

extension CaseOperations {
    /// Decides a case with its document.
    package func decide(_ command: DecideCase, by actor: CaseActor) async throws -> Case {
        try await perform(command, by: actor)
    }
}

import Foundation
import WorkCalendar

/// Ends a case without a decision, by the head of the body and with a reason (终止).
package struct TerminateCase: CaseCommand {
    /// Why there is nothing left to decide.
    package enum Ground: String, Sendable, Hashable, Codable, CaseIterable {
        /// The applicant died or was dissolved (申请人死亡或者终止).
        case applicantGone
        /// What was applied for no longer exists (申请事项已不存在).
        case objectGone
        /// Entered by mistake (误录).
        case entryError
        case other
    }

    let caseID: Case.ID
    let version: Int
    let ground: Ground
    let reason: String

    package init(_ caseID: Case.ID, version: Int, ground: Ground, reason: String) {
        self.caseID = caseID
        self.version = version
        self.ground = ground
        self.reason = reason
    }

    func decide(_ file: CaseFile, in context: CaseContext) throws(CaseRefusal) -> CaseStep {
        var step = try file.begin(.terminate, version: version, in: context)
        let detail = try CaseText.required(reason, field: "reason", message: CaseFieldTerms.reasonMissing)
        let reason = CaseEventTerms.groundWithDetail(ground.term, detail)
        step.end(.terminated, reason: reason, in: context)
        step.happened(.terminated, CaseEventTerms.terminated(reason), opinion: reason)
        step.documents = [.ending(step.record, reason: reason, in: context)]
        step.notice = NoticeDraft(kind: .terminated)
        return step
    }
}

/// The period of the correction notice has passed without an answer (补正不来).
struct CloseUnanswered: CaseCommand {
    let caseID: Case.ID
    let version: Int

    func decide(_ file: CaseFile, in context: CaseContext) throws(CaseRefusal) -> CaseStep {
        var step = try file.begin(.closeUnanswered, version: version, in: context)
        guard let correction = file.openCorrection, context.today > correction.due else {
            throw .transition(from: file.record.status, act: .closeUnanswered)
        }
        let reason = CaseEventTerms.unanswered(due: correction.due)
        step.end(.terminated, reason: reason, in: context)
        step.happened(.terminated, CaseEventTerms.terminated(reason), opinion: reason)
        step.documents = [.ending(step.record, reason: reason, in: context)]
        step.notice = NoticeDraft(kind: .terminated)
        return step
    }
}

extension CaseOperations {
    /// Ends a case without a decision.
    package func terminate(_ command: TerminateCase, by actor: CaseActor) async throws -> Case {
        try await perform(command, by: actor)
    }
}

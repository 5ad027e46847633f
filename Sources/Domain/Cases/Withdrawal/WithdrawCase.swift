import Foundation

/// Takes the application back before the decision (撤回申请); by the applicant, or at the window on written request.
package struct WithdrawCase: CaseCommand {
    let caseID: Case.ID
    let version: Int
    let reason: String

    package init(_ caseID: Case.ID, version: Int, reason: String) {
        self.caseID = caseID
        self.version = version
        self.reason = reason
    }

    func decide(_ file: CaseFile, in context: CaseContext) throws(CaseRefusal) -> CaseStep {
        var step = try file.begin(.withdraw, version: version, in: context)
        let reason = try CaseText.required(reason, field: "reason", message: CaseFieldTerms.withdrawalReasonMissing)
        step.end(.withdrawn, reason: reason, in: context)
        step.happened(.withdrawn, CaseEventTerms.withdrawn, opinion: reason)
        step.documents = [.ending(step.record, reason: reason, in: context)]
        step.notice = NoticeDraft(kind: .withdrawn)
        return step
    }
}

extension CaseOperations {
    /// Takes an application back.
    package func withdraw(_ command: WithdrawCase, by actor: CaseActor) async throws -> Case {
        try await perform(command, by: actor)
    }
}

import Foundation
import People

/// Sends a case back one post, with the reason (退回): decision → review → examination → window.
///
/// It is an inner step: the applicant is not asked for anything, and the clock runs on.
package struct SendBackCase: CaseCommand {
    let caseID: Case.ID
    let version: Int
    let reason: String

    package init(_ caseID: Case.ID, version: Int, reason: String) {
        self.caseID = caseID
        self.version = version
        self.reason = reason
    }

    func decide(_ file: CaseFile, in context: CaseContext) throws(CaseRefusal) -> CaseStep {
        var step = try file.begin(.sendBack, version: version, in: context)
        let posts = file.record.posts
        try file.requireAssignee(in: context)
        let reason = try CaseText.required(reason, field: "reason", message: CaseFieldTerms.sendBackReasonMissing)
        switch file.record.status {
        case .approving:
            try file.separate(.decider, in: context)
            step.record.status = .reviewing
            step.record.posts.assignee = posts.reviewer
        case .reviewing:
            try file.separate(.reviewer, in: context)
            step.record.status = .examining
            step.record.posts.assignee = posts.examiner
        default:
            try file.separate(.examiner, in: context)
            step.record.status = .accepted
            step.record.posts.assignee = posts.acceptor
        }
        step.reason = reason
        step.happened(.sentBack, opinion: reason)
        return step
    }
}

/// The window has added what the examiner asked for; the case goes back to the examiner (内部补充完成).
package struct SupplementCase: CaseCommand {
    let caseID: Case.ID
    let version: Int
    let opinion: String

    package init(_ caseID: Case.ID, version: Int, opinion: String) {
        self.caseID = caseID
        self.version = version
        self.opinion = opinion
    }

    func decide(_ file: CaseFile, in context: CaseContext) throws(CaseRefusal) -> CaseStep {
        var step = try file.begin(.supplement, version: version, in: context)
        guard let officer = context.actor.officer, file.record.posts.assignee == officer.staffID else {
            throw .assignedToAnother
        }
        let opinion = try CaseText.required(opinion, field: "opinion", message: CaseFieldTerms.opinionMissing)
        step.record.status = .examining
        step.record.posts.assignee = file.record.posts.examiner
        step.happened(.supplemented, opinion: opinion)
        return step
    }
}

extension CaseOperations {
    /// Sends a case back one post.
    package func sendBack(_ command: SendBackCase, by actor: CaseActor) async throws -> Case {
        try await perform(command, by: actor)
    }

    /// Returns a supplemented case to its examiner.
    package func supplement(_ command: SupplementCase, by actor: CaseActor) async throws -> Case {
        try await perform(command, by: actor)
    }
}

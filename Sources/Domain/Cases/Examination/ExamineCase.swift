import Foundation
import People

/// What examiner and reviewer propose to the one who decides.
package enum CaseProposal: String, Sendable, Hashable, Codable, CaseIterable {
    /// 拟准予
    case grant
    /// 拟不予
    case deny
}

/// The examiner's opinion (承办意见): passes the case on to the reviewer.
package struct ExamineCase: CaseCommand {
    let caseID: Case.ID
    let version: Int
    let proposal: CaseProposal
    let opinion: String

    package init(_ caseID: Case.ID, version: Int, proposal: CaseProposal, opinion: String) {
        self.caseID = caseID
        self.version = version
        self.proposal = proposal
        self.opinion = opinion
    }

    func decide(_ file: CaseFile, in context: CaseContext) throws(CaseRefusal) -> CaseStep {
        var step = try file.begin(.examine, version: version, in: context)
        try file.separate(.examiner, in: context)
        try file.requireAssignee(in: context)
        let written = try proposal.written(opinion)
        step.record.status = .reviewing
        step.record.posts.examiner = context.actor.officer?.staffID
        step.record.posts.assignee = nil
        step.happened(.examined, CaseEventTerms.examined, opinion: written)
        return step
    }
}

/// The reviewer's opinion (审核意见): passes the case on to the one who decides.
package struct ReviewCase: CaseCommand {
    let caseID: Case.ID
    let version: Int
    let proposal: CaseProposal
    let opinion: String

    package init(_ caseID: Case.ID, version: Int, proposal: CaseProposal, opinion: String) {
        self.caseID = caseID
        self.version = version
        self.proposal = proposal
        self.opinion = opinion
    }

    func decide(_ file: CaseFile, in context: CaseContext) throws(CaseRefusal) -> CaseStep {
        var step = try file.begin(.review, version: version, in: context)
        try file.separate(.reviewer, in: context)
        try file.requireAssignee(in: context)
        let written = try proposal.written(opinion)
        step.record.status = .approving
        step.record.posts.reviewer = context.actor.officer?.staffID
        step.record.posts.assignee = nil
        step.happened(.reviewed, CaseEventTerms.reviewed, opinion: written)
        return step
    }
}

extension CaseProposal {
    /// The opinion with the proposal in front, as it stands in the record.
    func written(_ opinion: String) throws(CaseRefusal) -> String {
        let text = try CaseText.required(opinion, field: "opinion", message: CaseFieldTerms.opinionMissing)
        return CaseEventTerms.proposal(term, text)
    }
}

extension CaseFile {
    /// The case is free or waits for this person.
    func requireAssignee(in context: CaseContext) throws(CaseRefusal) {
        guard let assignee = record.posts.assignee else { return }
        guard assignee == context.actor.officer?.staffID else { throw .assignedToAnother }
    }
}

extension CaseOperations {
    /// Keeps the examiner's opinion and passes the case on.
    package func examine(_ command: ExamineCase, by actor: CaseActor) async throws -> Case {
        try await perform(command, by: actor)
    }

    /// Keeps the reviewer's opinion and passes the case on.
    package func review(_ command: ReviewCase, by actor: CaseActor) async throws -> Case {
        try await perform(command, by: actor)
    }
}

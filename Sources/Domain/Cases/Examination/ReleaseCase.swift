import Foundation
import People

/// Gives a taken case back to all examiners of the body, the undoing of `TakeCase` (放回待领).
///
/// An inner step without effect outside, so it may be undone; the clock runs on. Whoever held the case stays noted as its
/// examiner until another takes it, so that the separation of posts holds.
package struct ReleaseCase: CaseCommand {
    let caseID: Case.ID
    let version: Int

    package init(_ caseID: Case.ID, version: Int) {
        self.caseID = caseID
        self.version = version
    }

    func decide(_ file: CaseFile, in context: CaseContext) throws(CaseRefusal) -> CaseStep {
        var step = try file.begin(.release, version: version, in: context)
        guard let officer = context.actor.officer, file.record.posts.assignee == officer.staffID else {
            throw .assignedToAnother
        }
        step.record.status = .accepted
        step.record.posts.assignee = nil
        step.happened(.released)
        return step
    }
}

extension CaseOperations {
    /// Gives a taken case back.
    package func release(_ command: ReleaseCase, by actor: CaseActor) async throws -> Case {
        try await perform(command, by: actor)
    }
}

import Foundation
import People

/// Takes an accepted case to examine it, or takes it over from a colleague (领办).
package struct TakeCase: CaseCommand {
    let caseID: Case.ID
    let version: Int

    package init(_ caseID: Case.ID, version: Int) {
        self.caseID = caseID
        self.version = version
    }

    func decide(_ file: CaseFile, in context: CaseContext) throws(CaseRefusal) -> CaseStep {
        var step = try file.begin(.take, version: version, in: context)
        try file.separate(.examiner, in: context)
        step.record.status = .examining
        step.record.posts.examiner = context.actor.officer?.staffID
        step.record.posts.assignee = context.actor.officer?.staffID
        step.happened(.taken)
        return step
    }
}

extension CaseOperations {
    /// Takes a case to examine it.
    package func take(_ command: TakeCase, by actor: CaseActor) async throws -> Case {
        try await perform(command, by: actor)
    }
}

import Foundation
import People

/// Takes in an application that came online (收件).
package struct ReceiveCase: CaseCommand {
    let caseID: Case.ID
    let version: Int

    package init(_ caseID: Case.ID, version: Int) {
        self.caseID = caseID
        self.version = version
    }

    func decide(_ file: CaseFile, in context: CaseContext) throws(CaseRefusal) -> CaseStep {
        var step = try file.begin(.receive, version: version, in: context)
        try file.separate(.acceptor, in: context)
        step.record.status = .received
        step.record.posts.receiver = context.actor.officer?.staffID
        step.happened(.received, CaseEventTerms.received)
        return step
    }
}

extension CaseOperations {
    /// Takes in an online application.
    package func receive(_ command: ReceiveCase, by actor: CaseActor) async throws -> Case {
        try await perform(command, by: actor)
    }
}

import Foundation
import Items
import People

/// Accepts and grants an instant item (即办件) in one act at the window (行政许可法 第三十四条第二款).
///
/// Only granting has this short way: a denial needs the full examination. The body empowers its window by listing the
/// item as instant, so the right of reception suffices and one person may hold all posts.
package struct GrantAtOnce: CaseCommand {
    let caseID: Case.ID
    let version: Int
    let opinion: String

    package init(_ caseID: Case.ID, version: Int, opinion: String) {
        self.caseID = caseID
        self.version = version
        self.opinion = opinion
    }

    func decide(_ file: CaseFile, in context: CaseContext) throws(CaseRefusal) -> CaseStep {
        var step = try file.begin(.grantAtOnce, version: version, in: context)
        guard file.record.service.projectType == .instant else { throw .notInstant }
        guard let officer = context.actor.officer else { throw .rightMissing(.grantAtOnce) }
        let opinion = try CaseText.required(opinion, field: "opinion", message: CaseFieldTerms.opinionMissing)
        try file.requireMaterials()

        step.accept(at: context.now, in: context)
        step.happened(.accepted, CaseEventTerms.accepted(due: step.record.clock.promisedDue))
        let acceptance = DocumentDraft.acceptanceNotice(step.record, in: context)
        step.record.posts.examiner = officer.staffID
        step.record.status = .examining
        step.happened(.examined, opinion: opinion)
        step.conclude(.granted, opinion: opinion, in: context)
        step.documents = [acceptance, .grant(step.record, opinion: opinion, in: context)]
        return step
    }
}

extension CaseOperations {
    /// Accepts and grants an instant item with both documents.
    package func grantAtOnce(_ command: GrantAtOnce, by actor: CaseActor) async throws -> Case {
        try await perform(command, by: actor)
    }
}

import Foundation
import People

/// Refuses to accept, in writing and with a reason (不予受理, 行政许可法 第三十二条第一、二项).
package struct RefuseAcceptance: CaseCommand {
    /// Why the application is not accepted.
    package enum Ground: Sendable, Hashable {
        /// No permit is needed for this (依法不需要取得行政许可).
        case permitNotNeeded
        /// Another authority decides this; the applicant is told which (不属于本行政机关职权范围).
        case otherAuthority(String)
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
        var step = try file.begin(.refuseAcceptance, version: version, in: context)
        guard let officer = context.actor.officer else { throw .rightMissing(.refuseAcceptance) }
        let written = try sentence()
        step.end(.notAccepted, reason: written, in: context)
        step.record.posts.receiver = step.record.posts.receiver ?? officer.staffID
        step.record.posts.acceptor = officer.staffID
        step.happened(.notAccepted, CaseEventTerms.notAccepted(written), opinion: written)
        step.documents = [.nonAcceptance(step.record, reason: written, in: context)]
        step.notice = NoticeDraft(kind: .notAccepted)
        step.invitesReview = true
        return step
    }

    private func sentence() throws(CaseRefusal) -> String {
        switch ground {
        case .permitNotNeeded:
            let detail = try CaseText.optional(reason, field: "reason")
            return CaseEventTerms.permitNotNeeded(detail)
        case .otherAuthority(let name):
            let authority = try CaseText.required(
                name, field: "authority", message: CaseFieldTerms.authorityMissing)
            return CaseEventTerms.otherAuthority(authority, try CaseText.optional(reason, field: "reason"))
        case .other:
            return try CaseText.required(reason, field: "reason", message: CaseFieldTerms.reasonMissing)
        }
    }
}

extension CaseOperations {
    /// Refuses acceptance with its document.
    package func refuseAcceptance(_ command: RefuseAcceptance, by actor: CaseActor) async throws -> Case {
        try await perform(command, by: actor)
    }
}

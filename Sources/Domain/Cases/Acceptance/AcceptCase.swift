import Base
import Foundation
import People

/// Accepts a case (受理): from here the limits run (行政许可法 第三十二条第五项).
package struct AcceptCase: CaseCommand {
    let caseID: Case.ID
    let version: Int

    package init(_ caseID: Case.ID, version: Int) {
        self.caseID = caseID
        self.version = version
    }

    func decide(_ file: CaseFile, in context: CaseContext) throws(CaseRefusal) -> CaseStep {
        var step = try file.begin(.accept, version: version, in: context)
        try file.separate(.acceptor, in: context)
        try file.requireMaterials()
        step.accept(at: context.now, in: context)
        step.happened(.accepted, CaseEventTerms.accepted(due: step.record.clock.promisedDue))
        step.documents = [.acceptanceNotice(step.record, in: context)]
        step.notice = NoticeDraft(kind: .accepted, due: step.record.clock.promisedDue)
        return step
    }
}

extension CaseFile {
    /// Everything necessary has come or may follow later.
    func requireMaterials() throws(CaseRefusal) {
        let lacking = materials.filter(\.isLacking)
        guard lacking.isEmpty else {
            throw .materialsMissing(
                lacking.map { FieldProblem(field: $0.key, message: CaseFieldTerms.materialMissing($0.name)) })
        }
    }
}

extension CaseStep {
    /// Status, post, date and clock of acceptance, whoever brings it about.
    mutating func accept(at moment: Date, in context: CaseContext) {
        record.status = .accepted
        record.acceptedAt = moment
        record.posts.assignee = nil
        if let officer = context.actor.officer {
            record.posts.receiver = record.posts.receiver ?? officer.staffID
            record.posts.acceptor = officer.staffID
        }
        record.clock.startDecision(
            received: record.receivedAt ?? record.submittedAt, accepted: moment, in: context.calendar)
    }
}

extension CaseOperations {
    /// Accepts a case and issues its notice of acceptance.
    package func accept(_ command: AcceptCase, by actor: CaseActor) async throws -> Case {
        try await perform(command, by: actor)
    }
}

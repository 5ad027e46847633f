import Base
package import Foundation
import Items
import People
import Postgres
import WorkCalendar

/// Hands in an application online or through an interface (提交申请).
///
/// The same key of the same party gives the same case, however often it arrives.
package struct SubmitCase: Sendable {
    let caseID: Case.ID
    let submitKey: String
    let channel: CaseChannel
    let application: CaseApplication
    let draftID: UUID?

    /// `submitKey` is the caller's own (8 to 100 characters); it is kept per party, so parties cannot meet.
    package init(
        _ application: CaseApplication, submitKey: String, channel: CaseChannel, draftID: UUID? = nil,
        caseID: Case.ID = UUID()
    ) {
        self.application = application
        self.submitKey = submitKey
        self.channel = channel
        self.draftID = draftID
        self.caseID = caseID
    }

    /// The rule: what the new case is, before its number is known.
    func decide(against catalogue: Catalogue, in context: CaseContext) throws(CaseRefusal) -> NewCase {
        let checked = try application.check(against: catalogue, .complete, on: context.today)
        let owner = try owner(context.actor)
        var record = Case(
            id: caseID, checked, application: application, channel: channel, status: .submitted, owner: owner,
            at: context.now)
        record.clock.startReception(on: context.today, in: context.calendar)
        var step = CaseStep(act: .submit, record: record)
        step.happened(.submitted, CaseEventTerms.submitted)
        step.documents = [.receipt(record, materials: checked.materials, in: context)]
        step.materials = checked.materials
        step.newFiles = checked.files
        step.notice = NoticeDraft(kind: .submitted, due: record.clock.receptionDue)
        return NewCase(step: step, submitKey: try SubmitKey.text(submitKey, of: context.actor), draftID: draftID)
    }

    private func owner(_ actor: CaseActor) throws(CaseRefusal) -> CaseOwner {
        switch actor.role {
        case .citizen(let citizen):
            guard citizen.actingFor != nil else { return CaseOwner(accountID: citizen.accountID) }
            return CaseOwner(accountID: citizen.actingFor, agentAccountID: citizen.accountID)
        case .client(let client): return CaseOwner(clientID: client.id)
        case .officer, .system: throw .rightMissing(.submit)
        }
    }
}

/// Whose case it is: an account, perhaps with its agent, or a connected system.
struct CaseOwner: Sendable, Hashable {
    var accountID: UUID?
    var agentAccountID: UUID?
    var clientID: String?
}

/// A case about to be written.
struct NewCase: Sendable {
    var step: CaseStep
    let submitKey: String
    let draftID: UUID?
}

/// The stored form of a submit key: who, then the caller's own word.
enum SubmitKey {
    static func text(_ key: String, of actor: CaseActor) throws(CaseRefusal) -> String {
        guard (8...100).contains(key.utf8.count), key.utf8.allSatisfy({ (33...126).contains($0) }) else {
            throw .textMissing([FieldProblem(field: "submitKey", message: CaseFieldTerms.submitKeyLength)])
        }
        return "\(actor.party.kind.rawValue):\(actor.party.id):\(key)"
    }
}

extension Case {
    /// A new case; its number comes from the database.
    init(
        id: UUID, _ checked: CheckedApplication, application: CaseApplication, channel: CaseChannel,
        status: CaseStatus, owner: CaseOwner, posts: CasePosts = CasePosts(), at moment: Date
    ) {
        self.init(
            id: id, number: "", service: checked.service, channel: channel, applicant: application.applicant,
            accountID: owner.accountID, agentAccountID: owner.agentAccountID, clientID: owner.clientID,
            situation: checked.situation, form: checked.form, status: status, posts: posts, submittedAt: moment,
            receivedAt: moment, acceptedAt: nil, decidedAt: nil, usedDays: nil, deliveredAt: nil, closedAt: nil,
            closingReason: "",
            clock: checked.clock, version: 1, updatedAt: moment)
    }
}

extension CaseOperations {
    /// Hands in an application: one round trip, and once for each key.
    package func submit(_ command: SubmitCase, by actor: CaseActor) async throws -> Case {
        let context = try await context(for: actor)
        return try await create(try command.decide(against: services.catalogue.current, in: context), in: context)
    }
}

import Base
import Foundation
import Items
import People
import WorkCalendar

/// Takes in an application at the window (窗口收件): the person stands there, the case is received at once.
package struct RegisterCase: Sendable {
    let caseID: Case.ID
    let submitKey: String
    let channel: CaseChannel
    let application: CaseApplication
    let isIncomplete: Bool

    /// `isIncomplete` takes in what there is, to be followed by a correction notice.
    package init(
        _ application: CaseApplication, submitKey: String, channel: CaseChannel = .window, isIncomplete: Bool = false,
        caseID: Case.ID = UUID()
    ) {
        self.application = application
        self.submitKey = submitKey
        self.channel = channel
        self.isIncomplete = isIncomplete
        self.caseID = caseID
    }

    /// The rule: what the new case is, before its number is known.
    func decide(against catalogue: Catalogue, in context: CaseContext) throws(CaseRefusal) -> NewCase {
        guard let officer = context.actor.officer, officer.may(.receiveCases) else { throw .rightMissing(.register) }
        let checked = try application.check(
            against: catalogue, isIncomplete ? .incomplete : .atWindow, on: context.today)
        guard officer.bodies.contains(checked.service.body.id) else { throw .itemUnavailable }
        var record = Case(
            id: caseID, checked, application: application, channel: channel, status: .received, owner: CaseOwner(),
            posts: CasePosts(receiver: officer.staffID), at: context.now)
        record.clock.startReception(on: context.today, in: context.calendar)
        var step = CaseStep(act: .register, record: record)
        step.happened(.registered, CaseEventTerms.registered)
        step.documents = [.receipt(record, materials: checked.materials, in: context)]
        step.materials = checked.materials
        step.newFiles = checked.files
        step.notice = NoticeDraft(kind: .registered, due: record.clock.receptionDue)
        return NewCase(step: step, submitKey: try SubmitKey.text(submitKey, of: context.actor), draftID: nil)
    }
}

extension CaseOperations {
    /// Takes in an application at the window: one round trip, and once for each key.
    package func register(_ command: RegisterCase, by actor: CaseActor) async throws -> Case {
        let context = try await context(for: actor)
        return try await create(try command.decide(against: services.catalogue.current, in: context), in: context)
    }
}

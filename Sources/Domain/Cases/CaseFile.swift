import Foundation
import Items
import People
import WorkCalendar

/// A case with what a decision about it has to look at (案卷): its materials and its correction notices, oldest first.
package struct CaseFile: Sendable, Hashable {
    package internal(set) var record: Case
    package internal(set) var materials: [CaseMaterial]
    package internal(set) var corrections: [Correction]

    /// The notice that waits for an answer.
    package var openCorrection: Correction? { corrections.last { $0.answeredAt == nil } }
}

/// What a rule may know besides the case: who acts, when, and which days are worked.
struct CaseContext: Sendable {
    let actor: CaseActor
    let now: Date
    let calendar: WorkdayCalendar
    let documents: DocumentSettings

    var today: CalendarDate { CalendarDate(now) }
}

/// Something done to one version of a case: a pure rule from the case to what follows.
protocol CaseCommand: Sendable {
    var caseID: Case.ID { get }
    /// The version the person saw.
    var version: Int { get }
    func decide(_ file: CaseFile, in context: CaseContext) throws(CaseRefusal) -> CaseStep
}

/// What follows from an act: the case after it, and everything that is written with it in the same transaction.
struct CaseStep: Sendable {
    let act: CaseAct
    var record: Case
    var events: [EventDraft] = []
    var documents: [DocumentDraft] = []
    /// Materials that changed.
    var materials: [CaseMaterial] = []
    /// Files handed in with the act.
    var newFiles: [UUID] = []
    var issuedCorrection: Correction?
    var answeredCorrection: Correction?
    var notice: NoticeDraft?
    /// What the operation log keeps as the reason.
    var reason = ""
    /// Whether the applicant is asked for a review (好差评).
    var invitesReview = false
}

/// A message to the applicant: which, and what it says beside the case.
struct NoticeDraft: Sendable, Hashable {
    let kind: CaseNotice.Kind
    var due: CalendarDate?
}

extension CaseFile {
    /// Begins a step: checks version, status, right and clock, which every act has in common.
    func begin(_ act: CaseAct, version: Int, in context: CaseContext) throws(CaseRefusal) -> CaseStep {
        switch context.actor.role {
        case .officer(let officer):
            guard let right = act.right(in: record.status) else {
                // The table names no right: either nobody on the staff does this, or not in this status.
                throw act.isPossible(in: record.status)
                    ? .rightMissing(act) : .transition(from: record.status, act: act)
            }
            guard officer.may(right) else { throw .rightMissing(act) }
            guard officer.bodies.contains(record.service.body.id) else { throw .notFound }
            guard !officer.ownOnly || record.posts.assignee == officer.staffID else { throw .notFound }
        case .citizen(let citizen):
            guard act.isForApplicant else { throw .rightMissing(act) }
            // Whether the representation still holds is checked where the case is loaded, by row-level security.
            let isOwn = record.accountID == citizen.accountID || record.agentAccountID == citizen.accountID
            let isPrincipals = citizen.actingFor != nil && record.accountID == citizen.actingFor
            guard isOwn || isPrincipals else { throw .notFound }
        case .client(let client):
            guard act.isForApplicant else { throw .rightMissing(act) }
            guard record.clientID == client.id else { throw .notFound }
        case .system:
            guard act == .deemAccepted || act == .closeUnanswered else { throw .rightMissing(act) }
        }
        guard record.version == version else { throw .changedMeanwhile(record) }
        guard act.isPossible(in: record.status) else { throw .transition(from: record.status, act: act) }
        if act.needsRunningClock && record.clock.isPaused { throw .clockPaused }
        return CaseStep(act: act, record: record)
    }

    /// Refuses a person who holds another post of the case already; instant items are handled by one person.
    func separate(_ post: CasePost, in context: CaseContext) throws(CaseRefusal) {
        guard record.service.projectType == .promised, let officer = context.actor.officer else { return }
        guard !record.posts.holdsAnother(officer.staffID, than: post) else { throw .segregation(post) }
    }
}

extension CaseStep {
    /// Adds an event with the status as it is now.
    mutating func happened(_ kind: CaseEventKind, _ publicText: String = "", opinion: String = "") {
        events.append(EventDraft(kind: kind, status: record.status, publicText: publicText, opinion: opinion))
    }

    /// Ends the case early, with the reason that the applicant reads.
    mutating func end(_ status: CaseStatus, reason: String, in context: CaseContext) {
        record.status = status
        record.closedAt = context.now
        record.closingReason = reason
        record.posts.assignee = nil
        record.clock.stop(on: context.today)
        self.reason = reason
    }
}

package import Base
package import Foundation

/// Something that happened to a case, in order; never changed.
package struct CaseEvent: Sendable, Hashable, Identifiable {
    package let id: UUID
    package let at: Date
    package let kind: CaseEventKind
    /// The status after it.
    package let status: CaseStatus
    package let actorKind: ActingParty.Kind
    package let actorID: String
    package let actorName: String
    package let bodyName: String
    /// What the applicant reads, without names of staff; empty for inner steps.
    package let publicText: String
    /// What the member of staff wrote (办理意见).
    package let opinion: String
}

/// The kinds of event; the national process table knows each by its stage.
package enum CaseEventKind: String, Sendable, Hashable, Codable, CaseIterable {
    case submitted, registered, received, correctionRequested, correctionAnswered, accepted, deemedAccepted
    case notAccepted, taken, released, supplemented, examined, reviewed, granted, denied, sentBack, paused, resumed
    case withdrawn, terminated, delivered, materialsAdded
}

/// An event before it is written: the writer adds id, time and party.
struct EventDraft: Sendable, Hashable {
    let kind: CaseEventKind
    let status: CaseStatus
    let publicText: String
    var opinion = ""
}

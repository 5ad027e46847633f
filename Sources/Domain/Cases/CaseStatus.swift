/// Where a case (办件) stands; the set mirrors `cases.case_record.status`.
///
///     submitted ─▶ received ─▶ accepted ─▶ examining ─▶ reviewing ─▶ approving ─▶ granted ─▶ delivered
///         │  ▲        │ │          ▲            └────────── one post back ──────┘  denied ──▶ delivered
///         ▼  └── correcting ──┘    │
///     notAccepted                  └ deemed accepted on the sixth working day
///
/// Before the decision the applicant may withdraw (`withdrawn`) and the head of the body may end it (`terminated`).
package enum CaseStatus: String, Sendable, Hashable, Codable, CaseIterable {
    /// Handed in online, nobody has looked at it yet (已提交).
    case submitted
    /// Taken in at the window (已收件).
    case received
    /// The applicant was told, once, what to mend (待补正).
    case correcting
    /// Refused at the door with a written reason (不予受理).
    case notAccepted
    /// The limit runs (已受理).
    case accepted
    /// With the examiner (承办).
    case examining
    /// With the reviewer (审核).
    case reviewing
    /// With the decision maker (批准).
    case approving
    /// Decided in favour (准予).
    case granted
    /// Decided against (不予).
    case denied
    /// The decision is in the applicant's hands (已送达).
    case delivered
    /// The applicant took it back (已撤回).
    case withdrawn
    /// Ended without a decision (已终止).
    case terminated

    /// Before decision and not ended: somebody still has to act.
    package var isOpen: Bool {
        switch self {
        case .submitted, .received, .correcting, .accepted, .examining, .reviewing, .approving: true
        case .notAccepted, .granted, .denied, .delivered, .withdrawn, .terminated: false
        }
    }

    /// Whether the case carries a decision that was or is to be handed over.
    package var isDecided: Bool { self == .granted || self == .denied || self == .delivered }

    /// Statuses whose clock of the decision runs.
    package var isUnderExamination: Bool {
        switch self {
        case .accepted, .examining, .reviewing, .approving: true
        default: false
        }
    }

    /// The open ones, in the order of the way.
    package static let open: [CaseStatus] = allCases.filter(\.isOpen)
    /// What a body still has to do something about: the open ones and decisions to hand over.
    package static let unfinished: [CaseStatus] = open + [.granted, .denied]
}

/// How the application came in (申请方式).
package enum CaseChannel: String, Sendable, Hashable, Codable, CaseIterable {
    case window, web, mobile, kiosk, mail, api
}

/// The posts that handle a case; on a promised case each is held by a different person.
package enum CasePost: String, Sendable, Hashable, Codable, CaseIterable {
    /// Receives and accepts (收件受理).
    case acceptor
    /// Examines (承办).
    case examiner
    /// Reviews (审核).
    case reviewer
    /// Decides (批准).
    case decider
}

package import People

/// Everything that can be done to a case, and the one table of what leads where (行政许可法 第四章).
package enum CaseAct: String, Sendable, Hashable, Codable, CaseIterable {
    case submit, register, receive, checkMaterials, requestCorrection, answerCorrection
    case accept, grantAtOnce, refuseAcceptance, deemAccepted
    case take, release, supplement, examine, review, decide, sendBack, pauseClock, resumeClock
    case withdraw, terminate, closeUnanswered, deliver

    /// From each status, the statuses this act may lead to; a status that is missing refuses the act.
    package var transitions: [CaseStatus: Set<CaseStatus>] {
        switch self {
        case .submit, .register: [:]
        case .receive: [.submitted: [.received]]
        case .checkMaterials:
            [.submitted: [.submitted], .received: [.received], .accepted: [.accepted], .examining: [.examining]]
        case .requestCorrection: [.submitted: [.correcting], .received: [.correcting]]
        case .answerCorrection: [.correcting: [.received]]
        case .accept, .deemAccepted: [.submitted: [.accepted], .received: [.accepted]]
        case .grantAtOnce: [.submitted: [.granted], .received: [.granted]]
        case .refuseAcceptance: [.submitted: [.notAccepted], .received: [.notAccepted]]
        case .take: [.accepted: [.examining], .examining: [.examining]]
        case .release: [.examining: [.accepted]]
        case .supplement: [.accepted: [.examining]]
        case .examine: [.accepted: [.reviewing], .examining: [.reviewing]]
        case .review: [.reviewing: [.approving]]
        case .decide: [.approving: [.granted, .denied]]
        case .sendBack: [.examining: [.accepted], .reviewing: [.examining], .approving: [.reviewing]]
        case .pauseClock, .resumeClock:
            [
                .accepted: [.accepted], .examining: [.examining], .reviewing: [.reviewing],
                .approving: [.approving],
            ]
        case .withdraw: Self.fromOpen(to: .withdrawn)
        case .terminate: Self.fromOpen(to: .terminated)
        case .closeUnanswered: [.correcting: [.terminated]]
        case .deliver: [.granted: [.delivered], .denied: [.delivered]]
        }
    }

    private static func fromOpen(to end: CaseStatus) -> [CaseStatus: Set<CaseStatus>] {
        Dictionary(uniqueKeysWithValues: CaseStatus.open.map { ($0, [end]) })
    }

    /// Whether the act is possible at all in this status.
    package func isPossible(in status: CaseStatus) -> Bool { transitions[status] != nil }

    /// What a member of staff must be entitled to; nil for acts that staff never do.
    package func right(in status: CaseStatus) -> Right? {
        switch self {
        case .register, .receive, .checkMaterials, .requestCorrection, .answerCorrection, .accept, .grantAtOnce,
            .refuseAcceptance, .supplement, .withdraw:
            .receiveCases
        case .take, .release, .examine: .examineCases
        case .review, .pauseClock, .resumeClock: .reviewCases
        case .decide, .terminate: .decideCases
        case .sendBack: status == .examining ? .examineCases : status == .reviewing ? .reviewCases : .decideCases
        case .deliver: .deliverResults
        case .submit, .deemAccepted, .closeUnanswered: nil
        }
    }

    /// Whether the applicant does this too.
    package var isForApplicant: Bool { self == .withdraw || self == .answerCorrection }

    /// Whether the act waits until the clock runs again (特别程序 or 中止).
    package var needsRunningClock: Bool {
        switch self {
        case .examine, .review, .decide, .pauseClock: true
        default: false
        }
    }
}

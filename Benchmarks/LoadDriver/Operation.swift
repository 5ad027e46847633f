/// What the virtual people do, as results name it; one request each, but for `application`.
package enum Operation: String, Sendable, CaseIterable {
    // A citizen.
    case items, search, item, track
    /// The wizard's requests before its last.
    case draft, form, upload, chunk
    /// The submission itself.
    case apply
    /// All requests of one application together, from the draft to the receipt.
    case application
    // A clerk and the officers.
    case inbox, accept, examine, review, approve
    /// A case page.
    case caseFile = "case"
    // A supervisor.
    case dashboard
    // Another system.
    case create, get

    /// Place in the tables of a tally.
    package var index: Int { Self.places[self] ?? 0 }

    /// Whether it is one request (an application is many).
    package var isRequest: Bool { self != .application }

    /// Whether the tender's limit of transactions (5 s) holds for it.
    package var isTransaction: Bool {
        switch self {
        case .application, .accept, .examine, .review, .approve, .create: true
        default: false
        }
    }

    private static let places = Dictionary(uniqueKeysWithValues: allCases.enumerated().map { ($1, $0) })
}

/// How an exchange ended other than well.
package enum Trouble: Hashable, Sendable {
    /// An answer with another status than the operation ends with.
    case status(Int)
    /// Nothing came in time.
    case timeout
    /// The connection ended before the answer.
    case closed
    /// No connection came about.
    case unreachable
    /// The answer was not HTTP, or did not hold what the next step needs.
    case malformed

    package var name: String {
        switch self {
        case .status(let status): String(status)
        case .timeout: "timeout"
        case .closed: "closed"
        case .unreachable: "unreachable"
        case .malformed: "malformed"
        }
    }
}

import Base
import Foundation
package import Postgres
import Synchronization

/// Remembers for some seconds who a token belongs to, so that reading a page does not begin with asking the database.
///
/// It is never the last word: row-level security looks at the token itself with every statement, whatever changes
/// something is weighed against a fresh session, and `IdentityKeeper` hears of every change.
package final class IdentityCache<Value: Sendable>: Sendable {
    private struct Entry {
        let value: Value
        let until: ContinuousClock.Instant
    }

    private struct State {
        var entries: [String: Entry] = [:]
        /// Counts what was forgotten: a value that was read before may be outdated when it arrives.
        var generation = 0
    }

    private let state = Mutex(State())
    private let lifetime: Duration
    private let maximumCount: Int

    package init(lifetime: Duration, maximumCount: Int = 20_000) {
        self.lifetime = lifetime
        self.maximumCount = maximumCount
    }

    /// The value of a token, remembered or read now.
    ///
    /// - Parameters:
    ///   - mustBeFresh: reads it now and remembers nothing: what needs it fresh may be about to change it.
    ///   - isLasting: whether a value may be remembered at all.
    package func value(
        of token: String, mustBeFresh: Bool = false, isLasting: (Value) -> Bool = { _ in true },
        caller: isolated (any Actor)? = #isolation, read: () async throws -> Value?
    ) async throws -> Value? {
        let (known, generation) = state.withLock { state -> (Value?, Int) in
            guard !mustBeFresh, let entry = state.entries[token], entry.until > .now else {
                return (nil, state.generation)
            }
            return (entry.value, state.generation)
        }
        if let known { return known }
        let value = try await read()
        state.withLock { state in
            guard !mustBeFresh, let value, isLasting(value) else {
                state.entries[token] = nil
                return
            }
            guard state.generation == generation else { return }
            if state.entries.count >= maximumCount { forgetOld(&state) }
            state.entries[token] = Entry(value: value, until: .now + lifetime)
        }
        return value
    }

    /// Forgets every value that meets a condition.
    package func forget(where isOutdated: (Value) -> Bool = { _ in true }) {
        state.withLock { state in
            state.generation += 1
            state.entries = state.entries.filter { !isOutdated($0.value.value) }
        }
    }

    package var count: Int { state.withLock { $0.entries.count } }

    private func forgetOld(_ state: inout State) {
        let now = ContinuousClock.now
        state.entries = state.entries.filter { $0.value.until > now }
        if state.entries.count >= maximumCount { state.entries.removeAll() }
    }
}

/// Who is signed in and which systems are connected, as this process remembers it.
package struct Identities: Sendable {
    package let sessions: IdentityCache<Session>
    package let clients: IdentityCache<Client>

    /// - Parameter lifetime: the longest that a change goes unnoticed when the database could not tell of it.
    package init(lifetime: Duration = .seconds(5)) {
        sessions = IdentityCache(lifetime: lifetime)
        clients = IdentityCache(lifetime: lifetime)
    }

    /// The session of a token. One in which something is pending is asked for each time: the next request follows the
    /// step at once.
    package func session(_ token: String, mustBeFresh: Bool, from source: Sessions) async throws -> Session? {
        try await sessions.value(
            of: token, mustBeFresh: mustBeFresh, isLasting: { $0.officer?.pending == nil },
            read: { try await source.open(token: token) })
    }

    package func client(_ token: String, from source: Clients) async throws -> Client? {
        try await clients.value(of: token, read: { try await source.open(token) })
    }

    /// Forgets what others change, until cancelled.
    package func keepCurrent(_ database: Database) async {
        for await notification in database.listen([Self.channel]) {
            switch notification {
            case .reconnected:
                sessions.forget()
                clients.forget()
            case .message(_, let payload): forget(payload)
            }
        }
    }

    private static let channel = "people_identity"

    /// - Parameter subject: `account:UUID`, `staff:UUID` or `client:ID`, as the triggers write it.
    private func forget(_ subject: String) {
        sessions.forget { $0.subjectName == subject }
        clients.forget { "client:\($0.id)" == subject }
    }
}

extension Session {
    fileprivate var subjectName: String {
        switch subject {
        case .citizen(let citizen): "account:\(citizen.accountID.text)"
        case .officer(let officer): "staff:\(officer.staffID.text)"
        }
    }
}

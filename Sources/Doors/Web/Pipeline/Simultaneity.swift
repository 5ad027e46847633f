import Synchronization

/// Bounds how many requests of one session or connected system are worked on at once by this copy of the program.
final class Simultaneity: Sendable {
    private let counts = Mutex<[String: Int]>([:])

    /// Does the work unless too much of the same sender is under way.
    ///
    /// - Parameters:
    ///   - sender: nil for those who are not bounded.
    ///   - limit: how much of one sender may be under way.
    /// - Throws: `Problem` 429 beyond the limit.
    func run<Result>(
        _ sender: String?, atMost limit: Int, _ work: () async throws -> Result
    ) async throws -> Result {
        guard let sender else { return try await work() }
        let isFree = counts.withLock { counts in
            let count = counts[sender, default: 0]
            guard count < limit else { return false }
            counts[sender] = count + 1
            return true
        }
        guard isFree else { throw Problem.tooMany(retryAfter: 1) }
        defer { leave(sender) }
        return try await work()
    }

    /// Senders with work under way.
    var senders: Int { counts.withLock { $0.count } }

    private func leave(_ sender: String) {
        counts.withLock { counts in
            let rest = counts[sender, default: 1] - 1
            counts[sender] = rest > 0 ? rest : nil
        }
    }
}

import Synchronization

/// Who has shown a valid session or token of late. Only asked when there is a line: then it must be told without the
/// database who is inside already.
final class KnownVisitors: Sendable {
    private let seen = Mutex<[Int: Duration]>([:])
    private let maximum: Int
    private let memory: Duration

    init(maximum: Int = 20_000, memory: Duration = .seconds(1_800)) {
        self.maximum = maximum
        self.memory = memory
    }

    /// Remembers that a session's or client's secret was right.
    func note(_ secret: String, now: Duration) {
        seen.withLock { seen in
            if seen.count >= maximum {
                seen = seen.filter { now - $0.value < memory }
                if seen.count >= maximum { seen.removeAll() }
            }
            seen[secret.hashValue] = now
        }
    }

    /// Whether the secret was right a while ago.
    func knows(_ secret: String?, now: Duration) -> Bool {
        guard let secret else { return false }
        return seen.withLock { $0[secret.hashValue] }.map { now - $0 < memory } ?? false
    }
}

/// What a scope (`withConnection`, `transaction`) has done with its connection so far.
struct Lease {
    enum Phase { case idle, inTransaction, failed, lost }

    /// Nothing was sent yet, so a dead connection may be replaced without anybody noticing.
    var isFresh = true
    /// Until when opening the connection may be tried.
    var deadline: ContinuousClock.Instant
    /// Statements that travel with the next round trip: BEGIN, settings, savepoints.
    var pending: [SQL] = []
    var phase = Phase.idle
    /// Why nothing more of the scope may run: its transaction could not be begun, or has ended.
    var barrier: PostgresError?
    /// Whether the scope is a transaction.
    var isTransaction = false
    /// Whether COMMIT succeeded.
    var isCommitted = false
    /// How many savepoints were named.
    var savepoints = 0

    init(deadline: ContinuousClock.Instant = .now) {
        self.deadline = deadline
    }

    /// Whether the connection can go back to the pool as it is.
    var isClean: Bool { phase == .idle && pending.isEmpty }

    mutating func takePending() -> [SQL] {
        guard !pending.isEmpty else { return [] }
        defer { pending = [] }
        return pending
    }
}

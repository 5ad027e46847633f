import Synchronization

/// The ends of transactions.
extension Connection {
    /// Makes the scope a transaction, or gives it settings: the statements travel with its first round trip.
    nonisolated func begin(with statements: [SQL], isTransaction: Bool = false) {
        lease.withLock { lease in
            lease.pending = statements
            lease.isTransaction = isTransaction
        }
    }

    /// Whether the transaction of the scope needs no COMMIT: nothing was sent, or it went with the last statements.
    nonisolated var hasEnded: Bool {
        lease.withLock { lease in
            let isOver = lease.phase == .idle && (lease.barrier == nil || lease.isCommitted)
            if isOver { lease.pending = [] }
            return isOver
        }
    }

    /// Ends the transaction of the scope. Throws if it could not be committed.
    func commit() async throws {
        let (phase, barrier) = lease.withLock { ($0.phase, $0.barrier) }
        if let barrier { throw barrier }
        switch phase {
        case .idle: return
        case .failed: throw PostgresError.transactionAborted
        case .lost: throw PostgresError.connection("lost within the transaction")
        case .inTransaction: _ = try await run { link in try sendWithCommit([], on: link) }
        }
    }

    /// Sends the statements and COMMIT in one round trip; answers those of the statements.
    func sendWithCommit(_ statements: [SQL], on link: Link) throws -> [ResultStorage] {
        do {
            let answers = try send(statements, naming: true, commits: true, on: link)
            if answers.last?.tag == "ROLLBACK" { throw PostgresError.transactionAborted }
            lease.withLock { lease in
                lease.isCommitted = true
                lease.barrier = .misuse("the transaction has ended")
            }
            return answers.dropLast()
        } catch PostgresError.connection(let message) {
            throw PostgresError.commitUnknown(message)
        }
    }

    /// Gives up whatever the scope has left behind, so that the connection can go back to the pool.
    func rollBack() {
        lease.withLock { $0.pending = [] }
        tidy { link in
            guard !link.isCopying else { throw PostgresError.misuse("COPY was not read to its end") }
            guard link.transactionState != .none else { return }
            count(statements: 0)
            _ = try link.exchange(["ROLLBACK"])
        }
        if link?.isBroken == true { close() }
    }

    /// Undoes everything since the savepoint.
    func rollBack(to savepoint: SQL) {
        tidy { link in
            guard !link.isCopying else { throw PostgresError.misuse("COPY was not read to its end") }
            count(statements: 0)
            _ = try link.exchange(["ROLLBACK TO SAVEPOINT " + savepoint, "RELEASE SAVEPOINT " + savepoint])
        }
    }
}

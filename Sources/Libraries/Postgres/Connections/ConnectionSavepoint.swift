import Synchronization

extension Connection {
    /// Runs `body` within a savepoint of the transaction: if it throws, what it did is undone and the transaction goes
    /// on. Savepoints may be nested.
    @discardableResult
    package func savepoint<Value>(
        caller: isolated (any Actor)? = #isolation, _ body: () async throws -> Value
    ) async throws -> Value {
        let name = lease.withLock { lease in
            lease.savepoints += 1
            let name = SQL(trusted: "s\(lease.savepoints)")
            lease.pending.append("SAVEPOINT " + name)
            return name
        }
        do {
            let value = try await body()
            guard lease.withLock({ $0.phase != .failed }) else { throw PostgresError.transactionAborted }
            lease.withLock { $0.pending.append("RELEASE SAVEPOINT " + name) }
            return value
        } catch {
            await undo(name)
            throw error
        }
    }

    /// A savepoint that was never sent is only forgotten.
    private func undo(_ name: SQL) {
        let wasSent = lease.withLock { lease in
            let begin: SQL = "SAVEPOINT " + name
            let place = lease.pending.firstIndex(of: begin)
            // Whatever waits behind the savepoint is undone with it.
            lease.pending.removeSubrange((place ?? 0)...)
            return place == nil
        }
        if wasSent { rollBack(to: name) }
    }
}

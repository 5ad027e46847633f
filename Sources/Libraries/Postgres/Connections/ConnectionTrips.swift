import Synchronization

/// Round trips: opening, sending, cancelling.
extension Connection {
    /// Runs blocking work on the connection's thread, opening the connection first if need be. When the task is
    /// cancelled, the server is asked to stop, and the call throws `PostgresError.cancelled`.
    func run<Answer>(_ work: (Link) throws -> Answer) async throws -> Answer {
        operation += 1
        let operation = operation
        return try await withTaskCancellationHandler {
            let link = try await openLink()
            try canceller.begin(operation, on: link)
            let outcome = Swift.Result { try work(link) }
            let wasCancelled = canceller.end(operation)
            note(link)
            switch outcome {
            case .success(let answer): return answer
            case .failure where wasCancelled: throw PostgresError.cancelled
            case .failure(let error): throw error
            }
        } onCancel: {
            canceller.cancel(operation)
        }
    }

    /// As `run`, but for tidying up: it is done even if the task was cancelled, and failing it closes the connection.
    func tidy(_ work: (Link) throws -> Void) {
        guard let link, !link.isBroken else { return }
        operation += 1
        do {
            try canceller.begin(operation, on: link)
            try work(link)
        } catch {
            link.isBroken = true
        }
        _ = canceller.end(operation)
        note(link)
    }

    /// Sends the statements, and before them what is pending, in one round trip; answers those of the statements.
    /// - Parameters:
    ///   - naming: whether an error names the statement by its index.
    ///   - commits: whether COMMIT follows; then its answer is the last.
    func send(_ statements: [SQL], naming: Bool = false, commits: Bool = false, on link: Link) throws -> [ResultStorage]
    {
        let prefix = lease.withLock { $0.takePending() }
        var all = prefix.isEmpty ? statements : prefix + statements
        if commits { all.append("COMMIT") }
        guard !all.isEmpty else { return [] }
        count(statements: statements.count)
        configuration.observer?(all)
        let began = ContinuousClock.now
        defer { configuration.timekeeper?(all, ContinuousClock.now - began) }
        do {
            let answers = try exchange(all, on: link)
            return prefix.isEmpty ? answers : Array(answers.dropFirst(prefix.count))
        } catch {
            if !prefix.isEmpty { closeUnlessBegun(link) }
            guard let failure = error as? ExchangeFailure else { throw error }
            let index = failure.index - prefix.count
            guard naming, statements.indices.contains(index) else { throw failure.error }
            throw PostgresError.statement(index: index, cause: failure.error)
        }
    }

    /// Sends what is pending, for calls that cannot travel with it.
    func flush(on link: Link) throws {
        _ = try send([], on: link)
    }

    /// Outside a transaction a stale prepared statement is no reason to fail: nothing took effect, so it is tried again.
    private func exchange(_ statements: [SQL], on link: Link) throws -> [ResultStorage] {
        let wasIdle = link.transactionState == .none
        do {
            return try link.exchange(statements)
        } catch let failure as ExchangeFailure where failure.isStalePlan && wasIdle {
            if link.transactionState != .none { _ = try link.exchange(["ROLLBACK"]) }
            return try link.exchange(statements)
        }
    }

    /// When BEGIN itself failed, nothing more of the scope may run, lest it run outside a transaction.
    private func closeUnlessBegun(_ link: Link) {
        switch link.transactionState {
        case .open, .failed: break
        case .none, .lost:
            let barrier = PostgresError.connection("the transaction could not be begun")
            lease.withLock { if $0.isTransaction { $0.barrier = barrier } }
        }
    }

    func count(statements: Int) {
        gauge.count(statements: statements)
        StatementCounter.current?.count(statements: statements)
    }

    private func note(_ link: Link) {
        let phase: Lease.Phase =
            switch link.transactionState {
            case .none: .idle
            case .open: .inTransaction
            case .failed: .failed
            // During COPY libpq knows no more than that something is going on.
            case .lost: link.isCopying && !link.isBroken ? .inTransaction : .lost
            }
        lease.withLock { $0.phase = phase }
    }

    // MARK: Opening and closing

    private func openLink() async throws -> Link {
        if Task.isCancelled { throw PostgresError.cancelled }
        let (isFresh, deadline, barrier) = lease.withLock { ($0.isFresh, $0.deadline, $0.barrier) }
        if let barrier { throw barrier }
        if isFresh {
            if let link, !link.isAlive() { close() }
            while link == nil { try await connect(until: deadline) }
            lease.withLock { $0.isFresh = false }
        }
        guard let link else { throw PostgresError.connection("lost earlier in this scope") }
        return link
    }

    /// Tries once to connect. While the server may only be restarting, it waits a little instead of throwing.
    private func connect(until deadline: ContinuousClock.Instant) async throws {
        do {
            link = try Link(configuration, gauge: gauge)
        } catch let error as PostgresError {
            guard error.mayPass, ContinuousClock.now < deadline else { throw error }
            do { try await Task.sleep(for: .milliseconds(50)) } catch { throw PostgresError.cancelled }
        }
    }

    /// Closes the connection to the server; the next scope opens a new one.
    func close() {
        link = nil
    }
}

extension PostgresError {
    /// Whether connecting again soon may succeed. A server that answers anything but "not yet" will not change its mind.
    /// libpq 15 gives no code here; with messages in another language the caller only waits for the wait limit.
    fileprivate var mayPass: Bool {
        guard case .connection(let message) = self else { return false }
        guard message.contains("FATAL:") else { return true }
        let passing = [
            "starting up", "shutting down", "recovery", "too many", "remaining connection slots", "terminating",
        ]
        return passing.contains { message.contains($0) }
    }
}

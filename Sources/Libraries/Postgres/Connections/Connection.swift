import Synchronization

/// One connection with a thread of its own. It is lent by `Database.withConnection` and `Database.transaction`; do not
/// keep it beyond their scope. Calls run one after the other; each is one round trip.
package actor Connection {
    nonisolated let executor: ThreadExecutor
    nonisolated let lease = Mutex(Lease())
    private nonisolated let canceller = Canceller()
    private let configuration: Configuration
    private let gauge: OpenGauge
    private var link: Link?
    private var operation: UInt64 = 0

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(configuration: Configuration, gauge: OpenGauge, number: Int) {
        self.configuration = configuration
        self.gauge = gauge
        executor = ThreadExecutor(name: "postgres-\(number)")
    }

    deinit { executor.stop() }

    /// Runs one statement.
    package func query(_ sql: SQL) async throws -> Result {
        Result(try await single(sql))
    }

    /// Runs one statement and decodes its rows on the connection's own thread.
    package func rows<Value: Sendable>(
        _ sql: SQL, _ decode: @Sendable (Row) throws -> Value
    ) async throws -> [Value] {
        let storage = try await single(sql)
        return try (0..<storage.count).map { try decode(Row(storage: storage, index: $0)) }
    }

    /// Runs one statement and decodes its first row, if there is one.
    package func first<Value: Sendable>(
        _ sql: SQL, _ decode: @Sendable (Row) throws -> Value
    ) async throws -> Value? {
        let storage = try await single(sql)
        return storage.count > 0 ? try decode(Row(storage: storage, index: 0)) : nil
    }

    /// Runs one statement and answers how many rows it changed.
    @discardableResult
    package func execute(_ sql: SQL) async throws -> Int {
        try await single(sql).affected
    }

    /// Runs many statements in one round trip. Outside a transaction they are one transaction of their own.
    /// Throws `PostgresError.statement(index:cause:)` for the statement that failed; then none takes effect.
    @discardableResult
    package func pipeline(_ statements: [SQL]) async throws -> [Result] {
        try await exchange(statements, isPipeline: true).map(Result.init)
    }

    /// Runs a text of many statements, such as a migration. Throws errors with the line within the text.
    package func executeScript(_ text: String) async throws {
        try await flush()
        count(statements: 1)
        try await run { link in try link.runScript(text) }
    }

    private func single(_ sql: SQL) async throws -> ResultStorage {
        let answers = try await exchange([sql], isPipeline: false)
        guard let answer = answers.first else { throw PostgresError.misuse("no answer to a statement") }
        return answer
    }

    // MARK: Round trips

    /// Sends what is pending and the statements in one round trip; answers those of the statements only.
    func exchange(_ statements: [SQL], isPipeline: Bool = false) async throws -> [ResultStorage] {
        let prefix = takePending()
        count(statements: statements.count)
        let all = prefix.isEmpty ? statements : prefix + statements
        guard !all.isEmpty else { return [] }
        do {
            let answers = try await run { link in try Self.exchange(all, on: link) }
            return prefix.isEmpty ? answers : Array(answers.dropFirst(prefix.count))
        } catch {
            if !prefix.isEmpty { poisonUnlessBegun() }
            guard let failure = error as? ExchangeFailure else { throw error }
            guard isPipeline, failure.index >= prefix.count else { throw failure.error }
            throw PostgresError.statement(index: failure.index - prefix.count, cause: failure.error)
        }
    }

    private func poisonUnlessBegun() {
        lease.withLock { $0.isPoisoned = $0.phase == .idle || $0.phase == .lost }
    }

    /// Outside a transaction a stale prepared statement is no reason to fail: nothing took effect, so it is tried again.
    private static func exchange(_ statements: [SQL], on link: Link) throws -> [ResultStorage] {
        let wasIdle = link.transactionState == .none
        do {
            return try link.exchange(statements)
        } catch let failure as ExchangeFailure where failure.isStalePlan && wasIdle {
            if link.transactionState != .none { _ = try link.exchange(["ROLLBACK"]) }
            return try link.exchange(statements)
        }
    }

    /// Sends what is pending, for calls that cannot travel with it.
    func flush() async throws {
        _ = try await exchange([])
    }

    /// Sets the statements that travel with the first round trip of a scope.
    nonisolated func begin(with statements: [SQL]) {
        lease.withLock { $0.pending = statements }
    }

    private func takePending() -> [SQL] {
        lease.withLock { lease in
            guard !lease.pending.isEmpty else { return [] }
            defer { lease.pending = [] }
            return lease.pending
        }
    }

    private func count(statements: Int) {
        gauge.count(statements: statements)
        StatementCounter.current?.count(statements: statements)
    }

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

    /// As `run`, but for tidying up: it is done even if the task was cancelled.
    private func tidy(_ work: (Link) throws -> Void) {
        guard let link, !link.isBroken else { return }
        do { try work(link) } catch { link.isBroken = true }
        note(link)
    }

    private func note(_ link: Link) {
        let phase: Lease.Phase =
            switch link.transactionState {
            case .none: link.isCopying ? .inTransaction : .idle
            case .open: .inTransaction
            case .failed: .failed
            case .lost: link.isCopying && !link.isBroken ? .inTransaction : .lost
            }
        lease.withLock { $0.phase = phase }
    }

    // MARK: Opening and closing

    private func openLink() async throws -> Link {
        if Task.isCancelled { throw PostgresError.cancelled }
        let (isFresh, deadline, isPoisoned) = lease.withLock { ($0.isFresh, $0.deadline, $0.isPoisoned) }
        guard !isPoisoned else { throw PostgresError.connection("the transaction could not be begun") }
        if isFresh {
            if let link, !link.isAlive() { close() }
            while link == nil {
                do {
                    link = try Link(configuration, gauge: gauge)
                } catch let error as PostgresError {
                    guard case .connection = error, ContinuousClock.now < deadline else { throw error }
                    do { try await Task.sleep(for: .milliseconds(50)) } catch { throw PostgresError.cancelled }
                }
            }
            lease.withLock { $0.isFresh = false }
        }
        guard let link else { throw PostgresError.connection("lost earlier in this scope") }
        return link
    }

    /// Closes the connection to the server; the next scope opens a new one.
    func close() {
        link = nil
    }

    // MARK: Transactions

    /// Ends the transaction that the pending statements began. Throws if it could not be committed.
    func commit() async throws {
        let (phase, isPoisoned) = lease.withLock { ($0.phase, $0.isPoisoned) }
        guard phase == .inTransaction, !isPoisoned else {
            rollBack()
            throw phase == .lost ? PostgresError.connection("lost within the transaction") : .transactionAborted
        }
        let pending = takePending()
        count(statements: 0)
        do {
            let answers = try await run { link in try link.exchange(pending + ["COMMIT"]) }
            if answers.last?.tag == "ROLLBACK" { throw PostgresError.transactionAborted }
        } catch let failure as ExchangeFailure {
            rollBack()
            throw failure.error
        } catch PostgresError.connection(let message) {
            throw PostgresError.commitUnknown(message)
        }
    }

    /// Gives up whatever the scope has left behind, so that the connection can go back to the pool.
    func rollBack() {
        lease.withLock { $0.pending = [] }
        tidy { link in
            guard !link.isCopying else { throw PostgresError.misuse("COPY was not read to its end") }
            if link.transactionState != .none { _ = try link.exchange(["ROLLBACK"]) }
        }
        if link?.isBroken == true { close() }
        lease.withLock { $0.phase = link == nil ? .lost : .idle }
    }

    /// Ends a COPY … FROM STDIN that failed half-way.
    func giveUpCopyIn() {
        tidy { link in
            guard link.isCopying else { return }
            do { _ = try link.endCopyIn(giveUp: true) } catch PostgresError.server {
                // The server says that the COPY was given up: as wished.
            }
        }
    }

    /// Undoes everything since the savepoint.
    func rollBack(to savepoint: SQL) {
        tidy { link in
            guard !link.isCopying else { throw PostgresError.misuse("COPY was not read to its end") }
            _ = try link.exchange(["ROLLBACK TO SAVEPOINT " + savepoint, "RELEASE SAVEPOINT " + savepoint])
        }
    }
}

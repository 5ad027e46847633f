import Synchronization

/// One connection with a thread of its own. It is lent by `Database.withConnection` and `Database.transaction`; do not
/// keep it beyond their scope. Calls run one after the other; each is one round trip.
package actor Connection {
    nonisolated let executor: ThreadExecutor
    nonisolated let lease = Mutex(Lease())
    nonisolated let canceller: Canceller
    let configuration: Configuration
    let gauge: OpenGauge
    var link: Link?
    var operation: UInt64 = 0
    /// How many COPYs were begun.
    var copies = 0
    /// The last one that was read to its end.
    var lastFinishedCopy = 0

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(configuration: Configuration, gauge: OpenGauge, number: Int) {
        self.configuration = configuration
        self.gauge = gauge
        canceller = Canceller(limit: configuration.answerLimit)
        executor = ThreadExecutor(name: "\(configuration.applicationName.prefix(8))-pg-\(number)")
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
        let answers = try await run { link in try send(statements, naming: true, on: link) }
        return answers.map(Result.init)
    }

    /// Runs the last statements of a transaction; COMMIT travels with them, which saves a round trip. Nothing more can
    /// be run in the transaction. Throws as `pipeline` does, and then nothing of the transaction takes effect.
    @discardableResult
    package func finish(_ statements: [SQL]) async throws -> [Result] {
        guard lease.withLock({ $0.isTransaction }) else {
            throw PostgresError.misuse("finish belongs in a transaction")
        }
        let answers = try await run { link in try sendWithCommit(statements, on: link) }
        return answers.map(Result.init)
    }

    /// Runs a text of many statements, such as a migration. Throws errors with the line within the text. The statement
    /// timeout holds for it; a long script says `SET LOCAL statement_timeout = 0` itself.
    package func executeScript(_ text: String) async throws {
        try await run { link in
            try flush(on: link)
            count(statements: 1)
            try link.runScript(text)
        }
    }

    private func single(_ sql: SQL) async throws -> ResultStorage {
        let answers = try await run { link in try send([sql], on: link) }
        guard let answer = answers.first else { throw PostgresError.misuse("no answer to a statement") }
        return answer
    }
}

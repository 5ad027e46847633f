/// How far a transaction is kept apart from others that run at the same time.
package enum Isolation: String, Sendable, CaseIterable {
    case readCommitted = "READ COMMITTED"
    case repeatableRead = "REPEATABLE READ"
    case serializable = "SERIALIZABLE"

    var begin: SQL {
        switch self {
        case .readCommitted: "BEGIN ISOLATION LEVEL READ COMMITTED"
        case .repeatableRead: "BEGIN ISOLATION LEVEL REPEATABLE READ"
        case .serializable: "BEGIN ISOLATION LEVEL SERIALIZABLE"
        }
    }
}

extension Database {
    /// Runs `body` in a transaction: committed when it returns, rolled back when it throws or its task is cancelled.
    ///
    /// BEGIN and the settings travel with the first statement. The settings hold for this transaction only.
    /// - Parameter retries: how often `body` is run again after a serialisation failure or a deadlock. It must then be
    ///   fit to run more than once.
    @discardableResult
    package func transaction<Value>(
        settings: [String: String] = [:], isolation: Isolation = .readCommitted, retries: Int = 0,
        caller: isolated (any Actor)? = #isolation, _ body: (Connection) async throws -> Value
    ) async throws -> Value {
        var attempt = 0
        while true {
            do {
                return try await transactionOnce([isolation.begin] + Self.apply(settings), body)
            } catch let error as PostgresError where error.isRetryable && attempt < retries {
                attempt += 1
                try await Self.pause(beforeAttempt: attempt)
            }
        }
    }

    private func transactionOnce<Value>(
        _ beginning: [SQL], caller: isolated (any Actor)? = #isolation, _ body: (Connection) async throws -> Value
    ) async throws -> Value {
        let connection = try await pool.acquire()
        connection.begin(with: beginning, isTransaction: true)
        do {
            let value = try await body(connection)
            if !connection.hasEnded { try await connection.commit() }
            await giveBack(connection)
            return value
        } catch {
            await giveBack(connection)
            throw error
        }
    }

    /// Longer after each attempt, and never the same for two who hit each other.
    private static func pause(beforeAttempt attempt: Int) async throws {
        let limit = min(10 << min(attempt, 6), 500)
        do {
            try await Task.sleep(for: .milliseconds(Int.random(in: 1...limit)))
        } catch {
            throw PostgresError.cancelled
        }
    }

    /// The statement that makes settings for the transaction only; none if there are no settings.
    static func apply(_ settings: [String: String]) -> [SQL] {
        guard !settings.isEmpty else { return [] }
        let calls = settings.sorted { $0.key < $1.key }.map { name, value -> SQL in
            "set_config(\(name), \(value), true)"
        }
        return ["SELECT " + calls.joined(separator: ", ")]
    }
}

import Logging
package import Postgres

/// Something the worker does again and again. However many copies of the program run, only one does it at a time.
package struct PeriodicTask: Sendable {
    package let name: String
    /// Pause between the end of one run and the next.
    package let interval: Duration
    let body: @Sendable () async throws -> Void

    package init(_ name: String, every interval: Duration, _ body: @escaping @Sendable () async throws -> Void) {
        self.name = name
        self.interval = interval
        self.body = body
    }

    /// Runs the task unless another copy is running it.
    ///
    /// - Returns: whether it was run here.
    @discardableResult
    package func runAlone(on database: Database) async throws -> Bool {
        // The lock lives as long as this transaction, so a copy that dies sets it free.
        try await database.transaction(settings: ["idle_in_transaction_session_timeout": "0"]) { connection in
            let query: SQL = "SELECT pg_try_advisory_xact_lock(7100002, hashtext(\(name))) AS free"
            guard try await connection.first(query, { try $0.get("free", as: Bool.self) }) == true else { return false }
            try await body()
            return true
        }
    }

    /// Runs the task until cancelled; a failure is logged and the next run comes as usual.
    func repeatForever(on database: Database, logger: Logger) async {
        do {
            // Copies that start together, and tasks of one copy, do not all begin at once.
            try await Task.sleep(for: min(interval, .seconds(10)) * Double.random(in: 0...1))
            while true {
                do {
                    try await runAlone(on: database)
                } catch {
                    try Task.checkCancellation()
                    logger.error("periodic task failed", metadata: ["task": "\(name)", "error": "\(error)"])
                }
                try await Task.sleep(for: interval)
            }
        } catch {
            // Cancelled: the worker stops.
        }
    }
}

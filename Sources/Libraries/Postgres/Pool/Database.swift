import Synchronization

/// A PostgreSQL database: a pool of connections, lent in scopes.
///
/// ```swift
/// let names = try await database.rows("SELECT name FROM person WHERE town = \(town)") { try $0.get("name", as: String.self) }
/// try await database.transaction { connection in
///     try await connection.execute("UPDATE account SET balance = balance - \(amount) WHERE id = \(from)")
///     try await connection.execute("UPDATE account SET balance = balance + \(amount) WHERE id = \(to)")
/// }
/// ```
package final class Database: Sendable {
    package let configuration: Configuration
    let pool: Pool
    let listeners = ListenerRegistry()

    /// Nothing is connected until the first statement.
    package init(configuration: Configuration) {
        self.configuration = configuration
        pool = Pool(configuration)
    }

    /// Lends a connection without a transaction: each statement, or each pipeline, takes effect by itself. Scopes are
    /// not nested: who holds one connection and waits for a second may wait for himself.
    @discardableResult
    package func withConnection<Value>(
        caller: isolated (any Actor)? = #isolation, _ body: (Connection) async throws -> Value
    ) async throws -> Value {
        let connection = try await pool.acquire()
        do {
            let value = try await body(connection)
            await giveBack(connection)
            return value
        } catch {
            await giveBack(connection)
            throw error
        }
    }

    func giveBack(_ connection: Connection, caller: isolated (any Actor)? = #isolation) async {
        if !connection.lease.withLock({ $0.isClean }) { await connection.rollBack() }
        await pool.release(connection)
    }

    /// Refuses further use and closes the connections; those in use are closed at the end of their scope.
    package func close() async {
        listeners.stopAll()
        await pool.close()
    }

    /// What the pool is doing now, and what it has done since the start.
    package struct Statistics: Sendable, Hashable {
        /// Connections to the server.
        package var open: Int
        /// Pool places that are made and not lent.
        package var idle: Int
        /// Pool places that are lent.
        package var lent: Int
        /// Callers in line.
        package var waiting: Int
        /// Statements sent since the start.
        package var statements: Int
        /// Round trips since the start.
        package var roundTrips: Int
        /// Time that callers spent in line since the start, in microseconds.
        package var microsecondsWaited: Int
    }

    /// What the pool is doing now.
    package var statistics: Statistics {
        let counts = pool.counts
        let gauge = pool.gauge
        return Statistics(
            open: gauge.open, idle: counts.idle, lent: counts.lent, waiting: counts.waiting,
            statements: gauge.statements, roundTrips: gauge.roundTrips,
            microsecondsWaited: gauge.microsecondsWaited)
    }

    /// Counts the statements and round trips of everything `body` does, child tasks included:
    /// `try await Database.counting { counter in …; #expect(counter.statements <= 10) }`.
    package static func counting<Value>(
        caller: isolated (any Actor)? = #isolation, _ body: (StatementCounter) async throws -> Value
    ) async rethrows -> Value {
        let counter = StatementCounter()
        return try await StatementCounter.$current.withValue(counter) { try await body(counter) }
    }
}

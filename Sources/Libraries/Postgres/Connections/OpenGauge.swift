import Synchronization

/// Counts, for all connections of a pool together, what `Database.statistics` shows.
final class OpenGauge: Sendable {
    private let connections = Atomic<Int>(0)
    private let sent = Atomic<Int>(0)
    private let trips = Atomic<Int>(0)
    private let waited = Atomic<Int>(0)

    var open: Int { connections.load(ordering: .relaxed) }
    var statements: Int { sent.load(ordering: .relaxed) }
    var roundTrips: Int { trips.load(ordering: .relaxed) }

    /// Time that callers spent in line, in microseconds.
    var microsecondsWaited: Int { waited.load(ordering: .relaxed) }

    func waited(since moment: ContinuousClock.Instant) {
        waited.add(Int((ContinuousClock.now - moment) / .microseconds(1)), ordering: .relaxed)
    }

    func opened() { connections.add(1, ordering: .relaxed) }

    func closed() { connections.subtract(1, ordering: .relaxed) }

    func count(statements: Int) {
        sent.add(statements, ordering: .relaxed)
        trips.add(1, ordering: .relaxed)
    }
}

/// Counts what the code of one scope sends, over all databases: see `Database.counting`.
package final class StatementCounter: Sendable {
    @TaskLocal static var current: StatementCounter?

    private let sent = Atomic<Int>(0)
    private let trips = Atomic<Int>(0)
    /// The scope around this one, which counts too.
    private let outer = StatementCounter.current

    package init() {}

    /// Statements of the caller; BEGIN, COMMIT, settings and savepoints are not counted.
    package var statements: Int { sent.load(ordering: .relaxed) }

    /// Times the program waited for the server.
    package var roundTrips: Int { trips.load(ordering: .relaxed) }

    func count(statements: Int) {
        sent.add(statements, ordering: .relaxed)
        trips.add(1, ordering: .relaxed)
        outer?.count(statements: statements)
    }
}

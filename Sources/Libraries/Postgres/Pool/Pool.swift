import Dispatch
import Synchronization

/// Lends connections. A free one is handed out at once; otherwise callers wait in order, for at most the wait limit.
/// A lock and no actor, so that taking a free connection costs no change of thread.
final class Pool: Sendable {
    private struct Waiter {
        let continuation: CheckedContinuation<Connection, any Error>
        let deadline: ContinuousClock.Instant
    }

    private struct State {
        var idle: [Connection] = []
        var made = 0
        var lent = 0
        var isClosed = false
        /// Waiters by ticket; tickets are served in order, those that gave up are missing.
        var waiters: [UInt64: Waiter] = [:]
        var nextTicket: UInt64 = 0
        var firstTicket: UInt64 = 0
        var hasTimer = false

        mutating func popWaiter() -> Waiter? {
            while firstTicket < nextTicket {
                firstTicket += 1
                if let waiter = waiters.removeValue(forKey: firstTicket - 1) { return waiter }
            }
            return nil
        }

        var firstWaiter: Waiter? {
            mutating get {
                while firstTicket < nextTicket {
                    if let waiter = waiters[firstTicket] { return waiter }
                    firstTicket += 1
                }
                return nil
            }
        }
    }

    private let configuration: Configuration
    private let state = Mutex(State())
    let gauge = OpenGauge()

    init(_ configuration: Configuration) {
        self.configuration = configuration
    }

    func acquire() async throws -> Connection {
        let deadline = ContinuousClock.now + configuration.waitLimit
        let connection: Connection
        if let free = try take() { connection = free } else { connection = try await wait(until: deadline) }
        connection.lease.withLock { $0 = Lease(deadline: deadline) }
        return connection
    }

    /// Takes a connection back and hands it to the caller who has waited longest.
    func release(_ connection: Connection) async {
        let (waiter, isClosed) = state.withLock { state -> (Waiter?, Bool) in
            if !state.isClosed, let waiter = state.popWaiter() { return (waiter, false) }
            state.lent -= 1
            if !state.isClosed { state.idle.append(connection) }
            return (nil, state.isClosed)
        }
        waiter?.continuation.resume(returning: connection)
        if isClosed { await connection.close() }
    }

    /// Refuses new callers and closes what is free; what is lent is closed when it comes back.
    func close() async {
        let (idle, waiters) = state.withLock { state in
            state.isClosed = true
            let found = (state.idle, Array(state.waiters.values))
            state.idle = []
            state.waiters = [:]
            return found
        }
        for waiter in waiters { waiter.continuation.resume(throwing: PostgresError.closed) }
        for connection in idle { await connection.close() }
    }

    var counts: (lent: Int, idle: Int, waiting: Int) {
        state.withLock { ($0.lent, $0.idle.count, $0.waiters.count) }
    }

    private func take() throws -> Connection? {
        try state.withLock { state in
            guard !state.isClosed else { throw PostgresError.closed }
            guard state.waiters.isEmpty else { return nil }
            if let connection = state.idle.popLast() {
                state.lent += 1
                return connection
            }
            guard state.made < configuration.poolSize else { return nil }
            state.made += 1
            state.lent += 1
            return Connection(configuration: configuration, gauge: gauge, number: state.made)
        }
    }

    // MARK: Waiting

    private func wait(until deadline: ContinuousClock.Instant) async throws -> Connection {
        let began = ContinuousClock.now
        defer { gauge.waited(since: began) }
        let ticket = state.withLock { state in
            state.nextTicket += 1
            return state.nextTicket - 1
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                enlist(Waiter(continuation: continuation, deadline: deadline), ticket: ticket)
            }
        } onCancel: {
            let waiter = state.withLock { $0.waiters.removeValue(forKey: ticket) }
            waiter?.continuation.resume(throwing: PostgresError.cancelled)
        }
    }

    private func enlist(_ waiter: Waiter, ticket: UInt64) {
        let problem = state.withLock { state -> PostgresError? in
            if state.isClosed { return .closed }
            // `onCancel` takes the lock after the flag is set, so it finds the waiter or the flag is seen here.
            if Task.isCancelled { return .cancelled }
            // The queue may have been served beyond this ticket meanwhile.
            state.firstTicket = min(state.firstTicket, ticket)
            state.waiters[ticket] = waiter
            startTimer(&state)
            return nil
        }
        if let problem { waiter.continuation.resume(throwing: problem) }
        serve()
    }

    /// A connection may have come back between looking for one and getting in line.
    private func serve() {
        let served = state.withLock { state -> (Waiter, Connection)? in
            guard let connection = state.idle.last, let waiter = state.popWaiter() else { return nil }
            state.idle.removeLast()
            state.lent += 1
            return (waiter, connection)
        }
        if let (waiter, connection) = served { waiter.continuation.resume(returning: connection) }
    }

    /// All wait equally long, so one timer for the first in line serves all.
    private func startTimer(_ state: inout State) {
        guard !state.hasTimer, let first = state.firstWaiter else { return }
        state.hasTimer = true
        let delay = max((first.deadline - .now).milliseconds, 0) + 1
        DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(Int(delay))) { [self] in expire() }
    }

    private func expire() {
        let (late, waiting) = state.withLock { state in
            var late: [Waiter] = []
            let now = ContinuousClock.now
            let waiting = state.waiters.count
            while let first = state.firstWaiter, first.deadline <= now, let waiter = state.popWaiter() {
                late.append(waiter)
            }
            state.hasTimer = false
            startTimer(&state)
            return (late, waiting)
        }
        let error = PostgresError.poolExhausted(size: configuration.poolSize, waiting: waiting)
        for waiter in late { waiter.continuation.resume(throwing: error) }
    }
}

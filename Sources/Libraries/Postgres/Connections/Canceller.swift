import CLibPQ
import Dispatch
import Glibc
import Synchronization

/// Owns a `PGcancel`.
///
/// `@unchecked Sendable`: libpq documents `PQcancel` as safe to call from any thread, and nothing else reads it.
final class CancelHandle: @unchecked Sendable {
    private let pointer: OpaquePointer?

    init(link: OpaquePointer) { pointer = PQgetCancel(link) }

    deinit { PQfreeCancel(pointer) }

    /// Asks the server to give up what the connection is doing. Blocks until the server has taken the request.
    func send() {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
            _ = PQcancel(pointer, buffer.baseAddress, Int32(buffer.count))
        }
    }
}

/// Turns the cancellation of a task into a cancel request to the server, and never lets it hit a later statement.
final class Canceller: Sendable {
    private struct State {
        /// The operation that is with the server now, 0 for none.
        var current: UInt64 = 0
        /// The latest operation whose task was cancelled.
        var requested: UInt64 = 0
        var handle: CancelHandle?
        var socket: Int32 = -1
        var began = ContinuousClock.now
    }

    private static let queue = DispatchQueue(label: "postgres.cancel", attributes: .concurrent)
    /// A request may reach the server before the statement does, so it is repeated.
    private static let interval = DispatchTimeInterval.milliseconds(100)
    /// When the server does not react at all, the socket is shut.
    private static let patience = DispatchTimeInterval.seconds(5)

    private let state = Mutex(State())
    /// Held while a request is on its way, so that `end` can wait for it.
    private let sending = Mutex(())
    private let limit: Duration?

    /// - Parameter limit: how long the server may owe an answer before the socket is shut.
    init(limit: Duration?) {
        self.limit = limit
        if limit != nil { StuckWatch.shared.add(self) }
    }

    /// Marks the operation as being with the server. Throws if its task was cancelled already.
    func begin(_ operation: UInt64, on link: Link) throws {
        try state.withLock { state in
            guard state.requested != operation else { throw PostgresError.cancelled }
            state.current = operation
            state.handle = link.cancelHandle
            state.socket = link.socket
            state.began = .now
        }
    }

    /// Marks the operation as over and tells whether its task was cancelled meanwhile.
    func end(_ operation: UInt64) -> Bool {
        let wasCancelled = state.withLock { state in
            state.current = 0
            return state.requested == operation
        }
        if wasCancelled { sending.withLock { _ in } }
        return wasCancelled
    }

    /// Called from any thread when the task is cancelled; never blocks.
    func cancel(_ operation: UInt64) {
        let isRunning = state.withLock { state in
            state.requested = max(state.requested, operation)
            return state.current == operation
        }
        guard isRunning else { return }
        Self.queue.async { [self] in send(operation) }
        Self.queue.asyncAfter(deadline: .now() + Self.patience) { [self] in shut(operation) }
    }

    private func send(_ operation: UInt64) {
        let isRunning = sending.withLock { _ in
            guard let handle = state.withLock({ $0.current == operation ? $0.handle : nil }) else { return false }
            handle.send()
            return true
        }
        guard isRunning else { return }
        Self.queue.asyncAfter(deadline: .now() + Self.interval) { [self] in send(operation) }
    }

    /// Ends waiting for a server that is stuck. Its own limit of a statement cannot help when it does not run at all.
    func shutIfStuck(at now: ContinuousClock.Instant) {
        guard let limit else { return }
        state.withLock { state in
            guard state.current != 0, state.began + limit < now else { return }
            _ = shutdown(state.socket, Int32(SHUT_RDWR))
        }
    }

    private func shut(_ operation: UInt64) {
        state.withLock { state in
            guard state.current == operation else { return }
            _ = shutdown(state.socket, Int32(SHUT_RDWR))
        }
    }
}

/// Looks once a second at all connections of the process: a timer for each statement would cost more than many a statement.
final class StuckWatch: Sendable {
    static let shared = StuckWatch()

    private struct Watched {
        weak var canceller: Canceller?
    }

    private static let queue = DispatchQueue(label: "postgres.watch")
    private let state = Mutex<(watched: [Watched], isRunning: Bool)>(([], false))

    func add(_ canceller: Canceller) {
        let mustStart = state.withLock { state in
            state.watched.append(Watched(canceller: canceller))
            defer { state.isRunning = true }
            return !state.isRunning
        }
        if mustStart { lookLater() }
    }

    private func lookLater() {
        Self.queue.asyncAfter(deadline: .now() + .seconds(1)) { [self] in look() }
    }

    private func look() {
        let (present, goesOn) = state.withLock { state in
            state.watched.removeAll { $0.canceller == nil }
            state.isRunning = !state.watched.isEmpty
            return (state.watched.compactMap(\.canceller), state.isRunning)
        }
        let now = ContinuousClock.now
        for canceller in present { canceller.shutIfStuck(at: now) }
        if goesOn { lookLater() }
    }
}

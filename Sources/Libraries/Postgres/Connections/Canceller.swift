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
    }

    private static let queue = DispatchQueue(label: "postgres.cancel", attributes: .concurrent)
    /// A request may reach the server before the statement does, so it is repeated.
    private static let interval = DispatchTimeInterval.milliseconds(100)
    /// When the server does not react at all, the socket is shut.
    private static let patience = DispatchTimeInterval.seconds(5)

    private let state = Mutex(State())
    /// Held while a request is on its way, so that `end` can wait for it.
    private let sending = Mutex(())

    /// Marks the operation as being with the server. Throws if its task was cancelled already.
    func begin(_ operation: UInt64, on link: Link) throws {
        try state.withLock { state in
            guard state.requested != operation else { throw PostgresError.cancelled }
            state.current = operation
            state.handle = link.cancelHandle
            state.socket = link.socket
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

    private func shut(_ operation: UInt64) {
        state.withLock { state in
            guard state.current == operation else { return }
            _ = shutdown(state.socket, Int32(SHUT_RDWR))
        }
    }
}

import Synchronization

/// Cancels work that takes too long. One sweep looks after all work of the process: a timer and a task of its own for
/// each request would cost more than most requests themselves.
final class TimeLimits: Sendable {
    static let shared = TimeLimits()

    private struct Watched: @unchecked Sendable {
        // `cancel()` may be called from any thread while the task lives, and an entry is gone before its work returns.
        let task: UnsafeCurrentTask
        let deadline: ContinuousClock.Instant
        var isOver = false
    }

    private struct State {
        var watched: [UInt64: Watched] = [:]
        var nextTicket: UInt64 = 0
        var isSweeping = false
    }

    private let state = Mutex(State())
    private let interval: Duration

    init(interval: Duration = .milliseconds(250)) {
        self.interval = interval
    }

    /// Does `work`, but cancels it when it takes longer than `limit`, up to one interval later.
    ///
    /// - Throws: `Problem` 503 when the time was over.
    func run<Result: Sendable>(
        _ limit: Duration, _ work: @Sendable () async throws -> Result
    ) async throws -> Result {
        // In a task of its own: the one of the connection must not be cancelled, it has yet to write the answer.
        async let result = watched(limit, work)
        return try await result
    }

    private func watched<Result: Sendable>(
        _ limit: Duration, _ work: @Sendable () async throws -> Result
    ) async throws -> Result {
        let deadline = ContinuousClock.now + limit
        return try await withUnsafeCurrentTask { task in
            guard let task else { return try await work() }
            let ticket = watch(Watched(task: task, deadline: deadline))
            do {
                let result = try await work()
                _ = forget(ticket)
                return result
            } catch {
                throw forget(ticket) ? Problem.timedOut : error
            }
        }
    }

    private func watch(_ watched: Watched) -> UInt64 {
        let (ticket, mustStart) = state.withLock { state in
            state.nextTicket += 1
            state.watched[state.nextTicket] = watched
            defer { state.isSweeping = true }
            return (state.nextTicket, !state.isSweeping)
        }
        if mustStart { Task.detached { [self] in await sweep() } }
        return ticket
    }

    /// - Returns: whether the work was cancelled because its time was over.
    private func forget(_ ticket: UInt64) -> Bool {
        state.withLock { $0.watched.removeValue(forKey: ticket)?.isOver ?? false }
    }

    /// Ends by itself when there was nothing to look after for a whole interval.
    private func sweep() async {
        while (try? await Task.sleep(for: interval)) != nil {
            let now = ContinuousClock.now
            let isIdle = state.withLock { state in
                for (ticket, watched) in state.watched where !watched.isOver && watched.deadline <= now {
                    state.watched[ticket]?.isOver = true
                    watched.task.cancel()
                }
                if state.watched.isEmpty { state.isSweeping = false }
                return state.watched.isEmpty
            }
            if isIdle { return }
        }
    }
}

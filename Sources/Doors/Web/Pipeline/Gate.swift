import Dispatch
import Synchronization

/// Bounds the work in flight: so many requests are worked on, so many wait in line, the others are told to come back.
/// First come, first served, which the scheduler alone does not give under load.
///
/// There are two lines. Those who are inside, because they signed in before the crowd came, go on working; of every four
/// free places one is for newcomers, so that nobody waits for ever. A newcomer gives way when the line is full. Nobody
/// waits longer than is of use: an early "come back" is better than a late one.
final class Gate: Sendable {
    private struct Waiter {
        let ticket: Int
        let continuation: CheckedContinuation<Bool, Never>
        let until: ContinuousClock.Instant
    }

    private struct State {
        var places: Int
        var insiders: [Waiter] = []
        var newcomers: [Waiter] = []
        var nextTicket = 0
        var cancelled: Set<Int> = []
        /// Insiders served while newcomers waited.
        var turn = 0
        var hasTimer = false

        var waiting: Int { insiders.count + newcomers.count }
    }

    private let state: Mutex<State>
    private let places: Int
    private let maximumWaiting: Int
    private let longestWait: Duration

    /// - Parameters:
    ///   - maximumWaiting: of whom at most half are newcomers.
    ///   - longestWait: for newcomers; insiders wait up to twice as long.
    init(places: Int, maximumWaiting: Int, longestWait: Duration = .seconds(4)) {
        self.places = places
        self.maximumWaiting = maximumWaiting
        self.longestWait = longestWait
        state = Mutex(State(places: places))
    }

    /// How many stand in line.
    var waitingCount: Int { state.withLock { $0.waiting } }

    /// How many are worked on and how many wait.
    var figures: DoorLoad.Figures {
        state.withLock { DoorLoad.Figures(atWork: places - $0.places, waiting: $0.waiting) }
    }

    /// Does the work as soon as there is a place.
    ///
    /// - Parameter isInside: asked only when there is a line.
    /// - Throws: `Problem` 503 when the line is full or too slow.
    func enter<Result>(
        isInside: @autoclosure () -> Bool = false, _ work: () async throws -> Result
    ) async throws -> Result {
        guard await takePlace(isInside) else {
            try Task.checkCancellation()
            throw Problem.busy
        }
        defer { leave() }
        return try await work()
    }

    private func takePlace(_ isInside: () -> Bool) async -> Bool {
        let ticket = state.withLock { state -> Int? in
            if state.places > 0 {
                state.places -= 1
                return nil
            }
            state.nextTicket += 1
            return state.nextTicket
        }
        guard let ticket else { return true }
        let isInside = isInside()
        let hasPlace = await withTaskCancellationHandler {
            await withCheckedContinuation { wait(ticket, isInside, $0) }
        } onCancel: {
            cancel(ticket)
        }
        // Whoever is cancelled at the very moment of being served leaves a note that nobody reads.
        state.withLock { _ = $0.cancelled.remove(ticket) }
        return hasPlace
    }

    private func wait(_ ticket: Int, _ isInside: Bool, _ continuation: CheckedContinuation<Bool, Never>) {
        var displaced: Waiter?
        let answer = state.withLock { state -> Bool? in
            if state.cancelled.remove(ticket) != nil { return false }
            if state.places > 0 {
                state.places -= 1
                return true
            }
            if isInside, state.waiting >= maximumWaiting { displaced = state.newcomers.popLast() }
            let isCrowded = isInside ? false : state.newcomers.count >= (maximumWaiting + 1) / 2
            guard state.waiting < maximumWaiting, !isCrowded else { return false }
            let limit = isInside ? longestWait * 2 : longestWait
            let waiter = Waiter(ticket: ticket, continuation: continuation, until: .now + limit)
            if isInside { state.insiders.append(waiter) } else { state.newcomers.append(waiter) }
            startTimer(&state)
            return nil
        }
        displaced?.continuation.resume(returning: false)
        if let answer { continuation.resume(returning: answer) }
    }

    private func cancel(_ ticket: Int) {
        let waiting = state.withLock { state -> CheckedContinuation<Bool, Never>? in
            if let index = state.insiders.firstIndex(where: { $0.ticket == ticket }) {
                return state.insiders.remove(at: index).continuation
            }
            if let index = state.newcomers.firstIndex(where: { $0.ticket == ticket }) {
                return state.newcomers.remove(at: index).continuation
            }
            state.cancelled.insert(ticket)
            return nil
        }
        waiting?.resume(returning: false)
    }

    private func leave() {
        let next = state.withLock { state -> CheckedContinuation<Bool, Never>? in
            guard state.waiting > 0 else {
                state.places += 1
                return nil
            }
            let isNewcomersTurn = state.insiders.isEmpty || (state.turn >= 3 && !state.newcomers.isEmpty)
            state.turn = isNewcomersTurn || state.newcomers.isEmpty ? 0 : state.turn + 1
            return (isNewcomersTurn ? state.newcomers.removeFirst() : state.insiders.removeFirst()).continuation
        }
        next?.resume(returning: true)
    }

    /// In each line all wait equally long, so its first one is the first whose time is over.
    private func startTimer(_ state: inout State) {
        let first = [state.insiders.first?.until, state.newcomers.first?.until].compactMap { $0 }.min()
        guard !state.hasTimer, let first else { return }
        state.hasTimer = true
        let delay = max(0, Int((first - .now) / .milliseconds(1))) + 1
        DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(delay)) { [self] in expire() }
    }

    private func expire() {
        let late = state.withLock { state in
            let now = ContinuousClock.now
            var late: [Waiter] = []
            while let first = state.insiders.first, first.until <= now { late.append(state.insiders.removeFirst()) }
            while let first = state.newcomers.first, first.until <= now { late.append(state.newcomers.removeFirst()) }
            state.hasTimer = false
            startTimer(&state)
            return late
        }
        for waiter in late { waiter.continuation.resume(returning: false) }
    }
}

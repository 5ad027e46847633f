import Synchronization

/// Bounds the work in flight: so many requests are worked on, so many wait in line, the others are told to come back.
/// First come, first served, which the scheduler alone does not give under load.
final class Gate: Sendable {
    private struct Line {
        var places: Int
        var waiting: [(ticket: Int, continuation: CheckedContinuation<Bool, Never>)] = []
        var nextTicket = 0
        var cancelled: Set<Int> = []
    }

    private let line: Mutex<Line>
    private let places: Int
    private let maximumWaiting: Int

    init(places: Int, maximumWaiting: Int) {
        self.places = places
        line = Mutex(Line(places: places))
        self.maximumWaiting = maximumWaiting
    }

    /// How many stand in line.
    var waitingCount: Int { line.withLock { $0.waiting.count } }

    /// How many are worked on and how many wait.
    var figures: DoorLoad.Figures {
        line.withLock { DoorLoad.Figures(atWork: places - $0.places, waiting: $0.waiting.count) }
    }

    /// Does the work as soon as there is a place.
    ///
    /// - Throws: `Problem` 503 when the line is full.
    func enter<Result>(_ work: () async throws -> Result) async throws -> Result {
        guard await takePlace() else {
            try Task.checkCancellation()
            throw Problem.busy
        }
        defer { leave() }
        return try await work()
    }

    private func takePlace() async -> Bool {
        let ticket = line.withLock { line -> Int? in
            if line.places > 0 {
                line.places -= 1
                return nil
            }
            line.nextTicket += 1
            return line.nextTicket
        }
        guard let ticket else { return true }
        let hasPlace = await withTaskCancellationHandler {
            await withCheckedContinuation { wait(ticket, $0) }
        } onCancel: {
            cancel(ticket)
        }
        // Whoever is cancelled at the very moment of being served leaves a note that nobody reads.
        line.withLock { _ = $0.cancelled.remove(ticket) }
        return hasPlace
    }

    private func wait(_ ticket: Int, _ continuation: CheckedContinuation<Bool, Never>) {
        let answer = line.withLock { line -> Bool? in
            if line.cancelled.remove(ticket) != nil { return false }
            if line.places > 0 {
                line.places -= 1
                return true
            }
            guard line.waiting.count < maximumWaiting else { return false }
            line.waiting.append((ticket, continuation))
            return nil
        }
        if let answer { continuation.resume(returning: answer) }
    }

    private func cancel(_ ticket: Int) {
        let waiting = line.withLock { line -> CheckedContinuation<Bool, Never>? in
            guard let index = line.waiting.firstIndex(where: { $0.ticket == ticket }) else {
                line.cancelled.insert(ticket)
                return nil
            }
            return line.waiting.remove(at: index).continuation
        }
        waiting?.resume(returning: false)
    }

    private func leave() {
        let next = line.withLock { line -> CheckedContinuation<Bool, Never>? in
            guard !line.waiting.isEmpty else {
                line.places += 1
                return nil
            }
            return line.waiting.removeFirst().continuation
        }
        next?.resume(returning: true)
    }
}

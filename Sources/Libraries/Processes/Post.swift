/// A post that one process holds at a time. Says, event by event, what is to be done: start, restart after a pause, hand
/// over to a successor, end. Pure: it knows no clock and no system.
///
/// ```
///              started            replace                 ready
///   (empty) ───────────▶ holder ───────────▶ holder + successor ─────▶ successor holds, holder leaves
///      ▲                   │ exits                │ successor exits or is late: the holder stays
///      └──── pause ────────┘
/// ```
package struct Post: Sendable, Hashable {
    /// One process among all that hold the post in its time.
    package typealias Number = Int

    package enum Event: Sendable, Hashable {
        case begin
        case ready(Number)
        case exited(Number, ranFor: Duration)
        /// The pause before a start is over.
        case due
        /// A successor is wanted.
        case replace
        /// The successor was not ready in time.
        case late(Number)
        case stop
    }

    package enum Action: Sendable, Hashable {
        case start(Number)
        case end(Number)
        case pause(Duration)
        /// The holder does its work.
        case holds
        /// The wish for a successor has come to its end.
        case replaced(Bool)
        /// Nobody is left after `stop`.
        case isEmpty
    }

    package private(set) var holder: Number?
    package private(set) var successor: Number?
    package private(set) var isReady = false
    private var leaving: Set<Number> = []
    private var isStopping = false
    private var last = 0
    private var policy = RestartPolicy()

    package init() {}

    /// What is to be done after an event.
    package mutating func handle(_ event: Event) -> [Action] {
        switch event {
        case .begin, .due:
            guard !isStopping, holder == nil else { return [] }
            let number = next()
            holder = number
            return [.start(number)]
        case .ready(let number): return becameReady(number)
        case .exited(let number, let ranFor): return exited(number, ranFor)
        case .replace:
            guard !isStopping, successor == nil else { return [.replaced(false)] }
            let number = next()
            successor = number
            return [.start(number)]
        case .late(let number):
            guard number == successor else { return [] }
            successor = nil
            leaving.insert(number)
            return [.end(number), .replaced(false)]
        case .stop: return stop()
        }
    }

    private mutating func next() -> Number {
        last += 1
        return last
    }

    private mutating func becameReady(_ number: Number) -> [Action] {
        if number == successor {
            let former = holder
            holder = number
            successor = nil
            isReady = true
            if let former { leaving.insert(former) }
            return (former.map { [.end($0)] } ?? []) + [.replaced(true), .holds]
        }
        guard number == holder else { return [] }
        isReady = true
        return [.holds]
    }

    private mutating func exited(_ number: Number, _ ranFor: Duration) -> [Action] {
        leaving.remove(number)
        var actions: [Action] = []
        if number == successor {
            successor = nil
            actions.append(.replaced(false))
        }
        if number == holder {
            holder = nil
            isReady = false
            // A successor on its way takes the post as soon as it is ready.
            if !isStopping, successor == nil { actions.append(.pause(policy.delay(afterRunning: ranFor))) }
        } else if !isStopping, holder == nil, successor == nil {
            actions.append(.pause(policy.delay(afterRunning: ranFor)))
        }
        if isStopping, isVacant { actions.append(.isEmpty) }
        return actions
    }

    private mutating func stop() -> [Action] {
        guard !isStopping else { return [] }
        isStopping = true
        let present = [holder, successor].compactMap { $0 }
        return isVacant ? [.isEmpty] : present.map { .end($0) }
    }

    private var isVacant: Bool { holder == nil && successor == nil && leaving.isEmpty }
}

import Logging
import Postgres

/// The loop of a worker: one task that alone touches the hand; jobs, signals and ticks come to it as events.
struct WorkerLoop {
    enum Event: Sendable {
        case finished(JobOutcome)
        case woken
        case ticked
        case lingered
        case stopped
    }

    private let worker: JobWorker
    private let store: JobStore
    private let kinds: [String]
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant
    private var hand: WorkerHand
    /// Asleep: new jobs ring. Awake: the worker looks by itself, so that a busy city's writers need not ring, which would
    /// make their commits wait for each other.
    private var isAsleep = false
    private var isLingering = false
    private var isInTrouble = false
    private var settledAt = Duration.zero
    private var heartbeatAt = Duration.zero

    init(worker: JobWorker) {
        self.worker = worker
        store = JobStore(owner: worker.id, lease: worker.options.lease)
        kinds = worker.handlers.keys.sorted()
        start = clock.now
        hand = WorkerHand(places: worker.options.places, largestClaim: worker.options.largestClaim)
    }

    private var elapsed: Duration { clock.now - start }

    mutating func run(_ signals: AsyncStream<Void>) async {
        let tick = worker.options.tick
        await withTaskGroup(of: Event.self) { group in
            group.addTask { await Self.next(signals) }
            group.addTask { await Self.pause(tick, then: .ticked) }
            await act(&group, heartbeat: true)
            while let event = await group.next(), !Task.isCancelled {
                switch event {
                case .finished(let outcome): hand.finished(outcome)
                case .woken:
                    hand.woken()
                    group.addTask { await Self.next(signals) }
                case .ticked:
                    hand.woken()
                    group.addTask { await Self.pause(tick, then: .ticked) }
                case .lingered:
                    isLingering = false
                    hand.woken()
                case .stopped: await giveBack(hand.stop())
                }
                await act(&group, heartbeat: event.isTick)
                if hand.isStopping, hand.running.isEmpty { break }
            }
            group.cancelAll()
        }
        await attempt("sign off") { try await worker.database.execute(store.signOff) }
    }

    private static func next(_ signals: AsyncStream<Void>) async -> Event {
        for await _ in signals { return .woken }
        return .stopped
    }

    private static func pause(_ duration: Duration, then event: Event) async -> Event {
        try? await Task.sleep(for: duration)
        return event
    }

    // MARK: What to do after an event

    private mutating func act(_ group: inout TaskGroup<Event>, heartbeat: Bool) async {
        if heartbeat { await beat() }
        await fill(&group)
        if isSettlingDue { await exchange(claiming: false) }
        guard hand.hasRoom, !isAsleep, !isLingering, !isInTrouble else { return }
        if hand.foundNothing {
            // One that was written a moment ago did not ring yet: look once more.
            if await fallAsleep() { await fill(&group) }
        } else {
            isLingering = true
            let pause = worker.options.linger
            group.addTask { await Self.pause(pause, then: .lingered) }
        }
    }

    /// Leases and begins jobs as long as there are jobs and places.
    private mutating func fill(_ group: inout TaskGroup<Event>) async {
        begin(&group)
        while hand.wantsJobs {
            await exchange(claiming: true)
            begin(&group)
        }
    }

    private mutating func begin(_ group: inout TaskGroup<Event>) {
        let worker = worker
        while let job = hand.nextToRun() {
            group.addTask { .finished(await worker.outcome(of: job)) }
        }
    }

    /// While jobs wait in hand, outcomes are written down in bunches; with nothing else to do, at once.
    private var isSettlingDue: Bool {
        guard !hand.outcomes.isEmpty else { return false }
        return hand.waiting.isEmpty || hand.outcomes.count >= worker.options.largestClaim
            || elapsed - settledAt > .milliseconds(100)
    }

    /// One round trip: outcomes out, new jobs in.
    private mutating func exchange(claiming: Bool) async {
        let outcomes = hand.takeOutcomes()
        var statements = store.settle(outcomes)
        let wakes = isAsleep && !hand.foundNothing
        if wakes { statements.append(store.sign(asleep: false)) }
        if claiming { statements.append(store.claim(hand.claimSize, kinds: kinds)) }
        guard !statements.isEmpty else { return }
        do {
            let results = try await worker.database.pipeline(statements)
            settledAt = elapsed
            isInTrouble = false
            if wakes { isAsleep = false }
            if claiming, let rows = results.last { hand.claimed(try rows.map(JobStore.job(row:)), at: elapsed) }
        } catch {
            hand.putBack(outcomes)
            isInTrouble = true
            report("exchange", error)
        }
    }

    /// From now on new jobs ring.
    private mutating func fallAsleep() async -> Bool {
        isAsleep = await attempt("fall asleep") { try await worker.database.execute(store.sign(asleep: true)) }
        if isAsleep { hand.woken() }
        return isAsleep
    }

    /// Keeps the leases, says that this worker lives, brings back jobs of workers that do not.
    private mutating func beat() async {
        let isDue = heartbeatAt == .zero || elapsed - heartbeatAt > worker.options.lease / 6
        guard isDue, !hand.isStopping || !hand.running.isEmpty else { return }
        var statements = [
            store.sign(asleep: isAsleep), store.reclaim(maximumAttempts: worker.options.attemptsBeforeDeath),
        ]
        let leased = hand.leased
        if !leased.isEmpty { statements.append(store.extend(leased)) }
        let isDone = await attempt("heartbeat") { try await worker.database.pipeline(statements) }
        if isDone { heartbeatAt = elapsed }
    }

    private func giveBack(_ ids: [Int]) async {
        guard !ids.isEmpty else { return }
        await attempt("give back") { try await worker.database.execute(store.giveBack(ids)) }
    }

    @discardableResult
    private func attempt<Value>(_ what: String, _ body: () async throws -> Value) async -> Bool {
        do {
            _ = try await body()
            return true
        } catch {
            report(what, error)
            return false
        }
    }

    /// The database may be away for a while; the next tick tries again.
    private func report(_ what: String, _ error: any Error) {
        guard !Task.isCancelled else { return }
        worker.logger.error("worker", metadata: ["step": "\(what)", "error": "\(error)"])
    }
}

extension WorkerLoop.Event {
    fileprivate var isTick: Bool {
        if case .ticked = self { true } else { false }
    }
}

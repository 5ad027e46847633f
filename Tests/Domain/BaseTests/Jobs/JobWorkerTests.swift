import Foundation
import Logging
import Postgres
import ServiceLifecycle
import Synchronization
import TestSupport
import Testing

@testable import Base

struct JobWorkerTests {
    private struct Count: JobCommand {
        static let kind = "test.count.1"
        var number: Int
    }

    let test: TestDatabase
    let database: Database

    init() async throws {
        test = try await TestDatabase.create(template: .base)
        database = test.database
    }

    // MARK: Helpers

    private func worker(
        _ id: String = "w1", handlers: [JobHandler], tick: Duration = .seconds(1), lease: Duration = .seconds(30),
        backOff: BackOff = BackOff(first: 0.01, longest: 0.02), places: Int = 8, tasks: [PeriodicTask] = []
    ) -> JobWorker {
        var options = JobWorker.Options()
        options.tick = tick
        options.lease = lease
        options.places = places
        options.linger = .milliseconds(10)
        let connection = test.connect(user: "yanmen_worker", poolSize: 4)
        return JobWorker(
            database: connection, handlers: handlers, tasks: tasks, options: options, backOff: backOff, logger: .silent,
            id: id)
    }

    /// Runs workers while `body` runs, then stops them gracefully.
    private func with<Value>(_ workers: [JobWorker], _ body: () async throws -> Value) async throws -> Value {
        let group = ServiceGroup(services: workers, logger: .silent)
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            let value = try await body()
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
            return value
        }
    }

    private func add(_ numbers: Range<Int>) async throws {
        try await database.execute(
            """
            INSERT INTO base.job (kind, payload)
            SELECT \(Count.kind), jsonb_build_object('number', n)
            FROM generate_series(CAST(\(numbers.lowerBound) AS integer), CAST(\(numbers.upperBound - 1) AS integer)) AS n
            """)
    }

    private func count(_ state: String) async throws -> Int {
        try await database.first("SELECT count(*) AS n FROM base.job WHERE state = \(state)") { try $0.get("n") } ?? 0
    }

    // MARK: Tests

    @Test("every job is done once by two workers, however many there are")
    func drain() async throws {
        let seen = Mutex<[Int: Int]>([:])
        let handler = JobHandler(Count.self) { job in seen.withLock { $0[job.number, default: 0] += 1 } }
        try await add(0..<3000)

        try await with([worker("w1", handlers: [handler]), worker("w2", handlers: [handler])]) {
            try await eventually("all jobs done") { try await count("done") == 3000 }
        }

        #expect(seen.withLock { $0.count } == 3000)
        #expect(seen.withLock { $0.values.allSatisfy { $0 == 1 } })
    }

    @Test("jobs are fetched and written down in bunches: less than one round trip for ten of them")
    func bunches() async throws {
        let worker = worker(handlers: [JobHandler(Count.self) { _ in }])
        try await add(0..<10_000)

        try await with([worker]) {
            try await eventually("all jobs done", within: .seconds(60)) { try await count("done") == 10_000 }
        }

        let roundTrips = worker.database.statistics.roundTrips
        #expect((10..<1_000).contains(roundTrips), "\(roundTrips)")
    }

    @Test("a new job rings: a sleeping worker does not wait for its next look")
    func ring() async throws {
        let done = Mutex(0)
        let handler = JobHandler(Count.self) { _ in done.withLock { $0 += 1 } }

        try await with([worker(handlers: [handler], tick: .seconds(3600))]) {
            try await eventually("asleep") {
                try await database.first("SELECT 1 AS n FROM base.worker WHERE asleep") {
                    try $0.get("n", as: Int.self)
                } == 1
            }
            try await database.execute(try Count(number: 1).statement())
            try await eventually("done") { done.withLock { $0 } == 1 }
        }
        #expect(try await count("done") == 1)
    }

    @Test("a job that fails is tried again, then dead, and a person can send it on")
    func retryAndDeath() async throws {
        struct Broken: Error {}
        let attempts = Mutex(0)
        let isMended = Flag()
        let handler = JobHandler(Count.self, maximumAttempts: 3) { _ in
            attempts.withLock { $0 += 1 }
            if !isMended.isSet { throw Broken() }
        }
        let administration = JobAdministration(database: test.connect(user: "yanmen_management"))
        try await database.execute(try Count(number: 1).statement())

        try await with([worker(handlers: [handler], tick: .milliseconds(10))]) {
            try await eventually("dead") { try await count("dead") == 1 }
            let dead = try await administration.deadJobs()
            #expect(dead.map(\.attempts) == [3])
            #expect(dead.first?.error == "Broken()")

            isMended.set()
            try await administration.retry(dead[0].id, by: .system("test", door: .management))
            try await eventually("done") { try await count("done") == 1 }
            await #expect(throws: JobRefusal.notDead) {
                try await administration.retry(dead[0].id, by: .system("test", door: .management))
            }
        }
        #expect(attempts.withLock { $0 } == 4)
        let acts: [String] = try await database.rows("SELECT act FROM base.audit_entry") { try $0.get("act") }
        #expect(acts == ["job.retry"])
    }

    @Test("a payload that does not fit is dead at once; an unknown kind waits for a newer program")
    func unfit() async throws {
        let handler = JobHandler(Count.self) { _ in }
        try await database.execute(
            "INSERT INTO base.job (kind, payload) VALUES (\(Count.kind), '{}'), ('other.1', '{}')")

        try await with([worker(handlers: [handler])]) {
            try await eventually("dead") { try await count("dead") == 1 }
        }
        #expect(try await count("waiting") == 1)
    }

    @Test("the same unique key is queued once, a job for later is not taken now")
    func uniqueAndLater() async throws {
        let done = Mutex<[Int]>([])
        let handler = JobHandler(Count.self) { job in done.withLock { $0.append(job.number) } }
        try await database.pipeline([
            try Count(number: 1).statement(uniqueKey: "a"), try Count(number: 2).statement(uniqueKey: "a"),
            try Count(number: 3).statement(runAt: Date().addingTimeInterval(3600)),
        ])

        try await with([worker(handlers: [handler])]) {
            try await eventually("done") { try await count("done") == 1 }
        }
        #expect(done.withLock { $0 } == [1])
        #expect(try await count("waiting") == 1)
    }

    @Test("jobs of a worker that was killed come back when its lease is over")
    func killedWorker() async throws {
        let runs = Mutex<[String]>([])
        let stuck = JobHandler(Count.self) { _ in
            runs.withLock { $0.append("stuck") }
            try await Task.sleep(for: .seconds(3600))
        }
        let sound = JobHandler(Count.self) { _ in runs.withLock { $0.append("sound") } }
        try await add(0..<1)
        let doomed = worker("doomed", handlers: [stuck], lease: .milliseconds(600))

        // Killed, not stopped: nothing is written down any more.
        await withTaskGroup(of: Void.self) { group in
            group.addTask { try? await doomed.run() }
            try? await eventually("begun") { runs.withLock { $0 } == ["stuck"] }
            group.cancelAll()
        }
        #expect(try await count("running") == 1)
        try await with([worker("heir", handlers: [sound], tick: .milliseconds(20), lease: .milliseconds(600))]) {
            try await eventually("done by the heir") { try await count("done") == 1 }
        }
        #expect(runs.withLock { $0 } == ["stuck", "sound"])
    }

    @Test("a heartbeat keeps the lease of a job that takes longer than it")
    func heartbeat() async throws {
        let (gate, opener) = AsyncStream.makeStream(of: Void.self)
        let runs = Mutex(0)
        let handler = JobHandler(Count.self) { _ in
            runs.withLock { $0 += 1 }
            for await _ in gate { break }
        }
        let lease = Duration.milliseconds(500)
        try await add(0..<1)

        try await with([
            worker("w1", handlers: [handler], tick: .milliseconds(20), lease: lease),
            worker("w2", handlers: [handler], tick: .milliseconds(20), lease: lease),
        ]) {
            let clock = ContinuousClock()
            let start = clock.now
            try await eventually("three leases have passed") { clock.now - start > lease * 3 }
            opener.finish()
            try await eventually("done") { try await count("done") == 1 }
        }
        #expect(runs.withLock { $0 } == 1)
    }

    @Test("a worker that stops finishes what it runs and gives back the rest")
    func gracefulStop() async throws {
        let (gate, opener) = AsyncStream.makeStream(of: Void.self)
        let quick = 200
        let begun = Mutex<[Int]>([])
        let handler = JobHandler(Count.self) { job in
            guard job.number >= quick else { return }
            begun.withLock { $0.append(job.number) }
            for await _ in gate { break }
        }
        // After quick ones a worker leases more than it can run.
        try await add(0..<quick + 6)
        let group = ServiceGroup(services: [worker(handlers: [handler], places: 2)], logger: .silent)

        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            try await eventually("two run, others wait in hand") {
                let (done, leased) = (try await count("done"), try await count("running"))
                return done == quick && leased > 2 && begun.withLock { $0.count } == 2
            }
            await group.triggerGracefulShutdown()
            // What was in hand waits again only once the worker has heard: from then on it begins nothing.
            try await eventually("the others are given back") { try await count("waiting") == 4 }
            opener.finish()
            try await tasks.waitForAll()
        }

        #expect(try await count("done") == quick + 2)
        #expect(try await count("running") == 0)
        let attempts: [Int] = try await database.rows("SELECT attempts FROM base.job WHERE state = 'waiting'") {
            try $0.get("attempts")
        }
        #expect(attempts == [0, 0, 0, 0])
        #expect(try await database.rows("SELECT id FROM base.worker") { try $0.get("id", as: String.self) }.isEmpty)
    }

    @Test("of several copies only one runs a periodic task at a time, and a failing run is not the last")
    func periodic() async throws {
        struct Broken: Error {}
        let state = Mutex((now: 0, most: 0, runs: 0))
        let task = PeriodicTask("test.periodic", every: .milliseconds(5)) {
            let run = state.withLock { state in
                state.now += 1
                state.most = max(state.most, state.now)
                state.runs += 1
                return state.runs
            }
            defer { state.withLock { $0.now -= 1 } }
            for _ in 0..<10 { await Task.yield() }
            if run == 1 { throw Broken() }
        }

        try await with([worker("w1", handlers: [], tasks: [task]), worker("w2", handlers: [], tasks: [task])]) {
            try await eventually("twenty runs") { state.withLock { $0.runs } >= 20 }
        }
        #expect(state.withLock { $0.most } == 1)
    }

    @Test("counts tell what waits and how lively the workers are")
    func counts() async throws {
        let administration = JobAdministration(database: test.connect(user: "yanmen_management"))
        try await add(0..<3)
        let before = try await administration.counts()

        let during = try await with([worker(handlers: [JobHandler(Count.self) { _ in }])]) {
            try await eventually("done") { try await count("done") == 3 }
            return try await administration.counts()
        }

        #expect(before.waiting == 3)
        #expect(before.workerAge == nil)
        #expect(during.waiting == 0)
        #expect(during.workerAge.map { $0 < 30 } == true)
    }

    @Test("done jobs are forgotten after a month")
    func cleaning() async throws {
        try await database.pipeline([
            "INSERT INTO base.job (kind, payload, state, finished_at) VALUES ('a', '{}', 'done', now() - interval '31 days')",
            "INSERT INTO base.job (kind, payload, state, finished_at) VALUES ('b', '{}', 'done', now() - interval '29 days')",
            "INSERT INTO base.job (kind, payload, state, finished_at) VALUES ('c', '{}', 'dead', now() - interval '31 days')",
        ])

        let removed = try await JobCleaning(database: test.connect(user: "yanmen_worker")).removeDone()

        #expect(removed == 1)
        let kinds: [String] = try await database.rows("SELECT kind FROM base.job ORDER BY kind") { try $0.get("kind") }
        #expect(kinds == ["b", "c"])
    }
}

import Foundation
import Postgres
import SeededRandom
import TestSupport
import Testing

@Suite("Pool and cancellation")
struct PoolTests {
    private let cluster: PrivateCluster

    init() async throws {
        cluster = try await PrivateCluster.shared()
    }

    private func database(size: Int = 1, waitLimit: Duration = .seconds(20), name: String = "pool") -> Database {
        Database(
            configuration: Configuration(
                connectionString: cluster.connectionString(), poolSize: size, waitLimit: waitLimit,
                applicationName: name))
    }

    @Test("nobody waits longer than the wait limit")
    func waitLimit() async throws {
        let database = database(waitLimit: .milliseconds(100))
        try await database.withConnection { _ in
            let start = ContinuousClock.now
            await #expect(throws: PostgresError.poolExhausted(size: 1, waiting: 1)) {
                try await database.query("SELECT 1")
            }
            #expect(ContinuousClock.now - start < .seconds(5))
        }
        #expect(try await database.query("SELECT 1").count == 1)
        #expect(database.statistics.waiting == 0)
        await database.close()
    }

    @Test("who waits longest is served first")
    func order() async throws {
        let database = database()
        let served = Recorder()
        var callers: [Task<Void, any Error>] = []
        try await database.withConnection { _ in
            for number in 0..<20 {
                callers.append(Task { try await database.withConnection { _ in await served.add(number) } })
                try await until { database.statistics.waiting == number + 1 }
            }
        }
        for caller in callers { try await caller.value }
        #expect(await served.numbers == Array(0..<20))
        await database.close()
    }

    @Test("many more callers than connections all get their answer, and there are never more connections than allowed")
    func crowd() async throws {
        let database = database(size: 3)
        try await withThrowingTaskGroup(of: Int?.self) { group in
            for number in 0..<300 {
                group.addTask { try await database.first("SELECT \(number)::int") { try $0.get(0, as: Int.self) } }
            }
            var sum = 0
            for try await number in group { sum += number ?? 0 }
            #expect(sum == 299 * 150)
        }
        let statistics = database.statistics
        #expect(statistics.open <= 3)
        #expect(statistics.lent == 0)
        #expect(statistics.idle == statistics.open)
        await database.close()
        #expect(database.statistics.open == 0)
    }

    @Test("there are as many threads as connections, and none after the database is closed")
    func threads() async throws {
        let database = database(size: 3, name: "threads")
        let names = {
            try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").compactMap { task in
                try? String(contentsOfFile: "/proc/self/task/\(task)/comm", encoding: .utf8)
            }.filter { $0.hasPrefix("threads-pg-") }
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<50 { group.addTask { try await database.execute("SELECT pg_sleep(0.005)") } }
            try await group.waitForAll()
        }
        // The system's list may skip a thread while others end, so it is read again.
        let all: Set = ["threads-pg-1\n", "threads-pg-2\n", "threads-pg-3\n"]
        try await until { Set(try names()) == all }
        await database.close()
        try await until { try names().isEmpty }
    }

    @Test("a caller whose task is cancelled leaves the line at once")
    func cancelledWaiter() async throws {
        let database = database()
        try await database.withConnection { _ in
            let waiter = Task { try await database.query("SELECT 1") }
            try await until { database.statistics.waiting == 1 }
            waiter.cancel()
            await #expect(throws: PostgresError.cancelled) { try await waiter.value }
            #expect(database.statistics.waiting == 0)
        }
        await database.close()
    }

    @Test("a closed database refuses, also those who wait")
    func closing() async throws {
        let database = database()
        try await database.withConnection { connection in
            let waiter = Task { try await database.query("SELECT 1") }
            try await until { database.statistics.waiting == 1 }
            await database.close()
            await #expect(throws: PostgresError.closed) { try await waiter.value }
            #expect(try await connection.query("SELECT 1").count == 1)
        }
        #expect(database.statistics.open == 0)
        await #expect(throws: PostgresError.closed) { try await database.query("SELECT 1") }
    }

    @Test("cancelling the task stops the statement in the server, and the connection stays usable")
    func cancellation() async throws {
        let database = database(name: "to-cancel")
        let watcher = self.database(name: "watcher")
        _ = try await database.query("SELECT 1")
        for _ in 0..<5 {
            let sleeper = Task { try await database.query("SELECT pg_sleep(100)") }
            try await until { try await Self.running("to-cancel", watcher) == 1 }
            sleeper.cancel()
            await #expect(throws: PostgresError.cancelled) { try await sleeper.value }
            #expect(try await Self.running("to-cancel", watcher) == 0)
            #expect(try await database.query("SELECT 1").count == 1)
        }
        #expect(database.statistics.open == 1)
        await database.close()
        await watcher.close()
    }

    private static func running(_ name: String, _ watcher: Database) async throws -> Int? {
        try await watcher.first(
            "SELECT count(*)::int FROM pg_stat_activity WHERE application_name = \(name) AND state = 'active'"
        ) { try $0.get(0, as: Int.self) }
    }

    @Test("a cancelled transaction is rolled back, and the next one is not harmed")
    func cancelledTransaction() async throws {
        let database = try await TestDatabase.create(template: .notes).connect(poolSize: 1)
        let begun = Counter()
        let task = Task {
            try await database.transaction { connection in
                try await connection.execute("INSERT INTO note VALUES (1, 'x')")
                await begun.add()
                try await connection.execute("SELECT pg_sleep(100)")
            }
        }
        try await until { await begun.value == 1 }
        task.cancel()
        await #expect(throws: PostgresError.cancelled) { try await task.value }
        #expect(try await database.query("SELECT FROM note").isEmpty)
    }

    @Test("cancelling at any moment never harms a later statement", arguments: 1...4 as ClosedRange<UInt64>)
    func cancellationStorm(seed: UInt64) async throws {
        let database = database(size: 2)
        var random = SeededRandom(seed)
        for number in 0..<150 {
            let delay = Int.random(in: 0...3000, using: &random)
            let task = Task {
                try await database.first("SELECT \(number)::int, pg_sleep(0.0005)") { try $0.get(0, as: Int.self) }
            }
            let canceller = Task {
                try? await Task.sleep(for: .microseconds(delay))
                task.cancel()
            }
            switch await task.result {
            case .success(let value): #expect(value == number)
            case .failure(let error): #expect(error as? PostgresError == .cancelled)
            }
            await canceller.value
            #expect(try await database.first("SELECT \(number)::int") { try $0.get(0, as: Int.self) } == number)
        }
        #expect(database.statistics.open <= 2)
        await database.close()
    }

    @Test("the statement timeout ends a statement with an error of its own")
    func statementTimeout() async throws {
        var configuration = Configuration(connectionString: cluster.connectionString(), poolSize: 1)
        configuration.statementTimeout = .milliseconds(50)
        let database = Database(configuration: configuration)
        let error = await #expect(throws: PostgresError.self) { try await database.query("SELECT pg_sleep(100)") }
        #expect(error?.isTimeout == true)
        #expect(try await database.query("SELECT 1").count == 1)
        await database.close()
    }

    @Test("a transaction that does nothing for too long loses its connection, and the pool recovers")
    func idleInTransaction() async throws {
        var configuration = Configuration(connectionString: cluster.connectionString(), poolSize: 1)
        configuration.idleInTransactionTimeout = .milliseconds(50)
        let database = Database(configuration: configuration)
        let watcher = self.database(name: "watcher")
        let error = await #expect(throws: PostgresError.self) {
            try await database.transaction { connection in
                let pid = try await connection.first("SELECT pg_backend_pid()") { try $0.get(0, as: Int.self) }
                try await until {
                    try await watcher.query("SELECT FROM pg_stat_activity WHERE pid = \(pid)").isEmpty
                }
                try await connection.execute("SELECT 1")
            }
        }
        guard case .connection = error else {
            Issue.record("not a lost connection: \(String(describing: error))")
            return
        }
        #expect(try await database.query("SELECT 1").count == 1)
        await database.close()
        await watcher.close()
    }

    @Test("a session has the settings of the configuration, blanks and all")
    func sessionSettings() async throws {
        var configuration = Configuration(
            connectionString: cluster.connectionString() + " options='-c work_mem=5MB -c DateStyle=German'")
        configuration.sessionSettings = ["TimeZone": "Asia/Shanghai", "search_path": "\"a b\\c\", public"]
        configuration.applicationName = "忻州 app"
        let database = Database(configuration: configuration)
        let names = ["TimeZone", "search_path", "work_mem", "statement_timeout", "DateStyle"]
        var values: [String] = []
        for name in names {
            let value = try await database.first("SELECT current_setting(\(name))") { try $0.get(0, as: String.self) }
            values.append(value ?? "")
        }
        #expect(values == ["Asia/Shanghai", "\"a b\\c\", public", "5MB", "30s", "ISO, YMD"])
        await database.close()
    }
}

/// Remembers the order of what several tasks do.
actor Recorder {
    private(set) var numbers: [Int] = []

    func add(_ number: Int) { numbers.append(number) }
}

/// Waits until something is so, and fails after a generous while.
func until(_ isSo: () async throws -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(30)
    while try await !isSo() {
        try #require(ContinuousClock.now < deadline, "it never came about")
        try await Task.sleep(for: .milliseconds(2))
    }
}

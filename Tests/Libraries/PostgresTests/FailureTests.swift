import Foundation
import Postgres
import TestSupport
import Testing

@Suite("Lost connections")
struct FailureTests {
    private func isConnectionError(_ error: (any Error)?) -> Bool {
        if case .connection = error as? PostgresError { return true }
        return false
    }

    private func terminate(_ name: String, by watcher: Database) async throws {
        let sql: SQL = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = \(name)"
        _ = try await watcher.query(sql)
    }

    private func database(_ name: String, on cluster: PrivateCluster, size: Int = 1) -> Database {
        Database(
            configuration: Configuration(
                connectionString: cluster.connectionString(), poolSize: size, waitLimit: .seconds(20),
                applicationName: name))
    }

    @Test("a connection that died while nobody used it is replaced without an error")
    func deadIdleConnection() async throws {
        let cluster = try await PrivateCluster.shared()
        let database = database("dead-idle", on: cluster)
        let watcher = cluster.connect(poolSize: 1)
        for number in 0..<5 {
            #expect(try await database.first("SELECT \(number)::int") { try $0.get(0, as: Int.self) } == number)
            try await terminate("dead-idle", by: watcher)
            let value = try await database.transaction { connection in
                try await connection.first("SELECT \(number)::int") { try $0.get(0, as: Int.self) }
            }
            #expect(value == number)
            try await terminate("dead-idle", by: watcher)
        }
        await database.close()
        await watcher.close()
    }

    @Test("a connection that dies within a transaction is an error, and nothing runs outside the transaction")
    func deadInTransaction() async throws {
        let test = try await TestDatabase.create(template: .notes)
        let database = test.connect(poolSize: 1)
        let watcher = test.connect(poolSize: 1)
        let error = await #expect(throws: PostgresError.self) {
            try await database.transaction { connection in
                try await connection.execute("INSERT INTO note VALUES (1, 'x')")
                let pid = try await connection.first("SELECT pg_backend_pid()") { try $0.get(0, as: Int.self) }
                _ = try await watcher.query("SELECT pg_terminate_backend(\(pid), 5000)")
                _ = try? await connection.execute("INSERT INTO note VALUES (2, 'x')")
                try await connection.execute("INSERT INTO note VALUES (3, 'x')")
            }
        }
        #expect(isConnectionError(error))
        #expect(try await database.query("SELECT FROM note").isEmpty)
    }

    @Test("a statement whose connection dies under it is an error, and the next one works")
    func deadInStatement() async throws {
        let cluster = try await PrivateCluster.shared()
        let database = database("dead-busy", on: cluster)
        let watcher = cluster.connect(poolSize: 1)
        let sleeper = Task { try await database.query("SELECT pg_sleep(100)") }
        try await until {
            try await !watcher.query(
                "SELECT FROM pg_stat_activity WHERE application_name = 'dead-busy' AND state = 'active'"
            ).isEmpty
        }
        try await terminate("dead-busy", by: watcher)
        let result = await sleeper.result
        #expect(throws: PostgresError.self) { try result.get() }
        #expect(try await database.query("SELECT 1").count == 1)
        await database.close()
        await watcher.close()
    }

    @Test("fifty busy loops live through two restarts: clear errors, no wrong answer, and all go on afterwards")
    func restartUnderLoad() async throws {
        // A commit must outlive the crash, so it goes to the kernel at least.
        let cluster = try await PrivateCluster.start(settings: ["synchronous_commit": "on"])
        let database = database("loops", on: cluster, size: 8)
        try await database.execute("CREATE TABLE entry (loop int, number int, PRIMARY KEY (loop, number))")
        let progress = Progress()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for loop in 0..<50 {
                group.addTask { try await Self.work(loop, database, progress) }
            }
            for mode in ["fast", "immediate"] {
                let before = await progress.done
                try await until { await progress.done > before + 300 }
                try await cluster.restart(mode: mode)
            }
            let before = await progress.done
            try await until { await progress.done > before + 300 }
            await progress.stop()
            try await group.waitForAll()
        }
        #expect(await progress.wrongAnswers == 0)
        #expect(await progress.unclearErrors == [])
        let stored = try await database.rows("SELECT loop, number FROM entry") { row in
            [try row.get("loop", as: Int.self), try row.get("number", as: Int.self)]
        }
        let acknowledged = await progress.acknowledged
        #expect(acknowledged.subtracting(stored).isEmpty)
        await database.close()
        try await cluster.stop()
    }

    private static func work(_ loop: Int, _ database: Database, _ progress: Progress) async throws {
        var number = 0
        while await !progress.isStopped {
            number += 1
            let entry = number
            do {
                let back = try await database.first("SELECT \(loop * 1000 + entry)::int") {
                    try $0.get(0, as: Int.self)
                }
                await progress.answered(isRight: back == loop * 1000 + entry)
                try await database.transaction { connection in
                    try await connection.execute("INSERT INTO entry VALUES (\(loop), \(entry))")
                }
                await progress.acknowledge([loop, entry])
            } catch {
                await progress.failed(error)
            }
        }
    }

    private actor Progress {
        var done = 0
        var wrongAnswers = 0
        var unclearErrors: [String] = []
        var acknowledged: Set<[Int]> = []
        var isStopped = false

        func stop() { isStopped = true }

        func answered(isRight: Bool) {
            done += 1
            if !isRight { wrongAnswers += 1 }
        }

        func acknowledge(_ entry: [Int]) { acknowledged.insert(entry) }

        func failed(_ error: any Error) {
            switch error as? PostgresError {
            case .connection, .commitUnknown: break
            default: unclearErrors.append("\(error)")
            }
        }
    }

    @Test("a server that owes an answer for too long is given up, and the next statement gets a new connection")
    func stuckServer() async throws {
        let cluster = try await PrivateCluster.shared()
        var configuration = Configuration(
            connectionString: cluster.connectionString(), poolSize: 1, waitLimit: .seconds(20), applicationName: "stuck"
        )
        configuration.answerLimit = .seconds(1)
        let database = Database(configuration: configuration)
        let start = ContinuousClock.now
        let error = await #expect(throws: PostgresError.self) { try await database.query("SELECT pg_sleep(300)") }

        #expect(isConnectionError(error))
        #expect(ContinuousClock.now - start < .seconds(60))
        #expect(try await database.first("SELECT 7::int") { try $0.get(0, as: Int.self) } == 7)
        await database.close()
    }

    @Test("a server that is away for good is a clear error within the wait limit")
    func away() async throws {
        let string = "host=/nonexistent dbname=x"
        let database = Database(configuration: Configuration(connectionString: string, waitLimit: .milliseconds(200)))
        let start = ContinuousClock.now
        let error = await #expect(throws: PostgresError.self) { try await database.query("SELECT 1") }
        #expect(isConnectionError(error))
        #expect(ContinuousClock.now - start < .seconds(10))
    }

    @Test("a server that refuses the user or the database is not asked again and again")
    func refused() async throws {
        let cluster = try await PrivateCluster.shared()
        for string in [cluster.connectionString(user: "nobody"), cluster.connectionString(database: "nothing")] {
            let database = Database(configuration: Configuration(connectionString: string, waitLimit: .seconds(60)))
            let start = ContinuousClock.now
            let error = await #expect(throws: PostgresError.self) { try await database.query("SELECT 1") }
            #expect(isConnectionError(error))
            #expect(ContinuousClock.now - start < .seconds(30))
        }
    }

    @Test("a transaction that meets a restarting server begins when it is back")
    func waitsForServer() async throws {
        let cluster = try await PrivateCluster.start()
        let database = database("waits", on: cluster)
        try await database.execute("CREATE TABLE entry (id int)")
        try await cluster.stop()
        let caller = Task {
            try await database.transaction { try await $0.execute("INSERT INTO entry VALUES (1)") }
        }
        try await until { database.statistics.open == 0 }
        try await cluster.start()
        #expect(try await caller.value == 1)
        #expect(try await database.query("SELECT FROM entry").count == 1)
        try await cluster.stop()
    }

    @Test("a connection string that makes no sense is a clear error")
    func nonsense() async throws {
        let database = Database(configuration: Configuration(connectionString: "hots=x", waitLimit: .zero))
        let error = await #expect(throws: PostgresError.self) { try await database.query("SELECT 1") }
        #expect(error?.description.contains("hots") == true)
        let leaky = Database(configuration: Configuration(connectionString: "password=my secret", waitLimit: .zero))
        let other = await #expect(throws: PostgresError.self) { try await leaky.query("SELECT 1") }
        #expect(other?.description.contains("connection string") == true)
        #expect(other?.description.contains("secret") == false)
    }
}

import Postgres
import TestSupport
import Testing

@Suite("LISTEN")
struct ListenTests {
    private static func listeners(_ database: Database) async throws -> [Int] {
        try await database.rows(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'"
        ) { try $0.get("pid", as: Int.self) }
    }

    @Test("what is sent to the channels arrives in order, Chinese and strange channel names included")
    func messages() async throws {
        let database = try await TestDatabase.create().database
        let stream = database.listen(["queue", "叫 \"号\""])
        try await until { try await Self.listeners(database).count == 1 }
        try await database.pipeline([
            "SELECT pg_notify('queue', 'A001 张三')", "SELECT pg_notify('other', 'no')",
            "SELECT pg_notify(\("叫 \"号\""), '')", "SELECT pg_notify('queue', 'A002')",
        ])
        var heard: [Database.Notification] = []
        for await notification in stream {
            heard.append(notification)
            if heard.count == 3 { break }
        }
        #expect(
            heard == [
                .message(channel: "queue", payload: "A001 张三"), .message(channel: "叫 \"号\"", payload: ""),
                .message(channel: "queue", payload: "A002"),
            ])
    }

    @Test("after the loss of its connection a listener says so and hears again")
    func reconnection() async throws {
        let database = try await TestDatabase.create().database
        var stream = database.listen(["queue"]).makeAsyncIterator()
        for number in 0..<3 {
            try await until { try await Self.listeners(database).count == 1 }
            try await database.execute("SELECT pg_notify('queue', \(String(number)))")
            #expect(await stream.next() == .message(channel: "queue", payload: String(number)))
            for pid in try await Self.listeners(database) {
                _ = try await database.query("SELECT pg_terminate_backend(\(pid), 5000)")
            }
            #expect(await stream.next() == .reconnected)
        }
    }

    @Test("a reader who is too slow learns that messages are missing")
    func slowReader() async throws {
        let database = try await TestDatabase.create().database
        var stream = database.listen(["queue"]).makeAsyncIterator()
        try await until { try await Self.listeners(database).count == 1 }
        try await database.execute("SELECT pg_notify('queue', n::text) FROM generate_series(1, 3000) AS n")
        try await database.execute("SELECT pg_notify('queue', 'end')")
        try await until {
            try await database.query("SELECT pg_notification_queue_usage() AS u").first?.get("u", as: Double.self) == 0
        }
        var count = 0
        while let notification = await stream.next(), notification != .reconnected { count += 1 }
        #expect(count >= 1024)
    }

    @Test("a listener ends with its reader and with the database")
    func ending() async throws {
        let test = try await TestDatabase.create()
        let task = Task { for await _ in test.database.listen(["queue"]) {} }
        try await until { try await Self.listeners(test.database).count == 1 }
        task.cancel()
        await task.value
        try await until { try await Self.listeners(test.database).isEmpty }

        let other = test.connect()
        let reader = Task { for await _ in other.listen(["queue"]) {} }
        try await until { try await Self.listeners(test.database).count == 1 }
        await other.close()
        await reader.value
        try await until { try await Self.listeners(test.database).isEmpty }
    }
}

import Postgres
import TestSupport
import Testing

@Suite("Transactions")
struct TransactionTests {
    private struct Refusal: Error {}

    private let database: Database

    init() async throws {
        database = try await TestDatabase.create(template: .notes).connect(poolSize: 4)
    }

    private func ids() async throws -> [Int] {
        try await database.rows("SELECT id FROM note ORDER BY id") { try $0.get("id", as: Int.self) }
    }

    private func insert(_ id: Int) -> SQL { "INSERT INTO note (id, text) VALUES (\(id), 'x')" }

    @Test("a transaction of one statement costs two round trips, and its settings end with it")
    func roundTrips() async throws {
        try await Database.counting { counter in
            let person = try await database.transaction(settings: ["app.person": "7"], isolation: .serializable) {
                connection in
                try await connection.first(
                    "SELECT current_setting('app.person'), current_setting('transaction_isolation')"
                ) { (try $0.get(0, as: String.self), try $0.get(1, as: String.self)) }
            }
            #expect(person?.0 == "7")
            #expect(person?.1 == "serializable")
            #expect(counter.statements == 1)
            #expect(counter.roundTrips == 2)
        }
        let after = try await database.first("SELECT current_setting('app.person', true)") {
            try $0.get(0, as: String?.self)
        }
        #expect((after ?? nil) != "7")
    }

    @Test("COMMIT can travel with the last statements")
    func finish() async throws {
        try await Database.counting { counter in
            let results = try await database.transaction { connection in
                try await connection.execute(insert(1))
                return try await connection.finish([insert(2), "SELECT count(*)::int AS n FROM note"])
            }
            #expect(try results.last?.first?.get("n", as: Int.self) == 2)
            #expect(counter.statements == 3)
            #expect(counter.roundTrips == 2)
        }
        #expect(try await ids() == [1, 2])
        await #expect(throws: PostgresError.misuse("the transaction has ended")) {
            try await database.transaction { connection in
                try await connection.finish([insert(3)])
                try await connection.execute(insert(4))
            }
        }
        #expect(try await ids() == [1, 2, 3])
    }

    @Test("a statement that fails together with COMMIT undoes the transaction and is named")
    func failedFinish() async throws {
        let error = await #expect(throws: PostgresError.self) {
            try await database.transaction { connection in
                try await connection.execute(insert(1))
                try await connection.finish([insert(2), insert(1)])
            }
        }
        guard case .statement(let index, _) = error else {
            Issue.record("the statement is not named: \(String(describing: error))")
            return
        }
        #expect(index == 1)
        #expect(try await ids() == [])
        await #expect(throws: PostgresError.self) {
            try await database.withConnection { try await $0.finish([insert(1)]) }
        }
        #expect(try await ids() == [])
    }

    @Test("a transaction without a statement sends nothing")
    func untouched() async throws {
        try await Database.counting { counter in
            let value = try await database.transaction { _ in 5 }
            #expect(value == 5)
            #expect(counter.roundTrips == 0)
        }
    }

    @Test("what a body throws rolls everything back and reaches the caller")
    func rollback() async throws {
        await #expect(throws: Refusal.self) {
            try await database.transaction { connection in
                try await connection.execute(insert(1))
                throw Refusal()
            }
        }
        #expect(try await ids() == [])
    }

    @Test("an error that the body hides still rolls back, and the caller hears of it")
    func hiddenError() async throws {
        await #expect(throws: PostgresError.transactionAborted) {
            try await database.transaction { connection in
                try await connection.execute(insert(1))
                _ = try? await connection.execute("SELECT 1 / 0")
            }
        }
        #expect(try await ids() == [])
    }

    @Test("when the very first statement fails and the body goes on, nothing runs outside the transaction")
    func failedBeginning() async throws {
        await #expect(throws: PostgresError.self) {
            try await database.transaction(settings: ["no such setting": "1"]) { connection in
                _ = try? await connection.execute(insert(1))
                _ = try? await connection.execute(insert(2))
            }
        }
        #expect(try await ids() == [])
    }

    @Test("a constraint that is checked at COMMIT is an error of the transaction")
    func deferredConstraint() async throws {
        try await database.execute(
            "CREATE TABLE child (id int REFERENCES note DEFERRABLE INITIALLY DEFERRED)")
        let error = await #expect(throws: PostgresError.self) {
            try await database.transaction { connection in
                try await connection.execute("INSERT INTO child VALUES (9)")
            }
        }
        #expect(error?.isForeignKeyViolation == true)
        #expect(try await database.query("SELECT FROM child").isEmpty)
    }

    @Test("a savepoint undoes its own part only, nested ones too")
    func savepoints() async throws {
        try await database.transaction { connection in
            try await connection.execute(insert(1))
            _ = try? await connection.savepoint {
                try await connection.execute(insert(2))
                try await connection.savepoint { try await connection.execute(insert(3)) }
                throw Refusal()
            }
            try await connection.savepoint {
                try await connection.execute(insert(4))
                _ = try? await connection.savepoint {
                    try await connection.execute(insert(5))
                    try await connection.execute(insert(4))
                }
                try await connection.execute(insert(6))
            }
            _ = try? await connection.savepoint { throw Refusal() }
        }
        #expect(try await ids() == [1, 4, 6])
    }

    @Test("savepoints travel with the statements around them")
    func savepointTrips() async throws {
        try await Database.counting { counter in
            try await database.transaction { connection in
                try await connection.savepoint { try await connection.execute(insert(1)) }
                try await connection.savepoint { try await connection.execute(insert(2)) }
            }
            #expect(counter.roundTrips == 3)
        }
        #expect(try await ids() == [1, 2])
    }

    @Test("an error that a savepoint's body hides undoes the savepoint")
    func hiddenInSavepoint() async throws {
        try await database.transaction { connection in
            await #expect(throws: PostgresError.transactionAborted) {
                try await connection.savepoint {
                    try await connection.execute(insert(1))
                    _ = try? await connection.execute("SELECT 1 / 0")
                }
            }
            try await connection.execute(insert(2))
        }
        #expect(try await ids() == [2])
    }

    @Test("of two writers that hit each other one is run again, and both succeed")
    func serialisationRetry() async throws {
        try await database.execute("INSERT INTO note (id, text) VALUES (1, '0')")
        let runs = Counter()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    for _ in 0..<5 { try await Self.increment(database, runs) }
                }
            }
            try await group.waitForAll()
        }
        let text = try await database.first("SELECT text FROM note WHERE id = 1") {
            try $0.get("text", as: String.self)
        }
        #expect(text == "20")
        #expect(await runs.value > 20)
    }

    private static func increment(_ database: Database, _ runs: Counter) async throws {
        try await database.transaction(isolation: .serializable, retries: 100) { connection in
            await runs.add()
            let old = try await connection.first("SELECT text FROM note WHERE id = 1") {
                try $0.get(0, as: String.self)
            }
            let new = (Int(old ?? "") ?? 0) + 1
            try await connection.execute("UPDATE note SET text = \(String(new)) WHERE id = 1")
        }
    }

    @Test("without retries a serialisation failure reaches the caller as such")
    func noRetry() async throws {
        try await database.execute(insert(1))
        let error = await #expect(throws: PostgresError.self) {
            try await database.transaction(isolation: .repeatableRead) { connection in
                _ = try await connection.query("SELECT text FROM note")
                try await database.execute("UPDATE note SET text = 'other'")
                try await connection.execute("UPDATE note SET text = 'mine'")
            }
        }
        #expect(error?.isRetryable == true)
    }

    @Test("a deadlock ends by running one of the two again")
    func deadlock() async throws {
        try await database.pipeline([insert(1), insert(2)])
        let meeting = Meeting()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for order in [[1, 2], [2, 1]] {
                group.addTask {
                    try await database.transaction(retries: 3) { connection in
                        try await connection.execute("UPDATE note SET text = text || 'y' WHERE id = \(order[0])")
                        await meeting.wait()
                        try await connection.execute("UPDATE note SET text = text || 'y' WHERE id = \(order[1])")
                    }
                }
            }
            try await group.waitForAll()
        }
        let texts = try await database.rows("SELECT text FROM note") { try $0.get("text", as: String.self) }
        #expect(texts == ["xyy", "xyy"])
    }

    @Test("an open transaction that a script leaves behind does not reach the next user")
    func leftOpen() async throws {
        let one = try await TestDatabase.create(template: .notes).connect(poolSize: 1)
        try await one.withConnection { connection in
            try await connection.executeScript("BEGIN; INSERT INTO note VALUES (1, 'x');")
        }
        #expect(try await one.query("SELECT FROM note").isEmpty)
    }
}

/// Counts what several tasks do.
actor Counter {
    private(set) var value = 0

    func add() { value += 1 }
}

/// Lets two tasks meet once; later callers pass.
actor Meeting {
    private var first: CheckedContinuation<Void, Never>?
    private var isOver = false

    func wait() async {
        guard !isOver else { return }
        if let first {
            isOver = true
            self.first = nil
            first.resume()
        } else {
            await withCheckedContinuation { first = $0 }
        }
    }
}

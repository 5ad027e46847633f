import Postgres
import TestSupport
import Testing

@Suite("Statements and pipelines")
struct StatementTests {
    private let database: Database

    init() async throws {
        database = try await TestDatabase.create(template: .notes).connect(poolSize: 1)
    }

    @Test("a result knows its rows and how many rows a statement changed")
    func results() async throws {
        #expect(
            try await database.execute("INSERT INTO note (id, text) SELECT n, 'n' FROM generate_series(1, 5) n") == 5)
        #expect(try await database.execute("DELETE FROM note WHERE id > \(3)") == 2)
        let result = try await database.query("SELECT id FROM note ORDER BY id")
        #expect(try result.map { try $0.get("id", as: Int.self) } == [1, 2, 3])
        #expect(result.affected == 3)
        #expect(try await database.query("SELECT 1 WHERE false").isEmpty)
        #expect(try await database.first("SELECT 1 WHERE false") { try $0.get(0, as: Int.self) } == nil)
        #expect(try await database.execute("") == 0)
    }

    @Test("a pipeline is one round trip and one transaction")
    func pipeline() async throws {
        try await Database.counting { counter in
            let results = try await database.pipeline(
                settings: ["app.person": "7"],
                [
                    "INSERT INTO note (id, text) VALUES (\(1), \("一"))", "SELECT text FROM note WHERE id = \(1)",
                    "SELECT current_setting('app.person')", "INSERT INTO note (id, text) VALUES (\(2), \("二"))",
                ])
            #expect(counter.roundTrips == 1)
            #expect(counter.statements == 4)
            #expect(results.map(\.affected) == [1, 1, 1, 1])
            #expect(try results[1].first?.get("text", as: String.self) == "一")
            #expect(try results[2].first?.get(0, as: String.self) == "7")
        }
        let setting = try await database.first("SELECT current_setting('app.person', true)") {
            try $0.get(0, as: String?.self)
        }
        #expect(setting == .some(nil) || setting == "")
    }

    @Test("an error in a pipeline names the statement, and nothing of the pipeline takes effect", arguments: 0...4)
    func pipelineError(place: Int) async throws {
        var statements = (0..<4).map { number -> SQL in "INSERT INTO note (id, text) VALUES (\(number + 10), 'x')" }
        statements.insert("INSERT INTO note (id, text) VALUES (\(10), NULL)", at: place)

        let error = await #expect(throws: PostgresError.self) {
            try await database.pipeline(settings: ["app.person": "7"], statements)
        }

        guard case .statement(let index, let cause) = error else {
            Issue.record("not the error of a pipeline: \(String(describing: error))")
            return
        }
        #expect(index == place)
        #expect(cause.sqlState == "23502")
        #expect(try await database.query("SELECT FROM note").count == 0)
    }

    @Test("a statement that cannot be parsed breaks nothing for the next one")
    func syntaxError() async throws {
        for _ in 0..<3 {
            await #expect(throws: PostgresError.self) { try await database.query("SELEKT 1") }
            #expect(try await database.query("SELECT 1").count == 1)
        }
        #expect(database.statistics.open == 1)
    }

    @Test("the error of a constraint names it and not the row")
    func constraint() async throws {
        try await database.execute("INSERT INTO note (id, text) VALUES (1, 'geheim')")
        let error = await #expect(throws: PostgresError.self) {
            try await database.execute("INSERT INTO note (id, text) VALUES (\(1), \("geheim"))")
        }
        #expect(error?.isUniqueViolation == true)
        #expect(error?.violates("note_has_one_id") == true)
        #expect(error?.description.contains("geheim") == false)
        #expect(error?.description.contains("(id)=(1)") == false)
    }

    @Test("more statements than the connection keeps prepared still work")
    func manyStatements() async throws {
        for round in 0..<2 {
            for number in 0..<600 {
                let sql = SQL(trusted: "SELECT \(number) AS value")
                #expect(try await database.first(sql) { try $0.get("value", as: Int.self) } == number, "round \(round)")
            }
        }
        let kept = try await database.first("SELECT count(*) AS n FROM pg_prepared_statements") {
            try $0.get("n", as: Int.self)
        }
        #expect(try #require(kept) <= 257)
    }

    @Test("a prepared statement survives a change of its table")
    func staleStatement() async throws {
        let sql: SQL = "SELECT * FROM note WHERE id = \(1)"
        try await database.execute("INSERT INTO note (id, text) VALUES (1, 'x')")
        #expect(try await database.query(sql).first?.columnNames == ["id", "text"])

        try await database.execute("ALTER TABLE note ADD COLUMN extra int DEFAULT 7")

        #expect(try await database.query(sql).first?.columnNames == ["id", "text", "extra"])
        try await database.execute("ALTER TABLE note DROP COLUMN extra")
        let names = try await database.transaction { connection in try await connection.query(sql).first?.columnNames }
        #expect(names == ["id", "text"])
    }

    @Test("within a transaction a stale statement is an error once, and not again")
    func staleInTransaction() async throws {
        let sql: SQL = "SELECT * FROM note"
        _ = try await database.query(sql)
        try await database.execute("ALTER TABLE note ADD COLUMN extra int")
        let run = {
            try await database.transaction { connection in
                _ = try await connection.query("SELECT 1")
                return try await connection.query(sql).count
            }
        }
        let error = await #expect(throws: PostgresError.self) { try await run() }
        #expect(error?.sqlState == "0A000")
        #expect(try await run() == 0)
    }

    @Test("a prepared statement that somebody removed is prepared again")
    func deallocated() async throws {
        #expect(try await database.query("SELECT 5").count == 1)
        try await database.withConnection { try await $0.executeScript("DEALLOCATE ALL") }
        #expect(try await database.query("SELECT 5").count == 1)
    }

    @Test("without prepared statements everything works, too")
    func unprepared() async throws {
        var configuration = database.configuration
        configuration.preparesStatements = false
        let plain = Database(configuration: configuration)
        for number in 0..<3 {
            #expect(try await plain.first("SELECT \(number)::int") { try $0.get(0, as: Int.self) } == number)
        }
        let kept = try await plain.first("SELECT count(*) FROM pg_prepared_statements") { try $0.get(0, as: Int.self) }
        #expect(kept == 0)
        await plain.close()
    }

    @Test("a script runs as a whole or not at all, and its errors name the line")
    func script() async throws {
        try await database.withConnection { connection in
            try await connection.executeScript(
                """
                CREATE TABLE a (id int);
                INSERT INTO a VALUES (1); INSERT INTO a VALUES (2);
                """)
            #expect(try await connection.query("SELECT FROM a").count == 2)
            let error = await #expect(throws: PostgresError.self) {
                try await connection.executeScript("CREATE TABLE b (id int);\n\nSELEKT;")
            }
            #expect(error?.description.contains("(line 3)") == true)
            #expect(
                try await connection.query("SELECT to_regclass('b')::text").first?.get(0, as: String?.self)
                    == .some(nil))
        }
    }

    @Test("a pipeline far beyond the buffers of a socket does not get stuck")
    func largePipeline() async throws {
        let text = String(repeating: "长", count: 20_000)
        let statements = (0..<300).map { _ -> SQL in "SELECT \(text)::text AS value" }
        let results = try await database.pipeline(statements)
        #expect(results.count == 300)
        #expect(try results[299].first?.get("value", as: String.self) == text)
    }

    @Test("COPY in a plain statement is refused, and the next statement works")
    func copyMisuse() async throws {
        await #expect(throws: PostgresError.self) { try await database.execute("COPY note FROM STDIN") }
        #expect(try await database.query("SELECT 1").count == 1)
        await #expect(throws: PostgresError.self) {
            try await database.withConnection { try await $0.executeScript("COPY note FROM STDIN") }
        }
        #expect(try await database.query("SELECT 1").count == 1)
    }
}

extension TestDatabase.Template {
    /// One table of notes.
    static let notes = Self("notes") { database in
        try await database.execute(
            "CREATE TABLE note (id int CONSTRAINT note_has_one_id PRIMARY KEY, text text NOT NULL)")
    }
}

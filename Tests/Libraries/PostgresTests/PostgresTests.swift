import Postgres
import TestSupport
import Testing

@Suite("Statements")
struct StatementTests {
    @Test("a value travels as a parameter and comes back")
    func roundTrip() async throws {
        let test = try await TestDatabase.create()
        let name = "O'Reilly \"忻州\" \\ $1 --"
        let found = try await test.database.first("SELECT \(name)::text AS name, \(42)::int AS number") { row in
            (try row.get("name", as: String.self), try row.get("number", as: Int.self))
        }
        #expect(found?.0 == name)
        #expect(found?.1 == 42)
    }

    @Test("a transaction of one statement costs two round trips, and settings hold in it")
    func transaction() async throws {
        let test = try await TestDatabase.create()
        try await test.database.execute("CREATE TABLE t (id int)")
        try await Database.counting { counter in
            let value = try await test.database.transaction(settings: ["app.person": "7"]) { connection in
                try await connection.first("SELECT current_setting('app.person') AS person") { row in
                    try row.get("person", as: String.self)
                }
            }
            #expect(value == "7")
            #expect(counter.statements == 1)
            #expect(counter.roundTrips == 2)
        }
    }
}

import HTTPTypes
import HummingbirdTesting
import Postgres
import Testing

@testable import Web

struct FailureTests {
    private static func server(_ state: String) -> PostgresError {
        .server(sqlState: state, message: "m", constraint: nil, table: nil, column: nil)
    }

    @Test(
        "a database that is away is 503, a slow statement is a time limit, a mistake of ours is 500",
        arguments: [
            (PostgresError.connection("gone"), 503, "unavailable"),
            (.poolExhausted(size: 8, waiting: 90), 503, "unavailable"),
            (.commitUnknown("gone"), 503, "unavailable"), (server("57P01"), 503, "unavailable"),
            (server("40001"), 503, "unavailable"),
            (.statement(index: 0, cause: server("53100")), 503, "unavailable"),
            (.statement(index: 1, cause: server("57P03")), 503, "unavailable"), (server("57014"), 503, "timed-out"),
            (.cancelled, 503, "timed-out"), (server("23505"), 500, "failure"), (.misuse("m"), 500, "failure"),
        ])
    func statuses(error: PostgresError, status: Int, code: String) async throws {
        let route = DoorRoute.get("/", .anyone) { _ in throw error }
        try await ExampleDoor(routes: [route]).test { client in
            let answer = try await client.execute(uri: "/", method: .get)

            #expect(answer.status.code == status)
            #expect(answer.text.contains("\"code\":\"\(code)\""))
        }
    }

    @Test("the log says what the database said, and of other failures only what they are")
    func words() {
        #expect(Failure.words(for: PostgresError.connection("refused")) == "database connection: refused")
        #expect(Failure.words(for: ExampleFailure(secret: "140902199001011234")) == "WebTests.ExampleFailure")
    }
}

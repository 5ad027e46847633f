import Base
import HTTPTypes
import HummingbirdTesting
import SeededRandom
import Testing

@testable import Web

struct ParameterTests {
    @Test(
        "a parameter is decoded, and what no page can be called is not found",
        arguments: [
            ("/items/%E4%BA%8B%20%31", 200, "事 1"), ("/items/%FF", 404, ""), ("/items/%00", 404, ""),
            ("/items/%0A", 404, ""),
            ("/items/" + String(repeating: "a", count: 201), 404, ""), ("/items/..%2F..%2Fetc", 200, "../../etc"),
            ("/items/%3Cscript%3E", 200, "&lt;script&gt;"),
        ])
    func parameters(uri: String, status: Int, shown: String) async throws {
        try await ExampleDoor().test { client in
            let answer = try await client.execute(uri: uri, method: .get, headers: .browser)

            #expect(answer.status.code == status)
            #expect(shown.isEmpty || answer.text.contains("<h1>\(shown)</h1>"))
        }
    }

    @Test("a path of its own comes before a parameter, whatever the order of the routes")
    func literalFirst() async throws {
        let routes: [DoorRoute] = [
            .get("/items/{code}", .anyone) { request in .page(TextPage("code \(try request.parameter("code"))")) },
            .get("/items/{code}/steps", .anyone) { _ in .page(TextPage("steps")) },
            .get("/items/new", .anyone) { _ in .page(TextPage("new")) },
        ]
        try await ExampleDoor(routes: routes).test { client in
            for (uri, shown) in [("/items/new", "new"), ("/items/1", "code 1"), ("/items/1/steps", "steps")] {
                let answer = try await client.execute(uri: uri, method: .get, headers: .browser)

                #expect(answer.text.contains("<h1>\(shown)</h1>"))
            }
        }
    }

    @Test("any path and any query are answered, never with a failure")
    func fuzz() async throws {
        try await ExampleDoor().test { client in
            var random = SeededRandom(21)
            let pieces = [
                "/", "items", "%", "%2", "%2F", "?", "&", "=", "#", "..", "%E4", "a", "{code}", "*", ";", "//", "+",
                "\\",
            ]
            for _ in 0..<300 {
                let uri = "/" + (0..<random.int(0...10)).map { _ in random.pick(pieces) }.joined()

                let answer = try await client.execute(
                    uri: uri, method: random.pick([.get, .post, .head, .delete]), headers: .browser)

                #expect(answer.status.code < 500, "seed 21, \(uri)")
            }
        }
    }

    @Test("a query that cannot be read is refused", arguments: ["/?a=%FF", "/?a=%", "/?%zz"])
    func query(uri: String) async throws {
        try await ExampleDoor().test { client in
            let answer = try await client.execute(uri: uri, method: .get, headers: .browser)

            #expect(answer.status == .badRequest)
        }
    }

    @Test(
        "preferences survive their cookie, and a foreign cookie changes nothing",
        arguments: ["", "elder", "elder.large", "contrast.cozy.nokeys", "max"])
    func preferences(cookie: String) {
        let preferences = Preferences(cookie: cookie)

        #expect(Preferences(cookie: preferences.cookie) == preferences)
        #expect(Preferences(cookie: "zzz.\u{0}.;") == Preferences())
    }

    @Test("a cookie header is read, the first of one name counts")
    func cookies() {
        let jar = CookieJar(header: "a=1; b=2;c=x=y; a=3; d; =4")

        #expect(jar["a"] == "1" && jar["b"] == "2" && jar["c"] == "x=y" && jar["d"] == nil)
    }

    @Test("cookies over TLS are secure and bound to the host")
    func secureCookies() {
        let settings = DoorSettings(.public, secret: [UInt8](repeating: 1, count: 16))

        #expect(settings.sessionCookie(isSecure: true) == "__Host-public")
        #expect(FormGuard.cookieName(isSecure: true) == "__Host-form")
        #expect(
            SetCookie("a", "b", maxAge: 5).header(isSecure: true)
                == "a=b; Path=/; HttpOnly; SameSite=Lax; Max-Age=5; Secure")
    }

    @Test("only the hosts of a door are served", arguments: [("localhost", 200), ("other.example", 421)])
    func hosts(host: String, status: Int) async throws {
        var example = ExampleDoor()
        example.settings.reach = { DoorReach(hosts: [host]) }
        try await example.test { client in
            let answer = try await client.execute(uri: "/", method: .get, headers: .browser)

            #expect(answer.status.code == status)
        }
    }

    @Test(
        "sizes are written as people say them",
        arguments: [
            (12, "12 字节"), (2_000, "1 KB"), (2_202_010, "2.1 MB"), (20_971_520, "20 MB"), (1_610_612_736, "1.5 GB"),
        ])
    func sizes(count: Int, words: String) {
        #expect(ByteCount.words(count) == words)
    }
}

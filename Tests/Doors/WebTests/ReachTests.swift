import Base
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

@testable import Web

struct ReachTests {
    @Test("a door reached over TLS sets secure cookies bound to its host and asks browsers to stay with TLS")
    func secure() async throws {
        var example = ExampleDoor()
        example.settings.reach = { DoorReach(origin: "https://zwfw.example.cn") }
        try await example.test { client in
            let page = try await client.execute(uri: "/form", method: .get, headers: .browser)
            let cookie = try #require(page.headers[.setCookie])

            #expect(cookie.hasPrefix("__Host-form="))
            #expect(cookie.hasSuffix("; Path=/; HttpOnly; SameSite=Lax; Secure"))
            #expect(page.headers[.strictTransportSecurity] == "max-age=31536000")
        }
    }

    @Test("a form over TLS is taken with the cookie of its own name only")
    func secureForm() async throws {
        var example = ExampleDoor()
        example.settings.reach = { DoorReach(origin: "https://zwfw.example.cn") }
        try await example.test { client in
            let page = try await client.execute(uri: "/form", method: .get, headers: .browser)
            let nonce = String(try #require(page.headers[.setCookie]).prefix { $0 != ";" })
            let token = try #require(page.text.firstMatch(of: /name="csrf" value="([0-9a-f]+)"/)).1
            let body = ByteBuffer(string: "csrf=\(token)&name=a")
            let fields = HTTPFields.browser.asForm

            let own = try await client.execute(
                uri: "/form", method: .post, headers: fields.with(.cookie, nonce), body: body)
            let planted = try await client.execute(
                uri: "/form", method: .post,
                headers: fields.with(.cookie, nonce.replacing("__Host-form", with: "form")), body: body)

            #expect(own.status == .ok)
            #expect(planted.status == .forbidden)
        }
    }

    @Test("the word of a proxy counts from a network that is trusted, and sends plain HTTP on to TLS")
    func proxyProto() async throws {
        for (network, proto, status) in [
            ("127.0.0.0/8", "http", 308), ("127.0.0.0/8", "https", 200), ("10.0.0.0/8", "http", 200),
        ] {
            var example = ExampleDoor()
            let proxies = [try #require(AddressRange(network))]
            example.settings.reach = {
                DoorReach(origin: "https://zwfw.example.cn", hosts: ["localhost"], trustedProxies: proxies)
            }
            try await example.live { door in
                let answer = await RawConnection.exchange(
                    port: door.port,
                    "GET /items/1?a=b HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\nX-Forwarded-Proto: https, \(proto)\r\nConnection: close\r\n\r\n"
                )

                #expect(answer.text.hasPrefix("HTTP/1.1 \(status) "), "\(network) \(proto)")
                let leads = answer.text.contains("Location: https://zwfw.example.cn/items/1?a=b\r\n")
                #expect(leads == (status == 308))
            }
        }
    }

    @Test(
        "sessions of staff are strict, those of citizens are not",
        arguments: [(DoorName.office, "Strict"), (.public, "Lax")])
    func strictness(door: DoorName, word: String) async throws {
        let routes: [DoorRoute] = [
            .get("/in", .anyone) { _ in Answer.redirect(to: "/").openingSession("secret") },
            .get("/out", .anyone) { _ in Answer.redirect(to: "/").endingSession() },
        ]
        try await ExampleDoor(door, routes: routes).test { client in
            let opened = try await client.execute(uri: "/in", method: .get)
            let ended = try await client.execute(uri: "/out", method: .get)
            let name = "\(door.rawValue)-session"

            #expect(opened.headers[.setCookie] == "\(name)=secret; Path=/; HttpOnly; SameSite=\(word)")
            #expect(ended.headers[.setCookie] == "\(name)=; Path=/; HttpOnly; SameSite=\(word); Max-Age=0")
        }
    }

    @Test("a link from elsewhere into the staff's door opens by way of a page of our own, which carries the session")
    func arrival() async throws {
        try await ExampleDoor(.office).test { client in
            let foreign: [HTTPFields] = [
                HTTPFields.browser.with(.secFetchSite, "cross-site"),
                HTTPFields.browser.with(.referer, "https://oa.example.cn/mail"),
            ]
            for headers in foreign {
                let page = try await client.execute(uri: "/desk?tab=a&b=c", method: .get, headers: headers)

                #expect(page.status == .ok)
                #expect(page.text.contains("http-equiv=\"refresh\" content=\"0;url=/desk?tab=a&amp;b=c\""))
                #expect(page.headers[.location] == nil)
            }
            let own = HTTPFields.browser.with(.secFetchSite, "same-origin")
            let again = try await client.execute(uri: "/desk?tab=a", method: .get, headers: own)
            #expect(again.headers[.location] == "/signin?next=%2Fdesk%3Ftab%3Da", "no second detour, so no loop")

            let typed = try await client.execute(uri: "/desk", method: .get, headers: .browser)
            #expect(typed.headers[.location] == "/signin?next=%2Fdesk")
        }
    }

    @Test(
        "whatever a method is called, a known path answers 405 with what it has and an unknown one 404",
        arguments: ["TRACE", "PROPFIND", "OPTIONS", "DELETE"])
    func methods(name: String) async throws {
        let method = try #require(HTTPRequest.Method(name))
        try await ExampleDoor().test { client in
            let known = try await client.execute(uri: "/items/1", method: method)
            let both = try await client.execute(uri: "/form/", method: method)
            let unknown = try await client.execute(uri: "/nowhere", method: method)

            #expect(known.status == .methodNotAllowed && known.headers[.allow] == "GET, HEAD")
            #expect(both.status == .methodNotAllowed && both.headers[.allow] == "GET, HEAD, POST")
            #expect(unknown.status == .notFound && unknown.headers[.allow] == nil)
        }
    }

    @Test(
        "the type of a problem leads to a page in Chinese, at a door of people and at one of programs",
        arguments: [DoorName.public, .api])
    func problemPages(door: DoorName) async throws {
        try await ExampleDoor(door).test { client in
            let problem = try await client.execute(uri: "/nowhere", method: .get)
            let type = try #require(problem.text.firstMatch(of: /"type":"([^"]+)"/)).1
            let page = try await client.execute(uri: String(type), method: .get, headers: .browser)
            let index = try await client.execute(uri: "/problems", method: .get, headers: .browser)
            let unknown = try await client.execute(uri: "/problems/no.such", method: .get, headers: .browser)

            #expect(type == "/problems/not-found")
            #expect(page.status == .ok && page.text.contains("没有这个网址"))
            #expect(page.headers[.setCookie] == nil)
            #expect(index.text.contains("href=\"/problems/case.not-found\""))
            #expect(unknown.status == .notFound)
        }
    }

    @Test("a closed object refuses a member that it does not know, and says where")
    func closedObjects() throws {
        struct Leaf: ClosedObject {
            static let members: Set<String> = ["name"]
            let name: String
        }
        struct Tree: ClosedObject {
            static let members: Set<String> = ["leaf"]
            let leaf: Closed<Leaf>
        }
        let good = try JSONBody.decode(Closed<Tree>.self, from: Array(#"{"leaf":{"name":"a"}}"#.utf8))
        #expect(good.value.leaf.value.name == "a")

        let bad = #expect(throws: Problem.self) {
            try JSONBody.decode(Closed<Tree>.self, from: Array(#"{"leaf":{"name":"a","nam":"b"}}"#.utf8))
        }
        #expect(bad?.faults.map(\.pointer) == ["/leaf/nam"])
    }
}

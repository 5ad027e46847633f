import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Testing

@testable import Web

struct AnswerTests {
    @Test("a page comes in the frame of its door, with its title before the name of the site")
    func page() async throws {
        try await ExampleDoor().test { client in
            let answer = try await client.execute(uri: "/items/%E5%8A%9E%E4%BB%B6", method: .get, headers: .browser)

            #expect(answer.status == .ok)
            #expect(answer.headers[.contentType] == "text/html; charset=utf-8")
            #expect(answer.text.contains("<title>办件 - 政务服务平台</title>"))
            #expect(answer.text.contains("<h1>办件</h1>"))
        }
    }

    @Test("every answer forbids foreign and inline script, frames and type guessing, and names no server")
    func securityHeaders() async throws {
        try await ExampleDoor().test { client in
            for uri in ["/", "/nowhere", "/failed", "/file", "/assets/none.css"] {
                let answer = try await client.execute(uri: uri, method: .get, headers: .browser)
                let policy = try #require(answer.headers[.contentSecurityPolicy])
                #expect(policy.contains("default-src 'self'") && policy.contains("frame-ancestors 'none'"))
                #expect(!policy.contains("unsafe"))
                #expect(answer.headers[.xContentTypeOptions] == "nosniff")
                #expect(answer.headers[.server] == nil)
                #expect(answer.headers[.requestID]?.count == 16)
            }
        }
    }

    @Test("what a signed-in person sees is not kept by any cache")
    func caching() async throws {
        try await ExampleDoor().test { client in
            let own = try await client.execute(uri: "/mine", method: .get, headers: .citizen)
            #expect(own.headers[.cacheControl] == "no-store")

            let common = try await client.execute(uri: "/", method: .get, headers: .browser)
            #expect(common.headers[.cacheControl] == "no-cache")
        }
    }

    @Test("an unknown path is 404, a known path with another method is 405 and says which it has")
    func notFoundAndMethod() async throws {
        try await ExampleDoor().test { client in
            let unknown = try await client.execute(uri: "/nowhere", method: .get, headers: .browser)
            #expect(unknown.status == .notFound)
            #expect(unknown.text.contains("没有找到这个页面"))
            #expect(unknown.text.contains("<title>错误："))

            let method = try await client.execute(uri: "/items/1", method: .delete)
            #expect(method.status == .methodNotAllowed)
            #expect(method.headers[.allow] == "GET, HEAD")

            let both = try await client.execute(uri: "/form", method: .put)
            #expect(both.headers[.allow] == "GET, HEAD, POST")
        }
    }

    @Test("HEAD gives the headers of GET without the body")
    func head() async throws {
        try await ExampleDoor().test { client in
            let get = try await client.execute(uri: "/items/1", method: .get, headers: .browser)
            let head = try await client.execute(uri: "/items/1", method: .head, headers: .browser)

            #expect(head.status == .ok)
            #expect(head.text.isEmpty)
            #expect(head.headers[.contentLength] == get.headers[.contentLength])
        }
    }

    @Test("a refusal of the rules keeps its code and reason, as JSON for programs and as a page for people")
    func refusal() async throws {
        try await ExampleDoor().test { client in
            let program = try await client.execute(uri: "/refused", method: .get)
            #expect(program.status == .preconditionFailed)
            #expect(program.headers[.contentType] == "application/problem+json")
            #expect(program.text.contains("\"code\":\"example.changed\""))
            #expect(program.text.contains("\"type\":\"/problems/example.changed\""))

            let person = try await client.execute(uri: "/refused", method: .get, headers: .browser)
            #expect(person.status == .preconditionFailed)
            #expect(person.text.contains("办件已被他人修改"))
        }
    }

    @Test("a failure shows a plain sentence and the number to ask with, never what it held")
    func failure() async throws {
        try await ExampleDoor().test { client in
            let answer = try await client.execute(uri: "/failed", method: .get, headers: .browser)

            #expect(answer.status == .internalServerError)
            #expect(!answer.text.contains("140902199001011234"))
            #expect(answer.text.contains(try #require(answer.headers[.requestID])))
        }
    }

    @Test("a handler that takes too long is stopped and answered")
    func timeLimit() async throws {
        var example = ExampleDoor()
        example.settings.timeLimit = .milliseconds(20)
        try await example.test { client in
            let answer = try await client.execute(uri: "/slow", method: .get)

            #expect(answer.status == .serviceUnavailable)
            #expect(answer.headers[.retryAfter] == "10")
        }
    }

    @Test(
        "only a path of this site may be redirected to",
        arguments: [
            ("/my?a=1", "/my?a=1"), ("//evil.example", "/"), ("/\\evil.example", "/"), ("https://evil.example", "/"),
            ("/a\r\nSet-Cookie: a", "/"), ("", "/"), ("javascript:alert(1)", "/"),
        ])
    func redirects(asked: String, given: String) {
        #expect(LocalPath.safe(asked) == given)
    }

    @Test(
        "preferences from nowhere or from another site are not taken", arguments: [nil, "https://evil.example", "null"])
    func foreignPreferences(origin: String?) async throws {
        var headers = HTTPFields.browser.asForm
        if let origin { headers[.origin] = origin }
        let sent = headers
        try await ExampleDoor().test { client in
            let answer = try await client.execute(
                uri: "/preferences", method: .post, headers: sent, body: ByteBuffer(string: "mode=elder"))

            #expect(answer.status == .forbidden)
        }
    }

    @Test("a page without a form sets no cookie, in any layout")
    func noNeedlessCookie() async throws {
        let example = ExampleDoor()
        let door = Door(example.settings, layout: Gallery.publicLayout, routes: example.routes)
        try await Application(router: door.router(), logger: Logger(label: "test")).test(.router) { client in
            let answer = try await client.execute(uri: "/", method: .get, headers: .browser)

            #expect(answer.headers[.setCookie] == nil)
            #expect(answer.headers[.cacheControl] == "no-cache")
        }
    }

    @Test("preferences are kept in a cookie and are in the first paint of the next page")
    func preferences() async throws {
        try await ExampleDoor().test { client in
            let answer = try await client.execute(
                uri: "/preferences", method: .post, headers: .browser.asForm.with(.origin, "http://localhost"),
                body: ByteBuffer(string: "mode=elder&back=/items/1"))
            #expect(answer.headers[.location] == "/items/1")
            let cookie = try #require(answer.headers[.setCookie]?.split(separator: ";").first)
            #expect(cookie == "ui=elder")

            let page = try await client.execute(uri: "/", method: .get, headers: .browser.with(.cookie, String(cookie)))
            #expect(page.text.contains("<html lang=\"zh-CN\" data-mode=\"elder\">"))
        }
    }
}

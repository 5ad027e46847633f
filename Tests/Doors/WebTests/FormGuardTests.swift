import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import Web

struct FormGuardTests {
    @Test("a form with the token of the session is taken")
    func takesOwnForm() async throws {
        try await ExampleDoor().test { client in
            let answer = try await client.execute(
                uri: "/mine", method: .post, headers: .citizen.asForm,
                body: ByteBuffer(string: "csrf=\(ExampleDoor.csrf)"))

            #expect(answer.status == .seeOther)
        }
    }

    @Test(
        "a form without the token, or with another, is refused",
        arguments: ["", "csrf=", "csrf=0123456789abcdee", "name=a"])
    func refusesForeignForm(body: String) async throws {
        try await ExampleDoor().test { client in
            let answer = try await client.execute(
                uri: "/mine", method: .post, headers: .citizen.asForm, body: ByteBuffer(string: body))

            #expect(answer.status == .forbidden)
            #expect(answer.text.contains("页面已过期"))
        }
    }

    @Test(
        "a request that the browser says comes from elsewhere is refused even with the token",
        arguments: [
            ("Origin", "https://evil.example", false), ("Origin", "null", false), ("Origin", "http://localhost", true),
            ("Sec-Fetch-Site", "cross-site", false), ("Sec-Fetch-Site", "same-site", false),
            ("Sec-Fetch-Site", "same-origin", true),
        ])
    func origin(name: String, value: String, isTaken: Bool) async throws {
        let field = try #require(HTTPField.Name(name))
        try await ExampleDoor().test { client in
            let answer = try await client.execute(
                uri: "/mine", method: .post, headers: .citizen.asForm.with(field, value),
                body: ByteBuffer(string: "csrf=\(ExampleDoor.csrf)"))

            #expect(answer.status == (isTaken ? .seeOther : .forbidden))
        }
    }

    @Test("before sign-in the token of the page goes with the cookie of the page")
    func anonymousForm() async throws {
        try await ExampleDoor().test { client in
            let page = try await client.execute(uri: "/form", method: .get, headers: .browser)
            let cookie = try #require(page.headers[.setCookie])
            let nonce = try #require(cookie.split(separator: ";").first)
            let token = try #require(Self.token(in: page.text))
            #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"))
            #expect(page.headers[.cacheControl] == "no-store")

            let body = ByteBuffer(string: "csrf=\(token)&name=%E6%9D%8E")
            let headers = HTTPFields.browser.asForm
            let taken = try await client.execute(
                uri: "/form", method: .post, headers: headers.with(.cookie, String(nonce)), body: body)
            #expect(taken.status == .ok)
            #expect(taken.text.contains("name=李"))

            let withoutCookie = try await client.execute(uri: "/form", method: .post, headers: headers, body: body)
            #expect(withoutCookie.status == .forbidden)

            let otherCookie = try await client.execute(
                uri: "/form", method: .post, headers: headers.with(.cookie, "form=aaaaaaaaaaaaaaaa"), body: body)
            #expect(otherCookie.status == .forbidden)
        }
    }

    @Test("a second page keeps the cookie that the browser already has")
    func keepsNonce() async throws {
        try await ExampleDoor().test { client in
            let first = try await client.execute(uri: "/form", method: .get, headers: .browser)
            let nonce = try #require(first.headers[.setCookie]?.split(separator: ";").first)

            let second = try await client.execute(
                uri: "/form", method: .get, headers: .browser.with(.cookie, String(nonce)))

            #expect(second.headers[.setCookie] == nil)
            #expect(Self.token(in: second.text) == Self.token(in: first.text))
        }
    }

    @Test("script sends the token in a header, for JSON and for streams")
    func headerToken() async throws {
        try await ExampleDoor().test { client in
            let headers = HTTPFields.citizen.with(.contentType, "application/json")
            let body = ByteBuffer(string: "{\"name\":\"a\",\"age\":1}")

            let bare = try await client.execute(uri: "/json", method: .post, headers: headers, body: body)
            #expect(bare.status == .forbidden)

            let guarded = try await client.execute(
                uri: "/json", method: .post, headers: headers.with(.csrfToken, ExampleDoor.csrf), body: body)
            #expect(guarded.status == .ok)

            let stream = try await client.execute(
                uri: "/raw", method: .put, headers: .citizen.with(.csrfToken, ExampleDoor.csrf),
                body: ByteBuffer(repeating: 7, count: 40_000))
            #expect(stream.text.contains("<h1>40000</h1>"))
        }
    }

    static func token(in page: String) -> String? {
        guard let start = page.range(of: "name=\"csrf\" value=\"")?.upperBound else { return nil }
        return String(page[start...].prefix { $0 != "\"" })
    }
}

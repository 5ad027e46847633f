import Foundation
package import HTTPTypes
package import Hummingbird
package import HummingbirdTesting
package import Markup
import NIOCore
package import Web

/// A browser without script for tests: keeps cookies, sends the form token of the page it looks at, follows redirects, and
/// notes the faults of every page.
package actor VisitorBrowser {
    package struct Answer: Sendable {
        package let status: Int
        /// Where the browser is after all redirects.
        package let location: String
        package let text: String
        package let headers: HTTPFields
    }

    private let client: any TestClientProtocol
    private var cookies: [String: String] = [:]
    private var formToken = ""
    /// Faults of markup, and pages without exactly one `h1`.
    package private(set) var faults: [String] = []

    package init(_ client: any TestClientProtocol) {
        self.client = client
    }

    /// Puts a cookie in, such as the session of a test person.
    package func adopt(cookie name: String, _ value: String) {
        cookies[name] = value
    }

    package func cookie(_ name: String) -> String? { cookies[name] }

    /// Looks at a page.
    package func get(_ path: String) async throws -> Answer {
        try await send(.get, path, [:], [])
    }

    /// Sends a form of the page looked at last.
    package func post(_ path: String, _ fields: KeyValuePairs<String, String> = [:]) async throws -> Answer {
        try await post(path, fields: fields.map { ($0.key, $0.value) })
    }

    /// Sends a form of the page looked at last, put together by the test.
    package func post(_ path: String, fields: [(String, String)]) async throws -> Answer {
        let all = [("csrf", formToken)] + fields
        let body = all.map { "\(urlEncoded($0.0))=\(urlEncoded($0.1))" }.joined(separator: "&")
        return try await send(.post, path, [.contentType: "application/x-www-form-urlencoded"], Array(body.utf8))
    }

    /// Sends a form with one file.
    package func post(
        _ path: String, _ fields: KeyValuePairs<String, String>, file: (field: String, name: String, bytes: [UInt8])
    ) async throws -> Answer {
        try await post(path, form: fields.map { ($0.key, $0.value) }, files: [file])
    }

    /// What script sends: asks for data, and shows the form token in a header.
    package func script(
        _ method: HTTPRequest.Method, _ path: String, _ headers: HTTPFields = [:], _ body: [UInt8] = []
    ) async throws -> Answer {
        var headers = headers
        if let name = HTTPField.Name("X-CSRF-Token") { headers[name] = formToken }
        headers[.accept] = headers[.accept] ?? "application/json"
        return try await send(method, path, headers, body)
    }

    /// Sends a form that may carry files (`multipart/form-data`).
    package func post(
        _ path: String, form: [(String, String)], files: [(field: String, name: String, bytes: [UInt8])] = []
    ) async throws -> Answer {
        let line = "----part"
        var body: [UInt8] = []
        for (name, value) in [("csrf", formToken)] + form {
            body += Array("--\(line)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8)
        }
        for file in files {
            let disposition = "Content-Disposition: form-data; name=\"\(file.field)\"; filename=\"\(file.name)\""
            body += Array("--\(line)\r\n\(disposition)\r\nContent-Type: application/octet-stream\r\n\r\n".utf8)
            body += file.bytes + Array("\r\n".utf8)
        }
        body += Array("--\(line)--\r\n".utf8)
        return try await send(.post, path, [.contentType: "multipart/form-data; boundary=\(line)"], body)
    }

    private func send(
        _ method: HTTPRequest.Method, _ path: String, _ headers: HTTPFields, _ body: [UInt8], redirects: Int = 0
    ) async throws -> Answer {
        var headers = headers
        headers[.accept] = headers[.accept] ?? "text/html"
        headers[.cookie] = cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
        let answer = try await client.execute(
            uri: path, method: method, headers: headers, body: body.isEmpty ? nil : ByteBuffer(bytes: body))
        for line in answer.headers[values: .setCookie] { keep(line) }
        if let location = answer.headers[.location], redirects < 6 {
            return try await send(.get, location, [:], [], redirects: redirects + 1)
        }
        let text = String(buffer: answer.body)
        if answer.headers[.contentType]?.hasPrefix("text/html") == true { look(at: text, path) }
        return Answer(status: answer.status.code, location: path, text: text, headers: answer.headers)
    }

    private func keep(_ line: String) {
        let pair = line.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard pair.count == 2 else { return }
        cookies[String(pair[0])] = line.contains("Max-Age=0") ? nil : String(pair[1])
    }

    private func look(at text: String, _ path: String) {
        faults += MarkupCheck.faults(in: HTML(trusted: text)).map { "\(path): \($0)" }
        if text.components(separatedBy: "<h1").count != 2 { faults.append("\(path): not one h1") }
        let mark = "name=\"csrf\" value=\""
        if let start = text.range(of: mark) { formToken = String(text[start.upperBound...].prefix { $0 != "\"" }) }
    }
}

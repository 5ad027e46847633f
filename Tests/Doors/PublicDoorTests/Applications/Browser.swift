import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Markup
import NIOCore
import TestSupport
import Testing
import Web

/// Sends what a browser without script sends, and checks every page that comes back.
struct Browser: Sendable {
    let client: any TestClientProtocol
    let person: TestPeople.Person?

    struct Answer: Sendable {
        let status: Int
        let text: String
        let bytes: [UInt8]
        let location: String
    }

    func get(_ path: String) async throws -> Answer {
        try await send(.get, path, [.accept: "text/html"])
    }

    func post(_ path: String, _ fields: [(String, String)] = []) async throws -> Answer {
        let all = [("csrf", person?.csrfToken ?? "")] + fields
        let body = all.map { "\(urlEncoded($0.0))=\(urlEncoded($0.1))" }.joined(separator: "&")
        return try await send(
            .post, path, [.accept: "text/html", .contentType: "application/x-www-form-urlencoded"], Array(body.utf8))
    }

    /// A form with files, as a browser without script sends it.
    func post(
        _ path: String, _ fields: [(String, String)], files: [(field: String, name: String, bytes: [UInt8])]
    ) async throws -> Answer {
        let line = "----boundary"
        var body: [UInt8] = []
        func append(_ text: String) { body.append(contentsOf: text.utf8) }
        for (name, value) in [("csrf", person?.csrfToken ?? "")] + fields {
            append("--\(line)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n")
        }
        for file in files {
            append("--\(line)\r\nContent-Disposition: form-data; name=\"\(file.field)\"; filename=\"\(file.name)\"\r\n")
            append("Content-Type: application/octet-stream\r\n\r\n")
            body.append(contentsOf: file.bytes)
            append("\r\n")
        }
        append("--\(line)--\r\n")
        return try await send(
            .post, path, [.accept: "text/html", .contentType: "multipart/form-data; boundary=\(line)"], body)
    }

    /// What script sends.
    func send(
        _ method: HTTPRequest.Method, _ path: String, _ headers: HTTPFields, _ body: [UInt8] = []
    ) async throws -> Answer {
        var headers = headers
        if let person {
            headers[.cookie] = "public-session=\(person.token)"
            if headers[.accept] == "application/json", let name = HTTPField.Name("X-CSRF-Token") {
                headers[name] = person.csrfToken
            }
        }
        let answer = try await client.execute(
            uri: path, method: method, headers: headers, body: body.isEmpty ? nil : ByteBuffer(bytes: body))
        let text = String(buffer: answer.body)
        if answer.headers[.contentType]?.hasPrefix("text/html") ?? false {
            #expect(MarkupCheck.faults(in: HTML(trusted: text)) == [], "\(method) \(path)")
            #expect(text.components(separatedBy: "<h1").count == 2, "one h1 on \(path)")
        }
        return Answer(
            status: answer.status.code, text: text, bytes: Array(buffer: answer.body),
            location: answer.headers[.location] ?? "")
    }
}

/// Files to hand in.
enum ExampleFile {
    /// A picture of one pixel.
    static let png: [UInt8] = Array(
        Data(
            base64Encoded:
                "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
            ?? Data())
}

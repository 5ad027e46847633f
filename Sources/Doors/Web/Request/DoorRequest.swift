package import Base
package import Foundation
import HTTPTypes
package import Hummingbird
package import People

/// A request as a handler sees it: allowed, of the right kind, its form already read.
package struct DoorRequest: Sendable {
    package let method: HTTPRequest.Method
    package let headers: HTTPFields
    /// The fields after the question mark.
    package let query: FormFields
    /// The fields of an URL-encoded form; empty for other bodies.
    package let form: FormFields
    package let viewer: Viewer
    package let door: DoorName
    let parameters: [String: String]
    let bytes: [UInt8]
    let multipart: MultipartReader?
    let body: BodyChunks

    /// The path of this request.
    package var path: String { viewer.path }

    package var preferences: Preferences { viewer.preferences }

    package var requestID: String { viewer.requestID }

    package var clientAddress: ClientAddress { viewer.facts.address }

    /// The token for the forms of the page that answers this request.
    package var formToken: FormToken { viewer.formToken }

    /// A part of the path, percent-decoded: `code` of `/items/{code}`.
    ///
    /// - Throws: `Problem` 404 when it is not UTF-8 text or too long for any name of ours.
    package func parameter(_ name: String) throws(Problem) -> String {
        guard let written = parameters[name] else { preconditionFailure("The route has no parameter {\(name)}") }
        guard let text = written.removingPercentEncoding, !text.isEmpty, text.utf8.count <= 200,
            !text.unicodeScalars.contains(where: { $0.value < 0x20 })
        else { throw .notFound }
        return text
    }

    /// A part of the path that is a UUID.
    ///
    /// - Throws: `Problem` 404 for anything else: such a page does not exist.
    package func uuid(_ name: String) throws(Problem) -> UUID {
        guard let id = UUID(uuidString: try parameter(name)) else { throw .notFound }
        return id
    }

    /// A part of the path that is a whole number.
    ///
    /// - Throws: `Problem` 404 for anything else.
    package func integer(_ name: String) throws(Problem) -> Int {
        guard let number = Int(try parameter(name)) else { throw .notFound }
        return number
    }

    /// The open session, if any.
    package var session: Session? { viewer.session }

    /// The signed-in citizen.
    ///
    /// - Throws: `Problem` 401 when there is none; on routes with access `.citizen` there always is one.
    package var citizen: Citizen {
        get throws(Problem) {
            guard let citizen = viewer.citizen else { throw .signInNeeded }
            return citizen
        }
    }

    /// The signed-in member of staff.
    ///
    /// - Throws: `Problem` 401 when there is none; on routes for staff there always is one.
    package var officer: Officer {
        get throws(Problem) {
            guard let officer = viewer.officer else { throw .signInNeeded }
            return officer
        }
    }

    /// The connected system of an API request.
    ///
    /// - Throws: `Problem` 401 when there is none.
    package var client: Client {
        get throws(Problem) {
            guard case .client(let client, _) = viewer.visitor else { throw .signInNeeded }
            return client
        }
    }

    /// Who asks, for audit rows and row-level security.
    package var party: ActingParty {
        // Without a network, as in tests, there is no address; PostgreSQL takes no empty one.
        let address = clientAddress.text.isEmpty ? nil : clientAddress.text
        return switch viewer.visitor {
        case .nobody: .anonymous(door: door, clientAddress: address, requestID: requestID)
        case .session(let session): session.party(door: door, clientAddress: address, requestID: requestID)
        case .client(let client, let token):
            ActingParty(
                kind: .client, id: client.id, name: client.name, door: door, clientAddress: address,
                requestID: requestID, clientToken: token)
        }
    }

    /// The key that makes a repeated submission the same one: header `Idempotency-Key`, or the form field `key`.
    package var idempotencyKey: String? {
        let key = headers[.idempotencyKey] ?? form.text("key")
        return key.flatMap { (1...80).contains($0.utf8.count) ? $0 : nil }
    }

    /// Whether a page is wanted rather than data.
    package var wantsHTML: Bool { Self.wantsHTML(headers) }

    /// Whether script asks for a piece of a page only.
    package var wantsFragment: Bool { headers[.partial] != nil }

    static func wantsHTML(_ headers: HTTPFields) -> Bool {
        headers[.accept]?.contains("text/html") ?? false
    }

    /// The body as a value.
    ///
    /// - Throws: `Problem` 400 with a JSON pointer to the wrong place.
    package func json<Value: Decodable>(_ type: Value.Type = Value.self) throws(Problem) -> Value {
        try JSONBody.decode(type, from: bytes)
    }

    /// The body as it came, for routes with the rule `.json`.
    package var rawBody: [UInt8] { bytes }

    /// Goes through the parts of a `multipart/form-data` body as they arrive; the form token, its first part, is already taken. A
    /// form that came URL-encoded has none.
    package func forEachPart(_ use: (MultipartPart) async throws -> Void) async throws {
        guard let multipart else { return }
        while let part = try await multipart.nextPart() { try await use(part) }
    }

    /// The body in pieces, for routes with the rule `.stream`.
    package var stream: BodyChunks { body }
}

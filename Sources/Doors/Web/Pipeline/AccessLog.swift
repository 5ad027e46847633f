import Base
package import Foundation
import Glibc
import GuoMi
import HTTPTypes
import Hummingbird
import NIOCore
import People
import Postgres

/// One line of the access log. It names the route and not the path, and never the query: paths and queries hold case
/// numbers and names.
package struct AccessLogEntry: Sendable, Hashable {
    package let time: Date
    package let door: String
    package let request: String
    package let method: String
    package let route: String
    package let status: Int
    package let milliseconds: Double
    /// `nobody`, `citizen`, `staff` or `client`.
    package let visitor: String
    /// The person or system behind the request as a keyed hash: the same one each time, and nobody's number or name.
    package let person: String
    /// Statements sent to the database.
    package let statements: Int
    /// Whether it took longer than the city's limit for pages.
    package var isSlow = false
}

/// Gives each request its id and address, and writes its line when it has been answered.
struct AccessLog: RouterMiddleware {
    typealias Context = DoorContext
    let settings: DoorSettings

    func handle(
        _ request: Request, context: DoorContext, next: (Request, DoorContext) async throws -> Response
    ) async throws -> Response {
        context.facts.requestID = Hex.encode(SecureRandom.bytes(8))
        learn(request, context)
        let (answer, statements) = try await Database.counting { counter in
            (try await next(request, context), counter.statements)
        }
        var response = answer
        response.headers[.requestID] = context.facts.requestID
        settings.log(entry(request, response, context, statements))
        return response
    }

    /// Who sent the request, and how: a proxy's word counts only when we trust it.
    private func learn(_ request: Request, _ context: DoorContext) {
        let reach = settings.reach()
        let peer = context.channel.remoteAddress?.ipAddress ?? ""
        context.facts.reach = reach
        context.facts.cookies = CookieJar(header: request.headers[.cookie] ?? "")
        context.facts.address = ClientAddress.sender(
            peer: peer, forwardedFor: request.headers[values: .forwardedFor], trustedProxies: reach.trustedProxies)
        if reach.trusts(peer), let last = request.headers[values: .forwardedProto].last?.split(separator: ",").last {
            context.facts.forwardedProto = last.filter { $0 != " " }.lowercased()
        }
    }

    private func entry(_ request: Request, _ response: Response, _ context: DoorContext, _ statements: Int)
        -> AccessLogEntry
    {
        let (seconds, attoseconds) = context.elapsed.components
        let milliseconds = Double(seconds) * 1_000 + Double(attoseconds / 1_000_000_000_000) / 1_000
        return AccessLogEntry(
            time: Date(), door: settings.name.rawValue, request: context.facts.requestID,
            method: request.method.rawValue, route: context.endpointPath ?? "-", status: response.status.code,
            milliseconds: milliseconds, visitor: context.facts.visitor.word,
            person: context.facts.visitor.pseudonym(secret: settings.secret), statements: statements)
    }
}

extension AccessLogEntry {
    /// Writes lines to standard output, whole.
    package static let toStandardOutput: @Sendable (AccessLogEntry) -> Void = { entry in
        // One write for one line, so that lines of several copies of the program do not mix.
        entry.line.withUnsafeBytes { bytes in
            _ = Glibc.write(1, bytes.baseAddress, bytes.count)
        }
    }

    /// The entry as a line of JSON. Written by hand: an encoder would cost as much as answering a small request.
    var line: [UInt8] {
        var line: [UInt8] = []
        line.reserveCapacity(256)
        func field(_ name: StaticString, _ value: String, isText: Bool = true) {
            line.append(UInt8(ascii: line.isEmpty ? "{" : ","))
            line.append(UInt8(ascii: "\""))
            name.withUTF8Buffer { line.append(contentsOf: $0) }
            line.append(contentsOf: "\":".utf8)
            if isText { JSONString.write(value, to: &line) } else { line.append(contentsOf: value.utf8) }
        }
        field("door", door)
        field("method", method)
        field("milliseconds", "\(milliseconds)", isText: false)
        if !person.isEmpty { field("person", person) }
        field("request", request)
        field("route", route)
        if isSlow { field("slow", "true", isText: false) }
        field("statements", "\(statements)", isText: false)
        field("status", "\(status)", isText: false)
        field("time", time.formatted(Self.moment))
        field("visitor", visitor)
        line.append(contentsOf: "}\n".utf8)
        return line
    }

    private static let moment = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
}

extension Visitor {
    var word: String {
        switch self {
        case .nobody: "nobody"
        case .session(let session): session.officer == nil ? "citizen" : "staff"
        case .client: "client"
        }
    }

    /// Tells one visitor from another in the log; only who holds the key could tell who it is.
    func pseudonym(secret: [UInt8]) -> String {
        let name: String
        switch self {
        case .nobody: return ""
        case .session(let session): name = "\(word) \(session.subject.identifier)"
        case .client(let client, _): name = "client \(client.id)"
        }
        return Hex.encode(HMAC.sm3("access log: \(name)", key: secret).prefix(8))
    }
}

extension Subject {
    fileprivate var identifier: String {
        switch self {
        case .citizen(let citizen): "\(citizen.accountID)"
        case .officer(let officer): "\(officer.staffID)"
        }
    }
}

import Base
package import Foundation
import Glibc
import GuoMi
import HTTPTypes
import Hummingbird
import NIOCore
import People

/// One line of the access log. It names the route and not the path, and never the query: paths and queries hold case
/// numbers and names.
package struct AccessLogEntry: Sendable, Hashable, Encodable {
    package let time: Date
    package let door: String
    package let request: String
    package let method: String
    package let route: String
    package let status: Int
    package let milliseconds: Double
    /// `nobody`, `citizen`, `staff` or `client`.
    package let visitor: String
}

/// Gives each request its id and address, and writes its line when it has been answered.
struct AccessLog: RouterMiddleware {
    typealias Context = DoorContext
    let settings: DoorSettings

    func handle(
        _ request: Request, context: DoorContext, next: (Request, DoorContext) async throws -> Response
    ) async throws -> Response {
        context.facts.requestID = Hex.encode(SecureRandom.bytes(8))
        context.facts.address = ClientAddress.sender(
            peer: context.channel.remoteAddress?.ipAddress ?? "", forwardedFor: request.headers[.forwardedFor],
            trustedProxies: settings.trustedProxies)
        var response = try await next(request, context)
        response.headers[.requestID] = context.facts.requestID
        settings.log(entry(request, response, context))
        return response
    }

    private func entry(_ request: Request, _ response: Response, _ context: DoorContext) -> AccessLogEntry {
        let (seconds, attoseconds) = context.elapsed.components
        let milliseconds = Double(seconds) * 1_000 + Double(attoseconds / 1_000_000_000_000) / 1_000
        return AccessLogEntry(
            time: Date(), door: settings.name.rawValue, request: context.facts.requestID,
            method: request.method.rawValue, route: context.endpointPath ?? "-", status: response.status.code,
            milliseconds: milliseconds, visitor: context.facts.visitor.word)
    }
}

extension AccessLogEntry {
    /// Writes lines to standard output, whole.
    package static let toStandardOutput: @Sendable (AccessLogEntry) -> Void = { entry in
        guard var line = try? JSONText.encode(entry) else { return }
        line.append(0x0A)
        line.withUnsafeBytes { bytes in
            // One write for one line, so that lines of several copies of the program do not mix.
            _ = Glibc.write(1, bytes.baseAddress, bytes.count)
        }
    }
}

extension Visitor {
    var word: String {
        switch self {
        case .nobody: "nobody"
        case .session(let session): session.officer == nil ? "citizen" : "staff"
        case .client: "client"
        }
    }
}

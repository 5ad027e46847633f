import Hummingbird

/// Refuses requests with an endless address, and those that name no host or a host that is not ours: links in mails and
/// the check of form origins depend on the name being true. Who came to a proxy without TLS although the door has it is
/// sent on.
struct HostCheck: RouterMiddleware {
    typealias Context = DoorContext
    /// Longer than any address of ours with its fields, in bytes.
    static let longestTarget = 8_192

    func handle(
        _ request: Request, context: DoorContext, next: (Request, DoorContext) async throws -> Response
    ) async throws -> Response {
        guard request.uri.string.utf8.count <= Self.longestTarget else { throw Problem.uriTooLong }
        guard let authority = request.head.authority, !authority.isEmpty else {
            throw Problem.malformed("请求没有写明网址")
        }
        let reach = context.facts.reach
        let hosts = reach.hosts
        guard hosts.isEmpty || hosts.contains(Self.name(authority)) else { throw Problem.unknownHost }
        if reach.isSecure, context.facts.forwardedProto == "http" {
            let place = reach.origin + LocalPath.safe(request.uri.string)
            return Response(status: .permanentRedirect, headers: [.location: place])
        }
        return try await next(request, context)
    }

    /// The name without the port, in lower case.
    static func name(_ authority: String) -> String {
        if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") {
            return String(authority[...end]).lowercased()
        }
        return authority.prefix { $0 != ":" }.lowercased()
    }
}

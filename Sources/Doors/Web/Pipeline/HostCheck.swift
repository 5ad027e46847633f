import Hummingbird

/// Refuses requests that name no host or a host that is not ours: links in mails and the check of form origins depend
/// on the name being true.
struct HostCheck: RouterMiddleware {
    typealias Context = DoorContext
    let hosts: Set<String>

    func handle(
        _ request: Request, context: DoorContext, next: (Request, DoorContext) async throws -> Response
    ) async throws -> Response {
        guard let authority = request.head.authority, !authority.isEmpty else {
            throw Problem.malformed("请求没有写明网址")
        }
        guard hosts.isEmpty || hosts.contains(Self.name(authority)) else { throw Problem.unknownHost }
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

import HTTPTypes
import Hummingbird

/// Puts the headers on every answer that tell a browser what our pages never do.
struct SecurityHeaders: RouterMiddleware {
    typealias Context = DoorContext
    /// No script, style, picture or font from elsewhere, nothing inline, no frame around us.
    static let policy = [
        "default-src 'self'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'", "object-src 'none'",
    ].joined(separator: "; ")

    func handle(
        _ request: Request, context: DoorContext, next: (Request, DoorContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        response.headers[.contentSecurityPolicy] = Self.policy
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[.referrerPolicy] = "same-origin"
        response.headers[.permissionsPolicy] = "camera=(self), geolocation=(), microphone=(), payment=()"
        response.headers[.openerPolicy] = "same-origin"
        if context.facts.isSecure { response.headers[.strictTransportSecurity] = "max-age=31536000" }
        return response
    }
}

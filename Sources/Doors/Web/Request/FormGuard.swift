import GuoMi
import HTTPTypes
import Hummingbird
import People

/// Tells our own forms from foreign ones (CSRF): every unsafe request must carry the token of its session, and where the
/// browser says which site a request comes from, it must be this one.
///
/// Before sign-in there is no session; then the token is a keyed digest of a random cookie (signed double submit).
struct FormGuard: Sendable {
    /// Key of the digest; the same for all copies of the program.
    let secret: [UInt8]

    static let fieldName = "csrf"

    /// The cookie of the nonce; the prefix forbids one set by a neighbouring host name.
    static func cookieName(isSecure: Bool) -> String { isSecure ? "__Host-form" : "form" }

    /// The token for forms shown to this visitor.
    func token(for facts: RequestFacts) -> String {
        switch facts.visitor {
        case .session(let session): session.csrfToken
        case .nobody, .client: digest(of: facts.formNonce { SecureRandom.token(byteCount: 16) })
        }
    }

    /// The token that an unsafe request has to carry; nil when none was ever given out.
    private func expectedToken(_ facts: RequestFacts, cookies: CookieJar) -> String? {
        switch facts.visitor {
        case .session(let session): session.csrfToken
        case .nobody, .client: cookies[Self.cookieName(isSecure: facts.isSecure)].map { digest(of: $0) }
        }
    }

    func accepts(_ token: String?, facts: RequestFacts, cookies: CookieJar) -> Bool {
        guard let token, let expected = expectedToken(facts, cookies: cookies), !expected.isEmpty else { return false }
        return constantTimeEquals(Array(token.utf8), Array(expected.utf8))
    }

    private func digest(of nonce: String) -> String {
        Hex.encode(HMAC.sm3("form:\(nonce)", key: secret).prefix(24))
    }

    /// What the browser itself says about where a request comes from.
    enum Origin {
        case own, foreign
        /// An old browser, or a program.
        case unsaid
    }

    static func origin(of request: HTTPRequest) -> Origin {
        if let site = request.headerFields[.secFetchSite] {
            return site == "same-origin" || site == "none" ? .own : .foreign
        }
        guard let origin = request.headerFields[.origin] else { return .unsaid }
        guard let host = request.authority else { return .foreign }
        let own = ["http://\(host.lowercased())", "https://\(host.lowercased())"]
        return own.contains(origin.lowercased()) ? .own : .foreign
    }
}

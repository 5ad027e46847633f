import HTTPTypes

// Each name is a constant that every test run builds, so the force unwraps cannot fail in use.
extension HTTPField.Name {
    static let csrfToken = HTTPField.Name("X-CSRF-Token")!
    static let forwardedFor = HTTPField.Name("X-Forwarded-For")!
    static let forwardedProto = HTTPField.Name("X-Forwarded-Proto")!
    static let idempotencyKey = HTTPField.Name("Idempotency-Key")!
    static let openerPolicy = HTTPField.Name("Cross-Origin-Opener-Policy")!
    static let partial = HTTPField.Name("X-Partial")!
    static let permissionsPolicy = HTTPField.Name("Permissions-Policy")!
    static let referrerPolicy = HTTPField.Name("Referrer-Policy")!
    static let requestID = HTTPField.Name("X-Request-ID")!
    static let secFetchSite = HTTPField.Name("Sec-Fetch-Site")!
}

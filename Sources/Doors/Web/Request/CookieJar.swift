/// The cookies that a request brought. The first of several with one name counts.
struct CookieJar: Sendable {
    private var values: [Substring: Substring] = [:]

    init(header: String?) {
        for pair in (header ?? "").split(separator: ";").prefix(50) {
            guard let equals = pair.firstIndex(of: "=") else { continue }
            let name = pair[..<equals].drop { $0 == " " }
            if values[name] == nil { values[name] = pair[pair.index(after: equals)...] }
        }
    }

    subscript(name: String) -> String? {
        values[name[...]].map(String.init)
    }
}

/// A cookie to be set: always `HttpOnly`, for the whole site, `SameSite=Lax` unless it is strict.
package struct SetCookie: Sendable, Hashable {
    let name: String
    let value: String
    /// Seconds to live; nil ends with the browser, 0 removes.
    let maxAge: Int?
    /// Whether it is kept back from a request that another site began.
    let isStrict: Bool

    package init(_ name: String, _ value: String, maxAge: Int? = nil, isStrict: Bool = false) {
        self.name = name
        self.value = value
        self.maxAge = maxAge
        self.isStrict = isStrict
    }

    /// The header value. `isSecure` where the site is served over TLS.
    func header(isSecure: Bool) -> String {
        var text = "\(name)=\(value); Path=/; HttpOnly; SameSite=\(isStrict ? "Strict" : "Lax")"
        if let maxAge { text += "; Max-Age=\(maxAge)" }
        if isSecure { text += "; Secure" }
        return text
    }
}

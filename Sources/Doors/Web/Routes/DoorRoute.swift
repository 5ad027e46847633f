package import Hummingbird
package import People

/// Who may call a route. Checked before the handler; the domain checks again what the person may do with this very row.
package enum Access: Sendable, Hashable {
    case anyone
    /// A signed-in citizen.
    case citizen
    /// Any signed-in member of staff.
    case staff
    /// A member of staff with this right.
    case right(Right)
    /// A connected system whose token has this scope.
    case client(scope: String)

    /// The access in one word for lists: `right:acceptCases`.
    package var word: String {
        switch self {
        case .anyone: "anyone"
        case .citizen: "citizen"
        case .staff: "staff"
        case .right(let right): "right:\(right.rawValue)"
        case .client(let scope): "client:\(scope)"
        }
    }

    /// Why this visitor may not: 401 when nobody is signed in who could be asked, 403 when the right is missing.
    package func refusal(of visitor: Visitor) -> Problem? {
        switch (self, visitor) {
        case (.anyone, _): nil
        case (.citizen, .session(let session)): session.citizen == nil ? .signInNeeded : nil
        case (.staff, .session(let session)): Self.refusal(of: session.officer, right: nil)
        case (.right(let right), .session(let session)): Self.refusal(of: session.officer, right: right)
        case (.client(let scope), .client(let client, _)): client.scopes.contains(scope) ? nil : .forbidden
        default: .signInNeeded
        }
    }

    /// Whoever must still set a password or show a second factor may do nothing else.
    private static func refusal(of officer: Officer?, right: Right?) -> Problem? {
        guard let officer else { return .signInNeeded }
        guard officer.pending == nil else { return .signInUnfinished }
        return right.map { officer.may($0) ? nil : .forbidden } ?? nil
    }
}

/// What kind of body a route reads and how much of it, in bytes.
package enum BodyRule: Sendable, Hashable {
    /// No body; one that comes all the same is not read.
    case none
    /// `application/x-www-form-urlencoded`, read before the handler.
    case form(limit: Int = 256 * 1_024)
    /// `multipart/form-data`, read by the handler part by part. A form without files may also come URL-encoded; its fields
    /// are in `form` then, and it has no parts.
    case multipart(limit: Int)
    /// `application/json`, read before the handler.
    case json(limit: Int = 1_024 * 1_024)
    /// Any bytes, read by the handler piece by piece.
    case stream(limit: Int)

    /// The most that is read.
    package var limit: Int {
        switch self {
        case .none: 0
        case .form(let limit), .multipart(let limit), .json(let limit), .stream(let limit): limit
        }
    }

    /// The rule in one word for lists.
    package var word: String {
        switch self {
        case .none: "none"
        case .form: "form"
        case .multipart: "multipart"
        case .json: "json"
        case .stream: "stream"
        }
    }

    /// Bodies that may take minutes have places and time limits of their own.
    var isUpload: Bool {
        switch self {
        case .multipart, .stream: true
        case .none, .form, .json: false
        }
    }
}

/// One route of a door: where, for whom, with what body, and what it does. A door is an array of these; the same array
/// builds the router, prints `yanmen routes` and drives the role × route test.
package struct DoorRoute: Sendable {
    package typealias Handler = @Sendable (DoorRequest) async throws -> Answer

    package let method: HTTPRequest.Method
    /// `/items/{code}`; names in braces are parameters.
    package let path: String
    package let access: Access
    package let body: BodyRule
    package let handler: Handler
    /// Whether the browser's word that the form is ours is enough, without a token: only for what harms nobody, so that
    /// pages without other forms set no cookie and may be kept by the browser.
    var isGuardedByOriginOnly = false

    package init(
        _ method: HTTPRequest.Method, _ path: String, _ access: Access, body: BodyRule = .none,
        handler: @escaping Handler
    ) {
        precondition(path.hasPrefix("/"), "A path begins with a slash")
        self.method = method
        self.path = path
        self.access = access
        self.body = body
        self.handler = handler
    }

    package static func get(_ path: String, _ access: Access, _ handler: @escaping Handler) -> DoorRoute {
        DoorRoute(.get, path, access, handler: handler)
    }

    /// A form that a person sends.
    package static func post(
        _ path: String, _ access: Access, body: BodyRule = .form(), _ handler: @escaping Handler
    ) -> DoorRoute {
        DoorRoute(.post, path, access, body: body, handler: handler)
    }

    package static func put(
        _ path: String, _ access: Access, body: BodyRule = .json(), _ handler: @escaping Handler
    ) -> DoorRoute {
        DoorRoute(.put, path, access, body: body, handler: handler)
    }

    package static func patch(
        _ path: String, _ access: Access, body: BodyRule = .json(), _ handler: @escaping Handler
    ) -> DoorRoute {
        DoorRoute(.patch, path, access, body: body, handler: handler)
    }

    package static func delete(_ path: String, _ access: Access, _ handler: @escaping Handler) -> DoorRoute {
        DoorRoute(.delete, path, access, handler: handler)
    }
}

extension [DoorRoute] {
    /// The table for `yanmen routes`: method, path, access, body.
    package var table: String {
        let rows = sorted { ($0.path, $0.method.rawValue) < ($1.path, $1.method.rawValue) }.map { route in
            [route.method.rawValue, route.path, route.access.word, route.body.word]
        }
        let widths = (0..<4).map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            row.indices.map { row[$0] + String(repeating: " ", count: widths[$0] - row[$0].count) }
                .joined(separator: "  ")
        }.joined(separator: "\n")
    }
}

import Base
import Hummingbird
import NIOCore
import NIOHTTPTypes
import People

/// What happens to a request on a known route, from its declared length to the handler.
struct Stage: Sendable {
    private let settings: DoorSettings
    private let identity: DoorIdentity
    private let renderer: AnswerRenderer
    private let gate: Gate
    private let uploadGate: Gate
    private let limiter: RateLimiter
    private let simultaneity = Simultaneity()
    private let known = KnownVisitors()

    init(settings: DoorSettings, identity: DoorIdentity, renderer: AnswerRenderer) {
        self.settings = settings
        self.identity = identity
        self.renderer = renderer
        gate = Gate(
            places: settings.places, maximumWaiting: settings.waitingPlaces, longestWait: settings.longestWait)
        uploadGate = Gate(
            places: settings.uploadPlaces, maximumWaiting: settings.uploadPlaces, longestWait: settings.longestWait)
        settings.load.add { [gate, uploadGate] in gate.figures + uploadGate.figures }
        limiter = RateLimiter(
            settings.limits().sessionRate, scope: "\(settings.name.rawValue) visitor", table: settings.limitTable)
    }

    func respond(to request: Request, on route: DoorRoute, context: DoorContext) async throws -> Response {
        try checkDeclared(request, Self.rule(of: route, for: request))
        let limit = route.body.isUpload ? settings.uploadTimeLimit : settings.timeLimit
        let gate = route.body.isUpload ? uploadGate : gate
        return try await TimeLimits.shared.run(limit) {
            try await gate.enter(isInside: known.knows(secret(of: request, context), now: Uptime.now)) {
                try await work(request, route, context)
            }
        }
    }

    /// What the head alone shows: no byte of a body is read that will not be used.
    private func checkDeclared(_ request: Request, _ rule: BodyRule) throws {
        let declared = request.headers[.contentLength].flatMap { Int($0) } ?? 0
        if rule == .none {
            guard declared <= 64 * 1_024 else { throw Problem.tooLarge(limit: 0) }
            return
        }
        guard declared <= rule.limit else { throw Problem.tooLarge(limit: rule.limit) }
        let type = HeaderParameters(request.headers[.contentType] ?? "").value
        switch rule {
        case .form where !type.isEmpty && type != "application/x-www-form-urlencoded":
            throw Problem.unsupportedType("application/x-www-form-urlencoded")
        case .json where type != "application/json" && type != "application/merge-patch+json":
            throw Problem.unsupportedType("application/json")
        case .multipart where type != "multipart/form-data": throw Problem.unsupportedType("multipart/form-data")
        default: break
        }
    }

    private func work(_ request: Request, _ route: DoorRoute, _ context: DoorContext) async throws -> Response {
        let cookies = context.facts.cookies
        if let nonce = cookies[FormGuard.cookieName(isSecure: context.facts.isSecure)] {
            context.facts.adopt(formNonce: nonce)
        }
        try await identify(request, cookies, context)
        if let refusal = route.access.refusal(of: context.facts.visitor) {
            return try await refuse(refusal, request, context)
        }
        if let wait = secondsToWait(context.facts.visitor) { throw Problem.tooMany(retryAfter: wait) }
        return try await simultaneity.run(Self.sender(context.facts.visitor), atMost: settings.limits().atOnce) {
            let doorRequest = try await read(request, route, cookies, context)
            let answer = try await route.handler(doorRequest)
            return try await renderer.response(answer, viewer: doorRequest.viewer, request: request, context: context)
        }
    }

    private static func sender(_ visitor: Visitor) -> String? {
        switch visitor {
        case .nobody: nil
        case .session(let session): session.csrfToken
        case .client(let client, _): client.id
        }
    }

    /// One session or one connected system must not keep the door from the others.
    private func secondsToWait(_ visitor: Visitor) -> Int? {
        switch visitor {
        case .nobody: return nil
        case .session(let session): return limiter.refusal(for: session.csrfToken, now: Uptime.now)
        case .client(let client, _):
            let perMinute = Double(client.requestsPerMinute)
            let rate = Rate(perSecond: perMinute / 60, burst: max(1, perMinute / 4))
            return limiter.refusal(for: client.id, now: Uptime.now, rate: rate)
        }
    }

    /// Whoever opens a page before signing in is led to the sign-in page and comes back; all others get the problem.
    private func refuse(_ refusal: Problem, _ request: Request, _ context: DoorContext) async throws -> Response {
        guard [.signInNeeded, .signInUnfinished].contains(refusal), request.method == .get,
            let signInPath = settings.signInPath, DoorRequest.wantsHTML(request.headers)
        else { throw refusal }
        let viewer = renderer.viewer(request, context)
        if settings.hasStrictSessions, refusal == .signInNeeded, Self.comesFromElsewhere(request) {
            let page = Answer.page(ArrivalPage(location: viewer.location), in: PlainLayout())
            return try await renderer.response(page, viewer: viewer, request: request, context: context)
        }
        let page = refusal == .signInNeeded ? signInPath : "\(signInPath)/step"
        let answer = Answer.redirect(to: "\(page)?next=\(urlEncoded(request.uri.string))")
        return try await renderer.response(answer, viewer: viewer, request: request, context: context)
    }

    /// Whether another site led here: then the browser kept a strict cookie back.
    private static func comesFromElsewhere(_ request: Request) -> Bool {
        if let site = request.headers[.secFetchSite] { return site == "cross-site" || site == "same-site" }
        guard let referrer = request.headers[.referer], let host = request.head.authority else { return false }
        return !["http://\(host)/", "https://\(host)/"].contains { referrer.hasPrefix($0) }
    }

    private func identify(_ request: Request, _ cookies: CookieJar, _ context: DoorContext) async throws {
        if settings.isForPrograms {
            guard let token = Self.bearerToken(request.headers[.authorization]) else { return }
            guard let client = try await identity.client(token) else { return }
            known.note(token, now: Uptime.now)
            context.facts.visitor = .client(client, token: token)
        } else if let token = cookies[settings.sessionCookie(isSecure: context.facts.isSecure)], !token.isEmpty,
            token.utf8.count <= 200
        {
            // Whatever changes something is weighed against the session as it is now; a page may know it as of just before.
            let mustBeFresh = ![.get, .head].contains(request.method)
            guard let session = try await identity.session(token, mustBeFresh) else { return }
            known.note(token, now: Uptime.now)
            context.facts.visitor = .session(session)
        }
    }

    /// By what a visitor would be known, if it is right.
    private func secret(of request: Request, _ context: DoorContext) -> String? {
        if settings.isForPrograms { return Self.bearerToken(request.headers[.authorization]) }
        return context.facts.cookies[settings.sessionCookie(isSecure: context.facts.isSecure)]
    }

    static func bearerToken(_ header: String?) -> String? {
        guard let header, header.lowercased().hasPrefix("bearer ") else { return nil }
        let token = header.dropFirst("bearer ".count)
        return (1...200).contains(token.utf8.count) ? String(token) : nil
    }

    /// Reads the body as the route wants it and checks that the form is ours.
    private func read(
        _ request: Request, _ route: DoorRoute, _ cookies: CookieJar, _ context: DoorContext
    ) async throws -> DoorRequest {
        let isUnsafe = ![.get, .head, .options].contains(request.method)
        let mustGuard = isUnsafe && !settings.isForPrograms
        let origin = FormGuard.origin(of: request.head)
        if mustGuard, origin == .foreign { throw Problem.foreignForm }
        let rule = Self.rule(of: route, for: request)
        let body = chunks(request, rule, context)
        var token = request.headers[.csrfToken]
        var form = FormFields()
        var bytes: [UInt8] = []
        var multipart: MultipartReader?
        switch rule {
        case .none, .stream: break
        case .form:
            form = try FormFields(urlEncoded: try await body.collect())
            token = token ?? form[FormGuard.fieldName]
        case .json:
            bytes = try await body.collect()
        case .multipart:
            let parser = try MultipartParser(contentType: request.headers[.contentType] ?? "")
            let reader = MultipartReader(parser: parser, body: body)
            if token == nil, mustGuard, let first = try await reader.nextPart() {
                guard first.header.name == FormGuard.fieldName else { throw Problem.foreignForm }
                token = try await first.text(limit: 200)
            }
            multipart = reader
        }
        let needsToken = mustGuard && !(route.isGuardedByOriginOnly && origin == .own)
        if needsToken, !renderer.formGuard.accepts(token, facts: context.facts, cookies: cookies) {
            throw Problem.foreignForm
        }
        return DoorRequest(
            method: request.method, headers: request.headers, query: try Self.query(request), form: form,
            viewer: renderer.viewer(request, context), door: settings.name, parameters: Self.parameters(context),
            bytes: bytes, multipart: multipart, body: body)
    }

    /// How this body is read: a form that may carry files, but came URL-encoded, is a plain form.
    private static func rule(of route: DoorRoute, for request: Request) -> BodyRule {
        guard case .multipart = route.body else { return route.body }
        let type = HeaderParameters(request.headers[.contentType] ?? "").value
        return type == "application/x-www-form-urlencoded" ? .form() : route.body
    }

    private func chunks(_ request: Request, _ rule: BodyRule, _ context: DoorContext) -> BodyChunks {
        let isAwaited = request.awaitsContinue
        let channel = context.channel
        let facts = context.facts
        return BodyChunks(
            source: request.body, limit: rule.limit, pace: settings.pace, elapsed: { context.elapsed },
            willRead: {
                guard isAwaited else { return }
                facts.saidContinue = true
                try await channel.writeAndFlush(HTTPResponsePart.head(HTTPResponse(status: .continue)))
            })
    }

    private static func query(_ request: Request) throws(Problem) -> FormFields {
        let target = request.uri.string.utf8
        guard let mark = target.firstIndex(of: UInt8(ascii: "?")) else { return FormFields() }
        return try FormFields(urlEncoded: target[target.index(after: mark)...])
    }

    private static func parameters(_ context: DoorContext) -> [String: String] {
        var parameters: [String: String] = [:]
        for (name, value) in context.parameters { parameters[String(name)] = String(value) }
        return parameters
    }
}

extension Request {
    /// Whether the sender keeps its body back until it is told to go on.
    var awaitsContinue: Bool { headers[.expect]?.lowercased() == "100-continue" }
}

extension Visitor {
    var session: Session? {
        if case .session(let session) = self { session } else { nil }
    }
}

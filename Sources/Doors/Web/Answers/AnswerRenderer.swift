import HTTPTypes
import Hummingbird
import Markup

/// Turns a handler's answer into the bytes of a response.
struct AnswerRenderer: Sendable {
    let settings: DoorSettings
    let layout: any Layout
    let formGuard: FormGuard

    init(settings: DoorSettings, layout: any Layout) {
        self.settings = settings
        self.layout = layout
        formGuard = FormGuard(secret: settings.secret)
    }

    func viewer(_ request: Request, _ context: DoorContext) -> Viewer {
        Viewer(
            preferences: Preferences(cookie: context.facts.cookies[Preferences.cookieName]), path: request.uri.path,
            location: request.method == .get ? LocalPath.safe(request.uri.string) : request.uri.path,
            facts: context.facts, formGuard: formGuard)
    }

    func response(
        _ answer: Answer, viewer: Viewer, request: Request, context: DoorContext
    ) async throws -> Response {
        var response = base(answer, viewer: viewer, request: request)
        for (name, value) in answer.headers.map({ ($0.name, $0.value) }) { response.headers[name] = value }
        let isSecure = viewer.facts.isSecure
        var cookies = answer.cookies
        if let change = answer.session { cookies.append(sessionCookie(change, isSecure: isSecure)) }
        if let nonce = viewer.facts.newFormNonce {
            cookies.append(SetCookie(FormGuard.cookieName(isSecure: isSecure), nonce))
        }
        for cookie in cookies {
            response.headers.append(.init(name: .setCookie, value: cookie.header(isSecure: isSecure)))
        }
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = caching(answer, viewer, request) }
        return response
    }

    private func sessionCookie(_ change: Answer.SessionChange, isSecure: Bool) -> SetCookie {
        let name = settings.sessionCookie(isSecure: isSecure)
        return switch change {
        case .opened(let token): SetCookie(name, token, isStrict: settings.hasStrictSessions)
        case .ended: SetCookie(name, "", maxAge: 0, isStrict: settings.hasStrictSessions)
        }
    }

    private func base(_ answer: Answer, viewer: Viewer, request: Request) -> Response {
        switch answer.content {
        case .empty:
            return Response(status: answer.status)
        case .page(let page, let layout):
            return markup((layout ?? self.layout).document(page, for: viewer), status: answer.status)
        case .markup(let html):
            return markup(html, status: answer.status)
        case .bytes(let bytes, let type):
            return plain(bytes, type: type, status: answer.status)
        case .file(let file):
            return FileResponse.response(for: file, request: request)
        case .problem(let problem):
            return response(for: problem, viewer: viewer, request: request)
        case .stream(let type, let write):
            let body = ResponseBody { writer in
                try await write(&writer)
                try await writer.finish(nil)
            }
            return Response(status: answer.status, headers: [.contentType: type], body: body)
        }
    }

    private func markup(_ html: HTML, status: HTTPResponse.Status) -> Response {
        plain(html.bytes, type: "text/html; charset=utf-8", status: status)
    }

    private func plain(_ bytes: [UInt8], type: String, status: HTTPResponse.Status) -> Response {
        Response(
            status: status, headers: [.contentType: type, .contentLength: String(bytes.count)],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    private func response(for problem: Problem, viewer: Viewer, request: Request) -> Response {
        var response: Response
        if !settings.isForPrograms, DoorRequest.wantsHTML(request.headers) {
            let page = ProblemPage(problem: problem, viewer: viewer, signInPath: settings.signInPath)
            response = markup(layout.document(page, for: viewer), status: problem.status)
        } else {
            let text = ProblemText(problem, instance: viewer.requestID)
            let bytes = (try? JSONText.encode(text)).map { Array($0) } ?? Array("{}".utf8)
            response = plain(bytes, type: "application/problem+json", status: problem.status)
        }
        if let seconds = problem.retryAfter { response.headers[.retryAfter] = String(seconds) }
        if !problem.allowed.isEmpty {
            response.headers[.allow] = problem.allowed.map(\.rawValue).joined(separator: ", ")
        }
        if problem.status == .unauthorized, settings.isForPrograms { response.headers[.wwwAuthenticate] = "Bearer" }
        if problem.closesConnection { response.headers[.connection] = "close" }
        return response
    }

    /// Pages of a signed-in person and pages with a form leave nothing in a cache; other pages are asked for again.
    private func caching(_ answer: Answer, _ viewer: Viewer, _ request: Request) -> String {
        let isPersonal = viewer.session != nil || viewer.facts.hasFormToken || request.headers[.authorization] != nil
        return isPersonal || request.method != .get ? "no-store" : "no-cache"
    }
}

/// The JSON of RFC 9457.
struct ProblemText: Encodable {
    let type: String
    let title: String
    let status: Int
    let detail: String
    let instance: String
    let code: String
    let faults: [Problem.Fault]?

    init(_ problem: Problem, instance: String) {
        type = "/problems/\(problem.code)"
        title = problem.title
        status = problem.status.code
        detail = problem.detail
        self.instance = "urn:request:\(instance)"
        code = problem.code
        faults = problem.faults.isEmpty ? nil : problem.faults
    }
}

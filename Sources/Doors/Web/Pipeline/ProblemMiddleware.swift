package import Base
import Hummingbird
import Logging

/// The one place where refusals and failures become answers: RFC 9457 JSON for programs, a page for people.
struct ProblemMiddleware: RouterMiddleware {
    typealias Context = DoorContext
    let renderer: AnswerRenderer

    func handle(
        _ request: Request, context: DoorContext, next: (Request, DoorContext) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do {
            response = try await next(request, context)
        } catch {
            let problem = problem(for: error, context: context)
            let viewer = renderer.viewer(request, context)
            response = try await renderer.response(
                .problem(problem), viewer: viewer, request: request, context: context)
        }
        // Nobody knows whether a body that was not asked for will still come.
        if request.awaitsContinue, !context.facts.saidContinue { response.headers[.connection] = "close" }
        return response
    }

    private func problem(for error: any Error, context: DoorContext) -> Problem {
        switch error {
        case let problem as Problem: return problem
        case let refusal as any Refusal: return Problem(refusal)
        case let error as HTTPError where error.status.code == 404: return .notFound
        case let error as HTTPError where error.status.code < 500: return .malformed("请求不完整")
        case is CancellationError: return .timedOut
        default:
            context.logger.error(
                "request failed",
                metadata: [
                    "request": "\(context.facts.requestID)", "route": "\(context.endpointPath ?? "-")",
                    "error": "\(Failure.words(for: error))",
                ])
            return Failure.problem(for: error)
        }
    }
}

extension Problem {
    /// A refusal of the domain in the shape of HTTP.
    package init(_ refusal: any Refusal) {
        let (status, title) = Self.shape(of: refusal.kind)
        let faults = refusal.fields.map { Fault(pointer: $0.field, detail: $0.message) }
        self.init(status, refusal.code, title: title, detail: refusal.reason, faults: faults)
        if refusal.kind == .tooMany { retryAfter = 60 }
        if refusal.kind == .unavailable { retryAfter = 30 }
    }

    private static func shape(of kind: RefusalKind) -> (HTTPResponse.Status, String) {
        switch kind {
        case .invalid: (.unprocessableContent, "内容需要修改")
        case .unauthenticated: (.unauthorized, "请先登录")
        case .forbidden: (.forbidden, "您没有这项权限")
        case .notFound: (.notFound, "没有找到")
        case .conflict: (.conflict, "现在不能这样办")
        case .stale: (.preconditionFailed, "内容已被他人修改")
        case .gone: (.gone, "已经失效")
        case .tooLarge: (.contentTooLarge, "内容太大")
        case .tooMany: (.tooManyRequests, "操作太频繁")
        case .unavailable: (.serviceUnavailable, "暂时不能办理")
        }
    }
}

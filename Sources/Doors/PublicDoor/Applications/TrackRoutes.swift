import Base
import Cases
import Foundation
import HTTPTypes
import Web

/// How often progress and documents may be asked for: by one sender, and about one number, so that four digits cannot be
/// tried out.
struct TrackLimits: Sendable {
    private let senders: RateLimiter
    private let numbers: RateLimiter

    /// - Parameter table: shared by all copies of the program.
    init(_ table: LimitTable) {
        senders = RateLimiter(Rate(perSecond: 0.2, burst: 20), scope: "track sender", table: table)
        numbers = RateLimiter(Rate(perSecond: 1.0 / 60, burst: 6), scope: "track number", table: table)
    }

    /// - Throws: `Problem` 429.
    func take(_ request: DoorRequest, number: String? = nil) throws(Problem) {
        let now = Uptime.now
        var wait = senders.refusal(for: request.clientAddress.network, now: now)
        if wait == nil, let number { wait = numbers.refusal(for: number, now: now) }
        guard let wait else { return }
        throw Problem(
            .tooManyRequests, "too-many-requests", title: "查询太频繁", detail: "请等 \(wait) 秒再查。", retryAfter: wait)
    }
}

extension ApplicationArea {
    var trackRoutes: [DoorRoute] {
        [
            .get(ApplyAddress.track, .anyone) { request in
                .page(
                    TrackPage(
                        number: request.query.text("number") ?? "", isSignedIn: request.viewer.citizen != nil,
                        token: request.formToken))
            },
            .post(ApplyAddress.track, .anyone, body: .form(limit: 4_096), track),
            .get(ApplyAddress.verify, .anyone, verifyForm),
            .get("/verify/{code}", .anyone, verify),
        ]
    }

    func track(_ request: DoorRequest) async throws -> Answer {
        let number = (request.form.text("number") ?? "").filter { !$0.isWhitespace }.uppercased()
        let lastFour = request.form.text("phone") ?? ""
        var page = TrackPage(
            number: number, isSignedIn: request.viewer.citizen != nil, token: request.formToken)
        var problems: [FieldProblem] = []
        if number.isEmpty { problems.append(FieldProblem(field: "number", message: "请填写办件编号，在回执或短信中可以找到")) }
        if lastFour.utf8.count != 4 || !lastFour.utf8.allSatisfy({ (48...57).contains($0) }) {
            problems.append(FieldProblem(field: "phone", message: "请填写申请时所留手机号的后四位数字"))
        }
        guard problems.isEmpty else {
            page.errors = FieldErrors(problems)
            return .page(page)
        }
        try limits.take(request, number: String(number.prefix(60)))
        do {
            let progress = try await cases.progress(number: number, lastFour: lastFour)
            return .page(ProgressPage(progress: progress))
        } catch CaseRefusal.progressNotFound {
            page.refusal = CaseRefusal.progressNotFound.reason
            return .page(page)
        }
    }

    func verifyForm(_ request: DoorRequest) async throws -> Answer {
        guard let typed = request.query.text("code") else { return .page(VerifyPage(code: "")) }
        guard let code = VerifyCode.normalised(typed) else {
            var page = VerifyPage(code: String(typed.prefix(100)))
            page.error = "验证码应为 26 位数字和字母，请对照文书核对"
            return .page(page)
        }
        return .redirect(to: ApplyAddress.verify(code))
    }

    func verify(_ request: DoorRequest) async throws -> Answer {
        try limits.take(request)
        let code = try request.parameter("code")
        return .page(VerifiedPage(code: code, document: try await cases.verifyDocument(code: code)))
    }
}

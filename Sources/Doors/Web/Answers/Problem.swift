package import Hummingbird

/// An answer that says why the request was not done: a page for a browser, RFC 9457 JSON for a program.
///
/// Thrown from anywhere below the pipeline. Refusals of the domain become problems in `ProblemMiddleware`.
package struct Problem: Error, Sendable, Equatable {
    /// One wrong place in what was sent.
    package struct Fault: Sendable, Equatable, Encodable {
        /// Where: a JSON pointer (`/applicant/idNumber`) or the name of a form field.
        package let pointer: String
        /// What is wrong there and how to mend it.
        package let detail: String

        package init(pointer: String, detail: String) {
            self.pointer = pointer
            self.detail = detail
        }
    }

    package let status: HTTPResponse.Status
    /// Stable name, the last part of the `type` of the JSON answer (`not-found`).
    package let code: String
    /// What happened, in a few words.
    package let title: String
    /// What the reader can do now.
    package let detail: String
    package var faults: [Fault]
    /// Seconds after which the same request may succeed.
    package var retryAfter: Int?
    /// Methods that the path knows (405).
    package var allowed: [HTTPRequest.Method] = []
    /// Whether the connection ends with this answer, because the rest of the request is not read.
    package var closesConnection = false

    package init(
        _ status: HTTPResponse.Status, _ code: String, title: String, detail: String, faults: [Fault] = [],
        retryAfter: Int? = nil
    ) {
        self.status = status
        self.code = code
        self.title = title
        self.detail = detail
        self.faults = faults
        self.retryAfter = retryAfter
    }
}

extension Problem {
    /// 400: the request cannot be read.
    package static func malformed(_ detail: String, faults: [Fault] = []) -> Problem {
        Problem(.badRequest, "malformed", title: "看不懂这次提交的内容", detail: detail, faults: faults)
    }

    /// 401: nobody is signed in.
    package static let signInNeeded = Problem(
        .unauthorized, "sign-in-needed", title: "请先登录", detail: "您还没有登录，或者登录已过期。登录后可以接着办。")

    /// 403: signed in, but a new password or the second factor is still wanted.
    package static let signInUnfinished = Problem(
        .forbidden, "sign-in-unfinished", title: "登录还没有完成", detail: "请先按提示设置口令或验证动态口令。")

    /// 403: signed in, but this is not theirs to do.
    package static let forbidden = Problem(
        .forbidden, "forbidden", title: "您没有这项权限", detail: "如需办理，请联系本单位的系统管理员。")

    /// 403: the form does not come from one of our own pages.
    package static let foreignForm = Problem(
        .forbidden, "foreign-form", title: "页面已过期，内容没有提交", detail: "请回到原页面刷新后再提交一次。")

    /// 404: nothing there, or nothing that this person may see.
    package static let notFound = Problem(
        .notFound, "not-found", title: "没有找到这个页面", detail: "请检查网址，或回到首页搜索您要办的事。")

    /// 405: the path exists, the method does not.
    static func methodNotAllowed(_ allowed: [HTTPRequest.Method]) -> Problem {
        var problem = Problem(
            .methodNotAllowed, "method-not-allowed", title: "这个页面不支持这样的操作", detail: "请从页面上的按钮或链接进入。")
        problem.allowed = allowed
        return problem
    }

    /// 408: the body came too slowly.
    static let tooSlow = closing(
        Problem(.requestTimeout, "too-slow", title: "网络太慢，内容没有收全", detail: "请检查网络后再提交一次。"))

    /// 413: more than the page takes.
    static func tooLarge(limit: Int) -> Problem {
        closing(
            Problem(
                .contentTooLarge, "too-large", title: "内容太大", detail: "一次最多提交 \(ByteCount.words(limit))，请减少后再提交。"))
    }

    /// 414: no address of ours is so long.
    static let uriTooLong = closing(Problem(.uriTooLong, "uri-too-long", title: "网址太长", detail: "请从本站首页进入。"))

    /// 415: not the kind of body that this route reads.
    static func unsupportedType(_ expected: String) -> Problem {
        closing(
            Problem(
                .unsupportedMediaType, "unsupported-type", title: "提交的格式不对", detail: "这里只接受 \(expected)。"))
    }

    /// 429: too many requests from one place.
    static func tooMany(retryAfter: Int) -> Problem {
        Problem(
            .tooManyRequests, "too-many-requests", title: "操作太频繁", detail: "请等 \(retryAfter) 秒再试。",
            retryAfter: retryAfter)
    }

    /// 500: a failure of ours.
    package static let failure = Problem(
        .internalServerError, "failure", title: "系统出了问题，没有办成", detail: "已提交的内容不会丢失。请稍后再试；仍不行，请拨打 12345 并报上查询编号。")

    /// 503: all places are taken.
    static let busy = closing(
        Problem(
            .serviceUnavailable, "busy", title: "现在办事的人较多", detail: "请稍等几秒再试一次。已提交的内容不会丢失。", retryAfter: 5))

    /// 503: the handler took longer than it may.
    static let timedOut = Problem(
        .serviceUnavailable, "timed-out", title: "处理时间太长，已停下", detail: "请稍后再试。重复提交不会重复办理。", retryAfter: 10)

    /// 503: the database is away for the moment.
    static let unavailable = Problem(
        .serviceUnavailable, "unavailable", title: "暂时不能办理", detail: "系统正在恢复，请稍等几秒再试。重复提交不会重复办理。",
        retryAfter: 5)

    /// 421: a host name that this door does not serve.
    static let unknownHost = closing(
        Problem(.misdirectedRequest, "unknown-host", title: "网址不对", detail: "请从本站首页进入。"))

    private static func closing(_ problem: Problem) -> Problem {
        var problem = problem
        problem.closesConnection = true
        return problem
    }
}

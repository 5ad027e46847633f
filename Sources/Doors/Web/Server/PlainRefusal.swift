import Foundation
import HTTPTypes

/// An answer to what is not yet a request, outside of the pipeline: no preferences and no frame are known there.
struct PlainRefusal {
    let status: HTTPResponse.Status
    let title: String
    let detail: String
    var retryAfter: Int?

    static let headerTooLarge = PlainRefusal(
        status: .init(code: 431, reasonPhrase: "Request Header Fields Too Large"), title: "请求头太大",
        detail: "请清除本站的 Cookie 后再试。")
    static let uriTooLong = PlainRefusal(status: .uriTooLong, title: "网址太长", detail: "请从本站首页进入。")
    static let malformed = PlainRefusal(status: .badRequest, title: "看不懂这个请求", detail: "请从本站首页进入。")
    static let full = PlainRefusal(
        status: .serviceUnavailable, title: "现在办事的人较多", detail: "请稍等几秒，刷新页面再试。已提交的内容不会丢失。",
        retryAfter: 5)

    var page: String {
        return """
            <!doctype html><html lang="zh-CN"><head><meta charset="utf-8">\
            <meta name="viewport" content="width=device-width"><title>\(title)</title></head>\
            <body><h1>\(title)</h1><p>\(detail)</p></body></html>

            """
    }

    var head: HTTPResponse {
        var fields: HTTPFields = [
            .contentType: "text/html; charset=utf-8", .contentLength: String(page.utf8.count), .connection: "close",
            .cacheControl: "no-store",
        ]
        if let retryAfter { fields[.retryAfter] = String(retryAfter) }
        return HTTPResponse(status: status, headerFields: fields)
    }

    /// The answer as bytes, for a connection without an HTTP encoder.
    var bytes: String {
        let lines = head.headerFields.map { "\($0.name): \($0.value)\r\n" }.joined()
        return "HTTP/1.1 \(status.code) \(status.reasonPhrase)\r\n\(lines)\r\n\(page)"
    }
}

extension PlainRefusal {
    /// Tells a connection that nothing else is known of, and closes it.
    func turnAway(_ descriptor: Int32) {
        let words = Array(bytes.utf8)
        _ = send(descriptor, words, words.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
        shutdown(descriptor, Int32(SHUT_WR))
        // What the sender has said already must have come, or the answer is lost on its way.
        DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(500)) { close(descriptor) }
    }
}

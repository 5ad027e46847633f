import Foundation
package import HTTPTypes
package import Hummingbird
package import Markup

/// What a handler gives back.
package struct Answer: Sendable {
    enum Content: Sendable {
        case empty
        case page(any Page, (any Layout)?)
        case markup(HTML)
        case bytes([UInt8], type: String)
        case file(FileContent)
        case problem(Problem)
        case stream(type: String, @Sendable (inout any ResponseBodyWriter) async throws -> Void)
    }

    /// What becomes of the cookie that holds the session's token; its name is the door's affair.
    enum SessionChange: Sendable {
        case opened(token: String)
        case ended
    }

    package var status: HTTPResponse.Status
    package var headers: HTTPFields
    package var cookies: [SetCookie] = []
    var session: SessionChange?
    let content: Content

    init(_ status: HTTPResponse.Status, headers: HTTPFields = [:], _ content: Content) {
        self.status = status
        self.headers = headers
        self.content = content
    }
}

extension Answer {
    /// A page in the frame of its door, or in `layout`.
    package static func page(_ page: any Page, in layout: (any Layout)? = nil) -> Answer {
        Answer(page.status, .page(page, layout))
    }

    /// A piece of a page, fetched by script (`data-partial`).
    package static func fragment(_ markup: HTML, status: HTTPResponse.Status = .ok) -> Answer {
        Answer(status, .markup(markup))
    }

    /// Go on at `path` by GET (303). Only a path of this site: anything else leads to the first page.
    package static func redirect(to path: String) -> Answer {
        Answer(.seeOther, headers: [.location: LocalPath.safe(path)], .empty)
    }

    /// Gone for good, or an alias (308): the same method at `path`.
    package static func moved(to path: String) -> Answer {
        Answer(.permanentRedirect, headers: [.location: LocalPath.safe(path)], .empty)
    }

    /// A value as JSON: ISO 8601 dates, keys in order.
    package static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Answer {
        Answer(status, .bytes(Array(try JSONText.encode(value)), type: "application/json; charset=utf-8"))
    }

    /// Bytes that are at hand, with their media type.
    package static func bytes(_ bytes: [UInt8], type: String, status: HTTPResponse.Status = .ok) -> Answer {
        Answer(status, .bytes(bytes, type: type))
    }

    /// A file, streamed, with ranges and validators.
    package static func file(_ file: FileContent) -> Answer {
        Answer(.ok, .file(file))
    }

    /// The request was not done.
    package static func problem(_ problem: Problem) -> Answer {
        Answer(problem.status, .problem(problem))
    }

    /// Done, nothing to say (204).
    package static let done = Answer(.noContent, .empty)

    /// An answer written piece by piece, such as server-sent events or an export.
    package static func stream(
        type: String, _ write: @escaping @Sendable (inout any ResponseBodyWriter) async throws -> Void
    ) -> Answer {
        Answer(.ok, .stream(type: type, write))
    }

    /// The same answer with a cookie.
    package func setting(_ cookie: SetCookie) -> Answer {
        var answer = self
        answer.cookies.append(cookie)
        return answer
    }

    /// The same answer, after which the browser has the session of this token.
    package func openingSession(_ token: String) -> Answer {
        var answer = self
        answer.session = .opened(token: token)
        return answer
    }

    /// The same answer, after which the browser has no session.
    package func endingSession() -> Answer {
        var answer = self
        answer.session = .ended
        return answer
    }

    /// The same answer with a header of its own.
    package func header(_ name: HTTPField.Name, _ value: String) -> Answer {
        var answer = self
        answer.headers[name] = value
        return answer
    }
}

/// Paths that may stand in a redirect.
package enum LocalPath {
    /// `path` when it is a path of this site, `/` otherwise: no scheme, no host, no `//`, no backslash, no control byte.
    package static func safe(_ path: String) -> String {
        let bytes = Array(path.utf8)
        let isLocal = bytes.first == UInt8(ascii: "/") && bytes.count < 2_000
        let leavesSite = bytes.count > 1 && (bytes[1] == UInt8(ascii: "/") || bytes[1] == UInt8(ascii: "\\"))
        let isPlain = bytes.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }
        return isLocal && !leavesSite && isPlain ? path : "/"
    }
}

/// JSON as all doors write it.
enum JSONText {
    static func encode(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(value)
    }
}

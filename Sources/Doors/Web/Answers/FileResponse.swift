import HTTPTypes
import Hummingbird

/// Files over HTTP: validators, one range, bounded memory.
enum FileResponse {
    static func response(for file: FileContent, request: Request) -> Response {
        let tag = "\"\(file.version)\""
        var headers: HTTPFields = [
            .contentType: file.type, .eTag: tag, .acceptRanges: "bytes", .contentDisposition: file.dispositionHeader,
            .cacheControl: "private, no-cache",
        ]
        if matches(request.headers[.ifNoneMatch], tag) { return Response(status: .notModified, headers: headers) }
        // A range counts only for the very bytes that the sender already has a part of (RFC 9110 13.1.5).
        let isSameFile = request.headers[.ifRange].map { $0 == tag } ?? true
        switch ByteRange(header: isSameFile ? request.headers[.range] : nil, size: file.size) {
        case .whole:
            headers[.contentLength] = String(file.size)
            return Response(status: .ok, headers: headers, body: body(of: file, range: 0..<file.size))
        case .part(let range):
            headers[.contentLength] = String(range.count)
            headers[.contentRange] = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(file.size)"
            return Response(status: .partialContent, headers: headers, body: body(of: file, range: range))
        case .unsatisfiable:
            headers[.contentRange] = "bytes */\(file.size)"
            headers[.contentLength] = "0"
            return Response(status: .rangeNotSatisfiable, headers: headers)
        }
    }

    private static func matches(_ header: String?, _ tag: String) -> Bool {
        guard let header else { return false }
        return header.split(separator: ",").contains { candidate in
            var written = candidate.drop { $0 == " " }
            if written.hasPrefix("W/") { written = written.dropFirst(2) }
            while written.last == " " { written.removeLast() }
            return written == tag || written == "*"
        }
    }

    private static func body(of file: FileContent, range: Range<Int>) -> ResponseBody {
        ResponseBody(contentLength: range.count) { writer in
            var output = writer
            try await file.read(range) { bytes in try await output.write(ByteBuffer(bytes: bytes)) }
            try await output.finish(nil)
        }
    }
}

/// What a part of a `multipart/form-data` body says about itself (RFC 7578).
package struct MultipartHeader: Sendable, Hashable {
    /// The name of the form field.
    package var name = ""
    /// The name of the file on the sender's machine, without its folders; nil for a plain field.
    package var fileName: String?
    /// The type that the sender claims; never trust it.
    package var contentType: String?
}

/// Takes a `multipart/form-data` body apart as its bytes arrive. Pure: bytes in, events out, no more kept than one
/// delimiter or one header block.
struct MultipartParser: Sendable {
    enum Event: Sendable, Equatable {
        case partBegins(MultipartHeader)
        case bytes([UInt8])
        case partEnds
    }

    private enum State {
        case preamble, afterDelimiter, header, body, epilogue
    }

    static let maximumHeaderBytes = 8_192
    static let maximumParts = 200

    private let delimiter: [UInt8]
    private var state = State.preamble
    // As if a line had just ended, so that the first delimiter is found like all others.
    private var buffer: [UInt8] = [0x0D, 0x0A]
    private var partCount = 0

    /// - Throws: `Problem` 415 when the content type is not `multipart/form-data` with a usable boundary.
    init(contentType: String) throws(Problem) {
        let parameters = HeaderParameters(contentType)
        let boundary = parameters["boundary"].map { Array($0.utf8) } ?? []
        let isUsable = (1...70).contains(boundary.count) && boundary.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
        guard parameters.value == "multipart/form-data", isUsable else {
            throw .unsupportedType("multipart/form-data")
        }
        delimiter = [0x0D, 0x0A, 0x2D, 0x2D] + boundary
    }

    /// Whether the closing delimiter has been read.
    var isFinished: Bool { state == .epilogue }

    /// Takes the next bytes of the body.
    ///
    /// - Throws: `Problem` 400 for a broken structure.
    mutating func feed(_ bytes: some Collection<UInt8>) throws(Problem) -> [Event] {
        guard state != .epilogue else { return [] }
        buffer.append(contentsOf: bytes)
        var events: [Event] = []
        while try advance(&events) {}
        return events
    }

    /// Says that no more bytes come.
    ///
    /// - Throws: `Problem` 400 when the body ended too early.
    func finish() throws(Problem) {
        guard isFinished else { throw .malformed("文件没有传完整") }
    }

    /// One step; false when more bytes are needed.
    private mutating func advance(_ events: inout [Event]) throws(Problem) -> Bool {
        switch state {
        case .preamble:
            guard let found = buffer.firstRange(ofBytes: delimiter) else {
                keepTail()
                return false
            }
            buffer.removeSubrange(..<found.upperBound)
            state = .afterDelimiter
            return true
        case .afterDelimiter:
            return try readDelimiterEnd()
        case .header:
            return try readHeader(&events)
        case .body:
            return readBody(&events)
        case .epilogue:
            buffer.removeAll()
            return false
        }
    }

    private mutating func readDelimiterEnd() throws(Problem) -> Bool {
        guard buffer.count >= 2 else { return false }
        if buffer.starts(with: [0x2D, 0x2D]) {
            state = .epilogue
            return true
        }
        let padding = buffer.prefix { $0 == 0x20 || $0 == 0x09 }.count
        guard padding <= Self.maximumHeaderBytes else { throw .malformed("文件分段的格式不对") }
        guard buffer.count >= padding + 2 else { return false }
        guard buffer[padding...].starts(with: [0x0D, 0x0A]) else { throw .malformed("文件分段的格式不对") }
        partCount += 1
        guard partCount <= Self.maximumParts else { throw .malformed("一次提交的文件太多") }
        // The line end stays: a part without headers begins with the empty line at once.
        buffer.removeSubrange(..<padding)
        state = .header
        return true
    }

    private mutating func readHeader(_ events: inout [Event]) throws(Problem) -> Bool {
        guard let end = buffer.firstRange(ofBytes: [0x0D, 0x0A, 0x0D, 0x0A]) else {
            guard buffer.count <= Self.maximumHeaderBytes else { throw .malformed("文件分段的格式不对") }
            return false
        }
        guard end.lowerBound <= Self.maximumHeaderBytes else { throw .malformed("文件分段的格式不对") }
        events.append(.partBegins(try Self.header(Array(buffer[..<end.lowerBound]))))
        // Keep the last line end: the body may be empty and its delimiter begins with a line end.
        buffer.removeSubrange(..<(end.upperBound - 2))
        buffer.removeSubrange(..<2)
        state = .body
        return true
    }

    private mutating func readBody(_ events: inout [Event]) -> Bool {
        guard let found = buffer.firstRange(ofBytes: delimiter) else {
            let safe = buffer.count - (delimiter.count - 1)
            if safe > 0 {
                events.append(.bytes(Array(buffer[..<safe])))
                buffer.removeSubrange(..<safe)
            }
            return false
        }
        if found.lowerBound > 0 { events.append(.bytes(Array(buffer[..<found.lowerBound]))) }
        events.append(.partEnds)
        buffer.removeSubrange(..<found.upperBound)
        state = .afterDelimiter
        return true
    }

    private mutating func keepTail() {
        let extra = buffer.count - (delimiter.count - 1)
        if extra > 0 { buffer.removeSubrange(..<extra) }
    }

    private static func header(_ bytes: [UInt8]) throws(Problem) -> MultipartHeader {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .malformed("文件名不是 UTF-8 编码") }
        var header = MultipartHeader()
        var hasName = false
        for line in text.split(separator: "\r\n") {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let value = String(line[line.index(after: colon)...].drop { $0 == " " })
            switch line[..<colon].lowercased() {
            case "content-disposition":
                let parameters = HeaderParameters(value)
                guard parameters.value == "form-data", let name = parameters["name"] else { continue }
                header.name = name
                header.fileName = parameters["filename"].map { String($0.split { "/\\".contains($0) }.last ?? "") }
                hasName = true
            case "content-type": header.contentType = value
            default: break
            }
        }
        guard hasName else { throw .malformed("文件分段没有名称") }
        return header
    }
}

/// A header value with parameters: `form-data; name="a"; filename="b.jpg"`.
struct HeaderParameters {
    /// The part before the first semicolon, in lower case.
    let value: String
    private var parameters: [String: String] = [:]

    init(_ text: String) {
        var rest = text[...]
        value = rest.prefix { $0 != ";" }.lowercased().trimmingSuffix { $0 == " " }
        rest = rest.drop { $0 != ";" }
        while rest.first == ";" {
            rest = rest.dropFirst().drop { $0 == " " }
            let name = rest.prefix { $0 != "=" && $0 != ";" }.lowercased()
            rest = rest.dropFirst(name.count)
            guard rest.first == "=" else { continue }
            let written = Self.readValue(&rest)
            if parameters[name] == nil { parameters[name] = written }
            rest = rest.drop { $0 != ";" }
        }
    }

    subscript(name: String) -> String? { parameters[name] }

    /// A token or a quoted string. Browsers write a quote inside a name as `%22`, older programs as `\"`.
    private static func readValue(_ rest: inout Substring) -> String {
        rest = rest.dropFirst()
        guard rest.first == "\"" else {
            let token = rest.prefix { $0 != ";" && $0 != " " }
            rest = rest.dropFirst(token.count)
            return String(token)
        }
        rest = rest.dropFirst()
        var value = ""
        while let character = rest.first {
            rest = rest.dropFirst()
            if character == "\"" { break }
            if character == "\\", rest.first == "\"" {
                value.append("\"")
                rest = rest.dropFirst()
            } else {
                value.append(character)
            }
        }
        return value.split(separator: "%22", omittingEmptySubsequences: false).joined(separator: "\"")
    }
}

extension String {
    fileprivate func trimmingSuffix(while predicate: (Character) -> Bool) -> String {
        var text = self
        while let last = text.last, predicate(last) { text.removeLast() }
        return text
    }
}

extension [UInt8] {
    /// Where `pattern` first occurs.
    func firstRange(ofBytes pattern: [UInt8]) -> Range<Int>? {
        guard let first = pattern.first else { return nil }
        return withUnsafeBufferPointer { bytes in
            var start = 0
            while start + pattern.count <= bytes.count {
                guard let candidate = bytes[start...].firstIndex(of: first) else { return nil }
                guard candidate + pattern.count <= bytes.count else { return nil }
                if bytes[candidate..<(candidate + pattern.count)].elementsEqual(pattern) {
                    return candidate..<(candidate + pattern.count)
                }
                start = candidate + 1
            }
            return nil
        }
    }
}

package import NIOCore

/// What an HTTP/1.1 server answered, as far as a load driver needs it.
package struct HTTPAnswer: Sendable {
    package var status = 0
    package var location: String?
    /// Bytes of the body; they are kept in `body` only when they were asked for.
    package var bodyLength = 0
    package var body = ByteBuffer()
    /// Whether the server ends the connection with this answer.
    package var closes = false

    package init() {}
}

/// Why bytes are not an HTTP/1.1 answer.
package enum AnswerFault: Error, Hashable {
    case malformed
    case lineTooLong
    /// The connection ended within an answer.
    case cut
}

/// Reads answers from pieces as they come, one after the other; keeps nothing but the answer that is being read.
package struct AnswerParser {
    private enum Part {
        case status, headers
        case fixed(Int)
        case chunkSize
        case chunk(Int)
        case chunkEnd, trailers
        case untilClose
    }

    private static let longestLine = 32 * 1_024

    private var part = Part.status
    private var answer = HTTPAnswer()
    private var length: Int?
    private var isChunked = false
    private var line: [UInt8] = []
    private let keepsBody: Bool

    package init(keepsBody: Bool = true) {
        self.keepsBody = keepsBody
    }

    /// Takes what it can use of `input`.
    ///
    /// - Returns: the answer when it is whole; bytes behind it stay in `input`.
    package mutating func feed(_ input: inout ByteBuffer) throws(AnswerFault) -> HTTPAnswer? {
        while true {
            switch part {
            case .fixed(let left):
                guard let taken = take(left, from: &input) else { return nil }
                part = .fixed(left - taken)
                if left == taken { return finish() }
            case .chunk(let left):
                guard let taken = take(left, from: &input) else { return nil }
                part = left == taken ? .chunkEnd : .chunk(left - taken)
            case .untilClose:
                guard take(input.readableBytes, from: &input) != nil else { return nil }
            case .status, .headers, .chunkSize, .chunkEnd, .trailers:
                guard try readLine(from: &input) else { return nil }
                if try endsAnswer(withLine: line) { return finish() }
            }
        }
    }

    /// The connection ended: an answer without a length is whole now.
    package mutating func end() throws(AnswerFault) -> HTTPAnswer {
        guard case .untilClose = part else { throw .cut }
        answer.closes = true
        return finish()
    }

    private mutating func finish() -> HTTPAnswer {
        defer { self = AnswerParser(keepsBody: keepsBody) }
        return answer
    }

    private mutating func take(_ wanted: Int, from input: inout ByteBuffer) -> Int? {
        let count = min(wanted, input.readableBytes)
        guard count > 0 else { return nil }
        answer.bodyLength += count
        if keepsBody, let slice = input.readSlice(length: count) {
            if answer.body.readableBytes == 0 {
                answer.body = slice
            } else {
                answer.body.writeImmutableBuffer(slice)
            }
        } else {
            input.moveReaderIndex(forwardBy: count)
        }
        return count
    }

    /// Reads up to the end of a line into `line`; false when it has not come yet.
    private mutating func readLine(from input: inout ByteBuffer) throws(AnswerFault) -> Bool {
        if line.last == 0x0A { line.removeAll(keepingCapacity: true) }
        let view = input.readableBytesView
        let end = view.firstIndex(of: 0x0A)
        let piece = end.map { view[view.startIndex...$0] } ?? view
        guard line.count + piece.count <= Self.longestLine else { throw .lineTooLong }
        line.append(contentsOf: piece)
        input.moveReaderIndex(forwardBy: piece.count)
        return end != nil
    }

    /// Understands the line just read; true when the answer has no more to come.
    private mutating func endsAnswer(withLine whole: [UInt8]) throws(AnswerFault) -> Bool {
        var text = whole.dropLast()
        if text.last == 0x0D { text = text.dropLast() }
        switch part {
        case .status:
            if text.isEmpty { return false }
            try readStatus(text)
            part = .headers
        case .headers:
            guard text.isEmpty else {
                try readHeader(text)
                return false
            }
            return try beginBody()
        case .chunkSize:
            let digits = text.prefix { $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: " ") }
            guard !digits.isEmpty, digits.count <= 8 else { throw .malformed }
            var size = 0
            for byte in digits {
                guard let digit = Self.hexDigit(byte) else { throw .malformed }
                size = size << 4 | digit
            }
            part = size == 0 ? .trailers : .chunk(size)
        case .chunkEnd:
            guard text.isEmpty else { throw .malformed }
            part = .chunkSize
        case .trailers: return text.isEmpty
        case .fixed, .chunk, .untilClose: throw .malformed
        }
        return false
    }

    private mutating func readStatus(_ text: ArraySlice<UInt8>) throws(AnswerFault) {
        let bytes = Array(text)
        guard bytes.count >= 12, bytes.starts(with: "HTTP/1.".utf8), bytes[8] == 0x20 else { throw .malformed }
        var status = 0
        for byte in bytes[9..<12] {
            guard (0x30...0x39).contains(byte) else { throw .malformed }
            status = status * 10 + Int(byte) - 0x30
        }
        guard (100...599).contains(status) else { throw .malformed }
        answer.status = status
        answer.closes = bytes[7] == UInt8(ascii: "0")
    }

    private mutating func readHeader(_ text: ArraySlice<UInt8>) throws(AnswerFault) {
        guard let colon = text.firstIndex(of: UInt8(ascii: ":")) else { throw .malformed }
        let name = text[..<colon]
        // Only four names matter; most others are told apart by their length.
        guard [8, 10, 14, 17].contains(name.count) else { return }
        let value = text[text.index(after: colon)...].drop { $0 == 0x20 || $0 == 0x09 }
        if Self.equal(name, "content-length") {
            guard !value.isEmpty, value.count <= 12, value.allSatisfy({ (0x30...0x39).contains($0) }) else {
                throw .malformed
            }
            length = value.reduce(0) { $0 * 10 + Int($1) - 0x30 }
        } else if Self.equal(name, "transfer-encoding") {
            guard Self.equal(value, "chunked") else { throw .malformed }
            isChunked = true
        } else if Self.equal(name, "connection") {
            answer.closes = Self.equal(value, "close")
        } else if Self.equal(name, "location") {
            answer.location = String(decoding: value, as: UTF8.self)
        }
    }

    private mutating func beginBody() throws(AnswerFault) -> Bool {
        if (100..<200).contains(answer.status) {
            self = AnswerParser(keepsBody: keepsBody)
            return false
        }
        if answer.status == 204 || answer.status == 304 { return true }
        if isChunked {
            guard length == nil else { throw .malformed }
            part = .chunkSize
            return false
        }
        guard let length else {
            part = .untilClose
            return false
        }
        part = .fixed(length)
        return length == 0
    }

    private static func hexDigit(_ byte: UInt8) -> Int? {
        switch byte {
        case 0x30...0x39: Int(byte) - 0x30
        case 0x41...0x46: Int(byte) - 0x37
        case 0x61...0x66: Int(byte) - 0x57
        default: nil
        }
    }

    private static func equal(_ bytes: ArraySlice<UInt8>, _ lower: StaticString) -> Bool {
        guard bytes.count == lower.utf8CodeUnitCount else { return false }
        return lower.withUTF8Buffer { expected in
            zip(bytes, expected).allSatisfy { byte, wanted in
                byte == wanted || (0x41...0x5A).contains(byte) && byte | 0x20 == wanted
            }
        }
    }
}

import NIOCore

/// What somebody sends: everything behind the fixed head of their door and session.
struct HTTPRequestText: Sendable {
    var method: StaticString = "GET"
    var target: String
    /// Whole further header lines, each with its line end.
    var headers = ""
    var body = ByteBuffer()
    /// The status that it is answered with when all is well.
    var expected = 200
    /// Whether the next step reads the answer's body.
    var readsBody = false

    static func page(_ target: String, readsBody: Bool = false) -> HTTPRequestText {
        HTTPRequestText(target: target, headers: "Accept: text/html\r\n", readsBody: readsBody)
    }

    /// A form as a browser sends it; done well it leads on to another page.
    static func form(_ target: String, _ fields: [(String, String)]) -> HTTPRequestText {
        let text = fields.map { "\(FormText.encode($0))=\(FormText.encode($1))" }.joined(separator: "&")
        return HTTPRequestText(
            method: "POST", target: target,
            headers: "Accept: text/html\r\nContent-Type: application/x-www-form-urlencoded\r\n",
            body: ByteBuffer(string: text), expected: 303)
    }

    func write(to buffer: inout ByteBuffer, head: String) {
        buffer.writeStaticString(method)
        buffer.writeStaticString(" ")
        buffer.writeString(target)
        buffer.writeStaticString(" HTTP/1.1\r\n")
        buffer.writeString(head)
        buffer.writeString(headers)
        if body.readableBytes > 0 {
            buffer.writeStaticString("Content-Length: ")
            buffer.writeString(String(body.readableBytes))
            buffer.writeStaticString("\r\n")
        }
        buffer.writeStaticString("\r\n")
        buffer.writeImmutableBuffer(body)
    }
}

/// `application/x-www-form-urlencoded`.
enum FormText {
    static func encode(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: bytes.append(byte)
            case 0x20: bytes.append(0x2B)
            default:
                bytes.append(0x25)
                bytes.append(digits[Int(byte >> 4)])
                bytes.append(digits[Int(byte & 15)])
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Version 4 in form, from the run's own random numbers.
    static func uuid(_ chance: inout Chance) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(36)
        var random = chance.next()
        for place in 0..<32 {
            if place == 16 { random = chance.next() }
            if [8, 12, 16, 20].contains(place) { bytes.append(0x2D) }
            let digit = place == 12 ? 4 : place == 16 ? 8 | (random & 3) : random & 15
            bytes.append(digits[Int(digit)])
            random >>= 4
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension ByteBuffer {
    /// The bytes between the first `before` and the next `after` behind it.
    func text(between before: StaticString, and after: UInt8) -> String? {
        guard let start = firstIndex(behind: before, from: readerIndex) else { return nil }
        return word(at: start, upTo: after)
    }

    /// What stands behind each `before`, `length` bytes of it.
    func words(behind before: StaticString, length: Int) -> [String] {
        var found: [String] = []
        var place = readerIndex
        while let start = firstIndex(behind: before, from: place) {
            place = start
            if let word = getString(at: start, length: length) { found.append(word) }
        }
        return found
    }

    private func word(at start: Int, upTo after: UInt8) -> String? {
        guard let view = viewBytes(at: start, length: writerIndex - start), let end = view.firstIndex(of: after) else {
            return nil
        }
        return getString(at: start, length: end - view.startIndex)
    }

    private func firstIndex(behind pattern: StaticString, from place: Int) -> Int? {
        let length = pattern.utf8CodeUnitCount
        guard length > 0, place + length <= writerIndex else { return nil }
        let offset: Int? = withUnsafeReadableBytes { bytes in
            pattern.withUTF8Buffer { wanted in
                var at = place - readerIndex
                let last = bytes.count - length
                while at <= last {
                    if bytes[at] == wanted[0], (1..<length).allSatisfy({ bytes[at + $0] == wanted[$0] }) { return at }
                    at += 1
                }
                return nil
            }
        }
        return offset.map { readerIndex + $0 + length }
    }
}

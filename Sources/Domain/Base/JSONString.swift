/// Writes text into JSON by hand, where a coder would cost more than the work around it.
package enum JSONString {
    private static let digits: [UInt8] = Array("0123456789abcdef".utf8)
    private static let quote = UInt8(ascii: "\"")
    private static let backslash = UInt8(ascii: "\\")

    /// Appends the text as a JSON string, with its quotes; escapes as RFC 8785 does: quote, backslash and control
    /// characters only.
    package static func write(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(quote)
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 != quote && $0 != backslash }) {
            bytes.append(contentsOf: text.utf8)
        } else {
            for byte in text.utf8 { write(byte, to: &bytes) }
        }
        bytes.append(quote)
    }

    private static func write(_ byte: UInt8, to bytes: inout [UInt8]) {
        switch byte {
        case quote, backslash: bytes += [backslash, byte]
        case 0x08: bytes += "\\b".utf8
        case 0x09: bytes += "\\t".utf8
        case 0x0A: bytes += "\\n".utf8
        case 0x0C: bytes += "\\f".utf8
        case 0x0D: bytes += "\\r".utf8
        case 0..<0x20: bytes += "\\u00".utf8 + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        default: bytes.append(byte)
        }
    }
}

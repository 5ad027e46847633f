/// Bytes as lower-case hexadecimal text.
package enum Hex {
    private static let digits = Array("0123456789abcdef".utf8)

    /// Two digits for each byte.
    package static func encode(_ bytes: some Sequence<UInt8>) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.underestimatedCount * 2)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Reads digits of either case; nil for anything else and for half a byte.
    package static func decode(_ text: String) -> [UInt8]? {
        let digits = Array(text.utf8)
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 2)
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = value(digits[index]), let low = value(digits[index + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 48...57: digit - 48
        case 65...70: digit - 55
        case 97...102: digit - 87
        default: nil
        }
    }
}

/// Bytes as Base64 for URLs and cookies (RFC 4648 section 5), without padding.
package enum Base64URL {
    private static let code = BitCode("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", bits: 6)

    /// Unpadded text.
    package static func encode(_ bytes: some Sequence<UInt8>) -> String {
        code.encode(bytes)
    }

    /// Reads unpadded text; nil for foreign characters, impossible lengths and stray bits, so that one value has one text.
    package static func decode(_ text: String) -> [UInt8]? {
        code.decode(Array(text.utf8))
    }
}

/// Bytes as Base32 (RFC 4648 section 6), the form in which people type authenticator secrets.
package enum Base32 {
    private static let code = BitCode("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", bits: 5)

    /// Unpadded upper-case text.
    package static func encode(_ bytes: some Sequence<UInt8>) -> String {
        code.encode(bytes)
    }

    /// Reads text of either case, ignoring blanks, hyphens and padding at the end; nil for anything else.
    package static func decode(_ text: String) -> [UInt8]? {
        var digits = text.uppercased().utf8.filter { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "-") }
        while digits.last == UInt8(ascii: "=") { digits.removeLast() }
        return code.decode(digits)
    }
}

/// An alphabet whose letters carry a fixed number of bits each.
private struct BitCode: Sendable {
    private let alphabet: [UInt8]
    private let values: [UInt8?]
    private let bits: Int

    init(_ alphabet: String, bits: Int) {
        self.alphabet = Array(alphabet.utf8)
        self.bits = bits
        var values = [UInt8?](repeating: nil, count: 256)
        for (value, letter) in self.alphabet.enumerated() { values[Int(letter)] = UInt8(value) }
        self.values = values
    }

    func encode(_ bytes: some Sequence<UInt8>) -> String {
        var text: [UInt8] = []
        var buffer: UInt32 = 0
        var held = 0
        let mask: UInt32 = (1 << UInt32(bits)) - 1
        for byte in bytes {
            buffer = (buffer & 0xFF) << 8 | UInt32(byte)
            held += 8
            while held >= bits {
                held -= bits
                text.append(alphabet[Int((buffer >> UInt32(held)) & mask)])
            }
        }
        if held > 0 { text.append(alphabet[Int((buffer << UInt32(bits - held)) & mask)]) }
        return String(decoding: text, as: UTF8.self)
    }

    func decode(_ letters: [UInt8]) -> [UInt8]? {
        var bytes: [UInt8] = []
        var buffer: UInt32 = 0
        var held = 0
        for letter in letters {
            guard let value = values[Int(letter)] else { return nil }
            buffer = (buffer & 0xFF) << UInt32(bits) | UInt32(value)
            held += bits
            if held >= 8 {
                held -= 8
                bytes.append(UInt8(truncatingIfNeeded: buffer >> UInt32(held)))
            }
        }
        // What is left must be fewer bits than a letter has, all zero: otherwise the text is cut or not canonical.
        let rest = buffer & ((1 << UInt32(held)) - 1)
        return held < bits && rest == 0 ? bytes : nil
    }
}

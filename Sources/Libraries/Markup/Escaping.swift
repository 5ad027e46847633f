extension [UInt8] {
    /// Appends a number in decimal digits.
    mutating func appendDecimal(_ number: Int) {
        if number < 0 { append(UInt8(ascii: "-")) }
        var rest = number.magnitude
        let first = count
        repeat {
            let (tens, digit) = rest.quotientAndRemainder(dividingBy: 10)
            append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit))
            rest = tens
        } while rest > 0
        self[first...].reverse()
    }

    /// Appends text with the five characters that mean something in markup replaced by entities, and with the
    /// control characters that HTML forbids left out.
    mutating func appendEscaped(_ text: some StringProtocol) {
        let wasContiguous: Void? = text.utf8.withContiguousStorageIfAvailable { appendEscaped($0) }
        if wasContiguous == nil {
            Array(text.utf8).withUnsafeBufferPointer { appendEscaped($0) }
        }
    }

    private mutating func appendEscaped(_ utf8: UnsafeBufferPointer<UInt8>) {
        var runStart = 0
        for index in utf8.indices {
            guard let replacement = Self.replacement(for: utf8[index]) else { continue }
            append(contentsOf: utf8[runStart..<index])
            replacement.withUTF8Buffer { append(contentsOf: $0) }
            runStart = index + 1
        }
        append(contentsOf: utf8[runStart...])
    }

    private static func replacement(for byte: UInt8) -> StaticString? {
        // Letters, digits and every byte of a Chinese character lie above `>`; one comparison lets them through.
        guard byte <= 0x3E || byte == 0x7F else { return nil }
        switch byte {
        case UInt8(ascii: "&"): return "&amp;"
        case UInt8(ascii: "<"): return "&lt;"
        case UInt8(ascii: ">"): return "&gt;"
        case UInt8(ascii: "\""): return "&quot;"
        case UInt8(ascii: "'"): return "&#39;"
        case 0x09, 0x0A, 0x0D: return nil
        case 0x00...0x1F, 0x7F: return ""
        default: return nil
        }
    }
}

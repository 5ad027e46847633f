extension DecimalNumber: CustomStringConvertible {
    /// Reads digits with an optional sign, point and exponent (`-12.50`, `.5`, `1e-3`); nil for anything else and on overflow.
    package init?(_ text: some StringProtocol) {
        var negative = false
        var coefficient: UInt128 = 0
        var exponent = 0
        var sticky = false
        var seen = 0
        var afterPoint = false
        var bytes = text.utf8[...]
        if let sign = bytes.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
            negative = sign == UInt8(ascii: "-")
            bytes = bytes.dropFirst()
        }
        while let byte = bytes.first {
            if (48...57).contains(byte) {
                seen += 1
                if coefficient < Powers.ten[37] {
                    coefficient = coefficient * 10 + UInt128(byte - 48)
                    if afterPoint { exponent -= 1 }
                } else {
                    sticky = sticky || byte != 48
                    if !afterPoint { exponent += 1 }
                }
            } else if byte == UInt8(ascii: "."), !afterPoint {
                afterPoint = true
                guard let next = bytes.dropFirst().first, (48...57).contains(next) else { return nil }
            } else {
                break
            }
            bytes = bytes.dropFirst()
        }
        guard seen > 0 else { return nil }
        if let letter = bytes.first {
            guard letter | 0x20 == UInt8(ascii: "e") else { return nil }
            guard let power = Self.power(bytes.dropFirst()) else { return nil }
            exponent += power
        }
        let value = Self.rounded(
            negative: negative && coefficient != 0, coefficient: coefficient, exponent: exponent, sticky: sticky)
        guard let value else { return nil }
        self = value
    }

    private static func power(_ bytes: some Sequence<UInt8>) -> Int? {
        var digits = Array(bytes)
        var negative = false
        if let sign = digits.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
            negative = sign == UInt8(ascii: "-")
            digits.removeFirst()
        }
        guard (1...9).contains(digits.count) else { return nil }
        var value = 0
        for digit in digits {
            guard (48...57).contains(digit) else { return nil }
            value = value * 10 + Int(digit - 48)
        }
        return negative ? -value : value
    }

    /// Plain digits as long as they are not absurdly many, otherwise `1.5E+300`; never loses a digit.
    package var description: String {
        if let small { return String(small) }
        let value = reduced
        let digits = String(value.coefficient)
        let sign = value.isNegative ? "-" : ""
        let scale = value.exponent
        guard scale <= 40, scale >= -80 else { return value.scientific }
        if scale >= 0 { return value.isZero ? "0" : sign + digits + String(repeating: "0", count: scale) }
        let places = -scale
        guard digits.count > places else {
            return sign + "0." + String(repeating: "0", count: places - digits.count) + digits
        }
        return sign + digits.dropLast(places) + "." + digits.suffix(places)
    }

    /// `-1.25E-7`.
    var scientific: String {
        let digits = String(coefficient)
        let power = exponent + digits.count - 1
        let fraction = digits.count > 1 ? ".\(digits.dropFirst())" : ""
        return "\(isNegative ? "-" : "")\(digits.prefix(1))\(fraction)E\(power < 0 ? "-" : "+")\(abs(power))"
    }
}

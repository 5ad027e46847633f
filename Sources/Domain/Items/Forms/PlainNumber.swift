/// A decimal number as people write it, kept exactly: sign, whole digits, digits after the point.
struct PlainNumber: Comparable {
    /// Normal form: no leading zeros, no sign on zero.
    let text: String
    /// Digits after the point.
    let places: Int
    /// The number times a million.
    private let scaled: Int

    init(_ value: Int) {
        text = String(value)
        places = 0
        scaled = value.multipliedReportingOverflow(by: 1_000_000).partialValue
    }

    /// Reads ASCII and full-width digits, one point, grouping commas; at most 12 whole digits and 6 after the point.
    init?(_ written: String) {
        var whole = ""
        var fraction: String?
        var isNegative = false
        for (index, scalar) in written.unicodeScalars.enumerated() {
            let value = (0xFF01...0xFF5E).contains(scalar.value) ? scalar.value - 0xFEE0 : scalar.value
            switch Character(Unicode.Scalar(value) ?? scalar) {
            case "-" where index == 0: isNegative = true
            case "." where fraction == nil: fraction = ""
            case ",", "，", " ": if fraction != nil { return nil }
            case let digit where digit.isASCII && digit.isNumber:
                if fraction == nil { whole.append(digit) } else { fraction?.append(digit) }
            default: return nil
            }
        }
        whole = String(whole.drop { $0 == "0" })
        if whole.isEmpty { whole = written.contains { $0.isNumber } ? "0" : "" }
        let digits = fraction ?? ""
        guard !whole.isEmpty, whole.count <= 12, digits.count <= 6, fraction != "",
            let units = Int(whole), let parts = Int(digits.padding(to: 6))
        else { return nil }
        let magnitude = units * 1_000_000 + parts
        scaled = isNegative ? -magnitude : magnitude
        places = digits.count
        let sign = scaled < 0 ? "-" : ""
        text = sign + whole + (digits.isEmpty ? "" : "." + digits)
    }

    static func < (left: PlainNumber, right: PlainNumber) -> Bool { left.scaled < right.scaled }

    static func == (left: PlainNumber, right: PlainNumber) -> Bool { left.scaled == right.scaled }
}

extension String {
    fileprivate func padding(to length: Int) -> String {
        self + String(repeating: "0", count: Swift.max(0, length - count))
    }
}

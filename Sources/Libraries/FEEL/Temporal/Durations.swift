/// A duration of days, hours, minutes and seconds, to the nanosecond.
package struct DaysDuration: Sendable, Hashable, Comparable {
    /// Whole seconds; negative for a negative duration.
    package let seconds: Int
    /// The rest, with the same sign.
    let nanoseconds: Int32

    static let zero = DaysDuration(seconds: 0)

    /// A whole number of seconds.
    package init(seconds: Int) {
        self.seconds = seconds
        nanoseconds = 0
    }

    /// Nil when the duration is longer than the range of dates allows.
    init?(total: Int128) {
        let (whole, rest) = total.quotientAndRemainder(dividingBy: Int128(TimeValue.perSecond))
        guard let seconds = Int(exactly: whole), abs(whole) < 1 << 62 else { return nil }
        self.seconds = seconds
        nanoseconds = Int32(rest)
    }

    /// All of it in nanoseconds.
    var total: Int128 { Int128(seconds) * Int128(TimeValue.perSecond) + Int128(nanoseconds) }

    package static func < (left: DaysDuration, right: DaysDuration) -> Bool { left.total < right.total }

    /// All of it in seconds, as a decimal.
    var number: DecimalNumber {
        let negative = total < 0
        return DecimalNumber.rounded(negative: negative, coefficient: total.magnitude, exponent: -9)?.reduced ?? .zero
    }

    /// The nearest duration of that many seconds; nil beyond the range.
    init?(number: DecimalNumber) {
        guard let scaled = number.multiplied(by: DecimalNumber(TimeValue.perSecond)),
            let whole = scaled.rounded(toScale: 0, mode: .halfEven)
        else { return nil }
        let exponent = whole.exponent
        guard (0...30).contains(exponent), Powers.digits(of: whole.coefficient) + exponent <= 28 else { return nil }
        let magnitude = Int128(whole.coefficient * Powers.ten[exponent])
        self.init(total: whole.isNegative ? -magnitude : magnitude)
    }
}

/// A duration of whole months.
package struct MonthsDuration: Sendable, Hashable, Comparable {
    /// Negative for a negative duration.
    package let months: Int

    package init(months: Int) {
        self.months = months
    }

    package static func < (left: MonthsDuration, right: MonthsDuration) -> Bool { left.months < right.months }

    /// Whole years and months from one day to the other (later) one; negative if it is earlier.
    static func between(_ from: DateValue, _ to: DateValue) -> MonthsDuration {
        let (start, end) = (from.parts, to.parts)
        var months = (end.year - start.year) * 12 + end.month - start.month
        if months > 0, end.day < start.day { months -= 1 }
        if months < 0, end.day > start.day { months += 1 }
        return MonthsDuration(months: months)
    }
}

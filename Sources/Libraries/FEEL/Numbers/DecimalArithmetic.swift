// The four operations: exact within 34 digits, otherwise rounded once, half to even.

extension DecimalNumber {
    /// Nil on overflow.
    func adding(_ other: DecimalNumber) -> DecimalNumber? {
        if let a = small, let b = other.small {
            let (sum, overflow) = a.addingReportingOverflow(b)
            if !overflow { return DecimalNumber(sum) }
        }
        return Self.sum(self, other)
    }

    /// Nil on overflow.
    func subtracting(_ other: DecimalNumber) -> DecimalNumber? {
        if let a = small, let b = other.small {
            let (difference, overflow) = a.subtractingReportingOverflow(b)
            if !overflow { return DecimalNumber(difference) }
        }
        return Self.sum(self, other.negated)
    }

    /// The same magnitude with the other sign; zero stays zero.
    package var negated: DecimalNumber {
        isZero ? self : DecimalNumber(negative: !isNegative, coefficient: coefficient, exponent: exponent)
    }

    private static func sum(_ left: DecimalNumber, _ right: DecimalNumber) -> DecimalNumber? {
        if left.isZero || right.isZero {
            let (value, other) = left.isZero ? (right, left) : (left, right)
            // The finer scale is kept, as far as 34 digits allow: 1 + 0.00 is 1.00.
            return value.rescaled(towards: other.exponent)
        }
        // `upper` has the greater exponent.
        let (upper, lower) = left.exponent >= right.exponent ? (left, right) : (right, left)
        let gap = upper.exponent - lower.exponent
        let room = 38 - Powers.digits(of: upper.coefficient)
        let shift = min(gap, room)
        let large = upper.coefficient * Powers.ten[shift]
        var small = lower.coefficient
        var sticky = false
        let rest = gap - shift
        if rest > 0 {
            if rest > 38 {
                (small, sticky) = (0, true)
            } else {
                let (quotient, remainder) = small.quotientAndRemainder(dividingBy: Powers.ten[rest])
                (small, sticky) = (quotient, remainder != 0)
            }
        }
        let exponent = upper.exponent - shift
        if upper.isNegative == lower.isNegative {
            return rounded(
                negative: upper.isNegative, coefficient: large + small, exponent: exponent, sticky: sticky)
        }
        if large >= small {
            // The rest below is taken away too: borrow one and leave the sticky part above it.
            let borrow: UInt128 = sticky ? 1 : 0
            let difference = large - small - borrow
            return rounded(negative: upper.isNegative, coefficient: difference, exponent: exponent, sticky: sticky)
        }
        return rounded(negative: lower.isNegative, coefficient: small - large, exponent: exponent, sticky: sticky)
    }

    private func rescaled(towards scale: Int) -> DecimalNumber {
        guard scale < exponent, !isZero else { return self }
        let room = Self.digits - Powers.digits(of: coefficient)
        let shift = min(exponent - scale, room)
        return DecimalNumber(
            negative: isNegative, coefficient: coefficient * Powers.ten[shift], exponent: exponent - shift)
    }

    /// Nil on overflow.
    func multiplied(by other: DecimalNumber) -> DecimalNumber? {
        if let a = small, let b = other.small {
            let (product, overflow) = a.multipliedReportingOverflow(by: b)
            if !overflow { return DecimalNumber(product) }
        }
        let (left, right) = (coefficient, other.coefficient)
        let negative = isNegative != other.isNegative
        let scale = exponent + other.exponent
        guard left != 0, right != 0 else { return .zero }
        let product = left.multipliedFullWidth(by: right)
        if product.high == 0 {
            return Self.rounded(negative: negative, coefficient: product.low, exponent: scale)
        }
        let surplus = Powers.digits(of: left) + Powers.digits(of: right) - 1 - Self.digits
        let (quotient, rest) = Powers.ten[surplus].dividingFullWidth((product.high, product.low))
        return Self.rounded(negative: negative, coefficient: quotient, exponent: scale + surplus, sticky: rest != 0)
    }

    /// Nil on overflow and when the divisor is zero.
    func divided(by other: DecimalNumber) -> DecimalNumber? {
        let (left, right) = (coefficient, other.coefficient)
        guard right != 0 else { return nil }
        guard left != 0 else { return .zero }
        let negative = isNegative != other.isNegative
        let lift = Self.digits - Powers.digits(of: left)
        let more = Powers.digits(of: right) + 1
        let numerator = (left * Powers.ten[lift]).multipliedFullWidth(by: Powers.ten[more])
        var (quotient, rest) = right.dividingFullWidth((numerator.high, numerator.low))
        var scale = exponent - other.exponent - lift - more
        if rest == 0 {
            let ideal = exponent - other.exponent
            while scale < ideal {
                let (tenth, digit) = quotient.quotientAndRemainder(dividingBy: 10)
                guard digit == 0 else { break }
                (quotient, scale) = (tenth, scale + 1)
            }
        }
        return Self.rounded(negative: negative, coefficient: quotient, exponent: scale, sticky: rest != 0)
    }

    /// Rounded to that many digits behind the point (before it when negative); nil on overflow.
    package func rounded(toScale scale: Int, mode: RoundingMode) -> DecimalNumber? {
        let surplus = -exponent - scale
        guard surplus > 0 else { return rescaled(towards: -scale) }
        let negative = isNegative
        let kept = Powers.shiftRight(coefficient, by: surplus, sticky: false, mode: mode, negative: negative)
        return Self.rounded(negative: negative && kept != 0, coefficient: kept, exponent: -scale)
    }

    /// The greatest whole number that is not above this one.
    package var floor: DecimalNumber { exponent >= 0 ? self : rounded(toScale: 0, mode: .floor) ?? self }

    /// Dividend minus divisor times the floor of their quotient; the sign is the divisor's. Nil if the divisor is zero.
    func modulo(_ divisor: DecimalNumber) -> DecimalNumber? {
        if let a = small, let b = divisor.small, b != 0, b != -1 {
            let rest = a % b
            return DecimalNumber(rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest)
        }
        guard let quotient = divided(by: divisor)?.floor, let product = quotient.multiplied(by: divisor),
            let rest = subtracting(product)
        else { return nil }
        // The quotient was rounded to 34 digits, so the rest may be one divisor off.
        if !rest.isZero, rest.isNegative != divisor.isNegative { return rest.adding(divisor) }
        return rest
    }
}

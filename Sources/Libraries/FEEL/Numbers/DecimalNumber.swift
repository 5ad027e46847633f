/// A decimal number after IEEE 754-2008 decimal128: 34 digits, exponents −6176 to 6111, rounding half to even.
///
/// Kept in sixteen bytes: sign, biased exponent and a binary coefficient below 10³⁴. There is no infinity and no NaN; an
/// operation without a finite result answers nil, which FEEL shows as null.
package struct DecimalNumber: Sendable {
    /// Sign (1 bit), exponent + 6176 (14 bits), coefficient bits 112…64 (49 bits).
    let high: UInt64
    /// Coefficient bits 63…0.
    let low: UInt64

    static let exponentBias = 6176
    static let greatestExponent = 6111
    static let digits = 34
    static let signBit: UInt64 = 1 << 63
    /// The upper word of a whole number below 2⁶⁴, without its sign.
    static let plainHigh: UInt64 = UInt64(exponentBias) << 49

    package static let zero = DecimalNumber(0)
    package static let one = DecimalNumber(1)

    /// A whole number, exactly.
    package init(_ value: Int) {
        high = Self.plainHigh | (value < 0 ? Self.signBit : 0)
        low = UInt64(value.magnitude)
    }

    /// The parts must be within range: coefficient below 10³⁴, exponent within −6176…6111.
    @inline(__always)
    init(negative: Bool, coefficient: UInt128, exponent: Int) {
        let upper = UInt64(truncatingIfNeeded: coefficient >> 64)
        high = (negative ? Self.signBit : 0) | (UInt64(exponent + Self.exponentBias) << 49) | upper
        low = UInt64(truncatingIfNeeded: coefficient)
    }

    /// Rounds any coefficient to 34 digits; `sticky` says that a non-zero rest lies below it. Nil on overflow.
    static func rounded(
        negative: Bool, coefficient: UInt128, exponent: Int, sticky: Bool = false
    ) -> DecimalNumber? {
        var coefficient = coefficient
        var exponent = exponent
        var excess = max(0, Powers.digits(of: coefficient) - digits)
        if exponent + excess < -exponentBias { excess = -exponentBias - exponent }
        if excess > 0 || sticky {
            coefficient = Powers.shiftRight(
                coefficient, by: excess, sticky: sticky, mode: .halfEven, negative: negative)
            exponent += excess
            if coefficient == Powers.limit {
                coefficient /= 10
                exponent += 1
            }
        }
        if exponent > greatestExponent {
            guard coefficient != 0 else { return .zero }
            let missing = exponent - greatestExponent
            guard Powers.digits(of: coefficient) + missing <= digits else { return nil }
            coefficient *= Powers.ten[missing]
            exponent = greatestExponent
        }
        return DecimalNumber(negative: negative, coefficient: coefficient, exponent: exponent)
    }
}

// MARK: - Parts

extension DecimalNumber {
    @inline(__always)
    var coefficient: UInt128 {
        UInt128(high & 0x1_FFFF_FFFF_FFFF) << 64 | UInt128(low)
    }

    @inline(__always)
    var exponent: Int {
        Int(high >> 49 & 0x3FFF) - Self.exponentBias
    }

    /// Below zero; a negative zero counts as zero.
    package var isNegative: Bool { high & Self.signBit != 0 && !isZero }
    /// Exactly zero.
    package var isZero: Bool { low == 0 && high & 0x1_FFFF_FFFF_FFFF == 0 }

    /// The value when it is stored as a whole number of 63 bits; the fast path of arithmetic and comparison.
    @inline(__always)
    var small: Int? {
        guard high & ~Self.signBit == Self.plainHigh, low <= UInt64(Int.max) else { return nil }
        return high & Self.signBit == 0 ? Int(low) : -Int(low)
    }

    /// The value as `Int` if it is whole and fits.
    package var integer: Int? {
        if let small { return small }
        guard let whole = truncatedExactly else { return nil }
        let magnitude = whole.coefficient
        guard whole.exponent >= 0, whole.exponent <= 18 else { return magnitude == 0 ? 0 : nil }
        let (product, overflow) = magnitude.multipliedReportingOverflow(by: Powers.ten[whole.exponent])
        guard !overflow, product <= UInt128(Int.max) else { return nil }
        return high & Self.signBit == 0 ? Int(product) : -Int(product)
    }

    /// Whether nothing stands behind the decimal point.
    package var isInteger: Bool { truncatedExactly != nil }

    /// The same value with an exponent of zero or more, or nil if it has a fraction.
    private var truncatedExactly: DecimalNumber? {
        let scale = -exponent
        guard scale > 0 else { return self }
        guard !isZero else { return .zero }
        guard scale <= Self.digits else { return nil }
        let (quotient, rest) = coefficient.quotientAndRemainder(dividingBy: Powers.ten[scale])
        return rest == 0 ? DecimalNumber(negative: isNegative, coefficient: quotient, exponent: 0) : nil
    }

    /// The nearest binary number; only for estimates.
    package var double: Double {
        if let small { return Double(small) }
        return Double(scientific) ?? 0
    }

    /// Trailing zeros removed: 1.50 becomes 1.5 and 100 stays 100.
    var reduced: DecimalNumber {
        guard exponent < 0 else { return self }
        var (rest, scale) = (coefficient, exponent)
        guard rest != 0 else { return .zero }
        while scale < 0 {
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
            guard digit == 0 else { break }
            (rest, scale) = (quotient, scale + 1)
        }
        return DecimalNumber(negative: isNegative, coefficient: rest, exponent: scale)
    }

    /// The same magnitude above zero.
    package var magnitude: DecimalNumber {
        DecimalNumber(negative: false, coefficient: coefficient, exponent: exponent)
    }
}

extension DecimalNumber {
    /// Twice the floor of this number times 10^scale, plus one if something was cut off: whole numbers of that scale
    /// have even keys, what lies between them odd ones. Held within ±2⁶¹.
    package func key(scale: Int) -> Int {
        let bound = 1 << 61
        if scale == 0, let small { return min(max(small, -bound / 2), bound / 2) * 2 }
        guard let floor = rounded(toScale: scale, mode: .floor) else { return isNegative ? -bound : bound }
        let whole = DecimalNumber(
            negative: floor.isNegative, coefficient: floor.coefficient, exponent: min(floor.exponent + scale, 6_000))
        guard let value = whole.integer, abs(value) < bound / 2 else { return isNegative ? -bound : bound }
        return value * 2 + (floor == self ? 0 : 1)
    }

    /// How many digits stand behind the point.
    package var scale: Int { max(0, -reduced.exponent) }
}

// MARK: - Comparing

extension DecimalNumber: Comparable, Hashable {
    package static func == (left: DecimalNumber, right: DecimalNumber) -> Bool {
        if left.high == right.high { return left.low == right.low }
        return left.compared(to: right) == 0
    }

    package static func < (left: DecimalNumber, right: DecimalNumber) -> Bool {
        if let a = left.small, let b = right.small { return a < b }
        return left.compared(to: right) < 0
    }

    /// −1, 0 or 1.
    func compared(to other: DecimalNumber) -> Int {
        if let a = small, let b = other.small { return a < b ? -1 : (a == b ? 0 : 1) }
        let (left, right) = (coefficient, other.coefficient)
        if left == 0 || right == 0 {
            let mine = left == 0 ? 0 : (isNegative ? -1 : 1)
            let theirs = right == 0 ? 0 : (other.isNegative ? -1 : 1)
            return (mine - theirs).signum()
        }
        guard isNegative == other.isNegative else { return isNegative ? -1 : 1 }
        let order = Self.compareMagnitudes(left, exponent, right, other.exponent)
        return isNegative ? -order : order
    }

    private static func compareMagnitudes(
        _ left: UInt128, _ leftExponent: Int, _ right: UInt128, _ rightExponent: Int
    ) -> Int {
        let leftSize = Powers.digits(of: left) + leftExponent
        let rightSize = Powers.digits(of: right) + rightExponent
        guard leftSize == rightSize else { return leftSize < rightSize ? -1 : 1 }
        let difference = leftExponent - rightExponent
        let a = difference > 0 ? left * Powers.ten[difference] : left
        let b = difference < 0 ? right * Powers.ten[-difference] : right
        return a < b ? -1 : (a == b ? 0 : 1)
    }

    package func hash(into hasher: inout Hasher) {
        // Equal numbers of different scale meet at the coefficient without trailing zeros.
        var (rest, scale) = (coefficient, exponent)
        guard rest != 0 else { return hasher.combine(0) }
        while true {
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
            guard digit == 0 else { break }
            (rest, scale) = (quotient, scale + 1)
        }
        hasher.combine(isNegative)
        hasher.combine(scale)
        hasher.combine(rest)
    }
}

/// Powers of ten and digit counts of 128-bit coefficients.
enum Powers {
    static let ten: [UInt128] = {
        var powers: [UInt128] = [1]
        for _ in 1...38 { powers.append(powers[powers.count - 1] * 10) }
        return powers
    }()

    /// 10³⁴, the first coefficient that is too large.
    static let limit: UInt128 = ten[DecimalNumber.digits]

    /// The number of decimal digits; zero has none.
    static func digits(of value: UInt128) -> Int {
        guard value != 0 else { return 0 }
        // 1233/4096 is just above log10(2).
        let bits = 128 - value.leadingZeroBitCount
        let estimate = (bits * 1233) >> 12
        return value >= ten[min(estimate, 38)] ? estimate + 1 : estimate
    }

    /// Divides by 10^count and rounds.
    static func shiftRight(
        _ value: UInt128, by count: Int, sticky: Bool, mode: RoundingMode, negative: Bool
    ) -> UInt128 {
        guard count > 0 else {
            // A rest below the last digit is less than half of it.
            return sticky && mode.roundsAway(negative: negative) ? value + 1 : value
        }
        guard count <= 38 else {
            let isZero = value == 0 && !sticky
            return !isZero && mode.roundsAway(negative: negative) ? 1 : 0
        }
        let (quotient, rest) = value.quotientAndRemainder(dividingBy: ten[count])
        guard rest != 0 || sticky else { return quotient }
        let half = ten[count] / 2
        let order = rest == half ? (sticky ? 1 : 0) : (rest < half ? -1 : 1)
        let up = mode.goesUp(order: order, isOdd: quotient & 1 == 1, negative: negative)
        return up ? quotient + 1 : quotient
    }
}

/// How a number loses its last digits.
package enum RoundingMode: Sendable {
    case halfEven, halfUp, halfDown, up, down, floor, ceiling

    /// Whether any rest at all moves the digit away from zero.
    func roundsAway(negative: Bool) -> Bool {
        switch self {
        case .up: true
        case .floor: negative
        case .ceiling: !negative
        case .halfEven, .halfUp, .halfDown, .down: false
        }
    }

    /// `order` compares the rest with one half.
    func goesUp(order: Int, isOdd: Bool, negative: Bool) -> Bool {
        switch self {
        case .halfEven: order > 0 || (order == 0 && isOdd)
        case .halfUp: order >= 0
        case .halfDown: order > 0
        case .up, .down, .floor, .ceiling: roundsAway(negative: negative)
        }
    }
}

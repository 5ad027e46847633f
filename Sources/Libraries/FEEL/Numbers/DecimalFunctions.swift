import Foundation

// Roots, exponentials and logarithms in decimal arithmetic; good to at least 30 digits.

extension DecimalNumber {
    private static let half = DecimalNumber(negative: false, coefficient: 5, exponent: -1)
    private static let two = DecimalNumber(2)

    /// A decimal near the binary number; nil when it is not finite.
    init?(estimate: Double) {
        guard estimate.isFinite else { return nil }
        self.init(String(estimate))
    }

    /// Nil below zero.
    func squareRoot() -> DecimalNumber? {
        guard !isNegative else { return nil }
        guard !isZero else { return .zero }
        // A magnitude near one keeps the first estimate within the range of binary numbers.
        let size = Powers.digits(of: coefficient) + exponent
        let shift = size - (size & 1)
        let near = DecimalNumber(negative: false, coefficient: coefficient, exponent: exponent - shift)
        guard var root = DecimalNumber(estimate: near.double.squareRoot()) else { return nil }
        for _ in 0..<3 {
            guard let quotient = near.divided(by: root), let sum = root.adding(quotient),
                let next = sum.multiplied(by: Self.half)
            else { return nil }
            root = next
        }
        // A root that is exact in fewer digits is found exactly.
        for digits in [16, 17] {
            if let short = root.rounded(toScale: digits, mode: .halfEven), short.multiplied(by: short) == near {
                root = short
                break
            }
        }
        return DecimalNumber.rounded(
            negative: false, coefficient: root.coefficient, exponent: root.exponent + shift / 2)?.reduced
    }

    /// e to this power; nil on overflow, zero on underflow.
    func exponential() -> DecimalNumber? {
        if isZero { return .one }
        let size = double
        if size > 14_200 { return nil }
        if size < -14_300 { return .zero }
        // Below zero the sum 1 + r would cancel.
        if isNegative { return negated.exponential().flatMap { DecimalNumber.one.divided(by: $0) } }
        // e^x = (e^(x / 2^k))^(2^k), with x / 2^k small enough for a short series.
        var halvings = 0
        var part = self
        while part.magnitude.double > 0.03 {
            guard let next = part.multiplied(by: Self.half) else { return nil }
            part = next
            halvings += 1
        }
        guard var result = Self.exponentialMinusOne(part) else { return nil }
        // (1 + r)² − 1 = r (2 + r): squaring the small part loses no digits.
        for _ in 0..<halvings {
            guard let factor = result.adding(Self.two) else { return nil }
            guard result.exponent > -6100, let square = result.multiplied(by: factor) else { return nil }
            result = square
        }
        return result.adding(.one)
    }

    private static func exponentialMinusOne(_ x: DecimalNumber) -> DecimalNumber? {
        var term = x
        var sum = x
        for step in 2...30 {
            guard let product = term.multiplied(by: x), let next = product.divided(by: DecimalNumber(step)),
                let total = sum.adding(next)
            else { return nil }
            if total == sum { break }
            (term, sum) = (next, total)
        }
        return sum
    }

    /// The natural logarithm; nil unless above zero.
    func logarithm() -> DecimalNumber? {
        guard !isNegative, !isZero else { return nil }
        if self == .one { return .zero }
        // ln(m · 10^p) = ln m + p · ln 10 with m near one.
        let power = Powers.digits(of: coefficient) + exponent - 1
        let near = DecimalNumber(negative: false, coefficient: coefficient, exponent: exponent - power)
        guard let mantissa = Self.logarithm(near: near), let shift = Self.lnTen.multiplied(by: DecimalNumber(power))
        else { return nil }
        return mantissa.adding(shift)
    }

    private static let lnTen = DecimalNumber("2.302585092994045684017991454684364208") ?? .one

    /// Halley's method on e^y = x: each step triples the good digits.
    private static func logarithm(near x: DecimalNumber) -> DecimalNumber? {
        guard var y = DecimalNumber(estimate: log(x.double)) else { return nil }
        for _ in 0..<2 {
            guard let power = y.exponential(), let difference = x.subtracting(power), let sum = x.adding(power),
                let ratio = difference.divided(by: sum), let step = ratio.multiplied(by: two),
                let next = y.adding(step)
            else { return nil }
            y = next
        }
        return y
    }

    /// This number to that power; nil where mathematics or the range has no answer.
    func power(_ exponent: DecimalNumber) -> DecimalNumber? {
        if let count = exponent.integer, abs(count) <= 100_000 {
            return wholePower(count)
        }
        guard !isNegative else { return nil }
        if isZero { return exponent.isNegative ? nil : .zero }
        guard let scaled = logarithm()?.multiplied(by: exponent) else { return nil }
        return scaled.exponential()
    }

    private func wholePower(_ count: Int) -> DecimalNumber? {
        if count == 0 { return .one }
        if isZero { return count > 0 ? .zero : nil }
        var result = DecimalNumber.one
        var base = self
        var rest = count.magnitude
        while rest > 0 {
            if rest & 1 == 1 {
                guard let product = result.multiplied(by: base) else { return count < 0 ? .zero : nil }
                result = product
            }
            rest >>= 1
            if rest > 0 {
                guard let square = base.multiplied(by: base) else { return count < 0 ? .zero : nil }
                base = square
            }
        }
        return count > 0 ? result : DecimalNumber.one.divided(by: result)
    }
}

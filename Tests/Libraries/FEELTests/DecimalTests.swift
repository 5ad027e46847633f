import SeededRandom
import Testing

@testable import FEEL

struct DecimalTests {
    @Test(
        "arithmetic is exact within 34 digits and rounds half to even beyond",
        arguments: [
            ("0.1 + 0.2", "0.3"), ("1 / 3", "0.3333333333333333333333333333333333"),
            ("2 / 3", "0.6666666666666666666666666666666667"), ("1 / 8", "0.125"), ("10 / 4", "2.5"),
            ("9999999999999999999999999999999999 + 1", "10000000000000000000000000000000000"),
            ("9007199254740993 + 0", "9007199254740993"), ("123456789 * 987654321", "121932631112635269"),
            ("99999999999 * 99999999999 * 99999999999", "999999999970000000000299999999999"),
            ("1e-20 + 1e20", "100000000000000000000.00000000000000000000"),
            ("2 ** 100", "1267650600228229401496703205376"),
            ("2 ** -2", "0.25"), ("-2 ** 2", "4"), ("5 - -3", "8"), ("1.10 + 2.20", "3.3"), ("0 * -5", "0"),
            ("100 / 7 * 7", "100.0000000000000000000000000000000"),
        ])
    func arithmetic(source: String, expected: String) throws {
        let result = try #require(try value(source).number)
        let wanted = try #require(DecimalNumber(expected))
        #expect(result == wanted, "\(source) gave \(result)")
    }

    @Test(
        "functions of numbers",
        arguments: [
            ("decimal(2.5, 0)", "2"), ("decimal(1/3, 2)", "0.33"), ("round half up(5.125, 2)", "5.13"),
            ("round half down(5.125, 2)", "5.12"), ("round up(-5.1, 0)", "-6"), ("round down(-5.9, 0)", "-5"),
            ("floor(-1.5)", "-2"), ("ceiling(-1.5)", "-1"), ("floor(1234.567, 1)", "1234.5"), ("modulo(-12, 5)", "3"),
            ("modulo(12, -5)", "-3"), ("modulo(10.1, 4.5)", "1.1"), ("sqrt(16)", "4"), ("sqrt(0.25)", "0.5"),
            ("abs(-3)", "3"), ("exp(0)", "1"), ("log(1)", "0"), ("sqrt(-1)", "null"), ("log(0)", "null"),
            ("1 / 0", "null"), ("10 ** 7000", "null"), ("modulo(1, 0)", "null"), ("odd(-3)", "true"),
            ("even(2.5)", "false"), ("decimal(1, 7000)", "null"),
        ])
    func functions(source: String, expected: String) throws {
        #expect(try feel(source) == expected)
    }

    @Test("roots, powers and logarithms agree with one another to thirty digits")
    func transcendental() throws {
        let tolerance = try #require(DecimalNumber("1e-30"))
        for text in ["2", "3", "10", "0.5", "1234.5", "1e-7", "98765432109876543210"] {
            let number = try #require(DecimalNumber(text))
            let root = try #require(number.squareRoot())
            let log = try #require(number.logarithm())
            let back = try #require(log.exponential())
            let square = try #require(root.multiplied(by: root))
            for result in [square, back] {
                let error = try #require(result.subtracting(number)?.magnitude.divided(by: number))
                #expect(error < tolerance, "\(text): \(result)")
            }
        }
        #expect(try feel("exp(1)").hasPrefix("2.71828182845904523536028747135"))
        #expect(try feel("2 ** 0.5").hasPrefix("1.41421356237309504880168872420"))
    }

    @Test("whatever is written reads back as the same number")
    func roundTrip() throws {
        var random = SeededRandom(20_261)
        for _ in 0..<3_000 {
            let number = random.decimal()
            let back = try #require(DecimalNumber(number.description))
            #expect(back == number)
            #expect(back.hashValue == number.hashValue)
        }
    }

    @Test("sums and products commute, differences and quotients undo them")
    func algebra() throws {
        var random = SeededRandom(7)
        for _ in 0..<3_000 {
            let (a, b) = (random.decimal(), random.decimal())
            #expect(a.adding(b) == b.adding(a))
            #expect(a.multiplied(by: b) == b.multiplied(by: a))
            #expect(a.subtracting(a)?.isZero == true)
            #expect((a < b) == (b > a))
            #expect(a.compared(to: b) == -b.compared(to: a))
            if !b.isZero, let product = a.multiplied(by: b), let back = product.divided(by: b),
                let error = back.subtracting(a)?.magnitude
            {
                let bound = try #require(a.magnitude.multiplied(by: DecimalNumber("1e-32") ?? .zero))
                #expect(error <= bound, "\(a) · \(b)")
            }
        }
    }

    @Test("small numbers are added and multiplied as machine integers are")
    func smallIntegers() throws {
        var random = SeededRandom(99)
        for _ in 0..<5_000 {
            let (a, b) = (random.int(-100_000...100_000), random.int(-100_000...100_000))
            let (x, y) = (DecimalNumber(a), DecimalNumber(b))
            #expect(x.adding(y) == DecimalNumber(a + b))
            #expect(x.multiplied(by: y) == DecimalNumber(a * b))
            #expect(DecimalNumber("\(a).00")?.adding(y) == DecimalNumber(a + b))
            #expect((x < y) == (a < b))
        }
    }

    @Test("keys keep the order of numbers and tell exact ones from what lies between")
    func keys() throws {
        var random = SeededRandom(5)
        for _ in 0..<2_000 {
            let (a, b) = (random.decimal(), random.decimal())
            if a < b { #expect(a.key(scale: 2) <= b.key(scale: 2)) }
        }
        #expect(DecimalNumber("1.25")?.key(scale: 2) == 250)
        #expect(DecimalNumber("1.255")?.key(scale: 2) == 251)
        #expect(DecimalNumber("-1.255")?.key(scale: 2) == -251)
        #expect(DecimalNumber("1e300")?.key(scale: 2) == 1 << 61)
    }

    @Test(
        "what is no number is refused",
        arguments: ["", "-", ".", "1.", "1e", "e5", "1..2", "１", "0x10", "1e9999999999"])
    func refused(text: String) {
        #expect(DecimalNumber(text) == nil)
    }
}

extension SeededRandom {
    mutating func decimal() -> DecimalNumber {
        var digits = ""
        for _ in 0..<int(1...34) { digits += String(int(0...9)) }
        let power = int(-40...20)
        return DecimalNumber("\(int(0...1) == 0 ? "-" : "")\(digits)e\(power)") ?? .zero
    }
}

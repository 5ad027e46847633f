import FEEL
import SeededRandom
import Testing

struct HostileTests {
    private func resource(_ source: String, steps: Int = 1_000_000) throws -> LimitExceeded.Resource? {
        do {
            _ = try FEELExpression(source).evaluate(limits: EvaluationLimits(steps: steps))
            return nil
        } catch let error as LimitExceeded {
            return error.resource
        }
    }

    @Test(
        "loops, recursion by self-application and growing values end at a limit",
        arguments: [
            ("for i in 1..1000000000000 return i", .steps), ("some i in 1..1000000000000 satisfies i < 0", .steps),
            ("for a in 1..100000, b in 1..100000 return 1", .cells),
            ("count(for i in [1..99999999] return i)", .cells),
            ("(function(f) f(f))(function(f) f(f))", .depth),
            ("for i in 1..60 return [partial[-1], partial[-1]]", .steps),
            ("for i in 1..100000 return [partial[-1]]", .depth),
            ("(for i in 1..40 return if i = 1 then \"xxxxxxxx\" else partial[-1] + partial[-1])[-1]", .cells),
        ] as [(String, LimitExceeded.Resource)])
    func bounded(source: String, resource: LimitExceeded.Resource) throws {
        let found = try self.resource(source)
        #expect(found != nil, "\(source) came to an end")
        // A loop may meet either of two limits first.
        if resource == .depth { #expect(found == .depth) }
    }

    @Test("contexts that hold one another many times over are compared within bounds")
    func sharedValues() throws {
        var source = "{a0: [1, 1]"
        for step in 1...60 { source += ", a\(step): [a\(step - 1), a\(step - 1)]" }
        #expect(try resource(source + ", same: a60 = [a59, a59]}") == .steps)
        #expect(try value(source + "}.a60").literal.utf8.count < 2 << 20)
        #expect(try resource("count(flatten(\(source)}.a60))") != nil)
    }

    @Test(
        "patterns that would run for ever end at a limit",
        arguments: ["(a*)*b", "(a|aa)+$", "(a+)+b", "(.*)(.*)(.*)(.*)(.*)(.*)x", "(\\\\w*)*\\\\d"])
    func patterns(pattern: String) throws {
        let text = String(repeating: "a", count: 3_000)
        #expect(try resource("matches(\"\(text)!\", \"\(pattern)\")") == .steps)
    }

    @Test("work that a loop repeats is paid for, so that a second is enough for all of it")
    func hiddenWork() throws {
        let list = "{l: for i in 1..200000 return i, r: for i in l return count(l) + sum(l)}"
        #expect(try resource(list) == .steps)
        let powers = "for i in 1..1000000 return i ** 0.5"
        #expect(try resource(powers) == .steps)
        let long = "{t: string join(for i in 1..20000 return \"abcdefghij\"), r: for i in 1..1000000 return t = t}"
        #expect(try resource(long) == .steps)
        let pattern = "for i in 1..1000000 return matches(\"a\", \"(a{100}){100}\")"
        #expect(try resource(pattern) == .steps)
    }

    @Test("texts nested or long beyond reason are refused with a place, not with a crash")
    func nesting() {
        let count = 20_000
        let sources = [
            String(repeating: "(", count: count), String(repeating: "[", count: count),
            String(repeating: "{a:", count: count), String(repeating: "-", count: count) + "1",
            String(repeating: "if ", count: count), String(repeating: "1 in (", count: count),
            String(repeating: "function() ", count: 5_000), Array(repeating: "1", count: count).joined(separator: "+"),
            Array(repeating: "a", count: count).joined(separator: "."), "1" + String(repeating: "[1]", count: count),
            "1 instance of " + String(repeating: "list<", count: 5_000),
        ]
        for source in sources {
            #expect(throws: SyntaxError.self) { try FEELExpression(source) }
        }
    }

    @Test("chains as long as people write them are fine")
    func longChains() throws {
        let names = (1...300).map { "x = \"value \($0)\"" }.joined(separator: " or ")
        #expect(try feel(names, ["x": "value 299"]) == "true")
        let sum = (1...300).map(String.init).joined(separator: " + ")
        #expect(try feel(sum) == "45150")
    }

    @Test("huge numbers, years and positions give null, not a trap")
    func extremes() throws {
        let sources = [
            "1e6144 * 10", "99999999999999999999999999999999999999 ** 99999",
            "date(999999999, 12, 31) + duration(\"P1D\")",
            "duration(\"P999999999999999999Y\")", "duration(\"P1D\") * 1e300", "substring(\"a\", 1e300)", "[1][1e300]",
            "date(1e300, 1, 1)", "time(1e30, 0, 0)", "string(1e-6170)", "decimal(1e6000, 6000)",
            "sublist([1], 1, 1e30)",
            "remove([1], -9223372036854775808)", "1e6111 + 1", "for i in 9e18..9.1e18 return i",
            "date and time(\"999999999-12-31T23:59:59@Europe/Paris\") + duration(\"-P1D\")",
            "date and time(\"-999999999-01-01T00:00:00@Asia/Shanghai\") < date and time(\"2020-01-01T00:00:00Z\")",
            "week of year(date(\"-999999999-01-01\"))", "week of year(date(\"999999999-12-31\"))",
            "date(\"-999999999-01-01\") - duration(\"P1M\")", "-duration(\"P99999999999999999Y\")",
            "years and months duration(date(-999999999,1,1), date(999999999,1,1)) * 1e18", "exp(1e6000)", "log(1e6144)",
            "sqrt(1e-6176)", "1e6000 ** 1e6000", "modulo(1e6000, 3e-6000)", "-9223372036854775808 / -1",
            "9223372036854775807 * 9223372036854775807", "abs(-9223372036854775808)",
            "modulo(-9223372036854775808, -1)",
            "round up(5.5, -6111)", "string(duration(\"P9999999999DT1S\"))",
            "date(\"2026-01-01\") + duration(\"P999999999Y\")",
        ]
        for source in sources {
            let text = try feel(source)
            #expect(!text.isEmpty, "\(source)")
        }
    }

    @Test("mutated expressions parse or are refused; those that parse end")
    func fuzz() throws {
        var random = SeededRandom(2_026)
        let seeds = [
            "if a > 1 then [1..5] else {b: 2, c: b}.c", "for x in [1, 2], y in 1..3 return x ** y",
            "some x in list satisfies x instance of list<number>", "substring(\"中文\", 1, 2) in (\"a\"..\"z\")",
            "date(\"2026-11-25\") + @\"P1D\"", "function(a: number, b) external {java: 1}",
            "not(? between 1 and 2) or [1][item = 1]",
        ].map { Array($0.unicodeScalars) }
        let pieces = Array("()[]{},.:\"@+-*/<>=!?' 1a中\u{0}".unicodeScalars)
        let limits = EvaluationLimits(steps: 20_000, cells: 20_000, depth: 500)
        var parsed = 0
        for _ in 0..<6_000 {
            var scalars = random.pick(seeds)
            for _ in 0..<random.int(1...4) {
                let place = random.int(0...scalars.count - 1)
                switch random.int(0...2) {
                case 0: scalars[place] = random.pick(pieces)
                case 1: scalars.insert(random.pick(pieces), at: place)
                default: if scalars.count > 1 { scalars.remove(at: place) }
                }
            }
            let source = String(String.UnicodeScalarView(scalars))
            guard let expression = try? FEELExpression(source) else { continue }
            parsed += 1
            _ = try? expression.evaluate(limits: limits)
            // What was read is written so that it reads back as the same.
            let written = expression.form.description
            let again = try FEELExpression(written)
            #expect(again.form.description == written, "\(source)")
        }
        #expect(parsed > 500)
    }
}

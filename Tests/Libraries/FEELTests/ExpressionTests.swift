import FEEL
import Testing

struct ExpressionTests {
    @Test(
        "expressions have the values that the standard gives them",
        arguments: [
            ("if 1 < 2 then \"a\" else \"b\"", "\"a\""), ("for x in 1..3 return x * x", "[1, 4, 9]"),
            ("for x in 3..1 return x", "[3, 2, 1]"), ("for x in [1..3) return x", "[1, 2]"),
            ("for x in [1, 2], y in [x, 10] return x + y", "[2, 11, 4, 12]"),
            ("for i in 0..4 return if i = 0 then 1 else i * partial[-1]", "[1, 1, 2, 6, 24]"),
            ("some x in [1, 2, 3] satisfies x > 2", "true"), ("every x in [1, 2, 3] satisfies x > 2", "false"),
            ("some x in [] satisfies true", "false"), ("every x in [] satisfies false", "true"),
            ("[1, 2, 3][item >= 2]", "[2, 3]"), ("[1, 2, 3][-1]", "3"), ("[1, 2, 3][4]", "null"), ("100[1]", "100"),
            ("[{a: 1, b: 2}, {a: 3, b: 4}][a > 1].b", "[4]"), ("{a: 1, b: a + 1}.b", "2"),
            ("{\"a b\": 1, first name: 2}.first name", "2"), ("[{a: 1}, {a: 2}].a", "[1, 2]"),
            ("5 between 1 and 10", "true"), ("5 in [1..5)", "false"), ("5 in (1, 3, > 4)", "true"),
            ("5 in [1, 2, 5]", "true"), ("\"b\" in [\"a\"..\"c\"]", "true"), ("1 in [2..4]", "false"),
            ("(function(x, y) x + y)(1, 2)", "3"), ("(function(x, y) x - y)(y: 1, x: 2)", "1"),
            ("{f: function(x) x * k, k: 2}.f(3)", "null"), ("{k: 2, f: function(x) x * k}.f(3)", "6"),
            ("sort([3, 1, 2], function(a, b) a < b)", "[1, 2, 3]"), ("1 instance of number", "true"),
            ("\"a\" instance of number", "false"), ("[1, 2] instance of list<number>", "true"),
            ("{a: 1} instance of context<a: number>", "true"), ("null instance of number", "false"),
            ("[1..3].start", "1"), ("(> 3).start included", "false"), ("(= 3).end", "3"),
            ("1 + /* two */ 2 // three", "3"), ("\"\\u4e2d\\uD83D\\uDE00\"", "\"中😀\""), ("-(-1)", "1"),
            ("not(true)", "false"), ("not(1)", "null"), ("null = null", "true"), ("1 = \"1\"", "null"),
            ("[1, 2] = [1, 2]", "true"), ("{a: 1, b: 2} = {b: 2, a: 1}", "true"), ("1 < \"a\"", "null"),
            ("\"a\" + \"b\"", "\"ab\""), ("\"a\" + 1", "null"), ("\"é\" = \"e\\u0301\"", "false"),
            ("string length(\"😀é\")", "2"), ("[[1, 2], [3]][1]", "[1, 2]"), ("{}.a", "null"), ("null.a", "null"),
        ])
    func evaluates(source: String, expected: String) throws {
        #expect(try feel(source) == expected)
    }

    @Test(
        "names may hold spaces and marks; the longest known one counts",
        arguments: [
            ("申请人 年龄 + 1", "31"), ("profit-loss", "7"), ("profit - loss", "7"), ("profit-loss * 2", "14"),
            ("Mike's age", "9"), ("a+b", "3"), ("is ready and true", "true"),
        ])
    func names(source: String, expected: String) throws {
        let result = try feel(
            source,
            [
                "申请人 年龄": 30, "profit-loss": 7, "profit": 100, "loss": 1, "Mike's age": 9, "a": 1, "b": 2,
                "is ready": true,
            ])
        #expect(result == expected)
    }

    @Test("members with marks are known behind a point and within filters")
    func members() throws {
        let type = FEELType.context([.init("Approved/Declined", .string), .init("a-b", .number)])
        let scope = VariableScope([.init("cases", .list(type)), .init("one", type)])
        let one = Value.context(ContextValue(["Approved/Declined": "Approved", "a-b": 2]))
        let globals: [Value] = [.list([one]), one]

        #expect(try FEELExpression("one.Approved/Declined", in: scope).evaluate(globals).literal == "\"Approved\"")
        #expect(try FEELExpression("cases[a-b = 2].a-b", in: scope).evaluate(globals).literal == "[2]")
    }

    @Test(
        "cells test a value",
        arguments: [
            ("-", 5, true), ("5", 5, true), ("< 5", 5, false), ("<= 5", 5, true), ("[1..5]", 5, true),
            ("(1..5)", 5, false), ("]1..5[", 3, true), ("1, 2, 5", 5, true), ("not(1, 2)", 5, true),
            ("not(5)", 5, false), ("? > 3 and ? < 10", 5, true), ("> 1, < -1", 0, false), ("even(?)", 4, true),
            ("[1, 2, 3]", 2, true), ("!= 4", 5, true), ("= 5", 5, true), ("null", 5, false),
        ] as [(String, Int, Bool)])
    func cells(tests: String, input: Int, expected: Bool) throws {
        #expect(try test(tests, Value(input)) == expected)
    }

    @Test("a truth value in a cell is compared, not believed")
    func booleanCells() throws {
        #expect(try test("true", false) == false)
        #expect(try test("false", false) == true)
        #expect(try test("\"是\", \"否\"", "是") == true)
        #expect(try test("> 5", "文字") == nil)
    }

    @Test("now and today come from the clock that is handed in, and are null without one")
    func clock() throws {
        let moment = try #require(DateTimeValue("2026-11-25T08:00:00@Asia/Shanghai"))
        #expect(try feel("now()", now: moment) == "2026-11-25T08:00:00@Asia/Shanghai")
        #expect(try feel("today() + duration(\"P1M\")", now: moment) == "2026-12-25")
        #expect(try feel("now()") == "null")
    }
}

struct LogicTests {
    private static let values = ["true", "false", "null"]

    /// Kleene's tables.
    private func conjunction(_ a: String, _ b: String) -> String {
        if a == "false" || b == "false" { return "false" }
        return a == "true" && b == "true" ? "true" : "null"
    }

    @Test("and and or follow the tables of three-valued logic, whatever stands for the unknown")
    func tables() throws {
        for a in Self.values {
            for b in Self.values {
                let and = conjunction(a, b)
                let negated = ["true": "false", "false": "true", "null": "null"]
                let or = negated[conjunction(negated[a] ?? "", negated[b] ?? "")] ?? ""
                #expect(try feel("\(a) and \(b)") == and)
                #expect(try feel("\(a) or \(b)") == or)
                // A value that is no truth value counts as unknown.
                let (x, y) = (a == "null" ? "1" : a, b == "null" ? "\"x\"" : b)
                #expect(try feel("\(x) and \(y)") == and)
                #expect(try feel("\(x) or \(y)") == or)
                #expect(try feel("not(\(a) and \(b)) = (not(\(a)) or not(\(b)))") == "true")
                #expect(try feel("all([\(a), \(b)])") == and)
                #expect(try feel("any([\(a), \(b)])") == or)
            }
        }
    }
}

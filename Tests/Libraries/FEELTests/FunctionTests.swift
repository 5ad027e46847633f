import FEEL
import Testing

struct FunctionTests {
    @Test(
        "functions on texts",
        arguments: [
            ("substring(\"foobar\", 3, 3)", "\"oba\""), ("substring(\"foobar\", -2)", "\"ar\""),
            ("substring(\"😀中文\", 2, 1)", "\"中\""), ("substring(\"a\", 0)", "null"), ("upper case(\"aß\")", "\"ASS\""),
            ("substring before(\"忻州市五台县\", \"市\")", "\"忻州\""), ("substring after(\"a-b-c\", \"-\")", "\"b-c\""),
            ("contains(\"abc\", \"\")", "true"), ("starts with(\"abc\", \"ab\")", "true"),
            ("ends with(\"abc\", \"bc\")", "true"),
            ("string join([\"a\", null, \"b\"], \"、\")", "\"a、b\""),
            ("split(\"a,b,,c\", \",\")", "[\"a\", \"b\", \"\", \"c\"]"),
            ("replace(\"abcd\", \"(b)(c)\", \"[$2$1]\")", "\"a[cb]d\""),
            ("replace(\"aaa\", \"a*?\", \"x\")", "\"xaxaxax\""),
            ("matches(\"410000199001010000\", \"^\\\\d{17}[\\\\dX]$\")", "true"),
            ("matches(\"ABC\", \"abc\", \"i\")", "true"),
            ("matches(\"a.b\", \"a.b\", \"q\")", "true"), ("matches(\"axb\", \"a.b\", \"q\")", "false"),
            ("matches(\"汉字\", \"^\\\\p{IsCJKUnifiedIdeographs}+$\")", "true"),
            ("matches(\"abab\", \"^(ab)\\\\1$\")", "true"),
            ("matches(\"x\", \"[a-z-[aeiou]]\")", "true"), ("matches(\"e\", \"[a-z-[aeiou]]\")", "false"),
            ("matches(\"a\", \"(\")", "null"), ("matches(\"a\", \"a\", \"z\")", "null"),
            ("matches(\"a\\nb\", \"^b\", \"m\")", "true"),
            ("string(1.50)", "\"1.5\""), ("string([1, \"a\"])", "\"[1, \\\"a\\\"]\""),
            ("number(\"1 000,5\", \" \", \",\")", "1000.5"),
        ])
    func texts(source: String, expected: String) throws {
        #expect(try feel(source) == expected)
    }

    @Test(
        "functions on lists",
        arguments: [
            ("count([])", "0"), ("min(3, 1, 2)", "1"), ("max([\"a\", \"c\", \"b\"])", "\"c\""), ("sum(1, 2, 3)", "6"),
            ("sum([])", "null"), ("mean([1, 2, 4])", "2.333333333333333333333333333333333"),
            ("median(8, 2, 5, 3, 4)", "4"),
            ("stddev(2, 4, 7, 5)", "2.081665999466132735282297706979932"), ("mode(6, 3, 9, 6, 6)", "[6]"),
            ("mode([])", "[]"),
            ("append([1], 2, 3)", "[1, 2, 3]"), ("concatenate([1], [2, 3])", "[1, 2, 3]"),
            ("insert before([1, 3], 2, 2)", "[1, 2, 3]"),
            ("remove([1, 2, 3], -1)", "[1, 2]"), ("reverse([1, 2])", "[2, 1]"), ("index of([1, 2, 1], 1)", "[1, 3]"),
            ("union([1, 2], [2, 3])", "[1, 2, 3]"), ("distinct values([1, 1.0, \"1\"])", "[1, \"1\"]"),
            ("flatten([[1, [2]], 3])", "[1, 2, 3]"), ("sublist([1, 2, 3], 2)", "[2, 3]"),
            ("sublist([1, 2, 3], -2, 1)", "[2]"),
            ("list replace([1, 2, 3], 2, 9)", "[1, 9, 3]"), ("list replace([1, 5], function(a, b) a > b, 3)", "[1, 3]"),
            ("list contains([1, null], null)", "true"), ("product(2, 3)", "6"), ("any([false, null])", "null"),
            ("all([])", "true"),
            ("get entries({a: 1})", "[{key: \"a\", value: 1}]"), ("get value({a: 1}, \"a\")", "1"),
            ("context put({a: {b: 1}}, [\"a\", \"b\"], 2)", "{a: {b: 2}}"),
            ("context merge([{a: 1}, {a: 2, b: 3}])", "{a: 2, b: 3}"),
            ("context([{key: \"a\", value: 1}])", "{a: 1}"),
        ])
    func lists(source: String, expected: String) throws {
        #expect(try feel(source) == expected)
    }

    @Test(
        "dates, times and durations",
        arguments: [
            ("date(\"2024-01-31\") + duration(\"P1M\")", "2024-02-29"),
            ("date(\"2024-02-29\") + duration(\"P1Y\")", "2025-02-28"),
            ("date(\"2026-11-25\") - date(\"2026-11-20\")", "P5D"), ("date(\"2023-02-29\")", "null"),
            ("date(2026, 11, 25).weekday", "3"),
            ("day of week(date(\"2026-11-25\"))", "\"Wednesday\""), ("week of year(date(\"2021-01-03\"))", "53"),
            ("day of year(date(\"2024-12-31\"))", "366"), ("month of year(date(\"2026-11-25\"))", "\"November\""),
            ("time(\"23:00:00\") + duration(\"PT2H\")", "01:00:00"),
            ("time(\"10:00:00+08:00\") = time(\"02:00:00Z\")", "true"),
            (
                "date and time(\"2026-03-29T01:30:00@Europe/Paris\") + duration(\"PT1H\")",
                "2026-03-29T03:30:00@Europe/Paris"
            ),
            ("date and time(\"2026-01-01T00:00:00@Asia/Shanghai\").time offset", "PT8H"),
            ("duration(\"P1DT26H\")", "P2DT2H"),
            ("duration(\"P13M\").years", "1"), ("duration(\"P1D\") / duration(\"PT6H\")", "4"),
            ("duration(\"P1Y\") / 5", "P2M"),
            ("years and months duration(date(\"2011-12-22\"), date(\"2013-08-24\"))", "P1Y8M"),
            ("@\"PT0.5S\" * 3", "PT1.5S"),
            ("date(\"2026-01-01\") < date and time(\"2026-01-01T00:00:00\")", "null"),
            ("time(14, 30, 15.25)", "14:30:15.25"),
            ("is(time(\"23:00:50z\"), time(\"23:00:50\"))", "false"), ("duration(\"P1Y1D\")", "null"),
            ("time(\"24:00:00\")", "null"),
        ])
    func temporal(source: String, expected: String) throws {
        #expect(try feel(source) == expected)
    }

    @Test(
        "relations between points and ranges",
        arguments: [
            ("before(1, 10)", "true"), ("before([1..5), 5)", "true"), ("after([5..9], [1..5))", "true"),
            ("meets([1..5], [5..9])", "true"),
            ("overlaps([1..5], [3..8])", "true"), ("overlaps before([1..5], [3..8])", "true"),
            ("finishes(5, [1..5])", "true"),
            ("includes([1..9], 5)", "true"), ("during((1..9), [1..9])", "true"), ("starts(1, [1..5])", "true"),
            ("coincides([1..5], [1..5))", "false"), ("before(1, \"a\")", "null"), ("range(\"[1..3)\")", "[1..3)"),
        ])
    func relations(source: String, expected: String) throws {
        #expect(try feel(source) == expected)
    }

    @Test(
        "the checker names what is wrong, with a stable code and the place",
        arguments: [
            ("年龄 + 身高", "feel.unknown-name", 6), ("年龄 + \"岁\"", "feel.type", 1),
            ("if 年龄 then 1 else 2", "feel.type", 4),
            ("年龄.月", "feel.unknown-member", 1), ("substring(年龄, 1)", "feel.arguments", 1),
            ("substring(\"a\")", "feel.arguments", 1),
            ("年龄(1)", "feel.not-callable", 1), ("年龄 = \"a\"", "feel.not-comparable", 1),
            ("人.生日 > 3", "feel.not-comparable", 1),
            ("1 instance of 怪物", "feel.unknown-type", 15), ("sum(amount: 1)", "feel.arguments", 1),
        ])
    func checks(source: String, code: String, column: Int) throws {
        let person = FEELType.context([.init("生日", .date)])
        let scope = VariableScope([.init("年龄", .number), .init("人", person)])
        let found = try FEELExpression(source, in: scope).diagnostics
        let first = try #require(found.first)
        #expect(first.problem.code == code)
        #expect(first.position == SourcePosition(line: 1, column: column))
        #expect(!first.message.isEmpty)
    }

    @Test("what is right gives no findings, and its type is known")
    func types() throws {
        let person = FEELType.context([.init("生日", .date), .init("子女", .list(.context([.init("年龄", .number)])))])
        let scope = VariableScope([.init("人", person)])
        for (source, type) in [
            ("人.生日 + duration(\"P1D\")", "Any"), ("人.子女[年龄 > 3].年龄", "list<number>"),
            ("for 子 in 人.子女 return 子.年龄 * 2", "list<number>"), ("count(人.子女) > 1", "boolean"),
            ("max(人.子女.年龄)", "number"), ("人.生日 - 人.生日", "days and time duration"),
        ] {
            let expression = try FEELExpression(source, in: scope)
            #expect(expression.diagnostics.isEmpty, "\(source): \(expression.diagnostics)")
            #expect(expression.type.description == type, "\(source)")
        }
    }

    @Test(
        "a syntax error tells line and column",
        arguments: [("1 +", 1, 4), ("1 +\n  *", 2, 3), ("\"abc", 1, 1), ("[1, 2", 1, 6), ("a b )", 1, 5)])
    func syntax(source: String, line: Int, column: Int) throws {
        let error = try #require(throws: SyntaxError.self) { try FEELExpression(source) }
        #expect(error.position == SourcePosition(line: line, column: column))
        #expect(!error.reason.sentence.isEmpty)
    }
}

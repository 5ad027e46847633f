// Unary tests, as in cells of decision tables and after `in`; and types.

extension Parser {
    /// All tests of a cell and nothing behind them.
    static func unaryTests(_ source: String, scope: ParsingScope) throws(SyntaxError) -> UnaryTests {
        var parser = try Parser(source, scope: scope)
        if parser.at("-"), parser.following.kind == .end { return .any }
        if parser.at("not"), parser.following.text == "(" {
            var attempt = parser
            if let negated = try? attempt.negatedTests() { return negated }
        }
        let tests = try parser.positiveTests()
        try parser.expectEnd()
        return .positive(tests)
    }

    private mutating func negatedTests() throws(SyntaxError) -> UnaryTests {
        advance()
        try expect("(")
        let tests = try positiveTests()
        try expect(")")
        try expectEnd()
        return .negated(tests)
    }

    private mutating func positiveTests() throws(SyntaxError) -> [UnaryTest] {
        var tests: [UnaryTest] = []
        repeat { tests.append(try positiveTest()) } while take(",")
        return tests
    }

    private mutating func positiveTest() throws(SyntaxError) -> UnaryTest {
        if let comparison = takeComparison() { return .comparison(comparison, try sum()) }
        return .expression(try expression())
    }

    /// What follows `in`: one test, or several in parentheses.
    mutating func membershipTests() throws(SyntaxError) -> [UnaryTest] {
        if at("(") { return try deeper { (parser) throws(SyntaxError) in try parser.testsInParentheses() } }
        if let comparison = takeComparison() { return [.comparison(comparison, try sum())] }
        return [.expression(try sum())]
    }

    private mutating func testsInParentheses() throws(SyntaxError) -> [UnaryTest] {
        let position = token.position
        try expect("(")
        var tests = [try positiveTest()]
        if at(".."), case .expression(let lower) = tests[0] {
            return [.expression(try rangeRest(position, includesLower: false, lower: lower))]
        }
        while take(",") { tests.append(try positiveTest()) }
        try expect(")")
        return tests
    }

    // MARK: Types

    mutating func type() throws(SyntaxError) -> TypeExpression {
        try deeper { (parser) throws(SyntaxError) in try parser.typeBody() }
    }

    private mutating func typeBody() throws(SyntaxError) -> TypeExpression {
        let position = token.position
        if following.text == "<" {
            switch token.text {
            case "list", "range":
                let isList = token.text == "list"
                advance()
                advance()
                let element = try type()
                try expect(">")
                return isList ? .list(element) : .range(element)
            case "context": return try contextType()
            case "function": return try functionType()
            default: break
            }
        }
        return .name(try typeName(), position)
    }

    private mutating func contextType() throws(SyntaxError) -> TypeExpression {
        advance()
        advance()
        var members: [(name: String, type: TypeExpression)] = []
        if take(">") { return .context(members) }
        repeat {
            let name = try newName(before: [":"])
            try expect(":")
            members.append((name, try type()))
        } while take(",")
        try expect(">")
        return .context(members)
    }

    private mutating func functionType() throws(SyntaxError) -> TypeExpression {
        advance()
        advance()
        var parameters: [TypeExpression] = []
        if !take(">") {
            repeat { parameters.append(try type()) } while take(",")
            try expect(">")
        }
        try expect("->")
        return .function(parameters, try type())
    }

    private mutating func typeName() throws(SyntaxError) -> String {
        for table in [Self.standardTypes, types] {
            if let match = table.match(tokens, from: index) {
                index += match.count
                return match.name
            }
        }
        guard token.kind == .word else { throw unexpected("类型") }
        let start = index
        advance()
        while token.kind == .word, !Self.keywords.contains(token.text) { advance() }
        while at("."), following.kind == .word {
            advance()
            advance()
        }
        return NameTable.joined(tokens[start..<index])
    }

    private static let standardTypes = NameTable([
        "Any", "Null", "number", "string", "boolean", "date", "time", "date and time", "dateTime",
        "days and time duration", "dayTimeDuration", "years and months duration", "yearMonthDuration", "list",
        "context", "function", "range",
    ])
}

/// The names that a parser must know to tell where a name ends.
package struct ParsingScope: Sendable {
    /// Variables and functions that may be used.
    package var names: NameTable
    /// Names that may follow a point: components of the types in use.
    package var members: NameTable
    /// Names of types.
    package var types: NameTable
    /// Whether members may stand without a point all over the text.
    var standsInFilter = false

    package init(names: NameTable = NameTable(), members: NameTable = NameTable(), types: NameTable = NameTable()) {
        self.names = names
        self.members = members
        self.types = types
    }
}

/// Reads FEEL by recursive descent; how deep and how long a text may be is bounded.
struct Parser {
    /// Longest text in UTF-8 bytes.
    static let longestText = 65_536
    /// How deep expressions may stand within one another.
    static let greatestDepth = 120
    /// The longest way down the finished tree; long chains of operators lean to one side.
    static let greatestHeight = 400

    let tokens: [Token]
    var index = 0
    private(set) var members: NameTable
    let types: NameTable
    /// Tables of names, innermost last; functions of the standard come first.
    private var scopes: [NameTable]
    private var nesting = 0
    /// How many filters stand around this place.
    var filters = 0

    init(_ source: String, scope: ParsingScope) throws(SyntaxError) {
        guard source.utf8.count <= Self.longestText else { throw SyntaxError(.tooLong, at: .start) }
        tokens = try Lexer.tokens(of: source)
        members = scope.members
        for name in Self.properties { members.insert(name) }
        types = scope.types
        filters = scope.standsInFilter ? 1 : 0
        scopes = [Builtins.names, scope.names]
    }

    private static let properties = [
        "start included", "end included", "time offset", "start", "end", "year", "month", "day", "weekday", "hour",
        "minute", "second", "timezone", "years", "months", "days", "hours", "minutes", "seconds",
    ]

    // MARK: Entry points

    /// One expression and nothing behind it.
    static func expression(_ source: String, scope: ParsingScope) throws(SyntaxError) -> Expression {
        var parser = try Parser(source, scope: scope)
        let expression = try parser.expression()
        try parser.expectEnd()
        return expression
    }

    // MARK: Tokens

    var token: Token { tokens[index] }

    /// The token after the current one, or the end.
    var following: Token { tokens[min(index + 1, tokens.count - 1)] }

    mutating func advance() {
        if index < tokens.count - 1 { index += 1 }
    }

    func at(_ text: String) -> Bool {
        (token.kind == .mark || token.kind == .word) && token.text == text
    }

    mutating func take(_ text: String) -> Bool {
        guard at(text) else { return false }
        advance()
        return true
    }

    mutating func expect(_ text: String) throws(SyntaxError) {
        guard take(text) else { throw unexpected(text) }
    }

    func expectEnd() throws(SyntaxError) {
        guard token.kind == .end else { throw unexpected("") }
    }

    func unexpected(_ expected: String) -> SyntaxError {
        if token.kind == .end { return SyntaxError(.unexpectedEnd(expected: expected), at: token.position) }
        return SyntaxError(.unexpected(token.text, expected: expected), at: token.position)
    }

    func make(_ position: SourcePosition, _ form: Expression.Form) throws(SyntaxError) -> Expression {
        let expression = Expression(position: position, form: form)
        guard expression.depth <= Self.greatestHeight else { throw SyntaxError(.tooDeep, at: position) }
        return expression
    }

    // MARK: Scopes

    mutating func within<Result>(
        names: [String], _ body: (inout Parser) throws(SyntaxError) -> Result
    ) throws(SyntaxError) -> Result {
        scopes.append(NameTable(names))
        let result = try body(&self)
        scopes.removeLast()
        return result
    }

    /// Makes a name known from here to the end of the innermost scope, and everywhere behind a point.
    mutating func declare(_ name: String) {
        scopes[scopes.count - 1].insert(name)
        members.insert(name)
    }

    /// The longest known name here; words that follow one another without a mark are one name in any case.
    mutating func name(isMember: Bool) throws(SyntaxError) -> String {
        var best = isMember ? members.match(tokens, from: index) : nil
        if !isMember {
            // Within a filter members stand without a point.
            for table in filters > 0 ? scopes + [members] : scopes {
                if let match = table.match(tokens, from: index), match.count > best?.count ?? 0 { best = match }
            }
        }
        let words = wordRun()
        if let best, best.count >= words {
            index += best.count
            return best.name
        }
        guard words > 0 else { throw unexpected("名称") }
        let run = tokens[index..<(index + words)]
        index += words
        return NameTable.joined(run)
    }

    /// How many words follow that cannot be anything but one name.
    private func wordRun() -> Int {
        guard token.kind == .word, isMemberPlace || !Self.keywords.contains(token.text) else { return 0 }
        var count = 1
        while true {
            let next = tokens[index + count]
            let isPart = next.kind == .word && !Self.keywords.contains(next.text) && next.text != "?"
            let isDigits = next.kind == .number && next.text.allSatisfy(\.isNumber)
            guard isPart || isDigits else { return count }
            count += 1
        }
    }

    /// Behind a point a keyword is a name too.
    private var isMemberPlace: Bool { index > 0 && tokens[index - 1].text == "." && tokens[index - 1].kind == .mark }

    static let keywords: Set<String> = [
        "true", "false", "null", "if", "then", "else", "for", "in", "return", "some", "every", "satisfies", "and", "or",
        "between", "instance", "function", "external",
    ]

    /// Whether a known name of more than one token begins here; it may begin with a keyword.
    func longName() -> Bool {
        scopes.contains { ($0.match(tokens, from: index)?.count ?? 0) > 1 }
    }

    // MARK: Depth

    mutating func deeper<Result>(
        _ body: (inout Parser) throws(SyntaxError) -> Result
    ) throws(SyntaxError) -> Result {
        nesting += 1
        guard nesting <= Self.greatestDepth else { throw SyntaxError(.tooDeep, at: token.position) }
        let result = try body(&self)
        nesting -= 1
        return result
    }
}

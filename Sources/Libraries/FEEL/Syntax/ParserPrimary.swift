// Literals, names, brackets, and the expressions that begin with a keyword.

extension Parser {
    mutating func primary() throws(SyntaxError) -> Expression {
        let position = token.position
        switch token.kind {
        case .number: return try number()
        case .string:
            let text = token.text
            advance()
            return try make(position, .literal(.string(text)))
        case .mark: return try bracketed()
        case .word:
            if !longName(), let keyword = try keywordExpression() { return keyword }
            return try make(position, .name(try name(isMember: false)))
        case .end: throw unexpected("表达式")
        }
    }

    private mutating func number() throws(SyntaxError) -> Expression {
        let position = token.position
        guard let value = DecimalNumber(token.text) else {
            throw SyntaxError(.invalidLiteral(token.text), at: position)
        }
        advance()
        return try make(position, .literal(.number(value)))
    }

    private mutating func keywordExpression() throws(SyntaxError) -> Expression? {
        let position = token.position
        switch token.text {
        case "true", "false":
            let truth = token.text == "true"
            advance()
            return try make(position, .literal(.boolean(truth)))
        case "null":
            advance()
            return try make(position, .literal(.null))
        case "if": return try conditional()
        case "for": return try iteration()
        case "some", "every": return try quantified()
        case "function": return following.text == "(" ? try function() : nil
        default: return nil
        }
    }

    // MARK: Marks

    private mutating func bracketed() throws(SyntaxError) -> Expression {
        let position = token.position
        switch token.text {
        case "(": return try parenthesised()
        case "[": return try listOrRange()
        case "]":
            advance()
            return try rangeRest(position, includesLower: false, lower: try sum())
        case "{": return try contextLiteral()
        case "@":
            advance()
            let text = token.text
            guard token.kind == .string, let value = Conversion.temporal(text) else {
                throw SyntaxError(.invalidLiteral(text), at: token.position)
            }
            advance()
            return try make(position, .temporal(value, text))
        default: throw unexpected("表达式")
        }
    }

    private mutating func parenthesised() throws(SyntaxError) -> Expression {
        let position = token.position
        advance()
        if let comparison = takeComparison() {
            let end = try expression()
            try expect(")")
            return try make(position, .comparisonRange(comparison, end))
        }
        let inner = try expression()
        if at("..") { return try rangeRest(position, includesLower: false, lower: inner) }
        try expect(")")
        return inner
    }

    private mutating func listOrRange() throws(SyntaxError) -> Expression {
        let position = token.position
        advance()
        var items: [Expression] = []
        if take("]") { return try make(position, .list(items)) }
        repeat {
            items.append(try listItem())
            if items.count == 1, at("..") {
                return try rangeRest(position, includesLower: true, lower: items[0])
            }
        } while take(",")
        try expect("]")
        return try make(position, .list(items))
    }

    /// Lists may hold tests such as `<= 10`, which stand for ranges.
    private mutating func listItem() throws(SyntaxError) -> Expression {
        let position = token.position
        guard let comparison = takeComparison() else { return try expression() }
        return try make(position, .comparisonRange(comparison, try expression()))
    }

    mutating func rangeRest(
        _ position: SourcePosition, includesLower: Bool, lower: Expression
    ) throws(SyntaxError) -> Expression {
        try expect("..")
        let upper = try expression()
        let includesUpper = at("]")
        guard take("]") || take(")") || take("[") else { throw unexpected("]") }
        let range = Expression.RangeForm(
            lower: lower, includesLower: includesLower, upper: upper, includesUpper: includesUpper)
        return try make(position, .range(range))
    }

    private mutating func contextLiteral() throws(SyntaxError) -> Expression {
        let position = token.position
        advance()
        let items = try within(names: []) { (parser) throws(SyntaxError) in
            var items: [Expression.ContextItem] = []
            if parser.take("}") { return items }
            var seen: Set<String> = []
            repeat {
                let start = parser.token.position
                let key = try parser.contextKey()
                guard seen.insert(key).inserted else { throw SyntaxError(.repeatedKey(key), at: start) }
                try parser.expect(":")
                items.append(Expression.ContextItem(key: key, value: try parser.expression()))
                parser.declare(key)
            } while parser.take(",")
            try parser.expect("}")
            return items
        }
        return try make(position, .context(items))
    }

    private mutating func contextKey() throws(SyntaxError) -> String {
        if token.kind == .string {
            let key = token.text
            advance()
            return key
        }
        return try newName(before: [":"])
    }

    /// A name that is being defined: all tokens up to one of these marks or words.
    mutating func newName(before ends: Set<String>) throws(SyntaxError) -> String {
        let start = index
        guard token.kind == .word else { throw unexpected("名称") }
        while token.kind == .word || token.kind == .number || token.kind == .mark, !ends.contains(token.text) {
            let isClosing = token.kind == .mark && [")", "]", "}", "(", "{", ","].contains(token.text)
            guard !isClosing else { throw unexpected(ends.sorted()[0]) }
            advance()
        }
        guard index > start, ends.contains(token.text) else { throw unexpected(ends.sorted()[0]) }
        return NameTable.joined(tokens[start..<index])
    }

    // MARK: Keywords

    private mutating func conditional() throws(SyntaxError) -> Expression {
        let position = token.position
        advance()
        let condition = try expression()
        try expect("then")
        let consequence = try expression()
        try expect("else")
        return try make(position, .conditional(condition, consequence, try expression()))
    }

    private mutating func iteration() throws(SyntaxError) -> Expression {
        let position = token.position
        advance()
        return try within(names: ["partial"]) { (parser) throws(SyntaxError) in
            let iterators = try parser.iterators(isFor: true)
            try parser.expect("return")
            return try parser.make(position, .iteration(iterators, try parser.expression()))
        }
    }

    private mutating func quantified() throws(SyntaxError) -> Expression {
        let position = token.position
        let isEvery = token.text == "every"
        advance()
        return try within(names: []) { (parser) throws(SyntaxError) in
            let iterators = try parser.iterators(isFor: false)
            try parser.expect("satisfies")
            let condition = try parser.expression()
            return try parser.make(position, .quantified(isEvery: isEvery, iterators, condition))
        }
    }

    private mutating func iterators(isFor: Bool) throws(SyntaxError) -> [Expression.Iterator] {
        var iterators: [Expression.Iterator] = []
        repeat {
            let name = try newName(before: ["in"])
            try expect("in")
            let domain = try expression()
            let end = take("..") ? try expression() : nil
            iterators.append(Expression.Iterator(name: name, domain: domain, end: end))
            declare(name)
        } while take(",")
        return iterators
    }

    private mutating func function() throws(SyntaxError) -> Expression {
        let position = token.position
        advance()
        try expect("(")
        var parameters: [Expression.ParameterForm] = []
        if !take(")") {
            repeat {
                let name = try newName(before: [":", ",", ")"])
                let type = take(":") ? try type() : nil
                parameters.append(Expression.ParameterForm(name: name, type: type))
            } while take(",")
            try expect(")")
        }
        let isExternal = take("external")
        let names = parameters.map(\.name)
        let body = try within(names: names) { (parser) throws(SyntaxError) in try parser.expression() }
        return try make(position, .function(parameters, body, isExternal: isExternal))
    }
}

// Operators, loosest first: or · and · comparison · + − · * / · ** · negation · instance of · path, filter, call.

extension Parser {
    mutating func expression() throws(SyntaxError) -> Expression {
        try deeper { (parser) throws(SyntaxError) in try parser.disjunction() }
    }

    private mutating func disjunction() throws(SyntaxError) -> Expression {
        let position = token.position
        var parts = [try conjunction()]
        while take("or") { parts.append(try conjunction()) }
        return parts.count == 1 ? parts[0] : try make(position, .disjunction(parts))
    }

    private mutating func conjunction() throws(SyntaxError) -> Expression {
        let position = token.position
        var parts = [try comparison()]
        while take("and") { parts.append(try comparison()) }
        return parts.count == 1 ? parts[0] : try make(position, .conjunction(parts))
    }

    private mutating func comparison() throws(SyntaxError) -> Expression {
        let position = token.position
        var left = try sum()
        while true {
            if let comparison = takeComparison() {
                left = try make(position, .comparison(comparison, left, try sum()))
            } else if take("between") {
                let lower = try sum()
                try expect("and")
                left = try make(position, .between(left, lower, try sum()))
            } else if take("in") {
                left = try make(position, .membership(left, try membershipTests()))
            } else {
                return left
            }
        }
    }

    mutating func takeComparison() -> Expression.Comparison? {
        guard token.kind == .mark, let comparison = Expression.Comparison(rawValue: token.text) else { return nil }
        advance()
        return comparison
    }

    mutating func sum() throws(SyntaxError) -> Expression {
        let position = token.position
        var left = try product()
        while let operation = takeArithmetic(["+", "-"]) {
            left = try make(position, .arithmetic(operation, left, try product()))
        }
        return left
    }

    private mutating func product() throws(SyntaxError) -> Expression {
        let position = token.position
        var left = try power()
        while let operation = takeArithmetic(["*", "/"]) {
            left = try make(position, .arithmetic(operation, left, try power()))
        }
        return left
    }

    private mutating func power() throws(SyntaxError) -> Expression {
        let position = token.position
        var left = try negation()
        while let operation = takeArithmetic(["**"]) {
            left = try make(position, .arithmetic(operation, left, try negation()))
        }
        return left
    }

    private mutating func takeArithmetic(_ marks: [String]) -> Expression.Arithmetic? {
        guard token.kind == .mark, marks.contains(token.text) else { return nil }
        let operation = Expression.Arithmetic(rawValue: token.text)
        advance()
        return operation
    }

    private mutating func negation() throws(SyntaxError) -> Expression {
        let position = token.position
        guard take("-") else { return try instance() }
        let operand = try deeper { (parser) throws(SyntaxError) in try parser.negation() }
        return try make(position, .negation(operand))
    }

    private mutating func instance() throws(SyntaxError) -> Expression {
        let position = token.position
        var left = try postfix()
        while at("instance"), following.text == "of" {
            advance()
            advance()
            left = try make(position, .instance(left, try type()))
        }
        return left
    }

    private mutating func postfix() throws(SyntaxError) -> Expression {
        let position = token.position
        var left = try primary()
        while token.kind == .mark {
            if take(".") {
                left = try make(position, .path(left, try name(isMember: true)))
            } else if at("["), startsExpression(following) {
                advance()
                let filter = try filter()
                try expect("]")
                left = try make(position, .filter(left, filter))
            } else if take("(") {
                left = try make(position, .call(left, try arguments()))
            } else {
                break
            }
        }
        return left
    }

    private mutating func filter() throws(SyntaxError) -> Expression {
        filters += 1
        let filter = try within(names: ["item"]) { (parser) throws(SyntaxError) in try parser.expression() }
        filters -= 1
        return filter
    }

    /// Tells `x[1]` from the closing bracket of `]0..x[`.
    private func startsExpression(_ token: Token) -> Bool {
        switch token.kind {
        case .number, .string: true
        case .word:
            !["and", "or", "then", "else", "return", "in", "satisfies", "between", "instance"].contains(token.text)
        case .mark: ["(", "[", "{", "-", "@", "<", "<=", ">", ">=", "=", "!="].contains(token.text)
        case .end: false
        }
    }

    private mutating func arguments() throws(SyntaxError) -> [Expression.Argument] {
        var arguments: [Expression.Argument] = []
        if take(")") { return arguments }
        repeat {
            let name = argumentName()
            arguments.append(Expression.Argument(name: name, value: try expression()))
        } while take(",")
        try expect(")")
        return arguments
    }

    /// Words up to a colon name the argument.
    private mutating func argumentName() -> String? {
        guard token.kind == .word else { return nil }
        var end = index
        while tokens[end].kind == .word || tokens[end].kind == .number || (end > index && isNameMark(tokens[end])) {
            end += 1
        }
        guard end > index, tokens[end].text == ":", tokens[end].kind == .mark else { return nil }
        let name = NameTable.joined(tokens[index..<end])
        index = end + 1
        return name
    }

    private func isNameMark(_ token: Token) -> Bool {
        token.kind == .mark && ["-", "+", "*", "/", "'", "."].contains(token.text)
    }
}

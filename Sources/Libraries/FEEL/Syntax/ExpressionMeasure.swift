extension Expression {
    init(position: SourcePosition, form: Form) {
        self.position = position
        self.form = form
        var (depth, size) = (0, 1)
        Self.children(of: form) { child in
            depth = max(depth, child.depth)
            size += child.size
        }
        self.depth = depth + 1
        self.size = size
    }

    /// The expressions directly within.
    static func children(of form: Form, _ visit: (Expression) -> Void) {
        switch form {
        case .literal, .temporal, .name: break
        case .path(let base, _), .negation(let base), .instance(let base, _), .comparisonRange(_, let base):
            visit(base)
        case .filter(let left, let right), .arithmetic(_, let left, let right), .comparison(_, let left, let right):
            visit(left)
            visit(right)
        case .call(let callee, let arguments):
            visit(callee)
            for argument in arguments { visit(argument.value) }
        case .list(let parts), .conjunction(let parts), .disjunction(let parts): for part in parts { visit(part) }
        case .context(let items): for item in items { visit(item.value) }
        case .range(let range):
            visit(range.lower)
            visit(range.upper)
        case .between(let first, let second, let third), .conditional(let first, let second, let third):
            visit(first)
            visit(second)
            visit(third)
        case .membership(let value, let tests):
            visit(value)
            for test in tests { visit(test.expression) }
        case .iteration(let iterators, let body), .quantified(_, let iterators, let body):
            for iterator in iterators {
                visit(iterator.domain)
                if let end = iterator.end { visit(end) }
            }
            visit(body)
        case .function(_, let body, _): visit(body)
        }
    }

    /// Whether this name is used anywhere within.
    func uses(_ wanted: String) -> Bool {
        if case .name(let name) = form { return name == wanted }
        var found = false
        Self.children(of: form) { child in found = found || child.uses(wanted) }
        return found
    }
}

extension Expression: CustomStringConvertible {
    /// FEEL that reads back as the same expression; every operator stands in parentheses.
    package var description: String {
        switch form {
        case .literal(let value): value.literal
        case .temporal(_, let text): "@" + ValueWriter.quoted(text)
        case .name(let name): name
        case .path(let base, let name): "\(base.operand).\(name)"
        case .filter(let base, let filter): "\(base.operand)[\(filter)]"
        case .call(let callee, let arguments): "\(callee.operand)(\(Self.joined(arguments.map(\.text))))"
        case .list(let items): "[\(Self.joined(items.map(\.description)))]"
        case .context(let items):
            "{\(Self.joined(items.map { "\(ValueWriter.key($0.key)): \($0.value)" }))}"
        case .range(let range):
            "\(range.includesLower ? "[" : "(")\(range.lower)..\(range.upper)\(range.includesUpper ? "]" : ")")"
        case .comparisonRange(let comparison, let end): "(\(comparison.rawValue) \(end))"
        case .arithmetic(let operation, let left, let right): "(\(left) \(operation.rawValue) \(right))"
        case .comparison(let comparison, let left, let right): "(\(left) \(comparison.rawValue) \(right))"
        case .negation(let operand): "(-\(operand.operand))"
        case .conjunction(let parts): "(\(parts.map(\.description).joined(separator: " and ")))"
        case .disjunction(let parts): "(\(parts.map(\.description).joined(separator: " or ")))"
        case .between(let value, let lower, let upper): "(\(value) between \(lower) and \(upper))"
        case .membership(let value, let tests): "(\(value) in (\(Self.joined(tests.map(\.description)))))"
        case .instance(let value, let type): "(\(value.operand) instance of \(type))"
        case .conditional(let condition, let consequence, let alternative):
            "(if \(condition) then \(consequence) else \(alternative))"
        case .iteration(let iterators, let body): "(for \(Self.joined(iterators.map(\.text))) return \(body))"
        case .quantified(let isEvery, let iterators, let body):
            "(\(isEvery ? "every" : "some") \(Self.joined(iterators.map(\.text))) satisfies \(body))"
        case .function(let parameters, let body, let isExternal):
            "(function(\(Self.joined(parameters.map(\.text)))) \(isExternal ? "external " : "")\(body))"
        }
    }

    /// Ready to be followed by a point, bracket or call.
    private var operand: String {
        switch form {
        case .literal, .temporal: "(\(self))"
        default: description
        }
    }

    private static func joined(_ parts: [String]) -> String { parts.joined(separator: ", ") }
}

extension Expression.Argument {
    var text: String { name.map { "\($0): \(value)" } ?? value.description }
}

extension Expression.Iterator {
    var text: String { "\(name) in \(domain)\(end.map { "..\($0)" } ?? "")" }
}

extension Expression.ParameterForm {
    var text: String { type.map { "\(name): \($0)" } ?? name }
}

extension UnaryTest: CustomStringConvertible {
    /// As it would be written in a cell.
    package var description: String {
        switch self {
        case .comparison(let comparison, let end): "\(comparison.rawValue) \(end)"
        case .expression(let expression): expression.description
        }
    }
}

extension UnaryTests: CustomStringConvertible {
    /// As it would be written in a cell.
    package var description: String {
        switch self {
        case .any: "-"
        case .positive(let tests): tests.map(\.description).joined(separator: ", ")
        case .negated(let tests): "not(\(tests.map(\.description).joined(separator: ", ")))"
        }
    }
}

extension TypeExpression: CustomStringConvertible {
    /// As FEEL writes it.
    package var description: String {
        switch self {
        case .name(let name, _): name
        case .list(let element): "list<\(element)>"
        case .range(let element): "range<\(element)>"
        case .context(let members): "context<\(members.map { "\($0.name): \($0.type)" }.joined(separator: ", "))>"
        case .function(let parameters, let result):
            "function<\(parameters.map(\.description).joined(separator: ", "))>->\(result)"
        }
    }
}

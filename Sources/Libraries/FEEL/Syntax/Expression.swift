/// An expression of FEEL as it was written.
package struct Expression: Sendable {
    /// Where it begins.
    package let position: SourcePosition
    let form: Form
    /// The longest way down to a leaf.
    let depth: Int
    /// The number of expressions in it, itself included.
    let size: Int

    indirect enum Form: Sendable {
        case literal(Value)
        /// `@"2026-01-01"`: the value, and the text it came from.
        case temporal(Value, String)
        case name(String)
        case path(Expression, String)
        case filter(Expression, Expression)
        case call(Expression, [Argument])
        case list([Expression])
        case context([ContextItem])
        case range(RangeForm)
        /// `(> 10)` as a value of its own.
        case comparisonRange(Comparison, Expression)
        case arithmetic(Arithmetic, Expression, Expression)
        case comparison(Comparison, Expression, Expression)
        case negation(Expression)
        /// Two or more; `and` chains are flat.
        case conjunction([Expression])
        case disjunction([Expression])
        case between(Expression, Expression, Expression)
        case membership(Expression, [UnaryTest])
        case instance(Expression, TypeExpression)
        case conditional(Expression, Expression, Expression)
        case iteration([Iterator], Expression)
        case quantified(isEvery: Bool, [Iterator], Expression)
        case function([ParameterForm], Expression, isExternal: Bool)
    }

    struct Argument: Sendable {
        let name: String?
        let value: Expression
    }

    struct ContextItem: Sendable {
        let key: String
        let value: Expression
    }

    struct RangeForm: Sendable {
        let lower: Expression
        let includesLower: Bool
        let upper: Expression
        let includesUpper: Bool
    }

    struct Iterator: Sendable {
        let name: String
        let domain: Expression
        /// The second end of `1..n`.
        let end: Expression?
    }

    struct ParameterForm: Sendable {
        let name: String
        let type: TypeExpression?
    }

    enum Arithmetic: String, Sendable {
        case add = "+"
        case subtract = "-"
        case multiply = "*"
        case divide = "/"
        case power = "**"
    }

    /// `=`, `!=` and the four orders.
    package enum Comparison: String, Sendable {
        case equal = "="
        case unequal = "!="
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
    }
}

/// A test of one value, as in a cell of a decision table.
package enum UnaryTest: Sendable {
    case comparison(Expression.Comparison, Expression)
    /// A value to equal, a range or list to lie in, or a condition about `?`.
    case expression(Expression)

    var expression: Expression {
        switch self {
        case .comparison(_, let expression), .expression(let expression): expression
        }
    }
}

/// All that a cell tests.
package enum UnaryTests: Sendable {
    /// `-`: anything passes.
    case any
    /// One of these must pass.
    case positive([UnaryTest])
    /// `not(…)`: none of these may pass.
    case negated([UnaryTest])
}

/// A type as it is written after `instance of` or a parameter.
package indirect enum TypeExpression: Sendable {
    case name(String, SourcePosition)
    case list(TypeExpression)
    case range(TypeExpression)
    case context([(name: String, type: TypeExpression)])
    case function([TypeExpression], TypeExpression)
}

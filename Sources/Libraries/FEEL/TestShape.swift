/// What a cell asks of a value, where all of it is constant: the ranges and values one of which must fit (or none, if negated).
/// Tables are searched fast and analysed by it.
package struct TestShape: Sendable {
    /// One alternative; a single value is a range with two equal ends.
    package enum Piece: Sendable {
        case range(RangeValue)
        case value(Value)
    }

    /// Any of these fits; empty with `isNegated` means that everything does.
    package let pieces: [Piece]
    /// Whether none of the pieces may fit.
    package let isNegated: Bool

    /// Nil when a test is more than constants.
    init?(_ tests: UnaryTests) {
        switch tests {
        case .any:
            pieces = []
            isNegated = true
        case .positive(let list), .negated(let list):
            var pieces: [Piece] = []
            for test in list {
                guard let more = Self.pieces(of: test) else { return nil }
                pieces += more
            }
            self.pieces = pieces
            if case .negated = tests { isNegated = true } else { isNegated = false }
        }
    }

    private static func pieces(of test: UnaryTest) -> [Piece]? {
        var compiler = Compiler(VariableScope())
        switch test {
        case .comparison(let comparison, let form):
            guard let end = compiler.compile(form).constant ?? temporal(form), !end.isNull else { return nil }
            let (before, after) = (comparison == .less, comparison == .greater)
            switch comparison {
            case .equal: return [.value(end)]
            case .unequal: return nil
            case .less, .lessOrEqual:
                return [.range(RangeValue(lower: nil, includesLower: false, upper: end, includesUpper: !before))]
            case .greater, .greaterOrEqual:
                return [.range(RangeValue(lower: end, includesLower: !after, upper: nil, includesUpper: false))]
            }
        case .expression(let form):
            guard !form.uses("?"), let value = compiler.compile(form).constant ?? temporal(form) else { return nil }
            switch value {
            case .list, .function, .context: return nil
            case .range(let range):
                guard range.lower?.isNull != true, range.upper?.isNull != true else { return nil }
                return [.range(range)]
            default: return [.value(value)]
            }
        }
    }

    /// `date("2026-01-01")` and its like are constants too.
    private static func temporal(_ form: Expression) -> Value? {
        switch form.form {
        case .call(let callee, let arguments):
            guard case .name(let name) = callee.form, ["date", "time", "date and time", "duration"].contains(name),
                arguments.count == 1, case .literal(.string) = arguments[0].value.form
            else { return nil }
            var compiler = Compiler(VariableScope())
            var machine = Machine()
            guard let value = try? compiler.compile(form).code(&machine), !value.isNull else { return nil }
            return value
        case .range(let range):
            guard let lower = constant(range.lower), let upper = constant(range.upper),
                lower.order(against: upper) != nil
            else { return nil }
            return .range(
                RangeValue(
                    lower: lower, includesLower: range.includesLower, upper: upper, includesUpper: range.includesUpper))
        default: return nil
        }
    }

    private static func constant(_ form: Expression) -> Value? {
        var compiler = Compiler(VariableScope())
        return compiler.compile(form).constant ?? temporal(form)
    }
}

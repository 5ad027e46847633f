// Arithmetic, comparison and three-valued logic.

extension Compiler {
    mutating func arithmetic(
        _ operation: Expression.Arithmetic, _ leftForm: Expression, _ rightForm: Expression, _ position: SourcePosition
    ) -> Compiled {
        let (left, right) = (compile(leftForm), compile(rightForm))
        guard let result = Operation.result(operation, left.type, right.type) else {
            report(.operands(operation.rawValue, left.type.description, right.type.description), position)
            let problem = Problem.operands(operation.rawValue, left.type.description, right.type.description)
            return Compiled(.any) { $0.null(problem, at: position) }
        }
        let (a, b) = (left.code, right.code)
        if left.constant != nil, right.constant != nil, let folded = fold(operation, left, right, position) {
            return folded
        }
        // A power takes about as long as a hundred sums.
        let weight = operation == .power ? 100 : 0
        return Compiled(result) { machine in
            let leftValue = try a(&machine)
            let rightValue = try b(&machine)
            if weight > 0 { try machine.spend(weight) }
            if case .number(let first) = leftValue, case .number(let second) = rightValue,
                let number = Operation.fast(operation, first, second)
            {
                return .number(number)
            }
            return try Operation.apply(operation, leftValue, rightValue, &machine, position)
        }
    }

    /// Numbers that are written down are worked out once.
    private func fold(
        _ operation: Expression.Arithmetic, _ left: Compiled, _ right: Compiled, _ position: SourcePosition
    ) -> Compiled? {
        guard case .number(let a) = left.constant, case .number(let b) = right.constant,
            let number = Operation.fast(operation, a, b)
        else { return nil }
        return .constant(.number(number))
    }

    mutating func negation(_ form: Expression, _ position: SourcePosition) -> Compiled {
        let operand = compile(form)
        if case .number(let number) = operand.constant { return .constant(.number(number.negated)) }
        let code = operand.code
        return Compiled(operand.type) { machine in
            let value = try code(&machine)
            switch value {
            case .number(let number): return .number(number.negated)
            case .daysDuration(let duration):
                return DaysDuration(total: -duration.total).map { .daysDuration($0) } ?? .null
            case .monthsDuration(let duration): return .monthsDuration(MonthsDuration(months: -duration.months))
            default:
                return machine.null(.operands("-", value.type.description, value.type.description), at: position)
            }
        }
    }

    mutating func comparison(
        _ comparison: Expression.Comparison, _ leftForm: Expression, _ rightForm: Expression, _ position: SourcePosition
    ) -> Compiled {
        let (left, right) = (compile(leftForm), compile(rightForm))
        if !Operation.areComparable(left.type, right.type) {
            report(.notComparable(left.type.description, right.type.description), position)
        }
        let (a, b) = (left.code, right.code)
        return Compiled(.boolean) { machine in
            let leftValue = try a(&machine)
            let rightValue = try b(&machine)
            return try Operation.compare(comparison, leftValue, rightValue, &machine, position)
        }
    }

    /// `and` stops at false, `or` at true; anything else that is not a truth value counts as null.
    mutating func logic(_ forms: [Expression], stop: Bool) -> Compiled {
        let parts = forms.map { compile($0).code }
        return Compiled(.boolean) { machine in
            var isUnknown = false
            for part in parts {
                guard case .boolean(let truth) = try part(&machine) else {
                    isUnknown = true
                    continue
                }
                if truth == stop { return .boolean(stop) }
            }
            return isUnknown ? .null : .boolean(!stop)
        }
    }

    mutating func between(
        _ value: Expression, _ lower: Expression, _ upper: Expression, _ position: SourcePosition
    ) -> Compiled {
        let (a, b, c) = (compile(value).code, compile(lower).code, compile(upper).code)
        return Compiled(.boolean) { machine in
            let (value, low, high) = (try a(&machine), try b(&machine), try c(&machine))
            guard let first = value.order(against: low), let second = value.order(against: high) else {
                return machine.null(.notComparable(value.type.description, low.type.description), at: position)
            }
            return .boolean(first >= 0 && second <= 0)
        }
    }

    mutating func conditional(
        _ condition: Expression, _ consequence: Expression, _ alternative: Expression
    ) -> Compiled {
        let test = compile(condition)
        if let type = Operation.wrongCondition(test.type) { report(.condition(type), condition.position) }
        let (yes, no) = (compile(consequence), compile(alternative))
        let (a, b, c) = (test.code, yes.code, no.code)
        return Compiled(Operation.either(yes.type, no.type)) { machine in
            if case .boolean(true) = try a(&machine) { return try b(&machine) }
            return try c(&machine)
        }
    }
}

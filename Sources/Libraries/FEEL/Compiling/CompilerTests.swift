// Unary tests: in cells, and after `in`.

/// A condition on one value; nil stands for null.
typealias TestCode = @Sendable (inout Machine, Value) throws -> Bool?

extension Compiler {
    mutating func membership(_ form: Expression, _ tests: [UnaryTest]) -> Compiled {
        let value = compile(form)
        let codes = tests.map { test($0, isCell: false) }
        let code = value.code
        return Compiled(.boolean) { machine in
            let value = try code(&machine)
            let saved = machine.input
            machine.input = value
            defer { machine.input = saved }
            return try Self.any(codes, &machine, value).map { .boolean($0) } ?? .null
        }
    }

    /// True as soon as one test is; unknown if none is and one has no answer.
    static func any(_ tests: [TestCode], _ machine: inout Machine, _ value: Value) throws -> Bool? {
        var isUnknown = false
        if case .string(let text) = value { try machine.spend(text.utf8.count / 64 * tests.count) }
        for test in tests {
            switch try test(&machine, value) {
            case true?: return true
            case false?: break
            case nil: isUnknown = true
            }
        }
        return isUnknown ? nil : false
    }

    mutating func test(_ test: UnaryTest, isCell: Bool) -> TestCode {
        switch test {
        case .comparison(let comparison, let form):
            let end = compile(form)
            if isCell, !Operation.areComparable(scope.input, end.type), !end.type.resolved.isListType {
                report(.notComparable(scope.input.description, end.type.description), form.position)
            }
            let code = end.code
            let position = form.position
            return { machine, value in
                let end = try code(&machine)
                return try Operation.compare(comparison, value, end, &machine, position).boolean
            }
        case .expression(let form):
            let compiled = compile(form)
            let code = compiled.code
            if form.uses("?") {
                return { machine, value in
                    let result = try code(&machine)
                    if case .boolean(let truth) = result { return truth }
                    return result.isNull ? nil : try Self.matches(value, result, &machine)
                }
            }
            if isCell, !mayMatch(scope.input, compiled.type) {
                report(.notComparable(scope.input.description, compiled.type.description), form.position)
            }
            return { machine, value in try Self.matches(value, try code(&machine), &machine) }
        }
    }

    private func mayMatch(_ input: FEELType, _ test: FEELType) -> Bool {
        switch test.resolved {
        case .list(let element): return mayMatch(input, element) || Operation.areComparable(input, test)
        case .range(let element): return Operation.areComparable(input, element) || input.element != nil
        default: return Operation.areComparable(input, test)
        }
    }

    /// Whether a value equals a test value, lies in a range, or fits an item of a list.
    static func matches(_ value: Value, _ test: Value, _ machine: inout Machine) throws -> Bool? {
        switch test {
        case .range(let range):
            if case .range = value { return try machine.equal(value, test) }
            return range.contains(value)
        case .list(let items):
            if case .list = value, try machine.equal(value, test) == true { return true }
            var isUnknown = false
            for item in items {
                try machine.spend(1)
                switch item {
                case .range(let range):
                    switch range.contains(value) {
                    case true?: return true
                    case false?: break
                    case nil: isUnknown = true
                    }
                default:
                    if try machine.equal(value, item) == true { return true }
                }
            }
            return isUnknown ? nil : false
        default: return try machine.equal(value, test)
        }
    }
}

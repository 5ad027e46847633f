import FEEL

// Conditional, loops and filter as boxes (DMN 1.4).

extension BoxCompiler {
    mutating func conditional(
        _ condition: BoxedExpression, _ consequence: BoxedExpression, _ alternative: BoxedExpression,
        _ scope: VariableScope, _ place: String
    ) -> Logic {
        let test = compile(condition, scope, place)
        let (yes, no) = (compile(consequence, scope, place), compile(alternative, scope, place))
        return Logic(yes.type.conforms(to: no.type) ? no.type : .any) { machine in
            if case .boolean(true) = try test.run(&machine) { return try yes.run(&machine) }
            return try no.run(&machine)
        }
    }

    mutating func iteration(
        _ variable: String, _ domain: BoxedExpression, _ body: BoxedExpression, _ scope: VariableScope,
        _ place: String
    ) -> Logic {
        let source = compile(domain, scope, place)
        let inner = scope.adding([
            VariableScope.Variable(variable, source.type.elementType), VariableScope.Variable("partial", .list(.any)),
        ])
        let result = compile(body, inner, place)
        return Logic(.list(result.type)) { machine in
            guard let items = try Self.items(source, &machine) else { return .null }
            var results: [Value] = []
            for item in items {
                try machine.spend(4)
                try machine.take(cells: 1)
                machine.globals.append(item)
                machine.globals.append(.list(results))
                results.append(try result.run(&machine))
                machine.globals.removeLast(2)
                try machine.checkDepth(of: results[results.count - 1])
            }
            return .list(results)
        }
    }

    mutating func quantified(
        _ isEvery: Bool, _ variable: String, _ domain: BoxedExpression, _ body: BoxedExpression,
        _ scope: VariableScope, _ place: String
    ) -> Logic {
        let source = compile(domain, scope, place)
        let inner = scope.adding([VariableScope.Variable(variable, source.type.elementType)])
        let condition = compile(body, inner, place)
        return Logic(.boolean) { machine in
            guard let items = try Self.items(source, &machine) else { return .null }
            var isUnknown = false
            for item in items {
                try machine.spend(4)
                machine.globals.append(item)
                let answer = try condition.run(&machine)
                machine.globals.removeLast()
                switch answer {
                case .boolean(let truth):
                    if truth != isEvery { return .boolean(truth) }
                default: isUnknown = true
                }
            }
            return isUnknown ? .null : .boolean(isEvery)
        }
    }

    mutating func filter(
        _ domain: BoxedExpression, _ condition: BoxedExpression, _ scope: VariableScope, _ place: String
    ) -> Logic {
        let source = compile(domain, scope, place)
        let test = compile(condition, scope.filtering(source.type.elementType), place)
        return Logic(.any) { machine in
            guard let items = try Self.items(source, &machine) else { return .null }
            var kept: [Value] = []
            for (index, item) in items.enumerated() {
                try machine.spend(4)
                machine.globals.append(item)
                let answer = try test.run(&machine)
                machine.globals.removeLast()
                switch answer {
                case .boolean(true): kept.append(item)
                case .number(let number) where index == 0:
                    guard let place = number.integer, place != 0, abs(place) <= items.count else { return .null }
                    return items[place > 0 ? place - 1 : items.count + place]
                case .boolean, .null: break
                default: return .null
                }
            }
            try machine.take(cells: kept.count + 1)
            return .list(kept)
        }
    }

    /// What a box runs through; nil with a warning when it is nothing of the kind.
    private static func items(_ source: Logic, _ machine: inout Machine) throws -> [Value]? {
        let value = try source.run(&machine)
        guard let items = try value.iterated(&machine) else {
            machine.warn(.notIterable(value.type.description))
            return nil
        }
        return items
    }
}

extension FEELType {
    /// What a list or range holds, or any.
    var elementType: FEELType {
        switch resolved {
        case .list(let element), .range(let element): element
        default: .any
        }
    }
}

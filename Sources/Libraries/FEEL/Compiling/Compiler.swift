/// Turns expressions into code, resolves names to places and reports what cannot work.
struct Compiler {
    let scope: VariableScope
    var frame = FrameScope(parent: nil)
    var diagnostics: [Diagnostic] = []

    init(_ scope: VariableScope) {
        self.scope = scope
    }

    mutating func report(_ problem: Problem, _ position: SourcePosition) {
        diagnostics.append(Diagnostic(problem: problem, position: position))
    }

    mutating func compile(_ expression: Expression) -> Compiled {
        let position = expression.position
        switch expression.form {
        case .literal(let value), .temporal(let value, _): return .constant(value)
        case .name(let name): return self.name(name, position)
        case .path(let base, let member): return path(compile(base), member, position)
        case .filter(let base, let filter): return self.filter(base, filter)
        case .call(let callee, let arguments): return call(callee, arguments, position)
        case .list(let items): return list(items)
        case .context(let items): return context(items)
        case .range(let range): return self.range(range, position)
        case .comparisonRange(let comparison, let end): return comparisonRange(comparison, end)
        case .arithmetic(let operation, let left, let right): return arithmetic(operation, left, right, position)
        case .comparison(let comparison, let left, let right): return self.comparison(comparison, left, right, position)
        case .negation(let operand): return negation(operand, position)
        case .conjunction(let parts): return logic(parts, stop: false)
        case .disjunction(let parts): return logic(parts, stop: true)
        case .between(let value, let lower, let upper): return between(value, lower, upper, position)
        case .membership(let value, let tests): return membership(value, tests)
        case .instance(let value, let type): return instance(value, type)
        case .conditional(let condition, let consequence, let alternative):
            return conditional(condition, consequence, alternative)
        case .iteration(let iterators, let body): return iteration(iterators, body, position)
        case .quantified(let isEvery, let iterators, let body):
            return quantified(isEvery, iterators, body, position)
        case .function(let parameters, let body, let isExternal):
            return function(parameters, body, isExternal, position)
        }
    }

    // MARK: Names

    private mutating func name(_ name: String, _ position: SourcePosition) -> Compiled {
        if name == "?" {
            return Compiled(scope.input) { $0.input }
        }
        if let found = lookUp(name, in: frame) { return found }
        report(.unknownName(name), position)
        return Compiled(.any) { $0.null(.unknownName(name), at: position) }
    }

    /// Innermost first. Where a filter's item has members that are not known in advance, they are looked for at each
    /// evaluation before the names further out.
    private func lookUp(_ name: String, in frame: FrameScope) -> Compiled? {
        var items: [Int] = []
        for entry in frame.entries.reversed() {
            switch entry {
            case .variable(let own, let place, let type):
                guard own == name else { continue }
                return Self.afterItems(items, name, Compiled(type) { $0.slots[place] })
            case .item(let place, let type):
                guard let members = type.members, !members.isEmpty else {
                    if type.isAny || type.members != nil { items.append(place) }
                    continue
                }
                guard let member = members.first(where: { $0.name == name }) else { continue }
                let found = Compiled(member.type) { machine in
                    guard case .context(let context) = machine.slots[place] else { return .null }
                    return context[name] ?? .null
                }
                return Self.afterItems(items, name, found)
            }
        }
        if let found = outside(name, frame) { return Self.afterItems(items, name, found) }
        return items.isEmpty ? nil : Self.afterItems(items, name, Compiled(.any) { _ in .null })
    }

    private func outside(_ name: String, _ frame: FrameScope) -> Compiled? {
        if let parent = frame.parent {
            if let captured = frame.captured(name) { return Compiled(captured.type) { $0.slots[captured.place] } }
            guard let outer = lookUp(name, in: parent) else { return nil }
            if outer.constant != nil { return outer }
            let captured = frame.capture(name, outer)
            return Compiled(captured.type) { $0.slots[captured.place] }
        }
        if let item = scope.itemPlace, name != "item", let found = member(name, ofItemAt: item) { return found }
        return global(name)
    }

    /// A member of the item of a boxed filter, which is looked for before the variables.
    private func member(_ name: String, ofItemAt place: Int) -> Compiled? {
        let known = scope.variables[place].type
        if let members = known.members, !members.isEmpty {
            guard let member = members.first(where: { $0.name == name }) else { return nil }
            return Compiled(member.type) { $0.globals[place].context?[name] ?? .null }
        }
        guard known.isAny || known.members != nil else { return nil }
        let fallback = global(name)?.code
        return Compiled(.any, builtin: global(name)?.builtin) { machine in
            if let value = machine.globals[place].context?[name] { return value }
            return try fallback?(&machine) ?? .null
        }
    }

    private func global(_ name: String) -> Compiled? {
        if let place = scope.place(of: name) {
            return Compiled(scope.variables[place].type) { $0.globals[place] }
        }
        guard let builtin = Builtins.named(name) else { return nil }
        let function = Value.function(builtin.value)
        return Compiled(.anyFunction, constant: function, builtin: builtin) { _ in function }
    }

    private static func afterItems(_ items: [Int], _ name: String, _ found: Compiled) -> Compiled {
        guard !items.isEmpty else { return found }
        let fallback = found.code
        let isFunction = found.builtin
        return Compiled(isFunction == nil ? .any : found.type, builtin: isFunction) { machine in
            for place in items {
                if case .context(let context) = machine.slots[place], let value = context[name] { return value }
            }
            return try fallback(&machine)
        }
    }

    // MARK: Types

    mutating func type(_ expression: TypeExpression) -> FEELType {
        switch expression {
        case .list(let element): return .list(type(element))
        case .range(let element): return .range(type(element))
        case .context(let members):
            return .context(members.map { member in FEELType.Member(member.name, type(member.type)) })
        case .function(let parameters, let result):
            return .function(FEELType.Signature(parameters: parameters.map { type($0) }, result: type(result)))
        case .name(let name, let position):
            if let known = scope.types[name] ?? FEELType(standardName: name) { return known }
            report(.unknownType(name), position)
            return .named(NamedType(name: name, base: .null))
        }
    }

    mutating func instance(_ value: Expression, _ typeExpression: TypeExpression) -> Compiled {
        let operand = compile(value).code
        let type = type(typeExpression)
        return Compiled(.boolean) { machine in
            let value = try operand(&machine)
            try machine.spend(1)
            if value.isNull {
                if case .null = type { return .boolean(true) }
                return .boolean(false)
            }
            return .boolean(type.contains(value, checkingValues: false))
        }
    }
}

extension FEELType {
    /// The standard's types without parameters, in both of its spellings.
    package init?(standardName: String) {
        switch standardName {
        case "Any": self = .any
        case "Null": self = .null
        case "number": self = .number
        case "string": self = .string
        case "boolean": self = .boolean
        case "date": self = .date
        case "time": self = .time
        case "date and time", "dateTime": self = .dateTime
        case "days and time duration", "dayTimeDuration": self = .daysDuration
        case "years and months duration", "yearMonthDuration": self = .monthsDuration
        case "list": self = .list(.any)
        case "context": self = .context([])
        case "function": self = .anyFunction
        case "range": self = .range(.any)
        default: return nil
        }
    }
}

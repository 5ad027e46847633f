// Lists, contexts, ranges, paths and filters.

extension Compiler {
    mutating func list(_ forms: [Expression]) -> Compiled {
        let items = forms.map { compile($0) }
        let type = FEELType.list(FEELType.common(of: items.map(\.type)))
        let constants = items.compactMap(\.constant)
        if constants.count == items.count {
            let value = Value.list(constants)
            return Compiled(type, constant: value) { _ in value }
        }
        let codes = items.map(\.code)
        return Compiled(type) { machine in
            try machine.take(cells: codes.count + 1)
            var values: [Value] = []
            values.reserveCapacity(codes.count)
            for code in codes { values.append(try code(&machine)) }
            return .list(values)
        }
    }

    mutating func context(_ items: [Expression.ContextItem]) -> Compiled {
        let outer = frame.entries.count
        var parts: [(key: String, place: Int, code: Code)] = []
        var members: [FEELType.Member] = []
        for item in items {
            let compiled = compile(item.value)
            let place = frame.reserve()
            frame.entries.append(.variable(item.key, place: place, type: compiled.type))
            parts.append((item.key, place, compiled.code))
            members.append(FEELType.Member(item.key, compiled.type))
        }
        frame.entries.removeLast(frame.entries.count - outer)
        let entries = parts
        return Compiled(.context(members)) { machine in
            try machine.take(cells: entries.count * 2 + 1)
            var context = ContextValue()
            for entry in entries {
                let value = try entry.code(&machine)
                machine.slots[entry.place] = value
                context[entry.key] = value
            }
            return .context(context)
        }
    }

    mutating func range(_ form: Expression.RangeForm, _ position: SourcePosition) -> Compiled {
        let (lower, upper) = (compile(form.lower), compile(form.upper))
        if !Operation.areComparable(lower.type, upper.type) {
            report(.notComparable(lower.type.description, upper.type.description), position)
        }
        let (a, b) = (lower.code, upper.code)
        let (includesLower, includesUpper) = (form.includesLower, form.includesUpper)
        let make: Code = { machine in
            let (low, high) = (try a(&machine), try b(&machine))
            if !low.isNull, !high.isNull, low.order(against: high) == nil {
                return machine.null(.notComparable(low.type.description, high.type.description), at: position)
            }
            // A null end stays one: whether a value lies within is unknown then.
            return .range(
                RangeValue(lower: low, includesLower: includesLower, upper: high, includesUpper: includesUpper))
        }
        let type = FEELType.range(Operation.either(lower.type, upper.type))
        if lower.constant != nil, upper.constant != nil {
            var machine = Machine()
            if let value = try? make(&machine), !value.isNull { return Compiled(type, constant: value) { _ in value } }
        }
        return Compiled(type, make)
    }

    mutating func comparisonRange(_ comparison: Expression.Comparison, _ form: Expression) -> Compiled {
        let end = compile(form)
        let code = end.code
        return Compiled(.range(end.type)) { machine in
            let value = try code(&machine)
            switch comparison {
            case .equal:
                return .range(RangeValue(lower: value, includesLower: true, upper: value, includesUpper: true))
            case .less, .lessOrEqual:
                let includes = comparison == .lessOrEqual
                return .range(RangeValue(lower: nil, includesLower: false, upper: value, includesUpper: includes))
            case .greater, .greaterOrEqual:
                let includes = comparison == .greaterOrEqual
                return .range(RangeValue(lower: value, includesLower: includes, upper: nil, includesUpper: false))
            // All but one value is no range.
            case .unequal: return .null
            }
        }
    }

    // MARK: Paths

    mutating func path(_ base: Compiled, _ member: String, _ position: SourcePosition) -> Compiled {
        let code = base.code
        let type = memberType(base.type, member, position)
        return Compiled(type) { machine in
            let value = try code(&machine)
            switch value {
            case .context(let context):
                if let entry = context[member] { return entry }
                return machine.null(.unknownMember(member, of: "context"), at: position)
            case .list(let items):
                try machine.take(cells: items.count + 1)
                var values: [Value] = []
                values.reserveCapacity(items.count)
                for item in items { values.append(Properties.member(member, of: item) ?? .null) }
                return .list(values)
            case .null: return .null
            default:
                if let property = Properties.member(member, of: value) { return property }
                return machine.null(.unknownMember(member, of: value.type.description), at: position)
            }
        }
    }

    private mutating func memberType(_ type: FEELType, _ member: String, _ position: SourcePosition) -> FEELType {
        switch type.resolved {
        case .any, .null: return .any
        case .list(let element): return .list(memberType(element, member, position))
        case .context(let members):
            if members.isEmpty { return .any }
            if let found = members.first(where: { $0.name == member }) { return found.type }
        case .range(let element):
            if ["start", "end"].contains(member) { return element }
            if ["start included", "end included"].contains(member) { return .boolean }
        default:
            if let property = Properties.type(of: member, in: type.resolved) { return property }
        }
        report(.unknownMember(member, of: type.description), position)
        return .any
    }

    // MARK: Filters

    mutating func filter(_ baseForm: Expression, _ form: Expression) -> Compiled {
        let base = compile(baseForm)
        let element = base.type.resolved.isListType ? base.type.element ?? .any : base.type
        let place = frame.reserve()
        frame.entries.append(.variable("item", place: place, type: element))
        frame.entries.append(.item(place: place, type: element))
        let test = compile(form)
        frame.entries.removeLast(2)
        let code = base.code
        if let index = test.constant?.number {
            return Compiled(element) { machine in
                let items = Self.items(try code(&machine))
                return Self.pick(items, index, &machine, form.position)
            }
        }
        let condition = test.code
        let weight = form.size
        let isIndex = if case .number = test.type.resolved { true } else { false }
        return Compiled(isIndex ? element : (test.type.isAny ? .any : .list(element))) { machine in
            let items = Self.items(try code(&machine))
            var kept: [Value] = []
            if items.isEmpty {
                machine.slots[place] = .null
                if case .number = try condition(&machine) { return .null }
                return .list([])
            }
            for (position, item) in items.enumerated() {
                try machine.spend(weight)
                machine.slots[place] = item
                switch try condition(&machine) {
                case .boolean(true): kept.append(item)
                case .number(let index) where position == 0:
                    return Self.pick(items, index, &machine, form.position)
                case .boolean, .null: break
                case let other where position == 0:
                    return machine.null(.condition(other.type.description), at: form.position)
                default: break
                }
            }
            try machine.take(cells: kept.count + 1)
            return .list(kept)
        }
    }

    private static func items(_ value: Value) -> [Value] {
        switch value {
        case .list(let items): items
        case .null: []
        default: [value]
        }
    }

    /// The first item is 1, the last −1.
    private static func pick(
        _ items: [Value], _ index: DecimalNumber, _ machine: inout Machine, _ position: SourcePosition
    ) -> Value {
        guard let index = index.integer, index != 0, abs(index) <= items.count else {
            return machine.null(.indexOutOfRange, at: position)
        }
        return index > 0 ? items[index - 1] : items[items.count + index]
    }
}

extension FEELType {
    var isListType: Bool {
        if case .list = self { return true }
        return false
    }
}

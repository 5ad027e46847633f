/// Functions on lists; positions count from 1 or backwards from −1.
enum ListFunctions {
    static let all: [Builtin] = [
        builtin(
            "list contains",
            takes([parameter("list", .list(.any)), nullable("element")], gives: .boolean) { machine, values in
                for item in values[0].items where try machine.equal(item, values[1]) == true { return true }
                return false
            }),
        builtin(
            "count",
            takes([parameter("list", .list(.any))], gives: .number) { _, values in Value(values[0].items.count) }),
        builtin(
            "sublist",
            takes(
                [parameter("list", .list(.any)), parameter("start position", .number), optional("length", .number)],
                givesFrom: sameList
            ) { machine, values in
                let items = values[0].items
                guard let start = place(values[1], in: items.count) else { return nil }
                var end = items.count
                if values.count > 2 {
                    guard let length = values[2].decimal.integer, length >= 0, length <= items.count - start else {
                        return nil
                    }
                    end = start + length
                }
                return try made(Array(items[start..<end]), &machine)
            }),
        builtin(
            "append",
            takes(
                [
                    parameter("list", .list(.any)),
                    Builtin.Parameter(name: "item", type: .any, takesNull: true, spread: .items),
                ], gives: .list(.any)
            ) { machine, values in
                try made(values[0].items + values[1].items, &machine)
            }),
        builtin(
            "concatenate",
            takes([Builtin.Parameter(name: "list", type: .list(.any), spread: .items)], gives: .list(.any)) {
                machine, values in
                var items: [Value] = []
                for value in values[0].items {
                    guard let more = FEELType.list(.any).coerced(value), !more.isNull else { return nil }
                    try machine.take(cells: more.items.count)
                    items += more.items
                }
                return .list(items)
            }),
        builtin(
            "insert before",
            takes(
                [parameter("list", .list(.any)), parameter("position", .number), nullable("newItem")],
                gives: .list(.any)
            ) { machine, values in
                var items = values[0].items
                guard let index = place(values[1], in: items.count) else { return nil }
                items.insert(values[2], at: index)
                return try made(items, &machine)
            }),
        builtin(
            "remove",
            takes([parameter("list", .list(.any)), parameter("position", .number)], givesFrom: sameList) {
                machine, values in
                var items = values[0].items
                guard let index = place(values[1], in: items.count) else { return nil }
                items.remove(at: index)
                return try made(items, &machine)
            }),
        builtin(
            "list replace",
            takes(
                [
                    parameter("list", .list(.any)),
                    Builtin.Parameter(name: "position", type: .any, aliases: ["match"]), nullable("newItem"),
                ], gives: .list(.any)
            ) { machine, values in try replaced(values[0].items, values[1], values[2], &machine) }),
        builtin(
            "reverse",
            takes([parameter("list", .list(.any))], givesFrom: sameList) { machine, values in
                try made(values[0].items.reversed(), &machine)
            }),
        builtin(
            "index of",
            takes([parameter("list", .list(.any)), nullable("match")], gives: .list(.number)) { machine, values in
                var places: [Value] = []
                for (index, item) in values[0].items.enumerated() where try machine.equal(item, values[1]) == true {
                    places.append(Value(index + 1))
                }
                return try made(places, &machine)
            }),
        builtin(
            "union",
            takes([Builtin.Parameter(name: "list", type: .list(.any), spread: .items)], gives: .list(.any)) {
                machine, values in
                var items: [Value] = []
                for value in values[0].items {
                    guard let more = FEELType.list(.any).coerced(value), !more.isNull else { return nil }
                    items += more.items
                }
                return try distinct(items, &machine)
            }),
        builtin(
            "distinct values",
            takes([parameter("list", .list(.any))], givesFrom: sameList) { machine, values in
                try distinct(values[0].items, &machine)
            }),
        builtin(
            "flatten",
            takes([parameter("list", .list(.any))], gives: .list(.any)) { machine, values in
                var items: [Value] = []
                try flatten(values[0].items, into: &items, &machine)
                return .list(items)
            }),
        builtin(
            "sort",
            takes([parameter("list", .list(.any)), parameter("precedes", .anyFunction)], givesFrom: sameList) {
                machine, values in
                guard case .function(let precedes) = values[1] else { return nil }
                let items = try values[0].items.sorted { left, right in
                    try precedes.call([left, right], &machine).boolean == true
                }
                return try made(items, &machine)
            },
            takes([parameter("list", .list(.any))], givesFrom: sameList) { machine, values in
                let items = values[0].items
                try machine.spend(items.count * 16)
                guard items.allSatisfy({ $0.order(against: items[0]) != nil }) else { return nil }
                return try made(items.sorted { ($0.order(against: $1) ?? 0) < 0 }, &machine)
            }),
    ]

    private static let sameList: @Sendable ([FEELType]) -> FEELType = { types in
        types.first.map { $0.resolved.isListType ? $0 : .list($0) } ?? .list(.any)
    }

    private static func made(_ items: [Value], _ machine: inout Machine) throws -> Value {
        try machine.take(cells: items.count + 1)
        try machine.spend(items.count / 8 + 1)
        return .list(items)
    }

    /// The index of a position that must exist.
    private static func place(_ position: Value, in count: Int) -> Int? {
        guard let position = position.decimal.integer, position != 0, abs(position) <= count else { return nil }
        return position > 0 ? position - 1 : count + position
    }

    private static func replaced(
        _ items: [Value], _ position: Value, _ item: Value, _ machine: inout Machine
    ) throws -> Value? {
        var items = items
        switch position {
        case .number:
            guard let index = place(position, in: items.count) else { return nil }
            items[index] = item
        case .function(let matches):
            for index in items.indices {
                guard case .boolean(let truth) = try matches.call([items[index], item], &machine) else { return nil }
                if truth { items[index] = item }
            }
        default: return nil
        }
        return try made(items, &machine)
    }

    private static func distinct(_ items: [Value], _ machine: inout Machine) throws -> Value {
        var kept: [Value] = []
        for item in items {
            var isKnown = false
            for other in kept where try machine.equal(item, other) == true {
                isKnown = true
                break
            }
            if !isKnown { kept.append(item) }
        }
        return try made(kept, &machine)
    }

    private static func flatten(_ items: [Value], into result: inout [Value], _ machine: inout Machine) throws {
        try machine.spend(items.count + 1)
        try machine.take(cells: items.count)
        for item in items {
            if case .list(let inner) = item {
                try flatten(inner, into: &result, &machine)
            } else {
                result.append(item)
            }
        }
    }
}

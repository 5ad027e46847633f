/// Functions on contexts.
enum ContextFunctions {
    static let all: [Builtin] = [
        builtin(
            "get value",
            takes([parameter("m", .context([])), parameter("key", .string)], gives: .any) { _, values in
                values[0].context?[values[1].text]
            }),
        builtin(
            "get entries",
            takes([parameter("m", .context([]))], gives: .list(.any)) { machine, values in
                let entries = values[0].context?.entries ?? []
                try machine.take(cells: entries.count * 5)
                return .list(
                    entries.map { .context(ContextValue(["key": .string($0.key), "value": $0.value])) })
            }),
        builtin(
            "context",
            takes([parameter("entries", .list(.any))], gives: .context([])) { machine, values in
                try machine.take(cells: values[0].items.count * 2 + 1)
                return made(from: values[0].items)
            }),
        builtin(
            "context put",
            takes(
                [
                    parameter("context", .context([])), Builtin.Parameter(name: "key", type: .any, aliases: ["keys"]),
                    nullable("value"),
                ], gives: .context([])
            ) { machine, values in
                guard let context = values[0].context else { return nil }
                if let key = values[1].string { return try put(context, [key], values[2], &machine) }
                let keys = values[1].items.compactMap(\.string)
                guard !keys.isEmpty, keys.count == values[1].items.count else { return nil }
                return try put(context, keys[...], values[2], &machine)
            }),
        builtin(
            "context merge",
            takes([parameter("contexts", .list(.context([])))], gives: .context([])) { machine, values in
                var merged = ContextValue()
                for item in values[0].items {
                    guard let context = item.context else { return nil }
                    try machine.take(cells: context.entries.count * 2)
                    try machine.spend(context.entries.count)
                    for entry in context.entries { merged[entry.key] = entry.value }
                }
                return .context(merged)
            }),
    ]

    /// From contexts with a `key` and a `value`; nil when one lacks them or a key comes twice.
    private static func made(from entries: [Value]) -> Value? {
        var result = ContextValue()
        for entry in entries {
            guard let pair = entry.context, let key = pair["key"]?.string, let value = pair["value"],
                result[key] == nil
            else { return nil }
            result[key] = value
        }
        return .context(result)
    }

    private static func put(
        _ context: ContextValue, _ keys: ArraySlice<String>, _ value: Value, _ machine: inout Machine
    ) throws -> Value? {
        guard let key = keys.first else { return nil }
        guard keys.count <= 64 else { throw LimitExceeded(.depth) }
        try machine.take(cells: context.entries.count * 2 + 2)
        var result = context
        if keys.count == 1 {
            result[key] = value
        } else {
            guard let inner = context[key]?.context, let changed = try put(inner, keys.dropFirst(), value, &machine)
            else { return nil }
            result[key] = changed
        }
        return .context(result)
    }
}

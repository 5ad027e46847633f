/// One value from many: sums, extremes, averages, and the two quantifiers.
enum AggregateFunctions {
    static let all: [Builtin] = [
        builtin(
            "min",
            takes([spread("list")], givesFrom: element) { machine, values in
                try extreme(values[0].items, keep: -1, &machine)
            }),
        builtin(
            "max",
            takes([spread("list")], givesFrom: element) { machine, values in
                try extreme(values[0].items, keep: 1, &machine)
            }),
        builtin(
            "sum",
            takes([spread("list")], givesFrom: element) { machine, values in try sum(values[0].items, &machine) }),
        builtin(
            "product",
            takes([spread("list")], gives: .number) { machine, values in
                guard let numbers = try numbers(values[0].items, &machine), !numbers.isEmpty else { return nil }
                return .optional(fold(numbers, from: .one) { $0.multiplied(by: $1) })
            }),
        builtin(
            "mean",
            takes([spread("list")], gives: .number) { machine, values in
                guard let numbers = try numbers(values[0].items, &machine), !numbers.isEmpty else { return nil }
                return .optional(mean(numbers))
            }),
        builtin(
            "median",
            takes([spread("list")], gives: .number) { machine, values in
                guard let sorted = try numbers(values[0].items, &machine)?.sorted(), !sorted.isEmpty else { return nil }
                let middle = sorted.count / 2
                if sorted.count % 2 == 1 { return .number(sorted[middle]) }
                return .optional(mean([sorted[middle - 1], sorted[middle]]))
            }),
        builtin(
            "stddev",
            takes([spread("list")], gives: .number) { machine, values in
                guard let numbers = try numbers(values[0].items, &machine), numbers.count > 1, let mean = mean(numbers)
                else { return nil }
                let squares = fold(numbers, from: .zero) { total, number in
                    guard let distance = number.subtracting(mean), let square = distance.multiplied(by: distance) else {
                        return nil
                    }
                    return total.adding(square)
                }
                return .optional(squares?.divided(by: DecimalNumber(numbers.count - 1))?.squareRoot())
            }),
        builtin(
            "mode",
            takes([spread("list")], gives: .list(.number)) { machine, values in
                guard let numbers = try numbers(values[0].items, &machine) else { return nil }
                var counts: [DecimalNumber: Int] = [:]
                for number in numbers { counts[number, default: 0] += 1 }
                let most = counts.values.max() ?? 0
                return .list(counts.filter { $0.value == most }.keys.sorted().map { .number($0) })
            }),
        builtin(
            "all",
            takes([spread("list")], gives: .boolean) { machine, values in
                try quantified(values[0].items, stop: false, &machine)
            }),
        builtin(
            "any",
            takes([spread("list")], gives: .boolean) { machine, values in
                try quantified(values[0].items, stop: true, &machine)
            }),
        builtin(
            "not",
            takes([nullable("negand")], gives: .boolean) { _, values in
                values[0].boolean.map { .boolean(!$0) } ?? .null
            }),
    ]

    private static let element: @Sendable ([FEELType]) -> FEELType = { types in
        types.count == 1 ? types[0].element ?? types[0] : types.first ?? .any
    }

    /// Nil unless all are numbers.
    private static func numbers(_ items: [Value], _ machine: inout Machine) throws -> [DecimalNumber]? {
        try machine.spend(items.count * 2 + 1)
        let numbers = items.compactMap(\.number)
        return numbers.count == items.count ? numbers : nil
    }

    private static func fold(
        _ numbers: [DecimalNumber], from start: DecimalNumber,
        _ step: (DecimalNumber, DecimalNumber) -> DecimalNumber?
    ) -> DecimalNumber? {
        var total = start
        for number in numbers {
            guard let next = step(total, number) else { return nil }
            total = next
        }
        return total
    }

    private static func mean(_ numbers: [DecimalNumber]) -> DecimalNumber? {
        fold(numbers, from: .zero) { $0.adding($1) }?.divided(by: DecimalNumber(numbers.count))
    }

    /// Numbers, or durations of one kind.
    private static func sum(_ items: [Value], _ machine: inout Machine) throws -> Value? {
        guard let first = items.first else { return nil }
        if case .number = first {
            guard let numbers = try numbers(items, &machine) else { return nil }
            return .optional(fold(numbers, from: .zero) { $0.adding($1) })
        }
        guard [FEELType.daysDuration, .monthsDuration].contains(where: { $0.contains(first) }) else { return nil }
        var total = first
        for item in items.dropFirst() {
            total = try Operation.apply(.add, total, item, &machine, .start)
            if total.isNull { return nil }
        }
        return total
    }

    private static func extreme(_ items: [Value], keep sign: Int, _ machine: inout Machine) throws -> Value? {
        try machine.spend(items.count + 1)
        guard var best = items.first, best.order(against: best) != nil else { return nil }
        for item in items.dropFirst() {
            guard let order = item.order(against: best) else { return nil }
            if order == sign { best = item }
        }
        return best
    }

    /// Three-valued: decided by the first `stop`, unknown when something is no truth value.
    private static func quantified(_ items: [Value], stop: Bool, _ machine: inout Machine) throws -> Value {
        try machine.spend(items.count + 1)
        var isUnknown = false
        for item in items {
            switch item {
            case .boolean(let truth):
                if truth == stop { return .boolean(stop) }
            default: isUnknown = true
            }
        }
        return isUnknown ? .null : .boolean(!stop)
    }
}

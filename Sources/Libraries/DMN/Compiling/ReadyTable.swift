import FEEL

/// A column of conditions, ready.
struct TableColumn: Sendable {
    let expression: FEELExpression?
    let cells: [FEELTests?]
    let allowed: FEELTests?
    /// Nil when the cells must be tested one by one.
    let index: ColumnIndex?
    /// Whether every cell takes everything.
    let isOpen: Bool

    init(expression: FEELExpression?, cells: [FEELTests?], allowed: FEELTests?) {
        self.expression = expression
        self.cells = cells
        self.allowed = allowed
        index = ColumnIndex(cells.map { $0?.shape })
        isOpen = cells.allSatisfy { cell in
            guard let shape = cell?.shape else { return false }
            return shape.isNegated && shape.pieces.isEmpty
        }
    }
}

/// A column of results, ready.
struct TableOutput: Sendable {
    let name: String
    let type: FEELType
    /// Its values, most important first.
    let order: [Value]
    let fallback: FEELExpression?
}

/// A decision table ready to run.
struct ReadyTable: Sendable {
    let policy: HitPolicy
    let aggregation: Aggregation?
    let columns: [TableColumn]
    let rows: [[FEELExpression?]]
    let outputs: [TableOutput]

    var type: FEELType {
        let single: FEELType =
            outputs.count == 1
            ? outputs[0].type : .context(outputs.map { FEELType.Member($0.name, $0.type) })
        if aggregation != nil { return .any }
        return policy.givesList ? .list(single) : single
    }

    func evaluate(_ machine: inout Machine) throws -> Value {
        try machine.spend(columns.count + 1)
        guard let matches = try matches(&machine) else { return .null }
        return try result(matches, &machine)
    }

    // MARK: Matching

    /// The rows that fit, ascending; nil when an input is not allowed.
    private func matches(_ machine: inout Machine) throws -> [Int]? {
        let words = (rows.count + 63) / 64
        var mask = [UInt64](repeating: ~0, count: words)
        if rows.count % 64 != 0 { mask[words - 1] = (1 << UInt64(rows.count % 64)) - 1 }
        for column in columns {
            let value = try column.expression?.evaluate(&machine) ?? .null
            if let allowed = column.allowed, !value.isNull, try allowed.matches(value, &machine) != true {
                machine.warn(.result(expected: allowed.source, given: value.literal))
                return nil
            }
            if column.isOpen { continue }
            if let index = column.index, let stretch = index.stretch(value) {
                for word in 0..<words { mask[word] &= index.mask(stretch, word: word) }
            } else {
                try narrow(&mask, column, value, &machine)
            }
        }
        return Self.rows(of: mask)
    }

    /// Tests the cells of the rows that still fit.
    private func narrow(
        _ mask: inout [UInt64], _ column: TableColumn, _ value: Value, _ machine: inout Machine
    ) throws {
        for row in Self.rows(of: mask) {
            guard try column.cells[row]?.matches(value, &machine) != true else { continue }
            mask[row / 64] &= ~(1 << UInt64(row % 64))
        }
    }

    private static func rows(of mask: [UInt64]) -> [Int] {
        var rows: [Int] = []
        for (word, bits) in mask.enumerated() {
            var rest = bits
            while rest != 0 {
                rows.append(word * 64 + rest.trailingZeroBitCount)
                rest &= rest - 1
            }
        }
        return rows
    }

    // MARK: Results

    private func result(_ matches: [Int], _ machine: inout Machine) throws -> Value {
        guard !matches.isEmpty else { return try noMatch(&machine) }
        switch policy {
        case .unique:
            guard matches.count == 1 else {
                machine.warn(.functionFailed("UNIQUE"))
                return .null
            }
            return try value(ofRow: matches[0], &machine)
        case .first: return try value(ofRow: matches[0], &machine)
        case .any:
            let first = try value(ofRow: matches[0], &machine)
            for row in matches.dropFirst() where try value(ofRow: row, &machine).isEqual(to: first) != true {
                machine.warn(.functionFailed("ANY"))
                return .null
            }
            return first
        case .priority: return try ordered(matches, &machine)[0]
        case .outputOrder: return .list(try ordered(matches, &machine))
        case .ruleOrder, .collect: return try collected(matches, &machine)
        }
    }

    private func noMatch(_ machine: inout Machine) throws -> Value {
        if outputs.contains(where: { $0.fallback != nil }) {
            var values: [Value] = []
            for output in outputs { values.append(try output.fallback?.evaluate(&machine) ?? .null) }
            let value = combined(values, &machine)
            return policy.givesList && aggregation == nil ? .list([value]) : value
        }
        return .null
    }

    private func value(ofRow row: Int, _ machine: inout Machine) throws -> Value {
        if outputs.count == 1 {
            return fitting(try rows[row][0]?.evaluate(&machine) ?? .null, outputs[0], &machine)
        }
        var values: [Value] = []
        values.reserveCapacity(outputs.count)
        for cell in rows[row] { values.append(try cell?.evaluate(&machine) ?? .null) }
        return combined(values, &machine)
    }

    private func combined(_ values: [Value], _ machine: inout Machine) -> Value {
        if outputs.count == 1 { return fitting(values[0], outputs[0], &machine) }
        var context = ContextValue()
        for (output, value) in zip(outputs, values) { context[output.name] = fitting(value, output, &machine) }
        return .context(context)
    }

    private func fitting(_ value: Value, _ output: TableOutput, _ machine: inout Machine) -> Value {
        if case .any = output.type { return value }
        if let fitting = output.type.coerced(value) { return fitting }
        machine.warn(.result(expected: output.type.description, given: value.type.description))
        return .null
    }

    /// The rows' values, the most important output first; rows of equal importance keep their order.
    private func ordered(_ matches: [Int], _ machine: inout Machine) throws -> [Value] {
        var ranked: [(ranks: [Int], value: Value)] = []
        for row in matches {
            let value = try value(ofRow: row, &machine)
            let ranks = outputs.map { output in
                let own = outputs.count == 1 ? value : value.context?[output.name] ?? .null
                return output.order.firstIndex { $0.isEqual(to: own) == true } ?? output.order.count
            }
            ranked.append((ranks, value))
        }
        let order = ranked.indices.sorted { left, right in
            if ranked[left].ranks == ranked[right].ranks { return left < right }
            return ranked[left].ranks.lexicographicallyPrecedes(ranked[right].ranks)
        }
        return order.map { ranked[$0].value }
    }

    private func collected(_ matches: [Int], _ machine: inout Machine) throws -> Value {
        try machine.take(cells: matches.count + 1)
        var values: [Value] = []
        for row in matches { values.append(try value(ofRow: row, &machine)) }
        guard policy == .collect, let aggregation else { return .list(values) }
        if aggregation == .count { return Value(values.count) }
        guard outputs.count == 1 else {
            var context = ContextValue()
            for output in outputs {
                let column = values.map { $0.context?[output.name] ?? .null }
                context[output.name] = try Self.aggregated(aggregation, column, &machine)
            }
            return .context(context)
        }
        return try Self.aggregated(aggregation, values, &machine)
    }

    private static func aggregated(
        _ aggregation: Aggregation, _ values: [Value], _ machine: inout Machine
    ) throws -> Value {
        try functions[aggregation]?.call([.list(values)], &machine) ?? .null
    }

    private static let functions: [Aggregation: FunctionValue] = [
        .sum: "sum", .min: "min", .max: "max", .count: "count",
    ].compactMapValues { FunctionValue(standard: $0) }
}

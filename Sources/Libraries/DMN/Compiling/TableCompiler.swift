import FEEL

/// Turns a decision table into logic.
struct TableCompiler {
    let table: DecisionTable
    var box: BoxCompiler
    let place: String
    let line: Int

    mutating func compile(_ scope: VariableScope) -> Logic {
        var columns: [TableColumn] = []
        for (index, input) in table.inputs.enumerated() { columns.append(column(index, input, scope)) }
        var rows: [[FEELExpression?]] = []
        for (index, rule) in table.rules.enumerated() { rows.append(outputs(index, rule, scope)) }
        var results: [TableOutput] = []
        for (index, output) in table.outputs.enumerated() { results.append(self.output(index, output, scope)) }
        let needsOrder = table.hitPolicy == .priority || table.hitPolicy == .outputOrder
        if needsOrder, results.allSatisfy({ $0.order.isEmpty }) {
            box.report(.noOutputValues, place, line: line)
        }
        let ready = ReadyTable(
            policy: table.hitPolicy, aggregation: table.aggregation, columns: columns, rows: rows, outputs: results)
        return Logic(ready.type) { try ready.evaluate(&$0) }
    }

    private mutating func column(
        _ index: Int, _ input: DecisionTable.InputClause, _ scope: VariableScope
    ) -> TableColumn {
        let here = place + "第 \(index + 1) 列"
        if let reference = input.typeRef, !box.types.isKnown(reference) {
            box.report(.unknownType(reference), here, line: line)
        }
        let expression = box.expression(input.expression, scope, here, line)
        var type = box.types.type(of: input.typeRef)
        if case .any = type { type = expression?.type ?? .any }
        let testing = scope.testing(type)
        var cells: [FEELTests?] = []
        for (row, rule) in table.rules.enumerated() {
            guard index < rule.inputs.count else {
                box.report(.cells(row: row + 1), place, line: line)
                cells.append(nil)
                continue
            }
            let text = rule.inputs[index].isEmpty ? "-" : rule.inputs[index]
            cells.append(tests(text, testing, "第 \(row + 1) 条规则第 \(index + 1) 列"))
        }
        let allowed = input.allowedValues.flatMap { tests($0, testing, here) }
        return TableColumn(expression: expression, cells: cells, allowed: allowed)
    }

    private mutating func tests(_ text: String, _ scope: VariableScope, _ here: String) -> FEELTests? {
        do {
            let tests = try FEELTests(text, in: scope)
            for found in tests.diagnostics {
                box.report(.expression(found.problem), place + here, found.position, line: line)
            }
            return tests
        } catch {
            box.report(.expression(.syntax(error.reason)), place + here, error.position, line: line)
            return nil
        }
    }

    private mutating func outputs(
        _ row: Int, _ rule: DecisionTable.Rule, _ scope: VariableScope
    ) -> [FEELExpression?] {
        guard rule.outputs.count == table.outputs.count else {
            box.report(.cells(row: row + 1), place, line: line)
            return table.outputs.map { _ in nil }
        }
        var expressions: [FEELExpression?] = []
        for (index, text) in rule.outputs.enumerated() {
            let here = place + "第 \(row + 1) 条规则结果第 \(index + 1) 列"
            expressions.append(text.isEmpty || text == "-" ? nil : box.expression(text, scope, here, line))
        }
        return expressions
    }

    private mutating func output(
        _ index: Int, _ clause: DecisionTable.OutputClause, _ scope: VariableScope
    ) -> TableOutput {
        let here = place + "结果第 \(index + 1) 列"
        let fallback = clause.defaultEntry.flatMap { $0.isEmpty ? nil : box.expression($0, scope, here, line) }
        let type = box.types.type(of: clause.typeRef)
        if let reference = clause.typeRef, !box.types.isKnown(reference) {
            box.report(.unknownType(reference), here, line: line)
        }
        let values = clause.allowedValues ?? clause.typeRef.flatMap { box.types.allowedValues[$0] }
        var order: [Value] = []
        if let values, let list = try? FEELExpression("[\(values)]"), let items = try? list.evaluate().list {
            order = items
        }
        return TableOutput(name: clause.name ?? "", type: type, order: order, fallback: fallback)
    }
}

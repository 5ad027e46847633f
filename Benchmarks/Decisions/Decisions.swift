import DMN
import FEEL
import Foundation

/// Decision tables per second on one core, beside adding decimals in the same run.
///
/// `decisions [SECONDS]` measures each part for that long.
@main
struct Decisions {
    static func main() throws {
        let seconds = CommandLine.arguments.count > 1 ? Double(CommandLine.arguments[1]) ?? 1 : 1
        let unit = rate("sums of two 34-digit decimals", seconds) { Reference.add() }
        let table = DecisionModel(SampleTable.model(rows: 30, columns: 8))
        let inputs = SampleTable.inputs(columns: 8)
        let measured = try rate("decisions by a table of 30 rows and 8 columns", seconds) { round in
            _ = try table.evaluate(decision: "result", inputs: inputs[round % inputs.count])
        }
        let scope = VariableScope((0..<8).map { VariableScope.Variable("in \($0)", .any) })
        let form = try FEELExpression(
            "if in 0 > 10 and in 1 = \"b\" then in 2 * 1.06 + in 3 else decimal(in 2 / 3, 2)", in: scope)
        let values = (0..<8).map { inputs[3]["in \($0)"] ?? .null }
        let computed = try rate("computed fields of a form", seconds) { _ in _ = try form.evaluate(values) }
        _ = try rate("texts read and run once: a > 10 and c < 9", seconds) { _ in
            let scope = VariableScope([.init("a", .number), .init("c", .number)])
            _ = try FEELExpression("a > 10 and c < 9", in: scope).evaluate([20, 7])
        }
        print(String(format: "ratio: one table = %.1f sums, one field = %.1f sums", unit / measured, unit / computed))
    }

    private static func rate(_ name: String, _ seconds: Double, _ body: () -> Void) -> Double {
        (try? rate(name, seconds) { (_: Int) in body() }) ?? 0
    }

    private static func rate(_ name: String, _ seconds: Double, _ body: (Int) throws -> Void) throws -> Double {
        for round in 0..<1_000 { try body(round) }
        let start = ContinuousClock.now
        var rounds = 0
        while ContinuousClock.now - start < .seconds(seconds) {
            for _ in 0..<1_000 {
                try body(rounds)
                rounds += 1
            }
        }
        let elapsed = (ContinuousClock.now - start) / .seconds(1)
        let rate = Double(rounds) / elapsed
        print(String(format: "%12.0f /s  %@", rate, name))
        return rate
    }
}

/// What every machine can do: the unit of the other numbers.
private enum Reference {
    private static let scope = VariableScope([.init("a", .number), .init("b", .number)])
    private static let sum = try? FEELExpression("a + b", in: scope)
    private static let values: [Value] = ["1.234567890123456789012345678901234", "9.87654321"].map { text in
        DecimalNumber(text).map { .number($0) } ?? .null
    }

    static func add() {
        _ = try? sum?.evaluate(values)
    }
}

/// A table as officials write them: numbers in ranges, words, dates, truth values.
enum SampleTable {
    static func model(rows: Int, columns: Int) -> DMNModel {
        var table = DecisionTable()
        table.hitPolicy = .first
        table.outputs = [DecisionTable.OutputClause("result", typeRef: "string")]
        for column in 0..<columns {
            table.inputs.append(DecisionTable.InputClause("in \(column)", typeRef: type(column)))
        }
        for row in 0..<rows {
            let cells = (0..<columns).map { cell(row, $0) }
            table.rules.append(DecisionTable.Rule(cells, ["\"rule \(row)\""]))
        }
        table.rules.append(DecisionTable.Rule(Array(repeating: "-", count: columns), ["\"other\""]))
        table.rules.remove(at: 0)
        var model = DMNModel(name: "sample", namespace: "sample")
        for column in 0..<columns {
            model.inputs.append(InputData(id: "i\(column)", variable: InformationItem("in \(column)", type(column))))
        }
        var decision = Decision(id: "d", variable: InformationItem("result", "string"))
        decision.informationRequirements = (0..<columns).map { "#i\($0)" }
        decision.logic = BoxedExpression(.table(table))
        model.decisions = [decision]
        return model
    }

    private static func type(_ column: Int) -> String {
        ["number", "string", "number", "date"][column % 4]
    }

    private static func cell(_ row: Int, _ column: Int) -> String {
        switch column % 4 {
        case 0: "[\(row * 3)..\(row * 3 + 40)]"
        case 1: row % 3 == 0 ? "-" : "\"a\", \"b\", \"c\(row % 4)\""
        case 2: row % 2 == 0 ? "< \(100 + row).5" : ">= \(row).25"
        default: row % 4 == 0 ? "-" : ">= date(\"20\(10 + row % 15)-01-01\")"
        }
    }

    static func inputs(columns: Int) -> [ContextValue] {
        (0..<64).map { round in
            var context = ContextValue()
            for column in 0..<columns {
                switch column % 4 {
                case 0: context["in \(column)"] = Value(round * 2)
                case 1: context["in \(column)"] = .string(["a", "b", "c1", "c2"][round % 4])
                case 2: context["in \(column)"] = .number(DecimalNumber("\(round).75") ?? .zero)
                default: context["in \(column)"] = DateValue("2020-0\(1 + round % 9)-15").map { .date($0) } ?? .null
                }
            }
            return context
        }
    }
}

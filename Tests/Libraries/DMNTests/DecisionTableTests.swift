import FEEL
import SeededRandom
import Testing

@testable import DMN

struct DecisionTableTests {
    /// A model of one table; its inputs are named after their expressions.
    static func model(_ table: DecisionTable) -> DMNModel {
        var model = DMNModel(name: "表", namespace: "urn:test")
        var decision = Decision(id: "d", variable: InformationItem("结果"), logic: BoxedExpression(.table(table)))
        for (index, input) in table.inputs.enumerated() {
            model.inputs.append(InputData(id: "i\(index)", variable: InformationItem(input.expression, input.typeRef)))
            decision.informationRequirements.append("#i\(index)")
        }
        model.decisions = [decision]
        return model
    }

    static func table(_ policy: HitPolicy, _ rules: [([String], String)], types: [String] = ["number"]) -> DecisionTable
    {
        var table = DecisionTable()
        table.hitPolicy = policy
        table.inputs = types.enumerated().map { DecisionTable.InputClause("x\($0)", typeRef: $1) }
        table.outputs = [DecisionTable.OutputClause()]
        table.rules = rules.map { DecisionTable.Rule($0.0, [$0.1]) }
        return table
    }

    private func decide(_ table: DecisionTable, _ inputs: Value...) throws -> String? {
        let context = ContextValue(inputs.enumerated().map { ("x\($0)", $1) })
        return try DecisionModel(Self.model(table)).evaluate(decision: "结果", inputs: context)?.value.literal
    }

    @Test(
        "each hit policy does with several fitting rows what the standard says",
        arguments: [
            (.unique, nil, "null"), (.any, nil, "null"), (.first, nil, "3"), (.ruleOrder, nil, "[3, 1, 2]"),
            (.collect, nil, "[3, 1, 2]"), (.collect, .sum, "6"), (.collect, .min, "1"), (.collect, .max, "3"),
            (.collect, .count, "3"), (.priority, nil, "2"), (.outputOrder, nil, "[2, 1, 3]"),
        ] as [(HitPolicy, Aggregation?, String)])
    func policies(policy: HitPolicy, aggregation: Aggregation?, expected: String) throws {
        var table = Self.table(policy, [(["> 0"], "3"), (["> 1"], "1"), (["> 2"], "2"), (["> 100"], "9")])
        table.aggregation = aggregation
        table.outputs[0].allowedValues = "9, 2, 1, 3"
        #expect(try decide(table, 5) == expected)
    }

    @Test("any takes rows that agree, and without a fitting row the default holds")
    func anyAndDefault() throws {
        var table = Self.table(.any, [(["> 0"], "\"是\""), (["> 1"], "\"是\"")])
        table.outputs[0].defaultEntry = "\"否\""
        #expect(try decide(table, 5) == "\"是\"")
        #expect(try decide(table, -1) == "\"否\"")
        table.outputs[0].defaultEntry = nil
        #expect(try decide(table, -1) == "null")
    }

    @Test("several outputs give a context of their names")
    func outputs() throws {
        var table = Self.table(.unique, [])
        table.outputs = [DecisionTable.OutputClause("费用"), DecisionTable.OutputClause("天数")]
        table.rules = [DecisionTable.Rule(["<= 10"], ["x0 * 2", "5"])]
        #expect(try decide(table, 4) == "{费用: 8, 天数: 5}")
    }

    @Test("the index of a column answers as its tests do, one by one")
    func indexAgreesWithTests() throws {
        var random = SeededRandom(404)
        let cells = [
            [
                "-", "< 5", "<= 5", "> 2.5", ">= 2.50", "[1..4]", "(1..4)", "]1..4]", "3", "1, 3, 5", "not(3)",
                "not([2..4], 7)", "= 4",
            ],
            ["-", "\"甲\"", "\"乙\", \"丙\"", "not(\"甲\")", "\"丁\""], ["-", "true", "false", "not(true)"],
            [
                "-", "date(\"2026-01-01\")", "< date(\"2026-01-02\")", "[date(\"2026-01-01\")..date(\"2026-02-01\"))",
                "@\"2026-01-03\"",
            ],
        ]
        let values: [[Value]] = [
            ["0", "1", "2.4999", "2.5", "2.51", "3", "4", "4.00001", "5", "7", "1e30"].map {
                .number(DecimalNumber($0) ?? .zero)
            },
            ["甲", "乙", "丙", "丁", "戊", ""], [true, false],
            ["2025-12-31", "2026-01-01", "2026-01-02", "2026-01-03", "2026-02-01"].map {
                .date(DateValue($0) ?? .epoch)
            },
        ]
        var compared = 0
        for _ in 0..<400 {
            let kind = random.int(0...3)
            let column = try (0..<random.int(1...70)).map { _ in try FEELTests(random.pick(cells[kind])) }
            guard let index = ColumnIndex(column.map(\.shape)) else { continue }
            for value in values[kind] + [.null] {
                guard let stretch = index.stretch(value) else { continue }
                for (row, tests) in column.enumerated() {
                    var machine = Machine()
                    let expected = try tests.matches(value, &machine) == true
                    let found = index.mask(stretch, word: row / 64) >> UInt64(row % 64) & 1 == 1
                    #expect(found == expected, "\(tests.source) \(value)")
                    compared += 1
                }
            }
        }
        #expect(compared > 10_000)
    }

    @Test("cells that compute, and values of another kind, are tested one by one")
    func mixedCells() throws {
        let table = Self.table(.first, [(["? > 2 and ? < 4"], "1"), (["> 10"], "2"), (["-"], "3")])
        #expect(try decide(table, 3) == "1")
        #expect(try decide(table, 11) == "2")
        #expect(try decide(table, .null) == "3")
        let typeless = Self.table(.first, [(["> 10"], "1"), (["-"], "2")], types: ["Any"])
        #expect(try decide(typeless, "文字") == "2")
    }

    @Test("gaps and overlaps are told in the words of cells")
    func analysis() {
        let complete = Self.table(
            .unique, [(["< 18", "-"], "1"), ([">= 18", "true"], "2"), ([">= 18", "false"], "3")],
            types: ["number", "boolean"])
        let found = TableAnalysis(complete)
        #expect(found.gaps.isEmpty && found.overlaps.isEmpty && found.openColumns.isEmpty && !found.isCutOff)

        let leaky = TableAnalysis(
            Self.table(
                .unique, [(["< 18", "-"], "1"), (["> 18", "true"], "2"), (["[60..70]", "-"], "3")],
                types: ["number", "boolean"]))
        #expect(leaky.gaps == [["18", "-"], ["(18..60), > 70", "false"]])
        #expect(
            leaky.overlaps == [TableAnalysis.Overlap(rows: [2, 3], conditions: ["[60..70]", "true"], agrees: false)])
    }

    @Test("lists of words end where allowed values do")
    func analysisOfWords() {
        var table = Self.table(.unique, [(["\"甲\""], "1"), (["\"乙\", \"丙\""], "2")], types: ["string"])
        #expect(TableAnalysis(table).gaps == [["not(\"甲\", \"乙\", \"丙\")"]])
        table.inputs[0].allowedValues = "\"甲\", \"乙\", \"丙\", \"丁\""
        #expect(TableAnalysis(table).gaps == [["\"丁\""]])
        table.rules.append(DecisionTable.Rule(["x0 + 1"], ["3"]))
        #expect(TableAnalysis(table).openColumns == [1])
    }

    @Test("a table of many columns is looked at within bounds")
    func analysisBounds() {
        var rules: [([String], String)] = []
        for row in 0..<300 {
            rules.append(((0..<20).map { "[\(row * ($0 + 1) % 97)..\(row * ($0 + 3) % 97 + 97)]" }, "1"))
        }
        let analysis = TableAnalysis(Self.table(.unique, rules, types: Array(repeating: "number", count: 20)))
        #expect(analysis.isCutOff)
        #expect(analysis.gaps.count <= TableAnalysis.listed && analysis.overlaps.count <= TableAnalysis.listed)
    }
}

extension DateValue {
    fileprivate static var epoch: DateValue { DateValue(days: 0) ?? epoch }
}

import DMN
import FEEL
import SeededRandom
import Testing
import XMLTree

struct DecisionModelTests {
    /// A model with everything that DMN draws.
    private func everything() -> DMNModel {
        var model = DMNModel(name: "费用 & 材料", namespace: "urn:test")
        var person = ItemDefinition("人")
        person.components = [ItemDefinition("年龄", "number"), ItemDefinition("类别", "string")]
        person.components[1].allowedValues = "\"个人\", \"法人\""
        var people = ItemDefinition("众人", "人")
        people.isCollection = true
        var function = ItemDefinition("算法")
        function.function = FunctionItem(outputTypeRef: "number", parameters: [InformationItem("x", "number")])
        model.itemDefinitions = [person, people, function]
        model.inputs = [InputData(id: "i", variable: InformationItem("申请人", "众人"))]
        let tax = FunctionDefinition([InformationItem("金额", "number")], .literal("金额 * 1.06", typeRef: "number"))
        model.knowledge = [BusinessKnowledge(id: "k", variable: InformationItem("加税"), logic: tax)]
        var table = DecisionTableTests.table(.collect, [(["< 3"], "1"), ([">= 3"], "2")])
        table.aggregation = .sum
        table.inputs = [DecisionTable.InputClause("count(申请人)", typeRef: "number")]
        var base = Decision(id: "d1", variable: InformationItem("基数", "number"), logic: BoxedExpression(.table(table)))
        base.informationRequirements = ["#i"]
        let boxes: [BoxedExpression.ContextEntry] = [
            .init(
                InformationItem("成年"),
                BoxedExpression(.filter(domain: .literal("申请人"), condition: .literal("年龄 >= 18")))),
            .init(
                InformationItem("翻倍"),
                BoxedExpression(.iteration(variable: "人", domain: .literal("成年"), body: .literal("人.年龄 * 2")))),
            .init(
                InformationItem("都大"),
                BoxedExpression(
                    .quantified(isEvery: true, variable: "x", domain: .literal("翻倍"), body: .literal("x > 30")))),
            .init(
                InformationItem("判断"),
                BoxedExpression(
                    .conditional(
                        condition: .literal("都大"), consequence: .literal("\"是\""), alternative: .literal("\"否\"")))),
            .init(
                InformationItem("表"),
                BoxedExpression(
                    .relation(
                        columns: [InformationItem("a"), InformationItem("b")], rows: [[.literal("1"), .literal("2")]]))),
            .init(InformationItem("列"), BoxedExpression(.list([.literal("1"), .literal("基数")]))),
            .init(
                InformationItem("函数"),
                BoxedExpression(.function(FunctionDefinition([InformationItem("n")], .literal("n + 基数"))))),
            .init(
                InformationItem("税后"),
                BoxedExpression(.invocation(callee: .literal("加税"), bindings: [.init("金额", .literal("100"))]))),
            .init(nil, .literal("{判断: 判断, 和: sum(列) + 表[1].b, 函数值: 函数(10), 税后: 税后, 翻倍: 翻倍}")),
        ]
        var all = Decision(id: "d2", variable: InformationItem("全部"), logic: BoxedExpression(.context(boxes)))
        all.question = "多少？"
        all.informationRequirements = ["#i", "#d1"]
        all.knowledgeRequirements = ["#k"]
        model.decisions = [all, base]
        var service = DecisionService(id: "s", variable: InformationItem("服务"))
        service.outputDecisions = ["#d1"]
        service.inputData = ["#i"]
        model.services = [service]
        return model
    }

    private let applicants: Value = .list([
        .context(ContextValue(["年龄": 20, "类别": "个人"])), .context(ContextValue(["年龄": 16, "类别": "法人"])),
    ])

    @Test("boxes of every shape, knowledge, a table and a service work together")
    func decides() throws {
        let ready = DecisionModel(everything())
        #expect(ready.diagnostics.isEmpty, "\(ready.diagnostics.map(\.message))")
        let inputs = ContextValue(["申请人": applicants])
        let all = try ready.evaluate(decision: "全部", inputs: inputs)
        #expect(all?.value.literal == "{判断: \"是\", 和: 4, 函数值: 11, 税后: 106, 翻倍: [40]}")
        #expect(try ready.call("服务", arguments: inputs)?.value.literal == "1")
        #expect(try ready.evaluateAll(inputs: inputs).value.context?["基数"]?.literal == "1")
        #expect(try ready.evaluate(decision: "没有", inputs: inputs) == nil)
    }

    @Test("an input of another type, or with a value that is not allowed, is null with a warning")
    func coercion() throws {
        let ready = DecisionModel(everything())
        let wrong: Value = .list([.context(ContextValue(["年龄": 20, "类别": "外星人"]))])
        let outcome = try #require(try ready.evaluate(decision: "基数", inputs: ContextValue(["申请人": wrong])))
        #expect(outcome.warnings.contains { $0.problem.code == "feel.result" })
    }

    @Test("what is written reads back as the same model")
    func roundTrip() throws {
        let model = everything()
        let back = try DMNModel(reading: Array(model.xml.utf8))
        #expect(back == model)
        #expect(back.xml == model.xml)
    }

    @Test("cycles and missing elements are named; what does not depend on them is decided")
    func cycles() throws {
        var model = DMNModel(name: "m", namespace: "urn:m")
        var a = Decision(id: "a", variable: InformationItem("a"), logic: .literal("b + 1"))
        a.informationRequirements = ["#b"]
        var b = Decision(id: "b", variable: InformationItem("b"), logic: .literal("a + 1"))
        b.informationRequirements = ["#a", "#missing"]
        model.decisions = [a, b, Decision(id: "c", variable: InformationItem("c"), logic: .literal("1 + 1"))]
        let ready = DecisionModel(model)
        #expect(ready.diagnostics.contains { $0.kind == .cycle(["a", "b", "a"]) })
        #expect(ready.diagnostics.contains { $0.kind == .unknownReference("#missing") })
        #expect(ready.diagnostics.allSatisfy { !$0.message.isEmpty && !$0.code.isEmpty })
        #expect(try ready.evaluate(decision: "a", inputs: ContextValue())?.value.isNull == true)
        #expect(try ready.evaluate(decision: "c", inputs: ContextValue())?.value.literal == "2")
    }

    @Test("knowledge may call itself and ends at a limit; a long chain of decisions does not")
    func recursion() throws {
        var model = DMNModel(name: "m", namespace: "urn:m")
        let factorial = FunctionDefinition(
            [InformationItem("n", "number")], .literal("if n <= 1 then 1 else n * 阶乘(n - 1)"))
        model.knowledge = [BusinessKnowledge(id: "k", variable: InformationItem("阶乘"), logic: factorial)]
        var top = Decision(id: "d", variable: InformationItem("d"), logic: .literal("阶乘(20)"))
        top.knowledgeRequirements = ["#k"]
        var endless = Decision(id: "e", variable: InformationItem("e"), logic: .literal("阶乘(1000000)"))
        endless.knowledgeRequirements = ["#k"]
        model.decisions = [top, endless]
        for step in 0..<2_000 {
            var decision = Decision(
                id: "c\(step)", variable: InformationItem("c\(step)"),
                logic: .literal(step == 0 ? "0" : "c\(step - 1) + 1"))
            if step > 0 { decision.informationRequirements = ["#c\(step - 1)"] }
            model.decisions.append(decision)
        }
        let ready = DecisionModel(model)
        #expect(try ready.evaluate(decision: "d", inputs: ContextValue())?.value.literal == "2432902008176640000")
        #expect(throws: LimitExceeded.self) { try ready.evaluate(decision: "e", inputs: ContextValue()) }
        #expect(try ready.evaluate(decision: "c1999", inputs: ContextValue())?.value.literal == "1999")
    }

    @Test("files that are no DMN, lack something or attack are refused with the place")
    func refused() {
        func read(_ text: String) throws -> DMNModel { try DMNModel(reading: Array(text.utf8)) }
        let open = "<definitions xmlns=\"https://www.omg.org/spec/DMN/20191111/MODEL/\" name=\"m\" namespace=\"n\">\n"
        #expect(throws: DMNError.notDMN(root: "html", namespace: "")) { try read("<html/>") }
        #expect(throws: DMNError.document(.doctype(line: 1))) { try read("<!DOCTYPE definitions><definitions/>") }
        #expect(throws: DMNError.missing("name", element: "decision", line: 2)) {
            try read(open + "<decision id=\"a\"/></definitions>")
        }
        #expect(throws: DMNError.duplicate("a", line: 3)) {
            try read(open + "<decision id=\"a\" name=\"x\"/>\n<decision id=\"a\" name=\"y\"/></definitions>")
        }
        let table =
            "<decision id=\"a\" name=\"x\"><decisionTable hitPolicy=\"SOME\"><output/></decisionTable></decision></definitions>"
        #expect(throws: DMNError.invalid("SOME", element: "decisionTable", line: 2)) { try read(open + table) }
        #expect(throws: DMNError.document(.tooLarge(limit: 100))) {
            try DMNModel(reading: Array(everything().xml.utf8), limit: 100)
        }
    }

    @Test("damaged files are read or refused, and what is read can be run")
    func fuzz() throws {
        var random = SeededRandom(77)
        let seed = Array(everything().xml.utf8)
        var runs = 0
        for _ in 0..<300 {
            var bytes = seed
            for _ in 0..<random.int(1...6) { bytes[random.int(0...bytes.count - 1)] = UInt8(random.int(32...126)) }
            guard let model = try? DMNModel(reading: bytes) else { continue }
            let ready = DecisionModel(model)
            _ = try? ready.evaluateAll(
                inputs: ContextValue(["申请人": applicants]), limits: EvaluationLimits(steps: 50_000))
            runs += 1
        }
        #expect(runs > 10)
    }
}

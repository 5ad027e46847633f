import DMN
import FEEL
import Testing

struct ModelTests {
    @Test("a decision uses its inputs, other decisions and knowledge")
    func decides() throws {
        var model = DMNModel(name: "费用", namespace: "urn:test")
        model.inputs = [InputData(id: "i", variable: InformationItem("面积", "number"))]
        var base = Decision(id: "d1", variable: InformationItem("基本费用", "number"), logic: .literal("面积 * 2"))
        base.informationRequirements = ["#i"]
        var total = Decision(
            id: "d2", variable: InformationItem("费用", "number"), logic: .literal("加税(基本费用) + 1"))
        total.informationRequirements = ["#d1"]
        total.knowledgeRequirements = ["#k"]
        model.decisions = [total, base]
        let tax = FunctionDefinition([InformationItem("金额", "number")], .literal("金额 * 1.06"))
        model.knowledge = [BusinessKnowledge(id: "k", variable: InformationItem("加税"), logic: tax)]

        let ready = DecisionModel(model)

        #expect(ready.diagnostics.isEmpty)
        #expect(try ready.evaluate(decision: "费用", inputs: ContextValue(["面积": 50]))?.value.literal == "107")
    }
}

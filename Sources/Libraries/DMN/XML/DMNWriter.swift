import XMLTree

extension DMNModel {
    /// The model as a DMN 1.3 document; what only newer versions know (conditional, loops, filter, type constraints) makes it 1.5.
    package var xml: String {
        let version = needsLatest ? "20230324" : "20191111"
        var writer = TreeWriter()
        let attributes: KeyValuePairs<String, String?> = [
            "xmlns": "https://www.omg.org/spec/DMN/\(version)/MODEL/", "id": "definitions", "name": name,
            "namespace": namespace,
        ]
        writer.element("definitions", attributes) { writer in
            for entry in imports {
                writer.element(
                    "import",
                    [
                        "name": entry.name, "namespace": entry.namespace,
                        "importType": "https://www.omg.org/spec/DMN/\(version)/MODEL/",
                    ])
            }
            for item in itemDefinitions { DMNWriter.write(item, as: "itemDefinition", &writer) }
            for input in inputs {
                writer.element("inputData", ["id": input.id, "name": input.variable.name]) { writer in
                    DMNWriter.write(input.variable, as: "variable", &writer)
                }
            }
            let inputs = Set(inputs.map { "#\($0.id)" })
            for decision in decisions { DMNWriter.write(decision, inputs: inputs, &writer) }
            for model in knowledge { DMNWriter.write(model, &writer) }
            for service in services { DMNWriter.write(service, &writer) }
        }
        return writer.text
    }

    private var needsLatest: Bool {
        let boxes = decisions.compactMap(\.logic) + knowledge.compactMap(\.logic.body)
        return boxes.contains { $0.needsLatest } || itemDefinitions.contains { $0.typeConstraint != nil }
    }
}

enum DMNWriter {
    static func write(_ item: InformationItem, as name: String, _ writer: inout TreeWriter) {
        writer.element(name, ["name": item.name, "typeRef": item.typeRef])
    }

    static func write(_ item: ItemDefinition, as name: String, _ writer: inout TreeWriter) {
        let attributes: KeyValuePairs<String, String?> = [
            "name": item.name, "isCollection": item.isCollection ? "true" : nil,
        ]
        writer.element(name, attributes) { writer in
            if let type = item.typeRef { writer.element("typeRef", text: type) }
            text(item.allowedValues, as: "allowedValues", &writer)
            text(item.typeConstraint, as: "typeConstraint", &writer)
            for component in item.components { write(component, as: "itemComponent", &writer) }
            if let function = item.function {
                writer.element("functionItem", ["outputTypeRef": function.outputTypeRef]) { writer in
                    for parameter in function.parameters { write(parameter, as: "parameters", &writer) }
                }
            }
        }
    }

    /// An element around a `text` element.
    static func text(_ content: String?, as name: String, _ writer: inout TreeWriter) {
        guard let content else { return }
        writer.element(name) { $0.element("text", text: content) }
    }

    static func write(_ decision: Decision, inputs: Set<String>, _ writer: inout TreeWriter) {
        writer.element("decision", ["id": decision.id, "name": decision.variable.name]) { writer in
            if let question = decision.question { writer.element("question", text: question) }
            write(decision.variable, as: "variable", &writer)
            for reference in decision.informationRequirements {
                let name = inputs.contains(reference) ? "requiredInput" : "requiredDecision"
                writer.element("informationRequirement") { $0.element(name, ["href": reference]) }
            }
            knowledge(decision.knowledgeRequirements, &writer)
            if let logic = decision.logic { BoxWriter.write(logic, &writer) }
        }
    }

    private static func knowledge(_ references: [String], _ writer: inout TreeWriter) {
        for reference in references {
            writer.element("knowledgeRequirement") { $0.element("requiredKnowledge", ["href": reference]) }
        }
    }

    static func write(_ model: BusinessKnowledge, _ writer: inout TreeWriter) {
        writer.element("businessKnowledgeModel", ["id": model.id, "name": model.variable.name]) { writer in
            write(model.variable, as: "variable", &writer)
            BoxWriter.write(model.logic, as: "encapsulatedLogic", nil, &writer)
            knowledge(model.knowledgeRequirements, &writer)
        }
    }

    static func write(_ service: DecisionService, _ writer: inout TreeWriter) {
        writer.element("decisionService", ["id": service.id, "name": service.variable.name]) { writer in
            write(service.variable, as: "variable", &writer)
            for reference in service.outputDecisions { writer.element("outputDecision", ["href": reference]) }
            for reference in service.encapsulatedDecisions {
                writer.element("encapsulatedDecision", ["href": reference])
            }
            for reference in service.inputDecisions { writer.element("inputDecision", ["href": reference]) }
            for reference in service.inputData { writer.element("inputData", ["href": reference]) }
        }
    }
}

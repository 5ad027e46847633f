import XMLTree

/// Writes boxed expressions.
enum BoxWriter {
    static func write(_ box: BoxedExpression, _ writer: inout TreeWriter) {
        let attributes: KeyValuePairs<String, String?> = ["id": box.id, "typeRef": box.typeRef]
        switch box.shape {
        case .literal(let text):
            writer.element("literalExpression", attributes) { $0.element("text", text: text) }
        case .table(let table): write(table, box, &writer)
        case .context(let entries):
            writer.element("context", attributes) { writer in
                for entry in entries {
                    writer.element("contextEntry") { writer in
                        if let variable = entry.variable { DMNWriter.write(variable, as: "variable", &writer) }
                        write(entry.value, &writer)
                    }
                }
            }
        case .list(let items):
            writer.element("list", attributes) { writer in
                for item in items { write(item, &writer) }
            }
        case .relation(let columns, let rows):
            writer.element("relation", attributes) { writer in
                for column in columns { DMNWriter.write(column, as: "column", &writer) }
                for row in rows {
                    writer.element("row") { writer in
                        for cell in row { write(cell, &writer) }
                    }
                }
            }
        case .invocation(let callee, let bindings): write(callee, bindings, attributes, &writer)
        case .function(let function): write(function, as: "functionDefinition", box, &writer)
        case .conditional(let condition, let consequence, let alternative):
            writer.element("conditional", attributes) { writer in
                part("if", condition, &writer)
                part("then", consequence, &writer)
                part("else", alternative, &writer)
            }
        case .iteration(let variable, let domain, let body):
            loop("for", variable, domain, "return", body, box, &writer)
        case .quantified(let isEvery, let variable, let domain, let body):
            loop(isEvery ? "every" : "some", variable, domain, "satisfies", body, box, &writer)
        case .filter(let domain, let condition):
            writer.element("filter", attributes) { writer in
                part("in", domain, &writer)
                part("match", condition, &writer)
            }
        }
    }

    private static func part(_ name: String, _ box: BoxedExpression, _ writer: inout TreeWriter) {
        writer.element(name) { write(box, &$0) }
    }

    private static func loop(
        _ name: String, _ variable: String, _ domain: BoxedExpression, _ bodyName: String, _ body: BoxedExpression,
        _ box: BoxedExpression, _ writer: inout TreeWriter
    ) {
        let attributes: KeyValuePairs<String, String?> = [
            "id": box.id, "typeRef": box.typeRef, "iteratorVariable": variable,
        ]
        writer.element(name, attributes) { writer in
            part("in", domain, &writer)
            part(bodyName, body, &writer)
        }
    }

    private static func write(
        _ callee: BoxedExpression, _ bindings: [BoxedExpression.Binding],
        _ attributes: KeyValuePairs<String, String?>, _ writer: inout TreeWriter
    ) {
        writer.element("invocation", attributes) { writer in
            write(callee, &writer)
            for binding in bindings {
                writer.element("binding") { writer in
                    writer.element("parameter", ["name": binding.parameter])
                    if let value = binding.value { write(value, &writer) }
                }
            }
        }
    }

    static func write(
        _ function: FunctionDefinition, as name: String, _ box: BoxedExpression?, _ writer: inout TreeWriter
    ) {
        let attributes: KeyValuePairs<String, String?> = [
            "id": box?.id, "typeRef": function.typeRef ?? box?.typeRef,
            "kind": function.kind == .feel ? nil : function.kind.rawValue,
        ]
        writer.element(name, attributes) { writer in
            for parameter in function.parameters { DMNWriter.write(parameter, as: "formalParameter", &writer) }
            if let body = function.body { write(body, &writer) }
        }
    }

    private static func write(_ table: DecisionTable, _ box: BoxedExpression, _ writer: inout TreeWriter) {
        let attributes: KeyValuePairs<String, String?> = [
            "id": box.id, "typeRef": box.typeRef, "hitPolicy": table.hitPolicy.rawValue,
            "aggregation": table.aggregation?.rawValue,
        ]
        writer.element("decisionTable", attributes) { writer in
            for input in table.inputs {
                writer.element("input", ["label": input.label]) { writer in
                    writer.element("inputExpression", ["typeRef": input.typeRef]) {
                        $0.element("text", text: input.expression)
                    }
                    DMNWriter.text(input.allowedValues, as: "inputValues", &writer)
                }
            }
            for output in table.outputs {
                let names: KeyValuePairs<String, String?> = [
                    "name": output.name, "label": output.label, "typeRef": output.typeRef,
                ]
                writer.element("output", names) { writer in
                    DMNWriter.text(output.allowedValues, as: "outputValues", &writer)
                    DMNWriter.text(output.defaultEntry, as: "defaultOutputEntry", &writer)
                }
            }
            for annotation in table.annotations { writer.element("annotation", ["name": annotation]) }
            for rule in table.rules {
                writer.element("rule") { writer in
                    for cell in rule.inputs { DMNWriter.text(cell, as: "inputEntry", &writer) }
                    for cell in rule.outputs { DMNWriter.text(cell, as: "outputEntry", &writer) }
                    for cell in rule.annotations { DMNWriter.text(cell, as: "annotationEntry", &writer) }
                }
            }
        }
    }
}

extension BoxedExpression {
    /// Whether a box of DMN 1.4 or later stands here or within.
    var needsLatest: Bool {
        switch shape {
        case .conditional, .iteration, .quantified, .filter: true
        case .literal, .table: false
        case .context(let entries): entries.contains { $0.value.needsLatest }
        case .list(let items): items.contains { $0.needsLatest }
        case .relation(_, let rows): rows.contains { $0.contains { $0.needsLatest } }
        case .invocation(let callee, let bindings):
            callee.needsLatest || bindings.contains { $0.value?.needsLatest == true }
        case .function(let function): function.body?.needsLatest == true
        }
    }
}

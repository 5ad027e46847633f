import XMLTree

/// Reads boxed expressions.
enum BoxReader {
    private static let shapes: Set<String> = [
        "literalExpression", "decisionTable", "context", "list", "relation", "invocation", "functionDefinition",
        "conditional", "for", "every", "some", "filter",
    ]

    /// The first boxed expression within an element, if there is one.
    static func expression(within element: TreeElement) throws(DMNError) -> BoxedExpression? {
        guard let box = element.children.first(where: { shapes.contains($0.name) }) else { return nil }
        return try expression(box)
    }

    private static func required(_ name: String, of element: TreeElement) throws(DMNError) -> BoxedExpression {
        guard let part = element.child(name), let box = try expression(within: part) else {
            throw .missing(name, element: element.name, line: element.line)
        }
        return box
    }

    static func expression(_ element: TreeElement) throws(DMNError) -> BoxedExpression {
        let shape: BoxedExpression.Shape
        switch element.name {
        case "literalExpression": shape = .literal(element.child("text")?.text.trimmed ?? "")
        case "decisionTable": shape = .table(try TableReader.table(element))
        case "context": shape = .context(try entries(element))
        case "list":
            var items: [BoxedExpression] = []
            for child in element.children where shapes.contains(child.name) { items.append(try expression(child)) }
            shape = .list(items)
        case "relation": shape = try relation(element)
        case "invocation": shape = try invocation(element)
        case "functionDefinition": shape = .function(try function(element))
        case "conditional":
            shape = .conditional(
                condition: try required("if", of: element), consequence: try required("then", of: element),
                alternative: try required("else", of: element))
        case "for":
            shape = .iteration(
                variable: try iterator(element), domain: try required("in", of: element),
                body: try required("return", of: element))
        case "every", "some":
            shape = .quantified(
                isEvery: element.name == "every", variable: try iterator(element),
                domain: try required("in", of: element), body: try required("satisfies", of: element))
        default:
            shape = .filter(domain: try required("in", of: element), condition: try required("match", of: element))
        }
        return BoxedExpression(
            shape, typeRef: DMNReader.typeRef(element), id: element[attribute: "id"], line: element.line)
    }

    private static func iterator(_ element: TreeElement) throws(DMNError) -> String {
        guard let name = element[attribute: "iteratorVariable"]?.trimmed, !name.isEmpty else {
            throw .missing("iteratorVariable", element: element.name, line: element.line)
        }
        return name
    }

    private static func entries(_ element: TreeElement) throws(DMNError) -> [BoxedExpression.ContextEntry] {
        var entries: [BoxedExpression.ContextEntry] = []
        for entry in element.children("contextEntry") {
            guard let value = try expression(within: entry) else {
                throw .missing("表达式", element: "contextEntry", line: entry.line)
            }
            let variable = entry.child("variable").flatMap { variable in
                variable[attribute: "name"].map { InformationItem($0.trimmed, DMNReader.typeRef(variable)) }
            }
            entries.append(BoxedExpression.ContextEntry(variable, value))
        }
        return entries
    }

    private static func relation(_ element: TreeElement) throws(DMNError) -> BoxedExpression.Shape {
        var columns: [InformationItem] = []
        for column in element.children("column") {
            columns.append(InformationItem(column[attribute: "name"]?.trimmed ?? "", DMNReader.typeRef(column)))
        }
        var rows: [[BoxedExpression]] = []
        for row in element.children("row") {
            var cells: [BoxedExpression] = []
            for cell in row.children where shapes.contains(cell.name) { cells.append(try expression(cell)) }
            guard cells.count == columns.count else { throw .invalid("\(cells.count)", element: "row", line: row.line) }
            rows.append(cells)
        }
        return .relation(columns: columns, rows: rows)
    }

    private static func invocation(_ element: TreeElement) throws(DMNError) -> BoxedExpression.Shape {
        guard let callee = try expression(within: element) else {
            throw .missing("表达式", element: "invocation", line: element.line)
        }
        var bindings: [BoxedExpression.Binding] = []
        for binding in element.children("binding") {
            guard let name = binding.child("parameter")?[attribute: "name"]?.trimmed else {
                throw .missing("parameter", element: "binding", line: binding.line)
            }
            bindings.append(BoxedExpression.Binding(name, try expression(within: binding)))
        }
        return .invocation(callee: callee, bindings: bindings)
    }

    static func function(_ element: TreeElement) throws(DMNError) -> FunctionDefinition {
        var parameters: [InformationItem] = []
        for parameter in element.children("formalParameter") {
            guard let name = parameter[attribute: "name"]?.trimmed else {
                throw .missing("name", element: "formalParameter", line: parameter.line)
            }
            parameters.append(InformationItem(name, DMNReader.typeRef(parameter)))
        }
        let text = element[attribute: "kind"] ?? "FEEL"
        guard let kind = FunctionDefinition.Kind(rawValue: text) else {
            throw .invalid(text, element: element.name, line: element.line)
        }
        var function = FunctionDefinition(parameters, try expression(within: element), kind: kind)
        function.typeRef = DMNReader.typeRef(element)
        return function
    }
}

/// Reads decision tables.
enum TableReader {
    static func table(_ element: TreeElement) throws(DMNError) -> DecisionTable {
        var table = DecisionTable()
        let policy = element[attribute: "hitPolicy"] ?? "UNIQUE"
        guard let hitPolicy = HitPolicy(rawValue: policy) else {
            throw .invalid(policy, element: element.name, line: element.line)
        }
        table.hitPolicy = hitPolicy
        if let text = element[attribute: "aggregation"] {
            guard let aggregation = Aggregation(rawValue: text) else {
                throw .invalid(text, element: element.name, line: element.line)
            }
            table.aggregation = aggregation
        }
        for input in element.children("input") { table.inputs.append(try inputClause(input)) }
        for output in element.children("output") { table.outputs.append(outputClause(output)) }
        table.annotations = element.children("annotation").map { $0[attribute: "name"] ?? "" }
        let rules = element.children("rule")
        guard table.inputs.count + table.outputs.count <= DMNReader.columnLimit else {
            throw .tooLarge("列", line: element.line)
        }
        guard rules.count <= DMNReader.rowLimit else { throw .tooLarge("规则", line: element.line) }
        for rule in rules {
            let read = self.rule(rule)
            guard read.inputs.count == table.inputs.count, read.outputs.count == table.outputs.count else {
                throw .invalid("\(read.inputs.count) + \(read.outputs.count)", element: "rule", line: rule.line)
            }
            table.rules.append(read)
        }
        guard !table.outputs.isEmpty else { throw .missing("output", element: element.name, line: element.line) }
        return table
    }

    private static func text(_ element: TreeElement?) -> String? { element?.child("text")?.text.trimmed }

    private static func inputClause(_ element: TreeElement) throws(DMNError) -> DecisionTable.InputClause {
        guard let expression = element.child("inputExpression"), let text = text(expression) else {
            throw .missing("inputExpression", element: "input", line: element.line)
        }
        var clause = DecisionTable.InputClause(text, typeRef: DMNReader.typeRef(expression))
        clause.label = element[attribute: "label"]
        clause.allowedValues = self.text(element.child("inputValues"))
        return clause
    }

    private static func outputClause(_ element: TreeElement) -> DecisionTable.OutputClause {
        var clause = DecisionTable.OutputClause(
            element[attribute: "name"]?.trimmed, typeRef: DMNReader.typeRef(element))
        clause.label = element[attribute: "label"]
        clause.allowedValues = text(element.child("outputValues"))
        clause.defaultEntry = text(element.child("defaultOutputEntry"))
        return clause
    }

    private static func rule(_ element: TreeElement) -> DecisionTable.Rule {
        var rule = DecisionTable.Rule(
            element.children("inputEntry").map { text($0) ?? "" },
            element.children("outputEntry").map { text($0) ?? "" })
        rule.annotations = element.children("annotationEntry").map { text($0) ?? "" }
        return rule
    }
}

import XMLTree

extension DMNModel {
    /// Reads DMN 1.1 to 1.5; diagrams and extensions are left out.
    ///
    /// - Throws: `DMNError`, naming element and line.
    package init(reading bytes: [UInt8], limit: Int = 4 << 20) throws(DMNError) {
        let root: TreeElement
        do {
            root = try TreeElement(reading: bytes, limit: limit)
        } catch {
            throw .document(error)
        }
        guard root.name == "definitions", DMNReader.namespaces.contains(root.namespace) else {
            throw .notDMN(root: root.name, namespace: root.namespace)
        }
        var reader = DMNReader()
        self = try reader.model(root)
    }
}

/// Turns XML elements into the parts of a model.
struct DMNReader {
    static let namespaces: Set<String> = [
        "http://www.omg.org/spec/DMN/20151101/dmn.xsd", "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "https://www.omg.org/spec/DMN/20191111/MODEL/", "https://www.omg.org/spec/DMN/20211108/MODEL/",
        "https://www.omg.org/spec/DMN/20230324/MODEL/", "http://www.omg.org/spec/DMN/20151101/dmn11.xsd",
    ]

    /// Elements of a model, rows of a table, columns of a table.
    static let elementLimit = 5_000
    static let rowLimit = 20_000
    static let columnLimit = 200

    private var ids: Set<String> = []

    mutating func model(_ root: TreeElement) throws(DMNError) -> DMNModel {
        var model = DMNModel(name: root[attribute: "name"] ?? "", namespace: root[attribute: "namespace"] ?? "")
        guard root.children.count <= Self.elementLimit else { throw .tooLarge("元素", line: root.line) }
        for element in root.children where Self.namespaces.contains(element.namespace) {
            switch element.name {
            case "import": try readImport(element, into: &model)
            case "itemDefinition": model.itemDefinitions.append(try itemDefinition(element))
            case "inputData":
                let variable = try variable(of: element)
                model.inputs.append(InputData(id: try id(element), variable: variable))
            case "decision": model.decisions.append(try decision(element))
            case "businessKnowledgeModel": model.knowledge.append(try knowledge(element))
            case "decisionService": model.services.append(try service(element))
            default: break
            }
        }
        return model
    }

    private func readImport(_ element: TreeElement, into model: inout DMNModel) throws(DMNError) {
        guard let namespace = element[attribute: "namespace"] else {
            throw .missing("namespace", element: "import", line: element.line)
        }
        let type = element[attribute: "importType"] ?? ""
        // Other kinds of import (XSD, PMML) give nothing that FEEL could use.
        guard type.isEmpty || Self.namespaces.contains(type) || type.contains("/DMN/") else { return }
        model.imports.append(DMNImport(name: element[attribute: "name"] ?? "", namespace: namespace))
    }

    private mutating func id(_ element: TreeElement) throws(DMNError) -> String {
        guard let id = element[attribute: "id"] ?? element[attribute: "name"] else {
            throw .missing("id", element: element.name, line: element.line)
        }
        guard ids.insert(id).inserted else { throw .duplicate(id, line: element.line) }
        return id
    }

    private func name(_ element: TreeElement) throws(DMNError) -> String {
        guard let name = element[attribute: "name"]?.trimmed, !name.isEmpty else {
            throw .missing("name", element: element.name, line: element.line)
        }
        return name
    }

    private func variable(of element: TreeElement) throws(DMNError) -> InformationItem {
        let own = try name(element)
        guard let variable = element.child("variable") else { return InformationItem(own) }
        return InformationItem(variable[attribute: "name"]?.trimmed ?? own, Self.typeRef(variable))
    }

    /// The attribute, or (DMN 1.1) an element; prefixes of DMN 1.1 are dropped.
    static func typeRef(_ element: TreeElement) -> String? {
        let text = element[attribute: "typeRef"] ?? element.child("typeRef")?.text
        guard let text = text?.trimmed, !text.isEmpty else { return nil }
        return text.split(separator: ":").last.map(String.init) ?? text
    }

    private func references(_ element: TreeElement, _ wrapper: String, _ names: [String]) -> [String] {
        element.children(wrapper).flatMap { requirement in
            names.compactMap { requirement.child($0)?[attribute: "href"] }
        }
    }

    private mutating func decision(_ element: TreeElement) throws(DMNError) -> Decision {
        var decision = Decision(id: try id(element), variable: try variable(of: element))
        decision.question = element.child("question")?.text.trimmed
        decision.informationRequirements = references(
            element, "informationRequirement", ["requiredDecision", "requiredInput"])
        decision.knowledgeRequirements = references(element, "knowledgeRequirement", ["requiredKnowledge"])
        decision.logic = try BoxReader.expression(within: element)
        return decision
    }

    private mutating func knowledge(_ element: TreeElement) throws(DMNError) -> BusinessKnowledge {
        let logic: FunctionDefinition
        if let own = element.child("encapsulatedLogic") {
            logic = try BoxReader.function(own)
        } else {
            logic = FunctionDefinition([], nil)
        }
        var knowledge = BusinessKnowledge(id: try id(element), variable: try variable(of: element), logic: logic)
        knowledge.knowledgeRequirements = references(element, "knowledgeRequirement", ["requiredKnowledge"])
        return knowledge
    }

    private mutating func service(_ element: TreeElement) throws(DMNError) -> DecisionService {
        var service = DecisionService(id: try id(element), variable: try variable(of: element))
        func hrefs(_ name: String) -> [String] { element.children(name).compactMap { $0[attribute: "href"] } }
        service.outputDecisions = hrefs("outputDecision")
        service.encapsulatedDecisions = hrefs("encapsulatedDecision")
        service.inputDecisions = hrefs("inputDecision")
        service.inputData = hrefs("inputData")
        return service
    }

    private func itemDefinition(_ element: TreeElement, depth: Int = 0) throws(DMNError) -> ItemDefinition {
        guard depth < 32 else { throw .tooLarge("itemComponent", line: element.line) }
        var item = ItemDefinition(try name(element), Self.typeRef(element))
        item.isCollection = ["true", "1"].contains(element[attribute: "isCollection"] ?? "")
        item.allowedValues = element.child("allowedValues")?.child("text")?.text.trimmed
        item.typeConstraint = element.child("typeConstraint")?.child("text")?.text.trimmed
        for component in element.children("itemComponent") {
            item.components.append(try itemDefinition(component, depth: depth + 1))
        }
        if let function = element.child("functionItem") {
            var parameters: [InformationItem] = []
            for parameter in function.children("parameters") {
                parameters.append(InformationItem(try name(parameter), Self.typeRef(parameter)))
            }
            item.function = FunctionItem(outputTypeRef: function[attribute: "outputTypeRef"], parameters: parameters)
        }
        return item
    }
}

extension String {
    /// Without white space around it.
    var trimmed: String {
        var rest = self[...]
        while let first = rest.first, first.isWhitespace { rest = rest.dropFirst() }
        while let last = rest.last, last.isWhitespace { rest = rest.dropLast() }
        return String(rest)
    }
}

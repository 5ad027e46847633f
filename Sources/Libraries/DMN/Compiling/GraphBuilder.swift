import FEEL

/// Puts the elements of several models into one graph.
struct GraphBuilder {
    private let models: [DMNModel]
    private(set) var diagnostics: [DMNDiagnostic] = []
    /// For each model the places of its elements by id.
    private var places: [[String: Int]] = []
    private var elements: [Element] = []
    private var tables: [TypeTable] = []
    private var modelIndex: [String: Int] = [:]
    private var cyclic: Set<Int> = []

    /// An element with its model, before it is compiled.
    private struct Element {
        let model: Int
        let name: String
        let typeRef: String?
        let content: Content
    }

    private enum Content {
        case input
        case decision(Decision)
        case knowledge(BusinessKnowledge)
        case service(DecisionService)
    }

    init(_ models: [DMNModel]) {
        self.models = models
        for (index, model) in models.enumerated() where modelIndex[model.namespace] == nil {
            modelIndex[model.namespace] = index
        }
    }

    mutating func build() -> DecisionGraph {
        for index in models.indices { collect(index) }
        for index in models.indices { tables.append(TypeTable(models[index], imported: [])) }
        // Imports may go several steps deep; each round carries names one step further.
        for _ in 0..<min(models.count - 1, 4) {
            tables = models.indices.map { TypeTable(models[$0], imported: imports(of: $0)) }
        }
        for table in tables { diagnostics += table.diagnostics }
        findCycles()
        let types = declaredTypes()
        var nodes: [DecisionGraph.Node] = []
        for index in elements.indices { nodes.append(node(index, types)) }
        var names: [String: Int] = [:]
        for (index, element) in elements.enumerated() where element.model == 0 {
            if names[element.name] != nil { report(.duplicateName(element.name), element.name) }
            names[element.name] = index
        }
        return DecisionGraph(nodes: nodes, names: names)
    }

    private mutating func report(_ kind: DMNDiagnostic.Kind, _ element: String) {
        diagnostics.append(DMNDiagnostic(kind: kind, element: element, place: "", position: nil, line: 0))
    }

    private mutating func collect(_ model: Int) {
        var own: [String: Int] = [:]
        func add(_ id: String, _ variable: InformationItem, _ content: Content) {
            own[id] = elements.count
            elements.append(Element(model: model, name: variable.name, typeRef: variable.typeRef, content: content))
        }
        for input in models[model].inputs { add(input.id, input.variable, .input) }
        for decision in models[model].decisions { add(decision.id, decision.variable, .decision(decision)) }
        for item in models[model].knowledge { add(item.id, item.variable, .knowledge(item)) }
        for service in models[model].services { add(service.id, service.variable, .service(service)) }
        places.append(own)
    }

    private mutating func imports(of model: Int) -> [(name: String, table: TypeTable)] {
        models[model].imports.compactMap { entry in
            modelIndex[entry.namespace].map { (entry.name, tables[$0]) }
        }
    }

    // MARK: References

    /// `#id` and `id` of the own model, `namespace#id` of another.
    private func place(_ reference: String, from model: Int) -> Int? {
        guard let mark = reference.lastIndex(of: "#") else { return places[model][reference] }
        let namespace = String(reference[..<mark])
        let id = String(reference[reference.index(after: mark)...])
        if namespace.isEmpty || namespace == models[model].namespace { return places[model][id] }
        return modelIndex[namespace].flatMap { places[$0][id] }
    }

    private func references(_ element: Element) -> (information: [String], knowledge: [String]) {
        switch element.content {
        case .input: ([], [])
        case .decision(let decision): (decision.informationRequirements, decision.knowledgeRequirements)
        case .knowledge(let item): ([], item.knowledgeRequirements)
        case .service: ([], [])
        }
    }

    /// Goes through all requirements once, in depth, without recursion. Each cycle closes with a step back to an element
    /// that is still open; the elements between become nothing, so no cycle is left to run into.
    private mutating func findCycles() {
        var isOpen = [Bool](repeating: false, count: elements.count)
        var isDone = isOpen
        for start in elements.indices where !isDone[start] {
            var path = [(index: start, needs: required(start), next: 0)]
            isOpen[start] = true
            while let top = path.last {
                guard top.next < top.needs.count else {
                    isOpen[top.index] = false
                    isDone[top.index] = true
                    path.removeLast()
                    continue
                }
                path[path.count - 1].next += 1
                let needed = top.needs[top.next]
                if isOpen[needed], let first = path.firstIndex(where: { $0.index == needed }) {
                    noteCycle(path[first...].map(\.index))
                } else if !isDone[needed] {
                    isOpen[needed] = true
                    path.append((needed, required(needed), 0))
                }
            }
        }
    }

    private func required(_ index: Int) -> [Int] {
        let element = elements[index]
        return references(element).information.compactMap { place($0, from: element.model) }
    }

    private mutating func noteCycle(_ cycle: [Int]) {
        let isNews = cyclic.isDisjoint(with: cycle)
        cyclic.formUnion(cycle)
        guard isNews else { return }
        let names = cycle.map { elements[$0].name }
        report(.cycle(names + [names[0]]), names[0])
    }

    // MARK: Types

    private func declaredTypes() -> [FEELType] {
        elements.map { element in
            switch element.content {
            case .input, .decision: tables[element.model].type(of: element.typeRef)
            case .knowledge, .service: .anyFunction
            }
        }
    }

    // MARK: Compiling

    private mutating func scope(
        _ index: Int, _ types: [FEELType]
    ) -> (sources: [DecisionGraph.Source], scope: VariableScope) {
        let element = elements[index]
        let table = tables[element.model]
        var sources: [DecisionGraph.Source] = []
        var variables: [VariableScope.Variable] = []
        var imported: [String: [(name: String, node: Int)]] = [:]
        let all = references(element)
        for reference in all.information + all.knowledge {
            guard let place = place(reference, from: element.model) else {
                report(.unknownReference(reference), element.name)
                continue
            }
            let other = elements[place]
            let prefix = importName(of: other.model, in: element.model)
            if prefix.isEmpty {
                sources.append(.node(place))
                variables.append(VariableScope.Variable(other.name, types[place]))
            } else {
                imported[prefix, default: []].append((other.name, place))
            }
        }
        for (name, members) in imported.sorted(by: { $0.key < $1.key }) {
            sources.append(.imported(members))
            let type = FEELType.context(members.map { FEELType.Member($0.name, types[$0.node]) })
            variables.append(VariableScope.Variable(name, type))
        }
        return (sources, VariableScope(variables, types: table.types))
    }

    private func importName(of other: Int, in model: Int) -> String {
        guard other != model else { return "" }
        return models[model].imports.first { $0.namespace == models[other].namespace }?.name ?? ""
    }

    private mutating func node(_ index: Int, _ types: [FEELType]) -> DecisionGraph.Node {
        let element = elements[index]
        let table = tables[element.model]
        let origin = importName(of: element.model, in: 0)
        var sources: [DecisionGraph.Source] = []
        let kind: DecisionGraph.Kind
        var compiler = BoxCompiler(types: table, element: element.name)
        if let reference = element.typeRef, !table.isKnown(reference) { report(.unknownType(reference), element.name) }
        switch element.content {
        case .input: kind = .input(table.type(of: element.typeRef))
        case .decision(let decision):
            let found = scope(index, types)
            sources = found.sources
            if cyclic.contains(index) {
                kind = .nothing
            } else if let box = decision.logic {
                let logic = compiler.compile(box, found.scope)
                kind = .decision(compiler.typed(logic, element.typeRef, "", box.line))
            } else {
                report(.noLogic, element.name)
                kind = .nothing
            }
        case .knowledge(let item):
            let found = scope(index, types)
            sources = found.sources
            // It may call itself, whether or not it says that it requires itself.
            var inner = found.scope
            if inner.place(of: element.name) == nil {
                sources.append(.node(index))
                inner = inner.adding([VariableScope.Variable(element.name, .anyFunction)])
            }
            kind = compiler.body(of: item.logic, inner, "", 0).map { .knowledge($0) } ?? .nothing
        case .service(let service): kind = .service(self.service(service, element, types))
        }
        diagnostics += compiler.diagnostics
        return DecisionGraph.Node(
            name: element.name, origin: origin, sources: sources, kind: kind,
            needs: cyclic.contains(index) ? [] : required(index))
    }

    private mutating func service(
        _ service: DecisionService, _ element: Element, _ types: [FEELType]
    ) -> DecisionGraph.Service {
        var given: [Int] = []
        for reference in service.inputData + service.inputDecisions {
            if let place = place(reference, from: element.model) {
                given.append(place)
            } else {
                report(.unknownReference(reference), element.name)
            }
        }
        var outputs: [Int] = []
        for reference in service.outputDecisions {
            if let place = place(reference, from: element.model) {
                outputs.append(place)
            } else {
                report(.unknownReference(reference), element.name)
            }
        }
        let parameters = given.map { FunctionValue.Parameter(name: elements[$0].name, type: types[$0]) }
        return DecisionGraph.Service(
            parameters: parameters, places: given, outputs: outputs,
            result: serviceResult(service, element, outputs, types))
    }

    /// A service's type is that of its value, or a function type with it as result.
    private func serviceResult(
        _ service: DecisionService, _ element: Element, _ outputs: [Int], _ types: [FEELType]
    ) -> FEELType {
        guard element.typeRef != nil else { return outputs.count == 1 ? types[outputs[0]] : .any }
        let type = tables[element.model].type(of: element.typeRef)
        if case .function(let signature) = type.resolved { return signature.result }
        return type
    }
}

package import FEEL

/// A model, with the models it imports, made ready to decide.
package struct DecisionModel: Sendable {
    /// What is wrong in it. It runs all the same; such places give null.
    package let diagnostics: [DMNDiagnostic]
    let graph: DecisionGraph

    /// Makes a model ready. Models that it imports, directly or not, must be among `imported`.
    package init(_ model: DMNModel, imported: [DMNModel] = []) {
        var builder = GraphBuilder([model] + imported)
        graph = builder.build()
        diagnostics = builder.diagnostics
    }

    /// A value and why parts of it may be null.
    package struct Outcome: Sendable {
        package let value: Value
        package let warnings: [Machine.Warning]
    }

    /// The names of the model's own decisions.
    package var decisions: [String] { graph.names.filter { graph.nodes[$0.value].isDecision }.keys.sorted() }

    /// Decides. Inputs are found by their names; those of an imported model by its name, as a context.
    ///
    /// - Throws: `LimitExceeded`. Nil when the model has no such decision.
    package func evaluate(
        decision name: String, inputs: ContextValue, limits: EvaluationLimits = .standard,
        now moment: DateTimeValue? = nil
    ) throws -> Outcome? {
        guard let index = graph.names[name] else { return nil }
        var machine = Machine(limits: limits, now: moment)
        var run = DecisionRun(graph: graph, inputs: inputs)
        let value = try run.value(of: index, &machine)
        return Outcome(value: value, warnings: machine.warnings)
    }

    /// Calls a decision service or knowledge model with arguments by name; missing ones are null.
    ///
    /// - Throws: `LimitExceeded`. Nil when the model has no such function.
    package func call(
        _ name: String, arguments: ContextValue, limits: EvaluationLimits = .standard,
        now moment: DateTimeValue? = nil
    ) throws -> Outcome? {
        guard let index = graph.names[name], let function = graph.function(index) else { return nil }
        var machine = Machine(limits: limits, now: moment)
        let values = function.parameters.map { arguments[$0.name] ?? .null }
        let value = try function.call(values, &machine)
        return Outcome(value: value, warnings: machine.warnings)
    }

    /// Several decisions at once, each worked out once.
    ///
    /// - Throws: `LimitExceeded`.
    package func evaluateAll(
        inputs: ContextValue, limits: EvaluationLimits = .standard, now moment: DateTimeValue? = nil
    ) throws -> Outcome {
        var machine = Machine(limits: limits, now: moment)
        var run = DecisionRun(graph: graph, inputs: inputs)
        var results = ContextValue()
        for name in decisions {
            guard let index = graph.names[name] else { continue }
            results[name] = try run.value(of: index, &machine)
        }
        return Outcome(value: .context(results), warnings: machine.warnings)
    }
}

/// The requirements graph: inputs, decisions, knowledge and services of all models, each at its place.
final class DecisionGraph: Sendable {
    /// One element.
    struct Node: Sendable {
        let name: String
        /// The name under which the main model imports the element's model; empty for its own.
        let origin: String
        /// What stands in `Machine.globals` while it runs.
        let sources: [Source]
        let kind: Kind
        /// Inputs and decisions to work out before; empty for a part of a cycle.
        let needs: [Int]

        var isDecision: Bool {
            if case .decision = kind { return true }
            return false
        }
    }

    /// A variable of an element: another element, or the elements of an import as a context.
    enum Source: Sendable {
        case node(Int)
        case imported([(name: String, node: Int)])
    }

    enum Kind: Sendable {
        case input(FEELType)
        case decision(Logic)
        case knowledge(FunctionBody)
        case service(Service)
        /// Nothing to run: no logic, or part of a cycle.
        case nothing
    }

    struct Service: Sendable {
        let parameters: [FunctionValue.Parameter]
        /// The places of the parameters, in order.
        let places: [Int]
        let outputs: [Int]
        let result: FEELType
    }

    let nodes: [Node]
    /// The main model's own elements.
    let names: [String: Int]

    init(nodes: [Node], names: [String: Int]) {
        self.nodes = nodes
        self.names = names
    }

    /// A knowledge model or service as a value.
    func function(_ index: Int) -> FunctionValue? {
        let node = nodes[index]
        switch node.kind {
        case .knowledge(let body):
            return body.value(node.name) { [self] _ in node.sources.map { knowledge($0) } }
        case .service(let service): return function(node.name, service)
        case .input, .decision, .nothing: return nil
        }
    }

    private func knowledge(_ source: Source) -> Value {
        switch source {
        case .node(let index): return function(index).map { .function($0) } ?? .null
        case .imported(let members):
            return .context(ContextValue(members.map { ($0.name, knowledge(.node($0.node))) }))
        }
    }

    private func function(_ name: String, _ service: Service) -> FunctionValue {
        FunctionValue(name: name, parameters: service.parameters, result: service.result) { [self] machine, arguments in
            try machine.deeper(by: 24) { machine in
                let saved = machine.globals
                defer { machine.globals = saved }
                var run = DecisionRun(graph: self, inputs: ContextValue())
                for (place, argument) in zip(service.places, arguments) { run.values[place] = argument }
                var values: [(String, Value)] = []
                for output in service.outputs {
                    values.append((self.nodes[output].name, try run.value(of: output, &machine)))
                }
                let value = values.count == 1 ? values[0].1 : Value.context(ContextValue(values))
                if let fitting = service.result.coerced(value) { return fitting }
                machine.warn(.result(expected: service.result.description, given: value.type.description))
                return .null
            }
        }
    }
}

/// The values of one evaluation, each worked out at most once.
struct DecisionRun {
    let graph: DecisionGraph
    let inputs: ContextValue
    var values: [Value?]

    init(graph: DecisionGraph, inputs: ContextValue) {
        self.graph = graph
        self.inputs = inputs
        values = [Value?](repeating: nil, count: graph.nodes.count)
    }

    /// What an element needs is worked out first, without recursion: chains of decisions may be long.
    mutating func value(of index: Int, _ machine: inout Machine) throws -> Value {
        var waiting = [index]
        while let next = waiting.last {
            let missing = values[next] == nil ? graph.nodes[next].needs.filter { values[$0] == nil } : []
            if missing.isEmpty {
                try work(out: next, &machine)
                waiting.removeLast()
            } else {
                waiting += missing
            }
        }
        return values[index] ?? .null
    }

    /// Works out one element; what it needs must be there.
    private mutating func work(out index: Int, _ machine: inout Machine) throws {
        guard values[index] == nil else { return }
        let node = graph.nodes[index]
        switch node.kind {
        case .input(let type): values[index] = input(node, type, &machine)
        case .decision(let logic):
            var globals: [Value] = []
            globals.reserveCapacity(node.sources.count)
            for source in node.sources { globals.append(value(of: source)) }
            machine.globals = globals
            values[index] = try logic.run(&machine)
        case .knowledge, .service, .nothing:
            values[index] = graph.function(index).map { .function($0) } ?? .null
        }
    }

    private func value(of source: DecisionGraph.Source) -> Value {
        switch source {
        case .node(let index): return values[index] ?? graph.function(index).map { .function($0) } ?? .null
        case .imported(let members):
            return .context(ContextValue(members.map { ($0.name, value(of: .node($0.node))) }))
        }
    }

    /// An input as it was given, brought to its type.
    private func input(_ node: DecisionGraph.Node, _ type: FEELType, _ machine: inout Machine) -> Value {
        let given = node.origin.isEmpty ? inputs[node.name] : inputs[node.origin]?.context?[node.name]
        guard let value = given ?? inputs[node.name] else { return .null }
        if let fitting = type.coerced(value) { return fitting }
        machine.warn(.result(expected: type.description, given: value.type.description))
        return .null
    }
}

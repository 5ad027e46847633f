import FEEL

/// The types of one model by the names under which it uses them.
struct TypeTable: Sendable {
    /// Ready types: the model's own and those of imports, as `import.name`.
    private(set) var types: [String: FEELType] = [:]
    /// Allowed values of named types, in the order of their text.
    private(set) var allowedValues: [String: String] = [:]
    private(set) var diagnostics: [DMNDiagnostic] = []
    private var definitions: [String: ItemDefinition] = [:]
    private var waiting: Set<String> = []

    init(_ model: DMNModel, imported: [(name: String, table: TypeTable)]) {
        for entry in imported {
            let prefix = entry.name.isEmpty ? "" : entry.name + "."
            for (name, type) in entry.table.types where !name.contains(".") { types[prefix + name] = type }
            for (name, values) in entry.table.allowedValues { allowedValues[prefix + name] = values }
        }
        for definition in model.itemDefinitions { definitions[definition.name] = definition }
        for definition in model.itemDefinitions {
            _ = type(definition.name)
            allowedValues[definition.name] = definition.allowedValues
        }
    }

    /// The type behind a reference; no reference means any.
    func type(of reference: String?) -> FEELType {
        guard let reference else { return .any }
        return types[reference] ?? FEELType(standardName: reference) ?? .any
    }

    func isKnown(_ reference: String) -> Bool {
        types[reference] != nil || FEELType(standardName: reference) != nil
    }

    private mutating func type(_ reference: String) -> FEELType {
        if let known = types[reference] ?? FEELType(standardName: reference) { return known }
        guard let definition = definitions[reference] else {
            report(.unknownType(reference), reference)
            return .any
        }
        // A type within itself (a tree) is not looked into any further.
        guard waiting.insert(reference).inserted else { return .any }
        let type = type(definition, depth: 0)
        waiting.remove(reference)
        types[reference] = type
        return type
    }

    private mutating func type(_ definition: ItemDefinition, depth: Int) -> FEELType {
        var type: FEELType
        if !definition.components.isEmpty {
            var members: [FEELType.Member] = []
            for component in definition.components {
                members.append(FEELType.Member(component.name, self.type(component, depth: depth + 1)))
            }
            type = .context(members)
        } else if let function = definition.function {
            var parameters: [FEELType] = []
            for parameter in function.parameters { parameters.append(parameter.typeRef.map { self.type($0) } ?? .any) }
            let result = function.outputTypeRef.map { self.type($0) } ?? .any
            type = .function(FEELType.Signature(parameters: parameters, result: result))
        } else {
            type = definition.typeRef.map { self.type($0) } ?? .any
        }
        if let text = definition.allowedValues { type = constrained(type, text, definition.name) }
        if definition.isCollection { type = .list(type) }
        if let text = definition.typeConstraint { type = constrained(type, text, definition.name) }
        return depth == 0 ? .named(NamedType(name: definition.name, base: type)) : type
    }

    /// The type with only the values that pass the tests.
    private mutating func constrained(_ type: FEELType, _ text: String, _ name: String) -> FEELType {
        do {
            let tests = try FEELTests(text, in: VariableScope().testing(type))
            for diagnostic in tests.diagnostics { report(.expression(diagnostic.problem), name, diagnostic.position) }
            return .named(
                NamedType(name: name, base: type) { value in
                    var machine = Machine(limits: EvaluationLimits(steps: 10_000, cells: 10_000, depth: 200))
                    return (try? tests.matches(value, &machine)) == true
                })
        } catch {
            report(.expression(.syntax(error.reason)), name, error.position)
            return type
        }
    }

    private mutating func report(_ kind: DMNDiagnostic.Kind, _ element: String, _ position: SourcePosition? = nil) {
        diagnostics.append(DMNDiagnostic(kind: kind, element: element, place: "", position: position, line: 0))
    }
}

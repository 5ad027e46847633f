import FEEL

/// Logic ready to run, with the type of its value as far as it is known.
struct Logic: Sendable {
    let type: FEELType
    let run: @Sendable (inout Machine) throws -> Value

    init(_ type: FEELType, _ run: @escaping @Sendable (inout Machine) throws -> Value) {
        self.type = type
        self.run = run
    }

    static let null = Logic(.any) { _ in .null }
}

/// Turns boxed expressions into logic. Names of contexts, parameters and loops stand behind the variables that are there.
struct BoxCompiler {
    let types: TypeTable
    /// What is being compiled, for messages.
    let element: String
    var diagnostics: [DMNDiagnostic] = []

    mutating func report(
        _ kind: DMNDiagnostic.Kind, _ place: String, _ position: SourcePosition? = nil, line: Int = 0
    ) {
        diagnostics.append(
            DMNDiagnostic(kind: kind, element: element, place: place, position: position, line: line))
    }

    /// The value of the box, brought to its type.
    mutating func compile(_ box: BoxedExpression, _ scope: VariableScope, _ place: String = "") -> Logic {
        let logic = shape(box, scope, place)
        return typed(logic, box.typeRef, place, box.line)
    }

    /// Brings values to a type; what does not fit becomes null with a warning.
    mutating func typed(_ logic: Logic, _ reference: String?, _ place: String, _ line: Int) -> Logic {
        guard let reference else { return logic }
        if !types.isKnown(reference) { report(.unknownType(reference), place, line: line) }
        let type = types.type(of: reference)
        if case .any = type { return logic }
        let run = logic.run
        return Logic(type) { machine in
            let value = try run(&machine)
            if let fitting = type.coerced(value) { return fitting }
            machine.warn(.result(expected: type.description, given: value.type.description))
            return .null
        }
    }

    private mutating func shape(_ box: BoxedExpression, _ scope: VariableScope, _ place: String) -> Logic {
        switch box.shape {
        case .literal(let text): return literal(text, scope, place, box.line)
        case .table(let table):
            var compiler = TableCompiler(table: table, box: self, place: place, line: box.line)
            let logic = compiler.compile(scope)
            diagnostics = compiler.box.diagnostics
            return logic
        case .context(let entries): return context(entries, scope, place)
        case .list(let items): return list(items, scope, place)
        case .relation(let columns, let rows): return relation(columns, rows, scope, place)
        case .invocation(let callee, let bindings): return invocation(callee, bindings, scope, place)
        case .function(let function): return self.function(function, scope, place, box.line)
        case .conditional(let condition, let consequence, let alternative):
            return conditional(condition, consequence, alternative, scope, place)
        case .iteration(let variable, let domain, let body): return iteration(variable, domain, body, scope, place)
        case .quantified(let isEvery, let variable, let domain, let body):
            return quantified(isEvery, variable, domain, body, scope, place)
        case .filter(let domain, let condition): return filter(domain, condition, scope, place)
        }
    }

    /// A FEEL text; nil with a report when it is none.
    mutating func expression(
        _ text: String, _ scope: VariableScope, _ place: String, _ line: Int
    ) -> FEELExpression? {
        do {
            let expression = try FEELExpression(text, in: scope)
            for found in expression.diagnostics {
                report(.expression(found.problem), place, found.position, line: line)
            }
            return expression
        } catch {
            report(.expression(.syntax(error.reason)), place, error.position, line: line)
            return nil
        }
    }

    mutating func literal(_ text: String, _ scope: VariableScope, _ place: String, _ line: Int) -> Logic {
        guard let expression = expression(text, scope, place, line) else { return .null }
        return Logic(expression.type) { try expression.evaluate(&$0) }
    }

    // MARK: Structures

    private mutating func context(
        _ entries: [BoxedExpression.ContextEntry], _ scope: VariableScope, _ place: String
    ) -> Logic {
        var inner = scope
        var parts: [(name: String?, logic: Logic)] = []
        var members: [FEELType.Member] = []
        var result: FEELType?
        for entry in entries {
            let name = entry.variable?.name
            let here = place + (name.map { "“\($0)”" } ?? "结果")
            var logic = compile(entry.value, inner, here)
            logic = typed(logic, entry.variable?.typeRef, here, entry.value.line)
            parts.append((name, logic))
            if let name {
                inner = inner.adding([VariableScope.Variable(name, logic.type)])
                members.append(FEELType.Member(name, logic.type))
            } else {
                result = logic.type
            }
        }
        let list = parts
        return Logic(result ?? .context(members)) { machine in
            try machine.take(cells: list.count * 2 + 1)
            var context = ContextValue()
            var added = 0
            var answer: Value?
            for part in list {
                let value = try part.logic.run(&machine)
                if let name = part.name {
                    context[name] = value
                    machine.globals.append(value)
                    added += 1
                } else {
                    answer = value
                }
            }
            machine.globals.removeLast(added)
            return answer ?? .context(context)
        }
    }

    private mutating func list(_ items: [BoxedExpression], _ scope: VariableScope, _ place: String) -> Logic {
        var logics: [Logic] = []
        for (index, item) in items.enumerated() { logics.append(compile(item, scope, place + "第 \(index + 1) 项")) }
        let parts = logics
        return Logic(.list(.any)) { machine in
            try machine.take(cells: parts.count + 1)
            var values: [Value] = []
            for part in parts { values.append(try part.run(&machine)) }
            return .list(values)
        }
    }

    private mutating func relation(
        _ columns: [InformationItem], _ rows: [[BoxedExpression]], _ scope: VariableScope, _ place: String
    ) -> Logic {
        var lines: [[Logic]] = []
        for (index, row) in rows.enumerated() {
            var cells: [Logic] = []
            for (cell, column) in zip(row, columns) {
                let here = place + "第 \(index + 1) 行“\(column.name)”"
                let logic = compile(cell, scope, here)
                cells.append(typed(logic, column.typeRef, here, cell.line))
            }
            lines.append(cells)
        }
        let names = columns.map(\.name)
        let parts = lines
        let members = columns.map { FEELType.Member($0.name, types.type(of: $0.typeRef)) }
        return Logic(.list(.context(members))) { machine in
            try machine.take(cells: parts.count * (names.count * 2 + 1))
            var values: [Value] = []
            for row in parts {
                var context = ContextValue()
                for (name, cell) in zip(names, row) { context[name] = try cell.run(&machine) }
                values.append(.context(context))
            }
            return .list(values)
        }
    }

    // MARK: Functions

    private mutating func invocation(
        _ callee: BoxedExpression, _ bindings: [BoxedExpression.Binding], _ scope: VariableScope, _ place: String
    ) -> Logic {
        let function = compile(callee, scope, place)
        var logics: [Logic] = []
        for binding in bindings {
            let here = place + "参数“\(binding.parameter)”"
            logics.append(binding.value.map { compile($0, scope, here) } ?? .null)
        }
        let (names, arguments) = (bindings.map(\.parameter), logics)
        var type = FEELType.any
        if case .function(let signature) = function.type.resolved { type = signature.result }
        return Logic(type) { machine in
            guard case .function(let callee) = try function.run(&machine) else {
                machine.warn(.notCallable(names.joined(separator: ", ")))
                return .null
            }
            var values: [Value] = []
            for argument in arguments { values.append(try argument.run(&machine)) }
            return try callee.call(values, names: names.isEmpty ? nil : names, &machine)
        }
    }

    mutating func function(
        _ function: FunctionDefinition, _ scope: VariableScope, _ place: String, _ line: Int
    ) -> Logic {
        guard let made = body(of: function, scope, place, line) else { return .null }
        let name = element
        return Logic(made.type) { machine in
            let globals = machine.globals
            try machine.take(cells: 4)
            return .function(made.value(name, globals: { _ in globals }))
        }
    }

    /// Parameters and body, ready to become function values; nil for a language that is not FEEL.
    mutating func body(
        of function: FunctionDefinition, _ scope: VariableScope, _ place: String, _ line: Int
    ) -> FunctionBody? {
        guard function.kind == .feel else {
            report(.unsupportedLanguage(function.kind.rawValue), place, line: line)
            return nil
        }
        guard let body = function.body else {
            report(.noLogic, place, line: line)
            return nil
        }
        var parameters: [FunctionValue.Parameter] = []
        for parameter in function.parameters {
            if let reference = parameter.typeRef, !types.isKnown(reference) {
                report(.unknownType(reference), place, line: line)
            }
            parameters.append(
                FunctionValue.Parameter(name: parameter.name, type: types.type(of: parameter.typeRef)))
        }
        let inner = scope.adding(parameters.map { VariableScope.Variable($0.name, $0.type) })
        let logic = typed(compile(body, inner, place), function.typeRef, place, line)
        return FunctionBody(parameters: parameters, logic: logic)
    }
}

/// A function's parameters and logic.
struct FunctionBody: Sendable {
    let parameters: [FunctionValue.Parameter]
    let logic: Logic

    var type: FEELType {
        .function(FEELType.Signature(parameters: parameters.map(\.type), result: logic.type))
    }

    /// The function; `globals` gives the variables around it when it is called.
    func value(_ name: String, globals: @escaping @Sendable (inout Machine) throws -> [Value]) -> FunctionValue {
        let run = logic.run
        return FunctionValue(name: name, parameters: parameters, result: logic.type) { machine, arguments in
            try machine.deeper(by: 12) { machine in
                let around = try globals(&machine)
                let saved = machine.globals
                machine.globals = around + arguments
                let value = try run(&machine)
                machine.globals = saved
                return value
            }
        }
    }
}

// Function literals and calls.

extension Compiler {
    mutating func function(
        _ parameters: [Expression.ParameterForm], _ body: Expression, _ isExternal: Bool, _ position: SourcePosition
    ) -> Compiled {
        if isExternal {
            report(.external, position)
            return Compiled(.anyFunction) { $0.null(.external, at: position) }
        }
        let own = FrameScope(parent: frame)
        var declared: [FunctionValue.Parameter] = []
        for parameter in parameters {
            let type: FEELType = parameter.type.map { self.type($0) } ?? .any
            own.entries.append(.variable(parameter.name, place: own.reserve(), type: type))
            declared.append(FunctionValue.Parameter(name: parameter.name, type: type))
        }
        let outer = frame
        frame = own
        let compiled = compile(body)
        frame = outer
        let (code, weight, height) = (compiled.code, body.size, body.depth + 2)
        let (size, captures, result) = (own.size, own.captures, compiled.type)
        let parameterList = declared
        return Compiled(
            .function(FEELType.Signature(parameters: declared.map(\.type), result: result))
        ) { machine in
            var template = [Value](repeating: .null, count: size)
            for capture in captures { template[capture.place] = try capture.code(&machine) }
            try machine.take(cells: size + 4)
            let (kept, globals) = (template, machine.globals)
            return .function(
                FunctionValue(name: "function", parameters: parameterList, result: result) { machine, arguments in
                    try machine.spend(weight)
                    var frame = kept
                    for (index, argument) in arguments.enumerated() { frame[index] = argument }
                    // The function sees the variables of the place where it was made.
                    let saved = machine.globals
                    machine.globals = globals
                    defer { machine.globals = saved }
                    return try machine.deeper(by: height) { machine in
                        try machine.withFrame(frame) { machine in try code(&machine) }
                    }
                })
        }
    }

    mutating func call(
        _ calleeForm: Expression, _ argumentForms: [Expression.Argument], _ position: SourcePosition
    ) -> Compiled {
        let callee = compile(calleeForm)
        let arguments = argumentForms.map { compile($0.value) }
        let codes = arguments.map(\.code)
        let names = argumentForms.first?.name == nil ? nil : argumentForms.map { $0.name ?? "" }
        if let builtin = callee.builtin { return call(builtin, callee, arguments, names, position) }
        check(callee, calleeForm, arguments, names, position)
        let (code, text) = (callee.code, calleeForm.description)
        return Compiled(Self.resultType(callee.type)) { machine in
            guard case .function(let function) = try code(&machine) else {
                return machine.null(.notCallable(text), at: position)
            }
            var values: [Value] = []
            values.reserveCapacity(codes.count)
            for code in codes { values.append(try code(&machine)) }
            return try function.call(values, names: names, &machine, at: position)
        }
    }

    private static func resultType(_ type: FEELType) -> FEELType {
        guard case .function(let signature) = type.resolved else { return .any }
        return signature.result
    }

    private mutating func check(
        _ callee: Compiled, _ form: Expression, _ arguments: [Compiled], _ names: [String]?, _ position: SourcePosition
    ) {
        switch callee.type.resolved {
        case .function(let signature):
            if signature.parameters.count != arguments.count {
                report(.argumentCount(function: form.description, given: arguments.count), position)
            }
        case .any, .anyFunction, .null: break
        default: report(.notCallable(form.description), position)
        }
    }

    private mutating func call(
        _ builtin: Builtin, _ callee: Compiled, _ arguments: [Compiled], _ names: [String]?, _ position: SourcePosition
    ) -> Compiled {
        let codes = arguments.map(\.code)
        let name = builtin.name
        switch builtin.match(count: arguments.count, names: names) {
        case .failure(let problem):
            report(problem, position)
            return Compiled(.any) { $0.null(problem, at: position) }
        case .success(let matched):
            for (index, argument) in matched.order.enumerated() {
                guard let argument else { continue }
                let parameter = matched.overload.parameter(at: index)
                if !parameter.mayTake(arguments[argument].type) {
                    let given = arguments[argument].type.description
                    report(.argument(function: name, parameter: parameter.name, given: given), position)
                }
            }
            let type = matched.overload.resultType(matched.order.map { $0.map { arguments[$0].type } ?? .null })
            return Compiled(type) { machine in
                var values: [Value] = []
                values.reserveCapacity(codes.count)
                for argument in matched.order {
                    if let argument {
                        values.append(try codes[argument](&machine))
                    } else {
                        values.append(.null)
                    }
                }
                return try matched.overload.apply(name, values, &machine, at: position)
            }
        }
    }
}

extension FunctionValue {
    /// A function of the standard by its name.
    package convenience init?(standard name: String) {
        guard let builtin = Builtins.named(name) else { return nil }
        self.init(builtin: builtin)
    }

    /// Calls it with values in order or by name; null when they do not fit.
    package func call(
        _ arguments: [Value], names: [String]? = nil, _ machine: inout Machine, at position: SourcePosition = .start
    ) throws -> Value {
        if let builtin {
            switch builtin.match(count: arguments.count, names: names) {
            case .failure(let problem): return machine.null(problem, at: position)
            case .success(let matched):
                let values = matched.order.map { $0.map { arguments[$0] } ?? .null }
                return try matched.overload.apply(name, values, &machine, at: position)
            }
        }
        guard arguments.count == parameters.count else {
            return machine.null(.argumentCount(function: name, given: arguments.count), at: position)
        }
        var values = arguments
        if let names {
            for (index, parameter) in parameters.enumerated() {
                guard let given = names.firstIndex(of: parameter.name) else {
                    return machine.null(.unknownArgument(function: name, name: names[index]), at: position)
                }
                values[index] = arguments[given]
            }
        }
        for (index, parameter) in parameters.enumerated() {
            try machine.spend(values[index].list.map { $0.count / 8 } ?? 0)
            guard let value = parameter.type.coerced(values[index]) else {
                let given = values[index].type.description
                return machine.null(.argument(function: name, parameter: parameter.name, given: given), at: position)
            }
            values[index] = value
        }
        try machine.spend(1 + arguments.count)
        return try body(&machine, values)
    }
}

/// A function of the standard, with all the ways to call it.
struct Builtin: Sendable {
    let name: String
    let overloads: [Overload]

    /// The function as a value that can be passed on.
    var value: FunctionValue { FunctionValue(builtin: self) }

    /// One way to call it.
    struct Overload: Sendable {
        let parameters: [Parameter]
        let result: FEELType
        /// Derives the result's type from the arguments', where it depends on them.
        var resultOf: (@Sendable ([FEELType]) -> FEELType)?
        /// Gets checked values; nil is null with a warning.
        let body: @Sendable (inout Machine, [Value]) throws -> Value?
    }

    /// What one place of a call takes.
    struct Parameter: Sendable {
        let name: String
        let type: FEELType
        var isOptional = false
        var takesNull = false
        var spread = Spread.none
        /// Other names by which it may be given.
        var aliases: [String] = []

        func isCalled(_ wanted: String) -> Bool { name == wanted || aliases.contains(wanted) }

        /// Whether a value of that type could fit.
        func mayTake(_ given: FEELType) -> Bool {
            if spread != .none || type.isAny || given.isAny || given.conforms(to: type) { return true }
            switch (given.resolved, type.resolved) {
            case (.list, _), (.date, .dateTime), (.null, _): return true
            case (_, .list(let element)): return given.conforms(to: element) || element.isAny
            default: return false
            }
        }
    }

    /// How a place takes several arguments.
    enum Spread: Sendable {
        case none
        /// All further arguments become one list.
        case items
        /// A single list is taken as it is, several arguments become one.
        case listOrItems
    }

    /// An overload with the argument for each of its parameters.
    struct Matched: Sendable {
        let overload: Overload
        let order: [Int?]
    }

    enum Match {
        case success(Matched)
        case failure(Problem)
    }

    func match(count: Int, names: [String]?) -> Match {
        if let names {
            for overload in overloads {
                if let order = overload.order(of: names) { return .success(Matched(overload: overload, order: order)) }
            }
            let unknown = names.first { name in
                !overloads.contains { $0.parameters.contains { $0.isCalled(name) } }
            }
            if let unknown { return .failure(.unknownArgument(function: name, name: unknown)) }
            return .failure(.argumentCount(function: name, given: count))
        }
        for overload in overloads where overload.takes(count) {
            return .success(Matched(overload: overload, order: Array(0..<count)))
        }
        return .failure(.argumentCount(function: name, given: count))
    }
}

extension Builtin.Overload {
    func takes(_ count: Int) -> Bool {
        let required = parameters.count { !$0.isOptional }
        guard count >= required else { return false }
        return count <= parameters.count || parameters.last?.spread != Builtin.Spread.none
    }

    func order(of names: [String]) -> [Int?]? {
        guard Set(names).count == names.count, names.count <= parameters.count else { return nil }
        var order: [Int?] = []
        for parameter in parameters {
            let given = names.firstIndex { parameter.isCalled($0) }
            guard given != nil || parameter.isOptional else { return nil }
            order.append(given)
        }
        guard order.count(where: { $0 != nil }) == names.count else { return nil }
        while order.last == .some(nil) { order.removeLast() }
        return order
    }

    func parameter(at index: Int) -> Builtin.Parameter {
        parameters[min(index, parameters.count - 1)]
    }

    func resultType(_ arguments: [FEELType]) -> FEELType {
        resultOf?(arguments) ?? result
    }

    /// Brings the arguments to their types and runs the body.
    func apply(
        _ name: String, _ arguments: [Value], _ machine: inout Machine, at position: SourcePosition
    ) throws -> Value {
        try machine.spend(1)
        var values: [Value] = []
        values.reserveCapacity(parameters.count)
        for (index, parameter) in parameters.enumerated() {
            guard index < arguments.count else { break }
            switch parameter.spread {
            case .items:
                values.append(.list(Array(arguments[index...])))
            case .listOrItems:
                if arguments.count > index + 1 {
                    values.append(.list(Array(arguments[index...])))
                } else if case .list = arguments[index] {
                    values.append(arguments[index])
                } else if arguments[index].isNull {
                    return machine.null(
                        .argument(function: name, parameter: parameter.name, given: "null"), at: position)
                } else {
                    values.append(.list([arguments[index]]))
                }
            case .none:
                let given = arguments[index]
                if !parameter.type.isAny, case .list(let items) = given { try machine.spend(items.count / 16) }
                guard parameter.takesNull || !given.isNull, let value = parameter.type.coerced(given) else {
                    let type = given.type.description
                    return machine.null(
                        .argument(function: name, parameter: parameter.name, given: type), at: position)
                }
                values.append(value)
            }
        }
        guard let result = try body(&machine, values) else {
            return machine.null(.functionFailed(name), at: position)
        }
        return result
    }
}

/// All functions of the standard.
enum Builtins {
    static let all: [Builtin] =
        ConversionFunctions.all + TextFunctions.all + ListFunctions.all + AggregateFunctions.all + NumberFunctions.all
        + TemporalFunctions.all + RangeFunctions.all + ContextFunctions.all

    private static let byName = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

    static func named(_ name: String) -> Builtin? { byName[name] }

    /// Their names, for the parser.
    static let names = NameTable(all.map(\.name))
}

// Short forms for the tables of functions.

func builtin(_ name: String, _ overloads: Builtin.Overload...) -> Builtin {
    Builtin(name: name, overloads: overloads)
}

func takes(
    _ parameters: [Builtin.Parameter], gives result: FEELType,
    _ body: @escaping @Sendable (inout Machine, [Value]) throws -> Value?
) -> Builtin.Overload {
    Builtin.Overload(parameters: parameters, result: result, body: body)
}

func takes(
    _ parameters: [Builtin.Parameter], givesFrom result: @escaping @Sendable ([FEELType]) -> FEELType,
    _ body: @escaping @Sendable (inout Machine, [Value]) throws -> Value?
) -> Builtin.Overload {
    Builtin.Overload(parameters: parameters, result: .any, resultOf: result, body: body)
}

func parameter(_ name: String, _ type: FEELType) -> Builtin.Parameter {
    Builtin.Parameter(name: name, type: type)
}

func optional(_ name: String, _ type: FEELType) -> Builtin.Parameter {
    Builtin.Parameter(name: name, type: type, isOptional: true)
}

func nullable(_ name: String, _ type: FEELType = .any) -> Builtin.Parameter {
    Builtin.Parameter(name: name, type: type, takesNull: true)
}

func spread(_ name: String) -> Builtin.Parameter {
    Builtin.Parameter(name: name, type: .list(.any), spread: .listOrItems)
}

extension Value {
    /// The items of an argument that was declared as a list.
    var items: [Value] { list ?? [] }
    /// The text of an argument that was declared as one.
    var text: String { string ?? "" }
    /// The number of an argument that was declared as one.
    var decimal: DecimalNumber { number ?? .zero }
    /// The value if it is there.
    static func optional(_ number: DecimalNumber?) -> Value? { number.map { .number($0) } }
}

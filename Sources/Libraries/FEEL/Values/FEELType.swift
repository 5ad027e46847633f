/// A type of FEEL, ordered from `null` (fits everywhere) to `any` (takes everything).
package indirect enum FEELType: Sendable {
    case any
    case null
    case boolean, number, string
    case date, time, dateTime
    case daysDuration, monthsDuration
    case list(FEELType)
    case context([Member])
    case range(FEELType)
    case function(Signature)
    /// Any function, whatever it takes.
    case anyFunction
    /// A type with a name of its own and perhaps fewer values.
    case named(NamedType)

    /// One name of a context type.
    package struct Member: Sendable {
        package let name: String
        package let type: FEELType

        package init(_ name: String, _ type: FEELType) {
            self.name = name
            self.type = type
        }
    }

    /// What a function takes and gives.
    package struct Signature: Sendable {
        package let parameters: [FEELType]
        package let result: FEELType

        package init(parameters: [FEELType], result: FEELType) {
            self.parameters = parameters
            self.result = result
        }
    }
}

/// A type that a model defines: another type, and a test that its values must pass.
package final class NamedType: Sendable {
    /// The name in the model.
    package let name: String
    /// What its values are made of.
    package let base: FEELType
    /// Whether a value of the base type is allowed; nil allows all.
    package let allows: (@Sendable (Value) -> Bool)?

    package init(name: String, base: FEELType, allows: (@Sendable (Value) -> Bool)? = nil) {
        self.name = name
        self.base = base
        self.allows = allows
    }
}

extension FEELType {
    /// The type behind names.
    package var resolved: FEELType {
        guard case .named(let type) = self else { return self }
        return type.base.resolved
    }

    var isAny: Bool {
        if case .any = resolved { return true }
        return false
    }

    /// The members, if this is a context with known ones.
    var members: [Member]? {
        guard case .context(let members) = resolved else { return nil }
        return members
    }

    /// What a list or range holds.
    var element: FEELType? {
        switch resolved {
        case .list(let element), .range(let element): element
        default: nil
        }
    }

    /// The type that values of all of these have; `any` when they have none in common.
    static func common(of types: [FEELType]) -> FEELType {
        var result: FEELType = .null
        for type in types {
            if type.conforms(to: result) { continue }
            guard result.conforms(to: type) else { return .any }
            result = type
        }
        if case .null = result { return types.isEmpty ? .null : .any }
        return result
    }

    /// Whether each value of this type may stand where the other is asked for (DMN 1.3, table 48).
    package func conforms(to other: FEELType) -> Bool {
        let target = other.resolved
        switch (resolved, target) {
        case (_, .any), (.null, _): return true
        case (.boolean, .boolean), (.number, .number), (.string, .string), (.date, .date), (.time, .time),
            (.dateTime, .dateTime), (.daysDuration, .daysDuration), (.monthsDuration, .monthsDuration):
            return true
        case (.list(let mine), .list(let theirs)), (.range(let mine), .range(let theirs)):
            return mine.conforms(to: theirs)
        case (.context(let mine), .context(let theirs)):
            return theirs.allSatisfy { wanted in
                mine.contains { $0.name == wanted.name && $0.type.conforms(to: wanted.type) }
            }
        case (.function, .anyFunction), (.anyFunction, .anyFunction): return true
        case (.function(let mine), .function(let theirs)):
            guard mine.parameters.count == theirs.parameters.count else { return false }
            let parameters = zip(theirs.parameters, mine.parameters).allSatisfy { $0.conforms(to: $1) }
            return parameters && mine.result.conforms(to: theirs.result)
        default: return false
        }
    }

    /// Whether the value is of this type, allowed values included.
    package func contains(_ value: Value) -> Bool {
        contains(value, checkingValues: true)
    }

    /// As above; `instance of` does not ask for allowed values.
    func contains(_ value: Value, checkingValues: Bool) -> Bool {
        switch self {
        case .named(let type):
            guard type.base.contains(value, checkingValues: checkingValues) else { return false }
            return !checkingValues || type.allows?(value) ?? true
        case .any: return true
        case .list(let element):
            guard case .list(let items) = value else { return false }
            if element.isAny { return true }
            return items.allSatisfy { $0.isNull || element.contains($0, checkingValues: checkingValues) }
        case .context(let members):
            guard case .context(let context) = value else { return false }
            return members.allSatisfy { member in
                guard let entry = context[member.name] else { return false }
                return entry.isNull || member.type.contains(entry, checkingValues: checkingValues)
            }
        case .range(let element):
            guard case .range(let range) = value else { return false }
            return [range.lower, range.upper].allSatisfy { end in
                end.map { element.contains($0, checkingValues: checkingValues) } ?? true
            }
        case .null: return value.isNull
        default: return !value.isNull && value.type.conforms(to: self)
        }
    }
}

extension FEELType: CustomStringConvertible {
    /// As FEEL writes it.
    package var description: String {
        switch self {
        case .any: "Any"
        case .null: "Null"
        case .boolean: "boolean"
        case .number: "number"
        case .string: "string"
        case .date: "date"
        case .time: "time"
        case .dateTime: "date and time"
        case .daysDuration: "days and time duration"
        case .monthsDuration: "years and months duration"
        case .list(let element): "list<\(element)>"
        case .range(let element): "range<\(element)>"
        case .context(let members): "context<\(members.map { "\($0.name): \($0.type)" }.joined(separator: ", "))>"
        case .function(let signature):
            "function<\(signature.parameters.map(\.description).joined(separator: ", "))>->\(signature.result)"
        case .anyFunction: "function"
        case .named(let type): type.name
        }
    }
}

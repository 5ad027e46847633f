/// A value of FEEL.
package enum Value: Sendable {
    case null
    case boolean(Bool)
    case number(DecimalNumber)
    case string(String)
    case date(DateValue)
    indirect case time(TimeValue)
    indirect case dateTime(DateTimeValue)
    case daysDuration(DaysDuration)
    case monthsDuration(MonthsDuration)
    case list([Value])
    case context(ContextValue)
    case range(RangeValue)
    case function(FunctionValue)
}

// Not by `nil`: where a value is optional, a missing one would become null unseen.
extension Value: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByArrayLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(booleanLiteral value: Bool) { self = .boolean(value) }
    package init(integerLiteral value: Int) { self = .number(DecimalNumber(value)) }
    package init(arrayLiteral elements: Value...) { self = .list(elements) }
}

extension Value {
    /// A whole number.
    package init(_ value: Int) { self = .number(DecimalNumber(value)) }

    /// Whether this is null.
    package var isNull: Bool {
        if case .null = self { return true }
        return false
    }

    /// The truth value, if this is one.
    package var boolean: Bool? {
        if case .boolean(let value) = self { return value }
        return nil
    }

    /// The number, if this is one.
    package var number: DecimalNumber? {
        if case .number(let value) = self { return value }
        return nil
    }

    /// The text, if this is one.
    package var string: String? {
        if case .string(let value) = self { return value }
        return nil
    }

    /// The items, if this is a list.
    package var list: [Value]? {
        if case .list(let items) = self { return items }
        return nil
    }

    /// The context, if this is one.
    package var context: ContextValue? {
        if case .context(let value) = self { return value }
        return nil
    }

    /// The kind of the value; what lists and contexts hold is not looked at.
    package var type: FEELType {
        switch self {
        case .null: .null
        case .boolean: .boolean
        case .number: .number
        case .string: .string
        case .date: .date
        case .time: .time
        case .dateTime: .dateTime
        case .daysDuration: .daysDuration
        case .monthsDuration: .monthsDuration
        case .list: .list(.any)
        case .context: .context([])
        case .range(let value): .range(value.elementType)
        case .function(let value): .function(value.signature)
        }
    }
}

/// Named values in the order in which they were given.
package struct ContextValue: Sendable {
    /// One name with its value.
    package struct Entry: Sendable {
        package let key: String
        package var value: Value
    }

    /// All entries, each name once.
    package private(set) var entries: [Entry] = []
    /// Positions by name, kept once a linear search would take long.
    private var positions: [String: Int] = [:]
    private static let searched = 12

    package init() {}

    /// Later entries replace earlier ones of the same name.
    package init(_ pairs: KeyValuePairs<String, Value>) {
        for (key, value) in pairs { self[key] = value }
    }

    /// Later entries replace earlier ones of the same name.
    package init(_ pairs: [(String, Value)]) {
        entries.reserveCapacity(pairs.count)
        for (key, value) in pairs { self[key] = value }
    }

    /// The names in order.
    package var keys: [String] { entries.map(\.key) }

    /// The value of that name; setting nil removes it.
    package subscript(key: String) -> Value? {
        get { position(of: key).map { entries[$0].value } }
        set {
            if let index = position(of: key) {
                if let newValue {
                    entries[index].value = newValue
                } else {
                    entries.remove(at: index)
                    reindex()
                }
            } else if let newValue {
                entries.append(Entry(key: key, value: newValue))
                if entries.count > Self.searched {
                    if positions.isEmpty { reindex() } else { positions[key] = entries.count - 1 }
                }
            }
        }
    }

    private func position(of key: String) -> Int? {
        if !positions.isEmpty { return positions[key] }
        return entries.firstIndex { $0.key == key }
    }

    private mutating func reindex() {
        positions = [:]
        guard entries.count > Self.searched else { return }
        for (index, entry) in entries.enumerated() { positions[entry.key] = index }
    }
}

/// The values between two ends; an end that is missing leaves that side open for ever.
package final class RangeValue: Sendable {
    /// The lower end, or nil without one.
    package let lower: Value?
    /// Whether the lower end belongs to it.
    package let includesLower: Bool
    /// The upper end, or nil without one.
    package let upper: Value?
    /// Whether the upper end belongs to it.
    package let includesUpper: Bool

    package init(lower: Value?, includesLower: Bool, upper: Value?, includesUpper: Bool) {
        self.lower = lower
        self.includesLower = includesLower
        self.upper = upper
        self.includesUpper = includesUpper
    }

    var elementType: FEELType { lower?.type ?? upper?.type ?? .any }
}

/// Something that can be called.
package final class FunctionValue: Sendable {
    /// A parameter with the type that arguments are brought to.
    package struct Parameter: Sendable {
        package let name: String
        package let type: FEELType

        package init(name: String, type: FEELType) {
            self.name = name
            self.type = type
        }
    }

    /// How it is called in messages.
    let name: String
    /// In order; what named arguments are matched with.
    package let parameters: [Parameter]
    let result: FEELType
    let body: @Sendable (inout Machine, [Value]) throws -> Value

    /// The function of the standard behind it, which brings its own matching of arguments.
    let builtin: Builtin?

    init(builtin: Builtin) {
        name = builtin.name
        parameters = builtin.overloads[0].parameters.map { Parameter(name: $0.name, type: $0.type) }
        result = builtin.overloads[0].result
        body = { machine, _ in machine.null(.functionFailed(builtin.name), at: .start) }
        self.builtin = builtin
    }

    /// The body gets one value for each parameter, already brought to its type.
    package init(
        name: String, parameters: [Parameter], result: FEELType,
        body: @escaping @Sendable (inout Machine, [Value]) throws -> Value
    ) {
        self.name = name
        self.parameters = parameters
        self.result = result
        self.body = body
        builtin = nil
    }

    var signature: FEELType.Signature {
        FEELType.Signature(parameters: parameters.map(\.type), result: result)
    }
}

/// The variables that expressions may use, in the order of their places in `Machine.globals`, and the types with names.
package struct VariableScope: Sendable {
    /// A variable with its type.
    package struct Variable: Sendable {
        package let name: String
        package let type: FEELType

        package init(_ name: String, _ type: FEELType = .any) {
            self.name = name
            self.type = type
        }
    }

    /// In order; the place of a variable is its place in `Machine.globals`.
    package let variables: [Variable]
    let types: [String: FEELType]
    let input: FEELType
    let parsing: ParsingScope
    /// The place of a filter's item, whose members are names too.
    let itemPlace: Int?
    private let places: [String: Int]

    /// A later variable hides an earlier one of the same name. `input` is the type of `?` in tests.
    package init(_ variables: [Variable] = [], types: [String: FEELType] = [:], input: FEELType = .any) {
        self.variables = variables
        self.types = types
        self.input = input
        itemPlace = nil
        places = Dictionary(variables.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { $1 })
        var members = NameTable()
        for variable in variables { Self.collect(variable.type, into: &members, depth: 0) }
        for type in types.values { Self.collect(type, into: &members, depth: 0) }
        Self.collect(input, into: &members, depth: 0)
        parsing = ParsingScope(
            names: NameTable(variables.map(\.name)), members: members, types: NameTable(types.keys))
    }

    private init(
        _ other: VariableScope, adding more: [Variable], types: [String: FEELType]? = nil, input: FEELType? = nil,
        itemPlace: Int? = nil
    ) {
        variables = other.variables + more
        self.types = types ?? other.types
        self.input = input ?? other.input
        self.itemPlace = itemPlace ?? other.itemPlace
        var places = other.places
        var parsing = other.parsing
        for (index, variable) in more.enumerated() {
            places[variable.name] = other.variables.count + index
            parsing.names.insert(variable.name)
            Self.collect(variable.type, into: &parsing.members, depth: 0)
        }
        if let input { Self.collect(input, into: &parsing.members, depth: 0) }
        parsing.standsInFilter = self.itemPlace != nil
        self.places = places
        self.parsing = parsing
    }

    /// The same scope with another type of `?`.
    package func testing(_ input: FEELType) -> VariableScope {
        VariableScope(self, adding: [], input: input)
    }

    /// With more variables behind those that are there.
    package func adding(_ variables: [Variable]) -> VariableScope {
        VariableScope(self, adding: variables)
    }

    /// With `item` behind the variables that are there; what it holds can be named without a point.
    package func filtering(_ element: FEELType) -> VariableScope {
        VariableScope(self, adding: [Variable("item", element)], itemPlace: variables.count)
    }

    private static func collect(_ type: FEELType, into members: inout NameTable, depth: Int) {
        guard depth < 16 else { return }
        switch type.resolved {
        case .context(let own):
            for member in own {
                members.insert(member.name)
                collect(member.type, into: &members, depth: depth + 1)
            }
        case .list(let element), .range(let element): collect(element, into: &members, depth: depth + 1)
        case .function(let signature): collect(signature.result, into: &members, depth: depth + 1)
        default: break
        }
    }

    /// The place of a variable in `Machine.globals`.
    package func place(of name: String) -> Int? { places[name] }
}

/// The local names of one function body (or of the whole expression), while it is compiled.
final class FrameScope {
    /// A name with the place of its value, or a filter whose item lends its members as names.
    enum Entry {
        case variable(String, place: Int, type: FEELType)
        case item(place: Int, type: FEELType)
    }

    let parent: FrameScope?
    var entries: [Entry] = []
    private(set) var size = 0
    /// Names taken over from around the function when it is made: how to read them there, and their place here.
    private(set) var captures: [(place: Int, code: Code)] = []
    private var captured: [String: (place: Int, type: FEELType)] = [:]

    init(parent: FrameScope?) {
        self.parent = parent
    }

    /// A new place.
    func reserve() -> Int {
        size += 1
        return size - 1
    }

    func capture(_ name: String, _ compiled: Compiled) -> (place: Int, type: FEELType) {
        let entry = (place: reserve(), type: compiled.type)
        captured[name] = entry
        captures.append((entry.place, compiled.code))
        return entry
    }

    func captured(_ name: String) -> (place: Int, type: FEELType)? { captured[name] }
}

/// What an expression becomes: a closure that gives its value.
typealias Code = @Sendable (inout Machine) throws -> Value

/// Code with what is known about its value.
struct Compiled {
    let code: Code
    let type: FEELType
    /// The value, if it is the same each time.
    var constant: Value?
    /// The function of the standard, if it is one.
    var builtin: Builtin?

    init(_ type: FEELType, constant: Value? = nil, builtin: Builtin? = nil, _ code: @escaping Code) {
        self.type = type
        self.constant = constant
        self.builtin = builtin
        self.code = code
    }

    static func constant(_ value: Value) -> Compiled {
        Compiled(value.type, constant: value) { _ in value }
    }
}

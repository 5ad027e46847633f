/// One evaluation: its values, what it has used, and what it had to say.
package struct Machine: Sendable {
    /// Values of the scope's variables, in the scope's order.
    package var globals: [Value]
    /// Local values of the function or expression that runs now.
    var slots: [Value] = []
    /// What `?` means.
    package var input: Value = .null
    /// Why values became null; the first few only.
    package private(set) var warnings: [Warning] = []
    /// The moment for `now()` and `today()`.
    let moment: DateTimeValue?

    private var steps: Int
    private var cells: Int
    private var depth: Int
    private static let warningLimit = 32

    /// A fresh evaluation; without a moment, `now()` and `today()` are null.
    package init(globals: [Value] = [], limits: EvaluationLimits = .standard, now moment: DateTimeValue? = nil) {
        self.globals = globals
        self.moment = moment
        steps = limits.steps
        cells = limits.cells
        depth = limits.depth
    }

    /// Something that made a value null, for the author of the expression.
    package struct Warning: Sendable, Equatable {
        package let problem: Problem
        package let position: SourcePosition
    }

    /// Null, with a reason.
    mutating func null(_ problem: Problem, at position: SourcePosition) -> Value {
        warn(problem, at: position)
        return .null
    }

    /// Notes why a value is not what it could have been.
    package mutating func warn(_ problem: Problem, at position: SourcePosition) {
        guard warnings.count < Self.warningLimit else { return }
        warnings.append(Warning(problem: problem, position: position))
    }

    /// Takes what is told by another problem's place.
    package mutating func warn(_ problem: Problem) {
        warn(problem, at: .start)
    }

    // MARK: Limits

    /// Throws: `LimitExceeded` when no steps are left.
    @inline(__always)
    package mutating func spend(_ count: Int) throws {
        steps -= count
        if steps < 0 { throw LimitExceeded(.steps) }
    }

    /// Throws: `LimitExceeded` when the memory for values is used up.
    @inline(__always)
    package mutating func take(cells count: Int) throws {
        cells -= count
        if cells < 0 { throw LimitExceeded(.cells) }
    }

    package mutating func take(text: String) throws {
        try take(cells: text.utf8.count / 24 + 1)
        try spend(text.utf8.count / 64 + 1)
    }

    /// Runs something that reaches `height` further down.
    package mutating func deeper<Result>(
        by height: Int, _ body: (inout Machine) throws -> Result
    ) throws -> Result {
        depth -= height
        defer { depth += height }
        if depth < 0 { throw LimitExceeded(.depth) }
        return try body(&self)
    }

    /// Runs with local values of its own.
    mutating func withFrame<Result>(
        _ frame: [Value], _ body: (inout Machine) throws -> Result
    ) rethrows -> Result {
        let saved = slots
        slots = frame
        defer { slots = saved }
        return try body(&self)
    }

    // MARK: Comparing

    /// As `Value.isEqual`, paid for.
    mutating func equal(_ left: Value, _ right: Value) throws -> Bool? {
        let before = steps
        let answer = left.isEqual(to: right, budget: &steps)
        if steps <= 0, before > 0 { throw LimitExceeded(.steps) }
        return answer
    }

    /// Throws when a value holds others too deep, or more than there are steps left; only loops can build such.
    package mutating func checkDepth(of value: Value, _ rest: Int = 200) throws {
        try spend(1)
        switch value {
        case .list(let items):
            if rest == 0 { throw LimitExceeded(.depth) }
            for item in items { try checkDepth(of: item, rest - 1) }
        case .context(let context):
            if rest == 0 { throw LimitExceeded(.depth) }
            for entry in context.entries { try checkDepth(of: entry.value, rest - 1) }
        default: break
        }
    }
}

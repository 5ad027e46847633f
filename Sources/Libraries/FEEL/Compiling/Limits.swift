/// How much one evaluation may use. What goes beyond throws `LimitExceeded`; it never hangs and never fills the memory.
package struct EvaluationLimits: Sendable {
    /// Evaluated expressions, compared values and characters looked at by patterns, all counted together.
    package var steps: Int
    /// Places in lists and contexts that are made; 24 bytes of text count as one.
    package var cells: Int
    /// How deep calls may stand within one another, counted in nested expressions.
    package var depth: Int

    package init(steps: Int = 5_000_000, cells: Int = 2_000_000, depth: Int = 2_000) {
        self.steps = steps
        self.cells = cells
        self.depth = depth
    }

    /// For tables and forms edited by officials: about a second at worst.
    package static let standard = EvaluationLimits()
}

/// An evaluation wanted more than it may have.
package struct LimitExceeded: Error, Sendable, Equatable {
    /// What ran out.
    package enum Resource: String, Sendable {
        case steps, cells, depth
    }

    package let resource: Resource

    init(_ resource: Resource) {
        self.resource = resource
    }
}

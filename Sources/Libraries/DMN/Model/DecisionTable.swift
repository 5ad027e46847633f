/// Rules in rows: where all the cells of a row fit, its outputs hold.
package struct DecisionTable: Sendable, Equatable {
    package var hitPolicy = HitPolicy.unique
    package var aggregation: Aggregation?
    package var inputs: [InputClause] = []
    package var outputs: [OutputClause] = []
    package var annotations: [String] = []
    package var rules: [Rule] = []

    package init() {}

    /// A column of conditions.
    package struct InputClause: Sendable, Equatable {
        package var label: String?
        /// FEEL: the value that the cells test.
        package var expression: String
        package var typeRef: String?
        /// Unary tests that the value must pass.
        package var allowedValues: String?

        package init(_ expression: String, typeRef: String? = nil, allowedValues: String? = nil) {
            self.expression = expression
            self.typeRef = typeRef
            self.allowedValues = allowedValues
        }
    }

    /// A column of results.
    package struct OutputClause: Sendable, Equatable {
        package var name: String?
        package var label: String?
        package var typeRef: String?
        /// Values in order of priority.
        package var allowedValues: String?
        /// FEEL: the result when no rule fits.
        package var defaultEntry: String?

        package init(_ name: String? = nil, typeRef: String? = nil) {
            self.name = name
            self.typeRef = typeRef
        }
    }

    /// A row.
    package struct Rule: Sendable, Equatable {
        /// Unary tests, one for each input.
        package var inputs: [String]
        /// FEEL, one for each output.
        package var outputs: [String]
        package var annotations: [String] = []

        package init(_ inputs: [String], _ outputs: [String]) {
            self.inputs = inputs
            self.outputs = outputs
        }
    }
}

/// What happens when several rules fit.
package enum HitPolicy: String, Sendable, CaseIterable {
    /// At most one may fit.
    case unique = "UNIQUE"
    /// Several may fit if they say the same.
    case any = "ANY"
    /// The one whose output comes first among the output's values.
    case priority = "PRIORITY"
    /// The first row counts.
    case first = "FIRST"
    /// All count, in no order, perhaps made into one number.
    case collect = "COLLECT"
    /// All count, in the order of rows.
    case ruleOrder = "RULE ORDER"
    /// All count, in the order of the output's values.
    case outputOrder = "OUTPUT ORDER"

    /// As it stands in the corner of a table.
    package var letter: String { String(rawValue.prefix(1)) }

    /// Whether the result is a list.
    var givesList: Bool { self == .collect || self == .ruleOrder || self == .outputOrder }
}

/// How collected numbers become one.
package enum Aggregation: String, Sendable, CaseIterable {
    case sum = "SUM"
    case count = "COUNT"
    case min = "MIN"
    case max = "MAX"
}

/// The logic of a decision, in one of the shapes that DMN draws as boxes.
package struct BoxedExpression: Sendable, Equatable {
    package var id: String?
    /// The type that the value is brought to; null if it does not fit.
    package var typeRef: String?
    package var shape: Shape
    /// The line of the file it came from, or 0; no part of the model.
    package var line = 0

    package init(_ shape: Shape, typeRef: String? = nil, id: String? = nil, line: Int = 0) {
        self.shape = shape
        self.typeRef = typeRef
        self.id = id
        self.line = line
    }

    /// A FEEL text.
    package static func literal(_ text: String, typeRef: String? = nil) -> BoxedExpression {
        BoxedExpression(.literal(text), typeRef: typeRef)
    }

    package static func == (left: BoxedExpression, right: BoxedExpression) -> Bool {
        left.typeRef == right.typeRef && left.shape == right.shape
    }

    /// The boxes of DMN 1.1 to 1.5.
    package indirect enum Shape: Sendable, Equatable {
        case literal(String)
        case table(DecisionTable)
        /// Entries in order; the one without a name is the result.
        case context([ContextEntry])
        case list([BoxedExpression])
        case relation(columns: [InformationItem], rows: [[BoxedExpression]])
        case invocation(callee: BoxedExpression, bindings: [Binding])
        case function(FunctionDefinition)
        case conditional(condition: BoxedExpression, consequence: BoxedExpression, alternative: BoxedExpression)
        case iteration(variable: String, domain: BoxedExpression, body: BoxedExpression)
        case quantified(isEvery: Bool, variable: String, domain: BoxedExpression, body: BoxedExpression)
        case filter(domain: BoxedExpression, condition: BoxedExpression)
    }

    /// A line of a boxed context.
    package struct ContextEntry: Sendable, Equatable {
        package var variable: InformationItem?
        package var value: BoxedExpression

        package init(_ variable: InformationItem?, _ value: BoxedExpression) {
            self.variable = variable
            self.value = value
        }
    }

    /// An argument of a boxed invocation.
    package struct Binding: Sendable, Equatable {
        package var parameter: String
        package var value: BoxedExpression?

        package init(_ parameter: String, _ value: BoxedExpression?) {
            self.parameter = parameter
            self.value = value
        }
    }
}

/// A function with parameters and a boxed body.
package struct FunctionDefinition: Sendable, Equatable {
    /// Which language the body is in.
    package enum Kind: String, Sendable {
        case feel = "FEEL"
        case java = "Java"
        case pmml = "PMML"
    }

    package var kind = Kind.feel
    package var typeRef: String?
    package var parameters: [InformationItem]
    package var body: BoxedExpression?

    package init(_ parameters: [InformationItem], _ body: BoxedExpression?, kind: Kind = .feel) {
        self.parameters = parameters
        self.body = body
        self.kind = kind
    }
}

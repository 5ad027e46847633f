/// A DMN model: what is decided, from which inputs, by which knowledge.
package struct DMNModel: Sendable, Equatable {
    package var name: String
    /// Tells models apart when one imports another.
    package var namespace: String
    package var imports: [DMNImport] = []
    package var itemDefinitions: [ItemDefinition] = []
    package var inputs: [InputData] = []
    package var decisions: [Decision] = []
    package var knowledge: [BusinessKnowledge] = []
    package var services: [DecisionService] = []

    package init(name: String, namespace: String) {
        self.name = name
        self.namespace = namespace
    }
}

/// Another model whose elements are used under a name.
package struct DMNImport: Sendable, Equatable {
    /// The name before the point: `name.element`; empty brings the elements in without one.
    package var name: String
    package var namespace: String

    package init(name: String, namespace: String) {
        self.name = name
        self.namespace = namespace
    }
}

/// A name with the type of its values; nil means any.
package struct InformationItem: Sendable, Equatable {
    package var name: String
    package var typeRef: String?

    package init(_ name: String, _ typeRef: String? = nil) {
        self.name = name
        self.typeRef = typeRef
    }
}

/// Something that is told to the model.
package struct InputData: Sendable, Equatable {
    package var id: String
    package var variable: InformationItem

    package init(id: String, variable: InformationItem) {
        self.id = id
        self.variable = variable
    }
}

/// Something that is worked out.
package struct Decision: Sendable, Equatable {
    package var id: String
    package var variable: InformationItem
    package var question: String?
    /// Inputs and decisions that it needs; `#id`, or `namespace#id` of another model.
    package var informationRequirements: [String] = []
    /// Knowledge and services that it calls.
    package var knowledgeRequirements: [String] = []
    package var logic: BoxedExpression?

    package init(id: String, variable: InformationItem, logic: BoxedExpression? = nil) {
        self.id = id
        self.variable = variable
        self.logic = logic
    }
}

/// A function that decisions share (业务知识模型).
package struct BusinessKnowledge: Sendable, Equatable {
    package var id: String
    package var variable: InformationItem
    package var knowledgeRequirements: [String] = []
    package var logic: FunctionDefinition

    package init(id: String, variable: InformationItem, logic: FunctionDefinition) {
        self.id = id
        self.variable = variable
        self.logic = logic
    }
}

/// Decisions offered as one function (决策服务).
package struct DecisionService: Sendable, Equatable {
    package var id: String
    package var variable: InformationItem
    package var outputDecisions: [String] = []
    package var encapsulatedDecisions: [String] = []
    package var inputDecisions: [String] = []
    package var inputData: [String] = []

    package init(id: String, variable: InformationItem) {
        self.id = id
        self.variable = variable
    }
}

/// A type with a name: another type with fewer values, a structure, a collection or a function.
package struct ItemDefinition: Sendable, Equatable {
    package var name: String
    package var typeRef: String?
    /// A collection of what is described here.
    package var isCollection = false
    /// Unary tests that values (items of a collection) must pass.
    package var allowedValues: String?
    /// Unary tests that the value as a whole must pass.
    package var typeConstraint: String?
    package var components: [ItemDefinition] = []
    package var function: FunctionItem?

    package init(_ name: String, _ typeRef: String? = nil) {
        self.name = name
        self.typeRef = typeRef
    }
}

/// What a function type takes and gives.
package struct FunctionItem: Sendable, Equatable {
    package var outputTypeRef: String?
    package var parameters: [InformationItem] = []

    package init(outputTypeRef: String? = nil, parameters: [InformationItem] = []) {
        self.outputTypeRef = outputTypeRef
        self.parameters = parameters
    }
}

/// An expression ready to run: read, resolved against a scope, compiled once.
package struct FEELExpression: Sendable {
    /// The text it was made from.
    package let source: String
    /// As it was read.
    package let form: Expression
    /// The type of its value as far as it is known in advance.
    package let type: FEELType
    /// What cannot work in it. It may run all the same: such places give null.
    package let diagnostics: [Diagnostic]
    /// The value, if it does not depend on anything.
    package let constant: Value?
    private let code: Code
    private let frameSize: Int
    private let weight: Int

    /// Reads and compiles.
    ///
    /// - Throws: `SyntaxError` when the text is no FEEL, or too long or too deep.
    package init(_ source: String, in scope: VariableScope = VariableScope()) throws(SyntaxError) {
        let form = try Parser.expression(source, scope: scope.parsing)
        var compiler = Compiler(scope)
        let compiled = compiler.compile(form)
        self.source = source
        self.form = form
        type = compiled.type
        diagnostics = compiler.diagnostics
        constant = compiled.constant
        code = compiled.code
        frameSize = compiler.frame.size
        weight = form.size
    }

    /// The value.
    ///
    /// - Throws: `LimitExceeded`; everything else that goes wrong gives null and a warning.
    package func evaluate(_ machine: inout Machine) throws -> Value {
        if let constant { return constant }
        try machine.spend(weight)
        guard frameSize > 0 else { return try code(&machine) }
        return try machine.withFrame([Value](repeating: .null, count: frameSize)) { try code(&$0) }
    }

    /// The value, with a machine of its own.
    ///
    /// - Throws: `LimitExceeded`.
    package func evaluate(
        _ globals: [Value] = [], limits: EvaluationLimits = .standard, now moment: DateTimeValue? = nil
    ) throws -> Value {
        var machine = Machine(globals: globals, limits: limits, now: moment)
        return try evaluate(&machine)
    }

    /// Whether it uses that name anywhere.
    package func uses(_ name: String) -> Bool { form.uses(name) }
}

/// The tests of a cell, ready to run.
package struct FEELTests: Sendable {
    /// The text they were made from.
    package let source: String
    /// As they were read.
    package let form: UnaryTests
    /// What cannot work in them.
    package let diagnostics: [Diagnostic]
    /// What the tests say about constant values, as far as they say nothing else.
    package let shape: TestShape?
    private let tests: [TestCode]
    private let frameSize: Int

    /// Reads and compiles; `scope.input` is the type of the tested value.
    ///
    /// - Throws: `SyntaxError` when the text is no unary test, or too long or too deep.
    package init(_ source: String, in scope: VariableScope = VariableScope()) throws(SyntaxError) {
        let form = try Parser.unaryTests(source, scope: scope.parsing)
        var compiler = Compiler(scope)
        self.source = source
        self.form = form
        switch form {
        case .any: tests = []
        case .positive(let list), .negated(let list): tests = list.map { compiler.test($0, isCell: true) }
        }
        shape = TestShape(form)
        diagnostics = compiler.diagnostics
        frameSize = compiler.frame.size
    }

    /// Whether the value passes; nil when that cannot be said.
    ///
    /// - Throws: `LimitExceeded`.
    package func matches(_ value: Value, _ machine: inout Machine) throws -> Bool? {
        if case .any = form { return true }
        try machine.spend(tests.count)
        let saved = machine.input
        machine.input = value
        defer { machine.input = saved }
        let answer =
            frameSize == 0
            ? try Compiler.any(tests, &machine, value)
            : try machine.withFrame([Value](repeating: .null, count: frameSize)) { machine in
                try Compiler.any(tests, &machine, value)
            }
        if case .negated = form { return answer.map { !$0 } }
        return answer
    }
}

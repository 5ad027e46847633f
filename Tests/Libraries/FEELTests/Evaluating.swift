import FEEL

/// The value of a text, as FEEL would write it; a syntax error shows as its code.
func feel(_ source: String, _ variables: KeyValuePairs<String, Value> = [:], now: DateTimeValue? = nil) throws -> String
{
    try value(source, variables, now: now).literal
}

func value(
    _ source: String, _ variables: KeyValuePairs<String, Value> = [:], now: DateTimeValue? = nil
) throws -> Value {
    let scope = VariableScope(variables.map { VariableScope.Variable($0.key, .any) })
    let expression = try FEELExpression(source, in: scope)
    return try expression.evaluate(variables.map(\.value), now: now)
}

/// Whether a value passes the tests of a cell; nil when that is unknown.
func test(_ tests: String, _ value: Value) throws -> Bool? {
    var machine = Machine()
    return try FEELTests(tests).matches(value, &machine)
}

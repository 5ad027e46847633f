/// Functions on numbers.
enum NumberFunctions {
    static let all: [Builtin] =
        [
            builtin(
                "decimal",
                takes([parameter("n", .number), parameter("scale", .number)], gives: .number) { _, values in
                    rounded(values[0].decimal, values[1].decimal, .halfEven)
                }),
            rounding("floor", .floor),
            rounding("ceiling", .ceiling),
            builtin("abs", takes([parameter("n", .any)], givesFrom: same) { _, values in magnitude(values[0]) }),
            builtin(
                "modulo",
                takes([parameter("dividend", .number), parameter("divisor", .number)], gives: .number) { _, values in
                    .optional(values[0].decimal.modulo(values[1].decimal))
                }),
            function("sqrt") { $0.squareRoot() },
            function("log") { $0.logarithm() },
            function("exp") { $0.exponential() },
            parity("odd", rest: 1),
            parity("even", rest: 0),
        ] + [
            scaled("round up", .up), scaled("round down", .down), scaled("round half up", .halfUp),
            scaled("round half down", .halfDown),
        ]

    private static let same: @Sendable ([FEELType]) -> FEELType = { $0.first ?? .any }

    private static func rounded(_ number: DecimalNumber, _ scale: DecimalNumber, _ mode: RoundingMode) -> Value? {
        guard let places = scale.rounded(toScale: 0, mode: .down)?.integer, (-6111...6176).contains(places) else {
            return nil
        }
        return .optional(number.rounded(toScale: places, mode: mode))
    }

    /// To whole numbers, or to a scale.
    private static func rounding(_ name: String, _ mode: RoundingMode) -> Builtin {
        builtin(
            name,
            takes([parameter("n", .number)], gives: .number) { _, values in
                .optional(values[0].decimal.rounded(toScale: 0, mode: mode))
            },
            takes([parameter("n", .number), parameter("scale", .number)], gives: .number) { _, values in
                rounded(values[0].decimal, values[1].decimal, mode)
            })
    }

    private static func scaled(_ name: String, _ mode: RoundingMode) -> Builtin {
        builtin(
            name,
            takes([parameter("n", .number), parameter("scale", .number)], gives: .number) { _, values in
                rounded(values[0].decimal, values[1].decimal, mode)
            })
    }

    private static func function(
        _ name: String, _ body: @escaping @Sendable (DecimalNumber) -> DecimalNumber?
    ) -> Builtin {
        builtin(
            name,
            takes([parameter("number", .number)], gives: .number) { machine, values in
                try machine.spend(200)
                return .optional(body(values[0].decimal))
            })
    }

    private static func parity(_ name: String, rest: Int) -> Builtin {
        builtin(
            name,
            takes([parameter("number", .number)], gives: .boolean) { _, values in
                guard values[0].decimal.isInteger else { return .boolean(false) }
                return values[0].decimal.modulo(DecimalNumber(2)).map { .boolean($0 == DecimalNumber(rest)) }
            })
    }

    private static func magnitude(_ value: Value) -> Value? {
        switch value {
        case .number(let number): .number(number.magnitude)
        case .daysDuration(let span):
            DaysDuration(total: Int128(span.total.magnitude)).map { .daysDuration($0) }
        case .monthsDuration(let span): .monthsDuration(MonthsDuration(months: abs(span.months)))
        default: nil
        }
    }
}

/// Functions on dates and times.
enum TemporalFunctions {
    static let all: [Builtin] = [
        builtin(
            "now",
            takes([], gives: .dateTime) { machine, _ in
                machine.moment.map { .dateTime($0) } ?? machine.null(.noClock, at: .start)
            }),
        builtin(
            "today",
            takes([], gives: .date) { machine, _ in
                machine.moment.map { .date($0.date) } ?? machine.null(.noClock, at: .start)
            }),
        calendar("day of year", .number) { Value($0.dayOfYear) },
        calendar("day of week", .string) { .string(weekdays[$0.weekday - 1]) },
        calendar("month of year", .string) { .string(months[$0.parts.month - 1]) },
        calendar("week of year", .number) { Value($0.weekOfYear) },
        builtin(
            "is",
            takes([nullable("value1"), nullable("value2")], gives: .boolean) { machine, values in
                .boolean(try isSame(values[0], values[1], &machine))
            }),
    ]

    private static let weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    private static func calendar(
        _ name: String, _ type: FEELType, _ body: @escaping @Sendable (DateValue) -> Value
    ) -> Builtin {
        builtin(
            name,
            takes([parameter("date", .any)], gives: type) { _, values in
                switch values[0] {
                case .date(let date): body(date)
                case .dateTime(let moment): body(moment.date)
                default: nil
                }
            })
    }

    /// The same element of the same kind: unlike `=`, zones and kinds must agree.
    private static func isSame(_ left: Value, _ right: Value, _ machine: inout Machine) throws -> Bool {
        switch (left, right) {
        case (.time(let a), .time(let b)): a == b
        case (.dateTime(let a), .dateTime(let b)): a == b
        default: try machine.equal(left, right) == true
        }
    }
}

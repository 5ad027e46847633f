/// What the operators do with values, and which types they take.
enum Operation {
    // MARK: Types

    /// The type of the result, or nil when values of these types never have one.
    static func result(_ operation: Expression.Arithmetic, _ left: FEELType, _ right: FEELType) -> FEELType? {
        let (a, b) = (kind(left), kind(right))
        if a == .unknown || b == .unknown { return .any }
        switch (operation, a, b) {
        case (_, .number, .number): return .number
        case (.add, .string, .string): return .string
        case (.add, .days, .days), (.subtract, .days, .days): return .daysDuration
        case (.add, .months, .months), (.subtract, .months, .months): return .monthsDuration
        case (.add, .date, .days), (.add, .date, .months), (.subtract, .date, .days), (.subtract, .date, .months):
            return .date
        case (.add, .dateTime, .days), (.add, .dateTime, .months), (.subtract, .dateTime, .days),
            (.subtract, .dateTime, .months):
            return .dateTime
        case (.add, .days, .date), (.add, .months, .date): return .date
        case (.add, .days, .dateTime), (.add, .months, .dateTime): return .dateTime
        case (.add, .time, .days), (.subtract, .time, .days), (.add, .days, .time): return .time
        case (.subtract, .date, .date), (.subtract, .dateTime, .dateTime), (.subtract, .date, .dateTime),
            (.subtract, .dateTime, .date), (.subtract, .time, .time):
            return .daysDuration
        case (.multiply, .days, .number), (.multiply, .number, .days), (.divide, .days, .number): return .daysDuration
        case (.multiply, .months, .number), (.multiply, .number, .months), (.divide, .months, .number):
            return .monthsDuration
        case (.divide, .days, .days), (.divide, .months, .months): return .number
        default: return nil
        }
    }

    private enum Kind {
        case unknown, number, string, date, time, dateTime, days, months, other
    }

    private static func kind(_ type: FEELType) -> Kind {
        switch type.resolved {
        case .any, .null: .unknown
        case .number: .number
        case .string: .string
        case .date: .date
        case .time: .time
        case .dateTime: .dateTime
        case .daysDuration: .days
        case .monthsDuration: .months
        default: .other
        }
    }

    static func areComparable(_ left: FEELType, _ right: FEELType) -> Bool {
        let (a, b) = (left.resolved, right.resolved)
        return a.conforms(to: b) || b.conforms(to: a) || kind(a) == .unknown || kind(b) == .unknown
            || (kind(a) == .other && kind(b) == .other)
    }

    /// The name of a type that is no condition.
    static func wrongCondition(_ type: FEELType) -> String? {
        switch type.resolved {
        case .boolean, .any, .null: nil
        default: type.description
        }
    }

    static func either(_ left: FEELType, _ right: FEELType) -> FEELType {
        if left.conforms(to: right) { return right }
        return right.conforms(to: left) ? left : .any
    }

    // MARK: Numbers

    @inline(__always)
    static func fast(
        _ operation: Expression.Arithmetic, _ left: DecimalNumber, _ right: DecimalNumber
    ) -> DecimalNumber? {
        switch operation {
        case .add: left.adding(right)
        case .subtract: left.subtracting(right)
        case .multiply: left.multiplied(by: right)
        case .divide: left.divided(by: right)
        case .power: left.power(right)
        }
    }

    // MARK: Values

    static func apply(
        _ operation: Expression.Arithmetic, _ left: Value, _ right: Value, _ machine: inout Machine,
        _ position: SourcePosition
    ) throws -> Value {
        if case .number(let divisor) = right, case .number = left {
            let problem: Problem = operation == .divide && divisor.isZero ? .divisionByZero : .noFiniteNumber
            return machine.null(problem, at: position)
        }
        let value: Value? =
            switch operation {
            case .add: try sum(left, right, &machine)
            case .subtract: difference(left, right)
            case .multiply: product(left, right)
            case .divide: quotient(left, right)
            case .power: nil
            }
        if let value { return value }
        let problem = Problem.operands(operation.rawValue, left.type.description, right.type.description)
        return machine.null(problem, at: position)
    }

    private static func sum(_ left: Value, _ right: Value, _ machine: inout Machine) throws -> Value? {
        switch (left, right) {
        case (.string(let a), .string(let b)):
            let text = a + b
            try machine.take(text: text)
            return .string(text)
        case (.daysDuration(let a), .daysDuration(let b)): return days(a.total + b.total)
        case (.monthsDuration(let a), .monthsDuration(let b)): return months(Int128(a.months) + Int128(b.months))
        case (.daysDuration, .date), (.daysDuration, .dateTime), (.daysDuration, .time), (.monthsDuration, .date),
            (.monthsDuration, .dateTime):
            return moved(right, left, backwards: false)
        default: return moved(left, right, backwards: false)
        }
    }

    private static func difference(_ left: Value, _ right: Value) -> Value? {
        switch (left, right) {
        case (.daysDuration(let a), .daysDuration(let b)): return days(a.total - b.total)
        case (.monthsDuration(let a), .monthsDuration(let b)): return months(Int128(a.months) - Int128(b.months))
        case (.time(let a), .time(let b)):
            guard (a.zone == nil) == (b.zone == nil) else { return nil }
            return days(Int128(a.utcNanoseconds - b.utcNanoseconds))
        case (.date, .date), (.date, .dateTime), (.dateTime, .date), (.dateTime, .dateTime):
            guard let a = moment(left), let b = moment(right), (a.time.zone == nil) == (b.time.zone == nil) else {
                return nil
            }
            return days(a.instant - b.instant)
        default: return moved(left, right, backwards: true)
        }
    }

    /// A date beside a moment counts as midnight UTC.
    private static func moment(_ value: Value) -> DateTimeValue? {
        switch value {
        case .dateTime(let moment): moment
        case .date(let date): DateTimeValue(date: date, time: TimeValue(nanoseconds: 0, zone: .offset(0)))
        default: nil
        }
    }

    private static func moved(_ value: Value, _ duration: Value, backwards: Bool) -> Value? {
        switch (value, duration) {
        case (.date(let date), .monthsDuration(let span)):
            return date.adding(months: backwards ? -span.months : span.months).map { .date($0) }
        case (.dateTime(let moment), .monthsDuration(let span)):
            return moment.adding(months: backwards ? -span.months : span.months).map { .dateTime($0) }
        case (.date(let date), .daysDuration(let span)):
            guard let span = DaysDuration(total: backwards ? -span.total : span.total) else { return nil }
            let midnight = DateTimeValue(date: date, time: TimeValue(nanoseconds: 0, zone: nil))
            return midnight.adding(span).map { .date($0.date) }
        case (.dateTime(let moment), .daysDuration(let span)):
            guard let span = DaysDuration(total: backwards ? -span.total : span.total) else { return nil }
            return moment.adding(span).map { .dateTime($0) }
        case (.time(let time), .daysDuration(let span)):
            guard let span = DaysDuration(total: backwards ? -span.total : span.total) else { return nil }
            return .time(time.adding(span))
        default: return nil
        }
    }

    private static func product(_ left: Value, _ right: Value) -> Value? {
        switch (left, right) {
        case (.daysDuration(let span), .number(let factor)), (.number(let factor), .daysDuration(let span)):
            return span.number.multiplied(by: factor).flatMap(DaysDuration.init(number:)).map { .daysDuration($0) }
        case (.monthsDuration(let span), .number(let factor)), (.number(let factor), .monthsDuration(let span)):
            return DecimalNumber(span.months).multiplied(by: factor).flatMap(wholeMonths)
        default: return nil
        }
    }

    private static func quotient(_ left: Value, _ right: Value) -> Value? {
        switch (left, right) {
        case (.daysDuration(let span), .number(let divisor)):
            return span.number.divided(by: divisor).flatMap(DaysDuration.init(number:)).map { .daysDuration($0) }
        case (.monthsDuration(let span), .number(let divisor)):
            return DecimalNumber(span.months).divided(by: divisor).flatMap(wholeMonths)
        case (.daysDuration(let a), .daysDuration(let b)): return a.number.divided(by: b.number).map { .number($0) }
        case (.monthsDuration(let a), .monthsDuration(let b)):
            return DecimalNumber(a.months).divided(by: DecimalNumber(b.months)).map { .number($0) }
        default: return nil
        }
    }

    private static func wholeMonths(_ number: DecimalNumber) -> Value? {
        guard let whole = number.rounded(toScale: 0, mode: .down)?.integer else { return nil }
        return months(Int128(whole))
    }

    private static func days(_ total: Int128) -> Value? {
        DaysDuration(total: total).map { .daysDuration($0) }
    }

    private static func months(_ total: Int128) -> Value? {
        guard let months = Int(exactly: total), abs(total) < 1 << 60 else { return nil }
        return .monthsDuration(MonthsDuration(months: months))
    }

    // MARK: Comparing

    static func compare(
        _ comparison: Expression.Comparison, _ left: Value, _ right: Value, _ machine: inout Machine,
        _ position: SourcePosition
    ) throws -> Value {
        if comparison == .equal || comparison == .unequal {
            guard let same = try machine.equal(left, right) else {
                return machine.null(.notComparable(left.type.description, right.type.description), at: position)
            }
            return .boolean(same == (comparison == .equal))
        }
        if case .string(let text) = left { try machine.spend(text.utf8.count / 64) }
        guard let order = left.order(against: right) else {
            return machine.null(.notComparable(left.type.description, right.type.description), at: position)
        }
        switch comparison {
        case .less: return .boolean(order < 0)
        case .lessOrEqual: return .boolean(order <= 0)
        case .greater: return .boolean(order > 0)
        case .greaterOrEqual, .equal, .unequal: return .boolean(order >= 0)
        }
    }
}

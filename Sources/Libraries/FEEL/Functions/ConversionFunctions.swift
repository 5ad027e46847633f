/// Text to values and back.
enum Conversion {
    /// What `@"…"` means: a date, time, moment or duration, told apart by its shape.
    static func temporal(_ text: String) -> Value? {
        if let date = DateValue(text) { return .date(date) }
        if let moment = DateTimeValue(text) { return .dateTime(moment) }
        if let time = TimeValue(text) { return .time(time) }
        return DurationText.read(text)
    }
}

enum ConversionFunctions {
    static let all: [Builtin] = [
        builtin(
            "number",
            takes([parameter("from", .string)], gives: .number) { _, values in
                .optional(DecimalNumber(values[0].text))
            },
            takes(
                [
                    parameter("from", .string), nullable("grouping separator", .string),
                    nullable("decimal separator", .string),
                ], gives: .number
            ) { _, values in .optional(number(values[0].text, grouping: values[1].string, point: values[2].string)) }),
        builtin(
            "string",
            takes([parameter("from", .any)], gives: .string) { machine, values in
                let text = values[0].description
                try machine.take(text: text)
                return .string(text)
            }),
        builtin(
            "date",
            takes([parameter("from", .any)], gives: .date) { _, values in
                switch values[0] {
                case .string(let text): DateValue(text).map { .date($0) }
                case .dateTime(let moment): .date(moment.date)
                case .date: values[0]
                default: nil
                }
            },
            takes([parameter("year", .number), parameter("month", .number), parameter("day", .number)], gives: .date) {
                _, values in date(values).map { .date($0) }
            }),
        builtin(
            "time",
            takes([parameter("from", .any)], gives: .time) { _, values in
                switch values[0] {
                case .string(let text): TimeValue(text).map { .time($0) }
                case .dateTime(let moment): .time(moment.time)
                case .time: values[0]
                case .date: .time(TimeValue(nanoseconds: 0, zone: .offset(0)))
                default: nil
                }
            },
            takes(
                [
                    parameter("hour", .number), parameter("minute", .number), parameter("second", .number),
                    Builtin.Parameter(name: "offset", type: .daysDuration, isOptional: true, takesNull: true),
                ], gives: .time
            ) { _, values in
                time(values).map { .time($0) }
            }),
        builtin(
            "date and time",
            takes([parameter("from", .any)], gives: .dateTime) { _, values in
                switch values[0] {
                case .string(let text): return DateTimeValue(text).map { .dateTime($0) }
                case .dateTime: return values[0]
                case .date(let date):
                    return .dateTime(DateTimeValue(date: date, time: TimeValue(nanoseconds: 0, zone: .offset(0))))
                default: return nil
                }
            },
            takes([parameter("date", .any), parameter("time", .time)], gives: .dateTime) { _, values in
                guard case .time(let time) = values[1] else { return nil }
                switch values[0] {
                case .date(let date): return .dateTime(DateTimeValue(date: date, time: time))
                case .dateTime(let moment): return .dateTime(DateTimeValue(date: moment.date, time: time))
                default: return nil
                }
            },
            takes(
                ["year", "month", "day", "hour", "minute", "second"].map { parameter($0, .number) }
                    + [
                        Builtin.Parameter(
                            name: "offset", type: .any, isOptional: true, takesNull: true, aliases: ["timezone"])
                    ], gives: .dateTime
            ) { _, values in
                guard let date = date(values), let time = time(Array(values[3...])) else { return nil }
                return .dateTime(DateTimeValue(date: date, time: time))
            }),
        builtin(
            "duration",
            takes([parameter("from", .any)], gives: .any) { _, values in
                switch values[0] {
                case .string(let text): DurationText.read(text)
                case .daysDuration, .monthsDuration: values[0]
                default: nil
                }
            }),
        builtin(
            "years and months duration",
            takes([parameter("from", .any), parameter("to", .any)], gives: .monthsDuration) { _, values in
                guard let from = day(values[0]), let to = day(values[1]) else { return nil }
                return .monthsDuration(MonthsDuration.between(from, to))
            }),
    ]

    private static func day(_ value: Value) -> DateValue? {
        switch value {
        case .date(let date): date
        case .dateTime(let moment): moment.date
        default: nil
        }
    }

    private static func date(_ values: [Value]) -> DateValue? {
        guard let year = values[0].decimal.integer, let month = values[1].decimal.integer,
            let day = values[2].decimal.integer
        else { return nil }
        return DateValue(year: year, month: month, day: day)
    }

    /// Hour, minute, second with a fraction, and an offset or a zone's name.
    private static func time(_ values: [Value]) -> TimeValue? {
        let second = values[2].decimal
        guard let hour = values[0].decimal.integer, let minute = values[1].decimal.integer,
            let whole = second.floor.integer,
            let rest = second.subtracting(second.floor)?.multiplied(by: DecimalNumber(TimeValue.perSecond))?
                .rounded(toScale: 0, mode: .down)?.integer
        else { return nil }
        var zone: Zone?
        if values.count > 3 {
            switch values[3] {
            case .null: break
            case .daysDuration(let offset):
                guard abs(offset.seconds) <= 18 * 3_600 else { return nil }
                zone = .offset(offset.seconds)
            case .string(let name):
                guard let region = Zone(region: name) else { return nil }
                zone = region
            default: return nil
            }
        }
        return TimeValue(hour: hour, minute: minute, second: whole, nanosecond: rest, zone: zone)
    }

    private static func number(_ text: String, grouping: String?, point: String?) -> DecimalNumber? {
        guard grouping == nil || [" ", ",", "."].contains(grouping), point == nil || [",", "."].contains(point),
            grouping == nil || grouping != point
        else { return nil }
        var plain = text
        if let grouping { plain = plain.filter { String($0) != grouping } }
        if let point, point != "." { plain = String(plain.map { String($0) == point ? "." : $0 }) }
        return DecimalNumber(plain)
    }
}

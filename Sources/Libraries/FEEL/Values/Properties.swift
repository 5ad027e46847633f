/// What stands behind a point: entries of contexts, parts of dates, times and durations, ends of ranges.
enum Properties {
    static func member(_ name: String, of value: Value) -> Value? {
        switch value {
        case .context(let context): context[name]
        case .list(let items): .list(items.map { member(name, of: $0) ?? .null })
        case .date(let date): part(name, date)
        case .time(let time): part(name, time)
        case .dateTime(let moment): part(name, moment)
        case .daysDuration(let duration): part(name, duration)
        case .monthsDuration(let duration): part(name, duration)
        case .range(let range): part(name, range)
        default: nil
        }
    }

    static func type(of name: String, in type: FEELType) -> FEELType? {
        let dateParts = ["year", "month", "day", "weekday"]
        let timeParts = ["hour", "minute", "second"]
        switch type {
        case .date: return dateParts.contains(name) ? .number : (timeParts + zoneParts).contains(name) ? .any : nil
        case .time, .dateTime:
            if name == "time offset" { return .daysDuration }
            if name == "timezone" { return .string }
            if case .dateTime = type, dateParts.contains(name) { return .number }
            return timeParts.contains(name) ? .number : nil
        case .daysDuration: return ["days", "hours", "minutes", "seconds"].contains(name) ? .number : nil
        case .monthsDuration: return ["years", "months"].contains(name) ? .number : nil
        default: return nil
        }
    }

    private static let zoneParts = ["time offset", "timezone"]

    private static func part(_ name: String, _ date: DateValue) -> Value? {
        switch name {
        case "year": Value(date.parts.year)
        case "month": Value(date.parts.month)
        case "day": Value(date.parts.day)
        case "weekday": Value(date.weekday)
        // A date counts as midnight UTC.
        case "hour", "minute", "second": Value(0)
        case "time offset": .daysDuration(.zero)
        case "timezone": nil
        default: nil
        }
    }

    private static func part(_ name: String, _ time: TimeValue) -> Value? {
        switch name {
        case "hour": Value(time.hour)
        case "minute": Value(time.minute)
        case "second": Value(time.second)
        case "time offset":
            time.zone.map { .daysDuration(DaysDuration(seconds: $0.offset(atLocalSecond: 946_684_800))) } ?? .null
        case "timezone": zoneName(time.zone)
        default: nil
        }
    }

    private static func part(_ name: String, _ moment: DateTimeValue) -> Value? {
        switch name {
        case "year", "month", "day", "weekday": part(name, moment.date)
        case "time offset": moment.offset.map { .daysDuration(DaysDuration(seconds: $0)) } ?? .null
        default: part(name, moment.time)
        }
    }

    private static func zoneName(_ zone: Zone?) -> Value {
        guard case .region(let name) = zone else { return .null }
        return .string(name)
    }

    private static func part(_ name: String, _ duration: DaysDuration) -> Value? {
        let seconds = duration.seconds
        switch name {
        case "days": return Value(seconds / 86_400)
        case "hours": return Value(seconds / 3_600 % 24)
        case "minutes": return Value(seconds / 60 % 60)
        case "seconds":
            guard let rest = DaysDuration(total: duration.total % Int128(60 * TimeValue.perSecond)) else { return nil }
            return .number(rest.number)
        default: return nil
        }
    }

    private static func part(_ name: String, _ duration: MonthsDuration) -> Value? {
        switch name {
        case "years": Value(duration.months / 12)
        case "months": Value(duration.months % 12)
        default: nil
        }
    }

    private static func part(_ name: String, _ range: RangeValue) -> Value? {
        switch name {
        case "start": range.lower ?? .null
        case "end": range.upper ?? .null
        case "start included": .boolean(range.includesLower)
        case "end included": .boolean(range.includesUpper)
        default: nil
        }
    }
}

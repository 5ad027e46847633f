// Dates, times and durations as text, after XML Schema and ISO 8601.

/// Takes digits and marks off the front of a text.
struct TemporalScanner {
    private var rest: Substring.UTF8View

    init(_ text: String) {
        rest = text[...].utf8
    }

    var isAtEnd: Bool { rest.isEmpty }
    var remaining: String { String(Substring(rest)) }
    var next: UInt8? { rest.first }

    mutating func take(_ mark: Character) -> Bool {
        guard rest.first == mark.asciiValue else { return false }
        rest = rest.dropFirst()
        return true
    }

    /// The digits at the front, as many as the range allows.
    mutating func digits(_ count: ClosedRange<Int>) -> [UInt8]? {
        let digits = rest.prefix { (48...57).contains($0) }
        guard count.contains(digits.count) else { return nil }
        rest = rest.dropFirst(digits.count)
        return Array(digits)
    }

    mutating func number(_ count: ClosedRange<Int>) -> Int? {
        digits(count)?.reduce(0) { $0 * 10 + Int($1 - 48) }
    }

    /// The fraction after a point, in nanoseconds; further digits are cut off.
    mutating func fraction() -> Int? {
        guard take(".") else { return 0 }
        guard let digits = digits(1...64) else { return nil }
        return (0..<9).reduce(0) { $0 * 10 + ($1 < digits.count ? Int(digits[$1] - 48) : 0) }
    }

    mutating func date() -> DateValue? {
        let negative = take("-")
        guard let year = digits(4...9), year.count == 4 || year[0] != 48, take("-"),
            let month = number(2...2), take("-"), let day = number(2...2)
        else { return nil }
        let magnitude = year.reduce(0) { $0 * 10 + Int($1 - 48) }
        return DateValue(year: negative ? -magnitude : magnitude, month: month, day: day)
    }

    /// A time with whatever zone follows, up to the end of the text.
    mutating func time() -> TimeValue? {
        guard let hour = number(2...2), take(":"), let minute = number(2...2), take(":"),
            let second = number(2...2), let nanosecond = fraction()
        else { return nil }
        if isAtEnd { return TimeValue(hour: hour, minute: minute, second: second, nanosecond: nanosecond) }
        guard let zone = zone() else { return nil }
        return TimeValue(hour: hour, minute: minute, second: second, nanosecond: nanosecond, zone: zone)
    }

    private mutating func zone() -> Zone? {
        if take("@") { return Zone(region: remaining) }
        if take("Z") { return isAtEnd ? .offset(0) : nil }
        let west = take("-")
        guard west || take("+"), let hours = number(2...2), take(":"), let minutes = number(2...2) else { return nil }
        var seconds = 0
        if take(":") {
            guard let more = number(2...2) else { return nil }
            seconds = more
        }
        guard isAtEnd, minutes <= 59, seconds <= 59 else { return nil }
        let total = hours * 3_600 + minutes * 60 + seconds
        return total <= 18 * 3_600 ? .offset(west ? -total : total) : nil
    }
}

extension DateValue {
    /// Reads `yyyy-MM-dd`; nil for anything else.
    package init?(_ text: String) {
        var scanner = TemporalScanner(text)
        guard let date = scanner.date(), scanner.isAtEnd else { return nil }
        self = date
    }
}

extension TimeValue {
    /// Reads `HH:mm:ss`, with a fraction and an offset or zone if given; nil for anything else.
    package init?(_ text: String) {
        var scanner = TemporalScanner(text)
        guard let time = scanner.time() else { return nil }
        self = time
    }
}

extension DateTimeValue {
    /// Reads a date, `T` and a time; a date alone is midnight. Nil for anything else.
    package init?(_ text: String) {
        var scanner = TemporalScanner(text)
        guard let date = scanner.date() else { return nil }
        if scanner.isAtEnd {
            self.init(date: date, time: TimeValue(nanoseconds: 0, zone: nil))
            return
        }
        guard scanner.take("T"), let time = scanner.time() else { return nil }
        self.init(date: date, time: time)
    }
}

/// A duration as it is written: of days or of months.
enum DurationText {
    static func read(_ text: String) -> Value? {
        var scanner = TemporalScanner(text)
        let negative = scanner.take("-")
        guard scanner.take("P"), !scanner.isAtEnd else { return nil }
        var parts: [Character: Int] = [:]
        var fraction = 0
        let dateOrder: [Character] = ["Y", "M", "D"]
        guard Self.units(dateOrder, &scanner, &parts, &fraction), fraction == 0 else { return nil }
        let hasMonths = parts["Y"] != nil || parts["M"] != nil
        if scanner.take("T") {
            guard !hasMonths, !scanner.isAtEnd else { return nil }
            let days = parts["D"]
            parts = [:]
            guard Self.units(["H", "M", "S"], &scanner, &parts, &fraction), !parts.isEmpty else { return nil }
            return total(days ?? 0, parts, fraction, negative)
        }
        guard scanner.isAtEnd else { return nil }
        if hasMonths {
            guard parts["D"] == nil else { return nil }
            let months = Int128(parts["Y"] ?? 0) * 12 + Int128(parts["M"] ?? 0)
            guard let count = Int(exactly: months), count < 1 << 60 else { return nil }
            return .monthsDuration(MonthsDuration(months: negative ? -count : count))
        }
        guard let days = parts["D"] else { return nil }
        return total(days, [:], 0, negative)
    }

    private static func units(
        _ order: [Character], _ scanner: inout TemporalScanner, _ parts: inout [Character: Int], _ fraction: inout Int
    ) -> Bool {
        var remaining = order[...]
        while let byte = scanner.next, (48...57).contains(byte) {
            guard let value = scanner.number(1...18), let rest = scanner.fraction(), let mark = scanner.next else {
                return false
            }
            let unit = Character(Unicode.Scalar(mark))
            guard let index = remaining.firstIndex(of: unit), scanner.take(unit) else { return false }
            if rest != 0 {
                guard unit == "S" else { return false }
                fraction = rest
            }
            parts[unit] = value
            remaining = remaining[(index + 1)...]
        }
        return true
    }

    private static func total(_ days: Int, _ parts: [Character: Int], _ fraction: Int, _ negative: Bool) -> Value? {
        let hours = Int128(days) * 24 + Int128(parts["H"] ?? 0)
        let seconds = (hours * 60 + Int128(parts["M"] ?? 0)) * 60 + Int128(parts["S"] ?? 0)
        let nanoseconds = seconds * Int128(TimeValue.perSecond) + Int128(fraction)
        return DaysDuration(total: negative ? -nanoseconds : nanoseconds).map { .daysDuration($0) }
    }
}

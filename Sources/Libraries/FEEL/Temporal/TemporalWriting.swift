// The same texts, written.

extension DateValue: CustomStringConvertible {
    /// `yyyy-MM-dd`.
    package var description: String {
        let own = parts
        let sign = own.year < 0 ? "-" : ""
        return "\(sign)\(padded(abs(own.year), to: 4))-\(padded(own.month, to: 2))-\(padded(own.day, to: 2))"
    }
}

extension TimeValue: CustomStringConvertible {
    /// `HH:mm:ss` with the fraction and the zone that it has.
    package var description: String {
        var text = "\(padded(hour, to: 2)):\(padded(minute, to: 2)):\(padded(second, to: 2))"
        text += fractionText(fraction)
        if let zone { text += zone.description }
        return text
    }
}

extension DateTimeValue: CustomStringConvertible {
    /// Date, `T`, time.
    package var description: String { "\(date)T\(time)" }
}

extension Zone: CustomStringConvertible {
    /// `Z`, `+08:00` or `@Asia/Shanghai`.
    package var description: String {
        switch self {
        case .region(let name): return "@" + name
        case .offset(0): return "Z"
        case .offset(let seconds):
            let total = abs(seconds)
            let tail = total % 60 == 0 ? "" : ":" + padded(total % 60, to: 2)
            let sign = seconds < 0 ? "-" : "+"
            return "\(sign)\(padded(total / 3_600, to: 2)):\(padded(total / 60 % 60, to: 2))\(tail)"
        }
    }
}

extension DaysDuration: CustomStringConvertible {
    /// `P1DT2H3M4.5S`; nothing at all is `PT0S`.
    package var description: String {
        guard total != 0 else { return "PT0S" }
        let rest = Int(seconds.magnitude)
        var text = total < 0 ? "-P" : "P"
        if rest >= 86_400 { text += "\(rest / 86_400)D" }
        let (hours, minutes, last) = (rest / 3_600 % 24, rest / 60 % 60, rest % 60)
        guard hours > 0 || minutes > 0 || last > 0 || nanoseconds != 0 else { return text }
        text += "T"
        if hours > 0 { text += "\(hours)H" }
        if minutes > 0 { text += "\(minutes)M" }
        if last > 0 || nanoseconds != 0 { text += "\(last)\(fractionText(Int(nanoseconds.magnitude)))S" }
        return text
    }
}

extension MonthsDuration: CustomStringConvertible {
    /// `P1Y2M`; nothing at all is `P0M`.
    package var description: String {
        let total = months.magnitude
        var text = months < 0 ? "-P" : "P"
        if total >= 12 { text += "\(total / 12)Y" }
        if total % 12 != 0 || total == 0 { text += "\(total % 12)M" }
        return text
    }
}

private func padded(_ value: Int, to width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

private func fractionText(_ nanoseconds: Int) -> String {
    guard nanoseconds != 0 else { return "" }
    var digits = padded(nanoseconds, to: 9)
    while digits.last == "0" { digits.removeLast() }
    return "." + digits
}

package import Foundation

/// A day of the civil calendar (日期), without a time or a zone; years 1 to 9999, arithmetic never leaves that range.
package struct CalendarDate: Sendable, Hashable {
    /// Days since 1970-01-01; the one stored value, so that comparing and adding cost nothing.
    package let dayNumber: Int

    /// 0001-01-01, the earliest day that can be named.
    package static let earliest = CalendarDate(uncheckedDayNumber: -719_162)
    /// 9999-12-31, the latest day that can be named.
    package static let latest = CalendarDate(uncheckedDayNumber: 2_932_896)

    private init(uncheckedDayNumber: Int) {
        dayNumber = uncheckedDayNumber
    }

    /// The day that many days after 1970-01-01, held within `earliest ... latest`.
    package init(dayNumber: Int) {
        self.dayNumber = min(max(dayNumber, Self.earliest.dayNumber), Self.latest.dayNumber)
    }

    /// The day with these numbers, or nil when the calendar has no such day.
    package init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= Self.days(inMonth: month, of: year)
        else { return nil }
        dayNumber = Self.dayNumber(year: year, month: month, day: day)
    }

    /// Reads exactly `yyyy-MM-dd`; anything else, and any day that does not exist, is nil.
    package init?(_ text: String) {
        var text = text
        guard let day = text.withUTF8({ Self(utf8: UnsafeRawBufferPointer($0)) }) else { return nil }
        self = day
    }

    /// As above, from the bytes of the text.
    package init?(utf8 bytes: UnsafeRawBufferPointer) {
        let hyphen = UInt8(ascii: "-")
        guard bytes.count == 10, bytes[4] == hyphen, bytes[7] == hyphen,
            let year = Self.number(bytes[0..<4]), let month = Self.number(bytes[5..<7]),
            let day = Self.number(bytes[8..<10])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// Reads exactly eight digits `yyyyMMdd`, the form of identity numbers and exchange tables.
    package init?(compact text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 8, let year = Self.number(bytes[0..<4]), let month = Self.number(bytes[4..<6]),
            let day = Self.number(bytes[6..<8])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    private static func number(_ digits: some Sequence<UInt8>) -> Int? {
        var value = 0
        for byte in digits {
            guard (48...57).contains(byte) else { return nil }
            value = value * 10 + Int(byte - 48)
        }
        return value
    }
}

// MARK: - Parts

extension CalendarDate {
    /// The year, 1 to 9999.
    package var year: Int { parts.year }
    /// The month, 1 to 12.
    package var month: Int { parts.month }
    /// The day of the month, 1 to 31.
    package var day: Int { parts.day }

    /// Year, month and day in one calculation.
    package var parts: (year: Int, month: Int, day: Int) {
        // Years are counted from March so that the leap day is the last of its year; 400 years have 146,097 days.
        let shifted = dayNumber + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let leapDays = dayOfEra / 1_460 - dayOfEra / 36_524 + dayOfEra / 146_096
        let yearOfEra = (dayOfEra - leapDays) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, day)
    }

    private static func dayNumber(year: Int, month: Int, day: Int) -> Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let marchMonth = month > 2 ? month - 3 : month + 9
        let dayOfYear = (153 * marchMonth + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// Whether February of that year has 29 days.
    package static func isLeap(_ year: Int) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    /// The number of days of a month (1 to 12).
    package static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// The day of the week.
    package var weekday: Weekday {
        // 1970-01-01 was a Thursday.
        let index = (dayNumber + 3) % 7
        return Weekday.allCases[index < 0 ? index + 7 : index]
    }
}

// MARK: - Arithmetic

extension CalendarDate {
    /// The day `days` later (earlier when negative).
    package func adding(days: Int) -> CalendarDate {
        let (sum, overflow) = dayNumber.addingReportingOverflow(days)
        if overflow { return days > 0 ? .latest : .earliest }
        return CalendarDate(dayNumber: sum)
    }

    /// The same day of the month `months` later, or the last day of that month if it is shorter (民法典 第二百零二条).
    package func adding(months: Int) -> CalendarDate {
        let own = parts
        let (total, overflow) = (own.year * 12 + own.month - 1).addingReportingOverflow(months)
        if overflow { return months > 0 ? .latest : .earliest }
        guard total >= 12 else { return .earliest }
        let year = total / 12
        let month = total % 12 + 1
        guard year <= 9999 else { return .latest }
        let day = min(own.day, Self.days(inMonth: month, of: year))
        return CalendarDate(dayNumber: Self.dayNumber(year: year, month: month, day: day))
    }

    /// The same day `years` later; 29 February becomes the 28th in a common year.
    package func adding(years: Int) -> CalendarDate {
        let (months, overflow) = years.multipliedReportingOverflow(by: 12)
        if overflow { return years > 0 ? .latest : .earliest }
        return adding(months: months)
    }

    /// How many days from this day to `other`; negative when `other` is earlier.
    package func days(to other: CalendarDate) -> Int {
        other.dayNumber - dayNumber
    }

    /// Full years from this day to `reference`, the anniversary itself counting (周岁); 0 before the first one.
    package func fullYears(on reference: CalendarDate) -> Int {
        let from = parts
        let to = reference.parts
        let beforeAnniversary = (to.month, to.day) < (from.month, from.day)
        return max(0, to.year - from.year - (beforeAnniversary ? 1 : 0))
    }
}

// MARK: - Instants

extension CalendarDate {
    /// Offset of China Standard Time from UTC in seconds; the country has one zone and no summer time since 1991.
    package static let chinaOffset = 8 * 3_600

    /// The day on which this instant falls in China (Asia/Shanghai).
    package init(_ instant: Date) {
        let days = ((instant.timeIntervalSince1970 + Double(Self.chinaOffset)) / 86_400).rounded(.down)
        // Written so that infinite and undefined instants are held at the ends too.
        guard days > Double(Self.earliest.dayNumber) else {
            self = .earliest
            return
        }
        self = days < Double(Self.latest.dayNumber) ? CalendarDate(dayNumber: Int(days)) : .latest
    }

    /// The instant at which this day begins in China (00:00, Asia/Shanghai).
    package var startOfDay: Date {
        Date(timeIntervalSince1970: Double(dayNumber * 86_400 - Self.chinaOffset))
    }

    /// The instant at which this day is over in China (24:00); a limit that ends today holds until then.
    package var endOfDay: Date {
        startOfDay.addingTimeInterval(86_400)
    }
}

// MARK: - Conformances

extension CalendarDate: Comparable {
    package static func < (left: CalendarDate, right: CalendarDate) -> Bool {
        left.dayNumber < right.dayNumber
    }
}

extension CalendarDate: CustomStringConvertible {
    /// `yyyy-MM-dd`.
    package var description: String {
        let own = parts
        return "\(Self.padded(own.year, to: 4))-\(Self.padded(own.month, to: 2))-\(Self.padded(own.day, to: 2))"
    }

    /// `yyyyMMdd`, the form of numbers and exchange tables.
    package var compact: String {
        let own = parts
        return Self.padded(own.year, to: 4) + Self.padded(own.month, to: 2) + Self.padded(own.day, to: 2)
    }

    private static func padded(_ value: Int, to width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

extension CalendarDate: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let date = CalendarDate(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "no day of the form yyyy-MM-dd")
        }
        self = date
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// A day of the week (星期), Monday first.
package enum Weekday: Int, Sendable, Hashable, CaseIterable, Codable {
    case monday = 1
    case tuesday, wednesday, thursday, friday, saturday, sunday

    /// Saturday or Sunday.
    package var isWeekend: Bool { self == .saturday || self == .sunday }
}

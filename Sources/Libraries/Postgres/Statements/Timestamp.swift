import Foundation

/// PostgreSQL's moments: microseconds since 2000-01-01T00:00:00Z, and their ISO text. Hand-written, because it runs once
/// per cell and Foundation's formatters cost fifty times as much.
enum Timestamp {
    private static let microsecondsPerDay: Int64 = 86_400_000_000
    /// 2000-01-01 in seconds of Foundation's reference date, 2001-01-01 (the year 2000 had 366 days).
    private static let epoch: Double = -366 * 86_400
    /// Days from 1970-01-01 to 2000-01-01.
    private static let epochDays: Int64 = 10_957
    /// PostgreSQL's own bounds, 4714 BC and 294277, with a day to spare.
    private static let limit: Double = 9.2e18

    /// `nil` when the date is not finite or no `timestamptz` can hold it.
    static func microseconds(of date: Date) -> Int64? {
        let value = ((date.timeIntervalSinceReferenceDate - epoch) * 1_000_000).rounded()
        guard value > -limit, value < limit else { return nil }
        return Int64(value)
    }

    static func date(_ microseconds: Int64) -> Date {
        Date(timeIntervalSinceReferenceDate: Double(microseconds) / 1_000_000 + epoch)
    }

    static func text(_ microseconds: Int64, separator: UInt8 = UInt8(ascii: " ")) -> String {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: maximumLength) { buffer in
            let count = write(microseconds, separator: separator, to: buffer)
            return String(decoding: buffer[..<count], as: UTF8.self)
        }
    }

    /// Room for the longest text: a six-digit year, microseconds, zone and era.
    static let maximumLength = 40

    /// Writes `2026-05-01 08:00:00.000000+00` and gives the count of bytes.
    static func write(
        _ microseconds: Int64, separator: UInt8 = UInt8(ascii: " "), to buffer: UnsafeMutableBufferPointer<UInt8>
    ) -> Int {
        var days = microseconds / microsecondsPerDay
        var rest = microseconds % microsecondsPerDay
        if rest < 0 {
            rest += microsecondsPerDay
            days -= 1
        }
        let (year, month, day) = civil(days: days + epochDays)
        var writer = DigitWriter(buffer: buffer)
        writer.number(year > 0 ? year : 1 - year, width: 4)
        writer.byte(UInt8(ascii: "-"))
        writer.number(month, width: 2)
        writer.byte(UInt8(ascii: "-"))
        writer.number(day, width: 2)
        writer.byte(separator)
        writer.number(rest / 3_600_000_000, width: 2)
        writer.byte(UInt8(ascii: ":"))
        writer.number(rest / 60_000_000 % 60, width: 2)
        writer.byte(UInt8(ascii: ":"))
        writer.number(rest / 1_000_000 % 60, width: 2)
        writer.byte(UInt8(ascii: "."))
        writer.number(rest % 1_000_000, width: 6)
        writer.byte(UInt8(ascii: "+"))
        writer.number(0, width: 2)
        if year <= 0 {
            writer.byte(UInt8(ascii: " "))
            writer.byte(UInt8(ascii: "B"))
            writer.byte(UInt8(ascii: "C"))
        }
        return writer.count
    }

    /// Reads the server's ISO text, and JSON's with `T` and `Z`; `nil` for anything else, `infinity` included.
    static func parse(_ bytes: UnsafeRawBufferPointer) -> Int64? {
        var reader = DigitReader(bytes: bytes)
        guard var year = reader.number(), reader.skip(UInt8(ascii: "-")), let month = reader.number(),
            reader.skip(UInt8(ascii: "-")), let day = reader.number()
        else { return nil }
        guard reader.skip(UInt8(ascii: " ")) || reader.skip(UInt8(ascii: "T")), let hour = reader.number(),
            reader.skip(UInt8(ascii: ":")), let minute = reader.number(), reader.skip(UInt8(ascii: ":")),
            let second = reader.number()
        else { return nil }
        let fraction = reader.skip(UInt8(ascii: ".")) ? reader.fraction() : 0
        guard let offset = zone(&reader) else { return nil }
        if reader.skip(UInt8(ascii: " ")), reader.skip(UInt8(ascii: "B")), reader.skip(UInt8(ascii: "C")) {
            year = 1 - year
        }
        guard reader.isAtEnd, (1...12).contains(month), (1...31).contains(day), abs(year) < 300_000 else { return nil }
        guard hour <= 24, minute < 60, second <= 60 else { return nil }
        let seconds = hour * 3600 + minute * 60 + second - offset
        let days = Self.days(year: year, month: month, day: day) - epochDays
        return days * microsecondsPerDay + seconds * 1_000_000 + fraction
    }

    private static func zone(_ reader: inout DigitReader) -> Int64? {
        if reader.skip(UInt8(ascii: "Z")) { return 0 }
        let sign: Int64 = reader.skip(UInt8(ascii: "-")) ? -1 : 1
        guard sign < 0 || reader.skip(UInt8(ascii: "+")), let hours = reader.number() else { return nil }
        var seconds = hours * 3600
        if reader.skip(UInt8(ascii: ":")), let minutes = reader.number() { seconds += minutes * 60 }
        if reader.skip(UInt8(ascii: ":")), let rest = reader.number() { seconds += rest }
        return sign * seconds
    }

    /// The civil date of a day counted from 1970-01-01, by Hinnant's era arithmetic (400 years are 146 097 days).
    private static func civil(days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let leaps = dayOfEra / 1460 - dayOfEra / 36_524 + dayOfEra / 146_096
        let yearOfEra = (dayOfEra - leaps) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    /// The inverse of `civil(days:)`.
    private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let shiftedMonth = month > 2 ? month - 3 : month + 9
        let dayOfYear = (153 * shiftedMonth + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }
}

/// Writes decimal digits into a buffer that is known to be long enough.
private struct DigitWriter {
    let buffer: UnsafeMutableBufferPointer<UInt8>
    var count = 0

    mutating func byte(_ value: UInt8) {
        buffer[count] = value
        count += 1
    }

    /// At least `width` digits, with leading zeros.
    mutating func number(_ value: Int64, width: Int) {
        var digits = width
        var bound: Int64 = 1
        for _ in 0..<width { bound *= 10 }
        while value >= bound {
            digits += 1
            bound *= 10
        }
        var rest = value
        for place in stride(from: count + digits - 1, through: count, by: -1) {
            buffer[place] = UInt8(ascii: "0") + UInt8(rest % 10)
            rest /= 10
        }
        count += digits
    }
}

/// Reads decimal digits and single bytes.
private struct DigitReader {
    let bytes: UnsafeRawBufferPointer
    var place = 0

    var isAtEnd: Bool { place == bytes.count }

    mutating func skip(_ byte: UInt8) -> Bool {
        guard place < bytes.count, bytes[place] == byte else { return false }
        place += 1
        return true
    }

    private var digit: Int64? {
        guard place < bytes.count else { return nil }
        let value = bytes[place] &- UInt8(ascii: "0")
        return value < 10 ? Int64(value) : nil
    }

    /// One to nine digits.
    mutating func number() -> Int64? {
        let start = place
        var value: Int64 = 0
        while place - start < 9, let digit {
            value = value * 10 + digit
            place += 1
        }
        return place > start ? value : nil
    }

    /// Microseconds from the digits behind a decimal point; further digits are cut.
    mutating func fraction() -> Int64 {
        var value: Int64 = 0
        var count = 0
        while let digit {
            if count < 6 { value = value * 10 + digit }
            count += 1
            place += 1
        }
        while count < 6 {
            value *= 10
            count += 1
        }
        return value
    }
}

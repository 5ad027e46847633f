/// A day of the proleptic Gregorian calendar, years −999,999,999 to 999,999,999.
package struct DateValue: Sendable, Hashable, Comparable {
    /// Days since 1970-01-01.
    package let days: Int

    static let years = -999_999_999...999_999_999
    static let dayRange = dayNumber(-999_999_999, 1, 1)...dayNumber(999_999_999, 12, 31)

    /// Nil when the day lies outside the years that FEEL names.
    package init?(days: Int) {
        guard Self.dayRange.contains(days) else { return nil }
        self.days = days
    }

    /// Nil when the calendar has no such day.
    package init?(year: Int, month: Int, day: Int) {
        guard Self.years.contains(year), (1...12).contains(month), day >= 1,
            day <= Self.lastDay(ofMonth: month, year: year)
        else { return nil }
        days = Self.dayNumber(year, month, day)
    }

    package static func < (left: DateValue, right: DateValue) -> Bool { left.days < right.days }

    /// Year, month and day of the month.
    package var parts: (year: Int, month: Int, day: Int) {
        // Years run from March, so that the leap day is the last one; 400 years have 146,097 days.
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let leapDays = dayOfEra / 1_460 - dayOfEra / 36_524 + dayOfEra / 146_096
        let yearOfEra = (dayOfEra - leapDays) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    /// Monday is 1, Sunday 7.
    var weekday: Int {
        let index = (days + 3) % 7
        return (index < 0 ? index + 7 : index) + 1
    }

    /// 1 January is 1.
    var dayOfYear: Int {
        days - Self.dayNumber(parts.year, 1, 1) + 1
    }

    /// The week after ISO 8601: the first one holds the year's first Thursday.
    var weekOfYear: Int {
        let thursday = days + 4 - weekday
        guard let day = DateValue(days: thursday) else { return 1 }
        return (day.dayOfYear - 1) / 7 + 1
    }

    /// The same day `months` later, or the last one of a shorter month; nil beyond the range.
    func adding(months: Int) -> DateValue? {
        let own = parts
        let (total, overflow) = (own.year * 12 + own.month - 1).addingReportingOverflow(months)
        guard !overflow else { return nil }
        let year = total >= 0 ? total / 12 : (total - 11) / 12
        let month = total - year * 12 + 1
        guard Self.years.contains(year) else { return nil }
        return DateValue(year: year, month: month, day: min(own.day, Self.lastDay(ofMonth: month, year: year)))
    }

    static func lastDay(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func dayNumber(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let marchMonth = month > 2 ? month - 3 : month + 9
        let dayOfYear = (153 * marchMonth + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }
}

package import Foundation

/// A length of time that law or promise allows (时限), for example 20 working days.
package struct Limit: Sendable, Hashable, Codable {
    /// How many units; never negative.
    package let amount: Int
    /// What is counted.
    package let unit: Unit

    /// What a limit counts (时限单位).
    package enum Unit: String, Sendable, Hashable, Codable, CaseIterable {
        case workingDay, calendarDay, month, year, hour
    }

    /// The largest amount, a century of days; no law knows more of any unit.
    static let longest = 36_525

    /// A negative amount is taken as 0, one beyond a century of days as that century.
    package init(_ amount: Int, _ unit: Unit) {
        self.amount = min(max(amount, 0), Self.longest)
        self.unit = unit
    }

    /// `20个工作日`.
    package var text: String { "\(amount)\(unit.term)" }

    private enum CodingKeys: String, CodingKey { case amount, unit }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            try container.decode(Int.self, forKey: .amount), try container.decode(Unit.self, forKey: .unit))
    }
}

/// A stretch of days on which a clock did not run (中止计时): the first day is not consumed, the day of resumption is.
package struct Pause: Sendable, Hashable, Codable {
    /// First day on which nothing is consumed.
    package let start: CalendarDate
    /// Day on which counting goes on.
    package let end: CalendarDate

    package init(start: CalendarDate, end: CalendarDate) {
        self.start = start
        self.end = end
    }

    /// Whether the clock stands still on that day.
    package func covers(_ day: CalendarDate) -> Bool {
        start <= day && day < end
    }
}

/// The last lawful day of a limit (到期日).
package struct Deadline: Sendable, Hashable, Codable {
    /// The last day on which the act is in time.
    package let date: CalendarDate
    /// The instant from which the act is late: the end of `date`, or the exact hour of a limit in hours.
    package let expiry: Date
    /// True while an arrangement the result depends on is not published; compute again when it is loaded.
    package let isProvisional: Bool

    package init(date: CalendarDate, expiry: Date? = nil, isProvisional: Bool = false) {
        self.date = date
        self.expiry = expiry ?? date.endOfDay
        self.isProvisional = isProvisional
    }

    /// This deadline, but never earlier than a day already printed on a document given to the applicant.
    package func notEarlier(than printed: CalendarDate) -> Deadline {
        printed <= date ? self : Deadline(date: printed, isProvisional: isProvisional)
    }
}

/// How a clock stands on a day, counted in working days, or in calendar days for limits that count those.
package enum Standing: Sendable, Hashable {
    /// In time, with so many days left after today; 0 means that today is the last day.
    case remaining(Int)
    /// Late by so many days; at least 1, or 0 while no counted day has passed since the deadline.
    case overdue(Int)

    /// Whether the deadline has passed.
    package var isOverdue: Bool {
        if case .overdue = self { true } else { false }
    }
}

extension WorkdayCalendar {
    /// The deadline of a limit that starts on a day, not counting that day.
    ///
    /// A limit in hours starts at 00:00 of the day, the strictest reading; use the form with an instant for those.
    package func deadline(from start: CalendarDate, limit: Limit, pauses: [Pause] = []) -> Deadline {
        deadline(from: start.startOfDay, limit: limit, pauses: pauses)
    }

    /// The deadline of a limit that starts at an instant.
    ///
    /// Working days: the n-th one after the start. Calendar days, months and years: the last day, moved to the next
    /// working day when it is free (民法典 第二百零一条至第二百零三条). Hours run on without a break.
    package func deadline(from start: Date, limit: Limit, pauses: [Pause] = []) -> Deadline {
        let first = CalendarDate(start)
        func runs(_ day: CalendarDate) -> Bool { !pauses.contains { $0.covers(day) } }

        switch limit.unit {
        case .workingDay:
            let day = consume(limit.amount, after: first) { isWorkingDay($0) && runs($0) }
            let date = day ?? workingDay(onOrAfter: first)
            let years = first.year...date.year
            return Deadline(date: date, isProvisional: !years.allSatisfy(isPublished))
        case .calendarDay:
            return rolled(consume(limit.amount, after: first, counting: runs) ?? first)
        case .month:
            return rolled(postponed(first.adding(months: limit.amount), since: first, counting: runs))
        case .year:
            return rolled(postponed(first.adding(years: limit.amount), since: first, counting: runs))
        case .hour:
            let plain = start.addingTimeInterval(Double(limit.amount) * 3_600)
            let lastDay = CalendarDate(plain)
            let shift = lastDay.days(to: postponed(lastDay, since: first, counting: runs))
            let expiry = plain.addingTimeInterval(Double(shift) * 86_400)
            // An expiry at midnight belongs to the day that ends with it.
            return Deadline(date: max(first, CalendarDate(expiry.addingTimeInterval(-1))), expiry: expiry)
        }
    }

    /// Moves a last day on by the days between `start` and it on which the clock stood.
    private func postponed(
        _ lastDay: CalendarDate, since start: CalendarDate, counting runs: (CalendarDate) -> Bool
    ) -> CalendarDate {
        consume(start.days(to: lastDay), after: start, counting: runs) ?? lastDay
    }

    private func rolled(_ lastDay: CalendarDate) -> Deadline {
        let date = workingDay(onOrAfter: lastDay)
        let years = lastDay.year...date.year
        return Deadline(date: date, isProvisional: !years.allSatisfy(isPublished))
    }

    /// How a deadline stands at the close of `today`: days still to come, or days gone since.
    package func standing(
        of deadline: Deadline, unit: Limit.Unit, on today: CalendarDate, pauses: [Pause] = []
    ) -> Standing {
        let inWorkingDays = unit == .workingDay
        func counts(_ day: CalendarDate) -> Bool { !inWorkingDays || isWorkingDay(day) }
        if today <= deadline.date {
            let left = count(after: today, through: deadline.date) { day in
                counts(day) && !pauses.contains { $0.covers(day) }
            }
            return .remaining(left)
        }
        return .overdue(count(after: deadline.date, through: today, where: counts))
    }
}

/// One year of the holiday arrangement (节假日安排) as the State Council publishes it each November.
package struct CalendarYear: Sendable, Hashable, Codable {
    /// The calendar year.
    package let year: Int
    /// Whether the notice is out; before that only the festivals fixed by law are known and deadlines are provisional.
    package let isPublished: Bool
    /// Where the notice can be read, if it is out.
    package let notice: String?
    /// Named holidays, first and last day.
    package let festivals: [Festival]
    /// Days from Monday to Friday that are free.
    package let offWeekdays: [CalendarDate]
    /// Saturdays and Sundays that are worked in exchange (调休上班).
    package let workingWeekends: [CalendarDate]

    /// A named holiday (节日).
    package struct Festival: Sendable, Hashable, Codable {
        /// Its official name, for example 春节.
        package let name: String
        /// First free day.
        package let from: CalendarDate
        /// Last free day.
        package let to: CalendarDate

        package init(name: String, from: CalendarDate, to: CalendarDate) {
            self.name = name
            self.from = from
            self.to = to
        }
    }

    /// Checks that every day belongs to the year and is listed on its proper side of the weekend.
    ///
    /// - Throws: the first contradiction found, because a wrong calendar silently moves legal deadlines.
    package init(
        year: Int, isPublished: Bool, notice: String? = nil, festivals: [Festival] = [],
        offWeekdays: [CalendarDate], workingWeekends: [CalendarDate]
    ) throws(CalendarError) {
        guard (1949...9998).contains(year) else { throw .yearOutOfRange(year) }
        for day in offWeekdays + workingWeekends where day.year != year {
            throw .dayOfAnotherYear(day, year: year)
        }
        if let day = offWeekdays.first(where: \.weekday.isWeekend) { throw .offDayIsWeekend(day) }
        if let day = workingWeekends.first(where: { !$0.weekday.isWeekend }) { throw .workingDayIsNoWeekend(day) }
        if let day = Self.repeated(offWeekdays + workingWeekends) { throw .dayListedTwice(day) }
        if let festival = festivals.first(where: { $0.to < $0.from }) { throw .festivalEndsBeforeStart(festival.name) }
        self.year = year
        self.isPublished = isPublished
        self.notice = notice
        self.festivals = festivals
        self.offWeekdays = offWeekdays.sorted()
        self.workingWeekends = workingWeekends.sorted()
    }

    private static func repeated(_ days: [CalendarDate]) -> CalendarDate? {
        var seen: Set<CalendarDate> = []
        return days.first { !seen.insert($0).inserted }
    }

    private enum CodingKeys: String, CodingKey {
        case year
        case isPublished = "published"
        case notice
        case festivals
        case offWeekdays = "off_weekdays"
        case workingWeekends = "working_weekends"
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            year: container.decode(Int.self, forKey: .year),
            isPublished: container.decode(Bool.self, forKey: .isPublished),
            notice: container.decodeIfPresent(String.self, forKey: .notice),
            festivals: container.decodeIfPresent([Festival].self, forKey: .festivals) ?? [],
            offWeekdays: container.decode([CalendarDate].self, forKey: .offWeekdays),
            workingWeekends: container.decode([CalendarDate].self, forKey: .workingWeekends))
    }
}

/// A change that a local government makes to the national arrangement, for example closing after a storm.
package struct LocalOverride: Sendable, Hashable, Codable {
    /// The day it concerns.
    package let date: CalendarDate
    /// True makes it a working day, false closes it.
    package let isWorkingDay: Bool
    /// Why, as it stands in the local notice.
    package let reason: String

    package init(date: CalendarDate, isWorkingDay: Bool, reason: String) {
        self.date = date
        self.isWorkingDay = isWorkingDay
        self.reason = reason
    }
}

/// Why a calendar cannot be used; the message is meant for the person who loads it.
package enum CalendarError: Error, Sendable, Hashable {
    case yearOutOfRange(Int)
    case yearListedTwice(Int)
    case dayOfAnotherYear(CalendarDate, year: Int)
    case offDayIsWeekend(CalendarDate)
    case workingDayIsNoWeekend(CalendarDate)
    case dayListedTwice(CalendarDate)
    case festivalEndsBeforeStart(String)
}

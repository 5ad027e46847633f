/// Knows which days are worked (工作日): the weekend rule, the State Council's arrangement, and local changes on top.
package struct WorkdayCalendar: Sendable {
    /// The arrangements it was built from, earliest first.
    package let years: [CalendarYear]
    /// The local changes it was built from.
    package let overrides: [LocalOverride]

    /// Every day that departs from "Monday to Friday is worked", by day number.
    private let exceptions: [Int: Bool]
    private let publishedYears: Set<Int>

    /// Builds a calendar; a local override wins over the national arrangement.
    ///
    /// - Throws: `CalendarError.yearListedTwice` when two arrangements claim the same year.
    package init(years: [CalendarYear], overrides: [LocalOverride] = []) throws(CalendarError) {
        var exceptions: [Int: Bool] = [:]
        var seen: Set<Int> = []
        for year in years {
            guard seen.insert(year.year).inserted else { throw .yearListedTwice(year.year) }
            for day in year.offWeekdays { exceptions[day.dayNumber] = false }
            for day in year.workingWeekends { exceptions[day.dayNumber] = true }
        }
        for change in overrides { exceptions[change.date.dayNumber] = change.isWorkingDay }
        self.years = years.sorted { $0.year < $1.year }
        self.overrides = overrides
        self.exceptions = exceptions
        self.publishedYears = Set(years.filter(\.isPublished).map(\.year))
    }

    /// Whether offices work on that day.
    package func isWorkingDay(_ day: CalendarDate) -> Bool {
        exceptions[day.dayNumber] ?? !day.weekday.isWeekend
    }

    /// Whether the arrangement of that year is known; what is computed from other years is provisional.
    package func isPublished(_ year: Int) -> Bool {
        publishedYears.contains(year)
    }

    /// The name of the holiday that covers that day, if any.
    package func festival(on day: CalendarDate) -> String? {
        years.lazy.flatMap(\.festivals).first { $0.from <= day && day <= $0.to }?.name
    }

    /// The given day, or the first working day after it (民法典 第二百零三条).
    package func workingDay(onOrAfter day: CalendarDate) -> CalendarDate {
        var candidate = day
        while !isWorkingDay(candidate), candidate < .latest { candidate = candidate.adding(days: 1) }
        return candidate
    }

    /// The n-th working day strictly after `start` (受理次日起算); with n = 0 the first working day from `start` on.
    package func due(after start: CalendarDate, workingDays: Int) -> CalendarDate {
        consume(workingDays, after: start, counting: isWorkingDay) ?? workingDay(onOrAfter: start)
    }

    /// How many working days lie after `start`, up to and including `end`, on which nothing was paused; 0 when `end` is not
    /// later.
    package func workingDays(
        after start: CalendarDate, through end: CalendarDate, except pauses: [Pause] = []
    ) -> Int {
        count(after: start, through: end) { day in isWorkingDay(day) && !pauses.contains { $0.covers(day) } }
    }

    /// Walks forward until `amount` counted days are used up; nil when there is nothing to use up.
    func consume(
        _ amount: Int, after start: CalendarDate, counting isCounted: (CalendarDate) -> Bool
    ) -> CalendarDate? {
        guard amount > 0 else { return nil }
        var day = start
        var left = amount
        while left > 0, day < .latest {
            day = day.adding(days: 1)
            if isCounted(day) { left -= 1 }
        }
        return day
    }

    /// Counts the days after `start` through `end` that satisfy the condition.
    func count(after start: CalendarDate, through end: CalendarDate, where holds: (CalendarDate) -> Bool) -> Int {
        guard start < end else { return 0 }
        var total = 0
        for number in (start.dayNumber + 1)...end.dayNumber where holds(CalendarDate(dayNumber: number)) {
            total += 1
        }
        return total
    }
}

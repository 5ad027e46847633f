import Foundation
import WorkCalendar

/// Which case leads which life, and when it begins: 3 % wait for the window, 3 % are in examination, the rest has ended,
/// spread evenly over three years. What is open is recent, as in a city that keeps its limits.
struct SamplePlan: Sendable {
    enum Stage: Sendable, Hashable {
        case ended, examined, submitted
    }

    let cases: Int
    let until: CalendarDate
    /// How many are open in each of the two ways.
    let tail: Int

    init(cases: Int, until: CalendarDate) {
        self.cases = cases
        self.until = until
        tail = max(1, cases * 3 / 100)
    }

    var end: Date { until.startOfDay }

    func stage(of number: Int) -> Stage {
        if number > cases - tail { return .submitted }
        return number > cases - 2 * tail ? .examined : .ended
    }

    /// Later numbers come later.
    func submission(of number: Int) -> Date {
        switch stage(of: number) {
        case .ended:
            let ended = max(1, cases - 2 * tail)
            return moment(number - 1, of: ended, from: until.adding(years: -3), through: until.adding(days: -25))
        case .examined:
            let place = number - 1 - (cases - 2 * tail)
            return moment(place, of: tail, from: until.adding(days: -24), through: until.adding(days: -5))
        case .submitted:
            let place = number - 1 - (cases - tail)
            return moment(place, of: tail, from: until.adding(days: -4), through: until.adding(days: -1))
        }
    }

    /// Of what was handed in so late and has ended, some still waits to be handed over.
    func isJustEnded(_ submission: Date) -> Bool { submission > end.addingTimeInterval(-40 * 86_400) }

    /// From half past eight to six on each day, in whole milliseconds.
    private func moment(_ place: Int, of count: Int, from: CalendarDate, through: CalendarDate) -> Date {
        let days = from.days(to: through) + 1
        let position = Double(max(0, place)) / Double(count) * Double(days)
        let day = min(Int(position), days - 1)
        let milliseconds = ((position - Double(day)) * 34_200_000).rounded(.down)
        return from.adding(days: day).startOfDay.addingTimeInterval(30_600 + milliseconds / 1000)
    }

    /// Moments on working days after the first, each later than the one before and all before the end.
    func moments(
        after start: Date, count: Int, in calendar: WorkdayCalendar, _ random: inout SampleRandom
    ) -> [Date] {
        var moments: [Date] = []
        var last = start
        for _ in 0..<count {
            let day = calendar.workingDay(onOrAfter: CalendarDate(last).adding(days: random.below(4)))
            var moment = day.startOfDay.addingTimeInterval(Double(32_400 + random.below(30_600)))
            if moment <= last { moment = last.addingTimeInterval(Double(60 + random.below(1_800))) }
            moments.append(moment)
            last = moment
        }
        guard last >= end else { return moments }
        // What would end tomorrow is hurried.
        let step = end.timeIntervalSince(start) / Double(count + 1)
        return (1...count).map { start.addingTimeInterval((step * Double($0) * 1000).rounded(.down) / 1000) }
    }
}

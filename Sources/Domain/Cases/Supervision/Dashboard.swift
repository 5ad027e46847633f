import Base
package import WorkCalendar

/// What a supervisor asks of the dashboard (运行总览); it stands in the address.
package struct DashboardQuery: Sendable, Hashable {
    /// Only bodies of this region.
    package var region: String?
    /// Only this body.
    package var body: Int?

    package init(region: String? = nil, body: Int? = nil) {
        self.region = region
        self.body = body
    }
}

/// A body (实施主体) that can be chosen.
package struct DashboardBody: Sendable, Hashable, Identifiable {
    package let id: Int
    package let name: String
    package let regionCode: String
    package let regionName: String
}

/// What happened over some days.
package struct PeriodFigures: Sendable, Hashable {
    package internal(set) var received = 0
    package internal(set) var accepted = 0
    package internal(set) var decided = 0
    /// Decided within the promised limit.
    package internal(set) var onTime = 0
    /// Decided with their working days known, and the sum of these days.
    var timed = 0
    var usedDays = 0

    /// Share of decisions within the promised limit in thousandths; nil when nothing was decided.
    package var onTimePermille: Int? { decided > 0 ? onTime * 1_000 / decided : nil }

    /// Working days from the start of the limit to the decision on average, in tenths; nil when none are known.
    package var averageTenths: Int? { timed > 0 ? (usedDays * 10 + timed / 2) / timed : nil }

    static func += (left: inout PeriodFigures, right: PeriodFigures) {
        left.received += right.received
        left.accepted += right.accepted
        left.decided += right.decided
        left.onTime += right.onTime
        left.timed += right.timed
        left.usedDays += right.usedDays
    }
}

/// The figures of one body: what is unfinished now, and what happened in the period.
package struct BodyFigures: Sendable, Hashable, Identifiable {
    package let body: DashboardBody
    package internal(set) var open = 0
    /// Past the day on which they fall due.
    package internal(set) var overdue = 0
    /// Due within `Dashboard.soonDays` working days.
    package internal(set) var soon = 0
    package internal(set) var period = PeriodFigures()

    package var id: Int { body.id }
}

/// How much is under way, what is late and how the last days went, within a supervisor's data scope.
package struct Dashboard: Sendable, Hashable {
    /// Days of the period, today included.
    package static let days = 30
    /// Working days ahead that count as soon.
    package static let soonDays = 3

    package let today: CalendarDate
    /// The bodies of the scope that have figures, whatever was asked for.
    package let choices: [DashboardBody]
    /// What was asked for, in the order of the choices.
    package let bodies: [BodyFigures]
    /// Unfinished cases by status.
    package let open: [CaseStatus: Int]
    /// Each day of the period, the oldest first.
    package let trend: [DayFigures]

    /// A day and what happened on it.
    package struct DayFigures: Sendable, Hashable {
        package let day: CalendarDate
        package let figures: PeriodFigures
    }

    package var period: PeriodFigures { trend.reduce(into: PeriodFigures()) { $0 += $1.figures } }
    /// What happened so many days ago.
    package func figures(daysAgo: Int) -> PeriodFigures {
        trend.dropLast(daysAgo).last?.figures ?? PeriodFigures()
    }
    package var openCases: Int { open.values.reduce(0, +) }
    package var overdue: Int { bodies.reduce(0) { $0 + $1.overdue } }
    package var soon: Int { bodies.reduce(0) { $0 + $1.soon } }
}

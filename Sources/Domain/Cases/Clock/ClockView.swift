import Foundation
import Items
package import WorkCalendar

/// The days on which the stages of a case began.
package struct CaseDays: Sendable, Hashable {
    package let received: CalendarDate
    package let accepted: CalendarDate?
    package let decided: CalendarDate?

    package init(received: CalendarDate, accepted: CalendarDate? = nil, decided: CalendarDate? = nil) {
        self.received = received
        self.accepted = accepted
        self.decided = decided
    }
}

/// How the clock of a case stands on a day: what a page shows.
package struct ClockView: Sendable, Hashable {
    /// What runs now.
    package enum Phase: String, Sendable, Hashable, CaseIterable {
        /// Five working days to accept or answer.
        case reception
        /// The applicant has to mend something.
        case correction
        /// The promised or statutory limit.
        case decision
        /// Ten working days to hand over.
        case delivery
        /// Nothing runs.
        case ended
    }

    package let phase: Phase
    /// The last day in time; nil when nothing runs.
    package let due: CalendarDate?
    /// Days left or gone, in `unit`.
    package let standing: Standing?
    package let unit: Limit.Unit
    /// Used part of the limit in percent, 100 on and after the last day, 0 when nothing runs.
    package let usedPercent: Int
    package let isPaused: Bool
    /// Since when it stands still.
    package let pausedSince: CalendarDate?
    /// The calendar of a year it reaches into is not published yet.
    package let isProvisional: Bool
    package let promisedDue: CalendarDate?
    package let statutoryDue: CalendarDate?

    package var isOverdue: Bool { standing?.isOverdue ?? false }

    /// Working (or calendar) days left, if in time.
    package var remaining: Int? {
        if case .remaining(let days) = standing { days } else { nil }
    }

    /// Days late, if late.
    package var overdue: Int? {
        if case .overdue(let days) = standing { days } else { nil }
    }
}

extension CaseClock {
    /// How this clock stands on a day for a case of that status and days.
    package func view(
        of status: CaseStatus, days: CaseDays, on today: CalendarDate, in calendar: WorkdayCalendar
    ) -> ClockView {
        switch status {
        case .submitted, .received:
            running(.reception, from: days.received, due: receptionDue, unit: .workingDay, on: today, in: calendar)
        case .correcting:
            running(.correction, from: days.received, due: nextDue, unit: .calendarDay, on: today, in: calendar)
        case .accepted, .examining, .reviewing, .approving:
            decisionView(days: days, on: today, in: calendar)
        case .granted, .denied:
            running(
                .delivery, from: days.decided ?? days.received, due: nextDue, unit: .workingDay, on: today,
                in: calendar)
        case .notAccepted, .delivered, .withdrawn, .terminated:
            running(.ended, from: days.received, due: nil, unit: .workingDay, on: today, in: calendar)
        }
    }

    private func decisionView(
        days: CaseDays, on today: CalendarDate, in calendar: WorkdayCalendar
    ) -> ClockView {
        let start = limitStart == .receipt ? days.received : days.accepted ?? days.received
        let promiseIsNext = promisedDue.map { promise in statutoryDue.map { promise <= $0 } ?? true } ?? false
        let unit = promiseIsNext ? promised.unit : statutory?.unit ?? promised.unit
        let due = promiseIsNext ? promisedDue : statutoryDue
        guard let since = pausedOn else {
            return running(.decision, from: start, due: due, unit: unit, on: today, in: calendar)
        }
        // While it stands, the reading is that of the day before the pause.
        let frozen = running(.decision, from: start, due: due, unit: unit, on: since.adding(days: -1), in: calendar)
        return ClockView(
            phase: .decision, due: nil, standing: frozen.standing, unit: unit, usedPercent: frozen.usedPercent,
            isPaused: true, pausedSince: since, isProvisional: isProvisional, promisedDue: promisedDue,
            statutoryDue: statutoryDue)
    }

    private func running(
        _ phase: ClockView.Phase, from start: CalendarDate, due: CalendarDate?, unit: Limit.Unit,
        on today: CalendarDate, in calendar: WorkdayCalendar
    ) -> ClockView {
        let standing = due.map { day in
            calendar.standing(of: Deadline(date: day), unit: unit, on: today, pauses: pauses)
        }
        return ClockView(
            phase: phase, due: due, standing: standing, unit: unit,
            usedPercent: usedPercent(
                from: start, due: due, unit: unit, on: today, in: calendar),
            isPaused: false, pausedSince: nil, isProvisional: isProvisional, promisedDue: promisedDue,
            statutoryDue: statutoryDue)
    }

    /// Used days of all days between start and due, both counted as the limit counts them.
    private func usedPercent(
        from start: CalendarDate, due: CalendarDate?, unit: Limit.Unit, on today: CalendarDate,
        in calendar: WorkdayCalendar
    ) -> Int {
        guard let due else { return 0 }
        guard today < due else { return 100 }
        let deadline = Deadline(date: due)
        let all = calendar.standing(of: deadline, unit: unit, on: min(start, due), pauses: pauses)
        let left = calendar.standing(of: deadline, unit: unit, on: max(today, start), pauses: pauses)
        guard case .remaining(let total) = all, case .remaining(let rest) = left, total > 0 else { return 100 }
        return min(100, max(0, (total - rest) * 100 / total))
    }
}

import Foundation
package import Items
package import WorkCalendar

/// The clock of a case as its inputs and the days that follow from them, so that a new calendar can be replayed.
///
/// First five working days for the reception (行政许可法 第三十二条), then the statutory and the promised limit, then ten
/// working days for handing over (第四十四条).
package struct CaseClock: Sendable, Hashable {
    /// Working days to hand over what was decided (行政许可法 第四十四条).
    package static let deliveryDays = 10

    package let limitStart: LimitStart
    package let statutory: Limit?
    package let promised: Limit
    /// Stretches on which the clock stood (特别程序).
    package internal(set) var pauses: [Pause]
    /// Since when it stands still, while it does.
    package internal(set) var pausedOn: CalendarDate?
    package internal(set) var receptionDue: CalendarDate?
    package internal(set) var statutoryDue: CalendarDate?
    package internal(set) var promisedDue: CalendarDate?
    /// True while a year these days reach into has no published calendar.
    package internal(set) var isProvisional: Bool
    /// The next day that law or promise sets, nil while nothing runs; the inbox sorts by it.
    package internal(set) var nextDue: CalendarDate?

    package init(
        limitStart: LimitStart, statutory: Limit?, promised: Limit, pauses: [Pause] = [],
        pausedOn: CalendarDate? = nil, receptionDue: CalendarDate? = nil, statutoryDue: CalendarDate? = nil,
        promisedDue: CalendarDate? = nil,
        isProvisional: Bool = false, nextDue: CalendarDate? = nil
    ) {
        self.limitStart = limitStart
        self.statutory = statutory
        self.promised = promised
        self.pauses = pauses
        self.pausedOn = pausedOn
        self.receptionDue = receptionDue
        self.statutoryDue = statutoryDue
        self.promisedDue = promisedDue
        self.isProvisional = isProvisional
        self.nextDue = nextDue
    }

    package var isPaused: Bool { pausedOn != nil }
}

// MARK: - Stages

extension CaseClock {
    /// The application is in: five working days to accept, refuse or ask for corrections.
    mutating func startReception(on day: CalendarDate, in calendar: WorkdayCalendar) {
        let deadline = ReceptionClock(receivedOn: day).deadline(in: calendar)
        receptionDue = deadline.date
        isProvisional = deadline.isProvisional
        nextDue = deadline.date
    }

    /// The applicant was told what to mend; the body waits.
    mutating func waitForCorrection(until due: CalendarDate) {
        receptionDue = nil
        isProvisional = false
        nextDue = due
    }

    /// The case is accepted: the limits run from acceptance, or from receipt where a special law says so.
    mutating func startDecision(received: Date, accepted: Date, in calendar: WorkdayCalendar) {
        reckonDecision(from: limitStart == .receipt ? received : accepted, in: calendar)
        nextDue = decisionDue
    }

    /// Stands still from that day on; the day itself is not consumed.
    mutating func pause(on day: CalendarDate) {
        pausedOn = day
        nextDue = nil
    }

    /// Runs again; the day itself counts. A date already told to the applicant never becomes earlier.
    mutating func resume(on day: CalendarDate, started: Date, in calendar: WorkdayCalendar) {
        closePause(on: day)
        reckonDecision(from: started, in: calendar)
        nextDue = decisionDue
    }

    /// Decided: ten working days to hand it over.
    mutating func startDelivery(on day: CalendarDate, in calendar: WorkdayCalendar) {
        closePause(on: day)
        let deadline = calendar.deadline(from: day, limit: Limit(Self.deliveryDays, .workingDay))
        isProvisional = deadline.isProvisional
        nextDue = deadline.date
    }

    /// Nothing runs any more.
    mutating func stop(on day: CalendarDate) {
        closePause(on: day)
        nextDue = nil
        isProvisional = false
    }

    private mutating func closePause(on day: CalendarDate) {
        guard let pausedOn else { return }
        pauses.append(Pause(start: pausedOn, end: max(day, pausedOn)))
        self.pausedOn = nil
    }

    private mutating func reckonDecision(from start: Date, in calendar: WorkdayCalendar) {
        let promise = calendar.deadline(from: start, limit: promised, pauses: pauses)
        let law = statutory.map { calendar.deadline(from: start, limit: $0, pauses: pauses) }
        promisedDue = Self.later(promise.date, promisedDue)
        statutoryDue = law.map { Self.later($0.date, statutoryDue) }
        isProvisional = promise.isProvisional || (law?.isProvisional ?? false)
    }

    private static func later(_ day: CalendarDate, _ printed: CalendarDate?) -> CalendarDate {
        printed.map { max($0, day) } ?? day
    }

    private var decisionDue: CalendarDate? {
        [promisedDue, statutoryDue].compactMap { $0 }.min()
    }
}

extension Case {
    /// Whence the limits of the decision count, once they do.
    var decisionStart: Date? {
        guard let acceptedAt else { return nil }
        return clock.limitStart == .receipt ? receivedAt ?? submittedAt : acceptedAt
    }

    /// Working days from the start of the limit to that day, without those on which the clock stood; nil before the start.
    func usedDays(on day: CalendarDate, in calendar: WorkdayCalendar) -> Int? {
        decisionStart.map { calendar.workingDays(after: CalendarDate($0), through: day, except: clock.pauses) }
    }

    /// Reckons the running days again, after a year's calendar was published; printed days never become earlier.
    func clockReplayed(in calendar: WorkdayCalendar) -> CaseClock {
        var clock = clock
        switch status {
        case .submitted, .received:
            let printed = clock.receptionDue
            clock.startReception(on: days.received, in: calendar)
            if let printed, let due = clock.receptionDue, printed > due {
                clock.receptionDue = printed
                clock.nextDue = printed
            }
        case .accepted, .examining, .reviewing, .approving:
            guard let acceptedAt, !clock.isPaused else { break }
            clock.startDecision(received: receivedAt ?? submittedAt, accepted: acceptedAt, in: calendar)
        case .granted, .denied:
            if let decidedAt { clock.startDelivery(on: CalendarDate(decidedAt), in: calendar) }
        default: break
        }
        return clock
    }
}

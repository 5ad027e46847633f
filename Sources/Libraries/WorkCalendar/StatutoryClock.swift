/// The clock of a case (办理时限): what it counts, from when, and when it stood still; knows no case, only days.
package struct StatutoryClock: Sendable, Hashable, Codable {
    /// Which event starts the clock; a few laws count from receipt, most from acceptance.
    package enum StartRule: String, Sendable, Hashable, Codable, CaseIterable {
        case acceptance, receipt
    }

    /// The limit before any extension.
    package let limit: Limit
    /// Which event starts the clock.
    package let startRule: StartRule
    /// Day of receipt (收件日).
    package let receivedOn: CalendarDate
    /// Day of acceptance (受理日), once there is one.
    package private(set) var acceptedOn: CalendarDate?
    /// Stretches on which the clock stood, in order.
    package private(set) var pauses: [Pause]
    /// Since when the clock stands still, if it does.
    package private(set) var pausedOn: CalendarDate?
    /// Length of the one lawful extension (延期), in the unit of the limit.
    package private(set) var extensionAmount: Int?

    /// A new clock, or one read back from where a case keeps its parts.
    package init(
        limit: Limit, startRule: StartRule = .acceptance, receivedOn: CalendarDate, acceptedOn: CalendarDate? = nil,
        pauses: [Pause] = [], pausedOn: CalendarDate? = nil, extensionAmount: Int? = nil
    ) {
        self.limit = limit
        self.startRule = startRule
        self.receivedOn = receivedOn
        self.acceptedOn = acceptedOn
        self.pauses = pauses
        self.pausedOn = pausedOn
        self.extensionAmount = extensionAmount
    }

    /// The day after which counting begins, or nil while the starting event has not happened.
    package var startedOn: CalendarDate? {
        startRule == .receipt ? receivedOn : acceptedOn
    }

    /// Whether the clock stands still now.
    package var isPaused: Bool { pausedOn != nil }

    /// The limit with its extension.
    package var effectiveLimit: Limit {
        Limit(limit.amount + min(extensionAmount ?? 0, Limit.longest), limit.unit)
    }

    /// Records acceptance; a case is accepted once, not before it was received.
    package mutating func accept(on day: CalendarDate) throws(ClockError) {
        guard acceptedOn == nil else { throw .alreadyAccepted }
        guard day >= receivedOn else { throw .acceptedBeforeReceipt }
        acceptedOn = day
    }

    /// Stops the clock from that day on (特别程序 or 中止).
    package mutating func pause(on day: CalendarDate) throws(ClockError) {
        guard let startedOn else { throw .notStarted }
        guard !isPaused else { throw .alreadyPaused }
        guard day >= startedOn, day >= pauses.last?.end ?? startedOn else { throw .pauseTooEarly }
        pausedOn = day
    }

    /// Lets the clock run again; that day counts.
    package mutating func resume(on day: CalendarDate) throws(ClockError) {
        guard let pausedOn else { throw .notPaused }
        guard day >= pausedOn else { throw .resumedBeforePause }
        pauses.append(Pause(start: pausedOn, end: day))
        self.pausedOn = nil
    }

    /// Grants the extension, once (行政许可法 第四十二条).
    package mutating func extend(by amount: Int) throws(ClockError) {
        guard startedOn != nil else { throw .notStarted }
        guard extensionAmount == nil else { throw .alreadyExtended }
        guard amount > 0 else { throw .emptyExtension }
        extensionAmount = amount
    }

    /// The deadline as known on `today`, or nil before the clock starts.
    ///
    /// While the clock stands the answer is the earliest day possible, as if it ran again tomorrow.
    package func deadline(in calendar: WorkdayCalendar, on today: CalendarDate) -> Deadline? {
        guard let startedOn else { return nil }
        return calendar.deadline(from: startedOn, limit: effectiveLimit, pauses: closedPauses(on: today))
    }

    /// How the clock stands at the close of `today`, or nil before it starts.
    package func standing(in calendar: WorkdayCalendar, on today: CalendarDate) -> Standing? {
        guard let deadline = deadline(in: calendar, on: today) else { return nil }
        return calendar.standing(of: deadline, unit: limit.unit, on: today, pauses: closedPauses(on: today))
    }

    private func closedPauses(on today: CalendarDate) -> [Pause] {
        guard let pausedOn else { return pauses }
        return pauses + [Pause(start: pausedOn, end: max(pausedOn, today).adding(days: 1))]
    }
}

/// Why a clock refuses a step.
package enum ClockError: String, Error, Sendable, Hashable {
    case alreadyAccepted, acceptedBeforeReceipt, notStarted, alreadyPaused, pauseTooEarly, notPaused
    case resumedBeforePause, alreadyExtended, emptyExtension
}

/// The clock of receipt: five working days to accept, refuse or ask for corrections (行政许可法 第三十二条).
package struct ReceptionClock: Sendable, Hashable {
    /// Working days the law allows.
    package static let workingDays = 5

    /// Day of receipt (收件日).
    package let receivedOn: CalendarDate

    package init(receivedOn: CalendarDate) {
        self.receivedOn = receivedOn
    }

    /// The last day to act.
    package func deadline(in calendar: WorkdayCalendar) -> Deadline {
        calendar.deadline(from: receivedOn, limit: Limit(Self.workingDays, .workingDay))
    }

    /// Whether silence has become acceptance (逾期未告知，视为受理); the case then counts as accepted on `receivedOn`.
    package func isDeemedAccepted(in calendar: WorkdayCalendar, on today: CalendarDate) -> Bool {
        today > deadline(in: calendar).date
    }
}

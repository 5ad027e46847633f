/// A time of day, to the nanosecond, with or without an offset or zone.
package struct TimeValue: Sendable, Hashable {
    /// Nanoseconds since midnight, below 24 hours.
    package let nanoseconds: Int
    /// The offset or zone, if the time names one.
    package let zone: Zone?

    static let perSecond = 1_000_000_000
    static let perDay = 86_400 * perSecond

    init(nanoseconds: Int, zone: Zone?) {
        self.nanoseconds = nanoseconds
        self.zone = zone
    }

    /// Nil when a part is out of its range.
    package init?(hour: Int, minute: Int, second: Int, nanosecond: Int = 0, zone: Zone? = nil) {
        guard (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second),
            (0..<Self.perSecond).contains(nanosecond)
        else { return nil }
        nanoseconds = (hour * 3_600 + minute * 60 + second) * Self.perSecond + nanosecond
        self.zone = zone
    }

    var hour: Int { nanoseconds / (3_600 * Self.perSecond) }
    var minute: Int { nanoseconds / (60 * Self.perSecond) % 60 }
    var second: Int { nanoseconds / Self.perSecond % 60 }
    var fraction: Int { nanoseconds % Self.perSecond }

    /// Nanoseconds since midnight UTC; a region counts with its offset on 1 January 2000.
    var utcNanoseconds: Int {
        nanoseconds - (zone?.offset(atLocalSecond: 946_684_800) ?? 0) * Self.perSecond
    }

    /// The time that much later, going round the clock.
    func adding(_ duration: DaysDuration) -> TimeValue {
        let total = (Int128(nanoseconds) + duration.total) % Int128(Self.perDay)
        let wrapped = Int(total)
        return TimeValue(nanoseconds: wrapped < 0 ? wrapped + Self.perDay : wrapped, zone: zone)
    }
}

/// A day with a time of day: a moment when it names an offset or zone, otherwise only a reading of a clock.
package struct DateTimeValue: Sendable, Hashable {
    /// The day.
    package let date: DateValue
    /// The time of day with its offset or zone.
    package let time: TimeValue

    /// Midnight stays midnight: the two parts are taken as they are.
    package init(date: DateValue, time: TimeValue) {
        self.date = date
        self.time = time
    }

    /// The moment so many seconds after 1970-01-01T00:00:00Z, read in that zone; nil beyond the range of dates.
    package init?(secondsSinceEpoch seconds: Int, nanosecond: Int = 0, zone: Zone) {
        let local = seconds + zone.offset(atInstant: seconds)
        self.init(localNanoseconds: Int128(local) * Int128(TimeValue.perSecond) + Int128(nanosecond), zone: zone)
    }

    private init?(localNanoseconds: Int128, zone: Zone?) {
        let perDay = Int128(TimeValue.perDay)
        var (days, rest) = localNanoseconds.quotientAndRemainder(dividingBy: perDay)
        if rest < 0 { (days, rest) = (days - 1, rest + perDay) }
        guard let whole = Int(exactly: days), let date = DateValue(days: whole) else { return nil }
        self.init(date: date, time: TimeValue(nanoseconds: Int(rest), zone: zone))
    }

    private var localNanoseconds: Int128 {
        Int128(date.days) * Int128(TimeValue.perDay) + Int128(time.nanoseconds)
    }

    /// The offset from UTC in seconds, if an offset or zone is named.
    var offset: Int? {
        time.zone?.offset(atLocalSecond: date.days * 86_400 + time.nanoseconds / TimeValue.perSecond)
    }

    /// Nanoseconds since 1970 UTC; without a zone the clock reading counts as if it were UTC.
    var instant: Int128 {
        localNanoseconds - Int128(offset ?? 0) * Int128(TimeValue.perSecond)
    }

    /// The moment that much later, in the same zone; nil beyond the range.
    func adding(_ duration: DaysDuration) -> DateTimeValue? {
        guard let zone = time.zone else {
            return DateTimeValue(localNanoseconds: localNanoseconds + duration.total, zone: nil)
        }
        let moment = instant + duration.total
        guard let second = Int(exactly: moment / Int128(TimeValue.perSecond)) else { return nil }
        let offset = Int128(zone.offset(atInstant: second)) * Int128(TimeValue.perSecond)
        return DateTimeValue(localNanoseconds: moment + offset, zone: zone)
    }

    /// The same time of day, `months` later; nil beyond the range.
    func adding(months: Int) -> DateTimeValue? {
        guard let moved = date.adding(months: months) else { return nil }
        return DateTimeValue(date: moved, time: time)
    }
}

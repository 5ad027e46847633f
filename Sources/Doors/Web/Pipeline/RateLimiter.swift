import Glibc
package import Processes

/// How often something may happen: `burst` at once, then `perSecond` on average.
package struct Rate: Sendable, Hashable {
    package var perSecond: Double
    package var burst: Double

    package init(perSecond: Double, burst: Double) {
        self.perSecond = perSecond
        self.burst = burst
    }

    /// Four seconds' worth at once: a page comes with what belongs to it.
    package static func bursting(_ perSecond: Double) -> Rate { Rate(perSecond: perSecond, burst: 4 * perSecond) }
}

/// When each sender will have used up what it took: one word for each, in a table that all copies of the program share, so
/// that a limit is the same however many copies there are. The few limits that must outlive a restart (codes by SMS, wrong
/// passwords) are kept in the database by their modules.
///
/// A word holds 16 bits that tell one key from another and a time in microseconds. A key has eight places, side by side; a
/// place whose time has passed says nothing and is free.
package struct LimitTable: Sendable {
    /// Words of a table for a whole city.
    package static let size = 65_536
    private static let places = 8
    private static let timeMask: UInt64 = (1 << 48) - 1

    private let words: SharedWords
    /// Makes it unforeseeable which keys share places; the first copy chooses it.
    private let seed: UInt64

    /// - Parameter words: at least sixteen; all copies give the same.
    package init(_ words: SharedWords = SharedWords(count: size)) {
        precondition(words.count >= 2 * Self.places, "a table of limits has at least sixteen words")
        self.words = words
        _ = words.exchange(0, from: 0, to: UInt64.random(in: 1...UInt64.max))
        seed = words.load(0)
    }

    /// Takes one token of `rate` for `key`; nil when there was one, else the microseconds until there is.
    func take(_ key: String, _ rate: Rate, now: UInt64) -> UInt64? {
        let hash = hash(key)
        let tag = hash & ~Self.timeMask
        let interval = UInt64(1_000_000 / rate.perSecond)
        let tolerance = UInt64((max(1, rate.burst) - 1) * 1_000_000 / rate.perSecond)
        while true {
            let place = place(of: hash, tag, now)
            let word = words.load(place)
            let usedUp = word & ~Self.timeMask == tag ? word & Self.timeMask : 0
            // Further ahead than can be reached: left from before the machine was started.
            let isPossible = usedUp <= now + tolerance + interval
            let from = isPossible ? max(usedUp, now) : now
            if from - now > tolerance { return from - now - tolerance }
            let next = tag | ((from + interval) & Self.timeMask)
            if words.exchange(place, from: word, to: next) { return nil }
        }
    }

    /// The key's own place, else a free one, else the one that is free soonest.
    private func place(of hash: UInt64, _ tag: UInt64, _ now: UInt64) -> Int {
        let groups = UInt64(words.count / Self.places - 1)
        // The first group holds the seed.
        let first = Int(1 + hash % groups) * Self.places
        var (best, soonest) = (first, UInt64.max)
        for place in first..<first + Self.places {
            let word = words.load(place)
            if word & ~Self.timeMask == tag, word != 0 { return place }
            let time = word & Self.timeMask
            let free = time <= now ? 0 : time
            if free < soonest { (best, soonest) = (place, free) }
        }
        return best
    }

    private func hash(_ key: String) -> UInt64 {
        var hash = seed
        for byte in key.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        hash = (hash ^ (hash >> 33)) &* 0xFF51_AFD7_ED55_8CCD
        hash = (hash ^ (hash >> 33)) &* 0xC4CE_B9FE_1A85_EC53
        return hash ^ (hash >> 33)
    }
}

/// A limit for each of many senders.
package struct RateLimiter: Sendable {
    private let rate: @Sendable () -> Rate
    private let scope: String
    private let table: LimitTable

    /// - Parameters:
    ///   - rate: asked each time.
    ///   - scope: keeps the keys of one limit apart from those of another in the same table.
    package init(
        _ rate: @autoclosure @escaping @Sendable () -> Rate, scope: String = "", table: LimitTable = LimitTable()
    ) {
        self.rate = rate
        self.scope = scope
        self.table = table
    }

    /// Takes one token for `key`; nil when there was one, else the seconds until there is.
    ///
    /// - Parameters:
    ///   - now: time since any fixed moment that is the same for all copies.
    ///   - own: the rate of this key, where it is not the same for all.
    package func refusal(for key: String, now: Duration, rate own: Rate? = nil) -> Int? {
        let microseconds = UInt64(max(0, now / .microseconds(1)))
        guard let wait = table.take("\(scope) \(key)", own ?? rate(), now: microseconds) else { return nil }
        return Int((wait + 999_999) / 1_000_000)
    }
}

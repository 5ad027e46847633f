import Synchronization

/// How often something may happen: `burst` at once, then `perSecond` on average.
package struct Rate: Sendable, Hashable {
    package var perSecond: Double
    package var burst: Double

    package init(perSecond: Double, burst: Double) {
        self.perSecond = perSecond
        self.burst = burst
    }
}

/// A bucket of tokens for each key. One program copy counts for itself; the few limits that must hold across copies
/// (codes by SMS, wrong passwords) are kept in the database by their modules.
package final class RateLimiter: Sendable {
    private struct Bucket {
        var tokens: Double
        var filledAt: Duration
        let rate: Rate
    }

    private let rate: Rate
    private let buckets = Mutex<[String: Bucket]>([:])
    private let maximumKeys: Int

    package init(_ rate: Rate, maximumKeys: Int = 50_000) {
        self.rate = rate
        self.maximumKeys = maximumKeys
    }

    /// Takes one token for `key`; nil when there was one, else the seconds until there is.
    ///
    /// - Parameters:
    ///   - now: time since any fixed moment.
    ///   - own: the rate of this key, where it is not the same for all.
    package func refusal(for key: String, now: Duration, rate own: Rate? = nil) -> Int? {
        buckets.withLock { buckets in
            if buckets.count >= maximumKeys, buckets[key] == nil { forgetFull(&buckets, now: now) }
            let rate = own ?? rate
            var bucket = buckets[key] ?? Bucket(tokens: rate.burst, filledAt: now, rate: rate)
            bucket.tokens = tokens(in: bucket, now: now)
            bucket.filledAt = now
            defer { buckets[key] = bucket }
            guard bucket.tokens >= 1 else { return Int(((1 - bucket.tokens) / rate.perSecond).rounded(.up)) }
            bucket.tokens -= 1
            return nil
        }
    }

    /// How many senders are remembered.
    var keyCount: Int { buckets.withLock { $0.count } }

    private func tokens(in bucket: Bucket, now: Duration) -> Double {
        min(bucket.rate.burst, bucket.tokens + (now - bucket.filledAt) / .seconds(1) * bucket.rate.perSecond)
    }

    /// Full buckets say nothing; when all are in use, start anew rather than grow.
    private func forgetFull(_ buckets: inout [String: Bucket], now: Duration) {
        buckets = buckets.filter { tokens(in: $0.value, now: now) < $0.value.rate.burst }
        if buckets.count >= maximumKeys { buckets.removeAll() }
    }
}

/// One value that is loaded when asked for and kept for a while; callers who come while it is being loaded share the load.
package actor TimedCache<Value: Sendable> {
    private let lifetime: Duration
    private let clock = ContinuousClock()
    private let load: @Sendable () async throws -> Value
    private var current: (value: Value, since: ContinuousClock.Instant)?
    private var loading: Task<Value, any Error>?

    package init(lifetime: Duration, load: @escaping @Sendable () async throws -> Value) {
        self.lifetime = lifetime
        self.load = load
    }

    /// The value, at most `lifetime` old.
    ///
    /// - Throws: what loading throws; the next caller tries again.
    package func value() async throws -> Value {
        if let current, clock.now - current.since < lifetime { return current.value }
        // A task of its own: that one caller gives up must not fail the others.
        let task = loading ?? Task { [load] in try await load() }
        loading = task
        defer { loading = nil }
        let value = try await task.value
        current = (value, clock.now)
        return value
    }

    /// Forgets the value, after a change made here.
    package func forget() {
        current = nil
    }
}

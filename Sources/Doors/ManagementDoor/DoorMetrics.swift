import Synchronization
package import Web

/// Counts the requests of the doors of this process and how long they took.
package final class DoorMetrics: Sendable {
    /// Upper ends of the duration classes, in seconds.
    static let classes = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3, 5]

    private struct Key: Hashable, Comparable {
        let door: String
        let status: String

        static func < (left: Key, right: Key) -> Bool { (left.door, left.status) < (right.door, right.status) }
    }

    private struct Durations {
        var counts = [Int](repeating: 0, count: classes.count)
        var sum = 0.0
        var total = 0
    }

    private struct State {
        var requests: [Key: Int] = [:]
        var durations: [String: Durations] = [:]
    }

    private let state = Mutex(State())

    package init() {}

    /// A `DoorSettings.log` that counts and then writes the line.
    package func counting(
        _ log: @escaping @Sendable (AccessLogEntry) -> Void = AccessLogEntry.toStandardOutput
    ) -> @Sendable (AccessLogEntry) -> Void {
        { [self] entry in
            record(door: entry.door, status: entry.status, milliseconds: entry.milliseconds)
            log(entry)
        }
    }

    func record(door: String, status: Int, milliseconds: Double) {
        let seconds = milliseconds / 1000
        state.withLock { state in
            state.requests[Key(door: door, status: "\(status / 100)xx"), default: 0] += 1
            state.durations[door, default: Durations()].sum += seconds
            state.durations[door, default: Durations()].total += 1
            for (index, end) in Self.classes.enumerated() where seconds <= end {
                state.durations[door, default: Durations()].counts[index] += 1
            }
        }
    }

    var exposition: Exposition {
        let (requests, durations) = state.withLock { ($0.requests, $0.durations) }
        var text = Exposition()
        text.describe("yanmen_requests_total", .counter, "Requests answered, by door and class of status.")
        for (key, count) in requests.sorted(by: { $0.key < $1.key }) {
            text.sample("yanmen_requests_total", ["door": key.door, "status": key.status], Double(count))
        }
        let name = "yanmen_request_duration_seconds"
        text.describe(name, .histogram, "How long requests took.")
        for (door, durations) in durations.sorted(by: { $0.key < $1.key }) {
            for (end, count) in zip(Self.classes, durations.counts) {
                text.sample("\(name)_bucket", ["door": door, "le": "\(end)"], Double(count))
            }
            text.sample("\(name)_bucket", ["door": door, "le": "+Inf"], Double(durations.total))
            text.sample("\(name)_sum", ["door": door], durations.sum)
            text.sample("\(name)_count", ["door": door], Double(durations.total))
        }
        return text
    }
}

package import Base
package import Processes
package import Web

/// Counts requests and how long they took, in words that all copies of the program share: what a copy counted stays when
/// it falls.
package struct DoorMetrics: Sendable {
    /// Upper ends of the duration classes, in seconds.
    static let classes = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3, 5]
    private static let statuses = 5
    /// Statuses 1xx to 5xx, duration classes, sheds, limited, sum of microseconds, all.
    private static let wordsPerDoor = statuses + classes.count + 4
    private static let doorWords = wordsPerDoor * DoorName.allCases.count
    /// Words that the figures of all doors and routes take.
    package static let size = doorWords + RouteMetrics.size

    private let words: SharedWords
    private let routes: RouteMetrics

    /// - Parameter words: their first `size` words are used.
    package init(_ words: SharedWords = SharedWords(count: size)) {
        precondition(words.count >= Self.size, "too few words for the figures of all doors")
        self.words = words
        routes = RouteMetrics(words, first: Self.doorWords)
    }

    /// A `DoorSettings.log` that counts and then writes the line.
    package func counting(
        _ log: @escaping @Sendable (AccessLogEntry) -> Void = AccessLogEntry.toStandardOutput
    ) -> @Sendable (AccessLogEntry) -> Void {
        { [self] entry in
            if let door = DoorName(rawValue: entry.door) {
                record(door: door, status: entry.status, milliseconds: entry.milliseconds)
                let name = "\(entry.door) \(entry.method) \(entry.route)"
                routes.record(name, status: entry.status, milliseconds: entry.milliseconds)
            }
            log(entry)
        }
    }

    func record(door: DoorName, status: Int, milliseconds: Double) {
        guard let first = Self.first(of: door) else { return }
        let seconds = milliseconds / 1_000
        words.add(first + min(max(status / 100, 1), Self.statuses) - 1, 1)
        for (index, end) in Self.classes.enumerated() where seconds <= end {
            words.add(first + Self.statuses + index, 1)
        }
        if status == 503 { words.add(first + Self.wordsPerDoor - 4, 1) }
        if status == 429 { words.add(first + Self.wordsPerDoor - 3, 1) }
        words.add(first + Self.wordsPerDoor - 2, UInt64(max(0, seconds * 1_000_000)))
        words.add(first + Self.wordsPerDoor - 1, 1)
    }

    private static func first(of door: DoorName) -> Int? {
        DoorName.allCases.firstIndex(of: door).map { $0 * wordsPerDoor }
    }

    var exposition: Exposition {
        let doors = DoorName.allCases.compactMap { door in Self.first(of: door).map { (door.rawValue, $0) } }
            .filter { words.load($0.1 + Self.wordsPerDoor - 1) > 0 }
        var text = Exposition()
        text.describe("yanmen_requests_total", .counter, "Requests answered, by door and class of status.")
        for (door, first) in doors {
            for status in 0..<Self.statuses where words.load(first + status) > 0 {
                let labels: KeyValuePairs = ["door": door, "status": "\(status + 1)xx"]
                text.sample("yanmen_requests_total", labels, Double(words.load(first + status)))
            }
        }
        let name = "yanmen_request_duration_seconds"
        text.describe(name, .histogram, "How long requests took.")
        for (door, first) in doors {
            for (index, end) in Self.classes.enumerated() {
                let count = words.load(first + Self.statuses + index)
                text.sample("\(name)_bucket", ["door": door, "le": "\(end)"], Double(count))
            }
            let total = Double(words.load(first + Self.wordsPerDoor - 1))
            text.sample("\(name)_bucket", ["door": door, "le": "+Inf"], total)
            let microseconds = words.load(first + Self.wordsPerDoor - 2)
            text.sample("\(name)_sum", ["door": door], Double(microseconds) / 1_000_000)
            text.sample("\(name)_count", ["door": door], total)
        }
        text.describe("yanmen_shed_total", .counter, "Requests that were told to come back, by reason.")
        for (door, first) in doors {
            text.sample("yanmen_shed_total", ["door": door, "reason": "busy"], count(first, Self.wordsPerDoor - 4))
            text.sample("yanmen_shed_total", ["door": door, "reason": "limit"], count(first, Self.wordsPerDoor - 3))
        }
        text += routes.exposition
        return text
    }

    private func count(_ first: Int, _ offset: Int) -> Double { Double(words.load(first + offset)) }

    private func sum(_ offset: Int) -> Int {
        (0..<DoorName.allCases.count).reduce(0) { $0 + Int(words.load($1 * Self.wordsPerDoor + offset)) }
    }

    /// Requests of all doors that were told to come back.
    var sheds: Int { sum(Self.wordsPerDoor - 4) + sum(Self.wordsPerDoor - 3) }
    /// Requests of all doors that ended with 5xx.
    var failures: Int { sum(4) }
    /// Requests of all doors.
    var requests: Int { sum(Self.wordsPerDoor - 1) }
    /// Requests of all doors up to each end of `classes`.
    var durations: [Int] { Self.classes.indices.map { sum(Self.statuses + $0) } }
}

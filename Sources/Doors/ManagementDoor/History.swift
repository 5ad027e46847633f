package import Base
package import Foundation
package import Postgres
package import Processes

/// How the platform did in each minute of the last day: a ring of so many rows and no more, in words that outlive the
/// process and can be read when the database is away.
package struct History: Sendable {
    /// One minute.
    struct Minute: Sendable, Hashable {
        /// Minutes since 1970.
        var number = 0
        var requests = 0
        var failures = 0
        /// What nine of ten requests did not exceed, in milliseconds.
        var p90 = 0
        var poolLent = 0
        var jobsWaiting = 0
        /// Of all processes, in MB.
        var memory = 0
    }

    /// Minutes of a day.
    static let rows = 1_440
    private static let wordsPerRow = 7
    /// Words that the ring takes.
    package static let size = rows * wordsPerRow

    private let words: SharedWords

    package init(_ words: SharedWords = SharedWords(count: size)) {
        precondition(words.count >= Self.size, "too few words for a day")
        self.words = words
    }

    func write(_ minute: Minute) {
        let word = minute.number % Self.rows * Self.wordsPerRow
        let values = [
            minute.requests, minute.failures, minute.p90, minute.poolLent, minute.jobsWaiting, minute.memory,
        ]
        for (index, value) in values.enumerated() { words.store(word + 1 + index, UInt64(max(0, value))) }
        words.store(word, UInt64(max(0, minute.number)))
    }

    /// The minutes of the last day that were written, oldest first.
    func minutes(until end: Date) -> [Minute] {
        let last = Int(end.timeIntervalSince1970) / 60
        return (max(0, last - Self.rows + 1)...last).compactMap { number in
            let word = number % Self.rows * Self.wordsPerRow
            guard words.load(word) == UInt64(number), number > 0 else { return nil }
            let values = (1..<Self.wordsPerRow).map { Int(clamping: words.load(word + $0)) }
            return Minute(
                number: number, requests: values[0], failures: values[1], p90: values[2], poolLent: values[3],
                jobsWaiting: values[4], memory: values[5])
        }
    }
}

/// Makes a minute of what was counted since the one before.
package struct HistorySampler {
    private let history: History
    private let metrics: DoorMetrics
    private let board: ProcessBoard
    private let jobs: JobAdministration
    private var requests: Int
    private var failures: Int
    private var durations: [Int]

    package init(history: History, metrics: DoorMetrics, board: ProcessBoard, database: Database) {
        self.history = history
        self.metrics = metrics
        self.board = board
        jobs = JobAdministration(database: database)
        requests = metrics.requests
        failures = metrics.failures
        durations = metrics.durations
    }

    /// Writes the minute of this moment; jobs count as 0 when the database is away.
    package mutating func sample(at now: Date) async {
        let (requests, failures, durations) = (metrics.requests, metrics.failures, metrics.durations)
        let processes = board.living
        var minute = History.Minute()
        minute.number = Int(now.timeIntervalSince1970) / 60
        minute.requests = max(0, requests - self.requests)
        minute.failures = max(0, failures - self.failures)
        minute.p90 = Self.p90(zip(durations, self.durations).map { $0 - $1 }, of: minute.requests)
        minute.poolLent = processes.reduce(0) { $0 + $1.figures.poolLent }
        minute.jobsWaiting = (try? await jobs.counts().waiting) ?? 0
        let bytes = processes.compactMap { ProcessMetrics.residentBytes(of: $0.identifier) }.reduce(0, +)
        minute.memory = bytes >> 20
        history.write(minute)
        self.requests = requests
        self.failures = failures
        self.durations = durations
    }

    /// The end of the duration class that holds the ninth of ten, in milliseconds; 0 without requests.
    static func p90(_ counts: [Int], of total: Int) -> Int {
        guard total > 0 else { return 0 }
        let index = counts.firstIndex { Double($0) >= Double(total) * 0.9 }
        return Int(DoorMetrics.classes[index ?? DoorMetrics.classes.count - 1] * 1_000)
    }
}

import Foundation
import Histogram

/// Results as JSON lines: one for each operation and one, `all`, for the run.
package struct Report: Sendable {
    /// What the run was: `day` or `capacity`, and how many took part.
    package var run: String
    package var users: Int
    /// Seconds that were measured.
    package var seconds: Double
    /// Acts offered per second, in an open loop.
    package var offered: Double?
    /// Seconds of processor time that the driver itself took.
    package var driverSeconds: Double
    /// Seconds from the first connection to the last answer.
    package var wholeSeconds: Double

    package init(
        run: String, users: Int, seconds: Double, offered: Double? = nil, driverSeconds: Double, wholeSeconds: Double
    ) {
        self.run = run
        self.users = users
        self.seconds = seconds
        self.offered = offered
        self.driverSeconds = driverSeconds
        self.wholeSeconds = wholeSeconds
    }

    package func lines(_ tally: Tally) throws -> [String] {
        var rows = tally.operations.map { row($0.rawValue, tally[$0]) }
        var all = row("all", tally.all)
        all.answered = tally.answered
        all.offered = offered
        all.under3s = Self.share(tally.all, within: 3_000_000)
        all.transactionsUnder5s = Self.share(tally.transactions, within: 5_000_000)
        all.driverSeconds = Self.rounded(driverSeconds)
        all.driverCores = Self.rounded(wholeSeconds > 0 ? driverSeconds / wholeSeconds : 0)
        rows.append(all)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try rows.map { String(decoding: try encoder.encode($0), as: UTF8.self) }
    }

    private func row(_ name: String, _ line: Tally.Line) -> Row {
        let times = line.times
        let isEmpty = times.totalCount == 0
        func milliseconds(_ value: UInt64) -> Double { isEmpty ? 0 : Double(value) / 1_000 }
        return Row(
            run: run, users: users, seconds: seconds, op: name, count: times.totalCount,
            rate: Self.rounded(seconds > 0 ? Double(times.totalCount) / seconds : 0),
            p50: milliseconds(times.valueAtPercentile(50)), p90: milliseconds(times.valueAtPercentile(90)),
            p99: milliseconds(times.valueAtPercentile(99)), max: milliseconds(times.max), conflicts: line.conflicts,
            errors: Dictionary(uniqueKeysWithValues: line.troubles.map { ($0.key.name, $0.value) }))
    }

    /// What share of the times is at most so long; a trouble is none of them.
    private static func share(_ line: Tally.Line, within microseconds: UInt64) -> Double {
        let all = line.times.totalCount + UInt64(line.errors)
        guard all > 0 else { return 1 }
        return Double(line.times.count(within: 0...microseconds)) / Double(all)
    }

    private static func rounded(_ value: Double) -> Double { (value * 10_000).rounded() / 10_000 }

    private struct Row: Encodable {
        let run: String
        let users: Int
        let seconds: Double
        let op: String
        let count: UInt64
        let rate: Double
        /// Milliseconds.
        let p50, p90, p99, max: Double
        let conflicts: Int
        let errors: [String: Int]
        var answered: Int?
        var offered: Double?
        var under3s: Double?
        var transactionsUnder5s: Double?
        var driverSeconds: Double?
        var driverCores: Double?

        enum CodingKeys: String, CodingKey {
            case run, users, seconds, op, count, rate, conflicts, errors, answered, offered, under3s
            case p50 = "p50_ms"
            case p90 = "p90_ms"
            case p99 = "p99_ms"
            case max = "max_ms"
            case transactionsUnder5s = "transactions_under5s"
            case driverSeconds = "driver_cpu_s"
            case driverCores = "driver_cores"
        }
    }
}

import Foundation
import Histogram
import Testing

@testable import LoadDriver

struct TallyTests {
    @Test("two tallies together are as one that saw everything")
    func merging() {
        var chance = Chance(seed: 4)
        var parts = [Tally(), Tally()]
        var whole = Tally()
        for turn in 0..<20_000 {
            let operation: LoadDriver.Operation = turn % 3 == 0 ? .inbox : .accept
            let time = Int64(chance.below(400_000) + 1)
            parts[turn % 2].record(operation, microseconds: time)
            whole.record(operation, microseconds: time)
        }
        parts[1].conflict(.accept)
        whole.conflict(.accept)
        parts[0].fail(.inbox, .timeout)
        parts[1].fail(.inbox, .timeout)
        for _ in 0..<2 { whole.fail(.inbox, .timeout) }

        parts[0].add(parts[1])

        let merged = parts[0]
        #expect(merged.answered == whole.answered)
        for operation in [LoadDriver.Operation.inbox, .accept] {
            #expect(merged[operation].times == whole[operation].times)
            #expect(merged[operation].conflicts == whole[operation].conflicts)
            #expect(merged[operation].troubles == whole[operation].troubles)
        }
        #expect(merged.all.times.totalCount == 20_000)
        #expect(merged.all.errors == 2)
    }

    @Test("percentiles are true to three digits")
    func percentiles() {
        var tally = Tally()
        for time in 1...10_000 { tally.record(.get, microseconds: Int64(time * 10)) }

        let times = tally[.get].times
        #expect(abs(Double(times.valueAtPercentile(50)) - 50_000) <= 50)
        #expect(abs(Double(times.valueAtPercentile(90)) - 90_000) <= 90)
        #expect(abs(Double(times.max) - 100_000) <= 100)
    }

    @Test("warm-up and refusals count as work but not as a time")
    func warmUp() {
        var tally = Tally()
        tally.record(.get, microseconds: 5, isMeasured: false)
        tally.record(.get, microseconds: 7)
        tally.fail(.get, .status(429))
        tally.fail(.get, .timeout)

        #expect(tally.answered == 3)
        #expect(tally[.get].times.totalCount == 1)
    }

    @Test("an application is many requests and one transaction")
    func applications() {
        var tally = Tally()
        for operation in [LoadDriver.Operation.draft, .form, .upload, .chunk, .apply] {
            tally.record(operation, microseconds: 1_000)
        }
        tally.record(.application, microseconds: 5_000)

        #expect(tally.answered == 5)
        #expect(tally.all.times.totalCount == 5)
        #expect(tally.transactions.times.totalCount == 1)
    }

    @Test("the longest time that is told apart stands for all longer ones")
    func veryLong() {
        var tally = Tally()
        tally.record(.get, microseconds: .max)
        tally.record(.get, microseconds: -3)

        #expect(tally[.get].times.totalCount == 2)
    }

    @Test("the report is one JSON line for each operation and one for all")
    func report() throws {
        var tally = Tally()
        for time in 1...100 { tally.record(.inbox, microseconds: Int64(time) * 50_000) }
        tally.fail(.inbox, .status(503))
        tally.fail(.accept, .closed)
        tally.conflict(.accept)
        let report = Report(run: "day", users: 3, seconds: 10, driverSeconds: 1, wholeSeconds: 20)

        let lines = try report.lines(tally)

        let rows = try lines.map { line in
            try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
        #expect(rows.map { $0["op"] as? String } == ["inbox", "accept", "all"])
        #expect(rows[0]["rate"] as? Double == 10)
        #expect(rows[0]["errors"] as? [String: Int] == ["503": 1])
        #expect(rows[1]["errors"] as? [String: Int] == ["closed": 1])
        #expect(rows[1]["conflicts"] as? Int == 1)
        #expect(rows[2]["driver_cores"] as? Double == 0.05)
        let under = try #require(rows[2]["under3s"] as? Double)
        #expect(abs(under - 60.0 / 102) < 0.02)
        #expect(rows[2]["transactions_under5s"] as? Double == 0)
    }
}

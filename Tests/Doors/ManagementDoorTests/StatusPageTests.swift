import Base
import Foundation
import Markup
import Postgres
import Processes
import TestSupport
import Testing

@testable import ManagementDoor

struct StatusPageTests {
    @Test("the status page shows each figure, each chart with a table, and says that there is no backup")
    func page() async throws {
        let site = try await ManagementSite()
        let empty = try await site.get("/status")
        let now = Int(Date().timeIntervalSince1970) / 60
        for number in (now - 30)...now {
            site.history.write(.init(number: number, requests: 120, failures: 1, p90: 25, memory: 300))
        }
        let filled = try await site.get("/status")

        #expect(empty.status == 200)
        #expect(empty.text.contains("还没有记录"))
        #expect(filled.text.contains("尚无备份"))
        #expect(filled.text.ranges(of: "role=\"img\"").count == 6)
        #expect(filled.text.ranges(of: "按小时查看").count == 6)
        #expect(filled.text.contains("每分钟请求数，最近 24 小时，现在 120，最高 120"))
        #expect(!filled.text.contains("style=") && !filled.text.contains("<script>"))
    }

    @Test("the ring keeps one day and forgets what is older")
    func ring() {
        let history = History()
        let end = Date(timeIntervalSince1970: 100_000 * 60)
        for number in 98_000...100_000 { history.write(.init(number: number, requests: number)) }
        let minutes = history.minutes(until: end)
        let later = history.minutes(until: end.addingTimeInterval(3_600))

        #expect(minutes.count == 1_440)
        #expect(minutes.first?.number == 98_561 && minutes.last?.requests == 100_000)
        #expect(later.count == 1_380)
    }

    @Test("a chart's line breaks off where a minute is missing")
    func gap() {
        let minutes = [1, 2, 3, 5].map { History.Minute(number: $0, requests: 1) }
        let line = DayChart("x", minutes, \.requests).line(until: 5)

        #expect(line.filter { $0 == "M" }.count == 2)
        #expect(line.filter { $0 == "L" }.count == 2)
    }

    @Test("a minute holds what was counted since the one before")
    func sample() async throws {
        let site = try await ManagementSite()
        try await site.test.database.execute("INSERT INTO base.job (kind, payload) VALUES ('x', '{}')")
        site.metrics.record(door: .public, status: 200, milliseconds: 1)
        let database = site.test.connect(user: "yanmen_management")
        var sampler = HistorySampler(
            history: site.history, metrics: site.metrics, board: ProcessBoard(), database: database)
        for _ in 0..<10 { site.metrics.record(door: .office, status: 200, milliseconds: 30) }
        site.metrics.record(door: .office, status: 503, milliseconds: 4_000)
        let now = Date(timeIntervalSince1970: 60_000)
        await sampler.sample(at: now)
        let minute = try #require(site.history.minutes(until: now).last)

        #expect(minute.requests == 11 && minute.failures == 1 && minute.p90 == 50 && minute.jobsWaiting == 1)
        #expect(HistorySampler.p90([], of: 0) == 0)
    }

    @Test("two copies count one route in one slot, under its own name")
    func routes() {
        let words = SharedWords(count: RouteMetrics.size)
        RouteMetrics(words, first: 0).record("office GET /cases/{id}", status: 200, milliseconds: 30)
        RouteMetrics(words, first: 0).record("office GET /cases/{id}", status: 500, milliseconds: 9_000)
        for number in 0..<600 {
            RouteMetrics(words, first: 0).record("office GET /x\(number)", status: 200, milliseconds: 1)
        }
        let text = RouteMetrics(words, first: 0).exposition.text
        let labels = #"{door="office",method="GET",route="/cases/{id}""#

        #expect(text.contains("yanmen_route_requests_total\(labels),status=\"5xx\"} 1\n"))
        #expect(text.contains("yanmen_route_duration_seconds_bucket\(labels),le=\"0.05\"} 1\n"))
        #expect(text.contains("yanmen_route_duration_seconds_count\(labels)} 2\n"))
        #expect(text.ranges(of: "_count{").count == 512)
    }
}

import Base
import Foundation
import Markup
import Notices
import Postgres
import Processes
import TestSupport
import Testing

@testable import ManagementDoor

struct ManagementDoorTests {
    @Test("the process lives")
    func health() async throws {
        let answer = try await ManagementSite().get("/health/live")
        #expect(answer.status == 200)
        #expect(answer.text == "ok\n")
    }

    @Test("without a worker the platform is not ready, with a lively one it is, with a silent one it is not")
    func ready() async throws {
        let site = try await ManagementSite()
        let without = try await site.get("/health/ready")
        try await site.test.database.execute("INSERT INTO base.worker (id) VALUES ('w')")
        let lively = try await site.get("/health/ready")
        try await site.test.database.execute("UPDATE base.worker SET seen_at = now() - interval '5 minutes'")
        let silent = try await site.get("/health/ready")

        #expect(without.status == 503)
        #expect(without.text.contains("没有后台任务进程"))
        #expect(lively.status == 200)
        #expect(lively.text.contains("\"isReady\":true"))
        #expect(lively.text.contains("数据库正常"))
        #expect(silent.status == 503)
    }

    @Test("too little room in the file store is said")
    func space() {
        #expect(!Readiness.space(1 << 20).isFine)
        #expect(Readiness.space(2 << 30).isFine)
    }

    @Test("a file store that cannot be written is said by readiness, status page and figures")
    func closedStore() async throws {
        // Nothing can be made below a file that is no folder.
        let site = try await ManagementSite(files: "/dev/null/files")
        try await site.test.database.execute("INSERT INTO base.worker (id) VALUES ('w')")

        let ready = try await site.get("/health/ready")
        let status = try await site.get("/status")

        #expect(ready.status == 503)
        #expect(ready.text.contains("文件存储不能写入，不能上传"))
        #expect(status.status == 200)
        #expect(status.text.contains("<dd class=\"d t-err\">文件存储不能写入，不能上传</dd>"))
        #expect(try await site.get("/metrics").text.contains("yanmen_files_writable 0\n"))
        #expect(try await ManagementSite().get("/metrics").text.contains("yanmen_files_writable 1\n"))
    }

    @Test("figures are in Prometheus' format and tell about requests, jobs, the chain, memory")
    func metrics() async throws {
        let site = try await ManagementSite()
        try await site.test.database.execute("INSERT INTO base.job (kind, payload) VALUES ('x', '{}'), ('x', '{}')")
        try await site.test.database.execute(AuditEntry("x", on: "x", "1", by: .system("test")).statement)
        _ = try await site.get("/health/live")
        _ = try await site.get("/nowhere")

        let text = try await site.get("/metrics").text

        #expect(text.contains("yanmen_jobs{state=\"waiting\"} 2\n"))
        #expect(text.contains("yanmen_audit_waiting 1\n"))
        #expect(text.contains("yanmen_audit_sealed_total 0\n"))
        #expect(text.contains("yanmen_database_up 1\n"))
        #expect(text.contains("yanmen_requests_total{door=\"management\",status=\"2xx\"} 1\n"))
        #expect(text.contains("yanmen_requests_total{door=\"management\",status=\"4xx\"} 1\n"))
        #expect(text.contains("yanmen_request_duration_seconds_bucket{door=\"management\",le=\"+Inf\"} 2\n"))
        #expect(text.contains("process_resident_memory_bytes "))
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            #expect(line.wholeMatch(of: /[a-z_]+(\{.*\})? [0-9.e+-]+/) != nil, "\(line)")
        }
    }

    @Test("duration classes are cumulative, and what several copies count is one figure")
    func exposition() {
        let words = SharedWords(count: DoorMetrics.size)
        DoorMetrics(words).record(door: .office, status: 200, milliseconds: 30)
        DoorMetrics(words).record(door: .office, status: 503, milliseconds: 9000)
        let text = DoorMetrics(words).exposition.text
        #expect(text.contains(#"_bucket{door="office",le="0.025"} 0"#))
        #expect(text.contains(#"_bucket{door="office",le="0.05"} 1"#))
        #expect(text.contains(#"_bucket{door="office",le="5.0"} 1"#))
        #expect(text.contains(#"_count{door="office"} 2"#))
        #expect(text.contains(#"_sum{door="office"} 9.03"#))
        #expect(!text.contains("public"))
    }

    @Test("a process has a row of the board, with its memory and what it is doing")
    func board() throws {
        let board = ProcessBoard()
        let row = try #require(board.takeRow(.doors))
        var figures = ProcessBoard.Figures()
        figures.waiting = 7
        board.write(figures, at: row)
        let text = board.exposition.text

        #expect(text.contains("yanmen_requests_waiting{kind=\"doors\",pid=\"\(getpid())\"} 7\n"))
        #expect(text.contains("yanmen_process_memory_bytes{kind=\"doors\",pid=\"\(getpid())\"} "))
        #expect(text.contains("yanmen_process_cpu_seconds_total{kind=\"doors\",pid=\"\(getpid())\"} "))
    }

    @Test("a newcomer reads the sign-in code; pages follow one another")
    func messages() async throws {
        let site = try await ManagementSite()
        let empty = try await site.get("/messages")
        let now = Date()
        for number in 0..<60 {
            let notice = Notice.code("\(100_000 + number)", for: "登录", to: "13800000000", minutes: 5, now: now)
            try await site.test.database.pipeline(try notice.statements(now: now))
        }
        let first = try await site.get("/messages")
        let next = try #require(first.text.firstMatch(of: /href="(\/messages\?after=[^"]*)"/))
        let second = try await site.get(String(next.1))

        #expect(empty.text.contains("还没有短信"))
        #expect(first.text.contains("验证码 100059，5 分钟内有效"))
        #expect(!first.text.contains("验证码 100009，"))
        #expect(second.text.contains("验证码 100009，"))
        #expect(second.text.contains("验证码 100000，"))
        for page in [empty, first, second] {
            #expect(page.status == 200)
            #expect(MarkupCheck.faults(in: HTML(trusted: page.text)) == [])
        }
    }

    @Test("a dead job is shown with its error and tried again by a button")
    func jobs() async throws {
        let site = try await ManagementSite()
        try await site.test.database.execute(
            """
            INSERT INTO base.job (kind, payload, state, attempts, last_error, finished_at)
            VALUES ('sms.send.1', '{"secret": 1}', 'dead', 8, '<b>gateway</b> away', now())
            """)
        let page = try await site.get("/jobs")
        let action = try #require(page.text.firstMatch(of: /action="(\/jobs\/[0-9]+\/retry)"/))
        let retried = try await site.post(String(action.1), from: page)
        let again = try await site.post(String(action.1), from: page)
        let after = try await site.get("/jobs")

        #expect(page.text.contains("&lt;b&gt;gateway&lt;/b&gt; away"))
        #expect(!page.text.contains("secret"))
        #expect(MarkupCheck.faults(in: HTML(trusted: page.text)) == [])
        #expect(retried.status == 303)
        #expect(again.status == 409)
        #expect(after.text.contains("没有失败的后台任务"))
        let acts = try await site.test.database.rows("SELECT act, door FROM base.audit_entry") { row in
            "\(try row.get("act", as: String.self)) \(try row.get("door", as: String.self))"
        }
        #expect(acts == ["job.retry management"])
    }

    @Test("a retry from a foreign page is refused")
    func foreignForm() async throws {
        let site = try await ManagementSite()
        let stranger = ManagementSite.Answer(status: 200, text: "", cookies: [], location: nil)
        let answer = try await site.post("/jobs/1/retry", from: stranger)
        #expect(answer.status == 403)
    }
}

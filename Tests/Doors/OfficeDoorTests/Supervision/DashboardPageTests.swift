import DoorTesting
import Foundation
import HTTPTypes
import People
import Postgres
import TestSupport
import Testing
import Web

@testable import Cases
@testable import OfficeDoor

@Suite struct DashboardPageTests {
    private func supervisor(_ site: CaseSite, bodies: [Int]? = nil) async throws -> TestPeople.Person {
        try await site.people.staff(
            "jiandu", rights: ["searchCases", "superviseCases"], bodies: bodies ?? [site.body])
    }

    @Test("The dashboard shows figures, trend, stages and bodies, without script or inline style")
    func page() async throws {
        let site = try await CaseSite.make()
        let late = try await site.registered()
        try await site.registered(leaf: 12)
        try await site.owner.execute("UPDATE cases.case_record SET next_due = '2026-11-20' WHERE id = \(late.id)")
        try await site.visit(as: try await supervisor(site)) { browser in
            let page = try await browser.get("/dashboard").text
            #expect(page.contains("<h1>运行总览</h1>"))
            #expect(page.contains("<dt>今日收件</dt><dd class=\"num\">2</dd>"))
            #expect(page.contains("<b class=\"num fig-lg t-err\">1</b>"))
            #expect(page.contains("<svg viewBox=\"0 0 640 230\"") && page.contains("查看数据"))
            #expect(page.contains("截至 2026-11-24 12:00"))
            #expect(page.contains("href=\"/dashboard\" aria-current=\"page\""), "the menu names it")
            #expect(!page.contains("style=") && !page.contains("<script>"))
        }
    }

    @Test("Each figure of a body leads to the list of the very cases")
    func links() async throws {
        let site = try await CaseSite.make()
        let late = try await site.registered()
        let soon = try await site.registered(name: "王小明")
        try await site.registered(name: "赵明")
        try await site.owner.pipeline([
            "UPDATE cases.case_record SET next_due = '2026-11-20' WHERE id = \(late.id)",
            "UPDATE cases.case_record SET next_due = '2026-11-27' WHERE id = \(soon.id)",
        ])
        let body = site.body
        try await site.visit(as: try await supervisor(site)) { browser in
            let page = try await browser.get("/dashboard").text
            let overdue = "/inbox?view=overdue&amp;body=\(body)"
            let dueSoon = "/inbox?view=dueSoon&amp;body=\(body)&amp;days=3"
            #expect(page.contains("<a href=\"\(overdue)\"><span class=\"st st-err\">1</span></a>"))
            #expect(page.contains("<a href=\"\(dueSoon)\"><span class=\"st st-warn\">1</span></a>"))
            let list = try await browser.get("/inbox?view=dueSoon&body=\(body)&days=3").text
            #expect(list.contains(soon.number) && !list.contains(late.number))
            #expect(list.contains("实施主体 <b>忻州市示例审批局</b>"))
            let nearer = try await browser.get("/inbox?view=dueSoon&body=\(body)").text
            #expect(!nearer.contains(soon.number), "two working days are usual")
        }
    }

    @Test("It is for those who supervise, and shows nothing of other bodies")
    func rights() async throws {
        let site = try await CaseSite.make()
        try await site.registered()
        try await site.visit(as: site.clerk) { browser in
            #expect(try await browser.get("/dashboard").status == 403)
            #expect(try await browser.get("/dashboard.csv").status == 403)
            let desk = try await browser.get("/").text
            #expect(!desk.contains("/dashboard"))
        }
        let other = try await site.people.organisation("另一局")
        try await site.visit(as: try await supervisor(site, bodies: [other])) { browser in
            let page = try await browser.get("/dashboard").text
            #expect(page.contains("还没有办件") && !page.contains("忻州市示例审批局"))
            #expect(try await browser.get("/").text.contains("href=\"/dashboard\""))
        }
        try await site.visit(as: nil) { browser in
            let answer = try await browser.get("/dashboard")
            #expect(answer.location.hasPrefix("/signin"))
        }
    }

    @Test(
        "What an address says wrongly is an empty choice or left out, never an error",
        arguments: ["region=x", "body=0", "body=a", "sort=up", "region=140902000000&body=99999999999999"])
    func oddAddresses(query: String) async throws {
        let site = try await CaseSite.make()
        try await site.registered()
        try await site.visit(as: try await supervisor(site)) { browser in
            let answer = try await browser.get("/dashboard?\(query)")
            #expect(answer.status == 200)
        }
    }

    @Test("The bodies are exported as a table")
    func export() async throws {
        let site = try await CaseSite.make()
        _ = try await site.walked(["accept", "examine", "review", "decide"])
        try await site.visit(as: try await supervisor(site)) { browser in
            let file = try await browser.get("/dashboard.csv")
            #expect(file.headers[.contentType] == "text/csv; charset=utf-8")
            #expect(file.headers[.contentDisposition]?.contains("2026-11-24") ?? false)
            #expect(file.text.contains("\"忻州市示例审批局\",\"1\",\"0\",\"0\",\"1\",\"1\",\"1\",\"100.0%\",\"0.0\""))
        }
    }

    @Test("Bodies are sorted by what was asked for, the worst first")
    func sorting() {
        func line(_ id: Int, open: Int = 0, overdue: Int = 0, decided: Int = 0, onTime: Int = 0) -> BodyFigures {
            BodyFigures(
                body: DashboardBody(id: id, name: "机构 \(id)", regionCode: "140900000000", regionName: "忻州市"),
                open: open, overdue: overdue, soon: 0,
                period: PeriodFigures(decided: decided, onTime: onTime))
        }
        let lines = [line(1, open: 9), line(2, overdue: 1, decided: 10, onTime: 9), line(3, overdue: 2, decided: 10)]
        #expect(DashboardSort.overdue.sorted(lines).map(\.id) == [3, 2, 1])
        #expect(DashboardSort.open.sorted(lines).map(\.id) == [1, 2, 3])
        #expect(DashboardSort.decided.sorted(lines).map(\.id) == [2, 3, 1])
        #expect(DashboardSort.rate.sorted(lines).map(\.id) == [3, 2, 1], "what has no rate comes last")
    }

    @Test("Shares and averages are written with one digit, and a dash where there is nothing to measure")
    func writing() {
        #expect(FigureText.rate(985) == "98.5%" && FigureText.rate(nil) == "—")
        #expect(FigureText.days(32) == "3.2" && FigureText.days(nil) == "—")
        let link = DashboardLink(FormFields([.init(name: "sort", value: "rate"), .init(name: "body", value: "7")]))
        #expect(link.address() == "/dashboard?body=7&sort=rate")
        #expect(link.address { $0.sort = .overdue } == "/dashboard?body=7")
    }
}

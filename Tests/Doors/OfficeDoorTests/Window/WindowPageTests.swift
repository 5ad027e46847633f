import Cases
import DoorTesting
import Foundation
import Identifiers
import TestSupport
import Testing
import Web
import WorkCalendar

@testable import OfficeDoor

@Suite struct WindowPageTests {
    static let answers = [
        ("s-q1", "no"), ("shown", "name,phone,shopName,area,kind"), ("f.name", "李秀英"), ("f.phone", "13800000621"),
        ("f.shopName", "云中小馆"), ("f.area", "80"), ("f.kind", "own"), ("receipt-m1", "form"), ("receipt-m2", "paper"),
        ("receipt-m3", "licence"), ("receipt-m4", "later"),
    ]
    static let leaf = [("leaf", ApplicationItem.leafCode)]

    static let person: [(String, String)] = {
        var identity = SyntheticIdentity(seed: 3)
        let number = identity.citizenID(on: CalendarDate(CaseSite.noon)).text
        return [
            ("kind", "natural"), ("applicantName", "李秀英"), ("documentNumber", number), ("phone", "13800000621"),
        ]
    }()

    private func opened(_ browser: VisitorBrowser) async throws -> (String, String) {
        let page = try await browser.get("/window").text
        return ("key", String(try #require(page.firstMatch(of: /name="key" value="([^"]+)"/)).1))
    }

    @Test("Search, choose, answer, take in: one screen, and nothing typed is lost on the way")
    func walkIn() async throws {
        let site = try await CaseSite.make()
        let id: UUID = try await site.visit(as: site.clerk) { browser in
            let key = try await opened(browser)
            let found = try await browser.post("/window", fields: [key, ("q", "卫生许可")] + Self.person)
            #expect(
                found.text.contains("value=\"\(ApplicationItem.leafCode)\"") && found.text.contains("value=\"李秀英\""))
            let early = try await browser.post("/window", fields: [key, ("do", "receive")] + Self.person)
            #expect(early.text.contains("请先选择要办的事项"))
            let chosen = try await browser.post("/window", fields: [key] + Self.leaf + Self.person)
            #expect(chosen.text.contains("场所平面图") && chosen.text.contains("是否改造过场所"))
            let unanswered = try await browser.post(
                "/window", fields: [key, ("do", "receive")] + Self.leaf + Self.person)
            #expect(unanswered.text.contains("请回答“是否改造过场所？”") && unanswered.text.contains("href=\"#f-s-q1\""))
            let lacking = Self.answers.filter { $0.0 != "receipt-m2" }
            let missing = try await browser.post(
                "/window", fields: [key, ("do", "receive")] + Self.leaf + Self.person + lacking)
            #expect(missing.text.contains("请提交“场所平面图”") && missing.text.contains("value=\"云中小馆\""))
            let done = try await browser.post(
                "/window", fields: [key, ("do", "receive")] + Self.leaf + Self.person + Self.answers)
            #expect(done.text.contains("已收件") && done.text.contains("云中小馆"), "\(done.text.prefix(3000))")
            let again = try await browser.post(
                "/window", fields: [key, ("do", "receive")] + Self.leaf + Self.person + Self.answers)
            #expect(again.location == done.location, "pressed twice, taken in once")
            return try #require(UUID(uuidString: String(done.location.split(separator: "/")[1].prefix(36))))
        }
        #expect(try await site.status(id) == "received")
    }

    @Test(
        "Taken in and accepted, granted at once, or taken in for a correction",
        arguments: [
            ("accept", ApplicationItem.leafCode, "accepted"), ("grant", CaseSite.instantLeaf, "granted"),
            ("correct", ApplicationItem.leafCode, "received"),
        ])
    func wishes(wish: String, leaf: String, status: String) async throws {
        let site = try await CaseSite.make()
        let id: UUID = try await site.visit(as: site.clerk) { browser in
            let key = try await opened(browser)
            let answers = wish == "correct" ? [] : Self.answers
            let done = try await browser.post(
                "/window", fields: [key, ("do", wish), ("leaf", leaf)] + Self.person + answers)
            let path = done.location.prefix { $0 != "?" }
            #expect(path.hasPrefix("/cases/"), "\(done.text.prefix(3000))")
            return try #require(UUID(uuidString: String(path.dropFirst(7))))
        }
        #expect(try await site.status(id) == status)
    }

    @Test(
        "What is wrong about a person or a company is said at its field",
        arguments: [
            ("kind", "", "请选择申请人是个人还是单位"), ("applicantName", "", "请填写申请人姓名或单位名称"),
            ("documentNumber", "14220019580305001", "应为 18 位"), ("phone", "12", "手机号"),
        ])
    func faults(field: String, value: String, complaint: String) async throws {
        let site = try await CaseSite.make()
        try await site.visit(as: site.clerk) { browser in
            let key = try await opened(browser)
            let fields = Self.person.map { $0.0 == field ? ($0.0, value) : $0 }.filter {
                !($0.0 == "kind" && $0.1 == "")
            }
            let page = try await browser.post(
                "/window", fields: [key, ("do", "receive")] + Self.leaf + fields + Self.answers)
            #expect(page.text.contains(complaint), "\(page.text.prefix(4000))")
            #expect(page.text.contains("href=\"#f-\(field)\"") && page.text.contains("id=\"f-\(field)\""))
            #expect(page.text.contains("value=\"云中小馆\""))
        }
    }

    @Test("A company comes with its code and an agent")
    func company() async throws {
        let site = try await CaseSite.make()
        try await site.visit(as: site.clerk) { browser in
            let key = try await opened(browser)
            let fields = [
                ("kind", "legal"), ("applicantName", "忻州示例商贸有限公司"), ("documentNumber", "91140900MA0EXAMPLE"),
                ("phone", "13800000621"), ("legalRepresentative", "李秀英"), ("agentName", "王小明"), ("agentNumber", "1"),
                ("agentPhone", "13900000000"),
            ]
            let page = try await browser.post(
                "/window", fields: [key, ("do", "receive")] + Self.leaf + fields + Self.answers)
            #expect(page.text.contains("代理人：") && page.text.contains("value=\"王小明\""))
            #expect(page.text.contains("href=\"#f-documentNumber\""))
        }
    }

    @Test("Items of other bodies are not offered; whoever may not receive gets no window")
    func foreign() async throws {
        let site = try await CaseSite.make()
        let other = try await site.people.organisation("另一局")
        let stranger = try await site.people.staff("stranger", rights: ["receiveCases"], bodies: [other])
        try await site.visit(as: stranger) { browser in
            let page = try await browser.get("/window?q=\(urlEncoded("卫生许可"))").text
            #expect(page.contains("没有找到您可以受理的事项"))
            let key = try await opened(browser)
            let refused = try await browser.post(
                "/window", fields: [key, ("do", "receive")] + Self.leaf + Self.person + Self.answers)
            #expect(refused.text.contains("没有收件") && refused.text.contains("没有开放办理"))
        }
        try await site.visit(as: site.examiner) { browser in
            #expect(try await browser.get("/window").status == 403)
            _ = try await browser.get("/phrases")
            #expect(try await browser.post("/window", ["do": "receive"]).status == 403)
        }
    }
}

import DoorTesting
import Foundation
import HTTPTypes
import Postgres
import TestSupport
import Testing
import Web

@testable import PublicDoor

@Suite struct ApplyTests {
    @Test("From the guide to the receipt without script; sent twice it is one case")
    func wholeWay() async throws {
        let site = try await ApplicationSite.make()
        try await site.browse(as: site.citizen) { browser in
            let start = try await browser.get("\(ApplicationSite.start)?s.q1=no")
            #expect(start.status == 200)
            #expect(start.text.contains("value=\"no\" checked"))
            #expect(start.text.contains("李秀英"))

            let path = try await site.filledDraft(browser)
            #expect(try await browser.get(path).location == "\(path)/check")
            let check = try await browser.get("\(path)/check")
            for words in ["云中小馆", "80 平方米", "自有", "白天、夜间", "平面图.png", "承诺后补", "back=check"] {
                #expect(check.text.contains(words), "\(words)")
            }

            let version = "\(try await site.version(try await site.draft()))"
            let unpromised = try await browser.post("\(path)/submit", [("version", version)])
            #expect(unpromised.text.contains("<title>错误："))
            #expect(unpromised.text.contains("请勾选承诺"))
            #expect(try await site.count("SELECT count(*) FROM cases.case_record") == 0)

            let fields = [("version", version), ("agree", "yes")]
            async let first = browser.post("\(path)/submit", fields)
            async let second = browser.post("\(path)/submit", fields)
            let locations = Set([try await first.location, try await second.location])
            let third = try await browser.post("\(path)/submit", fields).location
            #expect(locations == [third])
            #expect(try await site.count("SELECT count(*) FROM cases.case_record") == 1)
            #expect(try await browser.get(path).location == third)

            let receipt = try await browser.get(third)
            #expect(receipt.text.contains("data-copy"))
            #expect(receipt.text.contains("打印回执"))
            #expect(receipt.text.contains("12 月 1 日前"))
        }
    }

    @Test("Whoever is not signed in goes to sign in and comes back with the answers of the guide")
    func signInFirst() async throws {
        let site = try await ApplicationSite.make()
        try await site.browse(as: nil) { browser in
            let answer = try await browser.get("\(ApplicationSite.start)?s.q1=no")
            #expect(answer.status == 303)
            #expect(answer.location == "/signin?next=\(urlEncoded("\(ApplicationSite.start)?s.q1=no"))")
        }
    }

    @Test("A question about the situation that is left open is asked again, and no draft begins")
    func unanswered() async throws {
        let site = try await ApplicationSite.make()
        try await site.browse(as: site.citizen) { browser in
            let answer = try await browser.post(ApplicationSite.start)
            #expect(answer.text.contains("错误：网上申请"))
            #expect(answer.text.contains("href=\"#f-s-q1\""))
            #expect(answer.text.contains("id=\"f-s-q1\""))
            #expect(try await site.count("SELECT count(*) FROM cases.draft") == 0)
        }
    }

    @Test("The same form sent twice begins one draft, which the start page then offers to go on with")
    func oneDraft() async throws {
        let site = try await ApplicationSite.make()
        try await site.browse(as: site.citizen) { browser in
            let fields = [("draft", UUID().uuidString), ("s.q1", "no")]
            let first = try await browser.post(ApplicationSite.start, fields)
            let second = try await browser.post(ApplicationSite.start, fields)
            #expect(first.location == second.location)
            #expect(try await site.count("SELECT count(*) FROM cases.draft") == 1)
            #expect(try await browser.get(ApplicationSite.start).text.contains("继续填写草稿"))
        }
    }

    @Test("Errors stand at the top and at their fields, and what was typed stays, also in the draft")
    func errorsKeepText() async throws {
        let site = try await ApplicationSite.make()
        try await site.browse(as: site.citizen) { browser in
            _ = try await browser.post(ApplicationSite.start, [("s.q1", "no")])
            let id = try await site.draft()
            let address = ApplyAddress.section(id, "site")
            let typed = [
                ("shown", "shopName,area,kind,times,opened,remark"), ("f.shopName", "<云中>\"小馆\""), ("f.area", "很大"),
                ("f.remark", "第一行\r\n第二行"), ("version", "1"),
            ]

            let answer = try await browser.post(address, typed)

            #expect(answer.text.contains("<title>错误：填表"))
            #expect(answer.text.contains("href=\"#f-f-area\""))
            #expect(answer.text.components(separatedBy: "“面积”只填数字").count == 3)
            #expect(answer.text.contains("value=\"&lt;云中&gt;&quot;小馆&quot;\""))
            #expect(answer.text.contains("value=\"很大\""))
            let again = try await browser.get(address)
            #expect(again.text.contains("value=\"很大\""))
            #expect(!again.text.contains("<title>错误："))
        }
    }

    @Test("An answer that brings up a question shows it without calling it an error")
    func newQuestion() async throws {
        let site = try await ApplicationSite.make()
        try await site.browse(as: site.citizen) { browser in
            _ = try await browser.post(ApplicationSite.start, [("s.q1", "no")])
            let id = try await site.draft()
            let shown = try await browser.get(ApplyAddress.section(id, "site"))
            #expect(!shown.text.contains("出租人"))
            let typed = [
                ("shown", "shopName,area,kind,times,opened,remark"), ("f.shopName", "云中小馆"), ("f.area", "80"),
                ("f.kind", "rent"), ("version", "1"),
            ]
            let answer = try await browser.post(ApplyAddress.section(id, "site"), typed)
            #expect(answer.status == 200)
            #expect(answer.text.contains("出租人"))
            #expect(answer.text.contains("新出现的内容"))
            #expect(!answer.text.contains("<title>错误："))
        }
    }

    @Test("Two devices that differ are shown side by side, and the choice is kept")
    func twoDevices() async throws {
        let site = try await ApplicationSite.make()
        try await site.browse(as: site.citizen) { browser in
            let path = try await site.filledDraft(browser)
            let address = "\(path)/form/site"
            let mine = ApplicationSite.site.map { $0.0 == "f.shopName" ? ("f.shopName", "我的店名") : $0 }

            let conflict = try await browser.post(address, mine + [("version", "1")])

            #expect(conflict.text.contains("内容有两个版本"))
            #expect(conflict.text.contains("我的店名"))
            #expect(conflict.text.contains("云中小馆"))
            let version = try await site.version(try await site.draft())
            #expect(conflict.text.contains("name=\"version\" value=\"\(version)\""))
            _ = try await browser.post(address, mine + [("version", "\(version)")])
            #expect(try await browser.get("\(path)/check").text.contains("我的店名"))
            // The same values under an old version are no conflict, and nothing to save.
            let kept = try await site.version(try await site.draft())
            let same = try await browser.post(address, mine + [("version", "1")])
            #expect(same.status == 303)
            #expect(try await site.version(try await site.draft()) == kept)
        }
    }

    @Test("Two devices that fill in different sections do not meet")
    func twoSections() async throws {
        let site = try await ApplicationSite.make()
        try await site.browse(as: site.citizen) { browser in
            _ = try await browser.post(ApplicationSite.start, [("s.q1", "no")])
            let path = ApplyAddress.draft(try await site.draft())
            for (section, typed) in [("applicant", ApplicationSite.applicant), ("site", ApplicationSite.site)] {
                let answer = try await browser.post("\(path)/form/\(section)", typed + [("version", "1")])
                #expect(answer.status == 303, "\(section)")
            }
            #expect(try await browser.get("\(path)/check").text.contains("云中小馆"))
        }
    }

    @Test(
        "A page sent again while its first sending is still being saved goes on as if it was sent once",
        .timeLimit(.minutes(1)))
    func sentTwice() async throws {
        let site = try await ApplicationSite.make()
        try await site.browse(as: site.citizen) { browser in
            _ = try await browser.post(ApplicationSite.start, [("s.q1", "no")])
            let id = try await site.draft()
            let address = ApplyAddress.section(id, "site")
            let typed = ApplicationSite.site + [("version", "1")]
            let answers = try await withThrowingTaskGroup(of: Int.self) { group in
                try await site.owner.transaction { holder in
                    try await holder.execute("SELECT FROM cases.draft WHERE id = \(id) FOR UPDATE")
                    for _ in 0..<2 { group.addTask { try await browser.post(address, typed).status } }
                    while try await site.count(
                        """
                        SELECT count(*) FROM pg_stat_activity
                        WHERE datname = current_database() AND wait_event_type = 'Lock'
                        """) < 2
                    { try await Task.sleep(for: .milliseconds(5)) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers == [303, 303])
            #expect(try await site.version(id) == 2)
        }
    }

    @Test("Autosave answers the new version, and keeps the identity of the account")
    func autosave() async throws {
        let site = try await ApplicationSite.make()
        try await site.browse(as: site.citizen) { browser in
            _ = try await browser.post(ApplicationSite.start, [("s.q1", "no")])
            let path = ApplyAddress.draft(try await site.draft())
            let fields = [("version", "1"), ("shown", "name,phone,shopName"), ("f.name", "别人"), ("f.shopName", "半个名")]
            let saved = try await browser.post("\(path)/autosave", fields)
            #expect(saved.status == 200)
            #expect(saved.text.contains("\"version\":2"))
            #expect(saved.text.contains("\"savedAt\":\"2026-11-24T04:00:00Z\""))
            #expect(try await browser.get("\(path)/form/site").text.contains("value=\"半个名\""))
            #expect(try await browser.get("\(path)/form/applicant").text.contains("value=\"李秀英\" readonly"))
            #expect(try await browser.post("\(path)/autosave", fields).status == 412)
        }
    }

    @Test("A revised item says what is new and keeps the answers")
    func revised() async throws {
        let site = try await ApplicationSite.make()
        try await site.browse(as: site.citizen) { browser in
            let path = try await site.filledDraft(browser)
            try await site.revise(ApplicationItem.revised())

            #expect(try await browser.get("\(path)/check").location == "\(path)/revised")
            let page = try await browser.get("\(path)/revised")
            for words in ["新增申请材料“消防说明”", "填写内容“店名”改为“招牌名称”", "承诺时限现为 3"] {
                #expect(page.text.contains(words), "\(words)")
            }
            #expect(try await browser.post("\(path)/revised").location == path)
            #expect(try await browser.get("\(path)/check").text.contains("云中小馆"))
        }
    }

    @Test("A draft is deleted only after a question")
    func deleteDraft() async throws {
        let site = try await ApplicationSite.make()
        try await site.browse(as: site.citizen) { browser in
            let path = try await site.filledDraft(browser)
            #expect(try await browser.get("/my").text.contains("没有提交的草稿"))
            #expect(try await browser.get("\(path)/delete").text.contains("不能恢复"))
            #expect(try await site.count("SELECT count(*) FROM cases.draft") == 1)
            #expect(try await browser.post("\(path)/delete").location == "/my")
            #expect(try await site.count("SELECT count(*) FROM cases.draft") == 0)
            #expect(try await browser.get(path).status == 404)
        }
    }

    @Test("A company's application is begun, filled in and owned in its name; under another identity the draft waits")
    func actingFor() async throws {
        let site = try await ApplicationSite.make(serverTypes: ["2"])
        let company = try await site.people.company(
            "云中餐饮有限公司", creditCode: "91140900MA0000000A", representedBy: site.citizen)
        try await site.owner.execute(
            "UPDATE people.session SET acting_for = \(company) WHERE account_id = \(site.citizen.id)")
        try await site.browse(as: site.citizen) { browser in
            let id = try await site.submitted(browser)
            let page = try await browser.get(ApplyAddress.ownCase(id))
            #expect(page.text.contains("云中餐饮有限公司"))
            #expect(page.text.contains("代理人"))
            let path = try await site.filledDraft(browser)
            try await site.owner.execute(
                "UPDATE people.session SET acting_for = NULL WHERE account_id = \(site.citizen.id)")
            #expect(try await browser.get("\(path)/check").text.contains("请先切换申请身份"))
            #expect(try await browser.get(ApplicationSite.start).text.contains("只面向法人"))
            #expect(try await browser.post(ApplicationSite.start, [("s.q1", "no")]).status == 422)
        }
    }

    @Test("No page of the wizard costs more than ten statements")
    func statements() async throws {
        let site = try await ApplicationSite.make()
        try await site.browse(as: site.citizen) { browser in
            let path = try await site.filledDraft(browser)
            let pages = ["", "/situation", "/form", "/form/site", "/materials", "/check"].map { path + $0 }
            for page in pages + ["\(ApplicationSite.start)", "/my"] {
                let count = try await Database.counting { counter in
                    _ = try await browser.get(page)
                    return counter.statements
                }
                #expect((1...10).contains(count), "\(page): \(count)")
            }
        }
    }
}

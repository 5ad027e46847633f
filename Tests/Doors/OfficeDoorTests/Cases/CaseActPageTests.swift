import Cases
import DoorTesting
import Foundation
import HTTPTypes
import TestSupport
import Testing
import Web
import WorkCalendar

@testable import OfficeDoor

@Suite struct CaseActPageTests {
    @Test("Three posts examine, review and decide; the window hands over; each sees only their own act")
    func wholeWay() async throws {
        let site = try await CaseSite.make()
        let id = try await site.walked(["accept", "examine", "review"])
        try await site.visit(as: site.clerk) { browser in
            let page = try await browser.get(CaseSite.address(id)).text
            #expect(page.contains("等待其他岗位办理") || page.contains("书面撤回"))
            #expect(!page.contains("/decide\""))
        }
        try await site.visit(as: site.decider) { browser in
            let done = try await site.act(browser, id, "decide", CaseSite.opinion)
            #expect(done.location.hasPrefix(CaseSite.address(id)))
        }
        #expect(try await site.status(id) == "granted")
        try await site.visit(as: site.clerk) { browser in
            let without = try await site.act(browser, id, "deliver", [("mode", "window"), ("receiverName", " ")])
            #expect(without.text.contains("请填写签收人姓名"))
            #expect(without.text.contains("href=\"#f-deliver-receiverName\""))
            let done = try await site.act(
                browser, id, "deliver", [("mode", "window"), ("receiverName", "李秀英"), ("relation", "applicant")])
            #expect(done.text.contains("已送达"))
            let record = try await browser.get("\(CaseSite.address(id))?tab=history").text
            #expect(record.contains("符合条件，同意。"))
            let documents = try await browser.get("\(CaseSite.address(id))?tab=documents").text
            #expect(documents.contains("送达回证"))
            let letter = try #require(documents.firstMatch(of: /\/documents\/[0-9a-f-]{36}/)).0
            #expect(try await browser.get(String(letter)).text.hasPrefix("%PDF-"))
        }
    }

    @Test("An opinion without a conclusion, a conclusion without an opinion: what was given stays")
    func opinions() async throws {
        let site = try await CaseSite.make()
        let id = try await site.walked(["accept"])
        try await site.visit(as: site.examiner) { browser in
            let undecided = try await site.act(browser, id, "examine", [("opinion", "材料<齐全>")])
            #expect(undecided.text.contains("请选择结论"))
            #expect(undecided.text.contains("材料&lt;齐全&gt;"))
            let silent = try await site.act(browser, id, "examine", [("conclusion", "grant"), ("opinion", "  ")])
            #expect(silent.text.contains("<title>错误：") && silent.text.contains("请填写意见"))
            #expect(
                silent.text.contains("href=\"#f-examine-opinion\"") && silent.text.contains("id=\"f-examine-opinion\""))
            #expect(silent.text.contains("value=\"grant\" checked"))
            let long = String(repeating: "长", count: 2_100)
            let tooLong = try await site.act(browser, id, "examine", [("conclusion", "grant"), ("opinion", long)])
            #expect(tooLong.text.contains("请删减") && tooLong.text.contains(long))
        }
        #expect(try await site.status(id) == "accepted")
    }

    @Test("A notice of correction needs points and a day; what was written stays until it is right")
    func correction() async throws {
        let site = try await CaseSite.make()
        let record = try await site.registered()
        try await site.visit(as: site.clerk) { browser in
            let noDay = try await site.act(browser, record.id, "correct", [("problem-material-m2", "看不清")])
            #expect(noDay.text.contains("请填写补正截止日期") && noDay.text.contains("value=\"看不清\""))
            let early = try await site.act(
                browser, record.id, "correct", [("problem-material-m2", "看不清"), ("due", "2026-11-24")])
            #expect(early.text.contains("补正期限至少为告知次日") && early.text.contains("value=\"看不清\""))
            let empty = try await site.act(browser, record.id, "correct", [("due", "2026-12-10")])
            #expect(empty.text.contains("请至少指出一项"))
            #expect(empty.text.contains("<details class=\"fold\" open><summary>一次性告知补正"))
            let done = try await site.act(
                browser, record.id, "correct",
                [("problem-material-m2", "看不清"), ("problem-field-shopName", "与执照不一致"), ("due", "2026-12-10")])
            #expect(done.text.contains("等待申请人补正") && done.text.contains("与执照不一致"))
        }
        #expect(try await site.status(record.id) == "correcting")
    }

    @Test(
        "What cannot be taken back is asked about first, and carries what was typed", arguments: ["refuse", "decide"])
    func asking(act: String) async throws {
        let site = try await CaseSite.make()
        let isRefusal = act == "refuse"
        let id = isRefusal ? try await site.registered().id : try await site.walked(["accept", "examine", "review"])
        let fields =
            isRefusal
            ? [("ground", "permitNotNeeded"), ("reason", "依法不需要许可")] : [("conclusion", "deny"), ("opinion", "不符合第三条")]
        try await site.visit(as: isRefusal ? site.clerk : site.decider) { browser in
            let asked = try await site.act(browser, id, act, fields)
            #expect(asked.text.contains("确认"))
            #expect(asked.text.contains("value=\"\(fields[1].1)\""))
            #expect(asked.text.contains("name=\"confirmed\" value=\"yes\""))
            let version = try #require(asked.text.firstMatch(of: /name="version" value="(\d+)"/)).1
            let done = try await browser.post(
                "\(CaseSite.address(id))/\(act)",
                fields: fields + [("version", String(version)), ("confirmed", "yes")])
            #expect(done.location.hasPrefix(CaseSite.address(id)))
        }
        #expect(try await site.status(id) == (isRefusal ? "notAccepted" : "denied"))
    }

    @Test("Of two officers the second sees what the first did, keeps what was typed, and may still send it")
    func conflict() async throws {
        let site = try await CaseSite.make()
        let id = try await site.walked(["accept", "examine"])
        let second = try await site.people.staff("second", name: "第二审核人", rights: ["reviewCases"], bodies: [site.body])
        let reviewer = try await site.actor(site.reviewer)
        try await site.visit(as: second) { browser in
            let page = try await browser.get(CaseSite.address(id)).text
            let version = try #require(page.firstMatch(of: /name="version" value="(\d+)"/)).1
            _ = try await site.cases.pauseClock(
                PauseClock(id, version: Int(version) ?? 0, ground: .hearing, reason: "需要听证"), by: reviewer)
            let fields = [("conclusion", "grant"), ("opinion", "我的意见"), ("version", String(version))]
            let conflict = try await browser.post("\(CaseSite.address(id))/review", fields: fields)
            #expect(conflict.text.contains("办件刚被别人改动"))
            #expect(conflict.text.contains("员工reviewer") && conflict.text.contains("中止计时"))
            #expect(conflict.text.contains("我的意见") && conflict.text.contains("准予"))
            let now = try #require(conflict.text.firstMatch(of: /name="version" value="(\d+)"/)).1
            let refused = try await browser.post(
                "\(CaseSite.address(id))/review",
                fields: [("conclusion", "grant"), ("opinion", "我的意见"), ("version", String(now))])
            #expect(refused.text.contains("计时已中止") && refused.text.contains("我的意见"))
            let resumed = try await site.act(browser, id, "resume", [("result", "听证已结束")])
            #expect(!resumed.text.contains("class=\"errsum\""))
            let done = try await site.act(browser, id, "review", [("conclusion", "grant"), ("opinion", "我的意见")])
            #expect(done.location.hasPrefix(CaseSite.address(id)))
        }
        #expect(try await site.status(id) == "approving")
    }

    @Test(
        "An act is refused to whoever lacks its right, though the address is known",
        arguments: [
            ("accept", "examiner"), ("correct", "reviewer"), ("refuse", "decider"), ("check", "examiner"),
            ("take", "clerk"), ("examine", "reviewer"), ("review", "examiner"), ("pause", "clerk"),
            ("decide", "reviewer"),
            ("terminate", "clerk"), ("deliver", "decider"), ("grant-at-once", "examiner"), ("withdraw", "reviewer"),
        ])
    func rights(act: String, login: String) async throws {
        let site = try await CaseSite.make()
        let record = try await site.registered()
        let people = [site.clerk, site.examiner, site.reviewer, site.decider]
        let person = try #require(people.first { $0.login == login })
        try await site.visit(as: person) { browser in
            let page = try await browser.get(CaseSite.address(record.id))
            #expect(page.status == 200)
            #expect(!page.text.contains("\(CaseSite.address(record.id))/\(act)\""), "not even shown")
            _ = try await browser.get("/phrases")
            let answer = try await browser.post("\(CaseSite.address(record.id))/\(act)", ["version": "1"])
            #expect(answer.status == 403)
        }
        #expect(try await site.status(record.id) == "received")
    }

    @Test("Whoever examined a case may not review it")
    func segregation() async throws {
        let site = try await CaseSite.make()
        let both = try await site.people.staff(
            "both", name: "两岗", rights: ["examineCases", "reviewCases"], bodies: [site.body])
        let id = try await site.walked(["accept"])
        try await site.visit(as: both) { browser in
            _ = try await site.act(browser, id, "examine", CaseSite.opinion)
            let refused = try await site.act(browser, id, "review", [("conclusion", "grant"), ("opinion", "同意本人意见")])
            #expect(refused.text.contains("您已在该办件的其他环节办理过") && refused.text.contains("同意本人意见"))
        }
        #expect(try await site.status(id) == "reviewing")
    }

    @Test("Back to the window and forth again, with the reason in sight")
    func sendingBack() async throws {
        let site = try await CaseSite.make()
        let id = try await site.walked(["accept", "take"])
        try await site.visit(as: site.examiner) { browser in
            let silent = try await site.act(browser, id, "examine", [("conclusion", "back"), ("opinion", "")])
            #expect(silent.text.contains("请写明退回原因") && silent.text.contains("href=\"#f-examine-opinion\""))
            _ = try await site.act(browser, id, "examine", [("conclusion", "back"), ("opinion", "请核对面积")])
        }
        try await site.visit(as: site.clerk) { browser in
            #expect(try await browser.get(CaseSite.address(id)).text.contains("承办人要求内部补充：请核对面积"))
            let done = try await site.act(browser, id, "supplement", [("opinion", "面积 80 平方米，已核对")])
            #expect(!done.text.contains("class=\"errsum\""))
        }
        #expect(try await site.status(id) == "examining")
    }

    @Test("An instant item is accepted and granted in one press")
    func instant() async throws {
        let site = try await CaseSite.make()
        let record = try await site.registered(leaf: 12)
        try await site.visit(as: site.clerk) { browser in
            let done = try await site.act(browser, record.id, "grant-at-once", [("opinion", "当场准予")])
            #expect(!done.text.contains("class=\"errsum\""))
        }
        #expect(try await site.status(record.id) == "granted")
    }

    @Test("Materials are checked one by one; a defect is offered again as the text of the notice")
    func checking() async throws {
        let site = try await CaseSite.make()
        let record = try await site.registered()
        try await site.visit(as: site.clerk) { browser in
            let done = try await site.act(
                browser, record.id, "check",
                [
                    ("material", "m2"), ("receipt-m2", "paper"), ("copies-m2", "1"), ("checked-m2", "defective"),
                    ("remark-m2", "缺少比例尺"),
                ])
            #expect(done.text.contains("name=\"problem-material-m2\"") && done.text.contains("value=\"缺少比例尺\""))
        }
    }

    @Test("Working through a list goes on with its next case, and ends at the list")
    func nextCase() async throws {
        let site = try await CaseSite.make()
        _ = [try await site.walked(["accept"]), try await site.walked(["accept"])]
        try await site.visit(as: site.examiner) { browser in
            let list = try await browser.get("/inbox").text
            let ids = list.matches(of: /href="\/cases\/([0-9a-f-]{36})\?/).compactMap { UUID(uuidString: String($0.1)) }
            #expect(ids.count == 2)
            let fields = CaseSite.opinion + [("next", "1"), ("view", "mine")]
            let on = try await site.act(browser, ids[0], "examine", fields)
            #expect(on.location.hasPrefix(CaseSite.address(ids[1])))
            let end = try await site.act(browser, ids[1], "examine", fields)
            #expect(end.location.hasPrefix("/inbox"))
        }
    }

    @Test("Withdrawn on paper, terminated: the reason is wanted and shown")
    func endings() async throws {
        let site = try await CaseSite.make()
        let withdrawn = try await site.registered().id
        try await site.visit(as: site.clerk) { browser in
            let silent = try await site.act(browser, withdrawn, "withdraw", [("reason", "")])
            #expect(silent.text.contains("请写明撤回原因") && silent.text.contains("href=\"#f-withdraw-reason\""))
            #expect(silent.text.contains("<details class=\"fold\" open><summary>申请人书面撤回"))
            let done = try await site.act(browser, withdrawn, "withdraw", [("reason", "换了地方")])
            #expect(done.text.contains("已撤回"))
        }
        let ended = try await site.walked(["accept"])
        try await site.visit(as: site.decider) { browser in
            let done = try await site.act(
                browser, ended, "terminate", [("ground", "objectGone"), ("reason", "店铺已拆除"), ("confirmed", "yes")])
            #expect(done.text.contains("已终止"))
        }
        #expect(try await site.status(ended) == "terminated")
    }

    @Test("A number of a person stands masked on the page of a case")
    func masking() async throws {
        let site = try await CaseSite.make()
        let record = try await site.registered()
        try await site.visit(as: site.clerk) { browser in
            let page = try await browser.get(CaseSite.address(record.id)).text
            #expect(!page.contains("140902199001010021"))
            #expect(page.contains("云中小馆"))
        }
    }
}

import Cases
import DoorTesting
import Foundation
import TestSupport
import Testing

@testable import OfficeDoor

/// Another officer was faster: both sides field by field, merged by hand, nothing typed is lost (ui-guide 4.6).
@Suite struct ConflictMergeTests {
    private func findings(_ version: String, remark: String, checked: String) -> [(String, String)] {
        [
            ("version", version), ("seen", "1"), ("material", "m1"), ("receipt-m1", "missing"), ("originals-m1", "1"),
            ("checked-m1", checked), ("remark-m1", remark),
        ]
    }

    @Test(
        "Two clerks write about one material: each sees what the other wrote, and what is sent last is what was merged")
    func findings() async throws {
        let site = try await CounterSite.make()
        let record = try await site.walkIn()
        let path = "/cases/\(record.id.uuidString.lowercased())"
        let other = try await site.people.staff("erhao", name: "李敏", rights: ["receiveCases"], bodies: [site.body])
        let ((), first) = try await site.visit(as: other) { browser in
            _ = try await browser.get(path)
            _ = try await browser.post("\(path)/check", form: findings("1", remark: "图章模糊", checked: "defective"))
        }

        let ((), faults) = try await site.visit(as: site.clerk) { browser in
            _ = try await browser.get(path)
            let page = try await browser.post("\(path)/check", form: findings("1", remark: "图纸清晰", checked: "fine"))
            #expect(page.text.contains("<title>错误：办件刚被别人改动"))
            #expect(page.text.contains("李敏 · 补充材料"))
            #expect(page.text.contains("<p class=\"pre\">图章模糊</p>"))
            #expect(page.text.contains("value=\"图纸清晰\""))
            #expect(page.text.contains("另有 2 项与对方一致"))
            #expect(page.text.contains("name=\"version\" value=\"2\""))
            let done = try await browser.post(
                "\(path)/check", form: findings("2", remark: "图纸清晰，图章模糊", checked: "defective"))
            #expect(!done.text.contains("办件刚被别人改动"))
        }

        let material = try #require(try await site.detail(record.id).materials.first)
        #expect(material.remark == "图纸清晰，图章模糊")
        #expect(material.checked == .defective)
        #expect(first + faults == [])
    }

    @Test("An opinion typed on an old page may be sent on the new one, or taken there to be changed first")
    func opinion() async throws {
        let site = try await CounterSite.make()
        let record = try await site.accepted()
        let path = "/cases/\(record.id.uuidString.lowercased())"
        _ = try await site.cases.checkMaterials(
            CheckMaterials(
                record.id, version: record.version, findings: [.init(key: "m1", receipt: .paper, checked: .fine)]),
            by: try await site.actor(site.clerk))
        let typed = [
            ("version", String(record.version)), ("seen", "2"), ("conclusion", "grant"), ("opinion", "符合条件，拟同意。"),
        ]

        let ((), faults) = try await site.visit(as: site.examiner) { browser in
            _ = try await browser.get(path)
            let page = try await browser.post(path + "/examine", fields(typed))
            #expect(page.text.contains("您填写的内容还没有提交，也没有丢失"))
            #expect(page.text.contains(">\n符合条件，拟同意。</textarea>"))
            #expect(page.text.contains("提交合并后的内容"))
            let carried = try await browser.post(path + "/examine", fields(typed + [("carry", "1")]))
            #expect(carried.text.contains(">\n符合条件，拟同意。</textarea>"))
            #expect(carried.text.contains("提交承办意见"))
            let current = String(record.version + 1)
            _ = try await browser.post(path + "/examine", fields([("version", current)] + typed.dropFirst()))
        }

        #expect(try await site.detail(record.id).record.status == .reviewing)
        #expect(faults == [])
    }

    @Test("When the other has finished it, the page says so, shows what was typed, and offers no second act")
    func overtaken() async throws {
        let site = try await CounterSite.make()
        let record = try await site.walkIn()
        let path = "/cases/\(record.id.uuidString.lowercased())"
        _ = try await site.cases.accept(
            AcceptCase(record.id, version: record.version), by: try await site.actor(site.clerk))

        let ((), faults) = try await site.visit(as: site.clerk) { browser in
            _ = try await browser.get(path)
            let page = try await browser.post(
                "\(path)/refuse",
                ["version": "1", "seen": "1", "ground": "other", "reason": "不属于本市办理", "confirmed": "yes"])
            #expect(page.text.contains("不能再作您刚才的操作"))
            #expect(page.text.contains("不属于本市办理"))
            #expect(!page.text.contains("提交合并后的内容"))
        }

        #expect(try await site.detail(record.id).record.status == .accepted)
        #expect(faults == [])
    }

    /// An URL-encoded form from pairs.
    private func fields(_ pairs: [(String, String)]) -> KeyValuePairs<String, String> {
        let find = { (name: String) in pairs.last { $0.0 == name }?.1 ?? "" }
        return [
            "version": find("version"), "seen": find("seen"), "conclusion": find("conclusion"),
            "opinion": find("opinion"), pairs.contains { $0.0 == "carry" } ? "carry" : "plain": "1",
        ]
    }
}

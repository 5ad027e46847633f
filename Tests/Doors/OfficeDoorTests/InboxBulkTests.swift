import Cases
import DoorTesting
import Foundation
import HTTPTypes
import Postgres
import TestSupport
import Testing

@testable import OfficeDoor

/// Several cases at once, and the pane beside the list.
@Suite struct InboxBulkTests {
    private func pick(_ record: Case, version: Int? = nil) -> String {
        "\(record.id.uuidString.lowercased()).\(version ?? record.version)"
    }

    @Test(
        "Each selected case is taken for itself: the stale one is refused with its reason, the others are done, and taking is undone"
    )
    func take() async throws {
        let site = try await CounterSite.make()
        let one = try await site.accepted(name: "李建国")
        let two = try await site.accepted(name: "王秀英")

        let ((), faults) = try await site.visit(as: site.examiner) { browser in
            let list = try await browser.get("/inbox?view=mine")
            #expect(list.text.contains("value=\"\(pick(one))\" form=\"bulk\""))
            #expect(list.text.contains("name=\"do\" value=\"take\""))
            #expect(!list.text.contains("name=\"do\" value=\"accept\""))
            let page = try await browser.post(
                "/inbox/bulk", ["view": "mine", "rows": pick(one), "rows": pick(two, version: 1), "do": "take"])
            #expect(page.text.contains("<title>错误：领办：办成 1 件，没办成 1 件"))
            #expect(page.text.contains("刚被别人改动，请打开看过再办"))
            #expect(try await site.detail(one.id).record.posts.assignee == site.examiner.id)
            let undone = try await browser.post(
                "/inbox/bulk", ["view": "mine", "rows": pick(one, version: one.version + 1), "do": "release"])
            #expect(undone.text.contains("1 件已放回待领"))
        }

        let released = try await site.detail(one.id).record
        #expect(released.status == .accepted)
        #expect(released.posts.assignee == nil)
        #expect(try await site.detail(two.id).record.status == .accepted)
        #expect(faults == [])
    }

    @Test("Acceptance starts the clock: it is asked about first, with the names of the cases")
    func accept() async throws {
        let site = try await CounterSite.make()
        let record = try await site.walkIn()

        let ((), faults) = try await site.visit(as: site.clerk) { browser in
            _ = try await browser.get("/inbox?view=mine")
            let question = try await browser.post("/inbox/bulk", ["rows": pick(record), "do": "accept"])
            #expect(question.text.contains("确认受理这 1 件？"))
            #expect(question.text.contains("李建国"))
            #expect(try await site.detail(record.id).record.status == .received)
            let done = try await browser.post(
                "/inbox/bulk", ["rows": pick(record), "do": "accept", "confirmed": "yes"])
            #expect(done.text.contains("1 件已受理"))
            #expect(!done.text.contains("撤销"))
        }

        #expect(try await site.detail(record.id).record.status == .accepted)
        #expect(faults == [])
    }

    @Test("Nothing selected, an act without its right, and a case of another body change nothing")
    func refused() async throws {
        let site = try await CounterSite.make()
        let record = try await site.accepted()
        let elsewhere = try await site.people.organisation("另一机关")
        let stranger = try await site.people.staff(
            "waiji", name: "孙明", rights: ["examineCases"], bodies: [elsewhere])

        let ((), faults) = try await site.visit(as: site.clerk) { browser in
            _ = try await browser.get("/inbox")
            #expect(try await browser.post("/inbox/bulk", ["do": "receive"]).text.contains("请先在列表里勾选办件"))
            #expect(try await browser.post("/inbox/bulk", ["rows": pick(record), "do": "take"]).status == 403)
            #expect(try await browser.post("/inbox/bulk", ["rows": "x", "do": "all"]).status == 403)
        }
        let ((), more) = try await site.visit(as: stranger) { browser in
            _ = try await browser.get("/inbox")
            let page = try await browser.post("/inbox/bulk", ["rows": pick(record), "do": "take"])
            #expect(!page.text.contains("李建国"))
        }

        #expect(try await site.detail(record.id).record.status == .accepted)
        #expect(faults + more == [])
    }

    @Test("The pane beside the list is a plain link without script, and only the pane for script")
    func peek() async throws {
        let site = try await CounterSite.make()
        let record = try await site.accepted()
        let address = "/inbox?view=mine&peek=\(record.id.uuidString.lowercased())"

        let ((), faults) = try await site.visit(as: site.examiner) { browser in
            let list = try await browser.get("/inbox?view=mine")
            #expect(list.text.contains("href=\"\(address.replacing("&", with: "&amp;"))#peek\""))
            let page = try await browser.get(address)
            #expect(page.text.contains("split has-peek"))
            #expect(page.text.contains("<tr class=\"sel\""))
            #expect(page.text.contains("最近动态"))
            #expect(page.text.contains("138****0621"))
            let partial = try #require(HTTPField.Name("X-Partial"))
            let pane = try await browser.script(.get, address, [partial: "peek", .accept: "text/html"])
            #expect(pane.text.contains("打开办理"))
            #expect(!pane.text.contains("<html"))
            let unknown = "/inbox?view=mine&peek=\(UUID().uuidString.lowercased())"
            #expect(try await browser.get(unknown).text.contains("选中一行，在这里速览"))
        }

        #expect(faults.filter { !$0.hasSuffix("not one h1") } == [])
    }
}

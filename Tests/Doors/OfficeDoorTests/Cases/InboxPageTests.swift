import Cases
import DoorTesting
import Foundation
import HTTPTypes
import Postgres
import TestSupport
import Testing
import Web

@testable import OfficeDoor

@Suite struct InboxPageTests {
    @Test("Everybody sees what waits for their own rights; filters and search stand in the address")
    func filters() async throws {
        let site = try await CaseSite.make()
        let walkIn = try await site.registered()
        let online = try await site.registered(leaf: 12, name: "王小明", channel: .mail)
        try await site.visit(as: site.clerk) { browser in
            let all = try await browser.get("/inbox").text
            #expect(all.contains(walkIn.number) && all.contains(online.number))
            #expect(all.contains("剩 5 个工作日"))
            let filtered = try await browser.get("/inbox?view=mine&channel=\(online.channel.rawValue)").text
            #expect(!filtered.contains(walkIn.number) && filtered.contains(online.number))
            let byItem = try await browser.get("/inbox?view=mine&item=1").text
            #expect(byItem.contains(walkIn.number) && !byItem.contains(online.number))
            #expect(byItem.contains("公共场所卫生许可</b>"))
            let byName = try await browser.get("/inbox?view=all&q=\(urlEncoded("王"))").text
            #expect(!byName.contains(walkIn.number) && byName.contains(online.number))
            let nobody = try await browser.get("/inbox?view=all&q=\(urlEncoded("赵"))").text
            #expect(nobody.contains("没有找到办件"))
        }
        try await site.visit(as: site.examiner) { browser in
            let page = try await browser.get("/inbox").text
            #expect(page.contains("没有待办的办件"))
            #expect(!page.contains("/inbox.csv"))
        }
    }

    @Test("A long list goes on page after page and shows each case once, in both orders")
    func paging() async throws {
        let site = try await CaseSite.make()
        var numbers: Set<String> = []
        for _ in 1...55 { numbers.insert(try await site.registered().number) }
        let registered = numbers
        for order in ["", "&order=desc"] {
            try await site.visit(as: site.clerk) { browser in
                var address = "/inbox?view=mine\(order)"
                var seen: [String] = []
                var pages = 0
                while pages < 5 {
                    pages += 1
                    let page = try await browser.get(address).text
                    seen += page.matches(of: /<a class="num muted"[^>]*>([^<]+)</).map { String($0.1) }
                    guard let next = page.firstMatch(of: /rel="next" href="([^"]*)"/) else { break }
                    address = String(next.1).replacingOccurrences(of: "&amp;", with: "&")
                }
                #expect(pages == 2)
                #expect(seen.count == 55)
                #expect(Set(seen) == registered)
            }
        }
    }

    @Test(
        "What an address says wrongly about the list is left out, never an error",
        arguments: [
            "view=nothing", "after=x", "after=2026-11-30~x", "channel=pigeon", "item=a", "order=up", "q=%00",
        ])
    func oddAddresses(query: String) async throws {
        let site = try await CaseSite.make()
        try await site.registered()
        try await site.visit(as: site.clerk) { browser in
            let answer = try await browser.get("/inbox?\(query)")
            #expect([200, 400].contains(answer.status), "\(query): \(answer.status)")
        }
    }

    @Test("Cases of another body are neither listed, found, opened nor handled")
    func otherBody() async throws {
        let site = try await CaseSite.make()
        let record = try await site.registered()
        let other = try await site.people.organisation("另一局")
        let stranger = try await site.people.staff(
            "stranger", rights: ["receiveCases", "searchCases"], bodies: [other])
        try await site.visit(as: stranger) { browser in
            let own = try await browser.get("/inbox?view=all").text
            #expect(!own.contains(record.number))
            #expect(try await browser.get("/search?q=\(record.number)").location.hasPrefix("/inbox"))
            #expect(try await browser.get(CaseSite.address(record.id)).status == 404)
            _ = try await browser.get("/phrases")
            let answer = try await browser.post("\(CaseSite.address(record.id))/accept", ["version": "1"])
            #expect(answer.status == 404)
        }
        #expect(try await site.status(record.id) == "received")
    }

    @Test("A number in the command box leads to its case")
    func search() async throws {
        let site = try await CaseSite.make()
        let record = try await site.registered()
        try await site.visit(as: site.clerk) { browser in
            let found = try await browser.get("/search?q=\(record.number.lowercased())")
            #expect(found.location == CaseSite.address(record.id))
            #expect(found.text.contains("公共场所卫生许可"))
        }
    }

    @Test("The list is exported as a table, by those who may search")
    func export() async throws {
        let site = try await CaseSite.make()
        let records = [try await site.registered(), try await site.registered(name: "=HYPERLINK()")]
        try await site.visit(as: site.clerk) { browser in
            let file = try await browser.get("/inbox.csv?view=all")
            #expect(file.headers[.contentType] == "text/csv; charset=utf-8")
            for record in records { #expect(file.text.contains(record.number)) }
            #expect(!file.text.contains(",=HYPERLINK") && !file.text.contains("\"=HYPERLINK"), "a formula stays text")
        }
        try await site.visit(as: site.examiner) { browser in
            let answer = try await browser.get("/inbox.csv")
            #expect(answer.status == 403)
        }
    }

    @Test("The desk counts what waits and names what is due soon; nobody signed in sees neither")
    func desk() async throws {
        let site = try await CaseSite.make()
        try await site.registered()
        try await site.owner.execute("UPDATE cases.case_record SET next_due = DATE '2026-11-25'")
        try await site.visit(as: site.clerk) { browser in
            let desk = try await browser.get("/").text
            #expect(desk.contains("您好"))
            #expect(desk.contains("李秀英"))
        }
        try await site.visit(as: nil) { browser in
            for path in ["/", "/inbox"] {
                let answer = try await browser.get(path)
                #expect(answer.location.hasPrefix("/signin"))
            }
        }
    }
}

import Cases
import Foundation
import Postgres
import TestSupport
import Testing
import Web

@testable import PublicDoor

@Suite struct OwnCaseTests {
    @Test("The page of a case shows what is next, when, by whom; its documents open and verify")
    func progress() async throws {
        let site = try await ApplicationSite.make()
        try await site.browse(as: site.citizen) { browser in
            let id = try await site.submitted(browser)
            let page = try await browser.get(ApplyAddress.ownCase(id))
            #expect(page.text.contains("将在 12 月 1 日前答复是否受理"))
            #expect(page.text.contains("剩 5 个工作日"))
            let document = try #require(page.text.firstMatch(of: /\/my\/documents\/[0-9a-f-]{36}/)).0
            #expect(try await browser.get(String(document)).bytes.starts(with: Array("%PDF".utf8)))
            let verify = try #require(page.text.firstMatch(of: /\/verify\/[0-9A-Z]{26}/)).0
            let verified = try await browser.get(String(verify))
            #expect(verified.text.contains("现行有效"))
            #expect(verified.text.contains("李**"))
            #expect(!verified.text.contains("李秀英<"))
            #expect(try await browser.get("/my").text.contains("公共场所卫生许可"))
            #expect(try await browser.get("/cases/\(ApplyAddress.text(id))").location == ApplyAddress.ownCase(id))
        }
    }

    @Test("Nobody else sees a case, its receipt, documents, files or draft")
    func strangers() async throws {
        let site = try await ApplicationSite.make()
        let stranger = try await site.people.citizen("王小明", phone: "13900000000", documentNumber: "140902199001010048")
        let paths: [String] = try await site.browse(as: site.citizen) { browser in
            let id = try await site.submitted(browser)
            let page = try await browser.get(ApplyAddress.ownCase(id)).text
            let document = try #require(page.firstMatch(of: /\/my\/documents\/[0-9a-f-]{36}/)).0
            let file = try #require(page.firstMatch(of: /\/my\/files\/[0-9a-f-]{36}/)).0
            let draft = ApplyAddress.draft(try await site.draft())
            let own = ApplyAddress.ownCase(id)
            return [
                own, "\(own)/receipt", "\(own)/withdraw", "\(own)/correction", String(document), String(file), draft,
            ]
        }
        try await site.browse(as: stranger) { browser in
            let own = try await browser.get("/my")
            for path in paths {
                #expect(try await browser.get(path).status == 404, "\(path)")
            }
            #expect(
                try await browser.post("\(paths[0])/withdraw", [("version", "1"), ("reason", "不办了")]).status == 404)
            #expect(try await browser.post("\(paths[6])/submit", [("agree", "yes")]).status == 404)
            #expect(!own.text.contains("公共场所卫生许可"))
        }
    }

    @Test("A correction shows only what is pointed at; errors keep what was typed and sent, then it goes in")
    func correction() async throws {
        let site = try await ApplicationSite.make()
        try await site.browse(as: site.citizen) { browser in
            let id = try await site.submitted(browser)
            try await site.correcting(id)
            let address = ApplyAddress.correction(id)
            let own = try await browser.get(ApplyAddress.ownCase(id)).text
            let action = try #require(own.range(of: "去补正")?.lowerBound)
            let heading = try #require(own.range(of: "<h1")?.lowerBound)
            #expect(action < heading)
            #expect(try await browser.get("/my").text.contains("去补正"))

            let page = try await browser.get(address).text
            #expect(page.contains("与营业执照不一致"))
            #expect(page.contains("看不清，请重新拍照"))
            #expect(page.contains("value=\"云中小馆\""))
            #expect(!page.contains("f.area"))
            let version = try #require(page.firstMatch(of: /name="version" value="(\d+)"/)).1

            let fields = [("version", String(version)), ("shown", "shopName"), ("f.shopName", "云中餐馆")]
            let lacking = try await browser.post(address, fields, files: [])
            #expect(lacking.text.contains("<title>错误：补正"))
            #expect(lacking.text.contains("href=\"#f-m-m2\""))
            #expect(lacking.text.contains("value=\"云中餐馆\""))

            let emptied = [("version", String(version)), ("shown", "shopName"), ("f.shopName", "")]
            let sent = try await browser.post(
                address, emptied, files: [(field: "m.m2", name: "新图.png", bytes: ExampleFile.png)])
            #expect(sent.text.contains("href=\"#f-f-shopName\""))
            let kept = try #require(sent.text.firstMatch(of: /name="kept\.m2" value="([0-9a-f-]{36})"/)).1

            let done = try await browser.post(address, fields + [("kept.m2", String(kept))], files: [])
            #expect(done.location == ApplyAddress.ownCase(id))
            let after = try await browser.get(ApplyAddress.ownCase(id)).text
            #expect(after.contains("已收到补正内容"))
            #expect(after.contains("新图.png"))
            #expect(try await browser.get(address).location == ApplyAddress.ownCase(id))
        }
    }

    @Test("A withdrawal asks for its reason and ends the case")
    func withdrawal() async throws {
        let site = try await ApplicationSite.make()
        try await site.browse(as: site.citizen) { browser in
            let id = try await site.submitted(browser)
            let address = "\(ApplyAddress.ownCase(id))/withdraw"
            #expect(try await browser.get(address).text.contains("撤回后不能恢复"))
            let without = try await browser.post(address, [("version", "1"), ("reason", " ")])
            #expect(without.text.contains("请写明撤回原因"))
            let done = try await browser.post(address, [("version", "1"), ("reason", "换了地方")])
            #expect(done.location == ApplyAddress.ownCase(id))
            let page = try await browser.get(ApplyAddress.ownCase(id)).text
            #expect(page.contains("已撤回"))
            #expect(page.contains("换了地方"))
            #expect(!page.contains("/withdraw\""))
            #expect(try await browser.get(address).location == ApplyAddress.ownCase(id))
        }
    }

    @Test("An invitation to review stands above everything")
    func review() async throws {
        let site = try await ApplicationSite.make(review: "/review/token")
        try await site.browse(as: site.citizen) { browser in
            let id = try await site.submitted(browser)
            let own = ApplyAddress.ownCase(id)
            let open = try await browser.get(own)
            #expect(!open.text.contains("/review/token"))
            _ = try await browser.post("\(own)/withdraw", [("version", "1"), ("reason", "换了地方")])
            #expect(try await browser.get(own).text.contains("href=\"/review/token\""))
        }
    }

    @Test("No page of a case costs more than ten statements")
    func statements() async throws {
        let site = try await ApplicationSite.make()
        try await site.browse(as: site.citizen) { browser in
            let id = try await site.submitted(browser)
            try await site.correcting(id)
            let own = ApplyAddress.ownCase(id)
            for page in [own, "\(own)/receipt", "\(own)/correction", "\(own)/withdraw", "/my"] {
                let count = try await Database.counting { counter in
                    _ = try await browser.get(page)
                    return counter.statements
                }
                #expect((1...10).contains(count), "\(page): \(count)")
            }
        }
    }
}

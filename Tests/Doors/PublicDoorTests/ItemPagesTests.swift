import Foundation
import Items
import Markup
import Postgres
import Testing
import Web

@testable import PublicDoor

@Suite struct ItemPagesTests {
    static let paths = [
        "/", "/?for=legal", "/s", "/s?q=%E5%BC%80%E9%A5%AD%E5%BA%97", "/s?q=zzzzqqqq",
        "/s?q=sfz&way=online&for=personal",
        "/personal", "/legal", "/personal?online=1", "/themes/work", "/themes/work?way=online&page=2", "/depts",
        "/depts/1", "/regions", "/items/XZ0004", "/items/XZ0004?leaf=05&s.agent=agent", "/items/XZ0099",
        "/items/XZ0110?leaf=03&s.heir=none", "/items/XZ0004?view=simple", "/items/XZ0004/print",
        "/items/XZ0099/print", "/help", "/a11y", "/privacy",
    ]

    @Test("Every page is well made: tags balance, ids are unique, nothing inline", arguments: paths)
    func markup(path: String) async throws {
        let answer = try await ItemSite.get(path)

        #expect(answer.status == 200)
        #expect(MarkupCheck.faults(in: HTML(trusted: answer.text)) == [])
        #expect(answer.text.components(separatedBy: "<h1").count == 2, "one h1")
    }

    @Test("Pages are inside their budget of 20 KB compressed and 1,200 elements", arguments: paths)
    func budget(path: String) async throws {
        let text = try await ItemSite.get(path).text
        // Markup compresses to a fifth or better.
        #expect(text.utf8.count < 100_000, "\(text.utf8.count)")
        #expect(text.count { $0 == "<" } / 2 < 1_200)
    }

    @Test("Reading pages costs no query", arguments: ["/", "/s?q=kaifandian", "/items/XZ0004", "/personal"])
    func statements(path: String) async throws {
        _ = try await ItemSite.operations()
        let statements = try await Database.counting { counter in
            _ = try await ItemSite.get(path)
            return counter.statements
        }
        #expect(statements == 0)
    }

    @Test("Links between the pages about items lead somewhere")
    func links() async throws {
        var seen: Set<String> = []
        var open = ["/"]
        let area = try await ItemSite.door()
        let known = Set(area.routes.map(\.path))
        #expect(known.contains("/items/{code}"))
        while let path = open.popLast(), seen.count < 60 {
            guard seen.insert(path).inserted else { continue }
            let answer = try await ItemSite.get(path)
            #expect(answer.status == 200, "\(path)")
            for match in answer.text.matches(of: /href="(\/[^"#]*)/) {
                let link = String(match.1).replacing("&amp;", with: "&")
                let first = link.split(separator: "/").first.map { $0.prefix { $0 != "?" } } ?? ""
                let isOurs = [
                    "", "s", "personal", "legal", "themes", "depts", "items", "help", "a11y", "privacy", "regions",
                ]
                if isOurs.contains(String(first)), !link.hasPrefix("/assets") { open.append(link) }
            }
        }
        #expect(seen.count > 20)
    }

    @Test("The first page shows figures of the catalogue and leaves out what has no data")
    func home() async throws {
        let catalogue = try await ItemSite.operations().catalogue
        let page = try await ItemSite.get("/").text

        #expect(page.contains("\(catalogue.count(audience: .personal)) 个事项"))
        #expect(page.contains("全部 22 项"))
        #expect(page.contains("生育收养"))
        #expect(!page.contains("好差评</h2>"))
        #expect(!page.contains("大厅实时等候"))
        #expect(!page.contains("通知公告"))
    }

    @Test("The first page for old people has few entries and one column")
    func elderHome() async throws {
        let page = try await ItemSite.get("/", preferences: "elder").text
        #expect(page.contains("办老年证") && page.contains("tel:12345"))
        #expect(!page.contains("网上就能办") && !page.contains("home-2"))
        let guide = try await ItemSite.get("/items/XZ0004", preferences: "elder").text
        #expect(guide.contains("<details class=\"g-sec\" id=\"basis\""))
        #expect(guide.contains("<section class=\"g-sec\" id=\"material\""))
        #expect(MarkupCheck.faults(in: HTML(trusted: page)) == [])
        #expect(MarkupCheck.faults(in: HTML(trusted: guide)) == [])
    }

    @Test("Ratings appear when there are some, with an exact rate")
    func ratings() async throws {
        let feeds = HomeFeeds(reviews: {
            HomeReviews(grades: [("非常满意", 700), ("满意", 299), ("基本满意", 0), ("不满意", 1), ("非常不满意", 0)])
        })
        let page = try await ItemSite.get("/", feeds: feeds).text
        #expect(page.contains("99.90<small>%</small>"))
        #expect(page.contains("共 1000 次评价"))
    }

    @Test("The search says what it used, and the likeliest item stands out")
    func search() async throws {
        let page = try await ItemSite.get("/s?q=\(urlEncoded("开小吃店"))").text
        #expect(page.contains("最可能要办"))
        #expect(page.contains("已同时查找常用说法：开小吃店"))
        #expect(page.contains("只按原词查找"))
        let exact = try await ItemSite.get("/s?q=\(urlEncoded("开小吃店"))&exact=1").text
        #expect(exact.contains("没有找到“开小吃店”"))
    }

    @Test("What is typed comes back as text and never as markup")
    func escaping() async throws {
        let page = try await ItemSite.get("/s?q=\(urlEncoded("\"><script>alert(1)</script>"))").text
        #expect(!page.contains("<script>alert"))
        #expect(page.contains("&lt;script&gt;"))
    }

    @Test("The number of a case goes on to its progress")
    func caseNumber() async throws {
        #expect(try await ItemSite.get("/s?q=140900202511240001").status == 303)
        #expect(try await ItemSite.get("/s?q=XZ0004").status == 200)
    }

    @Test("Suggestions are list items that lead to guides")
    func suggestions() async throws {
        let rows = try await ItemSite.get("/s/suggest?q=sfz").text
        #expect(rows.contains("data-go=\"/items/XZ0092\""))
        #expect(MarkupCheck.faults(in: HTML(trusted: rows)) == [])
        #expect(try await ItemSite.get("/s/suggest?q=").text.isEmpty)
    }

    @Test("The sections of a guide stand in their order")
    func order() async throws {
        let page = try await ItemSite.get("/items/XZ0004").text
        let wanted = [
            "situation", "condition", "material", "step", "result", "fee", "place", "basis", "remedy", "faq", "review",
        ]
        let places = try wanted.map { id in try #require(page.range(of: "id=\"\(id)\"")?.lowerBound, "\(id)") }
        #expect(places == places.sorted())
        #expect(page.contains("000131024000"))
        #expect(page.contains("href=\"/apply/XZ000401\""))
    }

    @Test("Answers tailor the materials without script, and go along to the application")
    func tailoring() async throws {
        let before = try await ItemSite.get("/items/XZ0004").text
        #expect(!before.contains("<b>从业人员健康证明</b>"))
        #expect(before.contains("可能还要：") && before.contains("从业人员健康证明"))
        let after = try await ItemSite.get(
            "/items/XZ0004?leaf=01&s.business=catering&s.subject=individual&s.agent=self"
        ).text
        #expect(after.contains("<b>从业人员健康证明</b>"))
        #expect(!after.contains("可能还要："))
        #expect(after.contains("/apply/XZ000401?s.agent=self&amp;s.business=catering&amp;s.subject=individual"))
        let other = try await ItemSite.get("/items/XZ0004?leaf=07").text
        #expect(other.contains("食品经营许可（注销）"))
        #expect(!other.contains("<b>营业执照或其他主体资格证明</b>"))
    }

    @Test("An item with unknown facts says so and offers no application")
    func incomplete() async throws {
        let page = try await ItemSite.get("/items/XZ0099").text
        #expect(page.contains("待完善"))
        #expect(!page.contains("href=\"/apply/"))
        #expect(page.contains("12345"))
    }

    @Test("The notice on paper names situation, materials and address")
    func notice() async throws {
        let page = try await ItemSite.get("/items/XZ0004/print?leaf=01&s.business=catering").text
        #expect(page.contains("一次性告知书"))
        #expect(page.contains("餐饮服务"))
        #expect(page.contains("从业人员健康证明"))
        #expect(page.contains("http://localhost:8080/items/XZ0004?leaf=01&amp;s.business=catering"))
        #expect(!page.contains("class=\"dock\""))
    }

    @Test(
        "What does not exist is a page that helps on",
        arguments: ["/items/XZ9999", "/themes/none", "/depts/99999", "/depts/x"])
    func notFound(path: String) async throws {
        let answer = try await ItemSite.get(path)
        #expect(answer.status == 404)
        #expect(MarkupCheck.faults(in: HTML(trusted: answer.text)) == [])
    }
}

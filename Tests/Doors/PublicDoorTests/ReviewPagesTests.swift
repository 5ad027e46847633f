import Base
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Markup
import NIOCore
import People
import Postgres
import Reviews
import TestSupport
import Testing
import Web

@testable import PublicDoor

/// The public door with the review pages over a database of its own.
private struct ReviewSite {
    let owner: Database
    private let router: Router<DoorContext>

    private static let template = TestDatabase.Template("review_pages") { database in
        _ = try await Migrator(BaseMigrations.all + PeopleMigrations.all + ReviewsMigrations.all).run(on: database)
        try await database.execute(ReviewTag.seeding)
    }

    init() async throws {
        let test = try await TestDatabase.create(template: Self.template)
        owner = test.database
        var settings = DoorSettings(.public, secret: Array("a secret of thirty-two characters".utf8))
        settings.log = { _ in }
        let area = ReviewArea(reviews: ReviewOperations(database: test.connect(user: "yanmen_public")))
        let layout = PublicLayout(site: SiteFace(), navigation: [Link("好差评", "/reviews")], dock: [])
        router = Door(settings, layout: layout, routes: area.routes).router()
    }

    /// The path of a fresh invitation.
    func invite(daysAgo: Double = 0) async throws -> String {
        let moment = Date().addingTimeInterval(-daysAgo * 86_400)
        let invitation = Invitation(
            caseID: UUID(), bodyID: 1, bodyName: "忻州市公安局", itemName: "居住证<办理>", at: moment)
        try await owner.execute(invitation.statement)
        return invitation.path
    }

    struct Answer {
        let status: Int
        let text: String
        let cookies: [String]
        let location: String?
    }

    func get(_ path: String) async throws -> Answer {
        try await send(.get, path, [.accept: "text/html"], "")
    }

    func submit(_ fields: String, to path: String, from page: Answer) async throws -> Answer {
        let token = page.text.firstMatch(of: /name="csrf" value="([^"]*)"/).map { String($0.1) } ?? ""
        let cookie = page.cookies.map { $0.prefix { $0 != ";" } }.joined(separator: "; ")
        let headers: HTTPFields = [
            .accept: "text/html", .cookie: cookie, .contentType: "application/x-www-form-urlencoded",
        ]
        return try await send(.post, path, headers, "csrf=\(token)&\(fields)")
    }

    private func send(
        _ method: HTTPRequest.Method, _ path: String, _ headers: HTTPFields, _ body: String
    ) async throws -> Answer {
        try await Application(router: router, logger: Logger(label: "test")).test(.router) { client in
            let answer = try await client.execute(
                uri: path, method: method, headers: headers, body: ByteBuffer(string: body))
            return Answer(
                status: answer.status.code, text: String(buffer: answer.body),
                cookies: answer.headers[values: .setCookie], location: answer.headers[.location])
        }
    }
}

struct ReviewPagesTests {
    @Test("the link shows five faces and has chosen nothing; looking uses nothing up")
    func faces() async throws {
        let site = try await ReviewSite()
        let path = try await site.invite()
        _ = try await site.get(path)

        let page = try await site.get(path)

        #expect(page.status == 200)
        #expect(page.text.matches(of: /name="grade" value="[1-5]"/).count == 5)
        #expect(!page.text.contains("aria-pressed=\"true\""))
        #expect(!page.text.contains(" checked"))
        #expect(page.text.contains("居住证&lt;办理&gt;"))
        #expect(page.text.contains("noindex"))
        #expect(MarkupCheck.faults(in: HTML(trusted: page.text)) == [])
    }

    @Test("a pressed face leads to the tags of its grade and no other, none of them ticked", arguments: 1...5)
    func tags(grade: Int) async throws {
        let site = try await ReviewSite()
        let page = try await site.get(try await site.invite() + "?grade=\(grade)")

        let codes = page.text.matches(of: /name="tags" value="([0-9]+)"/).map { String($0.1) }
        #expect(codes.count == 8)
        #expect(codes.allSatisfy { $0.hasPrefix("\(grade)") })
        #expect(!page.text.contains(" checked"))
        #expect(page.text.matches(of: /aria-pressed="true"/).count == 1)
        #expect(MarkupCheck.faults(in: HTML(trusted: page.text)) == [])
    }

    @Test("a review is taken once; then the link says so")
    func submit() async throws {
        let site = try await ReviewSite()
        let path = try await site.invite()
        let page = try await site.get(path + "?grade=2")

        let first = try await site.submit(
            "grade=2&tags=213&tags=214&text=%E7%AD%89%E5%A4%AA%E4%B9%85", to: path, from: page)
        let thanks = try await site.get(path + "/thanks")
        let second = try await site.submit("grade=5", to: path, from: page)
        let again = try await site.get(path)

        #expect(first.status == 303)
        #expect(first.location == path + "/thanks")
        #expect(thanks.text.contains("感谢您的评价"))
        #expect(second.location == path)
        #expect(again.status == 200)
        #expect(again.text.contains("您已评价过"))
        #expect(again.text.contains("不满意"))
        let stored = try await site.owner.rows("SELECT grade, tags, text FROM reviews.review") { row in
            "\(try row.get("grade", as: Int.self)) \(try row.get("tags", as: [String].self)) \(try row.get("text", as: String.self))"
        }
        #expect(stored == ["2 [\"213\", \"214\"] 等太久"])
    }

    @Test("a long text comes back with its error, typed words and ticks kept")
    func longText() async throws {
        let site = try await ReviewSite()
        let path = try await site.invite()
        let page = try await site.get(path + "?grade=5")

        let answer = try await site.submit(
            "grade=5&tags=517&text=\(String(repeating: "a", count: 501))", to: path, from: page)

        #expect(answer.status == 422)
        #expect(answer.text.contains("意见最多 500 个字"))
        #expect(answer.text.contains(String(repeating: "a", count: 501)))
        #expect(answer.text.contains("value=\"517\" checked"))
        #expect(answer.text.contains("<title>错误："))
        #expect(MarkupCheck.faults(in: HTML(trusted: answer.text)) == [])
    }

    @Test("tags of another grade are refused; without a grade the question is asked again")
    func wrongInput() async throws {
        let site = try await ReviewSite()
        let path = try await site.invite()
        let page = try await site.get(path + "?grade=5")

        let foreign = try await site.submit("grade=5&tags=115", to: path, from: page)
        let without = try await site.submit("text=x", to: path, from: page)
        let asked = try await site.get(try #require(without.location))

        #expect(foreign.status == 422)
        #expect(asked.text.contains("请先选择满意程度"))
        let count = try await site.owner.first("SELECT count(*) AS n FROM reviews.review") {
            try $0.get("n", as: Int.self)
        }
        #expect(count == 0)
    }

    @Test("after its time the link is gone; an unknown link is not found; thanks come only after a review")
    func closed() async throws {
        let site = try await ReviewSite()
        let late = try await site.get(try await site.invite(daysAgo: 9))
        let unknown = try await site.get("/review/unknown")
        let path = try await site.invite()
        let early = try await site.get(path + "/thanks")

        #expect(late.status == 410)
        #expect(late.text.contains("评价时间已过"))
        #expect(unknown.status == 404)
        #expect(early.location == path)
    }

    @Test("public figures: nothing yet, then counts and shares", arguments: ["", "?period=quarter", "?period=x"])
    func figures(query: String) async throws {
        let site = try await ReviewSite()
        let empty = try await site.get("/reviews" + query)
        for grade in [5, 5, 5, 1] {
            let path = try await site.invite()
            let page = try await site.get(path + "?grade=\(grade)")
            _ = try await site.submit("grade=\(grade)", to: path, from: page)
        }
        _ = try await site.invite()
        let page = try await site.get("/reviews" + query)

        #expect(empty.text.contains("这段时间还没有评价"))
        #expect(page.text.contains("应评办件 5 件"))
        #expect(page.text.contains("80.0%"))
        #expect(page.text.contains("75.0%"))
        #expect(page.text.contains("评价较少"))
        for answer in [empty, page] {
            #expect(answer.status == 200)
            #expect(MarkupCheck.faults(in: HTML(trusted: answer.text)) == [])
        }
    }
}

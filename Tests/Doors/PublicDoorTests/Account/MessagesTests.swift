import Base
import DoorTesting
import Foundation
import Hummingbird
import HummingbirdTesting
import Logging
import Notices
import People
import Postgres
import TestSupport
import Testing
import Web

@testable import PublicDoor

struct MessagesTests {
    @Test("messages are listed page by page; the unread are marked, counted in the head of the page and filtered")
    func list() async throws {
        let site = try await MessagesSite.make()
        try await site.tell(site.citizen, count: 25)
        try await site.tell(site.stranger, count: 1, about: "别人的事")

        let faults = try await site.visit(as: site.citizen) { browser in
            let first = try await browser.get("/my/messages")
            #expect(first.text.contains("aria-label=\"消息，25 条未读\""))
            #expect(first.text.contains("办件进展 24") && !first.text.contains("办件进展 4<"))
            #expect(!first.text.contains("别人的事"))
            let next = try #require(first.text.firstMatch(of: /rel="next" href="([^"]+)"/)).1
            let second = try await browser.get(String(next).replacing("&amp;", with: "&"))
            #expect(second.text.contains("办件进展 4<") && !second.text.contains("rel=\"next\""))

            let read = try #require(first.text.firstMatch(of: /action="(\/my\/messages\/[0-9a-f-]+\/read)"/)).1
            let after = try await browser.post(String(read), ["show": "unread"])
            #expect(after.location == "/my/messages?show=unread&done=1")
            #expect(after.text.contains("24 条未读") && !after.text.contains("办件进展 24<"))

            let all = try await browser.post("/my/messages/read-all")
            #expect(all.text.contains("已标为已读") && !all.text.contains("条未读\""))
            #expect(try await browser.get("/my/messages?show=unread").text.contains("没有未读消息"))
        }
        #expect(faults == [])
    }

    @Test("opening a message marks it as read and leads to what it tells of; a foreign one is not there")
    func open() async throws {
        let site = try await MessagesSite.make()
        try await site.tell(site.citizen, count: 1)
        let id = try #require(
            try await site.owner.first("SELECT id FROM notices.message") { try $0.get("id", as: UUID.self) })
        let address = "/my/messages/\(id.uuidString.lowercased())"

        let foreign = try await site.visit(as: site.stranger) { browser in
            let gone = try await browser.get(address)
            let none = try await browser.get("/my/messages")
            #expect(gone.status == 404)
            #expect(none.text.contains("还没有消息"))
        }
        let own = try await site.visit(as: site.citizen) { browser in
            let list = try await browser.get("/my/messages")
            let opened = try await browser.get(address)
            #expect(list.text.contains("href=\"\(address)\"") && list.text.contains("查看办件"))
            #expect(list.text.contains("未读</span>"))
            #expect(opened.location == "/my/messages?case=0")
            #expect(!opened.text.contains("未读</span>"))
        }
        #expect(foreign == [] && own == [])
    }

    @Test("the list costs at most ten statements")
    func statements() async throws {
        let site = try await MessagesSite.make()
        try await site.tell(site.citizen, count: 25)
        let statements = try await Database.counting { counter in
            _ = try await site.visit(as: site.citizen) { browser in _ = try await browser.get("/my/messages") }
            return counter.statements
        }
        #expect((1...10).contains(statements))
    }
}

/// The public door with the messages of two citizens.
struct MessagesSite: Sendable {
    let owner: Database
    let citizen: TestPeople.Person
    let stranger: TestPeople.Person
    private let door: Door

    static func make() async throws -> MessagesSite {
        let test = try await TestDatabase.create(template: template)
        let pool = test.connect(user: DoorName.public.databaseRole)
        let people = TestPeople(test.database)
        let sessions = Sessions(database: pool)
        var settings = DoorSettings(.public, secret: Array("a secret of thirty-two characters".utf8))
        settings.signInPath = "/signin"
        settings.log = { _ in }
        let door = Door(
            settings, identity: DoorIdentity(session: { token, _ in try await sessions.open(token: token) }),
            layout: PublicDoor.layout, routes: MessagesArea(messages: MessageOperations(database: pool)).routes)
        return MessagesSite(
            owner: test.database,
            citizen: try await people.citizen(phone: "13800000621", documentNumber: "140902199001010021"),
            stranger: try await people.citizen("王小明", phone: "13900000000", documentNumber: "140902199001010048"),
            door: door)
    }

    private static let template = TestDatabase.Template("messages_pages") { database in
        _ = try await Migrator(BaseMigrations.all + PeopleMigrations.all + NoticesMigrations.all).run(on: database)
    }

    func tell(_ person: TestPeople.Person, count: Int, about title: String = "办件进展") async throws {
        for number in 0..<count {
            let notice = Notice(
                purpose: "test", accountIDs: [person.id], caseID: UUID(), title: "\(title) \(number)", text: "'已受理'",
                link: "/my/messages?case=\(number)")
            try await owner.pipeline(try notice.statements(now: Date()))
        }
    }

    /// - Returns: the faults of the pages.
    func visit(
        as person: TestPeople.Person, _ body: @escaping @Sendable (VisitorBrowser) async throws -> Void
    ) async throws -> [String] {
        let application = Application(router: door.router(), logger: Logger(label: "test"))
        return try await application.test(.router) { client in
            let browser = VisitorBrowser(client)
            await browser.adopt(cookie: "public-session", person.token)
            try await body(browser)
            return await browser.faults
        }
    }
}

import Base
import Foundation
import Identifiers
import Logging
import People
import Postgres
import ServiceLifecycle
import Synchronization
import TestSupport
import Testing

@testable import Notices

extension TestDatabase.Template {
    fileprivate static let notices = TestDatabase.Template("notices") { database in
        _ = try await Migrator(BaseMigrations.all + PeopleMigrations.all + NoticesMigrations.all).run(on: database)
    }
}

/// A gateway that keeps what it was given, and fails as told.
private final class RecordingGateway: SMSGateway {
    let sent = Mutex<[String]>([])
    let failure: (any Error)?

    init(failure: (any Error)? = nil) {
        self.failure = failure
    }

    func send(_ text: String, to phone: String, id: UUID) async throws -> String {
        if let failure { throw failure }
        return sent.withLock { sent in
            sent.append("\(phone) \(text)")
            return "ref-\(sent.count)"
        }
    }
}

struct NoticesTests {
    let test: TestDatabase
    let owner: Database
    let noon = Date(timeIntervalSince1970: 1_764_000_000)

    init() async throws {
        test = try await TestDatabase.create(template: .notices)
        owner = test.database
    }

    private func account(_ name: String) async throws -> ActingParty {
        let id = UUID()
        let token = UUID().uuidString
        try await owner.pipeline([
            """
            INSERT INTO people.account (id, kind, name, document_type, document_number, phone)
            VALUES (\(id), 'natural', \(name), '111', \(id.uuidString), \(String(id.uuidString.prefix(11))))
            """,
            """
            INSERT INTO people.session (token_hash, account_id, csrf_token, expires_at)
            VALUES (sha256(convert_to(\(token), 'UTF8')), \(id), 'x', now() + interval '1 hour')
            """,
        ])
        return ActingParty(
            kind: .citizen, id: id.uuidString.lowercased(), name: name, door: .public, sessionToken: token)
    }

    private func sender(_ gateway: any SMSGateway, at moment: Date? = nil) -> SMSSender {
        let worker = test.connect(user: "yanmen_worker")
        return SMSSender(
            database: worker, gateway: gateway, settings: Settings(database: worker, lifetime: .zero),
            now: .fixed(moment ?? noon))
    }

    private func sendAll(_ sender: SMSSender) async throws {
        let jobs: [SendSMS] = try await owner.rows("SELECT payload FROM base.job ORDER BY id") {
            try $0.json("payload")
        }
        for job in jobs { try await sender.send(job) }
    }

    private func sms() async throws -> [Message] {
        try await SentMessages(database: test.connect(user: "yanmen_management")).page()
    }

    @Test("one notice is a site message for each account, one SMS and one job, written by the role of a door")
    func composition() async throws {
        let party = try await account("王芳")
        let id = try #require(UUID(uuidString: party.id))
        let notice = Notice(
            purpose: "accepted", phone: "13800000000", accountIDs: [id, id], title: "已受理",
            text: "concat('您申请的“', 'x', '”已受理。')", link: "/cases/1")

        try await test.connect(user: "yanmen_public").pipeline(
            settings: party.settings, try notice.statements(now: noon))

        let inbox = try await MessageOperations(database: test.connect(user: "yanmen_public")).inbox(by: party)
        #expect(inbox.messages.map(\.text) == ["您申请的“x”已受理。"])
        #expect(inbox.unread == 1)
        #expect(try await sms().map(\.phone) == ["13800000000"])
        let kinds: [String] = try await owner.rows("SELECT kind FROM base.job") { try $0.get("kind") }
        #expect(kinds == ["sms.send.1"])
    }

    @Test("a notice for nobody writes nothing")
    func nobody() throws {
        #expect(try Notice(purpose: "x", phone: "", title: "x", text: "'x'").statements(now: noon).isEmpty)
    }

    @Test("a sent SMS carries signature and address, and is not sent again")
    func sending() async throws {
        let notice = Notice(
            purpose: "accepted", phone: "+86 138 0000 0000", title: "x", text: "'已受理。'", link: "/cases/1")
        try await owner.pipeline(
            try Settings.change(.publicAddress, to: "https://example.test", by: .system("test"))
                + notice.statements(now: noon))
        let gateway = RecordingGateway()

        try await sendAll(sender(gateway))
        try await sendAll(sender(gateway))

        #expect(gateway.sent.withLock { $0 } == ["13800000000 【忻州政务】已受理。 https://example.test/cases/1"])
        let message = try #require(try await sms().first)
        #expect(message.state == .sent)
        #expect(message.remark == "ref-1")
        #expect(message.text == "【忻州政务】已受理。 https://example.test/cases/1")
    }

    @Test("a code says what it is for, carries no link, and is not sent after its time")
    func codes() async throws {
        try await owner.pipeline(
            try Notice.code("123456", for: "登录", to: "13800000000", minutes: 5, now: noon).statements(now: noon))
        let gateway = RecordingGateway()

        try await sendAll(sender(gateway, at: noon.addingTimeInterval(300)))

        #expect(gateway.sent.withLock { $0 }.isEmpty)
        let message = try #require(try await sms().first)
        #expect(message.state == .failed)
        #expect(message.text == "验证码 123456，5 分钟内有效，用于登录。请勿告知他人。")
        #expect(message.link.isEmpty)
    }

    @Test("a landline gets no SMS, a refusal of the provider is final, a hiccup is tried again")
    func failures() async throws {
        struct Hiccup: Error {}
        func message(_ phone: String, _ gateway: RecordingGateway) async throws {
            let notice = Notice(purpose: "x", phone: phone, title: "x", text: "'x'")
            try await owner.pipeline(["DELETE FROM base.job"] + (try notice.statements(now: noon)))
            try await sendAll(sender(gateway))
        }
        try await message("0350-3000000", RecordingGateway())
        try await message("13800000001", RecordingGateway(failure: SMSGatewayError.refused("空号")))
        await #expect(throws: Hiccup.self) { try await message("13800000002", RecordingGateway(failure: Hiccup())) }

        let states = Dictionary(uniqueKeysWithValues: try await sms().map { ($0.phone, $0.state) })
        #expect(states == ["0350-3000000": .failed, "13800000001": .failed, "13800000002": .waiting])
    }

    @Test("the worker sends through the demo gateway, and the management role reads it")
    func throughWorker() async throws {
        let notice = Notice.code("654321", for: "登录", to: "13800000000", minutes: 5, now: Date())
        try await owner.pipeline(try notice.statements(now: Date()))
        let database = test.connect(user: "yanmen_worker")
        let sender = SMSSender(
            database: database, gateway: DemoGateway(), settings: Settings(database: database))
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let worker = JobWorker(database: database, handlers: [sender.handler], logger: logger, id: "w")
        let group = ServiceGroup(services: [worker], logger: logger)

        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            let deadline = ContinuousClock.now + .seconds(20)
            while try await sms().first?.state == .waiting, ContinuousClock.now < deadline {
                try await Task.sleep(for: .milliseconds(5))
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }

        #expect(try await sms().map(\.state) == [.sent])
        #expect(try await sms().first?.text.contains("654321") == true)
    }

    @Test("messages are read by their owner only, page by page, and marked as read")
    func inbox() async throws {
        let party = try await account("王芳")
        let stranger = try await account("李雷")
        let id = try #require(UUID(uuidString: party.id))
        for number in 0..<5 {
            let notice = Notice(purpose: "x", accountIDs: [id], title: "\(number)", text: "'x'")
            try await owner.pipeline(try notice.statements(now: noon))
        }
        let messages = MessageOperations(database: test.connect(user: "yanmen_public"))

        let first = try await messages.inbox(limit: 3, by: party)
        let place = try #require(first.messages.last?.place)
        let second = try await messages.inbox(after: Message.Place(place.text), limit: 3, by: party)
        let foreign = try await messages.inbox(by: stranger)
        let stolen = try await messages.open(first.messages[0].id, by: stranger)
        let untouched = try await messages.inbox(by: party).unread
        let opened = try await messages.open(first.messages[0].id, by: party)
        let unread = try await messages.inbox(onlyUnread: true, by: party)
        let sessions = Sessions(database: test.connect(user: "yanmen_public"))
        let head = try await sessions.open(token: try #require(party.settings["yanmen.session"]))?.unreadMessages
        try await messages.markAllRead(by: party)

        #expect((first.messages + second.messages).map(\.title) == ["4", "3", "2", "1", "0"])
        #expect(foreign.messages.isEmpty)
        #expect(stolen == nil && untouched == 5)
        #expect(opened?.title == "4" && opened?.readAt != nil)
        #expect(unread.messages.map(\.title) == ["3", "2", "1", "0"] && unread.unread == 4)
        #expect(head == 4, "the head of every page knows it without another statement")
        #expect(try await messages.inbox(by: party).unread == 0)
    }

    @Test("a citizen's role sees no SMS, not even its own")
    func noSMS() async throws {
        let party = try await account("王芳")
        let notice = Notice(purpose: "x", phone: "13800000000", title: "x", text: "'x'")
        try await owner.pipeline(try notice.statements(now: noon))
        let seen = try await test.connect(user: "yanmen_public").rows(
            settings: party.settings, "SELECT id FROM notices.message"
        ) { try $0.get("id", as: UUID.self) }
        #expect(seen.isEmpty)
    }
}

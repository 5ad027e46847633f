import Base
import Cases
import DoorTesting
import Foundation
import Hummingbird
import HummingbirdTesting
import Items
import Logging
import Notices
import People
import Postgres
import Reviews
import Synchronization
import TestSupport
import Testing
import Web
import WorkCalendar

@testable import OfficeDoor

/// The office door with its pages of cases and the window: one body with a promised and an instant item, an officer for
/// each post, real roles and row-level security. It is Tuesday 24 November 2026, 12:00.
struct CaseSite: Sendable {
    let people: TestPeople
    let body: Int
    let owner: Database
    let cases: CaseOperations
    let clerk: TestPeople.Person
    let examiner: TestPeople.Person
    let reviewer: TestPeople.Person
    let decider: TestPeople.Person
    private let pool: Database
    private let door: Door

    static let noon = Date(timeIntervalSince1970: 1_795_492_800)
    static let instantLeaf = "XZ100201"

    static func make() async throws -> CaseSite {
        let test = try await TestDatabase.create(template: template)
        let people = TestPeople(test.database)
        let body = try await people.organisation("忻州市示例审批局")
        try await insert(1, "XZ1001", ApplicationItem.leafCode, ApplicationItem.content(), body, test.database)
        var instant = ApplicationItem.content(projectType: .instant)
        instant.name = "老年人优待证"
        try await insert(2, "XZ1002", instantLeaf, instant, body, test.database)
        let pool = test.connect(user: DoorName.office.databaseRole)
        let items = ItemOperations(database: pool, cache: CatalogueCache(), now: .fixed(noon))
        try await items.reload()
        let store = FileStore(root: NSTemporaryDirectory() + "desk-" + UUID().uuidString)
        try await store.prepare()
        let services = CaseServices(
            catalogue: items.cache, revision: { try await items.revision(item: $0, number: $1) },
            calendar: { .bundled },
            documents: { DocumentSettings(publicAddress: "https://zwfw.example.cn", isSample: true) },
            store: MemoryDocuments(), notices: { _ in [] }, reviews: { _ in nil })
        let cases = CaseOperations(database: pool, services: services, now: .fixed(noon))
        let uploads = Uploads(database: pool, store: store, settings: Settings(database: pool), now: .fixed(noon))
        let routes =
            CaseArea(cases: cases, items: items, uploads: uploads, calendar: { .bundled }, now: .fixed(noon)).routes
            + WindowArea(cases: cases, items: items, uploads: uploads, now: .fixed(noon)).routes
            + SupervisionArea(cases: cases, now: .fixed(noon)).routes
        func staff(_ login: String, _ rights: [Right]) async throws -> TestPeople.Person {
            try await people.staff(login, name: "员工\(login)", rights: rights.map(\.rawValue), bodies: [body])
        }
        return CaseSite(
            people: people, body: body, owner: test.database, cases: cases,
            clerk: try await staff("clerk", [.receiveCases, .deliverResults, .searchCases]),
            examiner: try await staff("examiner", [.examineCases]),
            reviewer: try await staff("reviewer", [.reviewCases]), decider: try await staff("decider", [.decideCases]),
            pool: pool, door: door(routes, pool))
    }

    private static func door(_ routes: [DoorRoute], _ database: Database) -> Door {
        var settings = DoorSettings(.office, secret: Array("a secret of thirty-two characters".utf8))
        settings.signInPath = "/signin"
        settings.limits = { DoorLimits(sessionRate: .bursting(1_000)) }
        settings.log = { _ in }
        let sessions = Sessions(database: database)
        return Door(
            settings, identity: DoorIdentity(session: { token, _ in try await sessions.open(token: token) }),
            layout: OfficeDoor.layout, routes: routes)
    }

    private static let template = TestDatabase.Template("desk") { database in
        let migrations =
            BaseMigrations.all + PeopleMigrations.all + ItemsMigrations.all + NoticesMigrations.all
            + CasesMigrations.all + ReviewsMigrations.all
        _ = try await Migrator(migrations).run(on: database)
    }

    private static func insert(
        _ id: Int, _ code: String, _ leaf: String, _ content: ItemContent, _ body: Int, _ database: Database
    ) async throws {
        try await database.pipeline([
            """
            INSERT INTO items.catalogue_entry (id, source_key, name, type_code, competent_department)
            OVERRIDING SYSTEM VALUE VALUES (\(id), \(code), \(content.name), '01', '示例局')
            """,
            """
            INSERT INTO items.item (id, code, entry_id, body_id, state, current_revision)
            OVERRIDING SYSTEM VALUE VALUES (\(id), \(code), \(id), \(body), 'published', 1)
            """,
            """
            INSERT INTO items.item_revision (item_id, revision, content, digest, effective_from, created_by)
            VALUES (\(id), 1, \(try JSON(content)), 'd', now(), 'test')
            """,
            """
            INSERT INTO items.handling_item (id, item_id, code, name, sort)
            OVERRIDING SYSTEM VALUE VALUES (\(id + 10), \(id), \(leaf), '新办', 1)
            """,
        ])
    }

    /// Works at the door as somebody; every page must be well-formed and have one heading.
    func visit<Value: Sendable>(
        as person: TestPeople.Person?, _ body: @Sendable (VisitorBrowser) async throws -> Value
    ) async throws -> Value {
        let application = Application(router: door.router(), logger: Logger(label: "test"))
        return try await application.test(.router) { client in
            let browser = VisitorBrowser(client)
            if let person { await browser.adopt(cookie: "office-session", person.token) }
            let value = try await body(browser)
            #expect(await browser.faults == [])
            return value
        }
    }

    /// That officer as operations know them.
    func actor(_ person: TestPeople.Person) async throws -> CaseActor {
        let session = try #require(try await Sessions(database: pool).open(token: person.token))
        return CaseActor(session, door: .office)
    }
}

// MARK: - Cases

extension CaseSite {
    static let applicant = Applicant(
        kind: .natural, name: "李秀英", documentType: "111", documentNumber: "140902199001010021", phone: "13800000621")

    /// A walk-in application with everything on paper.
    @discardableResult
    func registered(
        leaf: Int = 11, name: String = "李秀英", channel: CaseChannel = .window
    ) async throws -> Case {
        let applicant = Applicant(
            kind: .natural, name: name, documentType: "111", documentNumber: "140902199001010021", phone: "13800000621")
        let application = CaseApplication(
            handlingItemID: leaf, applicant: applicant, situation: ["q1": "no"],
            form: ["name": "李秀英", "phone": "13800000621", "shopName": "云中小馆", "area": "80", "kind": "own"],
            materials: [
                MaterialInput(key: "m1", receipt: .form, copies: 0),
                MaterialInput(key: "m2", receipt: .paper, copies: 1),
            ])
        let command = RegisterCase(application, submitKey: UUID().uuidString, channel: channel)
        return try await cases.register(command, by: try await actor(clerk))
    }

    /// An officer opens the page of a case and sends the form of an act, with the version that the page carries.
    func act(
        _ browser: VisitorBrowser, _ id: Case.ID, _ act: String, _ fields: [(String, String)] = []
    ) async throws -> VisitorBrowser.Answer {
        let page = try await browser.get(Self.address(id))
        #expect(page.text.contains("action=\"\(Self.address(id))/\(act)\""), "the page offers \(act)")
        let version = try #require(page.text.firstMatch(of: /name="version" value="(\d+)"/)).1
        return try await browser.post("\(Self.address(id))/\(act)", fields: [("version", String(version))] + fields)
    }

    /// Takes a new case on its way, by the right officers, through the acts named.
    func walked(_ acts: [String]) async throws -> Case.ID {
        let record = try await registered()
        let people = [
            "accept": clerk, "take": examiner, "examine": examiner, "review": reviewer, "decide": decider,
            "pause": reviewer,
        ]
        for name in acts {
            let person = try #require(people[name])
            try await visit(as: person) { browser in
                let done = try await act(
                    browser, record.id, name, Self.opinion + [("ground", "hearing"), ("reason", "需要听证")])
                #expect(!done.text.contains("class=\"errsum\""), "\(name)")
            }
        }
        return record.id
    }

    static let opinion = [("conclusion", "grant"), ("opinion", "符合条件，同意。")]

    static func address(_ id: Case.ID) -> String { "/cases/\(id.uuidString.lowercased())" }

    func status(_ id: Case.ID) async throws -> String {
        let found = try await owner.first("SELECT status FROM cases.case_record WHERE id = \(id)") { row in
            try row.get("status", as: String.self)
        }
        return try #require(found)
    }
}

/// Documents kept in memory under their digest.
final class MemoryDocuments: DocumentStore {
    private let bytes = Mutex<[String: [UInt8]]>([:])

    func store(_ bytes: [UInt8]) async throws -> String {
        let digest = Digest.sm3(bytes)
        self.bytes.withLock { $0[digest] = bytes }
        return digest
    }

    func open(_ digest: String, size: Int) async throws -> [UInt8]? {
        bytes.withLock { $0[digest] }
    }
}

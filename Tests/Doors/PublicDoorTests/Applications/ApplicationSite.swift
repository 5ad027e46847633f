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
import Web
import WorkCalendar

@testable import PublicDoor

/// A city for one test with its public door: real roles, row-level security, files on disk.
struct ApplicationSite: Sendable {
    let test: TestDatabase
    let people: TestPeople
    let body: Int
    let items: ItemOperations
    let office: CaseOperations
    let clerk: CaseActor
    let door: Door
    let citizen: TestPeople.Person

    var owner: Database { test.database }

    /// Tuesday 24 November 2026, 12:00 in Xinzhou.
    static let noon = Date(timeIntervalSince1970: 1_795_492_800)

    static func make(serverTypes: [String] = ["1", "2"], review: String? = nil) async throws -> ApplicationSite {
        let test = try await TestDatabase.create(template: template)
        let people = TestPeople(test.database)
        let body = try await people.organisation("忻州市示例审批局")
        try await insertItem(body: body, ApplicationItem.content(serverTypes: serverTypes), into: test.database)
        let open = test.connect(user: DoorName.public.databaseRole)
        let items = ItemOperations(database: open, cache: CatalogueCache(), now: .fixed(noon))
        try await items.reload()
        let store = FileStore(root: NSTemporaryDirectory() + "apply-" + UUID().uuidString)
        try await store.prepare()
        let services = services(items, MemoryDocuments())
        func operations(_ database: Database) -> CaseOperations {
            CaseOperations(database: database, services: services, now: .fixed(noon))
        }
        let area = ApplicationArea(
            cases: operations(open), items: items,
            uploads: Uploads(database: open, store: store, settings: Settings(database: open), now: .fixed(noon)),
            accounts: ApplicantAccounts(database: open), calendar: { .bundled },
            publicAddress: "https://zwfw.example.cn",
            feeds: ApplicationFeeds(
                messages: { _ in
                    [CitizenMessage(title: "申请已提交", text: "示例", link: "/my", at: noon, isRead: false)]
                }, review: { _, _ in review }, accountLinks: [Link("切换申请身份", "/my/account")]),
            now: .fixed(noon))
        return ApplicationSite(
            test: test, people: people, body: body, items: items,
            office: operations(test.connect(user: DoorName.office.databaseRole)),
            clerk: try await clerk(body: body, people), door: door(area, open),
            citizen: try await people.citizen(phone: "13800000621", documentNumber: "140902199001010021"))
    }

    private static func door(_ area: ApplicationArea, _ database: Database) -> Door {
        var settings = DoorSettings(.public, secret: Array("a secret of thirty-two characters".utf8))
        settings.signInPath = "/signin"
        settings.log = { _ in }
        let sessions = Sessions(database: database)
        let layout = PublicLayout(
            site: SiteFace(), navigation: [Link("首页", "/"), Link("我的", "/my")], dock: [DockEntry("首页", "/", .home)])
        return Door(
            settings, identity: DoorIdentity(session: { token, _ in try await sessions.open(token: token) }),
            layout: layout,
            routes: area.routes)
    }

    private static let template = TestDatabase.Template("applications") { database in
        let migrations =
            BaseMigrations.all + PeopleMigrations.all + ItemsMigrations.all + NoticesMigrations.all
            + CasesMigrations.all + ReviewsMigrations.all
        _ = try await Migrator(migrations).run(on: database)
    }

    private static func services(_ items: ItemOperations, _ documents: MemoryDocuments) -> CaseServices {
        CaseServices(
            catalogue: items.cache, revision: { try await items.revision(item: $0, number: $1) },
            calendar: { .bundled },
            documents: { DocumentSettings(publicAddress: "https://zwfw.example.cn", isSample: true) },
            store: documents, notices: { _ in [] }, reviews: { _ in nil })
    }

    private static func insertItem(body: Int, _ content: ItemContent, into database: Database) async throws {
        try await database.pipeline([
            """
            INSERT INTO items.catalogue_entry (id, source_key, name, type_code, competent_department)
            OVERRIDING SYSTEM VALUE VALUES (1, 'e1', \(content.name), '01', '示例局')
            """,
            """
            INSERT INTO items.item (id, code, entry_id, body_id, state, current_revision)
            OVERRIDING SYSTEM VALUE VALUES (1, 'XZ1001', 1, \(body), 'published', 1)
            """,
            """
            INSERT INTO items.item_revision (item_id, revision, content, digest, effective_from, created_by)
            VALUES (1, 1, \(try JSON(content)), 'd', now(), 'test')
            """,
            """
            INSERT INTO items.handling_item (id, item_id, code, name, sort)
            OVERRIDING SYSTEM VALUE VALUES (11, 1, \(ApplicationItem.leafCode), '新办', 1)
            """,
        ])
    }

    private static func clerk(body: Int, _ people: TestPeople) async throws -> CaseActor {
        let rights: Set<Right> = [.receiveCases]
        let person = try await people.staff("clerk", rights: rights.map(\.rawValue), bodies: [body])
        let officer = Officer(
            staffID: person.id, login: "clerk", name: person.name, category: "business", organisationID: nil,
            organisationName: "忻州市示例审批局", regionCode: "140900000000", post: "", rights: rights, bodies: [body],
            ownOnly: false, mustChangePassword: false)
        let session = Session(
            token: person.token, subject: .officer(officer), csrfToken: "", secondFactorAt: nil,
            expiresAt: .distantFuture, preferences: "{}")
        return CaseActor(session, door: .office)
    }

    /// Publishes another content of the item.
    func revise(_ content: ItemContent) async throws {
        try await owner.pipeline([
            """
            INSERT INTO items.item_revision (item_id, revision, content, digest, effective_from, created_by)
            VALUES (1, 2, \(try JSON(content)), 'd2', now(), 'test')
            """,
            "UPDATE items.item SET current_revision = 2 WHERE id = 1",
        ])
        try await items.reload()
    }

    func count(_ statement: SQL) async throws -> Int {
        try await owner.first(statement) { try $0.get(0, as: Int.self) } ?? 0
    }

    /// A browser of this person, or of nobody.
    func browse<Value: Sendable>(
        as person: TestPeople.Person?, _ body: @escaping @Sendable (Browser) async throws -> Value
    ) async throws -> Value {
        try await Application(router: door.router(), logger: Logger(label: "test")).test(.router) { client in
            try await body(Browser(client: client, person: person))
        }
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

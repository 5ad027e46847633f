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

/// A body of the city with its counter: one item, officers with real roles, the pages of cases and of the window.
struct CounterSite: Sendable {
    let test: TestDatabase
    let pool: Database
    let people: TestPeople
    let body: Int
    let cases: CaseOperations
    let door: Door
    /// Receives and accepts.
    let clerk: TestPeople.Person
    /// Examines.
    let examiner: TestPeople.Person

    var owner: Database { test.database }

    /// Tuesday 24 November 2026, 12:00 in Xinzhou.
    static let noon = Date(timeIntervalSince1970: 1_795_492_800)

    static func make() async throws -> CounterSite {
        let test = try await TestDatabase.create(template: template)
        let people = TestPeople(test.database)
        let body = try await people.organisation("忻州市示例审批局")
        try await insertItem(body: body, CounterItem.content, into: test.database)
        let pool = test.connect(user: DoorName.office.databaseRole)
        let items = ItemOperations(database: pool, cache: CatalogueCache(), now: .fixed(noon))
        try await items.reload()
        let store = FileStore(root: NSTemporaryDirectory() + "counter-" + UUID().uuidString)
        try await store.prepare()
        let cases = CaseOperations(database: pool, services: services(items), now: .fixed(noon))
        let uploads = Uploads(
            database: pool, store: store, settings: Settings(database: pool), now: .fixed(noon))
        let routes =
            CaseArea(cases: cases, items: items, uploads: uploads, calendar: { .bundled }, now: .fixed(noon)).routes
            + WindowArea(cases: cases, items: items, uploads: uploads, now: .fixed(noon)).routes
        return CounterSite(
            test: test, pool: pool, people: people, body: body, cases: cases, door: door(routes, pool),
            clerk: try await people.staff(
                "chuangkou", name: "王丽", rights: ["receiveCases", "searchCases"], bodies: [body]),
            examiner: try await people.staff(
                "chengban", name: "赵强", rights: ["examineCases", "searchCases"], bodies: [body]))
    }

    private static func door(_ routes: [DoorRoute], _ pool: Database) -> Door {
        var settings = DoorSettings(.office, secret: Array("a secret of thirty-two characters".utf8))
        settings.signInPath = "/signin"
        settings.log = { _ in }
        let sessions = Sessions(database: pool)
        return Door(
            settings, identity: DoorIdentity(session: { token, _ in try await sessions.open(token: token) }),
            layout: OfficeDoor.layout, routes: routes)
    }

    private static let template = TestDatabase.Template("counter") { database in
        let migrations =
            BaseMigrations.all + PeopleMigrations.all + ItemsMigrations.all + NoticesMigrations.all
            + CasesMigrations.all + ReviewsMigrations.all
        _ = try await Migrator(migrations).run(on: database)
    }

    private static func services(_ items: ItemOperations) -> CaseServices {
        CaseServices(
            catalogue: items.cache, revision: { try await items.revision(item: $0, number: $1) },
            calendar: { .bundled },
            documents: { DocumentSettings(publicAddress: "https://zwfw.example.cn", isSample: true) },
            store: KeptDocuments(), notices: { _ in [] }, reviews: { _ in nil })
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
            OVERRIDING SYSTEM VALUE VALUES (11, 1, \(CounterItem.leafCode), '新办', 1)
            """,
        ])
    }

    /// What one member of staff does in a browser without script; every page must be sound.
    func visit<Value: Sendable>(
        as person: TestPeople.Person, _ body: @Sendable (VisitorBrowser) async throws -> Value
    ) async throws -> (Value, [String]) {
        let application = Application(router: door.router(), logger: Logger(label: "test"))
        return try await application.test(.router) { client in
            let browser = VisitorBrowser(client)
            await browser.adopt(cookie: OfficeSite.cookie, person.token)
            return (try await body(browser), await browser.faults)
        }
    }

    /// The acting officer for operations without pages.
    func actor(_ person: TestPeople.Person) async throws -> CaseActor {
        let session = try #require(try await Sessions(database: pool).open(token: person.token))
        return CaseActor(session, door: .office)
    }

    /// A case taken in at the counter.
    func walkIn(_ key: String = UUID().uuidString, name: String = "李建国") async throws -> Case {
        let application = CaseApplication(
            handlingItemID: 11, applicant: CounterItem.applicant(name), situation: [:],
            form: ["shopName": .text("老街面馆")],
            materials: [MaterialInput(key: "m1", receipt: .paper, originals: 1)])
        return try await cases.register(RegisterCase(application, submitKey: key), by: try await actor(clerk))
    }

    func accepted(name: String = "李建国") async throws -> Case {
        let record = try await walkIn(name: name)
        return try await cases.accept(
            AcceptCase(record.id, version: record.version), by: try await actor(clerk))
    }

    func detail(_ id: Case.ID) async throws -> CaseDetail {
        try await cases.detail(id, party: try await actor(clerk).party)
    }
}

/// A small item: one material on paper or as a file, one that may follow later, one field.
enum CounterItem {
    static let leafCode = "XZ100101"

    static var content: ItemContent {
        var content = ItemContent(
            name: "公共场所卫生许可", typeCode: "01", competentDepartment: "示例局", serverTypes: ["1", "2"],
            projectType: .promised, legalBasis: ["《示例条例》"],
            statutoryLimit: StatutoryLimit(limit: Limit(20, .workingDay), confidence: .law),
            promisedLimit: Limit(5, .workingDay),
            handlingItems: [HandlingItemContent(key: "01", name: "新办")])
        var plan = MaterialContent(key: "m1", name: "场所平面图", need: .required)
        plan.originals = 1
        plan.copies = 2
        content.materials = [plan, MaterialContent(key: "m2", name: "健康证明", need: .tolerable)]
        content.form = FormDefinition(sections: [
            FormSection(
                key: "site", title: "经营场所",
                fields: [FormField(key: "shopName", label: "店名", kind: .text, maxLength: 20)])
        ])
        return content
    }

    static func applicant(_ name: String) -> Applicant {
        Applicant(
            kind: .natural, name: name, documentType: "111", documentNumber: "110101199003077096", phone: "13800000621")
    }
}

/// Documents kept in memory under their digest.
final class KeptDocuments: DocumentStore {
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

/// Files to hand in.
enum CounterFile {
    /// A picture of one pixel.
    static let png: [UInt8] = Array(
        Data(
            base64Encoded:
                "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
            ?? Data())
    static let pdf: [UInt8] = Array("%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n".utf8)
}

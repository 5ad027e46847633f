import Base
import Cases
import Foundation
import Items
import Notices
import People
import Postgres
import Reviews
import Sample
import TestSupport
import WorkCalendar

/// A database of its own with 2,000 sampled cases, and the operations as each door has them.
struct SampledCity {
    static let until = CalendarDate(compact: "20261125") ?? .earliest
    static let cases = 2_000

    let test: TestDatabase
    let catalogue: CatalogueCache

    var owner: Database { test.database }

    static func make() async throws -> SampledCity {
        let city = try await prepared(template: sampled)
        return city
    }

    /// The city without cases.
    static func empty() async throws -> SampledCity { try await prepared(template: bare) }

    private static func prepared(template: TestDatabase.Template) async throws -> SampledCity {
        let test = try await TestDatabase.create(template: template)
        let catalogue = CatalogueCache()
        try await ItemOperations(database: test.database, cache: catalogue).reload()
        return SampledCity(test: test, catalogue: catalogue)
    }

    private static let bare = TestDatabase.Template("sample_bare") { database in try await fill(database) }

    private static let sampled = TestDatabase.Template("sample_2000") { database in
        try await fill(database)
        let loader = try await loader(for: database)
        _ = try await loader.run(SampleState(cases: cases, seed: 7, until: until))
    }

    private static func fill(_ database: Database) async throws {
        let migrations =
            BaseMigrations.all + PeopleMigrations.all + ItemsMigrations.all + NoticesMigrations.all
            + CasesMigrations.all + ReviewsMigrations.all
        _ = try await Migrator(migrations).run(on: database)
        try await database.pipeline(try CalendarStore.seeding())
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../Data/xinzhou").standardizedFileURL
        _ = try await PeopleImport.run(database, dataFolder: folder.path)
        let source = try ItemSource(catalogue: folder.appendingPathComponent("items-catalogue.json"))
        _ = try await ItemImport(database: database).run(source, by: .system("test"))
    }

    /// A loader for a city; `manyCases` from which on the indexes are made afterwards.
    static func loader(for database: Database, manyCases: Int = 20_000) async throws -> SampleLoader {
        try await store.prepare()
        return SampleLoader(
            database: database,
            catalogue: try await ItemOperations(database: database, cache: CatalogueCache()).reload(),
            calendar: .bundled, documents: DocumentSettings(publicAddress: "https://zwfw.example.cn", isSample: true),
            store: store, manyCases: manyCases)
    }

    static let store = FileStore(root: NSTemporaryDirectory() + "sample-tests-\(getpid())")

    // MARK: - Operations

    /// The cases behind a door, at noon of the day on which the sample ends.
    func cases(_ door: DoorName) -> CaseOperations {
        let database = test.connect(user: door.databaseRole, poolSize: 2)
        let noon = Self.until.startOfDay.addingTimeInterval(12 * 3_600)
        let services = CaseServices(
            items: ItemOperations(database: database, cache: catalogue), calendar: CalendarStore(database: database),
            settings: Settings(database: database), files: Self.store,
            notices: { notice in
                try Notice(
                    purpose: notice.kind.rawValue, phone: notice.phone, accountIDs: notice.accountIDs,
                    caseID: notice.caseID, title: notice.title, text: notice.text, link: notice.link
                ).statements(now: noon)
            }, reviews: { _ in nil })
        return CaseOperations(database: database, services: services, now: .fixed(noon))
    }

    /// The bodies that have sampled cases.
    func clerks() async throws -> [SamplePeople.Clerk] {
        let services = SampleService.all(of: catalogue.current)
        let bodies = Dictionary(services.map { ($0.item.body.id, $0.item.body.name) }) { first, _ in first }
        return try await SamplePeople(owner).clerks(bodies: bodies)
    }

    /// Signed-in clerks of a body by post, through sessions of a measurement.
    func signedIn(body: Int) async throws -> [SamplePeople.Post: CaseActor] {
        let clerks = try await clerks().filter { $0.bodyID == body }
        let sessions = try await SamplePeople(owner).openSessions(citizens: [], staff: clerks.map(\.id)).staff
        let database = test.connect(user: "yanmen_office", poolSize: 1)
        var actors: [SamplePeople.Post: CaseActor] = [:]
        for (clerk, open) in zip(clerks, sessions) {
            guard let session = try await Sessions(database: database).open(token: open.token) else { continue }
            actors[clerk.post] = CaseActor(session, door: .office)
        }
        return actors
    }

    func text(_ statement: SQL) async throws -> String {
        try await owner.first(statement) { try $0.get(0, as: String.self) } ?? ""
    }

    func number(_ statement: SQL) async throws -> Int {
        try await owner.first(statement) { try $0.get(0, as: Int.self) } ?? -1
    }
}

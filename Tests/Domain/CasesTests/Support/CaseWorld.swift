import Base
import Foundation
import Items
import Notices
import People
import Postgres
import Reviews
import Synchronization
import TestSupport
import WorkCalendar

@testable import Cases

/// A city for one test: a database of its own, one body with two items, the staff of every post, a citizen, and the
/// operations as each door has them, under the door's own database role.
struct CaseWorld: Sendable {
    let test: TestDatabase
    let people: TestPeople
    let body: Int
    let clerk: CaseActor
    let examiner: CaseActor
    let reviewer: CaseActor
    let decider: CaseActor
    let deliverer: CaseActor
    let citizen: CaseActor
    let office: CaseOperations
    let open: CaseOperations
    let api: CaseOperations
    let worker: CaseOperations
    let clock: TestClock
    let catalogue: CatalogueCache
    let store: MemoryStore

    var owner: Database { test.database }

    static let promisedLeaf = 11
    static let instantLeaf = 12

    /// - Parameter poolSize: connections of each door.
    static func make(poolSize: Int = 4) async throws -> CaseWorld {
        let test = try await TestDatabase.create(template: template)
        let people = TestPeople(test.database)
        let body = try await people.organisation("忻州市示例审批局")
        let catalogue = CatalogueCache()
        let clock = TestClock(.noon)
        let store = MemoryStore()
        let items = [
            ExampleItem.published(bodyID: body),
            ExampleItem.published(
                id: 2, handlingItemID: instantLeaf, bodyID: body,
                content: ExampleItem.content(name: "老年人优待证", projectType: .instant, promised: Limit(0, .workingDay))),
        ]
        for item in items { try await insert(item, into: test.database) }
        catalogue.replace(with: Catalogue(items: items))
        func operations(_ door: DoorName) -> CaseOperations {
            CaseOperations(
                database: test.connect(user: door.databaseRole, poolSize: poolSize),
                services: services(catalogue, store), now: TimeSource { clock.now })
        }
        func staff(_ login: String, _ rights: Set<Right>) async throws -> CaseActor {
            try await Self.staff(login, rights, bodies: [body], people: people)
        }
        return CaseWorld(
            test: test, people: people, body: body, clerk: try await staff("clerk", [.receiveCases]),
            examiner: try await staff("examiner", [.examineCases]),
            reviewer: try await staff("reviewer", [.reviewCases]), decider: try await staff("decider", [.decideCases]),
            deliverer: try await staff("deliverer", [.deliverResults, .searchCases]),
            citizen: try await citizen("李秀英", phone: "13800000621", number: "140902199001010021", people: people),
            office: operations(.office), open: operations(.public), api: operations(.api), worker: operations(.worker),
            clock: clock, catalogue: catalogue, store: store)
    }

    private static let template = TestDatabase.Template("cases") { database in
        let migrations =
            BaseMigrations.all + PeopleMigrations.all + ItemsMigrations.all + NoticesMigrations.all
            + CasesMigrations.all + ReviewsMigrations.all
        _ = try await Migrator(migrations).run(on: database)
    }

    private static func services(_ catalogue: CatalogueCache, _ store: MemoryStore) -> CaseServices {
        CaseServices(
            catalogue: catalogue, revision: { id, _ in catalogue.current.item(id: id)?.content },
            calendar: { .bundled },
            documents: { DocumentSettings(publicAddress: "https://zwfw.example.cn", isSample: true) }, store: store,
            notices: { notice in
                try Notice(
                    purpose: notice.kind.rawValue, phone: notice.phone, accountIDs: notice.accountIDs,
                    caseID: notice.caseID, title: notice.title, text: notice.text, link: notice.link
                ).statements(now: .noon)
            },
            reviews: { record in
                let invitation = Invitation(
                    caseID: record.id, bodyID: record.service.body.id, bodyName: record.service.body.name,
                    itemName: record.service.itemName, at: .noon)
                return ReviewInvitation(statements: [invitation.statement], path: invitation.path)
            })
    }

    private static func insert(_ item: PublishedItem, into database: Database) async throws {
        try await database.pipeline([
            """
            INSERT INTO items.catalogue_entry (id, source_key, name, type_code, competent_department)
            OVERRIDING SYSTEM VALUE VALUES (\(item.entryID), \(item.code), \(item.name), '01', '示例局')
            """,
            """
            INSERT INTO items.item (id, code, entry_id, body_id, state, current_revision)
            OVERRIDING SYSTEM VALUE
            VALUES (\(item.id), \(item.code), \(item.entryID), \(item.body.id), 'published', \(item.revision))
            """,
            """
            INSERT INTO items.item_revision (item_id, revision, content, digest, effective_from, created_by)
            VALUES (\(item.id), \(item.revision), \(try JSON(item.content)), 'd', now(), 'test')
            """,
            """
            INSERT INTO items.handling_item (id, item_id, code, name, sort)
            OVERRIDING SYSTEM VALUE
            VALUES (\(item.handlingItems[0].id), \(item.id), \(item.handlingItems[0].code), '新办', 1)
            """,
        ])
    }
}

// MARK: - Parties

extension CaseWorld {
    static func staff(
        _ login: String, _ rights: Set<Right>, bodies: [Int], people: TestPeople
    ) async throws -> CaseActor {
        let person = try await people.staff(login, name: "员工\(login)", rights: rights.map(\.rawValue), bodies: bodies)
        let officer = Officer(
            staffID: person.id, login: login, name: person.name, category: "business", organisationID: nil,
            organisationName: "忻州市示例审批局", regionCode: "140900000000", post: "", rights: rights, bodies: bodies,
            ownOnly: false, mustChangePassword: false)
        return actor(.officer(officer), token: person.token, door: .office)
    }

    static func citizen(
        _ name: String, phone: String, number: String, actingFor: UUID? = nil, principal: String? = nil,
        people: TestPeople
    ) async throws -> CaseActor {
        let person = try await people.citizen(name, phone: phone, documentNumber: number, actingFor: actingFor)
        let citizen = Citizen(
            accountID: person.id, name: name, phone: phone, documentType: "111", documentNumber: number,
            actingFor: actingFor, principalName: principal)
        return actor(.citizen(citizen), token: person.token, door: .public)
    }

    static func actor(_ subject: Subject, token: String, door: DoorName) -> CaseActor {
        let session = Session(
            token: token, subject: subject, csrfToken: "c", secondFactorAt: nil,
            expiresAt: .noon + 3600, preferences: "{}")
        return CaseActor(session, door: door)
    }

    func staff(_ login: String, _ rights: Set<Right>, bodies: [Int]? = nil) async throws -> CaseActor {
        try await Self.staff(login, rights, bodies: bodies ?? [body], people: people)
    }

    func otherCitizen() async throws -> CaseActor {
        try await Self.citizen("王小明", phone: "13900000000", number: "140902199001010048", people: people)
    }
}

// MARK: - Steps

extension CaseWorld {
    /// A file uploaded by that party and not yet tied to a case.
    func file(of actor: CaseActor) async throws -> UUID {
        let id = UUID()
        let isCitizen = actor.citizen != nil
        let owner = UUID(uuidString: actor.party.id)
        try await insertFile(id, account: isCitizen ? owner : nil, staff: isCitizen ? nil : owner)
        return id
    }

    private func insertFile(_ id: UUID, account: UUID?, staff: UUID?) async throws {
        try await self.owner.execute(
            """
            INSERT INTO base.file (id, name, media_type, size, digest, account_id, staff_id)
            VALUES (\(id), '平面图.pdf', 'application/pdf', 10, \(String(repeating: "a", count: 64)), \(account), \(staff))
            """)
    }

    /// An application handed in online by the citizen.
    func submitted(
        key: String = UUID().uuidString, leaf: Int = promisedLeaf, by actor: CaseActor? = nil
    ) async throws -> Case {
        let actor = actor ?? citizen
        let application = CaseApplication.example(handlingItemID: leaf, files: [try await file(of: actor)])
        return try await open.submit(SubmitCase(application, submitKey: key, channel: .web), by: actor)
    }

    /// A walk-in application at the window, with everything on paper.
    func registered(leaf: Int = promisedLeaf, key: String = UUID().uuidString) async throws -> Case {
        try await office.register(RegisterCase(.onPaper(leaf), submitKey: key), by: clerk)
    }

    func accepted() async throws -> Case {
        let record = try await registered()
        return try await office.accept(AcceptCase(record.id, version: record.version), by: clerk)
    }

    func reviewing() async throws -> Case {
        let record = try await accepted()
        return try await office.examine(
            ExamineCase(record.id, version: record.version, proposal: .grant, opinion: "符合条件"), by: examiner)
    }

    func approving() async throws -> Case {
        let record = try await reviewing()
        return try await office.review(
            ReviewCase(record.id, version: record.version, proposal: .grant, opinion: "同意"), by: reviewer)
    }

    func decided(_ decision: CaseProposal = .grant) async throws -> Case {
        let record = try await approving()
        return try await office.decide(
            DecideCase(record.id, version: record.version, decision: decision, opinion: "理由充分"), by: decider)
    }

    func correcting(_ record: Case, due: CalendarDate = CalendarDate.day("2026-12-10")) async throws -> Case {
        try await office.requestCorrection(
            RequestCorrection(record.id, version: record.version, points: Correction.example.points, due: due),
            by: clerk)
    }

    /// Everything about a case, as the owner of the database sees it.
    func detail(_ id: Case.ID) async throws -> CaseDetail {
        let all = CaseOperations(database: owner, services: office.services, now: office.now)
        return try await all.detail(id, party: .system("test"))
    }

    func count(_ statement: SQL) async throws -> Int {
        try await owner.first(statement) { try $0.get(0, as: Int.self) } ?? 0
    }

    func texts(_ statement: SQL) async throws -> [String] {
        try await owner.rows(statement) { try $0.get(0, as: String.self) }
    }
}

extension CaseApplication {
    /// The same application as paper at the window.
    static func onPaper(_ leaf: Int = CaseWorld.promisedLeaf, applicant: Applicant = .example) -> CaseApplication {
        CaseApplication(
            handlingItemID: leaf, applicant: applicant, situation: ["q1": "no"],
            form: ["shopName": "示例店", "area": "80"],
            materials: [
                MaterialInput(key: "m1", receipt: .paper, copies: 1),
                MaterialInput(key: "m2", receipt: .paper, copies: 2),
            ])
    }
}

/// A clock that a test sets.
final class TestClock: Sendable {
    private let moment: Mutex<Date>

    init(_ moment: Date) { self.moment = Mutex(moment) }

    var now: Date { moment.withLock { $0 } }

    func set(_ moment: Date) { self.moment.withLock { $0 = moment } }
}

/// Documents kept in memory under their digest.
final class MemoryStore: DocumentStore {
    private let bytes = Mutex<[String: [UInt8]]>([:])
    private let writes = Mutex(0)

    /// How often something was stored.
    var storings: Int { writes.withLock { $0 } }

    func store(_ bytes: [UInt8]) async throws -> String {
        let digest = Digest.sm3(bytes)
        self.bytes.withLock { $0[digest] = bytes }
        writes.withLock { $0 += 1 }
        return digest
    }

    func open(_ digest: String, size: Int) async throws -> [UInt8]? {
        bytes.withLock { $0[digest] }
    }
}

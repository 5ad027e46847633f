import Base
import Cases
import Foundation
import Items
import People
import Postgres
import Sample
import Web
import WorkCalendar

/// The facts of a sampled city that a measurement needs, with sessions opened for it.
struct BenchCity {
    let owner: Database
    let catalogue: Catalogue
    let state: SampleState
    /// All in the order of their codes.
    let services: [SampleService]
    let clerks: [SamplePeople.Clerk]
    private(set) var citizenSessions: [SamplePeople.OpenSession] = []
    /// Several of each, so that a run beyond the rate limit of one session has others to take turns with.
    private(set) var staffSessions: [UUID: [SamplePeople.OpenSession]] = [:]
    private(set) var clientToken = ""
    let open: [CaseStatus: [BenchFile.OpenCase]]
    let numbers: [BenchFile.Number]
    let clientNumbers: [String]

    /// Most open cases of a status that are told.
    private static let openCases = 2_000
    /// Sessions of one clerk, and of the one who sees all.
    private static let clerkSessions = 16
    private static let supervisorSessions = 256

    /// - Throws: `SampleError.notSampled`.
    init(owner: Database, catalogue: Catalogue, citizens: Int) async throws {
        guard let state = try await SampleLoader.state(of: owner), state.isFinished else {
            throw SampleError.notSampled
        }
        self.owner = owner
        self.catalogue = catalogue
        self.state = state
        services = SampleService.all(of: catalogue)
        let bodies = Dictionary(services.map { ($0.item.body.id, $0.item.body.name) }) { first, _ in first }
        let people = SamplePeople(owner)
        clerks = try await people.clerks(bodies: bodies)
        var open: [CaseStatus: [BenchFile.OpenCase]] = [:]
        for status in [CaseStatus.submitted, .received, .accepted, .examining, .reviewing, .approving] {
            open[status] = try await Self.openCases(status, owner)
        }
        self.open = open
        numbers = try await owner.rows(
            """
            SELECT number, right(phone, 4) AS last4 FROM cases.case_record
            WHERE id::text LIKE '5a3e%' ORDER BY md5(number) LIMIT 500
            """
        ) { BenchFile.Number(number: try $0.get("number"), last4: try $0.get("last4")) }
        clientNumbers = try await owner.rows(
            """
            SELECT number FROM cases.case_record WHERE client_id = \(SamplePeople.clientID) AND id::text LIKE '5a3e%'
            ORDER BY md5(number) LIMIT 2000
            """
        ) { try $0.get("number", as: String.self) }
        try await openSessions(people, citizens: citizens)
    }

    private static func openCases(_ status: CaseStatus, _ owner: Database) async throws -> [BenchFile.OpenCase] {
        try await owner.rows(
            """
            SELECT id, body_id, version FROM cases.case_record
            WHERE status = \(status) AND id::text LIKE '5a3e%' ORDER BY md5(number) LIMIT \(openCases)
            """
        ) { BenchFile.OpenCase(id: try $0.get("id"), body: try $0.get("body_id"), version: try $0.get("version")) }
    }

    private mutating func openSessions(_ people: SamplePeople, citizens: Int) async throws {
        let count = min(citizens, state.citizens)
        let accounts = (1...count).map { SamplePeople.citizen($0).accountID }
        let staff = clerks.flatMap { clerk in
            Array(repeating: clerk.id, count: clerk.post == .supervisor ? Self.supervisorSessions : Self.clerkSessions)
        }
        let opened = try await people.openSessions(citizens: accounts, staff: staff)
        citizenSessions = opened.citizens
        staffSessions = Dictionary(grouping: opened.staff, by: \.subject)
        clientToken = try await people.openClient()
    }

    func clerk(_ post: SamplePeople.Post, of body: Int) -> SamplePeople.Clerk? {
        clerks.first { $0.post == post && $0.bodyID == body }
    }

    func session(of clerk: SamplePeople.Clerk) throws -> SamplePeople.OpenSession {
        guard let session = staffSessions[clerk.id]?.first else { throw SampleError.notSampled }
        return session
    }

    /// The bodies with the most open cases of a status, at most so many.
    func busyBodies(_ status: CaseStatus, _ most: Int) -> [(body: Int, cases: [BenchFile.OpenCase])] {
        let grouped = Dictionary(grouping: open[status] ?? [], by: \.body)
        let sorted = grouped.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
        return sorted.prefix(most).map { (body: $0.key, cases: $0.value) }
    }

    var supervisor: SamplePeople.Clerk? { clerks.first { $0.post == .supervisor } }

    /// Services that one may apply for as a person without uploading anything, else as few files as possible.
    func lightServices(_ most: Int) -> [SampleService] {
        let personal = services.filter { $0.item.audiences.isEmpty || $0.item.audiences.contains(.personal) }
        func files(_ service: SampleService) -> Int { service.materials(service.situation()).filter(\.isUpload).count }
        return Array(personal.sorted { (files($0), $0.leaf.code) < (files($1), $1.leaf.code) }.prefix(most))
    }

    /// The applicant that the citizen of that number is.
    static func applicant(_ number: Int) -> Applicant {
        let citizen = SamplePeople.citizen(number)
        return Applicant(
            kind: .natural, name: citizen.name, documentType: citizen.documentType,
            documentNumber: citizen.documentNumber, phone: citizen.phone, address: SamplePeople.address(number))
    }
}

// MARK: - As a file

extension BenchCity {
    func file(_ configuration: CityConfiguration, limits: [String: BenchFile.Limit]) throws -> BenchFile {
        guard let supervisor, let restricted = clerks.first(where: { $0.post == .window }) else {
            throw SampleError.notSampled
        }
        var doors: [String: String] = [:]
        for door in DoorName.allCases where door.portOffset != nil {
            doors[door.rawValue] = "http://localhost:\(configuration.port(of: door))"
        }
        let today = CalendarDate(Date())
        return BenchFile(
            made: Date(), cases: state.cases, doors: doors,
            cookies: ["public": Self.cookie(.public), "office": Self.cookie(.office)],
            citizens: citizenSessions.enumerated().map { index, session in
                .init(
                    token: session.token, csrf: session.csrf, account: session.subject.text,
                    phone: SamplePeople.citizen(index + 1).phone)
            },
            clerks: clerks.filter { $0.bodyID != 0 }.flatMap(logins), restricted: try login(restricted),
            supervisors: logins(supervisor), clients: [.init(id: SamplePeople.clientID, token: clientToken)],
            services: services.map { Self.service($0, on: today) }, words: Self.words,
            themes: catalogue.themes.map(\.code), items: catalogue.items.map(\.code),
            ids: .init(first: 1, last: state.cases, prefix: SamplePeople.idPrefix(kind: 0)),
            open: Dictionary(uniqueKeysWithValues: open.map { ($0.key.rawValue, $0.value) }), numbers: numbers,
            clientNumbers: clientNumbers, database: configuration.database, limits: limits)
    }

    static func cookie(_ door: DoorName) -> String {
        DoorSettings(door, secret: Secrets.forListing.forms).sessionCookie(isSecure: false)
    }

    private static let words = ["营业执照", "身份证", "社保", "食品", "护士", "建设工程", "老年人", "户口", "公积金", "医保"]

    private func login(_ clerk: SamplePeople.Clerk) throws -> BenchFile.Login {
        guard let first = logins(clerk).first else { throw SampleError.notSampled }
        return first
    }

    /// All sessions of a clerk.
    private func logins(_ clerk: SamplePeople.Clerk) -> [BenchFile.Login] {
        (staffSessions[clerk.id] ?? []).map { session in
            BenchFile.Login(
                token: session.token, csrf: session.csrf, login: clerk.login, role: clerk.post.rawValue,
                body: clerk.bodyID, scope: clerk.bodyID == 0 ? "listed" : "department")
        }
    }

    private static func service(_ service: SampleService, on today: CalendarDate) -> BenchFile.Service {
        let isPersonal = service.item.audiences.isEmpty || service.item.audiences.contains(.personal)
        let situation = service.situation()
        let sections = service.form.sections.map { ($0.key, $0.fields.map(\.key)) }
        return BenchFile.Service(
            code: service.leaf.code, name: service.item.title(of: service.leaf),
            audience: isPersonal ? "personal" : "legal", body: service.item.body.id, situation: situation,
            sections: Dictionary(sections) { first, _ in first },
            form: service.values(of: applicant(1), on: today),
            materials: service.materials(situation).map { material, isUpload in
                .init(key: material.key, upload: isUpload, required: material.need == .required)
            })
    }
}

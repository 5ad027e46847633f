import Base
import Foundation
import GuoMi
import Postgres
import TestSupport

@testable import People

/// A database with the schemas `base` and `people`, and pools of the doors' roles.
struct PeopleDatabase: Sendable {
    let owner: Database
    let office: Database
    let open: Database
    let api: Database
    let worker: Database
    let people: TestPeople

    static func make() async throws -> PeopleDatabase {
        let made = try await TestDatabase.create(template: template)
        return PeopleDatabase(
            owner: made.database, office: made.connect(user: DoorName.office.databaseRole),
            open: made.connect(user: DoorName.public.databaseRole),
            api: made.connect(user: DoorName.api.databaseRole),
            worker: made.connect(user: DoorName.worker.databaseRole), people: TestPeople(made.database))
    }

    private static let template = TestDatabase.Template("people") { database in
        _ = try await Migrator(BaseMigrations.all + PeopleMigrations.all).run(on: database)
    }

    /// The only value of a statement, as the owner.
    func value<Value: ColumnDecodable & Sendable>(_ statement: SQL, as type: Value.Type = Value.self) async throws
        -> Value?
    {
        try await owner.first(statement) { try $0.get(0, as: Value.self) }
    }

    /// The open session of a test person.
    func session(_ person: TestPeople.Person) async throws -> Session {
        guard let session = try await Sessions(database: office).open(token: person.token) else {
            throw PeopleRefusal.sessionEnded
        }
        return session
    }

    /// An enabled account with a one-time code, as the first run makes it.
    func newStaff(
        _ login: String, category: String = "business", role: String = "window", organisation: String? = nil,
        scope: DataScope = .department
    ) async throws -> OneTimeSignIn {
        let draft = StaffDraft(
            login: login, name: "王小明", category: category, organisationCode: organisation, post: "",
            grants: [(role: role, scope: scope)])
        guard let made = try await FirstRun(database: owner).make([draft]).first else { throw PeopleRefusal.loginTaken }
        return made
    }

    /// Signs in by the code and sets a password; the session has its rights unless a second factor is pending.
    func signedIn(_ made: OneTimeSignIn, password: String = "Qm7#vTz2pLx9") async throws -> Session {
        let signIn = StaffSignIn(database: office)
        let sessions = Sessions(database: office)
        let first = try await signIn.signIn(login: made.login, password: made.code, from: .office())
        guard let fresh = try await sessions.open(token: first) else { throw PeopleRefusal.sessionEnded }
        let second = try await signIn.setPassword(password, repeated: password, in: fresh, from: .office())
        guard let session = try await sessions.open(token: second) else { throw PeopleRefusal.sessionEnded }
        return session
    }

    func count(_ statement: SQL) async throws -> Int {
        try await value(statement, as: Int.self) ?? 0
    }
}

extension SignInOrigin {
    static func office(_ address: String = "203.0.113.7") -> SignInOrigin {
        SignInOrigin(door: .office, address: address, userAgent: "test", requestID: "r-1")
    }

    static func citizen(_ address: String = "203.0.113.8") -> SignInOrigin {
        SignInOrigin(door: .public, address: address, userAgent: "test", requestID: "r-2")
    }
}

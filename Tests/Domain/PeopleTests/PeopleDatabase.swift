import Base
import Foundation
import GuoMi
import People
import Postgres
import TestSupport

/// A database with the schemas `base` and `people`, and pools of the doors' roles.
struct PeopleDatabase: Sendable {
    let owner: Database
    let office: Database
    let open: Database
    let api: Database
    let people: TestPeople

    static func make() async throws -> PeopleDatabase {
        let made = try await TestDatabase.create(template: template)
        return PeopleDatabase(
            owner: made.database, office: made.connect(user: DoorName.office.databaseRole),
            open: made.connect(user: DoorName.public.databaseRole),
            api: made.connect(user: DoorName.api.databaseRole), people: TestPeople(made.database))
    }

    private static let template = TestDatabase.Template("people") { database in
        _ = try await Migrator(BaseMigrations.all + PeopleMigrations.all).run(on: database)
    }

    /// The only value of a statement, as the owner.
    func value<Value: ColumnDecodable & Sendable>(_ statement: SQL, as type: Value.Type = Value.self) async throws -> Value? {
        try await owner.first(statement) { try $0.get(0, as: Value.self) }
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

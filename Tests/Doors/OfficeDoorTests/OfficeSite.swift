import Base
import DoorTesting
import Foundation
import Hummingbird
import HummingbirdTesting
import Logging
import People
import Postgres
import TestSupport
import Web

@testable import OfficeDoor

/// The office door with its sign-in and administration pages, over real roles.
struct OfficeSite: Sendable {
    let owner: Database
    let pool: Database
    let people: TestPeople
    let routes: [DoorRoute]
    private let door: Door

    static let cookie = "office-session"

    static func make() async throws -> OfficeSite {
        let test = try await TestDatabase.create(template: template)
        let pool = test.connect(user: DoorName.office.databaseRole)
        let store = FileStore(root: NSTemporaryDirectory() + "office-" + UUID().uuidString)
        try await store.prepare()
        let sessions = Sessions(database: pool)
        let uploads = Uploads(database: pool, store: store, settings: Settings(database: pool))
        var settings = DoorSettings(.office, secret: Array("a secret of thirty-two characters".utf8))
        settings.signInPath = "/signin"
        settings.log = { _ in }
        let routes =
            StaffSignInArea(signIn: StaffSignIn(database: pool), sessions: sessions).routes
            + AdministrationArea(database: pool, uploads: uploads, personSecret: [UInt8](repeating: 1, count: 32))
            .routes
        let door = Door(
            settings, identity: DoorIdentity(session: { token, _ in try await sessions.open(token: token) }),
            layout: OfficeDoor.layout, routes: routes)
        return OfficeSite(
            owner: test.database, pool: pool, people: TestPeople(test.database), routes: routes, door: door)
    }

    private static let template = TestDatabase.Template("office_pages") { database in
        _ = try await Migrator(BaseMigrations.all + PeopleMigrations.all).run(on: database)
    }

    func visit<Value: Sendable>(
        as person: TestPeople.Person? = nil, _ body: @Sendable (VisitorBrowser) async throws -> Value
    ) async throws -> (Value, [String]) {
        let application = Application(router: door.router(), logger: Logger(label: "test"))
        return try await application.test(.router) { client in
            let browser = VisitorBrowser(client)
            if let person { await browser.adopt(cookie: Self.cookie, person.token) }
            let value = try await body(browser)
            return (value, await browser.faults)
        }
    }

    func sysadmin() async throws -> TestPeople.Person {
        try await people.staff("xitong", name: "系统管理员", rights: ["manageOrganisations"], category: "sysadmin")
    }

    func secadmin() async throws -> TestPeople.Person {
        try await people.staff("anquan", name: "安全管理员", rights: ["grantRights", "manageClients"], category: "secadmin")
    }

    func auditor() async throws -> TestPeople.Person {
        try await people.staff("shenji", name: "审计管理员", rights: ["readAudit"], category: "auditor")
    }

    /// As if the second factor had been shown ten minutes ago.
    func forgetSecondFactor() async throws {
        try await owner.execute("UPDATE people.session SET second_factor_at = now() - interval '10 minutes'")
    }
}

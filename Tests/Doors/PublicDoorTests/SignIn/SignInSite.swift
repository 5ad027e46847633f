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

@testable import PublicDoor

/// The public door with its sign-in and account pages, over real roles.
struct SignInSite: Sendable {
    let owner: Database
    let people: TestPeople
    let office: Database
    private let door: Door

    static let cookie = "public-session"

    static func make() async throws -> SignInSite {
        let test = try await TestDatabase.create(template: template)
        let pool = test.connect(user: DoorName.public.databaseRole)
        let store = FileStore(root: NSTemporaryDirectory() + "sign-in-" + UUID().uuidString)
        try await store.prepare()
        let sessions = Sessions(database: pool)
        let uploads = Uploads(database: pool, store: store, settings: Settings(database: pool))
        var settings = DoorSettings(.public, secret: Array("a secret of thirty-two characters".utf8))
        settings.signInPath = "/signin"
        settings.log = { _ in }
        let layout = PublicLayout(site: SiteFace(), navigation: [Link("首页", "/")], dock: [DockEntry("首页", "/", .home)])
        let routes =
            SignInArea(signIn: CitizenSignIn(database: pool), sessions: sessions).routes
            + AccountArea(principals: Principals(database: pool), uploads: uploads).routes
        let door = Door(
            settings, identity: DoorIdentity(session: { token, _ in try await sessions.open(token: token) }),
            layout: layout,
            routes: routes)
        return SignInSite(
            owner: test.database, people: TestPeople(test.database),
            office: test.connect(user: DoorName.office.databaseRole), door: door)
    }

    private static let template = TestDatabase.Template("sign_in_pages") { database in
        _ = try await Migrator(BaseMigrations.all + PeopleMigrations.all).run(on: database)
    }

    /// Lets somebody without script use the door; every page must be whole.
    func visit<Value: Sendable>(_ body: @Sendable (VisitorBrowser) async throws -> Value) async throws -> (
        Value, [String]
    ) {
        let application = Application(router: door.router(), logger: Logger(label: "test"))
        return try await application.test(.router) { client in
            let browser = VisitorBrowser(client)
            let value = try await body(browser)
            return (value, await browser.faults)
        }
    }

    /// The code that was sent last.
    func lastCode() async throws -> String {
        let message = try await owner.first("SELECT payload FROM base.job ORDER BY id DESC LIMIT 1") {
            try $0.json("payload", as: PhoneCodeMessage.self)
        }
        return message?.code ?? ""
    }
}

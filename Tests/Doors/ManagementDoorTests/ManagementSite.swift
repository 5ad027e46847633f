import Base
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Notices
import People
import Postgres
import TestSupport
import Web

@testable import ManagementDoor

/// The management door over a database of its own.
struct ManagementSite {
    let test: TestDatabase
    let metrics = DoorMetrics()
    let history = History()
    private let folder: String
    private let router: Router<DoorContext>

    private static let template = TestDatabase.Template("management") { database in
        _ = try await Migrator(BaseMigrations.all + PeopleMigrations.all + NoticesMigrations.all).run(on: database)
    }

    /// - Parameter files: where the file store is; a fresh folder unless named.
    init(files: String? = nil) async throws {
        test = try await TestDatabase.create(template: Self.template)
        folder = files ?? NSTemporaryDirectory() + "yanmen-management-" + UUID().uuidString
        let store = FileStore(root: folder)
        if files == nil { try await store.prepare() }
        var settings = DoorSettings(.management, secret: Array("a secret of thirty-two characters".utf8))
        settings.reach = { DoorReach(hosts: ManagementDoor.hosts) }
        settings.log = metrics.counting { _ in }
        let area = ManagementArea(
            database: test.connect(user: "yanmen_management"), store: store, metrics: metrics, history: history)
        router = Door(settings, routes: area.routes).router()
    }

    struct Answer {
        let status: Int
        let text: String
        let cookies: [String]
        let location: String?
    }

    func get(_ path: String) async throws -> Answer {
        try await send(.get, path, headers: [.accept: "text/html"])
    }

    /// Sends the form of a page: with its cookie and its token.
    func post(_ path: String, from page: Answer) async throws -> Answer {
        let token = page.text.firstMatch(of: /name="csrf" value="([^"]*)"/).map { String($0.1) } ?? ""
        let cookie = page.cookies.map { $0.prefix { $0 != ";" } }.joined(separator: "; ")
        let headers: HTTPFields = [
            .accept: "text/html", .cookie: cookie, .contentType: "application/x-www-form-urlencoded",
        ]
        return try await send(.post, path, headers: headers, body: "csrf=\(token)")
    }

    private func send(
        _ method: HTTPRequest.Method, _ path: String, headers: HTTPFields, body: String = ""
    ) async throws -> Answer {
        try await Application(router: router, logger: Logger(label: "test")).test(.router) { client in
            let answer = try await client.execute(
                uri: path, method: method, headers: headers, body: ByteBuffer(string: body))
            return Answer(
                status: answer.status.code, text: String(buffer: answer.body),
                cookies: answer.headers[values: .setCookie], location: answer.headers[.location])
        }
    }
}

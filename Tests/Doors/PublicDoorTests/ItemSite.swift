import Base
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Items
import Logging
import People
import Postgres
import TestSupport
import Web

@testable import PublicDoor

/// The public door with the pages about items, over the imported catalogue of Xinzhou.
enum ItemSite {
    static let region = "140900000000"

    static let catalogueFile: URL = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Data/xinzhou/items-catalogue.json")

    private static let template = TestDatabase.Template("item_pages") { database in
        _ = try await Migrator(BaseMigrations.all + PeopleMigrations.all + ItemsMigrations.all).run(on: database)
        let source = try ItemSource(catalogue: catalogueFile)
        try await database.pipeline([
            "INSERT INTO people.region (code, name, level, code_system) VALUES (\(region), '忻州市', 'city', 'GB2260')",
            """
            INSERT INTO people.region (code, name, level, code_system, parent_code)
            VALUES ('140902000000', '忻府区', 'county', 'GB2260', \(region))
            """,
            """
            INSERT INTO people.organisation (code, name, short_name, kind, region_code)
            SELECT 'B' || n, '忻州市' || name, '市' || name, 'department', \(region)
            FROM unnest(\(source.executingBodies)::text[]) WITH ORDINALITY AS t (name, n)
            """,
        ])
        _ = try await ItemImport(database: database).run(source, by: .system("items.import"))
    }

    private static let loading = Task {
        let database = try await TestDatabase.create(template: template).database
        let operations = ItemOperations(database: database, cache: CatalogueCache())
        try await operations.reload()
        return operations
    }

    static func operations() async throws -> ItemOperations { try await loading.value }

    static func door(feeds: HomeFeeds = HomeFeeds()) async throws -> Door {
        var settings = DoorSettings(.public, secret: Array("a secret of thirty-two characters".utf8))
        settings.signInPath = "/signin"
        settings.log = { _ in }
        let area = ItemArea(items: try await operations(), feeds: feeds, publicAddress: "http://localhost:8080")
        let layout = PublicLayout(
            site: SiteFace(), navigation: [Link("首页", "/"), Link("个人服务", "/personal")],
            dock: [DockEntry("首页", "/", .home)])
        return Door(settings, layout: layout, routes: area.routes)
    }

    /// What a browser gets at `path`.
    ///
    /// - Parameter preferences: the cookie of the display settings.
    static func get(
        _ path: String, preferences: String = "", feeds: HomeFeeds = HomeFeeds()
    ) async throws -> (status: Int, text: String) {
        let door = try await door(feeds: feeds)
        return try await Application(router: door.router(), logger: Logger(label: "test")).test(.router) { client in
            let headers: HTTPFields = [.accept: "text/html", .cookie: "ui=\(preferences)"]
            let answer = try await client.execute(uri: path, method: .get, headers: headers)
            return (answer.status.code, String(buffer: answer.body))
        }
    }
}

import Base
import Cases
import EmbeddedPostgres
import Foundation
import Items
import Notices
import People
import Postgres
import Reviews
import WorkCalendar

/// Brings a city to the state in which doors can open: schema, regions, organisations, catalogue, calendar, first people.
/// Doing it again changes nothing that is there.
struct Preparation {
    let configuration: CityConfiguration
    let cityData: String
    let demoPeople: Bool

    func run() async throws {
        try await createDatabase()
        let owner = database("yanmen")
        let ran = try await Migrator(CityMigrations.all).run(on: owner)
        if !ran.isEmpty { print("数据库已更新：\(ran.count) 个迁移。") }
        try await load(owner)
        try await FileStore(root: configuration.dataFolder + "/files").prepare()
        _ = try Secrets(dataFolder: configuration.dataFolder)
        await owner.close()
    }

    private func database(_ name: String) -> Database {
        let text = configuration.connectionString(for: EmbeddedPostgres.superuser)
        // A later keyword wins in a libpq connection string.
        return Database(configuration: Configuration(connectionString: "\(text) dbname=\(name)", poolSize: 2))
    }

    private func createDatabase() async throws {
        let maintenance = database("postgres")
        let exists = try await maintenance.first("SELECT 1 AS one FROM pg_database WHERE datname = 'yanmen'") { row in
            try row.get("one", as: Int.self)
        }
        if exists == nil { try await maintenance.execute("CREATE DATABASE yanmen") }
        await maintenance.close()
    }

    private func load(_ owner: Database) async throws {
        try await owner.pipeline(try CalendarStore.seeding())
        try await owner.pipeline([ReviewTag.seeding])
        let address = "http://localhost:\(configuration.port(of: .public))"
        let known = try await owner.first("SELECT 1 AS one FROM base.setting WHERE key = 'public.address'") { row in
            try row.get("one", as: Int.self)
        }
        if known == nil {
            try await owner.pipeline(try Settings.change(.publicAddress, to: address, by: .system("up")))
        }
        _ = try await PeopleImport.run(owner, dataFolder: cityData)
        let source = try ItemSource(catalogue: URL(fileURLWithPath: cityData + "/items-catalogue.json"))
        let report = try await ItemImport(database: owner).run(source, by: .system("up"))
        if !report.added.isEmpty || !report.changed.isEmpty || !report.refused.isEmpty { print(report.text) }
        try await makePeople(owner)
    }

    /// One-time codes are shown once, here.
    private func makePeople(_ owner: Database) async throws {
        var codes = try await FirstRun(database: owner).makeAdministrators()
        if demoPeople {
            let demo = DemoPeople(database: owner)
            codes += try await demo.makeStaff()
            let citizens = try await demo.makeCitizens()
            if !codes.isEmpty {
                for citizen in citizens {
                    let company = citizen.company.map { "，可代理\($0)" } ?? ""
                    print("示例群众  \(citizen.name)  手机号 \(citizen.phone)\(company)（验证码在管理门的短信页）")
                }
            }
        }
        for code in codes { print("登录码  \(code.login)  \(code.name)（\(code.role)）  \(code.code)") }
    }
}

import Base
import Cases
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
        if configuration.isPrivate { try await createDatabase() }
        let owner = configuration.owner
        let ran = try await Migrator(CityMigrations.all).run(on: owner)
        if !ran.isEmpty { print("数据库已更新：\(ran.count) 个迁移。") }
        // Before the first people: their codes are shown once, so nothing may fail behind them.
        try FileManager.default.createDirectory(atPath: configuration.dataFolder, withIntermediateDirectories: true)
        try await FileStore(root: configuration.dataFolder + "/files").prepare()
        _ = try Secrets(dataFolder: configuration.dataFolder)
        try await load(owner)
        await owner.close()
    }

    private func createDatabase() async throws {
        // A later keyword wins in a libpq connection string.
        let text = "\(configuration.connectionString(for: configuration.ownerRole)) dbname=postgres"
        let maintenance = Database(configuration: Configuration(connectionString: text, poolSize: 1))
        let exists = try await maintenance.first("SELECT 1 AS one FROM pg_database WHERE datname = 'yanmen'") { row in
            try row.get("one", as: Int.self)
        }
        if exists == nil { try await maintenance.execute("CREATE DATABASE yanmen") }
        await maintenance.close()
    }

    private func load(_ owner: Database) async throws {
        try await owner.pipeline(try CalendarStore.seeding())
        try await owner.pipeline([ReviewTag.seeding])
        try await keepLocalAddress(owner)
        _ = try await PeopleImport.run(owner, dataFolder: cityData)
        let source = try ItemSource(catalogue: URL(fileURLWithPath: cityData + "/items-catalogue.json"))
        let report = try await ItemImport(database: owner).run(source, by: .system("up"))
        if !report.added.isEmpty || !report.changed.isEmpty || !report.refused.isEmpty { print(report.text) }
        try await makePeople(owner)
    }

    /// As long as nobody has set another address, links lead to this machine and the port of this start.
    private func keepLocalAddress(_ owner: Database) async throws {
        let address = "http://localhost:\(configuration.port(of: .public))"
        let known = try await Settings.stored(SettingKey.publicAddress.name, on: owner)
        let text = try known?.decode(String.self) ?? ""
        guard text != address, known == nil || WebAddress(text)?.isLocal == true else { return }
        try await owner.pipeline(try Settings.change(.publicAddress, to: address, by: .system("up")))
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

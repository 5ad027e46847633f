import ArgumentParser
import Base
import Foundation
import Items
import People
import Postgres

extension CityConfiguration {
    /// A pool as the owner, for commands of the administrator.
    var owner: Database {
        Database(
            configuration: Configuration(
                connectionString: connectionString(for: ownerRole), poolSize: 2,
                applicationName: "yanmen-command"))
    }
}

/// Brings the schema up to date.
struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "migrate", abstract: "把数据库升级到本程序的版本。")

    @OptionGroup var city: CityOptions

    func run() async throws {
        let ran = try await Migrator(CityMigrations.all).run(on: try city.configuration().owner)
        print(ran.isEmpty ? "数据库已是最新。" : ran.map { "已执行 \($0)" }.joined(separator: "\n"))
    }
}

struct ItemsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "items", abstract: "事项目录。", subcommands: [ImportItems.self])

    struct ImportItems: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "import", abstract: "导入事项目录（JSON）。",
            discussion: "重复导入同一文件不改变任何数据；内容有变的事项生成新版本。被拒绝的行逐行说明原因，退出码为 2。")

        @OptionGroup var city: CityOptions

        @Argument(help: "目录文件，例如 Data/xinzhou/items-catalogue.json。")
        var file: String

        @Flag(help: "试运行：只检查，不写入。")
        var dryRun = false

        func run() async throws {
            let source = try ItemSource(catalogue: URL(fileURLWithPath: file))
            let importer = ItemImport(database: try city.configuration().owner)
            let report = try await importer.run(source, dryRun: dryRun, by: .system("items import"))
            print(report.text)
            if !report.refused.isEmpty { throw Exit.refused }
        }
    }
}

struct PeopleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "people", abstract: "工作人员账号。", subcommands: [NewCode.self])

    struct NewCode: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "code", abstract: "重新发放一次性登录码（原登录码和密码失效）。")

        @OptionGroup var city: CityOptions

        @Argument(help: "登录名。")
        var login: String

        @Flag(help: "同时解除动态口令绑定（丢失手机时）。")
        var withoutSecondFactor = false

        func run() async throws {
            let first = FirstRun(database: try city.configuration().owner)
            guard let code = try await first.reissue(login: login, takeOffSecondFactor: withoutSecondFactor) else {
                complain("没有登录名为 \(login) 的工作人员。")
                throw ExitCode.failure
            }
            print("登录码  \(code.login)  \(code.name)（\(code.role)）  \(code.code)")
        }
    }
}

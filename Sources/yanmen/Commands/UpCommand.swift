import ArgumentParser
import Base
import EmbeddedPostgres
import Foundation
import ServiceLifecycle
import UnixSignals

/// Runs everything on one machine with a private PostgreSQL: the embedded default.
struct UpCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "up",
        abstract: "在本机启动整个平台（私有数据库、各个门、后台任务）；给了 --database 就用那个数据库。",
        discussion: """
            第一次启动会建库、迁移并装入示例城市的区划、机构、事项、日历和人员，打印一次性登录码。
            再次启动保留全部数据。按 Ctrl-C 或发送 SIGTERM 停止。
            """)

    @OptionGroup var city: CityOptions

    @Option(help: "城市数据文件夹（区划、机构、事项、主题）。")
    var cityData: String?

    @Flag(help: "不装入示例人员。")
    var withoutDemoPeople = false

    func run() async throws {
        let configuration = try city.configuration()
        try Preflight.check(configuration)
        // A database of one's own, named by --database, is neither started nor stopped here.
        let server =
            configuration.isPrivate
            ? try EmbeddedPostgres(folder: configuration.dataFolder + "/postgres", durability: .full) : nil
        if let server {
            print("正在启动数据库……")
            _ = try server.start()
        }
        do {
            try await prepare(configuration)
            try await supervise(configuration)
        } catch {
            try? server?.stop()
            throw error
        }
        try server?.stop()
        print("已停止。")
    }

    private func prepare(_ configuration: CityConfiguration) async throws {
        let folder = try CityData.locate(cityData)
        let preparation = Preparation(
            configuration: configuration, cityData: folder, demoPeople: !withoutDemoPeople)
        try await preparation.run()
    }

    private func supervise(_ configuration: CityConfiguration) async throws {
        let program = try ProgramFile.path()
        let shared = configuration.arguments + ["--supervised"]
        let supervisor = Supervisor(
            program: program,
            children: [
                ChildProcess(name: "serve", arguments: ["serve"] + shared),
                ChildProcess(name: "work", arguments: ["work"] + shared),
            ],
            readiness: Readiness(port: configuration.port(of: .management)),
            onReady: {
                for line in configuration.addressLines { print(line) }
                print("ready")
                flushOutput()
            })
        let group = ServiceGroup(
            configuration: .init(
                services: [.init(service: supervisor, successTerminationBehavior: .gracefullyShutdownGroup)],
                gracefulShutdownSignals: [.sigterm, .sigint], logger: configuration.logger("up")))
        try await group.run()
    }
}

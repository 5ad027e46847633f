import ArgumentParser
import Base
import EmbeddedPostgres
import Foundation
import Processes
import ServiceLifecycle
import UnixSignals

/// Runs everything on one machine with a private PostgreSQL: the embedded default.
struct UpCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "up",
        abstract: "在本机启动整个平台（私有数据库、各个门、后台任务）；给了 --database 就用那个数据库。",
        discussion: """
            第一次启动会建库、迁移并装入示例城市的区划、机构、事项、日历和人员，打印一次性登录码。
            再次启动保留全部数据。按 Ctrl-C 或发送 SIGTERM 停止；发送 SIGHUP 把各进程逐个换成磁盘上的新版本，不中断服务。
            由 root 启动时，各个门和后台任务以系统用户 yanmen 运行，没有这个用户就建立。
            """)

    @OptionGroup var city: CityOptions

    @Option(help: "城市数据文件夹（区划、机构、事项、主题）。")
    var cityData: String?

    @Option(help: "同时服务的进程份数；一份倒下，其余的照常服务。")
    var copies = 2

    @Flag(help: "不装入示例人员。")
    var withoutDemoPeople = false

    func validate() throws {
        guard (1...8).contains(copies) else { throw ValidationError("--copies 应在 1 到 8 之间。") }
    }

    func run() async throws {
        let configuration = try city.configuration()
        try Preflight.checkDisk(configuration.dataFolder)
        let lock = try await DataFolderLock(configuration.dataFolder).take()
        defer { lock.giveBack() }
        let sockets = try openPorts(configuration)
        let user = geteuid() == 0 ? try await ServiceUser.prepare() : nil
        // A database of one's own, named by --database, is neither started nor stopped here.
        let server = configuration.isPrivate ? try configuration.privateServer() : nil
        if let server {
            print("正在启动数据库……")
            _ = try server.start()
        }
        do {
            try await prepare(configuration)
            if let user { try ServiceFolders(dataFolder: configuration.dataFolder).handOver(to: user) }
            SharedState.forgetShares(in: configuration.dataFolder)
            for socket in sockets.values { try socket.listen() }
            try await supervise(configuration, sockets, user, server, onStop: lock.saysItStops)
        } catch {
            lock.saysItStops()
            try? server?.stop()
            throw error
        }
        try server?.stop()
        print("已停止。")
    }

    /// Ports are taken first, so that one that is not free is known before anything is made.
    private func openPorts(_ configuration: CityConfiguration) throws -> [DoorName: ListeningSocket] {
        var sockets: [DoorName: ListeningSocket] = [:]
        for door in DoorName.allCases where door.portOffset != nil {
            let port = configuration.port(of: door)
            // Another program that only reserved the port would not be noticed without listening.
            try ListeningSocket(port: port, reach: door.reach).close()
            sockets[door] = try ListeningSocket(port: port, reach: door.reach, listens: false)
        }
        return sockets
    }

    private func prepare(_ configuration: CityConfiguration) async throws {
        let folder = try CityData.locate(cityData)
        let preparation = Preparation(
            configuration: configuration, cityData: folder, demoPeople: !withoutDemoPeople)
        try await preparation.run()
    }

    private func supervise(
        _ configuration: CityConfiguration, _ sockets: [DoorName: ListeningSocket], _ user: ServiceUser?,
        _ server: EmbeddedPostgres?, onStop: @escaping @Sendable () -> Void
    ) async throws {
        let household = Household(
            program: try ProgramFile.path(), configuration: configuration, sockets: sockets, user: user, copies: copies)
        let readiness = Readiness(port: configuration.port(of: .management))
        let supervisor = Supervisor(
            places: household.places,
            onReady: {
                guard (try? await readiness.wait()) == true else { return }
                for line in configuration.addressLines { print(line) }
                print("ready")
                flushOutput()
            },
            onStop: {
                onStop()
                for socket in sockets.values { socket.close() }
            },
            prepareHandingOver: { await household.migrate() }, tell: complain)
        let keeper = server.map(DatabaseKeeper.init).map { ServiceGroupConfiguration.ServiceConfiguration(service: $0) }
        let group = ServiceGroup(
            configuration: .init(
                services: (keeper.map { [$0] } ?? []) + [
                    .init(service: supervisor, successTerminationBehavior: .gracefullyShutdownGroup)
                ],
                gracefulShutdownSignals: [.sigterm, .sigint], logger: configuration.logger("up")))
        try await group.run()
    }
}

/// The processes of one machine and how each is started.
struct Household: Sendable {
    let program: String
    let configuration: CityConfiguration
    let sockets: [DoorName: ListeningSocket]
    let user: ServiceUser?
    let copies: Int

    /// The doors of visitors, several times; the management door and the worker.
    var places: [Supervisor.Place] {
        let doors: [DoorName] = [.public, .office, .api, .terminal]
        // Few people look at the management door: one core serves them.
        let cores = ProcessInfo.processInfo.activeProcessorCount
        return (1...copies).map { Supervisor.Place(name: "serve \($0)", program: serving(doors, copies: copies)) } + [
            Supervisor.Place(name: "management", program: serving([.management], copies: cores)),
            Supervisor.Place(name: "work", program: child(["work"])),
        ]
    }

    private func serving(_ doors: [DoorName], copies: Int) -> ChildProgram {
        let handed = doors.compactMap { door in sockets[door].map { (door, $0) } }
        let names = doors.map(\.rawValue).joined(separator: ",")
        let listeners = handed.flatMap { SupervisionOptions.argument($0.0, $0.1) }
        var program = child(["serve", "--door", names, "--copies", "\(copies)"] + listeners)
        program.inherited = handed.map(\.1.descriptor)
        return program
    }

    private func child(_ words: [String]) -> ChildProgram {
        let role = user.map { ["--run-as", $0.name] } ?? []
        return ChildProgram(
            path: program, arguments: words + configuration.arguments + ["--supervised"] + role,
            environment: environment, saysReady: true)
    }

    private var environment: [String: String] {
        var variables: [String: String] = [:]
        if ProcessInfo.processInfo.environment["SWIFT_BACKTRACE"] == nil {
            // Registers could hold personal data.
            variables["SWIFT_BACKTRACE"] =
                "enable=yes,interactive=no,color=no,threads=crashed,images=none,registers=none"
        }
        if let user {
            variables["HOME"] = "/nonexistent"
            variables["USER"] = user.name
            variables["LOGNAME"] = user.name
            variables["XDG_CACHE_HOME"] = ServiceFolders(dataFolder: configuration.dataFolder).cache
        }
        return variables
    }

    /// Before the processes are replaced by those of a newer program, the schema is brought up to it; versions of the
    /// program that follow each other work on one schema.
    func migrate() async -> Bool {
        let migration = ChildProgram(path: program, arguments: ["migrate"] + configuration.arguments)
        let code = try? await migration.run()
        if code != 0 { complain("新版本的迁移没有成功，保留原来的进程。") }
        return code == 0
    }
}

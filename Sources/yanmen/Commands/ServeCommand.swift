import ArgumentParser
import Base
import Foundation
import Items
import ManagementDoor
import People
import Postgres
import Processes
import ServiceLifecycle
import UnixSignals
import Web

/// Opens doors against a database that is there already.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "打开指定的门（公众、工作台、接口、终端、管理）。",
        discussion: "门之间互不依赖，可以分开部署；每个门用自己的数据库角色连接。")

    @OptionGroup var city: CityOptions
    @OptionGroup var supervision: SupervisionOptions

    @Option(help: "要打开的门，逗号分隔：public,office,api,terminal,management。")
    var door = "public,office,api,terminal,management"

    func validate() throws {
        _ = try doors()
    }

    private func doors() throws -> [DoorName] {
        try door.split(separator: ",").map { word in
            guard let name = DoorName(rawValue: String(word)), name.portOffset != nil else {
                throw ValidationError("没有名为 \(word) 的门。")
            }
            return name
        }
    }

    func run() async throws {
        supervision.shareCores()
        let configuration = try city.configuration()
        let logger = configuration.logger("serve")
        let secrets = try Secrets(dataFolder: configuration.dataFolder)
        let shared = try SharedState(dataFolder: configuration.dataFolder)
        let catalogue = CatalogueCache()
        let doors = Doors(configuration: configuration, secrets: secrets, catalogue: catalogue, shared: shared)
        let names = try self.doors()
        let ready = supervision.readySignal(after: names.count)
        let limits = ConnectionLimits.fitting(doors: names.count)
        var services = supervision.services
        var loads: [DoorLoad] = []
        var databases: [Database] = []
        for name in names {
            let city = CityServices(configuration, door: name, catalogue: catalogue, slow: doors.slow)
            if databases.isEmpty {
                _ = try await city.items.reload()
                services.append(.init(service: CatalogueKeeper(items: city.items)))
                services.append(.init(service: IdentityKeeper(identities: doors.identities, database: city.database)))
                let keeper = SettingsKeeper(
                    followers: [doors.addresses, doors.limits, doors.slow], database: city.database, logger: logger)
                try await keeper.refresh()
                services.append(.init(service: keeper))
            }
            if name == .management {
                services.append(.init(service: HistoryService(shared: shared, database: city.database)))
            }
            let door = doors.door(name, services: city)
            loads.append(door.settings.load)
            databases.append(city.database)
            let server = DoorServer(
                door, at: place(of: name, configuration, shared), limits: limits, logger: logger,
                onRunning: { _ in ready.partIsReady() })
            services.append(.init(service: server))
        }
        let kind: ProcessBoard.Kind = names == [.management] ? .management : .doors
        let report = ProcessReport(board: shared.board, kind: kind, loads: loads, databases: databases)
        services.append(.init(service: report))
        var group = ServiceGroupConfiguration(
            services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        group.maximumGracefulShutdownDuration = .seconds(12)
        try await ServiceGroup(configuration: group).run()
    }

    private func place(
        of door: DoorName, _ configuration: CityConfiguration, _ shared: SharedState
    ) -> DoorServer.Place {
        if let socket = supervision.socket(of: door) { return .socket(socket, shared.share(of: door)) }
        return .port(configuration.port(of: door), door.reach)
    }
}

extension DoorName {
    /// Nobody signs in at the management door.
    var reach: ListeningSocket.Reach { self == .management ? .thisMachine : .everywhere }
}

extension ConnectionLimits {
    /// As many connections as this process may have files open, shared among its doors.
    static func fitting(doors: Int) -> ConnectionLimits {
        var limits = ConnectionLimits()
        let kind = Int32(RLIMIT_NOFILE.rawValue)
        var files = rlimit()
        guard getrlimit(__rlimit_resource_t(UInt32(kind)), &files) == 0 else { return limits }
        files.rlim_cur = files.rlim_max
        setrlimit(__rlimit_resource_t(UInt32(kind)), &files)
        // Some are for files, the database and the program itself.
        let share = (Int(clamping: files.rlim_max) - 512) / max(doors, 1)
        limits.connections = max(64, min(limits.connections, share))
        return limits
    }
}

/// Keeps the catalogue of this process current until it stops.
struct CatalogueKeeper: Service {
    let items: ItemOperations

    func run() async throws {
        await cancelWhenGracefulShutdown { await items.keepCurrent() }
    }
}

/// Keeps what this process remembers of sessions true until it stops.
struct IdentityKeeper: Service {
    let identities: Identities
    let database: Database

    func run() async throws {
        await cancelWhenGracefulShutdown { await identities.keepCurrent(database) }
    }
}

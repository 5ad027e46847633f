import ArgumentParser
import Base
import Items
import People
import Postgres
import ServiceLifecycle
import UnixSignals
import Web

/// Opens doors against a database that is there already.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "打开指定的门（公众、工作台、接口、终端、管理）。",
        discussion: "门之间互不依赖，可以分开部署；每个门用自己的数据库角色连接。")

    @OptionGroup var city: CityOptions

    @Option(help: "要打开的门，逗号分隔：public,office,api,terminal,management。")
    var door = "public,office,api,terminal,management"

    @Flag(help: .hidden)
    var supervised = false

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
        let configuration = try city.configuration()
        let logger = configuration.logger("serve")
        let secrets = try Secrets(dataFolder: configuration.dataFolder)
        let catalogue = CatalogueCache()
        let doors = Doors(configuration: configuration, secrets: secrets, catalogue: catalogue)
        var services: [ServiceGroupConfiguration.ServiceConfiguration] = []
        let names = try self.doors()
        for (index, name) in names.enumerated() {
            let city = CityServices(configuration, door: name, catalogue: catalogue)
            if index == 0 {
                _ = try await city.items.reload()
                services.append(.init(service: CatalogueKeeper(items: city.items)))
                services.append(.init(service: IdentityKeeper(identities: doors.identities, database: city.database)))
                try await doors.addresses.refresh(from: city.database)
                services.append(
                    .init(service: AddressKeeper(addresses: doors.addresses, database: city.database, logger: logger)))
            }
            let server = DoorServer(
                doors.door(name, services: city), port: configuration.port(of: name),
                reach: name == .management ? .thisMachine : .everywhere, logger: logger)
            services.append(.init(service: server))
        }
        if supervised {
            services.append(.init(service: ParentWatch(), successTerminationBehavior: .gracefullyShutdownGroup))
        }
        var group = ServiceGroupConfiguration(
            services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        group.maximumGracefulShutdownDuration = .seconds(12)
        try await ServiceGroup(configuration: group).run()
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

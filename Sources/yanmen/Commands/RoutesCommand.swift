import ArgumentParser
import Base
import Items
import Postgres
import Web

/// Prints every route of every door: method, path, who may, what body.
struct RoutesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "routes", abstract: "列出所有门的路由：方法、路径、谁可以用、正文类型。")

    func run() async throws {
        // Routes are values: nothing is connected for printing them.
        let configuration = CityConfiguration(dataFolder: "/nonexistent", portBase: 8080, database: "host=/nonexistent")
        let catalogue = CatalogueCache()
        let doors = Doors(configuration: configuration, secrets: Secrets.forListing, catalogue: catalogue)
        for name in DoorName.allCases where name.portOffset != nil {
            let services = CityServices(configuration, door: name, catalogue: catalogue, poolSize: 1)
            print("# \(name.rawValue)\n\(doors.door(name, services: services).routes.table)\n")
            await services.database.close()
        }
    }
}

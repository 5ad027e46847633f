import APIDoor
import Base
import Foundation
import Items
import ManagementDoor
import OfficeDoor
import People
import PublicDoor
import TerminalDoor
import Web

/// The doors as this program opens them.
struct Doors {
    let configuration: CityConfiguration
    let secrets: Secrets
    let catalogue: CatalogueCache
    /// Counts the requests of all doors of this process.
    let metrics = DoorMetrics()

    func door(_ name: DoorName, services: CityServices) -> Door {
        let sessions = Sessions(database: services.database)
        switch name {
        case .public:
            return Door(
                settings(name, signIn: "/signin"),
                identity: DoorIdentity(session: { try await sessions.open(token: $0) }),
                layout: PublicDoor.layout, routes: publicRoutes(services))
        case .office:
            return Door(
                settings(name, signIn: "/signin"),
                identity: DoorIdentity(session: { try await sessions.open(token: $0) }),
                layout: OfficeDoor.layout, routes: officeRoutes(services))
        case .api:
            let clients = Clients(database: services.database)
            return Door(
                settings(name),
                identity: DoorIdentity(client: { try await clients.open($0) }), routes: apiRoutes(services))
        case .terminal:
            return Door(settings(name), routes: terminalRoutes(services))
        case .management:
            return Door(settings(name), routes: managementRoutes(services))
        case .worker: preconditionFailure("the worker is no listener")
        }
    }

    private func settings(_ name: DoorName, signIn: String? = nil) -> DoorSettings {
        var settings = DoorSettings(name, secret: secrets.forms)
        settings.signInPath = signIn
        settings.log = metrics.counting()
        if name == .management { settings.hosts = ManagementDoor.hosts }
        return settings
    }
}

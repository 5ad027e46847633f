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

    func door(_ name: DoorName, services: CityServices) -> Door {
        let sessions = Sessions(database: services.database)
        switch name {
        case .public:
            var settings = DoorSettings(name, secret: secrets.forms)
            settings.signInPath = "/signin"
            return Door(
                settings, identity: DoorIdentity(session: { try await sessions.open(token: $0) }),
                layout: PublicDoor.layout, routes: publicRoutes(services))
        case .office:
            var settings = DoorSettings(name, secret: secrets.forms)
            settings.signInPath = "/signin"
            return Door(
                settings, identity: DoorIdentity(session: { try await sessions.open(token: $0) }),
                layout: OfficeDoor.layout, routes: officeRoutes(services))
        case .api:
            let clients = Clients(database: services.database)
            return Door(
                DoorSettings(name, secret: secrets.forms),
                identity: DoorIdentity(client: { try await clients.open($0) }), routes: apiRoutes(services))
        case .terminal:
            return Door(DoorSettings(name, secret: secrets.forms), routes: terminalRoutes(services))
        case .management:
            return Door(DoorSettings(name, secret: secrets.forms), routes: managementRoutes(services))
        case .worker: preconditionFailure("the worker is no listener")
        }
    }
}

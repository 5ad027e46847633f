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
    let addresses: CityAddresses
    let limits = CityLimits()
    let slow = SlowLog()
    /// What all processes of the city on this machine count together.
    let shared: SharedState
    /// Who is signed in, as all doors of this process remember it.
    var identities = Identities()
    /// Whether no access log is written.
    var isQuiet = false

    init(
        configuration: CityConfiguration, secrets: Secrets, catalogue: CatalogueCache,
        shared: SharedState = SharedState()
    ) {
        self.shared = shared
        self.configuration = configuration
        self.secrets = secrets
        self.catalogue = catalogue
        addresses = CityAddresses(configuration)
    }

    func door(_ name: DoorName, services: CityServices) -> Door {
        let sessions = Sessions(database: services.database)
        switch name {
        case .public:
            return Door(
                settings(name, signIn: "/signin"),
                identity: identity(of: sessions),
                layout: PublicDoor.layout, routes: publicRoutes(services))
        case .office:
            return Door(
                settings(name, signIn: "/signin"),
                identity: identity(of: sessions),
                layout: OfficeDoor.layout, routes: officeRoutes(services))
        case .api:
            let clients = Clients(database: services.database)
            return Door(
                settings(name),
                identity: DoorIdentity(client: { [identities] in try await identities.client($0, from: clients) }),
                routes: apiRoutes(services))
        case .terminal:
            return Door(settings(name), routes: terminalRoutes(services))
        case .management:
            return Door(settings(name), routes: managementRoutes(services))
        case .worker: preconditionFailure("the worker is no listener")
        }
    }

    private func identity(of sessions: Sessions) -> DoorIdentity {
        DoorIdentity(session: { [identities] token, mustBeFresh in
            try await identities.session(token, mustBeFresh: mustBeFresh, from: sessions)
        })
    }

    private func settings(_ name: DoorName, signIn: String? = nil) -> DoorSettings {
        var settings = DoorSettings(name, secret: secrets.forms)
        settings.signInPath = signIn
        if isQuiet {
            settings.log = { (_: AccessLogEntry) in }
        } else {
            settings.log = shared.metrics.counting(slow.marking())
        }
        settings.limitTable = shared.limits
        settings.limits = { [limits] in limits.current }
        settings.reach = { [addresses] in addresses.reach(of: name) }
        return settings
    }
}

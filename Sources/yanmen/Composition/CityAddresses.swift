import Base
import ManagementDoor
import Synchronization
import Web

/// Where the doors are reached, as the settings say, kept in memory: no request asks the database for it.
final class CityAddresses: SettingsFollower {
    private let configuration: CityConfiguration
    private let reaches = Mutex<[DoorName: DoorReach]>([:])

    init(_ configuration: CityConfiguration) {
        self.configuration = configuration
    }

    /// How a door is reached; by this machine's name and its port until the settings were read.
    func reach(of door: DoorName) -> DoorReach {
        if door == .management { return DoorReach(origin: local(door), hosts: ManagementDoor.hosts) }
        return reaches.withLock { $0[door] } ?? DoorReach(origin: local(door))
    }

    func refresh(from settings: Settings) async throws {
        let proxies = try await settings.value(.trustedProxies).compactMap { AddressRange($0) }
        let hosts = Set(try await settings.value(.hosts))
        var fresh: [DoorName: DoorReach] = [:]
        for door in DoorName.allCases where door.portOffset != nil && door != .management {
            let typed = try await settings.value(.address(of: door))
            fresh[door] = Self.reach(WebAddress(typed), or: local(door), hosts: hosts, proxies: proxies)
        }
        reaches.withLock { [fresh] in $0 = fresh }
    }

    private func local(_ door: DoorName) -> String { "http://localhost:\(configuration.port(of: door))" }

    /// Whoever set an address means it: other names are refused. Without one, or with this machine's, any name is served
    /// unless names were listed.
    static func reach(
        _ address: WebAddress?, or local: String, hosts: Set<String>, proxies: [AddressRange]
    ) -> DoorReach {
        guard let address, !address.isLocal else {
            let served = hosts.isEmpty ? [] : hosts.union(ManagementDoor.hosts)
            return DoorReach(origin: address?.text ?? local, hosts: served, trustedProxies: proxies)
        }
        return DoorReach(origin: address.text, hosts: hosts.union([address.host]), trustedProxies: proxies)
    }
}

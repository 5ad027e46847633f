import Base
import Synchronization
import Web

extension SettingKey<Int> {
    /// Requests of one IPv4 address or IPv6 /64 in a second, all copies of a machine together; four times as many at once.
    static let addressPerSecond = SettingKey("limits.addressPerSecond", fallback: 100)
    /// Requests of one session in a second; likewise.
    static let sessionPerSecond = SettingKey("limits.sessionPerSecond", fallback: 30)
    /// Requests of one session or connected system that each copy works on at once.
    static let senderAtOnce = SettingKey("limits.senderAtOnce", fallback: 60)
    /// Connections of one IPv4 address or IPv6 /64 to each copy.
    static let connectionsPerAddress = SettingKey("limits.connectionsPerAddress", fallback: 512)
}

/// What one sender may ask of the doors, as the settings say, kept in memory.
final class CityLimits: SettingsFollower {
    private let limits = Mutex(DoorLimits())

    var current: DoorLimits { limits.withLock { $0 } }

    func refresh(from settings: Settings) async throws {
        let fresh = DoorLimits(
            addressRate: .bursting(Double(try await settings.value(.addressPerSecond))),
            sessionRate: .bursting(Double(try await settings.value(.sessionPerSecond))),
            atOnce: try await settings.value(.senderAtOnce),
            connectionsPerAddress: try await settings.value(.connectionsPerAddress))
        limits.withLock { $0 = fresh }
    }
}

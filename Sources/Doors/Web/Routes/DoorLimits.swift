/// How much one sender may ask of a door: what a city may change while the door is open.
package struct DoorLimits: Sendable, Hashable {
    /// For one IPv4 address or IPv6 /64, which may be a whole office; requests of this machine itself are not counted.
    package var addressRate: Rate
    /// For one session.
    package var sessionRate: Rate
    /// Requests of one session or connected system that one copy works on at once.
    package var atOnce: Int
    /// Connections of one IPv4 address or IPv6 /64 to one copy; this machine and trusted proxies are not counted.
    package var connectionsPerAddress: Int

    /// - Parameter atOnce: best fewer than the door has places, so that nobody keeps it from the others.
    package init(
        addressRate: Rate = .bursting(100), sessionRate: Rate = .bursting(30), atOnce: Int = 60,
        connectionsPerAddress: Int = 512
    ) {
        self.addressRate = addressRate
        self.sessionRate = sessionRate
        self.atOnce = atOnce
        self.connectionsPerAddress = connectionsPerAddress
    }
}

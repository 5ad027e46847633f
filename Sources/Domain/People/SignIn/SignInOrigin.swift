package import Base

/// Where an attempt to sign in comes from.
package struct SignInOrigin: Sendable, Hashable {
    package let door: DoorName
    /// IPv4 or IPv6 address, or nil behind a Unix socket.
    package let address: String?
    package let userAgent: String
    package let requestID: String

    package init(door: DoorName, address: String?, userAgent: String, requestID: String) {
        self.door = door
        self.address = address
        self.userAgent = userAgent
        self.requestID = requestID
    }
}

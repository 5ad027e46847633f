import NIOCore

/// Where a door listens: on this machine, and nowhere else may load be sent.
package struct DoorAddress: Sendable, Hashable {
    package let port: Int
    /// The value of `Host`.
    package let authority: String

    package struct NotThisMachine: Error, CustomStringConvertible {
        let text: String
        package var description: String { "\(text) is not an http:// address of this machine" }
    }

    /// Reads `http://localhost:8080`.
    ///
    /// - Throws: `NotThisMachine` for any other host than the loopback.
    package init(_ text: String) throws(NotThisMachine) {
        let prefix = "http://"
        guard text.hasPrefix(prefix) else { throw NotThisMachine(text: text) }
        let authority = text.dropFirst(prefix.count).prefix { $0 != "/" }
        guard let colon = authority.lastIndex(of: ":"), let port = Int(authority[authority.index(after: colon)...]),
            (1...65_535).contains(port), ["localhost", "127.0.0.1", "[::1]"].contains(authority[..<colon])
        else { throw NotThisMachine(text: text) }
        self.port = port
        self.authority = String(authority)
    }

    func socketAddress() throws -> SocketAddress {
        try SocketAddress(ipAddress: authority.hasPrefix("[") ? "::1" : "127.0.0.1", port: port)
    }
}

import Glibc

/// The network address of whoever sent the request, IPv4 written as IPv4 even when it came through an IPv6 socket.
package struct ClientAddress: Sendable, Hashable {
    /// The address in its usual writing; empty when unknown.
    package let text: String
    /// What is counted as one sender: the IPv4 address, or the first 64 bits of an IPv6 address.
    package let network: String
    /// 4 or 16 bytes; empty when unknown.
    let bytes: [UInt8]

    /// Reads an address in any writing (`::ffff:192.0.2.1`, `[2001:db8::1]:443`, with or without a zone).
    package init(_ written: String) {
        let bare = Self.withoutPort(written)
        if let bytes = Self.bytes(bare, family: AF_INET6, count: 16) {
            let isMapped = bytes.prefix(10).allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
            if isMapped {
                self.bytes = Array(bytes[12...])
                text = Self.writing(self.bytes, family: AF_INET)
                network = text
            } else {
                self.bytes = bytes
                text = Self.writing(bytes, family: AF_INET6)
                network =
                    Self.writing(Array(bytes.prefix(8)) + [UInt8](repeating: 0, count: 8), family: AF_INET6) + "/64"
            }
        } else if let bytes = Self.bytes(bare, family: AF_INET, count: 4) {
            self.bytes = bytes
            text = Self.writing(bytes, family: AF_INET)
            network = text
        } else {
            bytes = []
            text = ""
            network = ""
        }
    }

    /// The sender of a request: the peer itself, or, while that is a proxy that we trust, the address that it wrote at the
    /// end of `X-Forwarded-For`. What stands before the first stranger is that stranger's own word and is not read.
    static func sender(peer: String, forwardedFor: [String], trustedProxies: [AddressRange]) -> ClientAddress {
        var sender = ClientAddress(peer)
        var entries = forwardedFor.joined(separator: ",").split(separator: ",")
        while trustedProxies.contains(where: { $0.contains(sender) }), let last = entries.popLast() {
            let earlier = ClientAddress(last.trimmingPrefix { $0 == " " }.description)
            guard !earlier.text.isEmpty else { break }
            sender = earlier
        }
        return sender
    }

    /// Whether the sender is a program on this machine, or no network is known.
    package var isThisMachine: Bool { text.isEmpty || text == "::1" || text.hasPrefix("127.") }

    private static func withoutPort(_ written: String) -> String {
        if written.hasPrefix("["), let end = written.firstIndex(of: "]") {
            return String(written[written.index(after: written.startIndex)..<end])
        }
        let isIPv4WithPort = written.count { $0 == ":" } == 1
        let address = isIPv4WithPort ? written.prefix { $0 != ":" } : written[...]
        return String(address.prefix { $0 != "%" && $0 != " " })
    }

    private static func bytes(_ written: String, family: Int32, count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        return inet_pton(family, written, &bytes) == 1 ? bytes : nil
    }

    private static func writing(_ bytes: [UInt8], family: Int32) -> String {
        var buffer = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        guard inet_ntop(family, bytes, &buffer, socklen_t(buffer.count)) != nil else { return "" }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

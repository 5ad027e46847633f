/// How people reach a door at this moment: its name outside, and the proxies in front of it.
package struct DoorReach: Sendable, Hashable {
    /// `https://zwfw.example.gov.cn`, without a slash at the end; empty when nothing is known.
    package var origin = ""
    /// Host names that the door serves; empty serves any.
    package var hosts: Set<String> = []
    /// Networks of the proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` count.
    package var trustedProxies: [AddressRange] = []

    package init(origin: String = "", hosts: Set<String> = [], trustedProxies: [AddressRange] = []) {
        self.origin = origin
        self.hosts = hosts
        self.trustedProxies = trustedProxies
    }

    /// Whether people come over TLS: then cookies are `Secure`.
    package var isSecure: Bool { origin.hasPrefix("https://") }

    func trusts(_ peer: String) -> Bool {
        let address = ClientAddress(peer)
        return trustedProxies.contains { $0.contains(address) }
    }
}

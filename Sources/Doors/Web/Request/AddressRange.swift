/// A network of addresses in CIDR writing (`10.0.0.0/8`, `2001:db8::/32`); an address alone is a network of one.
package struct AddressRange: Sendable, Hashable, CustomStringConvertible {
    private let address: ClientAddress
    private let bits: Int

    /// Reads a network; nil for anything else, and for a length that its family does not have.
    package init?(_ written: String) {
        let parts = written.split(separator: "/", omittingEmptySubsequences: false)
        let address = ClientAddress(parts.first.map(String.init) ?? "")
        let most = address.bytes.count * 8
        guard parts.count <= 2, most > 0 else { return nil }
        guard parts.count == 2 else {
            self.init(address: address, bits: most)
            return
        }
        guard let bits = Int(parts[1]), (0...most).contains(bits), String(bits) == parts[1] else { return nil }
        self.init(address: address, bits: bits)
    }

    private init(address: ClientAddress, bits: Int) {
        self.address = address
        self.bits = bits
    }

    package var description: String { "\(address.text)/\(bits)" }

    /// Whether the address lies in the network; one of the other family never does.
    package func contains(_ other: ClientAddress) -> Bool {
        guard !other.bytes.isEmpty, other.bytes.count == address.bytes.count else { return false }
        let whole = bits / 8
        guard other.bytes.prefix(whole).elementsEqual(address.bytes.prefix(whole)) else { return false }
        guard bits % 8 > 0 else { return true }
        let shift = 8 - bits % 8
        return other.bytes[whole] >> shift == address.bytes[whole] >> shift
    }
}

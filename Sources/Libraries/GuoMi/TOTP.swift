package import Foundation

/// Time-based one-time codes (动态口令, RFC 6238) as authenticator apps show them.
package struct TOTP: Sendable, Hashable {
    /// The digest behind the code; apps reliably know only SHA-1.
    package enum Algorithm: String, Sendable, Hashable {
        case sha1 = "SHA1"
        case sha256 = "SHA256"
        case sha512 = "SHA512"

        fileprivate var digest: DigestAlgorithm {
            switch self {
            case .sha1: .sha1
            case .sha256: .sha256
            case .sha512: .sha512
            }
        }
    }

    /// The shared secret.
    package let secret: [UInt8]
    /// How many digits a code has, 6 to 8.
    package let digits: Int
    /// How many seconds a code holds.
    package let period: Int
    /// The digest behind the code.
    package let algorithm: Algorithm

    package init(secret: [UInt8], digits: Int = 6, period: Int = 30, algorithm: Algorithm = .sha1) {
        self.secret = secret
        self.digits = min(max(digits, 6), 8)
        self.period = max(period, 1)
        self.algorithm = algorithm
    }

    /// A fresh secret of 20 bytes, the length that RFC 4226 recommends.
    package static func makeSecret() -> [UInt8] {
        SecureRandom.bytes(20)
    }

    /// The number of the period in which the instant lies; 0 before 1970.
    package func counter(at instant: Date) -> Int64 {
        let count = (instant.timeIntervalSince1970 / Double(period)).rounded(.down)
        guard count > 0 else { return 0 }
        return count < 9e18 ? Int64(count) : Int64.max
    }

    /// The code of a period.
    package func code(counter: Int64) -> String {
        let message = withUnsafeBytes(of: counter.bigEndian) { Array($0) }
        let mac = algorithm.digest.authenticate(message, key: secret)
        // Dynamic truncation: the last half byte says where the 31 bits stand.
        let offset = Int(mac[mac.count - 1] & 15)
        var value = UInt32(mac[offset] & 0x7F)
        for byte in mac[(offset + 1)...(offset + 3)] { value = value << 8 | UInt32(byte) }
        let modulus: UInt32 = digits == 6 ? 1_000_000 : digits == 7 ? 10_000_000 : 100_000_000
        let text = String(value % modulus)
        return String(repeating: "0", count: digits - text.count) + text
    }

    /// The code that an app shows at that instant.
    package func code(at instant: Date) -> String {
        code(counter: counter(at: instant))
    }

    /// Checks a typed code, allowing clocks to differ by `window` periods.
    ///
    /// - Returns: the counter of the period that matched, or nil. Store it and pass it as `lastCounter` the next time:
    ///   a code that was used, or an older one, is never accepted again.
    package func verify(_ typed: String, at instant: Date, window: Int = 1, lastCounter: Int64? = nil) -> Int64? {
        let entered = typed.utf8.filter { $0 != UInt8(ascii: " ") }
        guard entered.count == digits, entered.allSatisfy({ (48...57).contains($0) }) else { return nil }
        let now = counter(at: instant)
        let reach = Int64(min(max(window, 0), 10))
        var matched: Int64?
        // Every candidate is computed, so that the answer takes the same time wherever the match lies.
        for step in -reach...reach {
            let (candidate, overflow) = now.addingReportingOverflow(step)
            guard !overflow, candidate >= 0 else { continue }
            let fits = constantTimeEquals(Array(code(counter: candidate).utf8), entered)
            if fits, candidate > lastCounter ?? -1 { matched = candidate }
        }
        return matched
    }

    /// The address that an app reads from a QR code.
    package func provisioningURI(account: String, issuer: String) -> String {
        let label = "\(Self.escaped(issuer)):\(Self.escaped(account))"
        let query = "secret=\(Base32.encode(secret))&issuer=\(Self.escaped(issuer))"
        return "otpauth://totp/\(label)?\(query)&algorithm=\(algorithm.rawValue)&digits=\(digits)&period=\(period)"
    }

    private static func escaped(_ text: String) -> String {
        let plain = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)
        let hex = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if plain.contains(byte) {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), hex[Int(byte >> 4)], hex[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

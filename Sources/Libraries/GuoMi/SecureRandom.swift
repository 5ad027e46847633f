private import CLibCrypto

/// Random bytes fit for keys, salts and tokens.
package enum SecureRandom {
    /// `count` bytes from libcrypto's generator, which the operating system seeds.
    package static func bytes(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: max(0, count))
        let done = RAND_bytes(&bytes, Int32(bytes.count))
        // Going on with predictable "random" bytes would be worse than stopping.
        precondition(done == 1, "libcrypto has no randomness to give")
        return bytes
    }

    /// A token of `byteCount` random bytes as unpadded Base64URL text.
    package static func token(byteCount: Int = 32) -> String {
        Base64URL.encode(bytes(byteCount))
    }

    /// A code of decimal digits, each equally likely, as sent by SMS.
    package static func digits(_ count: Int) -> String {
        var digits: [UInt8] = []
        while digits.count < count {
            // Bytes from 250 on are passed over: they would make small digits likelier.
            digits += bytes(count).filter { $0 < 250 }.map { 48 + $0 % 10 }
        }
        return String(decoding: digits.prefix(max(0, count)), as: UTF8.self)
    }
}

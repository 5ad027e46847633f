import GuoMi

/// A fresh secret for a cookie or a bearer: the holder gets the text, the database only its SHA-256.
struct SecretToken: Sendable {
    let text: String
    let digest: [UInt8]

    init() {
        text = SecureRandom.token()
        digest = SHA256.hash(Array(text.utf8))
    }
}

/// A one-time code that a person types (一次性验证码): twelve letters and digits that cannot be mistaken for each other.
enum OneTimeCode {
    private static let alphabet = Array("ABCDEFGHJKMNPQRSTUVWXYZ23456789".utf8)

    /// A fresh code of about 59 random bits, such as `K7QP-2MXR-9ATD`.
    static func make() -> String {
        var letters: [UInt8] = []
        while letters.count < 12 {
            // 248 is the largest multiple of 31 in a byte: without the rest every letter is equally likely.
            letters += SecureRandom.bytes(16).filter { $0 < 248 }.map { alphabet[Int($0) % alphabet.count] }
        }
        let groups = [letters[0..<4], letters[4..<8], letters[8..<12]]
        return groups.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "-")
    }

    /// What the table keeps; typed in either case, with or without hyphens and blanks.
    static func digest(_ typed: String) -> String {
        let plain = typed.uppercased().utf8.filter { alphabet.contains($0) }
        return Hex.encode(SM3.hash(Array("staff-code:".utf8) + plain))
    }
}

/// Random codes of 128 bits that people can read aloud: 26 digits and letters without I, L, O and U (Crockford base 32).
package enum VerifyCode {
    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

    static func random() -> String {
        var random = SystemRandomNumberGenerator()
        return encode(random.next(), random.next())
    }

    /// 26 characters of five bits each; the first holds the topmost three.
    static func encode(_ high: UInt64, _ low: UInt64) -> String {
        var value = UInt128(high) << 64 | UInt128(low)
        var characters: [UInt8] = []
        for _ in 0..<26 {
            characters.append(alphabet[Int(truncatingIfNeeded: value & 31)])
            value >>= 5
        }
        return String(decoding: characters.reversed(), as: UTF8.self)
    }

    /// The code in groups of four, as it is printed.
    static func grouped(_ code: String) -> String {
        var grouped = ""
        for (index, character) in code.enumerated() {
            if index > 0 && index % 4 == 0 { grouped.append(" ") }
            grouped.append(character)
        }
        return grouped
    }

    /// The code as typed or scanned: blanks and hyphens dropped, letters capital, O read as 0, I and L as 1; nil when it
    /// cannot be a code.
    package static func normalised(_ text: String) -> String? {
        var characters: [UInt8] = []
        for byte in text.uppercased().utf8.prefix(64) {
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "-"): continue
            case UInt8(ascii: "O"): characters.append(UInt8(ascii: "0"))
            case UInt8(ascii: "I"), UInt8(ascii: "L"): characters.append(UInt8(ascii: "1"))
            default:
                guard alphabet.contains(byte) else { return nil }
                characters.append(byte)
            }
        }
        return characters.count == 26 ? String(decoding: characters, as: UTF8.self) : nil
    }
}

/// An identifier that is a checked, normalised text.
package protocol TextIdentifier: Sendable, Hashable, Comparable, Codable, CustomStringConvertible {
    /// Checks and normalises a text as typed, scanned or imported.
    ///
    /// - Throws: what is wrong with it, where, and how to mend it.
    init(_ text: String) throws(IdentifierError)

    /// The normalised text; full, so show `masked` where it is personal.
    var text: String { get }

    /// The text with its private part hidden; the text itself when it is public.
    var masked: String { get }
}

extension TextIdentifier {
    /// Public identifiers hide nothing.
    package var masked: String { text }

    /// The masked text, so that nothing private reaches a log by accident.
    package var description: String { masked }

    package static func < (left: Self, right: Self) -> Bool {
        left.text < right.text
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        do {
            self = try Self(text)
        } catch {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: error.code)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

/// What people type, reduced to what they mean: blanks gone, full-width forms narrowed, letters upper-case.
struct TypedText {
    /// The characters that are left, one for each position of the identifier; of a longer text only so many are kept.
    let characters: [Character]
    /// How many characters are left, kept or not.
    let count: Int

    /// More than any identifier has.
    private static let kept = 64

    init(_ text: String) {
        var characters: [Character] = []
        var count = 0
        for scalar in text.unicodeScalars where !Self.isBlank(scalar) {
            count += 1
            if count <= Self.kept { characters.append(Self.narrowed(scalar)) }
        }
        self.characters = characters
        self.count = count
    }

    var isEmpty: Bool { characters.isEmpty }
    var string: String { String(characters) }

    /// Checks the length, then each position against its rule, and gives back the bytes, which are all ASCII then.
    func bytes(
        as subject: IdentifierError.Subject, lengths: [Int], allowed: (Int) -> IdentifierError.Allowed
    ) throws(IdentifierError) -> [UInt8] {
        guard !isEmpty else { throw IdentifierError(subject, .empty) }
        guard lengths.contains(count) else {
            throw IdentifierError(subject, .length(expected: lengths, found: count))
        }
        var bytes: [UInt8] = []
        for (index, character) in characters.enumerated() {
            let rule = allowed(index)
            guard let byte = character.asciiValue, rule.permits(byte) else {
                throw IdentifierError(subject, .character(character, position: index + 1, allowed: rule))
            }
            bytes.append(byte)
        }
        return bytes
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x200B...0x200F, 0x2060, 0xFEFF, 0x00AD: true  // invisible marks that copying from web pages brings along
        default: scalar.properties.isWhitespace
        }
    }

    private static func narrowed(_ scalar: Unicode.Scalar) -> Character {
        var value = scalar.value
        if (0xFF01...0xFF5E).contains(value) { value -= 0xFEE0 }
        if (0x61...0x7A).contains(value) { value -= 0x20 }
        return Character(Unicode.Scalar(value) ?? scalar)
    }
}

extension IdentifierError.Allowed {
    /// Whether an ASCII byte satisfies the rule.
    func permits(_ byte: UInt8) -> Bool {
        let isDigit = (48...57).contains(byte)
        switch self {
        case .digit: return isDigit
        case .digitOrX: return isDigit || byte == UInt8(ascii: "X")
        case .creditLetter: return CreditAlphabet.value(of: byte) != nil
        case .authority:
            return isDigit && byte != UInt8(ascii: "0") || [UInt8]("ANY".utf8).contains(byte)
        case .levelDigit: return (49...55).contains(byte)
        case .letterOrDigit: return isDigit || (65...90).contains(byte)
        }
    }
}

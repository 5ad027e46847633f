/// The 31 characters of credit codes and their values: digits and letters without I, O, S, V and Z (GB 32100).
enum CreditAlphabet {
    static let letters = Array("0123456789ABCDEFGHJKLMNPQRTUWXY".utf8)

    private static let values: [UInt8: Int] = {
        var values: [UInt8: Int] = [:]
        for (value, letter) in letters.enumerated() { values[letter] = value }
        return values
    }()

    static func value(of letter: UInt8) -> Int? { values[letter] }
}

/// The unified social credit code (统一社会信用代码, GB 32100): 18 characters; public, so it is never masked.
package struct UnifiedCreditCode: TextIdentifier {
    package let text: String

    /// Checks length, characters and check character.
    package init(_ text: String) throws(IdentifierError) {
        let typed = TypedText(text)
        let bytes = try typed.bytes(as: .unifiedCreditCode, lengths: [18]) { index in
            switch index {
            case 0: .authority
            case 2...7: .digit
            default: .creditLetter
            }
        }
        guard Self.checkCharacter(of: bytes[..<17]) == bytes[17] else {
            throw IdentifierError(.unifiedCreditCode, .checkCharacter)
        }
        self.text = typed.string
    }

    /// The check character of the first 17.
    static func checkCharacter(of letters: some Sequence<UInt8>) -> UInt8 {
        var sum = 0
        var weight = 1
        for letter in letters {
            sum += (CreditAlphabet.value(of: letter) ?? 0) * weight
            weight = weight * 3 % 31
        }
        return CreditAlphabet.letters[(31 - sum % 31) % 31]
    }

    /// The check character of an organisation code's first eight (GB 11714).
    static func organisationCheck(of letters: some Sequence<UInt8>) -> UInt8 {
        let weights = [3, 7, 9, 10, 5, 8, 4, 2]
        var sum = 0
        for (letter, weight) in zip(letters, weights) {
            sum += (letter < 65 ? Int(letter) - 48 : Int(letter) - 55) * weight
        }
        switch 11 - sum % 11 {
        case 10: return UInt8(ascii: "X")
        case 11: return UInt8(ascii: "0")
        case let value: return UInt8(48 + value)
        }
    }
}

extension UnifiedCreditCode {
    /// Something unusual that is no reason to refuse the code.
    package enum Warning: String, Sendable, Hashable {
        /// The embedded organisation code has a wrong check character of its own.
        case organisationCheck
    }

    /// What is unusual about the code.
    package var warnings: [Warning] {
        let bytes = Array(text.utf8)
        return Self.organisationCheck(of: bytes[8..<16]) == bytes[16] ? [] : [.organisationCheck]
    }

    /// The former organisation code (组织机构代码, GB 11714), nine characters.
    package var organisationCode: String { String(text.dropFirst(8).prefix(9)) }

    /// The former organisation code as it was printed, `XXXXXXXX-X`.
    package var printedOrganisationCode: String {
        "\(organisationCode.prefix(8))-\(organisationCode.suffix(1))"
    }

    /// The six digits of the registration authority's area.
    package var area: String { String(text.dropFirst(2).prefix(6)) }

    /// What kind of organisation the first two characters say, or nil for pairs that no table here names.
    package var organisationKind: OrganisationKind? {
        OrganisationKind(rawValue: String(text.prefix(2)))
    }

    /// Whether the code belongs to a body that can execute service items (机关 or 事业单位).
    package var isExecutingBody: Bool {
        organisationKind == .organ || organisationKind == .publicInstitution
    }
}

/// The kinds of organisation in the first two characters of a credit code (机构类别).
package enum OrganisationKind: String, Sendable, Hashable, Codable, CaseIterable {
    case organ = "11"
    case publicInstitution = "12"
    case massOrganisation = "13"
    case socialOrganisation = "51"
    case privateNonEnterprise = "52"
    case foundation = "53"
    case villageCommittee = "54"
    case enterprise = "91"
    case individualBusiness = "92"
    case farmersCooperative = "93"
    case groupCollective = "N1"
    case villageCollective = "N2"
    case townCollective = "N3"
    case other = "Y1"
}

package import WorkCalendar

/// The citizen identity number (公民身份号码, GB 11643): 18 characters with birth date and check character.
///
/// Residents from Hong Kong, Macao and Taiwan and foreign permanent residents carry numbers of the same build.
package struct CitizenID: TextIdentifier {
    package let text: String
    /// The birth date in the number.
    package let birthDate: CalendarDate

    /// Checks length, characters, birth date and check character; never the area, since old and moved areas are right too.
    package init(_ text: String) throws(IdentifierError) {
        let typed = TypedText(text)
        if typed.count == 15, typed.characters.allSatisfy({ ("0"..."9").contains($0) }) {
            throw IdentifierError(.citizenID, .firstGeneration)
        }
        let bytes = try typed.bytes(as: .citizenID, lengths: [18]) { $0 < 17 ? .digit : .digitOrX }
        birthDate = try Self.birthDate(bytes[6..<14])
        guard Self.checkCharacter(of: bytes[..<17]) == bytes[17] else {
            throw IdentifierError(.citizenID, .checkCharacter)
        }
        self.text = typed.string
    }

    /// As `init(_:)`, and the birth date must not lie after `today`.
    package init(_ text: String, on today: CalendarDate) throws(IdentifierError) {
        try self.init(text)
        guard birthDate <= today else {
            throw IdentifierError(.citizenID, .futureDate(birthDate))
        }
    }

    /// Converts a 15-digit number of the first generation, which occurs only in imported history; the century is 19.
    package static func converting(fifteenDigits text: String) throws(IdentifierError) -> CitizenID {
        let old = try TypedText(text).bytes(as: .citizenID, lengths: [15]) { _ in .digit }
        let body = old[..<6] + Array("19".utf8) + old[6...]
        return try CitizenID(String(decoding: body + [checkCharacter(of: body)], as: UTF8.self))
    }

    private static func birthDate(_ digits: ArraySlice<UInt8>) throws(IdentifierError) -> CalendarDate {
        let written = String(decoding: digits, as: UTF8.self)
        guard let date = CalendarDate(compact: written) else {
            throw IdentifierError(.citizenID, .noSuchDate(digits: written))
        }
        guard date.year >= 1800 else { throw IdentifierError(.citizenID, .implausibleYear(date.year)) }
        return date
    }

    /// The check character (ISO 7064 MOD 11-2) of the first 17 digits.
    static func checkCharacter(of digits: some Sequence<UInt8>) -> UInt8 {
        var sum = 0
        for digit in digits { sum = (sum + Int(digit) - 48) * 2 % 11 }
        let value = (12 - sum) % 11
        return value == 10 ? UInt8(ascii: "X") : UInt8(48 + value)
    }
}

extension CitizenID {
    /// Who carries the number.
    package enum Holder: Sendable, Hashable {
        /// A citizen (居民身份证).
        case citizen
        /// A resident from Hong Kong (港澳居民居住证, 810000).
        case hongKong
        /// A resident from Macao (港澳居民居住证, 820000).
        case macao
        /// A resident from Taiwan (台湾居民居住证, 830000).
        case taiwan
        /// A foreign permanent resident (外国人永久居留身份证, version 2023, beginning with 9).
        case foreignPermanentResident
    }

    /// The sex that the sequence number says (性别); a default only, the document is authoritative.
    package enum Gender: String, Sendable, Hashable, Codable, CaseIterable {
        case male = "1"
        case female = "2"
    }

    /// Something unusual that is no reason to refuse the number.
    package enum Warning: Sendable, Hashable {
        /// No table here knows the area of first registration.
        case areaUnknown(String)
    }

    /// The six digits of the area of first registration; no statement about where the person lives.
    package var area: String { String(text.prefix(6)) }

    /// Who carries the number.
    package var holder: Holder {
        switch area {
        case "810000": .hongKong
        case "820000": .macao
        case "830000": .taiwan
        default: text.hasPrefix("9") ? .foreignPermanentResident : .citizen
        }
    }

    /// The sex that position 17 says; odd is male.
    package var gender: Gender {
        let digits = Array(text.utf8)
        return digits[16].isMultiple(of: 2) ? .female : .male
    }

    /// Full years of age (周岁) on that day; the birthday counts.
    package func age(on day: CalendarDate) -> Int {
        birthDate.fullYears(on: day)
    }

    /// `1409**********0021`.
    package var masked: String { Masking.citizenID(text) }

    /// What is unusual about the number; `isKnownArea` decides about areas, by default from their first digits only.
    package func warnings(isKnownArea: (String) -> Bool = CitizenID.isPlausibleArea) -> [Warning] {
        holder == .citizen && !isKnownArea(area) ? [.areaUnknown(area)] : []
    }

    /// Where the number was first given, as a hint for display, for example `忻州地区代县`; never for jurisdiction.
    package var registrationHint: String? {
        AreaHistory.hint(for: area)
    }

    /// Whether the province exists and, within Shanxi, the prefecture; counties come and go and are not judged.
    package static func isPlausibleArea(_ area: String) -> Bool {
        guard let province = Int(area.prefix(2)), RegionCode.provincePrefixes.contains(province) else { return false }
        guard province == 14, let prefecture = Int(area.dropFirst(2).prefix(2)) else { return true }
        return (0...11).contains(prefecture) || (21...27).contains(prefecture) || prefecture == 90
    }
}

/// A telephone number in China (电话号码), normalised to `13800000000`, `0350-3000000`, `0350-3000000-801` or `12345`.
package struct PhoneNumber: TextIdentifier {
    package let text: String
    /// What kind of number it is.
    package let kind: Kind

    /// The kinds of number.
    package enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        case mobile, landline, service
    }

    /// Checks a number of any kind.
    package init(_ text: String) throws(IdentifierError) {
        try self.init(text, accepting: Set(Kind.allCases))
    }

    /// Checks a number of the kinds that a field takes: mobile only for messages, hotlines only for consultation.
    package init(_ text: String, accepting kinds: Set<Kind>) throws(IdentifierError) {
        let dialled = try Self.dialled(text)
        let (normalised, kind) = try Self.recognised(dialled)
        guard kinds.contains(kind) else {
            throw IdentifierError(.phoneNumber, .kindNotAccepted(Kind.allCases.filter(kinds.contains)))
        }
        self.text = normalised
        self.kind = kind
    }

    /// `138****0621`; landlines keep area code and the last three digits; hotlines hide nothing.
    package var masked: String { Masking.phone(text, kind: kind) }

    /// Digits in groups, the last of them the extension; a national number without +86.
    private static func dialled(_ text: String) throws(IdentifierError) -> [String] {
        let typed = TypedText(text)
        guard !typed.isEmpty else { throw IdentifierError(.phoneNumber, .empty) }
        guard typed.count <= 30 else { throw IdentifierError(.phoneNumber, .pattern) }
        var groups = [""]
        for (index, character) in typed.characters.enumerated() {
            switch character {
            case "0"..."9": groups[groups.count - 1].append(character)
            case "-", "－", "–", "—", "‐", "‑", "−", "转", "(", ")", ".", "#": groups.append("")
            case "+" where index == 0: continue
            default:
                throw IdentifierError(
                    .phoneNumber, .character(character, position: index + 1, allowed: .digit))
            }
        }
        return try withoutCountry(groups.filter { !$0.isEmpty }, international: typed.characters.first == "+")
    }

    private static func withoutCountry(
        _ groups: [String], international: Bool
    ) throws(IdentifierError) -> [String] {
        guard let first = groups.first else { throw IdentifierError(.phoneNumber, .pattern) }
        // Lists exported from other systems write 86 in front of mobiles without a sign.
        if !international, first.hasPrefix("86"), isMobile(String(groups.joined().dropFirst(2))) {
            return [String(groups.joined().dropFirst(2))]
        }
        let prefix = international ? "86" : "0086"
        guard first.hasPrefix(prefix) else {
            if international { throw IdentifierError(.phoneNumber, .pattern) }
            return groups
        }
        let rest = String(first.dropFirst(prefix.count))
        var national = (rest.isEmpty ? [] : [rest]) + groups.dropFirst()
        // Abroad the area code is dialled without its leading zero.
        if let head = national.first, !head.hasPrefix("0"), !isMobile(national.joined()) { national[0] = "0" + head }
        return national
    }

    private static func recognised(_ groups: [String]) throws(IdentifierError) -> (String, Kind) {
        let digits = groups.joined()
        if isMobile(digits) { return (digits, .mobile) }
        if isHotline(digits) { return (digits, .service) }
        if digits.hasPrefix("0"), let number = landline(groups) { return (number, .landline) }
        if digits.hasPrefix("1"), (9...13).contains(digits.count), digits.count != 11 {
            throw IdentifierError(.phoneNumber, .length(expected: [11], found: digits.count))
        }
        if (7...8).contains(digits.count), !digits.hasPrefix("0"), !digits.hasPrefix("1") {
            throw IdentifierError(.phoneNumber, .areaCodeMissing)
        }
        throw IdentifierError(.phoneNumber, .pattern)
    }

    private static func isMobile(_ digits: String) -> Bool {
        digits.count == 11 && digits.hasPrefix("1") && ("3"..."9").contains(digits.dropFirst().first ?? "0")
    }

    /// Three to six digits from 1 on (110, 12345, 123456 series) or ten digits from 400 or 800 on.
    private static func isHotline(_ digits: String) -> Bool {
        if digits.hasPrefix("1"), (3...6).contains(digits.count) { return true }
        if digits.hasPrefix("9"), (5...6).contains(digits.count) { return true }
        return digits.count == 10 && (digits.hasPrefix("400") || digits.hasPrefix("800"))
    }

    private static func landline(_ groups: [String]) -> String? {
        guard let first = groups.first else { return nil }
        // 010 and 02x are the three-digit area codes.
        let areaLength = first.hasPrefix("01") || first.hasPrefix("02") ? 3 : 4
        var number = first
        var rest = groups.dropFirst()
        // The number may be written in groups; what follows its full length is the extension.
        while number.count < areaLength + 7, let next = rest.popFirst() { number += next }
        guard (areaLength + 7...areaLength + 8).contains(number.count), rest.count <= 1 else { return nil }
        let local = "\(number.prefix(areaLength))-\(number.dropFirst(areaLength))"
        guard let extensionDigits = rest.first else { return local }
        return (1...6).contains(extensionDigits.count) ? "\(local)-\(extensionDigits)" : nil
    }
}

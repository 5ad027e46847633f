/// Hides the private part of what is shown (脱敏); whoever may see more reads the full value by an act that is logged.
package enum Masking {
    /// `李*国`, `张*`, `欧**伟`: first and last character of a name stay, of two only the first.
    package static func name(_ name: String) -> String {
        let letters = Array(name)
        switch letters.count {
        case 0: return ""
        case 1: return "*"
        case 2: return "\(letters[0])*"
        default:
            return "\(letters[0])\(stars(letters.count - 2))\(letters[letters.count - 1])"
        }
    }

    /// `张**`: only the first character, and always two stars, for messages that may be read by others.
    package static func surname(_ name: String) -> String {
        guard let first = name.first else { return "" }
        return "\(first)**"
    }

    /// `1409**********0021`: four characters at either end; shorter texts are hidden more.
    package static func citizenID(_ text: String) -> String {
        ends(of: text, first: 4, last: 4)
    }

    /// The number of another document: two characters at either end.
    package static func document(_ text: String) -> String {
        ends(of: text, first: 2, last: 2)
    }

    /// `138****0621`, or `0350-****000` for a landline; a text that is no number is hidden as a document is.
    package static func phone(_ text: String) -> String {
        guard let number = try? PhoneNumber(text) else { return document(text) }
        return number.masked
    }

    /// Everything after the county, `山西省忻州市忻府区****`; all after the first few characters when none is named.
    package static func address(_ address: String) -> String {
        let letters = Array(address.filter { !$0.isWhitespace })
        guard !letters.isEmpty else { return "" }
        var kept = 0
        for (index, letter) in letters.enumerated() {
            let startsName = index == kept
            if Self.isDigit(letter) || Self.belowCounty.contains(letter) && !startsName { break }
            guard Self.divisions.contains(letter), index > 0, !Self.notDivision.contains(letters[index - 1]) else {
                continue
            }
            kept = index + 1
        }
        if kept == 0 || kept == letters.count { kept = min(4, letters.count / 2) }
        return String(letters[..<kept]) + "****"
    }

    private static let divisions: Set<Character> = ["省", "市", "区", "县", "旗", "盟", "州"]
    /// What names a place below the county and ends the part that may be shown; some counties begin with it (乡宁县).
    private static let belowCounty: Set<Character> = ["镇", "乡", "村", "街", "路", "巷", "道", "号", "院", "楼"]
    /// What stands before 区 when it means grounds or a housing estate (小区, 园区, 住宅区 …).
    private static let notDivision: Set<Character> = ["小", "社", "园", "校", "厂", "宅", "景", "片"]

    private static func isDigit(_ letter: Character) -> Bool {
        ("0"..."9").contains(letter) || ("０"..."９").contains(letter)
    }

    static func phone(_ text: String, kind: PhoneNumber.Kind) -> String {
        switch kind {
        case .mobile: return "\(text.prefix(3))****\(text.suffix(4))"
        case .service: return text
        case .landline:
            let parts = text.split(separator: "-")
            guard parts.count >= 2 else { return document(text) }
            let hidden = stars(parts[1].count - 3)
            return "\(parts[0])-\(hidden)\(parts[1].suffix(3))"
        }
    }

    private static func ends(of text: String, first: Int, last: Int) -> String {
        let letters = Array(text)
        // At least half of the text stays hidden.
        guard letters.count >= 2 * (first + last) else {
            let shown = letters.count / 4
            return String(letters[..<shown]) + stars(letters.count - 2 * shown) + String(letters.suffix(shown))
        }
        return String(letters[..<first]) + stars(letters.count - first - last) + String(letters.suffix(last))
    }

    private static func stars(_ count: Int) -> String {
        String(repeating: "*", count: max(0, count))
    }
}

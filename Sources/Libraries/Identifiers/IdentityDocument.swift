package import WorkCalendar

/// A kind of identity document (证件类型) under its three-digit police code; peers may use others, so map at the border.
package struct DocumentType: Sendable, Hashable {
    /// Three digits (GA/T 2000.156).
    package let code: String
    /// The Chinese name.
    package let name: String

    private init(_ code: String, _ name: String) {
        self.code = code
        self.name = name
    }

    /// 居民身份证.
    package static let residentCard = DocumentType("111", "居民身份证")

    /// The documents that government platforms name, in the order of their codes.
    package static let table: [DocumentType] = [
        residentCard,
        DocumentType("112", "临时居民身份证"),
        DocumentType("113", "户口簿"),
        DocumentType("114", "中国人民解放军军官证"),
        DocumentType("115", "武装警察警官证"),
        DocumentType("117", "出生医学证明"),
        DocumentType("123", "警官证"),
        DocumentType("133", "学生证"),
        DocumentType("335", "机动车驾驶证"),
        DocumentType("414", "普通护照"),
        DocumentType("415", "旅行证"),
        DocumentType("420", "香港特别行政区护照"),
        DocumentType("421", "澳门特别行政区护照"),
        DocumentType("511", "台湾居民来往大陆通行证"),
        DocumentType("513", "往来港澳通行证"),
        DocumentType("516", "港澳居民来往内地通行证"),
        DocumentType("517", "大陆居民往来台湾通行证"),
        DocumentType("553", "外国人永久居留证"),
        DocumentType("554", "外国人居留证"),
        DocumentType("990", "其他"),
    ]

    /// The kind with that code, or nil.
    package init?(code: String) {
        guard let known = Self.table.first(where: { $0.code == code }) else { return nil }
        self = known
    }

    /// Whether the number is a citizen identity number and is checked as such.
    package var carriesCitizenID: Bool {
        ["111", "112", "113", "335"].contains(code)
    }

    /// Checks a number of this kind as far as its form is certain, and gives back its normalised text.
    ///
    /// - Throws: what is wrong; documents whose form is not certain take 3 to 30 letters, digits and hyphens.
    package func normalised(_ number: String, on today: CalendarDate) throws(IdentifierError) -> String {
        if carriesCitizenID { return try CitizenID(number, on: today).text }
        let text = TypedText(number).string
        guard !text.isEmpty else { throw IdentifierError(.document, .empty) }
        guard matches(Array(text)) else { throw IdentifierError(.document, .pattern) }
        return text
    }

    private func matches(_ text: [Character]) -> Bool {
        let digits = text.dropFirst()
        switch code {
        case "511":
            return text.count == 8 && text.allSatisfy(Self.isDigit)
                || text.count == 10 && text.allSatisfy(Self.isPlain)
        case "516":
            return [9, 11].contains(text.count) && (text[0] == "H" || text[0] == "M") && digits.allSatisfy(Self.isDigit)
        case "513":
            return text.count == 9 && text[0] == "C" && Self.isPlain(text[1]) && text[2...].allSatisfy(Self.isDigit)
        case "414", "420", "421":
            return (5...18).contains(text.count) && text.allSatisfy(Self.isPlain)
        default:
            return (3...30).contains(text.count) && text.allSatisfy(Self.isLenient)
        }
    }

    private static func isDigit(_ character: Character) -> Bool { ("0"..."9").contains(character) }

    private static func isPlain(_ character: Character) -> Bool {
        isDigit(character) || ("A"..."Z").contains(character)
    }

    /// Officers' cards carry Chinese words such as 军字第…号.
    private static func isLenient(_ character: Character) -> Bool {
        isPlain(character) || character == "-" || character.isLetter
    }
}

import Testing

@testable import Identifiers

/// One text, what it claims to be, and whether it is.
struct IdentifierVector: Sendable, CustomTestStringConvertible {
    let kind: Kind
    let text: String
    let isValid: Bool
    let why: String

    enum Kind: Sendable {
        case citizenID, creditCode, phone, implementation, handlingItem, catalogue, projectNumber
    }

    init(_ kind: Kind, _ text: String, _ isValid: Bool, _ why: String) {
        self.kind = kind
        self.text = text
        self.isValid = isValid
        self.why = why
    }

    var testDescription: String { "\(text): \(why)" }

    /// Synthetic texts only: areas printed on no card, the invented series XQTX, placeholder phones.
    static let all: [IdentifierVector] = [
        IdentifierVector(.citizenID, "142221188002290017", true, "former 忻县, leap day of 1880"),
        IdentifierVector(.citizenID, "142230187706150022", true, "former 五寨县, female"),
        IdentifierVector(.citizenID, "142200198507183177", true, "former prefecture, male"),
        IdentifierVector(.citizenID, "142200199912319984", true, "former prefecture, female"),
        IdentifierVector(.citizenID, "140900200109011018", true, "city, male"),
        IdentifierVector(.citizenID, "140900201202292226", true, "city, leap day of 2012, female child"),
        IdentifierVector(
            .citizenID, "140902189912313179", true, "a district younger than the birth: the number outlives moves"),
        IdentifierVector(.citizenID, "140902209901010012", false, "born in the future"),
        IdentifierVector(.citizenID, "14220019881130018X", true, "check character X"),
        IdentifierVector(.citizenID, "14220019881130018x", true, "small x"),
        IdentifierVector(.citizenID, "142200199902290014", false, "1999 had no leap day"),
        IdentifierVector(.citizenID, "140902190002290033", false, "1900 had no leap day"),
        IdentifierVector(.citizenID, "142200198813010012", false, "month 13"),
        IdentifierVector(.citizenID, "142200198507183178", false, "last digit altered"),
        IdentifierVector(.citizenID, "142200198507181377", false, "two neighbours swapped"),
        IdentifierVector(.citizenID, "14220019850718317", false, "17 characters"),
        IdentifierVector(.citizenID, "149902198507180010", true, "an area that never was: a warning, no refusal"),
        IdentifierVector(.citizenID, "142200198507180005", true, "sequence 000"),
        IdentifierVector(.creditCode, "91140900XQTX00016K", true, "enterprise"),
        IdentifierVector(.creditCode, "92140902XQTX000248", true, "individual business"),
        IdentifierVector(.creditCode, "93140921XQTX00032G", true, "farmers cooperative"),
        IdentifierVector(.creditCode, "11140900XQTX00040C", true, "organ"),
        IdentifierVector(.creditCode, "12140900XQTX000596", true, "public institution"),
        IdentifierVector(.creditCode, "52140981XQTX000677", true, "private non-enterprise unit"),
        IdentifierVector(.creditCode, "N2140921XQTX00075K", true, "collective economic organisation"),
        IdentifierVector(.creditCode, "Y1140900XQTX00083U", true, "other authority"),
        IdentifierVector(.creditCode, "91140900XQTX00016L", false, "check character altered"),
        IdentifierVector(.creditCode, "91140900IQTX00016K", false, "letter I"),
        IdentifierVector(.creditCode, "91140900XQTX00016", false, "17 characters"),
        IdentifierVector(
            .creditCode, "91140900XQTX000101", true, "wrong organisation code inside: a warning, no refusal"),
        IdentifierVector(.creditCode, "91140900xqtx00016k", true, "small letters"),
        IdentifierVector(.phone, "19900000000", true, "mobile"),
        IdentifierVector(.phone, "12345678901", false, "second digit 2"),
        IdentifierVector(.phone, "1990000000", false, "10 digits"),
        IdentifierVector(.phone, "0350-3000000", true, "landline"),
        IdentifierVector(.phone, "12345", true, "hotline"),
        IdentifierVector(.implementation, "11140900XQTX00040C3000131024000", true, "credit code, level, base code"),
        IdentifierVector(.handlingItem, "11140900XQTX00040C300013102400001", true, "31 characters and a serial number"),
        IdentifierVector(.catalogue, "00013112700Y", true, "main item with sub-items"),
        IdentifierVector(.catalogue, "000131127004", true, "sub-item"),
        IdentifierVector(.handlingItem, "00013112700401", true, "national norm"),
        IdentifierVector(.catalogue, "0001310240", false, "10 characters"),
        IdentifierVector(
            .projectNumber, "11140900XQTX00040C3000131024000202603020001", true, "31 characters, date and serial number"
        ),
    ]
}

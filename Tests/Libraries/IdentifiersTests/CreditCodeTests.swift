import SeededRandom
import Testing
import WorkCalendar

@testable import Identifiers

struct UnifiedCreditCodeTests {
    @Test(
        "a code tells the kind, the area and the former organisation code",
        arguments: [
            ("91140900XQTX00016K", OrganisationKind.enterprise, "XQTX00016", false),
            ("92140902XQTX000248", .individualBusiness, "XQTX00024", false),
            ("93140921XQTX00032G", .farmersCooperative, "XQTX00032", false),
            ("11140900XQTX00040C", .organ, "XQTX00040", true),
            ("12140900XQTX000596", .publicInstitution, "XQTX00059", true),
            ("52140981XQTX000677", .privateNonEnterprise, "XQTX00067", false),
            ("N2140921XQTX00075K", .villageCollective, "XQTX00075", false),
            ("Y1140900XQTX00083U", .other, "XQTX00083", false),
        ])
    func parts(text: String, kind: OrganisationKind, organisation: String, executes: Bool) throws {
        let code = try UnifiedCreditCode(text)

        #expect(code.organisationKind == kind)
        #expect(code.organisationCode == organisation)
        #expect(code.isExecutingBody == executes)
        #expect(code.warnings.isEmpty)
        #expect(code.masked == text)
    }

    @Test("the former organisation code is printed with a hyphen, and the area is of the registration")
    func printed() throws {
        let code = try UnifiedCreditCode("91140900xqtx 00016k")

        #expect(code.text == "91140900XQTX00016K")
        #expect(code.printedOrganisationCode == "XQTX0001-6")
        #expect(code.area == "140900")
    }

    @Test("a wrong organisation code inside is a warning")
    func warning() throws {
        let code = try UnifiedCreditCode("91140900XQTX000101")

        #expect(code.warnings == [.organisationCheck])
        #expect(code.warnings[0].message.hasPrefix("其中第 9 至 17 位"))
    }

    @Test("a pair of first characters that no table names has no kind")
    func unknownKind() throws {
        let body = "99140900XQTX00016"
        let check = String(decoding: [UnifiedCreditCode.checkCharacter(of: body.utf8)], as: UTF8.self)

        #expect(try UnifiedCreditCode(body + check).organisationKind == nil)
    }

    @Test(
        "a refusal says what is wrong, where, and how to mend it",
        arguments: [
            ("  ", "请填写统一社会信用代码", "unifiedCreditCode.empty"),
            ("91140900XQTX00016", "统一社会信用代码应为 18 位，您填了 17 位，少了 1 位", "unifiedCreditCode.length"),
            (
                "91140900IQTX00016K", "统一社会信用代码第 9 位应为数字或大写字母（不含 I、O、S、V、Z），您填的是“I”，是不是数字 1？",
                "unifiedCreditCode.character"
            ),
            ("B1140900XQTX00016K", "统一社会信用代码第 1 位应为“1”至“9”或字母 A、N、Y，您填的是“B”，是不是数字 8？", "unifiedCreditCode.character"),
            ("911409O0XQTX00016K", "统一社会信用代码第 7 位应为数字，您填的是“O”，是不是数字 0？", "unifiedCreditCode.character"),
            (
                "91140900XQTX00016L",
                "统一社会信用代码的最后一位校验码与前面各位不符，可能有一位填错或相邻两位颠倒，请对照证件逐位核对",
                "unifiedCreditCode.checkCharacter"
            ),
        ])
    func messages(text: String, message: String, code: String) throws {
        let error = try #require(throws: IdentifierError.self) { try UnifiedCreditCode(text) }

        #expect(error.message == message)
        #expect(error.code == code)
    }

    @Test("any one character changed, or two neighbours swapped, is caught", arguments: 1...50 as ClosedRange<UInt64>)
    func catchesSlips(seed: UInt64) {
        var organisations = SyntheticIdentity(seed: seed)
        var random = SeededRandom(seed)
        let original = Array(organisations.creditCode(random.pick(OrganisationKind.allCases)).text)
        var missed: [String] = []

        for position in 0..<18 {
            for letter in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ" where letter != original[position] {
                var slip = original
                slip[position] = letter
                if (try? UnifiedCreditCode(String(slip))) != nil { missed.append(String(slip)) }
            }
            if position < 17, original[position] != original[position + 1] {
                var slip = original
                slip.swapAt(position, position + 1)
                if (try? UnifiedCreditCode(String(slip))) != nil { missed.append(String(slip)) }
            }
        }

        #expect(missed.isEmpty)
    }
}

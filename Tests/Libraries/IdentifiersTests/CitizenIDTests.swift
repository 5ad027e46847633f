import Foundation
import SeededRandom
import Testing
import WorkCalendar

@testable import Identifiers

struct CitizenIDTests {
    let today: CalendarDate

    init() throws {
        today = try #require(CalendarDate("2026-11-24"))
    }

    @Test("a number tells birth date, sex, age and area")
    func parts() throws {
        let id = try CitizenID("142200198507183177")

        #expect(id.birthDate == CalendarDate("1985-07-18"))
        #expect(id.gender == .male)
        #expect(id.gender.term == "男")
        #expect(id.age(on: today) == 41)
        #expect(id.area == "142200")
        #expect(id.holder == .citizen)
        #expect(id.warnings().isEmpty)
        #expect(try CitizenID("140900201202292226").gender == .female)
    }

    @Test(
        "what people and scanners type around a number is taken away",
        arguments: [
            " 14220019881130018x ", "142200 19881130 018X", "１４２２００１９８８１１３００１８Ｘ", "142200\u{A0}19881130\u{3000}018x",
            "\u{FEFF}14220019881130018X\u{200B}\n",
        ])
    func typing(text: String) throws {
        #expect(try CitizenID(text).text == "14220019881130018X")
    }

    @Test(
        "a refusal says what is wrong, where, and how to mend it",
        arguments: [
            ("", "请填写身份证号", "citizenID.empty"),
            ("14220019850718317", "身份证号应为 18 位，您填了 17 位，少了 1 位", "citizenID.length"),
            ("1422001985071831777", "身份证号应为 18 位，您填了 19 位，多了 1 位", "citizenID.length"),
            ("14220019850718317A", "身份证号第 18 位应为数字或字母 X，您填的是“A”", "citizenID.character"),
            ("1422O0198507183177", "身份证号第 5 位应为数字，您填的是“O”，是不是数字 0？", "citizenID.character"),
            (
                "142200198507183178",
                "身份证号的最后一位（校验码）与前面各位不符，可能有一位填错或相邻两位颠倒，请对照证件逐位核对", "citizenID.checkCharacter"
            ),
            ("142200850718317", "这是 15 位旧号码，已停止使用，请填写现用身份证上的 18 位号码", "citizenID.firstGeneration"),
            (
                "142200199902290014", "身份证号第 7 至 14 位是出生日期，但1999年02月29日并不存在，请对照证件核对", "citizenID.noSuchDate"
            ),
            ("142200170001010011", "身份证号第 7 至 10 位是出生年份，1700 年不合常理，请对照证件核对", "citizenID.implausibleYear"),
            ("140902209901010012", "身份证号中的出生日期2099年1月1日还没有到，请核对第 7 至 14 位", "citizenID.futureDate"),
        ])
    func messages(text: String, message: String, code: String) throws {
        let error = try #require(throws: IdentifierError.self) { try CitizenID(text, on: today) }

        #expect(error.message == message)
        #expect(error.code == code)
        #expect("\(error)" == code)
    }

    @Test("a birth on the day of reference is not in the future")
    func bornToday() throws {
        let id = try CitizenID("140900201202292226")

        #expect(try CitizenID(id.text, on: id.birthDate) == id)
        #expect(throws: IdentifierError.self) { try CitizenID(id.text, on: id.birthDate.adding(days: -1)) }
    }

    @Test(
        "residents from elsewhere carry numbers of the same build",
        arguments: [
            ("81000019900101001", CitizenID.Holder.hongKong, "港澳居民居住证"),
            ("82000019900101001", .macao, "港澳居民居住证"),
            ("83000019900101001", .taiwan, "台湾居民居住证"),
            ("91184019900101001", .foreignPermanentResident, "外国人永久居留身份证"),
            ("14092319900101001", .citizen, "居民身份证"),
        ])
    func holders(body: String, holder: CitizenID.Holder, card: String) throws {
        let check = String(decoding: [CitizenID.checkCharacter(of: body.utf8)], as: UTF8.self)
        let id = try CitizenID(body + check)

        #expect(id.holder == holder)
        #expect(id.holder.cardTerm == card)
        #expect(id.warnings().isEmpty)
    }

    @Test("an unknown area is a warning, and the caller's table decides")
    func areaWarnings() throws {
        let strange = try CitizenID("149902198507180010")
        let usual = try CitizenID("142200198507183177")

        #expect(strange.warnings() == [.areaUnknown("149902")])
        #expect(usual.warnings { $0 == "140900" } == [.areaUnknown("142200")])
        #expect(strange.warnings()[0].message.hasPrefix("前六位 149902 不在已知的行政区划中"))
    }

    @Test("a number of the first generation is converted, century 19")
    func firstGeneration() throws {
        let id = try CitizenID.converting(fifteenDigits: "142200850718317")

        #expect(id.text == "142200198507183177")
        #expect(throws: IdentifierError.self) { try CitizenID.converting(fifteenDigits: "14220085071831X") }
        #expect(throws: IdentifierError.self) { try CitizenID.converting(fifteenDigits: "142200851318317") }
        #expect(throws: IdentifierError.self) { try CitizenID.converting(fifteenDigits: id.text) }
    }

    @Test("descriptions are masked, stored form is whole, and damaged stored form is an error without the number")
    func storage() throws {
        let id = try CitizenID("142200198507183177")
        let json = try JSONEncoder().encode([id])

        #expect("\(id)" == "1422**********3177")
        #expect(String(decoding: json, as: UTF8.self) == #"["142200198507183177"]"#)
        #expect(try JSONDecoder().decode([CitizenID].self, from: json) == [id])
        let error = try #require(throws: DecodingError.self) {
            try JSONDecoder().decode([CitizenID].self, from: Data(#"["142200198507183178"]"#.utf8))
        }
        #expect(!"\(error)".contains("142200"))
    }

    @Test("any one character changed, or two neighbours swapped, is caught", arguments: 1...50 as ClosedRange<UInt64>)
    func catchesSlips(seed: UInt64) {
        var people = SyntheticIdentity(seed: seed)
        let original = Array(people.citizenID(on: today, ages: 0...40).text)
        var missed: [String] = []

        for position in 0..<18 {
            for digit in "0123456789X" where digit != original[position] {
                var slip = original
                slip[position] = digit
                if (try? CitizenID(String(slip))) != nil { missed.append(String(slip)) }
            }
            if position < 17, original[position] != original[position + 1] {
                var slip = original
                slip.swapAt(position, position + 1)
                if (try? CitizenID(String(slip))) != nil { missed.append(String(slip)) }
            }
        }

        #expect(missed.isEmpty)
    }

    @Test(
        "areas of Xinzhou have a name to show",
        arguments: [
            ("140923", "忻州市代县"), ("140900", "忻州市"), ("142225", "忻州地区代县"), ("142221", "忻州地区忻县"),
            ("142200", "忻州地区"), ("142202", "忻州地区原平市"), ("110101", nil), ("142235", nil), ("", nil),
        ])
    func hints(area: String, name: String?) {
        #expect(AreaHistory.hint(for: area) == name)
    }

    @Test("a code used twice keeps both its counties")
    func formerAreas() throws {
        let area = try #require(AreaHistory.former("142223"))

        #expect(area.before1982 == "代县")
        #expect(area.from1982 == "五台县")
        #expect(AreaHistory.former("140923") == nil)
        #expect(AreaHistory.currentDivisions.count == 15)
    }
}

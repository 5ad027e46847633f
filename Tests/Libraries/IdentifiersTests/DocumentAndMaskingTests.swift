import Testing
import WorkCalendar

@testable import Identifiers

struct DocumentTypeTests {
    let today: CalendarDate

    init() throws {
        today = try #require(CalendarDate("2026-11-24"))
    }

    @Test(
        "numbers of each kind are taken in their form",
        arguments: [
            ("111", "14220019881130018x", "14220019881130018X"), ("516", "h00000001", "H00000001"),
            ("516", "M0000000101", "M0000000101"), ("511", "00000001", "00000001"), ("513", "CA0000001", "CA0000001"),
            ("414", "e0000 0001", "E00000001"), ("114", "军字第0000001号", "军字第0000001号"), ("990", "A-123", "A-123"),
        ])
    func accepted(code: String, typed: String, text: String) throws {
        let type = try #require(DocumentType(code: code))
        #expect(try type.normalised(typed, on: today) == text)
    }

    @Test(
        "numbers out of form are refused",
        arguments: [
            ("111", "142200198507183178", "citizenID.checkCharacter"), ("516", "X00000001", "document.pattern"),
            ("511", "0000001", "document.pattern"), ("513", "AA0000001", "document.pattern"),
            ("414", "E 12", "document.pattern"), ("990", "", "document.empty"), ("990", "12", "document.pattern"),
            ("114", "<script>", "document.pattern"),
        ])
    func refused(code: String, typed: String, problem: String) throws {
        let type = try #require(DocumentType(code: code))
        let error = try #require(throws: IdentifierError.self) { try type.normalised(typed, on: today) }
        #expect(error.code == problem)
    }

    @Test("unknown codes are no document")
    func unknown() {
        #expect(DocumentType(code: "999") == nil)
        #expect(DocumentType(code: "111") == .residentCard)
    }
}

struct MaskingTests {
    @Test(
        "names keep their ends",
        arguments: [
            ("李建国", "李*国", "李**"), ("张三", "张*", "张**"), ("欧阳建国", "欧**国", "欧**"), ("王", "*", "王**"), ("", "", ""),
            ("𠮷田", "𠮷*", "𠮷**"),
        ])
    func names(name: String, masked: String, surname: String) {
        #expect(Masking.name(name) == masked)
        #expect(Masking.surname(name) == surname)
    }

    @Test(
        "identity numbers keep four characters at either end, short texts fewer",
        arguments: [
            ("140900199001010021", "1409**********0021"), ("1409199001010", "140*******010"), ("1234567", "1*****7"),
            ("123", "***"), ("", ""),
        ])
    func citizenIDs(text: String, masked: String) {
        #expect(Masking.citizenID(text) == masked)
    }

    @Test("other documents keep two", arguments: [("E00000001", "E0*****01"), ("E12", "***")])
    func documents(text: String, masked: String) {
        #expect(Masking.document(text) == masked)
    }

    @Test(
        "addresses end at the county",
        arguments: [
            ("山西省忻州市忻府区长征街12号", "山西省忻州市忻府区****"), ("忻州市五台县台怀镇杨林街1号", "忻州市五台县****"),
            ("原平市京原南路3号", "原平市****"), ("和平小区3号楼2单元501室", "和平小区****"), ("五台县", "五****"), ("", ""),
            ("山西省临汾市乡宁县昌宁镇", "山西省临汾市乡宁县****"),
            ("山西省忻州市经济开发区云中南路", "山西省忻州市经济开发区****"), ("长征西街阳光小区12号", "长征西街****"),
        ])
    func addresses(address: String, masked: String) {
        #expect(Masking.address(address) == masked)
    }

    @Test("a text that is no phone number is hidden all the same")
    func notAPhone() {
        #expect(Masking.phone("abcdefgh") == "ab****gh")
    }
}

import Base
import Foundation
import Testing
import WorkCalendar

@testable import Items

@Suite struct FormCheckTests {
    static let today = CalendarDate(year: 2025, month: 11, day: 24)!

    private func problem(_ field: FormField, _ value: FormValue) -> String? {
        let form = FormDefinition(sections: [FormSection(key: "s", title: "一", fields: [field])])
        return form.validate([field.key: value], on: Self.today).first?.message
    }

    private func kept(_ field: FormField, _ value: FormValue) -> FormValue? {
        let form = FormDefinition(sections: [FormSection(key: "s", title: "一", fields: [field])])
        let check = form.check([field.key: value], on: Self.today)
        return check.isFine ? check.values[field.key] : nil
    }

    @Test("What is required and missing is named in the words of its kind")
    func missing() {
        #expect(problem(FormField(key: "a", label: "单位名称", kind: .text), "  ") == "请填写单位名称")
        let options = [FormOption(value: "a", label: "甲"), FormOption(value: "b", label: "乙")]
        #expect(problem(FormField(key: "a", label: "业态", kind: .choice, options: options), "") == "请选择业态")
        #expect(
            problem(FormField(key: "a", label: "项目", kind: .multiChoice, options: options), .list([]))
                == "请选择项目，至少选一项")
        #expect(problem(FormField(key: "a", label: "字号", kind: .text, required: false), "") == nil)
    }

    @Test(
        "A wrong value says what is wrong and how to mend it",
        arguments: [
            (FieldKind.citizenID, "14090219900101002", "17"),
            (.citizenID, "140902199001010021", "校验"),
            (.creditCode, "9114090", "18"),
            (.phone, "138", "11"),
            (.date, "2025/11/24", "2025-11-24"),
            (.number, "十二", "只填数字"),
            (.number, "1.5", "整数"),
            (.money, "1.234", "2 位小数"),
            (.address, "北街", "门牌号"),
        ])
    func wrong(kind: FieldKind, value: String, part: String) {
        let message = problem(FormField(key: "a", label: "某项", kind: kind), .text(value))

        #expect(message?.contains(part) == true, "\(message ?? "nothing")")
    }

    @Test(
        "A right value is stored in its normal form",
        arguments: [
            (FieldKind.text, "  忻州 好店 ", "忻州 好店"),
            (.number, "0012", "12"), (.number, "１２", "12"), (.money, "1,280.00", "1280.00"), (.money, ".5", "0.5"),
            (.date, "2024-02-29", "2024-02-29"),
            (.phone, "+86 138 0000 0000", "13800000000"),
            (.citizenID, "11010519491231002x", "11010519491231002X"),
        ])
    func normal(kind: FieldKind, value: String, stored: String) {
        #expect(kept(FormField(key: "a", label: "某项", kind: kind), .text(value)) == .text(stored))
    }

    @Test(
        "What is no number is refused without a crash",
        arguments: ["", "-", ".", "1.", "--1", "1-2", "1..2", "1e5", "9999999999999", "0x10", "٣", "NaN", "1.1234567"])
    func noNumber(text: String) {
        #expect(PlainNumber(text) == nil)
    }

    @Test("Numbers compare by value and keep their digits")
    func numbers() throws {
        #expect(PlainNumber("1.50") == PlainNumber("1.5"))
        let two = try #require(PlainNumber("-2"))
        #expect(two < PlainNumber(-1))
        #expect(PlainNumber("-0")?.text == "0")
        #expect(PlainNumber("999999999999.999999")?.text == "999999999999.999999")
    }

    @Test("Limits of a number and a text are said with their unit")
    func limits() {
        let area = FormField(key: "a", label: "面积", kind: .number, minimum: 1, maximum: 100, unit: "平方米")
        #expect(problem(area, "0") == "“面积”不能小于 1 平方米")
        #expect(problem(area, "101") == "“面积”不能大于 100 平方米")
        let name = FormField(key: "a", label: "名称", kind: .text, maxLength: 3)
        #expect(problem(name, "四个字了") == "“名称”最多 3 个字，您填了 4 个字，请删减")
    }

    @Test("Dates before or after today are refused where the form says so")
    func dates() {
        let past = FormField(key: "a", label: "出生日期", kind: .date, dates: .notAfterToday)
        #expect(problem(past, "2025-11-25") == "出生日期不能晚于今天（2025-11-24）")
        #expect(problem(past, "2025-11-24") == nil)
        let future = FormField(key: "a", label: "开业日期", kind: .date, dates: .notBeforeToday)
        #expect(problem(future, "2025-11-23") != nil)
        #expect(problem(future, "2025-02-30") != nil)
    }

    @Test("Only listed options are taken, once and in the order of the form")
    func options() {
        let options = [FormOption(value: "a", label: "甲"), FormOption(value: "b", label: "乙")]
        let many = FormField(key: "m", label: "项目", kind: .multiChoice, options: options)
        #expect(kept(many, .list(["b", "a", "b"])) == .list(["a", "b"]))
        #expect(kept(many, "b") == .list(["b"]))
        #expect(problem(many, .list(["a", "c"])) == "请在列出的选项中选择项目")
        let one = FormField(key: "m", label: "业态", kind: .choice, options: options)
        #expect(problem(one, .list(["a", "b"])) == "“业态”只能填写一项")
        #expect(problem(one, "c") == "请在列出的选项中选择业态")
        #expect(many.display(.list(["a", "b"])) == "甲、乙")
    }

    @Test("A hidden field is neither asked nor stored, and hides what hangs on it")
    func hidden() {
        let yes = FormField(
            key: "online", label: "网络经营", kind: .choice,
            options: [FormOption(value: "yes", label: "是"), FormOption(value: "no", label: "否")])
        let site = FormField(
            key: "site", label: "网址", kind: .text, shownWhen: FieldCondition(field: "online", equals: "yes"))
        let owner = FormField(
            key: "owner", label: "网站所有人", kind: .text, shownWhen: FieldCondition(field: "site", equals: "x"))
        let form = FormDefinition(sections: [FormSection(key: "s", title: "一", fields: [yes, site, owner])])

        let no = form.check(["online": "no", "site": "x", "owner": "李"], on: Self.today)
        #expect(no.isFine)
        #expect(no.values == ["online": "no"])
        #expect(form.validate(["online": "yes"], on: Self.today).map(\.field) == ["site"])
        #expect(form.validate(["online": "yes", "site": "x"], on: Self.today).map(\.field) == ["owner"])
        #expect(form.unknownFields(in: ["online": "no", "z": "", "b": ""]) == ["b", "z"])
    }

    @Test("Control characters do not get through, line breaks of a long text do")
    func controls() {
        let text = FormField(key: "a", label: "说明", kind: .multilineText)
        #expect(problem(text, .text("a\u{0}b")) != nil)
        #expect(kept(text, "一\r\n二") == "一\n二")
    }

    @Test("A value is a string or an array of strings in JSON, nothing else")
    func coding() throws {
        let values: [String: FormValue] = ["a": "甲", "b": .list(["x", "y"])]
        let data = try JSONEncoder().encode(values)
        #expect(try JSONDecoder().decode([String: FormValue].self, from: data) == values)
        #expect(throws: (any Error).self) {
            try JSONDecoder().decode([String: FormValue].self, from: Data(#"{"a":5}"#.utf8))
        }
    }
}

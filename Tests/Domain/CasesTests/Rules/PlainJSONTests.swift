import Foundation
import Items
import Testing
import WorkCalendar

@testable import Cases

@Suite("JSON by hand")
struct PlainJSONTests {
    @Test("answers and forms are read back by the coder as they were, whatever characters they hold")
    func forms() throws {
        let every = String(String.UnicodeScalarView((1...0x2FF).compactMap(Unicode.Scalar.init)))
        let form: [String: FormValue] = [
            "a\"b\\c": .text(every), "空": .text(""), "列表": .list(["一", "二\n三", "𠮷"]), "none": .list([]),
        ]
        #expect(try decode([String: FormValue].self, PlainJSON(form).text) == form)
        let answers = ["q1": "yes", "q\u{1F}": "\u{7}\r\t"]
        #expect(try decode([String: String].self, PlainJSON(answers).text) == answers)
        #expect(PlainJSON([String: FormValue]()).text == "{}")
    }

    @Test("the content of a document is read back by the coder as it was")
    func documents() throws {
        let content = DocumentContent(
            title: "受理通知书", issuer: "示例局", addressee: "李\"明\"", facts: [.init("事项", "示例\n许可")],
            paragraphs: ["第一段", ""], tables: [.init(heading: "材料", columns: ["名称", "份数"], rows: [["申请表", "1"], []])],
            closing: [], signatures: ["签收人"], issuedOn: try #require(CalendarDate("2026-11-25")),
            publicAddress: "http://localhost:8080", isSample: true)
        #expect(try decode(DocumentContent.self, PlainJSON(content).text) == content)
    }

    private func decode<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> Value {
        try JSONDecoder().decode(type, from: Data(text.utf8))
    }
}

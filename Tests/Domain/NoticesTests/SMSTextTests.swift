import Testing

@testable import Notices

struct SMSTextTests {
    @Test(
        "parts are counted as providers bill them",
        arguments: [
            (String(repeating: "忻", count: 70), 1), (String(repeating: "忻", count: 71), 2),
            (String(repeating: "忻", count: 134), 2), (String(repeating: "忻", count: 135), 3),
            (String(repeating: "忻", count: 69) + "𠮷", 2), (String(repeating: "忻", count: 70) + "😀", 2), ("", 1),
            (String(repeating: "忻", count: 66) + "😀" + String(repeating: "忻", count: 67), 3),
        ])
    func parts(text: String, count: Int) {
        #expect(SMSText.parts(text) == count)
    }

    @Test("a long text is shortened, signature and address stay whole, and no character is split")
    func shortening() {
        let text = SMSText.compose(
            signature: "【忻州政务】", text: String(repeating: "😀", count: 400), address: "https://example.test/cases/1")

        #expect(text.utf16.count <= SMSText.limit)
        #expect(text.hasPrefix("【忻州政务】😀"))
        #expect(text.hasSuffix("😀… https://example.test/cases/1"))
    }

    @Test("a short text is only put together")
    func short() {
        #expect(SMSText.compose(signature: "【a】", text: "您好。", address: "") == "【a】您好。")
    }

    @Test("ID numbers lose their middle, other numbers keep it")
    func idNumbers() {
        // 110101199003070679 has a right check digit, 110101199003070670 has not; 24 digits are a case number.
        #expect(SMSText.withoutIDNumbers("身份证110101199003070679。") == "身份证1101**********0679。")
        #expect(SMSText.withoutIDNumbers("号110101199003070670") == "号110101199003070670")
        #expect(SMSText.withoutIDNumbers("办件110101199003070679000001") == "办件110101199003070679000001")
        #expect(SMSText.withoutIDNumbers("110101900307067") == "110*********067")
    }
}

import Testing
import Typeset

@testable import Base

struct FileNameTests {
    @Test(
        "a usable name is kept",
        arguments: ["身份证.pdf", "a b (1).jpg", "..pdf", "café.png", String(repeating: "字", count: 200)])
    func usable(name: String) throws {
        #expect(try FileName(name).text == name)
    }

    @Test("white space around a name and decomposed letters are put right")
    func normalised() throws {
        #expect(try FileName("  cafe\u{301}.pdf ").text.unicodeScalars.elementsEqual("café.pdf".unicodeScalars))
    }

    @Test(
        "names with paths, control and hiding characters are refused",
        arguments: [
            "../etc/passwd", "C:\\a.pdf", "a/b.pdf", ".", "..", "a\u{0}.pdf", "a\nb.pdf", "a\u{202E}fdp.exe",
            "a\u{200B}.pdf",
            "\u{2028}.pdf", "a\u{7F}.pdf", "\u{FEFF}a.pdf",
        ])
    func unusable(name: String) {
        #expect(throws: FileRefusal.nameUnusable) { try FileName(name) }
    }

    @Test("no name and a name of 201 characters are refused")
    func lengths() {
        #expect(throws: FileRefusal.nameMissing) { try FileName("   ") }
        #expect(throws: FileRefusal.nameTooLong) { try FileName(String(repeating: "字", count: 201)) }
        // One visible character, 201 code points: the database counts code points.
        #expect(throws: FileRefusal.nameTooLong) { try FileName("x" + String(repeating: "\u{336}", count: 200)) }
    }

    @Test("the ending tells the truth about the content")
    func endings() throws {
        #expect(try FileName("报告.exe").fitting(.pdf) == "报告.exe.pdf")
        #expect(try FileName("照片.JPEG").fitting(.jpg) == "照片.JPEG")
        #expect(try FileName("照片").fitting(.png) == "照片.png")
        let long = try FileName(String(repeating: "长", count: 200)).fitting(.docx)
        #expect(long.unicodeScalars.count == 200)
        #expect(long.hasSuffix("长.docx"))
    }

    @Test(
        "every refusal says in Chinese what is wrong",
        arguments: [
            FileRefusal.nameMissing, .nameTooLong, .nameUnusable, .empty, .tooLarge(limit: 1 << 20), .beyondAnnounced,
            .wrongType,
            .offsetAhead(expected: 5), .incomplete(received: 1, total: 2), .uploadBusy, .uploadUnknown, .notFound,
            .storageFull, .storageReadOnly,
        ])
    func reasons(refusal: FileRefusal) {
        #expect(refusal.reason.hasSuffix("。"))
        #expect(refusal.code.hasPrefix("file."))
    }
}

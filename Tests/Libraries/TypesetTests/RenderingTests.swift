import Foundation
import Testing

@testable import Typeset

@Suite struct RenderingTests {
    @Test("an official letter with letterhead, seal and code stands on one page")
    func letter() async throws {
        let pdf = try await TypesetDocument.sampleLetter().renderInBackground()

        try look(at: pdf, name: "letter")
        #expect(pdf.pageCount == 1)
        #expect(pdf.missingCharacters.isEmpty)
        let text = try await Tool.characters(of: pdf.bytes)
        #expect(text.contains("决定予以受理。"))
        #expect(text.contains("2026年11月24日"))
    }

    @Test("a long table shows its head on every page, and the footer counts the pages")
    func receipt() async throws {
        let pdf = try await TypesetDocument.sampleReceipt(rows: 100).renderInBackground()

        try look(at: pdf, name: "receipt")
        let pages = try await Tool.pages(of: pdf.bytes)
        #expect(pages.count == pdf.pageCount)
        #expect(pages.count >= 4)
        for (index, page) in pages.enumerated() {
            let text = page.filter { !$0.isWhitespace }
            #expect(text.contains("材料名称"))
            #expect(text.contains("第\(index + 1)页共\(pages.count)页"))
            #expect(text.contains("办件编号14090020261124000123"))
        }
        let all = pages.joined()
        for row in 1...100 where row % 7 != 0 { #expect(all.contains("第\(row)项申请材料")) }
    }

    @Test("every kind of block can be set, in both styles", arguments: [TypesetStyle.letter, .form])
    func everyBlock(style: TypesetStyle) async throws {
        let pdf = try await TypesetDocument.everything(style: style).renderInBackground()

        try look(at: pdf, name: style == .letter ? "all-letter" : "all-form")
        let text = try await Tool.characters(of: pdf.bytes)
        for part in ["左对齐", "居中", "右对齐", "很高的一行", "扫码核验", "示例局", "附件"] { #expect(text.contains(part)) }
    }

    @Test("title, author and date stand in the metadata")
    func metadata() async throws {
        let pdf = try await TypesetDocument.sampleLetter().renderInBackground()

        let info = try await Tool.withFolder { folder in
            let file = folder.appending(path: "a.pdf")
            try Data(pdf.bytes).write(to: file)
            return String(decoding: try await Tool.run("pdfinfo", ["-isodates", file.path]), as: UTF8.self)
        }
        #expect(info.contains("行政许可申请受理通知书"))
        #expect(info.contains("雁门市示例审批服务管理局"))
        #expect(info.contains("2026-11-24T02:22:00Z"))
        #expect(info.contains("(A4)"))
    }

    @Test("equal documents give equal bytes, whatever was printed before")
    func determinism() async throws {
        let first = try await TypesetDocument.sampleLetter().renderInBackground()
        _ = try await TypesetDocument.everything(style: .form).renderInBackground()
        let second = try await TypesetDocument.sampleLetter().renderInBackground()

        #expect(first == second)
    }

    @Test("a full page of an official letter holds 22 lines of 28 characters")
    func lineGrid() async throws {
        let text = String(repeating: "政", count: 28 * 22)

        let full = try await TypesetDocument.plain([.text(text, indent: 0)]).renderInBackground()
        let over = try await TypesetDocument.plain([.text(text + "务", indent: 0)]).renderInBackground()

        let lines = try await Tool.pages(of: full.bytes, raw: true).joined().split(separator: "\n")
        #expect(lines.map(\.count) == Array(repeating: 28, count: 22))
        #expect(full.pageCount == 1)
        #expect(over.pageCount == 2)
    }

    @Test("what no font can print is reported")
    func missingCharacters() async throws {
        let rare = try await TypesetDocument.plain([.text("𠮷䶮㛃喆")]).renderInBackground()
        let unassigned = try await TypesetDocument.plain([.text("张\u{10FFFD}三")]).renderInBackground()

        #expect(rare.missingCharacters.isEmpty)
        #expect(unassigned.missingCharacters == ["\u{10FFFD}"])
    }

    @Test("a cancelled task gets no document")
    func cancellation() async throws {
        let document = try TypesetDocument.sampleLetter()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await document.renderInBackground()
        }

        await #expect(throws: CancellationError.self) { _ = try await task.value }
    }

    /// Writes the pages for a person to look at, if the variable TYPESET_LOOK names a folder.
    private func look(at pdf: TypesetPDF, name: String) throws {
        guard let folder = ProcessInfo.processInfo.environment["TYPESET_LOOK"] else { return }
        try Data(pdf.bytes).write(to: URL(filePath: folder).appending(path: "\(name).pdf"))
    }
}

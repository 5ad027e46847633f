import Foundation
import Testing

@testable import Typeset

@Suite struct QRCodeTests {
    @Test("a code has the three finders of a QR code")
    func finders() throws {
        let code = try QRCode("https://example.cn/c/1")

        let finder = ["1111111", "1000001", "1011101", "1011101", "1011101", "1000001", "1111111"]
        for (row, column) in [(0, 0), (0, code.side - 7), (code.side - 7, 0)] {
            let found = (0..<7).map { y in
                (0..<7).map { x in code[row: row + y, column: column + x] ? "1" : "0" }.joined()
            }
            #expect(found == finder)
        }
        #expect((code.side - 17) % 4 == 0)
    }

    @Test("texts without a code are refused with their reason")
    func refusals() {
        #expect(throws: QRCode.Failure.emptyText) { try QRCode("") }
        #expect(throws: QRCode.Failure.nullCharacter) { try QRCode("甲\u{0}乙") }
        #expect(throws: QRCode.Failure.tooLong) { try QRCode(String(repeating: "字", count: 1000)) }
    }

    @Test("the picture for pages is one path with a name, no style and nothing to break out of")
    func svg() throws {
        let svg = try QRCode("x").svg(size: 160, label: "扫码\"><script>&\u{0}")

        #expect(svg.contains(#"role="img" aria-label="扫码&quot;&gt;&lt;script&gt;&amp; ""#))
        #expect(svg.contains(#"width="160" height="160" viewBox="0 0 29 29""#))
        #expect(svg.contains(#"shape-rendering="crispEdges""#))
        #expect(svg.components(separatedBy: "<path ").count == 2)
        #expect(!svg.contains("style"))
        #expect(svg.unicodeScalars.allSatisfy { $0.value >= 32 })
    }

    @Test("the bars of the picture cover the dark modules and no others")
    func bars() throws {
        let code = try QRCode(String(repeating: "政务服务 ", count: 20))
        var painted = Array(repeating: false, count: code.side * code.side)

        for bar in code.bars {
            for column in bar.column..<(bar.column + bar.length) { painted[bar.row * code.side + column] = true }
        }

        #expect(painted == code.modules)
    }

    @Test(
        "a reader finds the text again, on screen and on paper", .enabled(if: Tool.isInstalled("zbarimg")),
        arguments: [
            "1", "https://zwfw.example.cn/c/14090020261124000123?k=7K3F92QD", "雁门市示例审批服务管理局 受理通知书 𠮷",
            String(repeating: "办件编号14090020261124000123；", count: 12), "tab\tand\nline", "ABC-123 $%*+./:",
        ])
    func roundTrip(text: String) async throws {
        let code = try QRCode(text)
        let document = TypesetDocument.plain([.text("扫码"), .qrCode(.init(code, caption: "说明", side: 150))])
        let pdf = try await document.renderInBackground()

        try await Tool.withFolder { folder in
            let picture = folder.appending(path: "code.png")
            try Data(TestPicture(code: code, scale: 4).png()).write(to: picture)
            try Data(pdf.bytes).write(to: folder.appending(path: "a.pdf"))
            let paper = folder.appending(path: "page")
            _ = try await Tool.run(
                "pdftoppm", ["-png", "-r", "150", "-singlefile", folder.appending(path: "a.pdf").path, paper.path])

            for file in [picture.path, paper.path + ".png"] {
                let read = try await Tool.run("zbarimg", ["-q", "--raw", "-Sdisable", "-Sqrcode.enable", file])
                #expect(String(decoding: read, as: UTF8.self) == text + "\n")
            }
        }
    }
}

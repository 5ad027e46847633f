import Foundation
import Testing

@testable import Typeset

@Suite struct RenderingTests {
    @Test("a letter becomes one PDF page whose text can be found")
    func letter() async throws {
        let pdf = try await TypesetDocument.sampleLetter().renderInBackground()

        #expect(pdf.bytes.starts(with: Array("%PDF-1.".utf8)))
        #expect(pdf.missingCharacters.isEmpty)
        let text = try await Tool.characters(of: pdf.bytes)
        #expect(text.contains("决定予以受理。"))
        if let folder = ProcessInfo.processInfo.environment["TYPESET_LOOK"] {
            try Data(pdf.bytes).write(to: URL(filePath: folder).appending(path: "letter.pdf"))
            let receipt = try TypesetDocument.sampleReceipt().render()
            try Data(receipt.bytes).write(to: URL(filePath: folder).appending(path: "receipt.pdf"))
        }
    }
}

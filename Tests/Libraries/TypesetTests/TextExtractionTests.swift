import Foundation
import SeededRandom
import Testing

@testable import Typeset

/// What goes in as text can be found, copied and read aloud from the PDF.
@Suite struct TextExtractionTests {
    @Test("random paragraphs come back character by character", arguments: 1...12)
    func randomParagraphs(seed: UInt64) async throws {
        var generator = SeededRandom(seed)
        let texts = (0..<Int.random(in: 1...6, using: &generator)).map { _ in
            generator.prose(length: Int.random(in: 1...900, using: &generator))
        }
        let alignments: [TextAlignment] = [.justified, .left, .centre, .right]
        let blocks = texts.map { text in
            TypesetDocument.Block.text(
                text, alignment: alignments.randomElement(using: &generator) ?? .left,
                indent: Double.random(in: 0...4, using: &generator), bold: Bool.random(using: &generator))
        }

        let pdf = try await TypesetDocument.plain(blocks).renderInBackground()

        let found = try await Tool.characters(of: pdf.bytes)
        #expect(found == texts.joined().filter { !$0.isWhitespace }, "seed \(seed)")
        #expect(pdf.missingCharacters.isEmpty)
    }

    @Test("every unified ideograph of the basic block comes back as itself")
    func basicIdeographs() async throws {
        let all = (0x4E00...0x9FFF).compactMap { Unicode.Scalar(UInt32($0)) }
        let text = String(String.UnicodeScalarView(all))

        let pdf = try await TypesetDocument.plain([.text(text)], style: .form).renderInBackground()

        let found = try await Tool.characters(of: pdf.bytes)
        // Noto of 2023 lacks the sixteen characters that Unicode 13 and 14 added.
        #expect(pdf.missingCharacters.count <= 16)
        let printed = all.filter { !pdf.missingCharacters.contains(Character($0)) }
        // The boxes for missing characters hold their numbers, in ASCII.
        #expect(found.unicodeScalars.filter { !$0.isASCII }.elementsEqual(printed))
    }

    @Test("cells of a table come back")
    func tableCells() async throws {
        var generator = SeededRandom(99)
        let rows = (0..<40).map { row in ["第\(row)行", generator.prose(length: 30), "\(row * 17)"] }
        let table = TypesetDocument.Table(
            columns: [.init("名称", share: 2), .init("说明", share: 4), .init("数量", alignment: .right)], rows: rows)

        let pdf = try await TypesetDocument.plain([.table(table)], style: .form).renderInBackground()

        let found = try await Tool.characters(of: pdf.bytes)
        for cell in rows.joined() {
            #expect(Set(cell.filter { !$0.isWhitespace }).isSubset(of: Set(found)))
        }
        for row in rows { #expect(found.contains(row[0])) }
    }
}

extension TypesetDocument {
    /// A document with nothing on the page but the blocks.
    static func plain(_ blocks: [Block], style: TypesetStyle = .letter) -> TypesetDocument {
        TypesetDocument(
            title: "测试", author: "测试", created: .sample, style: style, footer: nil, blocks: blocks)
    }
}

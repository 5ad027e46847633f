import SeededRandom
import Testing

@testable import Typeset

@Suite struct LineSettingTests {
    @Test("justified lines end at the edge, the last one where its text ends")
    func justified() throws {
        var generator = SeededRandom(3)
        let text = generator.prose(length: 300, alphabet: 3000)

        let widths = try widths(
            of: text, TextSetting(size: 12, pitch: 20, width: 360, alignment: .justified, indent: 24))

        let full = widths.dropLast().filter { abs($0.right - 360) < 0.1 }
        #expect(widths.count > 8)
        // A long word may leave a line too open to be stretched.
        #expect(full.count >= widths.count - 3)
        #expect(widths.allSatisfy { $0.right < 360.1 })
        #expect(widths.first?.x == 24)
        #expect(widths.dropFirst().allSatisfy { $0.x == 0 })
    }

    @Test("a Latin word is never pulled apart")
    func latinWords() throws {
        let setting = TextSetting(size: 12, pitch: 20, width: 100, alignment: .justified)
        let word = try Press.use { fonts in LineSetter(fonts: fonts).width("Hummingbird", setting) }

        let words = try widths(of: "Hummingbird Hummingbird", setting)
        let mixed = try widths(of: "中Hummingbird中文字混排成段落", setting)

        #expect(words.count == 2 && words.allSatisfy { abs($0.right - word) < 0.1 })
        #expect(mixed.count > 1 && abs(mixed[0].right - 100) < 0.1)
    }

    @Test("centred and right lines stand where they should")
    func alignments() throws {
        let centred = try widths(of: "四个汉字", TextSetting(size: 10, pitch: 20, width: 100, alignment: .centre))
        let right = try widths(of: "四个汉字", TextSetting(size: 10, pitch: 20, width: 100, alignment: .right))

        #expect(abs((centred.first?.x ?? 0) - 30) < 0.1)
        #expect(abs((right.first?.x ?? 0) - 60) < 0.1)
    }

    @Test("no line begins with a mark that closes or ends with one that opens")
    func punctuation() throws {
        var generator = SeededRandom(11)
        let text = generator.prose(length: 3000, alphabet: 3000)

        let pdf = try TypesetDocument.plain([.text(text)], style: .form).render()

        #expect(pdf.pageCount > 1)
        let lines = try lines(of: text, TextSetting(size: 12, pitch: 20, width: 300))
        #expect(lines.count > 50)
        #expect(lines.allSatisfy { !"，。、；：）》？".contains($0.first ?? "x") })
        #expect(lines.allSatisfy { !"（《".contains($0.last ?? "x") })
    }

    @Test("windows over a long text break it into the same lines as one look at the whole", arguments: 1...5)
    func windows(seed: UInt64) throws {
        var generator = SeededRandom(seed)
        let text = generator.prose(length: 5000, alphabet: 3000)
        let setting = TextSetting(size: 12, pitch: 20, width: 300, indent: 24)

        let windowed = try lines(of: text, setting)
        let whole = try Press.use { fonts in
            LineSetter(fonts: fonts, windowLength: .max).lines(text, setting).map(\.text)
        }

        #expect(windowed == whole)
        #expect(windowed.joined() == text)
    }

    private func lines(of text: String, _ setting: TextSetting) throws -> [String] {
        try Press.use { fonts in LineSetter(fonts: fonts).lines(text, setting).map(\.text) }
    }

    private func widths(of text: String, _ setting: TextSetting) throws -> [(x: Double, right: Double)] {
        try Press.use { fonts in
            LineSetter(fonts: fonts).lines(text, setting).map { (x: $0.x, right: $0.x + $0.width) }
        }
    }
}

extension SetLine {
    var text: String { layout.text(of: line) }
}

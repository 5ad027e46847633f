import SeededRandom
import Testing

@testable import Markup

struct HTMLTests {
    @Test("text that enters through an interpolation is escaped")
    func escapesText() {
        let name = "<b>Tom & \"Jerry's\"</b>"

        let html: HTML = "<p title=\"\(name)\">\(name)</p>"

        let safe = "&lt;b&gt;Tom &amp; &quot;Jerry&#39;s&quot;&lt;/b&gt;"
        #expect(html.text == "<p title=\"\(safe)\">\(safe)</p>")
    }

    @Test("markup inside markup is kept")
    func keepsMarkup() {
        let inner: HTML = "<b>办件</b>"

        let html: HTML = "<p>\(inner)\([inner, "<i>2</i>"])</p>"

        #expect(html.text == "<p><b>办件</b><b>办件</b><i>2</i></p>")
    }

    @Test("what is absent renders as nothing")
    func optionals() {
        let noText: String? = nil
        let noMarkup: HTML? = nil
        let noNumber: Int? = nil

        let html: HTML = "[\(noText)\(noMarkup)\(noNumber)\(HTML.empty)]"

        #expect(html.text == "[]")
    }

    @Test("a choice between two texts stays text, a choice with .empty is markup")
    func literalsInInterpolations() {
        let isOn = true

        let asText: HTML = "\(isOn ? "<i>" : "")"
        let asMarkup: HTML = "\(isOn ? "<i>\("<")</i>" : .empty)"

        #expect(asText.text == "&lt;i&gt;")
        #expect(asMarkup.text == "<i>&lt;</i>")
    }

    @Test("numbers, slices and Chinese text come out as they are")
    func plainValues() {
        let slice = "忻州市政务服务".prefix(3)
        let count: UInt16 = 65535

        let html: HTML = "\(slice)\(count)\(-3)𠮷"

        #expect(html.text == "忻州市65535-3𠮷")
    }

    @Test("an attribute is written whole or not at all")
    func attributes() {
        let value: String? = "a\"b"
        let none: String? = nil

        let html: HTML =
            "<input\(attribute: "value", value)\(attribute: "name", none)\(attribute: "checked", if: true)\(attribute: "disabled", if: false)\(attribute: "size", 3)>"

        #expect(html.text == "<input value=\"a&quot;b\" checked size=\"3\">")
    }

    @Test("control characters that HTML forbids are left out, tabs and line ends stay")
    func controlCharacters() {
        #expect(HTML.escaped("a\u{0}b\u{1B}c\u{7F}\td\ne").text == "abc\td\ne")
    }

    @Test("parts are joined with the separator between them only")
    func joins() {
        let parts: [HTML] = ["<i>1</i>", "<i>2</i>", "<i>3</i>"]

        #expect(parts.joined(separator: "、").text == "<i>1</i>、<i>2</i>、<i>3</i>")
        #expect([HTML]().joined(separator: "、").isEmpty)
        #expect((parts[0] + parts[1]).text == "<i>1</i><i>2</i>")
    }

    @Test("whatever the text, the result holds no markup and reads back as the text")
    func randomText() throws {
        var random = SeededRandom(20_251_124)
        let alphabet: [Character] = ["<", ">", "&", "\"", "'", "a", "办", "𠮷", "é", "\u{301}", ";", "#", "=", " "]
        for _ in 0..<2_000 {
            let text = String(
                (0..<Int.random(in: 0...40, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? "a" })

            let html = HTML.escaped(text)

            #expect(!html.bytes.contains { "<>\"'".utf8.contains($0) }, "seed 20251124, text \(text)")
            #expect(unescaped(html.text) == text)
        }
    }

    /// Works on bytes: an entity followed by a combining mark is no longer made of the same characters.
    private func unescaped(_ markup: String) -> String {
        let entities = ["&lt;": "<", "&gt;": ">", "&quot;": "\"", "&#39;": "'", "&amp;": "&"]
        var rest = Array(markup.utf8)[...]
        var text: [UInt8] = []
        while let byte = rest.first {
            if let (entity, character) = entities.first(where: { rest.starts(with: $0.key.utf8) }) {
                text.append(contentsOf: character.utf8)
                rest = rest.dropFirst(entity.utf8.count)
            } else {
                text.append(byte)
                rest = rest.dropFirst()
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}

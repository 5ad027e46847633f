import SeededRandom
import Testing

@testable import XMLTree

struct TreeReaderTests {
    private func read(_ text: String) throws(TreeError) -> TreeElement {
        try TreeElement(reading: Array(text.utf8))
    }

    @Test("elements come with namespace, line, attributes, children and text")
    func reads() throws {
        let root = try read(
            "<a xmlns=\"urn:x\" xmlns:y=\"urn:y\">\n  <b c=\"1 &lt; 2\" y:d=\"3\">text<![CDATA[ & more]]></b>\n</a>")

        let child = try #require(root.child("b"))
        #expect(root.namespace == "urn:x")
        #expect(child.line == 2)
        #expect(child[attribute: "c"] == "1 < 2")
        #expect(child[attribute: "{urn:y}d"] == "3")
        #expect(child.text == "text & more")
    }

    @Test("a document type is refused, so no entity can grow or read a file")
    func doctype() {
        let bomb = "<?xml version=\"1.0\"?>\n<!DOCTYPE a [<!ENTITY b \"bbbb\"><!ENTITY c \"&b;&b;&b;\">]><a>&c;</a>"
        #expect(throws: TreeError.doctype(line: 2)) { try read(bomb) }
        #expect(throws: TreeError.doctype(line: 1)) {
            try read("<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>")
        }
        #expect(throws: TreeError.self) { try read("<a>&unknown;</a>") }
    }

    @Test("what is too large, not UTF-8 or not well-formed is refused with its line")
    func refused() {
        #expect(throws: TreeError.tooLarge(limit: 4)) { try TreeElement(reading: Array("<abc/>".utf8), limit: 4) }
        #expect(throws: TreeError.encoding) { try TreeElement(reading: [0x3C, 0x61, 0xFF, 0x3E]) }
        #expect(throws: TreeError.encoding) { try TreeElement(reading: [0xFF, 0xFE, 0x3C, 0x00]) }
        do {
            _ = try read("<a>\n<b>\n</a>")
            Issue.record("read")
        } catch {
            guard case .malformed(let line, let reason) = error else { return #expect(Bool(false), "\(error)") }
            #expect(line == 3)
            #expect(!reason.isEmpty)
        }
        let deep = String(repeating: "<a>", count: 5_000) + String(repeating: "</a>", count: 5_000)
        #expect(throws: TreeError.self) { try read(deep) }
    }

    @Test("whatever text is written reads back, less what XML cannot hold")
    func roundTrip() throws {
        var random = SeededRandom(11)
        for _ in 0..<500 {
            let text = random.text(upTo: 20)
            let scalars = text.unicodeScalars.filter {
                $0.value >= 0x20 && $0.value != 0xFFFE && $0.value != 0xFFFF || "\n\t\r".unicodeScalars.contains($0)
            }
            let expected = String(String.UnicodeScalarView(scalars))
            var writer = TreeWriter()
            writer.element("root", ["a": text]) { $0.element("b", text: text) }
            let root = try TreeElement(reading: Array(writer.text.utf8))
            #expect(root[attribute: "a"]?.unicodeScalars.elementsEqual(expected.unicodeScalars) == true)
            #expect(root.child("b")?.text.unicodeScalars.elementsEqual(expected.unicodeScalars) == true)
        }
    }

    @Test("arbitrary bytes give an element or an error, never a crash")
    func fuzz() {
        var random = SeededRandom(3)
        let seed = Array("<a b=\"c\"><d>e</d><!-- f --><![CDATA[g]]></a>".utf8)
        var refusals = 0
        for _ in 0..<2_000 {
            var bytes = seed
            for _ in 0..<random.int(1...4) { bytes[random.int(0...bytes.count - 1)] = UInt8(random.int(0...255)) }
            if (try? TreeElement(reading: bytes)) == nil { refusals += 1 }
        }
        #expect(refusals > 500)
    }
}

import SeededRandom
import Testing

@testable import Typeset

@Suite struct FileSignatureTests {
    @Test("each kind is told by its content")
    func kinds() throws {
        let png = TestPicture(width: 8, height: 8, red: 1, green: 2, blue: 3).png()

        #expect(FileSignature(Self.pdf) == .pdf)
        #expect(FileSignature(png) == .png)
        #expect(FileSignature(try ImagePreview(png, size: .page).jpeg) == .jpg)
        #expect(FileSignature(Self.zip(["OFD.xml", "Doc_0/Document.xml"])) == .ofd)
        #expect(FileSignature(Self.zip(["[Content_Types].xml", "word/document.xml"])) == .docx)
        #expect(FileSignature(Self.zip(["[Content_Types].xml", "xl/workbook.xml"])) == .xlsx)
    }

    @Test("our own documents are PDF")
    func ownDocument() throws {
        #expect(FileSignature(try TypesetDocument.plain([.text("正文")]).render().bytes) == .pdf)
    }

    @Test(
        "other content has no kind",
        arguments: [
            "", "x", "%PDF", "%PDF-1.7 without an end", " %PDF-1.7\n%%EOF", "<html></html>",
            "<?xml version='1.0'?><svg/>",
            "GIF89a", "MZ", "PK\u{3}\u{4}", "{\\rtf1}", "#!/bin/sh", "\u{89}PNG",
        ])
    func others(text: String) {
        #expect(FileSignature(Array(text.utf8)) == nil)
    }

    @Test("archives that are no document, or hold macros, have no kind")
    func archives() {
        for names in [
            ["a.txt"], ["META-INF/MANIFEST.MF", "Main.class"], ["[Content_Types].xml", "ppt/presentation.xml"],
            ["[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"],
            ["[Content_Types].xml", "xl/workbook.xml", "xl/VBAPROJECT.BIN"],
            ["[Content_Types].xml", "word/document.xml", "xl/workbook.xml"], ["ofd.xml"], ["sub/OFD.xml"], [],
        ] { #expect(FileSignature(Self.zip(names)) == nil) }
    }

    @Test("a file that could pass as a second kind has none")
    func polyglots() throws {
        let picture = TestPicture(width: 8, height: 8, red: 1, green: 2, blue: 3)
        let png = picture.png()
        let jpeg = try ImagePreview(png, size: .page).jpeg
        let page = Array("<HTML><ScRipt>alert(1)</script>".utf8)
        let jar = Self.zip(["META-INF/MANIFEST.MF"])
        let comment: [UInt8] = [0xFF, 0xFE, 0, UInt8(page.count + 2)] + page

        #expect(FileSignature(Array("%PDF-1.4\n<svg onload=x>\n%%EOF".utf8)) == nil)
        #expect(FileSignature(picture.png(extra: [("tEXt", Array("Comment\u{0}".utf8) + page)])) == nil)
        #expect(FileSignature(Array(jpeg.prefix(2)) + comment + Array(jpeg.dropFirst(2))) == nil)
        for file in [png, jpeg] {
            #expect(FileSignature(file + page) == nil)
            #expect(FileSignature(file + Self.pdf) == nil)
            #expect(FileSignature(file + jar) == nil)
        }
        #expect(FileSignature(Self.pdf + jar) == nil)
    }

    @Test("harmless texts and trailing bytes of cameras are no second kind")
    func harmlessExtras() throws {
        let picture = TestPicture(width: 8, height: 8, red: 1, green: 2, blue: 3)
        let jpeg = try ImagePreview(picture.png(), size: .page).jpeg
        let xmp = Array("<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF/></x:xmpmeta>".utf8)

        #expect(FileSignature(picture.png(extra: [("iTXt", xmp)])) == .png)
        #expect(FileSignature(jpeg + Array(repeating: 0, count: 100)) == .jpg)
    }

    @Test("slices are read like whole files")
    func slices() {
        #expect(FileSignature((Array("xx".utf8) + Self.pdf).dropFirst(2)) == .pdf)
        #expect(FileSignature((Array("xx".utf8) + Self.zip(["OFD.xml"])).dropFirst(2)) == .ofd)
    }

    @Test("cut or flipped bytes never crash", arguments: 1...40)
    func damaged(seed: UInt64) throws {
        var generator = SeededRandom(seed)
        let png = TestPicture(width: 8, height: 8, red: 1, green: 2, blue: 3).png()
        for original in [
            png, try ImagePreview(png, size: .page).jpeg, Self.zip(["[Content_Types].xml", "word/document.xml"]),
        ] {
            for _ in 0..<20 {
                var file = Array(original.prefix(Int.random(in: 0...original.count, using: &generator)))
                for _ in 0..<4 where !file.isEmpty {
                    file[Int.random(in: 0..<file.count, using: &generator)] = UInt8.random(
                        in: 0...255, using: &generator)
                }
                let kind = FileSignature(file)
                #expect(kind == nil || [.png, .jpg, .docx].contains(kind), "seed \(seed)")
            }
        }
    }

    private static let pdf = Array("%PDF-1.7\n1 0 obj <</Type /Catalog>> endobj\ntrailer <<>>\n%%EOF\n".utf8)

    /// A ZIP file of empty entries.
    private static func zip(_ names: [String]) -> [UInt8] {
        var file: [UInt8] = []
        var directory: [UInt8] = []
        for name in names {
            let length = [UInt8(name.utf8.count), 0]
            let offset = [UInt8(truncatingIfNeeded: file.count), UInt8(truncatingIfNeeded: file.count >> 8), 0, 0]
            let common = Array(repeating: UInt8(0), count: 20) + length + [0, 0]
            file += [0x50, 0x4B, 3, 4, 10, 0] + common + Array(name.utf8)
            directory += [0x50, 0x4B, 1, 2, 10, 0, 10, 0] + common + Array(repeating: 0, count: 10) + offset
            directory += Array(name.utf8)
        }
        let count = [UInt8(names.count), 0]
        let size = [UInt8(truncatingIfNeeded: directory.count), UInt8(truncatingIfNeeded: directory.count >> 8), 0, 0]
        let start = [UInt8(truncatingIfNeeded: file.count), UInt8(truncatingIfNeeded: file.count >> 8), 0, 0]
        return file + directory + [0x50, 0x4B, 5, 6, 0, 0, 0, 0] + count + count + size + start + [0, 0]
    }
}

import Foundation
import SeededRandom
import Testing

@testable import Typeset

/// What cannot be set is refused with a reason; nothing traps.
@Suite struct RefusedDocumentTests {
    @Test(
        "a document without blocks, or with page breaks only, is empty",
        arguments: [[], [.pageBreak], [.spacer(10)]] as [[TypesetDocument.Block]])
    func empty(blocks: [TypesetDocument.Block]) {
        #expect(throws: TypesetError.emptyDocument) { try TypesetDocument.plain(blocks).render() }
    }

    @Test(
        "pages without room are refused",
        arguments: [
            PageSize(width: 150, height: 842), PageSize(width: 595, height: 200), PageSize(width: .nan, height: 842),
            PageSize(width: .infinity, height: 842), PageSize(width: -1, height: 842),
        ])
    func noRoom(size: PageSize) {
        var document = TypesetDocument.plain([.text("正文")])
        document.pageSize = size

        #expect(throws: TypesetError.noRoom) { try document.render() }
    }

    @Test("type of size nought, endless or not a number is refused", arguments: [0, -3, .infinity, .nan])
    func sizes(size: Double) {
        var style = TypesetStyle.letter
        style.bodySize = size

        #expect(throws: TypesetError.noRoom) { try TypesetDocument.plain([.text("正文")], style: style).render() }
    }

    @Test("a ragged table names its row")
    func raggedTable() {
        let table = TypesetDocument.Table(columns: [.init("甲"), .init("乙")], rows: [["一", "二"], ["三"]])

        #expect(throws: TypesetError.malformedTable(row: 1)) { try TypesetDocument.plain([.table(table)]).render() }
    }

    @Test("a table without columns or without width is malformed", arguments: [[], [0, 0], [.nan], [.infinity]])
    func tableWithoutWidth(shares: [Double]) {
        let table = TypesetDocument.Table(columns: shares.map { .init("甲", share: $0) }, rows: [])

        #expect(throws: TypesetError.malformedTable(row: 0)) { try TypesetDocument.plain([.table(table)]).render() }
    }

    @Test("columns too narrow for a character have no room")
    func narrowColumns() {
        let columns = (0..<60).map { TypesetDocument.Table.Column("列\($0)") }

        #expect(throws: TypesetError.noRoom) {
            try TypesetDocument.plain([.table(.init(columns: columns, rows: []))]).render()
        }
    }

    @Test("a signature higher than the page has no room")
    func highSignature() {
        let body = String(repeating: "局\n", count: 40)

        #expect(throws: TypesetError.noRoom) {
            try TypesetDocument.plain([.signature(.init(body: body, date: "今日"))]).render()
        }
    }

    @Test("more than two thousand pages are refused")
    func tooManyPages() {
        let breaks: [TypesetDocument.Block] = (0..<2001).flatMap { _ in [.text("页"), .pageBreak] }

        #expect(throws: TypesetError.tooManyPages) { try TypesetDocument.plain(breaks).render() }
    }

    @Test("numbers that are none do no harm", arguments: [Double.nan, .infinity, -.infinity, -1e300, 1e300])
    func wildNumbers(number: Double) async throws {
        let code = try QRCode("x")
        var seal = SealImage.sample(name: "示例局")
        seal.diameter = 100
        var document = TypesetDocument.plain([
            .text("正文", indent: number), .spacer(number), .heading("题", level: Int(clamping: number)),
            .keyValues(.init([.init("键", "值")], pairsPerRow: Int(clamping: number), labelWidth: number)),
            .qrCode(.init(code, caption: "码", side: number)),
            .signature(.init(body: "局", date: "日", seal: seal, code: .init(code, caption: "码", side: number))),
        ])
        document.created = Date(timeIntervalSince1970: number)

        let text = try await Tool.characters(of: document.renderInBackground().bytes)

        #expect(text.contains("正文"))
        #expect(text.contains("局"))
    }

    @Test("control characters, direction marks and non-characters vanish; line ends begin new lines")
    func controlCharacters() async throws {
        let text = "甲\u{0}\u{7}乙\u{202E}丙\u{2066}丁\u{FFFE}\t戊\r\n己\u{2028}庚\u{1B}[31m\u{FEFF}"

        let pdf = try await TypesetDocument.plain([.text(text)]).renderInBackground()

        let lines = try await Tool.pages(of: pdf.bytes, raw: true).joined().split(separator: "\n")
        #expect(lines == ["甲乙丙丁 戊", "己", "庚[31m"])
    }

    @Test("whatever people type, in whatever place, a document comes out", arguments: 1...40)
    func hostileText(seed: UInt64) async throws {
        var random = SeededRandom(seed)
        var texts: [String] { (0..<3).map { _ in random.text(upTo: 60) } }
        let code = TypesetDocument.QRBlock(try QRCode("x"), caption: random.text(upTo: 20))
        var document = TypesetDocument.plain([
            .letterhead(random.text(upTo: 30)), .heading(random.text(upTo: 50)),
            .paragraph(.init(texts.map { TextRun($0, bold: random.int(0...1) == 1) }, alignment: .justified)),
            .keyValues(.init(texts.map { .init($0, random.text(upTo: 90)) }, pairsPerRow: 2)),
            .table(.init(columns: texts.map { .init($0) }, rows: [texts, texts])), .qrCode(code),
            .signature(
                .init(
                    body: random.text(upTo: 20), date: random.text(upTo: 20),
                    seal: .sample(name: random.text(upTo: 90)), code: code)),
        ])
        document.title = random.text(upTo: 50)
        document.author = random.text(upTo: 50)
        document.header = PageHeader(left: random.text(upTo: 300), right: random.text(upTo: 300))
        document.footer = PageFooter(text: random.text(upTo: 300))

        let pdf = try await document.renderInBackground()

        #expect(try await Tool.pages(of: pdf.bytes).count == pdf.pageCount)
    }

    @Test("endless words, piles of marks and lonely joiners are set without harm")
    func strangeText() async throws {
        let texts = [
            String(repeating: "x", count: 5000), "e" + String(repeating: "\u{301}", count: 6000),
            String(repeating: "\u{200D}", count: 3000), String(repeating: "\n", count: 300), "", " ",
            "👨‍👩‍👧‍👦🇨🇳", "العربية نص עברית", "\u{1100}\u{1161}\u{11A8}", "Ａｌｌ\u{3000}",
        ]

        let pdf = try await TypesetDocument.plain(texts.map { .text($0) }).renderInBackground()

        let found = try await Tool.characters(of: pdf.bytes)
        #expect(found.filter { $0 == "x" }.count == 5000)
    }
}

extension Int {
    /// The nearest whole number; nought for what is not a number.
    fileprivate init(clamping value: Double) {
        self = value.isNaN ? 0 : Int(Swift.max(-1e15, Swift.min(1e15, value)))
    }
}

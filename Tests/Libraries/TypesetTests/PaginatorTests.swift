import SeededRandom
import Testing

@testable import Typeset

/// Page making, on strips that draw nothing.
@Suite struct PaginatorTests {
    @Test("strips fill a page to its last point and go on on the next")
    func filling() throws {
        #expect(try heights([10, 10, 10, 10, 10], page: 30) == [[0, 10, 20], [0, 10]])
    }

    @Test("rounding errors of many lines do not cost a line")
    func rounding() throws {
        let strips = Array(repeating: Strip(height: 0.1) { _, _ in }, count: 30)

        #expect(try Paginator.pages(of: strips, height: 3).count == 1)
    }

    @Test("a gap vanishes at the top of a page")
    func gaps() throws {
        let strips = [10, 10, 10, 10].map { height in Strip(height: height, gap: 5) { _, _ in } }

        #expect(try heights(strips, page: 26) == [[0, 15], [0, 15]])
    }

    @Test("strips that keep together move together")
    func keeping() throws {
        var strips = Array(repeating: Strip(height: 10) { _, _ in }, count: 5)
        strips[2].keepsWithNext = true
        strips[3].keepsWithNext = true

        #expect(try heights(strips, page: 40) == [[0, 10], [0, 10, 20]])
    }

    @Test("a group longer than a page begins at once and breaks where it must")
    func longGroup() throws {
        var strips = Array(repeating: Strip(height: 10) { _, _ in }, count: 6)
        for index in 1...4 { strips[index].keepsWithNext = true }

        #expect(try heights(strips, page: 30) == [[0, 10, 20], [0, 10, 20]])
    }

    @Test("the head of a table stands on each later page and takes its room")
    func head() throws {
        let head = Strip.Head(height: 10) { _, _ in }
        let row = Strip(height: 10, head: head) { _, _ in }
        let strips = [Strip(height: 10, keepsWithNext: true) { _, _ in }] + Array(repeating: row, count: 5)

        #expect(try heights(strips, page: 30) == [[0, 10, 20], [0, 10, 20], [0, 10]])
    }

    @Test("a row that goes on gets an edge at the foot of the page and at the top of the next")
    func edges() throws {
        let part = Strip(height: 10, breakEdge: { _, _ in }, draw: { _, _ in })

        #expect(try heights([part, part, part], page: 20) == [[0, 10, 20], [0, 0]])
    }

    @Test("a page break asked for comes even where there is room")
    func pageBreak() throws {
        let strips = [Strip(height: 10) { _, _ in }, Strip(height: 10, startsPage: true) { _, _ in }]

        #expect(try heights(strips, page: 100) == [[0], [0]])
    }

    @Test("a strip higher than the page has no room")
    func tooHigh() {
        #expect(throws: TypesetError.noRoom) { try heights([10, 31], page: 30) }
    }

    @Test("no strip is lost or changes its place, whatever the strips", arguments: 1...50)
    func nothingLost(seed: UInt64) throws {
        var generator = SeededRandom(seed)
        let strips = (0..<Int.random(in: 1...80, using: &generator)).map { _ in
            Strip(
                height: Double.random(in: 0...40, using: &generator), gap: Double.random(in: 0...20, using: &generator),
                keepsWithNext: Bool.random(using: &generator), startsPage: Int.random(in: 0...9, using: &generator) == 0
            ) { _, _ in }
        }

        let pages = try Paginator.pages(of: strips, height: 100)

        #expect(pages.joined().count == strips.count, "seed \(seed)")
        var next = strips.makeIterator()
        for page in pages {
            var bottom = 0.0
            for placed in page {
                let upcoming = next.next()
                let strip = try #require(upcoming)
                #expect(placed.y >= bottom && placed.y + strip.height <= 100.01, "seed \(seed)")
                bottom = placed.y + strip.height
            }
        }
    }

    private func heights(_ heights: [Double], page: Double) throws -> [[Double]] {
        try self.heights(heights.map { Strip(height: $0) { _, _ in } }, page: page)
    }

    private func heights(_ strips: [Strip], page: Double) throws -> [[Double]] {
        try Paginator.pages(of: strips, height: page).map { $0.map(\.y) }
    }
}

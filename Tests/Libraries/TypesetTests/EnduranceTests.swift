import Foundation
import SeededRandom
import Testing

@testable import Typeset

/// Long, many, and at once.
@Suite(.serialized) struct EnduranceTests {
    @Test("a paragraph of a megabyte loses no character")
    func hugeParagraph() async throws {
        var generator = SeededRandom(7)
        let text = generator.prose(length: 280_000, alphabet: 3500)
        #expect(text.utf8.count > 1_000_000)

        let pdf = try await TypesetDocument.plain([.text(text)], style: .form).renderInBackground()

        let found = try await Tool.characters(of: pdf.bytes)
        #expect(pdf.pageCount > 200)
        #expect(found.utf8.elementsEqual(text.utf8.filter { $0 != UInt8(ascii: " ") }))
    }

    /// Two threads in Cairo 1.16 wait for each other for ever once its glyph cache (16,384 glyphs) is full.
    @Test("eight threads at once print many different characters and end")
    func concurrency() async throws {
        let documents = (0..<8).map { number in
            var generator = SeededRandom(UInt64(number))
            return TypesetDocument.plain([.text(generator.prose(length: 6000))], style: .form)
        }

        let pages = try await withThrowingTaskGroup(of: (Int, TypesetPDF).self) { group in
            for (index, document) in documents.enumerated() {
                // Half of them through the queue, half on threads of their own.
                group.addTask {
                    if index % 2 == 0 { return (index, try await document.renderInBackground()) }
                    return (index, try await Self.onOwnThread { try document.render() })
                }
            }
            return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }

        for (index, document) in documents.enumerated() {
            #expect(pages[index] == (try document.render()))
        }
    }

    @Test("two hundred renderings leave memory flat")
    func memory() async throws {
        let documents = [try TypesetDocument.sampleLetter(), try TypesetDocument.sampleReceipt(rows: 20)]
        for document in documents + documents { _ = try await document.renderInBackground() }

        var growths: [Int] = []
        for _ in 0..<3 {
            let before = Self.residentKilobytes()
            for round in 0..<70 { _ = try await documents[round % 2].renderInBackground() }
            growths.append(Self.residentKilobytes() - before)
        }

        // Other suites run in the same process: what leaks here grows every time, what they take does not. 70 letters
        // are 14 MB of PDF.
        #expect((growths.min() ?? .max) < 2048, "\(growths)")
    }

    private static func onOwnThread<Result: Sendable>(
        _ body: @escaping @Sendable () throws -> Result
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Swift.Result { try body() }) }
        }
    }

    private static func residentKilobytes() -> Int {
        let statm = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
        let pages = statm.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return pages * sysconf(Int32(_SC_PAGESIZE)) / 1024
    }
}

import Foundation
import Testing

/// `docs/problems` is the one source of what the doors say at `/problems/…`, and knows every code that they answer.
struct ProblemPagesTests {
    private let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    @Test("the doors carry the pages of docs/problems as they are; scripts/problems joins them anew")
    func embedded() throws {
        let joined = try pages().map { try String(contentsOf: $0, encoding: .utf8) + "\n" }.joined()
        let carried = root.appendingPathComponent("Sources/Doors/Web/Answers/problems.txt")

        #expect(try String(contentsOf: carried, encoding: .utf8) == joined)
    }

    @Test("every code of a refusal or a problem has its page, and the overview names it")
    func complete() throws {
        let known = Set(try pages().map { $0.deletingPathExtension().lastPathComponent })
        let overview = try String(
            contentsOf: root.appendingPathComponent("docs/problems/README.md"), encoding: .utf8)
        let used = try codes()

        #expect(used.count > 100)
        #expect(used.subtracting(known) == [])
        #expect(known.filter { !overview.contains("[\($0)](\($0).md)") } == [])
        #expect(overview.contains("\(known.count) codes today"))
    }

    private func pages() throws -> [URL] {
        let folder = root.appendingPathComponent("docs/problems")
        return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "md" && $0.lastPathComponent != "README.md" }
            .sorted { $0.lastPathComponent.utf8.lexicographicallyPrecedes($1.lastPathComponent.utf8) }
    }

    /// `"case.not-found"` in the refusals of the domain, and the second argument of `Problem(.notFound, "not-found", …)`.
    private func codes() throws -> Set<String> {
        var codes: Set<String> = []
        let sources = root.appendingPathComponent("Sources")
        let files = FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil)
        while let file = files?.nextObject() as? URL {
            guard file.pathExtension == "swift" else { continue }
            let text = try String(contentsOf: file, encoding: .utf8)
            if file.lastPathComponent.hasSuffix("Refusal.swift") {
                codes.formUnion(text.matches(of: /: "([a-z]+\.[a-z-]+)"/).map { String($0.1) })
            }
            // A prefix of the module and a table of words.
            if let prefix = text.firstMatch(of: /"([a-z]+)\.\\\(word\)"/)?.1,
                let table = text.range(of: "var word: String {")
            {
                let end = text.range(of: "\n    }\n", range: table.upperBound..<text.endIndex)?.lowerBound
                let words = text[table.upperBound..<(end ?? text.endIndex)].matches(of: /: "([a-z-]+)"/)
                codes.formUnion(words.map { "\(prefix).\($0.1)" })
            }
            codes.formUnion(text.matches(of: /Problem\(\s*\.[a-zA-Z]+, "([a-z.-]+)"/).map { String($0.1) })
        }
        return codes
    }
}

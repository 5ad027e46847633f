import Foundation
import Testing

@testable import Processes

struct SharedWordsTests {
    private static func file() -> String { NSTemporaryDirectory() + "yanmen-words-\(UUID().uuidString)" }

    @Test("what one process counts, another one that names the same file sees; the file outlives both")
    func shared() throws {
        let file = Self.file()
        defer { unlink(file) }
        do {
            let first = try SharedWords(file: file, count: 100)
            let second = try SharedWords(file: file, count: 100)
            first.add(7, 40)
            second.add(7, 2)
            #expect(first.load(7) == 42)
        }

        #expect(try SharedWords(file: file, count: 100).load(7) == 42)
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test("no count is lost between threads")
    func threads() async {
        let words = SharedWords(count: 2)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask { for _ in 0..<10_000 { words.add(1, 1) } }
            }
        }

        #expect(words.load(1) == 80_000 && words.load(0) == 0)
    }

    @Test("a word changes only from what was expected")
    func exchange() {
        let words = SharedWords(count: 1)

        #expect(words.exchange(0, from: 0, to: 5))
        #expect(!words.exchange(0, from: 0, to: 6))
        #expect(words.load(0) == 5)
    }

    @Test("a place where nothing can be written is an error")
    func unwritable() {
        #expect(throws: SharedWordsError(file: "/nonexistent/words", errorNumber: ENOENT)) {
            try SharedWords(file: "/nonexistent/words", count: 1)
        }
    }
}

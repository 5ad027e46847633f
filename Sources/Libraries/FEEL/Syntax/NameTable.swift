/// The names that an expression may use. A name may hold spaces and marks (`申请人 年龄`, `a-b`), so only a table of known
/// names tells where one ends: the longest match counts (DMN 1.3, 10.3.1.4).
package struct NameTable: Sendable {
    private struct Entry: Sendable {
        let tokens: [String]
        let name: String
    }

    /// Names by their first token, longest first.
    private var entries: [String: [Entry]] = [:]

    package init(_ names: some Sequence<String> = []) {
        for name in names { insert(name) }
    }

    /// Adds a name; one that does not even consist of tokens is left out.
    package mutating func insert(_ name: String) {
        guard let tokens = try? Lexer.tokens(of: name).dropLast().map(\.text), let first = tokens.first else { return }
        var known = entries[first] ?? []
        known.removeAll { $0.tokens == tokens }
        let index = known.firstIndex { $0.tokens.count < tokens.count } ?? known.count
        known.insert(Entry(tokens: tokens, name: name), at: index)
        entries[first] = known
    }

    /// The longest known name that begins at `start`, as its owner wrote it, and the number of its tokens.
    func match(_ tokens: [Token], from start: Int) -> (name: String, count: Int)? {
        guard let known = entries[tokens[start].text] else { return nil }
        for entry in known where Self.matches(entry.tokens, tokens, start) { return (entry.name, entry.tokens.count) }
        return nil
    }

    private static func matches(_ name: [String], _ tokens: [Token], _ start: Int) -> Bool {
        guard start + name.count < tokens.count else { return false }
        for (offset, part) in name.enumerated() {
            let token = tokens[start + offset]
            guard token.kind != .string, token.kind != .end, token.text == part else { return false }
        }
        return true
    }

    /// The name that these tokens spell: single spaces where there was white space.
    static func joined(_ tokens: ArraySlice<Token>) -> String {
        var text = ""
        for token in tokens {
            if !text.isEmpty, token.isApart { text += " " }
            text += token.text
        }
        return text
    }
}

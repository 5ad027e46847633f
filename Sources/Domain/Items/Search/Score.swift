/// Points for how a query stands in a phrase, 0 to 1,000.
enum Score {
    static let same = 1000
    static let part = 600
    static let near = 420

    /// The phrase is the query, begins with it, contains it, or is contained in it; longer remainders cost a little.
    static func of<Element: Equatable>(_ query: [Element], in phrase: [Element]) -> Int {
        if query == phrase { return same }
        if query.count < phrase.count {
            let rest = min(phrase.count - query.count, 60)
            if phrase.starts(with: query) { return 860 - rest * 2 }
            if contains(phrase, query) { return 740 - rest * 2 }
            return 0
        }
        guard phrase.count > 1, contains(query, phrase) else { return 0 }
        // Half of a long question being one word is a weaker hint than nearly all of it.
        return part + 140 * phrase.count / query.count - 60
    }

    /// Some pairs are shared: at least half of the query's, so that one wrong character is forgiven.
    static func overlap(shared: Int, of pairs: Int, phrase: Int) -> Int {
        guard pairs > 1, shared * 2 >= pairs else { return 0 }
        let covered = 300 * shared / pairs
        let alike = 200 * 2 * shared / (pairs + max(phrase, 1))
        return covered + alike
    }

    private static func contains<Element: Equatable>(_ text: [Element], _ part: [Element]) -> Bool {
        guard let first = part.first, part.count <= text.count else { return false }
        for start in 0...(text.count - part.count) where text[start] == first {
            if text[start..<(start + part.count)].elementsEqual(part) { return true }
        }
        return false
    }

    /// Whether the query is some stretch of the text but for `allowed` letters more, less or other.
    static func isNear(_ query: [UInt8], _ text: [UInt8], allowed: Int) -> Bool {
        var row = [Int](repeating: 0, count: text.count + 1)
        for (index, letter) in query.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            var best = row[0]
            for column in 1..<(text.count + 1) {
                let change = diagonal + (text[column - 1] == letter ? 0 : 1)
                diagonal = row[column]
                row[column] = min(change, min(row[column], row[column - 1]) + 1)
                best = min(best, row[column])
            }
            if best > allowed { return false }
        }
        return row.contains { $0 <= allowed }
    }
}

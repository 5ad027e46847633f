/// An inverted index of pairs of neighbours (n-grams of two) over many short texts.
struct GramIndex: Sendable {
    /// Pair → numbers of the texts that hold it, each once, ascending.
    private var pairs: [UInt64: [Int32]] = [:]
    private var singles: [UInt32: [Int32]] = [:]

    mutating func add(_ text: [UInt32], number: Int32) {
        for single in Set(text) { singles[single, default: []].append(number) }
        for pair in Self.pairs(of: text) { pairs[pair, default: []].append(number) }
    }

    static func pairs(of text: [UInt32]) -> Set<UInt64> {
        guard text.count > 1 else { return [] }
        var pairs: Set<UInt64> = []
        for index in 1..<text.count { pairs.insert(UInt64(text[index - 1]) << 32 | UInt64(text[index])) }
        return pairs
    }

    /// How many of the query's pairs each text holds; for a query of one character, whether it holds that.
    /// `visits` counts the entries that were looked at, the measure of the work done.
    func matches(_ query: [UInt32], texts: Int, visits: inout Int) -> [(number: Int32, shared: Int)] {
        if query.count == 1, let only = query.first {
            let found = singles[only] ?? []
            visits += found.count
            return found.map { ($0, 1) }
        }
        var counts = [UInt16](repeating: 0, count: texts)
        var touched: [Int32] = []
        for pair in Self.pairs(of: query) {
            guard let found = pairs[pair] else { continue }
            visits += found.count
            for number in found {
                if counts[Int(number)] == 0 { touched.append(number) }
                counts[Int(number)] += 1
            }
        }
        return touched.map { ($0, Int(counts[Int($0)])) }
    }
}

import FEEL

/// A column as stretches of values within which its cells tell no difference.
struct AnalysedColumn: Sendable {
    /// One stretch with the rows that fit it.
    private struct Stretch {
        let range: ClosedRange<Int>
        let rows: Set<Int>
    }

    private let stretches: [Stretch]
    private let words: KeyWords?

    init(open rows: Int) {
        stretches = [Stretch(range: Int.min...Int.max, rows: Set(0..<rows))]
        words = nil
    }

    /// Nil when a cell is more than constants.
    init?(_ cells: [String], _ input: DecisionTable.InputClause) {
        var shapes: [TestShape] = []
        for cell in cells {
            guard let shape = (try? FEELTests(cell.isEmpty ? "-" : cell))?.shape else { return nil }
            shapes.append(shape)
        }
        let allowed = input.allowedValues.flatMap { (try? FEELTests($0))?.shape }
        var known = shapes + (allowed.map { [$0] } ?? [])
        if input.typeRef == "boolean", let both = (try? FEELTests("true, false"))?.shape { known.append(both) }
        guard known.contains(where: { !$0.pieces.isEmpty }) else {
            stretches = AnalysedColumn(open: cells.count).stretches
            words = nil
            return
        }
        guard let keys = ColumnIndex.keys(for: known) else { return nil }
        var rows: [[ClosedRange<Int>]] = []
        for shape in shapes {
            guard let intervals = ColumnIndex.intervals(shape, keys) else { return nil }
            rows.append(intervals)
        }
        var domain = [Int.min...Int.max]
        if let allowed {
            guard let intervals = ColumnIndex.intervals(allowed, keys) else { return nil }
            domain = intervals
        } else if case .booleans = keys {
            domain = [0...0, 2...2]
        }
        let words = KeyWords(keys)
        self.words = words
        stretches = Self.stretches(rows, domain, words)
    }

    private static func stretches(
        _ rows: [[ClosedRange<Int>]], _ domain: [ClosedRange<Int>], _ words: KeyWords
    ) -> [Stretch] {
        var starts: Set<Int> = []
        for interval in Array(rows.joined()) + domain {
            starts.insert(interval.lowerBound)
            if interval.upperBound < Int.max { starts.insert(interval.upperBound + 1) }
        }
        let ordered = starts.sorted()
        var result: [Stretch] = []
        for (index, start) in ordered.enumerated() {
            guard domain.contains(where: { $0.contains(start) }) else { continue }
            let end = index + 1 < ordered.count ? ordered[index + 1] - 1 : Int.max
            guard words.exists(start...end) else { continue }
            let fitting = rows.indices.filter { row in rows[row].contains { $0.contains(start) } }
            result.append(Stretch(range: start...end, rows: Set(fitting)))
        }
        return result
    }

    /// Values that both rows fit, in words; nil when there are none.
    func shared(_ first: Int, _ second: Int) -> String? {
        let common = stretches.filter { $0.rows.contains(first) && $0.rows.contains(second) }
        guard !common.isEmpty else { return nil }
        return text(common)
    }

    /// Stretches in which the same of these rows fit, taken together.
    func parts(among rows: [Int]) -> [(text: String, rows: [Int])] {
        var parts: [(stretches: [Stretch], rows: [Int])] = []
        for stretch in stretches {
            let fitting = rows.filter { stretch.rows.contains($0) }
            if let index = parts.firstIndex(where: { $0.rows == fitting }) {
                parts[index].stretches.append(stretch)
            } else {
                parts.append(([stretch], fitting))
            }
        }
        return parts.map { (text($0.stretches), $0.rows) }
    }

    /// Neighbouring stretches joined, as a cell would say it.
    private func text(_ parts: [Stretch]) -> String {
        guard let words, parts.count < stretches.count else { return "-" }
        var ranges: [ClosedRange<Int>] = []
        for part in parts {
            if let last = ranges.last, last.upperBound < Int.max, last.upperBound + 1 == part.range.lowerBound {
                ranges[ranges.count - 1] = last.lowerBound...part.range.upperBound
            } else {
                ranges.append(part.range)
            }
        }
        return words.text(ranges)
    }
}

/// Turns keys back into what cells say.
struct KeyWords: Sendable {
    private let keys: ColumnIndex.Keys
    private let texts: [(key: Int, text: String)]

    init(_ keys: ColumnIndex.Keys) {
        self.keys = keys
        guard case .texts(let places) = keys else {
            texts = []
            return
        }
        texts = places.map { (key: $0.value, text: Value.string($0.key).literal) }.sorted { $0.key < $1.key }
    }

    /// Whether any value has such a key: odd keys lie between dates and between words.
    func exists(_ range: ClosedRange<Int>) -> Bool {
        switch keys {
        case .numbers: true
        case .dates: range.lowerBound != range.upperBound || range.lowerBound % 2 == 0
        case .booleans: range.contains(0) || range.contains(2)
        // Everything else than the named words has one key of its own.
        case .texts: range.contains(-1) || texts.contains { range.contains($0.key) }
        }
    }

    func text(_ ranges: [ClosedRange<Int>]) -> String {
        func isIn(_ key: Int) -> Bool { ranges.contains { $0.contains(key) } }
        switch keys {
        case .texts:
            if isIn(-1) {
                let others = texts.filter { !isIn($0.key) }.map(\.text)
                return "not(\(others.joined(separator: ", ")))"
            }
            return texts.filter { isIn($0.key) }.map(\.text).joined(separator: ", ")
        case .booleans: return isIn(2) ? "true" : "false"
        case .numbers, .dates: return ranges.map(interval).joined(separator: ", ")
        }
    }

    /// An odd key at an end means that the constant beside it is left out.
    private func interval(_ range: ClosedRange<Int>) -> String {
        let (low, high) = (range.lowerBound, range.upperBound)
        let (lowOpen, highOpen) = (low & 1 == 1, high & 1 == 1)
        if low == Int.min { return (highOpen ? "< " : "<= ") + constant(highOpen ? high + 1 : high) }
        if high == Int.max { return (lowOpen ? "> " : ">= ") + constant(lowOpen ? low - 1 : low) }
        if low == high, !lowOpen { return constant(low) }
        let (start, end) = (constant(lowOpen ? low - 1 : low), constant(highOpen ? high + 1 : high))
        return "\(lowOpen ? "(" : "[")\(start)..\(end)\(highOpen ? ")" : "]")"
    }

    private func constant(_ key: Int) -> String {
        switch keys {
        case .numbers(let scale): DecimalNumber("\(key / 2)e-\(scale)")?.description ?? ""
        case .dates: DateValue(days: key / 2).map { "date(\"\($0)\")" } ?? ""
        case .booleans, .texts: ""
        }
    }
}

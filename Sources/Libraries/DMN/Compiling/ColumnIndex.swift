import FEEL

/// Which rows of a table fit a value, looked up by the value's place among the constants of a column.
///
/// Values become whole-number keys: constants have even keys, what lies between two of them odd ones, so each test is
/// one or more closed intervals of keys. Between two neighbouring ends all values fit the same rows.
struct ColumnIndex: Sendable {
    private let keys: Keys
    /// The first key of each stretch, ascending.
    private let starts: [Int]
    /// For each stretch the rows that fit, 64 to a word.
    private let masks: [UInt64]
    let words: Int

    /// How values of one kind become keys.
    enum Keys: Sendable {
        case numbers(scale: Int)
        case dates
        case booleans
        case texts([String: Int])

        /// Nil for a value of another kind.
        @inline(__always)
        func key(_ value: Value) -> Int? {
            switch (self, value) {
            case (.numbers(let scale), .number(let number)): number.key(scale: scale)
            case (.dates, .date(let date)): date.days * 2
            case (.booleans, .boolean(let truth)): truth ? 2 : 0
            // Texts that no cell names are all alike.
            case (.texts(let places), .string(let text)): places[text] ?? -1
            default: nil
            }
        }
    }

    /// Nil when a cell is more than constants, or constants are of several kinds.
    init?(_ cells: [TestShape?]) {
        let shapes = cells.compactMap { $0 }
        guard shapes.count == cells.count, let keys = Self.keys(for: shapes) else { return nil }
        self.keys = keys
        var rows: [[ClosedRange<Int>]] = []
        for shape in shapes {
            guard let intervals = Self.intervals(shape, keys) else { return nil }
            rows.append(intervals)
        }
        var ends: Set<Int> = [Int.min]
        for interval in rows.joined() {
            ends.insert(interval.lowerBound)
            if interval.upperBound < Int.max { ends.insert(interval.upperBound + 1) }
        }
        let starts = ends.sorted()
        words = (cells.count + 63) / 64
        guard starts.count * words <= 1 << 20 else { return nil }
        var masks = [UInt64](repeating: 0, count: starts.count * words)
        for (row, intervals) in rows.enumerated() {
            for (stretch, start) in starts.enumerated() where intervals.contains(where: { $0.contains(start) }) {
                masks[stretch * words + row / 64] |= 1 << UInt64(row % 64)
            }
        }
        self.starts = starts
        self.masks = masks
    }

    /// Where the rows of this value begin in `masks`; nil for a value of another kind.
    @inline(__always)
    func stretch(_ value: Value) -> Int? {
        guard let key = keys.key(value) else { return nil }
        var (low, high) = (0, starts.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= key { low = middle } else { high = middle }
        }
        return low * words
    }

    @inline(__always)
    func mask(_ stretch: Int, word: Int) -> UInt64 { masks[stretch + word] }

    // MARK: Making

    static func keys(for shapes: [TestShape]) -> Keys? {
        var constants: [Value] = []
        for piece in shapes.flatMap(\.pieces) {
            switch piece {
            case .value(let value): constants.append(value)
            case .range(let range):
                constants += [range.lower, range.upper].compactMap { $0 }
            }
        }
        guard let first = constants.first else { return nil }
        switch first {
        case .number:
            let numbers = constants.compactMap(\.number)
            guard numbers.count == constants.count, let scale = numbers.map(\.scale).max(), scale <= 12 else {
                return nil
            }
            let isSmall = numbers.allSatisfy { abs($0.key(scale: scale)) < 1 << 60 }
            return isSmall ? .numbers(scale: scale) : nil
        case .date:
            let isAll = constants.allSatisfy { if case .date = $0 { true } else { false } }
            return isAll ? .dates : nil
        case .boolean: return constants.allSatisfy { $0.boolean != nil } ? .booleans : nil
        case .string:
            let texts = constants.compactMap(\.string)
            guard texts.count == constants.count else { return nil }
            var places: [String: Int] = [:]
            for text in texts where places[text] == nil { places[text] = places.count * 2 }
            return .texts(places)
        default: return nil
        }
    }

    /// The keys that fit a cell; nil for an order of texts, which has no keys.
    static func intervals(_ shape: TestShape, _ keys: Keys) -> [ClosedRange<Int>]? {
        var intervals: [ClosedRange<Int>] = []
        for piece in shape.pieces {
            switch piece {
            case .value(let value):
                guard let key = keys.key(value) else { return nil }
                intervals.append(key...key)
            case .range(let range):
                if case .texts = keys { return nil }
                var (low, high) = (Int.min, Int.max)
                if let lower = range.lower {
                    guard let key = keys.key(lower) else { return nil }
                    low = range.includesLower ? key : key + 1
                }
                if let upper = range.upper {
                    guard let key = keys.key(upper) else { return nil }
                    high = range.includesUpper ? key : key - 1
                }
                if low <= high { intervals.append(low...high) }
            }
        }
        return shape.isNegated ? complement(of: intervals) : intervals
    }

    private static func complement(of intervals: [ClosedRange<Int>]) -> [ClosedRange<Int>] {
        var result: [ClosedRange<Int>] = []
        var next = Int.min
        for interval in intervals.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if interval.lowerBound > next { result.append(next...(interval.lowerBound - 1)) }
            if interval.upperBound == Int.max { return result }
            next = max(next, interval.upperBound + 1)
        }
        result.append(next...Int.max)
        return result
    }
}

/// What a decision table leaves open and where its rules meet, for tables whose cells are constants, ranges and lists of words.
package struct TableAnalysis: Sendable {
    /// A combination of conditions, one text for each column; `-` where the column does not matter.
    package typealias Conditions = [String]

    /// Two rules that fit the same values.
    package struct Overlap: Sendable, Equatable {
        /// Rows from 1, the smaller first.
        package let rows: [Int]
        /// Values that both fit.
        package let conditions: Conditions
        /// Whether both rows give the same outputs.
        package let agrees: Bool
    }

    /// Values that no rule fits, the first of them.
    package private(set) var gaps: [Conditions] = []
    /// Pairs of rules, the first of them.
    package private(set) var overlaps: [Overlap] = []
    /// Columns, from 1, that cannot be judged because a cell is more than constants; they count as `-`.
    package private(set) var openColumns: [Int] = []
    /// Whether there may be more than is listed.
    package private(set) var isCutOff = false

    static let listed = 100
    private static let longest = 200_000
    private static let rowLimit = 2_000
    private var columns: [AnalysedColumn] = []
    private var steps = 0

    /// Looks at a table. Allowed values of a column say what can come; a column of type `boolean` has two values.
    package init(_ table: DecisionTable) {
        guard table.rules.count <= Self.rowLimit else {
            isCutOff = true
            return
        }
        for (index, input) in table.inputs.enumerated() {
            let cells = table.rules.map { index < $0.inputs.count ? $0.inputs[index] : "-" }
            if let column = AnalysedColumn(cells, input) {
                columns.append(column)
            } else {
                openColumns.append(index + 1)
                columns.append(AnalysedColumn(open: cells.count))
            }
        }
        findOverlaps(table)
        // With a column that cannot be judged, a gap cannot be told from a row that fits after all.
        if openColumns.isEmpty {
            steps = 0
            findGaps([], Array(table.rules.indices))
        }
    }

    private mutating func findOverlaps(_ table: DecisionTable) {
        let count = table.rules.count
        for first in 0..<count {
            for second in (first + 1)..<max(count, first + 1) {
                steps += columns.count
                guard steps < Self.longest * 10, overlaps.count < Self.listed else {
                    isCutOff = true
                    return
                }
                var conditions: Conditions = []
                for column in columns {
                    guard let shared = column.shared(first, second) else { break }
                    conditions.append(shared)
                }
                guard conditions.count == columns.count else { continue }
                let agrees = table.rules[first].outputs == table.rules[second].outputs
                overlaps.append(Overlap(rows: [first + 1, second + 1], conditions: conditions, agrees: agrees))
            }
        }
    }

    /// Goes through the stretches of one column after another, with the rows that still fit.
    private mutating func findGaps(_ chosen: Conditions, _ rows: [Int]) {
        steps += 1
        guard steps < Self.longest, gaps.count < Self.listed else {
            isCutOff = true
            return
        }
        guard !rows.isEmpty else {
            gaps.append(chosen + Array(repeating: "-", count: columns.count - chosen.count))
            return
        }
        guard chosen.count < columns.count else { return }
        for part in columns[chosen.count].parts(among: rows) {
            findGaps(chosen + [part.text], part.rows)
        }
    }
}

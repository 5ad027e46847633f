import Foundation
package import Processes

/// Where every process of the platform on this machine writes down, once a second, what it is doing; the management door
/// reads it. A process holds a row as long as it lives.
package struct ProcessBoard: Sendable {
    /// What a process does.
    package enum Kind: UInt64, Sendable, CaseIterable {
        case doors = 1
        case management
        case worker
    }

    /// What a process tells of itself.
    package struct Figures: Sendable, Hashable {
        package var connections = 0
        package var atWork = 0
        package var waiting = 0
        package var poolLent = 0
        package var poolWaiting = 0
        package var statements = 0
        /// Time that callers spent in line for a connection since the start.
        package var poolMicrosecondsWaited = 0

        package init() {}
    }

    /// A living process and its figures.
    struct Row {
        let identifier: Int32
        let kind: Kind
        let figures: Figures
    }

    private static let rows = 32
    private static let wordsPerRow = 9
    /// Words that the board takes.
    package static let size = rows * wordsPerRow

    private let words: SharedWords
    private let first: Int

    /// - Parameter first: where the board begins among the words.
    package init(_ words: SharedWords = SharedWords(count: size), first: Int = 0) {
        precondition(words.count >= first + Self.size, "too few words for the board of processes")
        self.words = words
        self.first = first
    }

    /// Takes a row of the board for this process.
    ///
    /// - Returns: nil when more processes run than the board has rows.
    package func takeRow(_ kind: Kind) -> Int? {
        let own = UInt64(getpid())
        for row in 0..<Self.rows {
            let word = first + row * Self.wordsPerRow
            let holder = words.load(word)
            guard holder == 0 || !Self.lives(Int32(truncatingIfNeeded: holder)) else { continue }
            guard words.exchange(word, from: holder, to: own) else { continue }
            words.store(word + 1, kind.rawValue)
            write(Figures(), at: row)
            return row
        }
        return nil
    }

    /// Writes figures into this process's row.
    package func write(_ figures: Figures, at row: Int) {
        let word = first + row * Self.wordsPerRow
        let values = [
            figures.connections, figures.atWork, figures.waiting, figures.poolLent, figures.poolWaiting,
            figures.statements, figures.poolMicrosecondsWaited,
        ]
        for (index, value) in values.enumerated() { words.store(word + 2 + index, UInt64(max(0, value))) }
    }

    var living: [Row] {
        (0..<Self.rows).compactMap { row in
            let word = first + row * Self.wordsPerRow
            let identifier = Int32(truncatingIfNeeded: words.load(word))
            guard identifier > 0, Self.lives(identifier), let kind = Kind(rawValue: words.load(word + 1)) else {
                return nil
            }
            let values = (0..<7).map { Int(words.load(word + 2 + $0)) }
            var figures = Figures()
            figures.connections = values[0]
            figures.atWork = values[1]
            figures.waiting = values[2]
            figures.poolLent = values[3]
            figures.poolWaiting = values[4]
            figures.statements = values[5]
            figures.poolMicrosecondsWaited = values[6]
            return Row(identifier: identifier, kind: kind, figures: figures)
        }
    }

    private static func lives(_ identifier: Int32) -> Bool {
        kill(identifier, 0) == 0 || errno == EPERM
    }
}

extension ProcessBoard {
    var exposition: Exposition {
        let rows = living
        var text = Exposition()
        func list(_ name: String, _ kind: Exposition.Kind, _ help: String, _ value: (Row) -> Double?) {
            text.describe(name, kind, help)
            for row in rows {
                guard let value = value(row) else { continue }
                text.sample(name, ["kind": "\(row.kind)", "pid": "\(row.identifier)"], value)
            }
        }
        list("yanmen_process_memory_bytes", .gauge, "Resident memory of each process.") {
            ProcessMetrics.residentBytes(of: $0.identifier).map(Double.init)
        }
        list("yanmen_process_cpu_seconds_total", .counter, "Processor time of each process.") {
            ProcessMetrics.processorSeconds(of: $0.identifier)
        }
        list("yanmen_connections", .gauge, "Open connections of visitors.") { Double($0.figures.connections) }
        list("yanmen_requests_at_work", .gauge, "Requests that are worked on.") { Double($0.figures.atWork) }
        list("yanmen_requests_waiting", .gauge, "Requests in line.") { Double($0.figures.waiting) }
        list("yanmen_pool_lent", .gauge, "Database connections in use.") { Double($0.figures.poolLent) }
        list("yanmen_pool_waiting", .gauge, "Callers in line for a database connection.") {
            Double($0.figures.poolWaiting)
        }
        list("yanmen_pool_wait_seconds_total", .counter, "Time that callers spent in line for a connection.") {
            Double($0.figures.poolMicrosecondsWaited) / 1_000_000
        }
        list("yanmen_statements_total", .counter, "Statements sent to the database.") {
            Double($0.figures.statements)
        }
        return text
    }
}

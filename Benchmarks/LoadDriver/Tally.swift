package import Histogram

/// What was measured: a histogram of microseconds for each operation, and what went wrong.
package struct Tally: Sendable {
    /// The longest time that is told apart.
    static let longest: UInt64 = 600_000_000

    package struct Line: Sendable {
        package internal(set) var times = Histogram<UInt64>(
            highestTrackableValue: Tally.longest, numberOfSignificantValueDigits: .three)
        /// Somebody else was faster (409): part of the work, not an error.
        package internal(set) var conflicts = 0
        package internal(set) var troubles: [Trouble: Int] = [:]

        package var errors: Int { troubles.values.reduce(0, +) }
    }

    private var lines: [Line?] = Array(repeating: nil, count: Operation.allCases.count)
    /// Requests answered at any time of the run, ramp and warm-up included: what processor time is divided by.
    package private(set) var answered = 0

    package init() {}

    package subscript(operation: Operation) -> Line { lines[operation.index] ?? Line() }

    package mutating func record(_ operation: Operation, microseconds: Int64, isMeasured: Bool = true) {
        if operation.isRequest { answered += 1 }
        guard isMeasured else { return }
        change(operation) { line in
            _ = line.times.record(min(UInt64(max(microseconds, 1)), Self.longest))
        }
    }

    package mutating func conflict(_ operation: Operation) {
        answered += 1
        change(operation) { $0.conflicts += 1 }
    }

    package mutating func fail(_ operation: Operation, _ trouble: Trouble) {
        // An answer that was not wanted was work too.
        if case .status = trouble { answered += 1 }
        change(operation) { $0.troubles[trouble, default: 0] += 1 }
    }

    private mutating func change(_ operation: Operation, _ body: (inout Line) -> Void) {
        var line = lines[operation.index] ?? Line()
        lines[operation.index] = nil
        body(&line)
        lines[operation.index] = line
    }

    /// Adds what another run, or another part of it, measured.
    package mutating func add(_ other: Tally) {
        answered += other.answered
        for operation in Operation.allCases {
            guard let theirs = other.lines[operation.index] else { continue }
            change(operation) { line in
                line.times.add(theirs.times)
                line.conflicts += theirs.conflicts
                line.troubles.merge(theirs.troubles, uniquingKeysWith: +)
            }
        }
    }

    /// The operations that happened.
    package var operations: [Operation] { Operation.allCases.filter { lines[$0.index] != nil } }

    /// All requests in one line; an application counts by its requests.
    package var all: Line { sum(of: operations.filter(\.isRequest)) }

    /// What the tender calls transactions in one line; an application counts as one.
    package var transactions: Line { sum(of: operations.filter(\.isTransaction)) }

    private func sum(of operations: [Operation]) -> Line {
        var sum = Line()
        for operation in operations {
            let line = self[operation]
            sum.times.add(line.times)
            sum.conflicts += line.conflicts
            sum.troubles.merge(line.troubles, uniquingKeysWith: +)
        }
        return sum
    }
}

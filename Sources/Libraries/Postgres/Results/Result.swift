/// What one statement gave back.
package struct Result: Sendable {
    /// The rows, in the server's order.
    package let rows: [Row]
    /// How many rows the statement read or changed; 0 for statements without rows.
    package let affected: Int

    init(_ storage: ResultStorage) {
        rows = (0..<storage.count).map { Row(storage: storage, index: $0) }
        affected = storage.affected
    }

    /// The first row, if there is one.
    package var first: Row? { rows.first }

    /// How many rows there are.
    package var count: Int { rows.count }

    /// Whether there is no row.
    package var isEmpty: Bool { rows.isEmpty }

    /// Each row turned into a value.
    package func map<Value>(_ transform: (Row) throws -> Value) rethrows -> [Value] {
        try rows.map(transform)
    }
}

/// A statement that the server knows by name on one connection.
final class PreparedStatement {
    let name: String
    let shape: SQL.Shape
    /// Known after the first result with rows.
    var columns: Columns?
    var lastUse: UInt64 = 0

    init(name: String, shape: SQL.Shape) {
        self.name = name
        self.shape = shape
    }
}

/// The prepared statements of one connection by shape; the one used longest ago goes first.
struct StatementCache {
    private static let capacity = 256

    private var statements: [SQL.Shape: PreparedStatement] = [:]
    private var uses: UInt64 = 0
    private var made = 0
    /// Names that the server still holds and we no longer use.
    private(set) var discarded: [String] = []

    var count: Int { statements.count }

    mutating func find(_ shape: SQL.Shape) -> PreparedStatement? {
        guard let statement = statements[shape] else { return nil }
        uses += 1
        statement.lastUse = uses
        return statement
    }

    mutating func add(_ shape: SQL.Shape) -> PreparedStatement {
        if statements.count >= Self.capacity { discardOldest() }
        made += 1
        uses += 1
        let statement = PreparedStatement(name: "s\(made)", shape: shape)
        statement.lastUse = uses
        statements[shape] = statement
        return statement
    }

    /// Forgets a statement that the server does not have.
    mutating func forget(_ statement: PreparedStatement) {
        guard statements[statement.shape] === statement else { return }
        statements[statement.shape] = nil
    }

    /// Forgets all statements: the tables behind them changed. The server's copies are closed with the next exchange.
    mutating func discardAll() {
        discarded = ["ALL"]
        statements.removeAll(keepingCapacity: true)
    }

    mutating func forgetDiscarded(_ name: String) {
        discarded.removeAll { $0 == name }
    }

    private mutating func discardOldest() {
        guard let oldest = statements.values.min(by: { $0.lastUse < $1.lastUse }) else { return }
        statements[oldest.shape] = nil
        discarded.append(oldest.name)
    }
}

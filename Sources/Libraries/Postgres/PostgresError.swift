/// What can go wrong with the database. No description holds a row value or a parameter: PostgreSQL's DETAIL is never
/// read, and values quoted in messages about data are cut out.
package enum PostgresError: Error, Hashable {
    /// The server refused a statement; `sqlState` is the five-character code of PostgreSQL's Appendix A.
    case server(sqlState: String, message: String, constraint: String?, table: String?, column: String?)
    /// One statement of a pipeline was refused, counted from 0; nothing of the pipeline took effect.
    indirect case statement(index: Int, cause: PostgresError)
    /// No connection could be made, or it was lost; a statement that was under way may or may not have taken effect.
    case connection(String)
    /// The connection was lost while COMMIT was under way: the transaction may or may not have taken effect.
    case commitUnknown(String)
    /// All connections stayed busy for the whole wait limit.
    case poolExhausted(size: Int, waiting: Int)
    /// A cell cannot be read as the wanted type.
    case decoding(column: String, wanted: String, found: String)
    /// The transaction was to be committed after one of its statements had failed; it was rolled back.
    case transactionAborted
    /// The task was cancelled.
    case cancelled
    /// The database was closed.
    case closed
    /// The caller asked for something that cannot be done.
    case misuse(String)
}

extension PostgresError {
    /// The server's code, if the server spoke, also from inside a pipeline.
    package var sqlState: String? {
        switch self {
        case .server(let sqlState, _, _, _, _): sqlState
        case .statement(_, let cause): cause.sqlState
        default: nil
        }
    }

    /// The constraint that a statement broke, also from inside a pipeline.
    package var constraint: String? {
        switch self {
        case .server(_, _, let constraint, _, _): constraint
        case .statement(_, let cause): cause.constraint
        default: nil
        }
    }

    /// Whether a unique key was taken already (SQLSTATE 23505).
    package var isUniqueViolation: Bool { sqlState == "23505" }

    /// Whether a row is still referred to, or refers to nothing (SQLSTATE 23503).
    package var isForeignKeyViolation: Bool { sqlState == "23503" }

    /// Whether the same transaction may succeed when tried again: serialisation failure or deadlock.
    package var isRetryable: Bool { sqlState == "40001" || sqlState == "40P01" }

    /// Whether the statement ran longer than the statement timeout (SQLSTATE 57014).
    package var isTimeout: Bool { sqlState == "57014" }

    /// Whether the named constraint was broken.
    package func violates(_ name: String) -> Bool { constraint == name }
}

extension PostgresError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .server(let sqlState, let message, let constraint, let table, let column):
            var text = "PostgreSQL \(sqlState): \(message)"
            if let constraint { text += " [constraint \(constraint)]" }
            if let table { text += " [table \(table)]" }
            if let column { text += " [column \(column)]" }
            return text
        case .statement(let index, let cause): return "statement \(index) of the pipeline: \(cause)"
        case .connection(let message): return "database connection: \(message)"
        case .commitUnknown(let message): return "connection lost during COMMIT, the outcome is unknown: \(message)"
        case .poolExhausted(let size, let waiting):
            return "all \(size) database connections are busy, \(waiting) callers wait"
        case .decoding(let column, let wanted, let found):
            return "column \"\(column)\": wanted \(wanted), found \(found)"
        case .transactionAborted: return "a statement of the transaction had failed, so COMMIT rolled it back"
        case .cancelled: return "the task was cancelled"
        case .closed: return "the database was closed"
        case .misuse(let message): return message
        }
    }
}

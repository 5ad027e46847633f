package import Postgres

/// How far the sealing of the operation log is; tells nothing about what anybody did.
package struct AuditState: Sendable, Hashable {
    /// Rows in the chain.
    package let sealed: Int
    /// Rows that wait for their seal.
    package let waiting: Int
    /// Age of the oldest row that waits, in seconds.
    package let lag: Double

    /// Asks the database.
    package static func read(_ database: Database) async throws -> AuditState {
        let query: SQL = "SELECT sealed, waiting, lag_seconds FROM base.audit_state()"
        let state = try await database.first(query) { row in
            AuditState(
                sealed: try row.get("sealed"), waiting: try row.get("waiting"), lag: try row.get("lag_seconds"))
        }
        return state ?? AuditState(sealed: 0, waiting: 0, lag: 0)
    }
}

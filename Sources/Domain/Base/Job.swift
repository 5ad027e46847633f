package import Foundation
package import Postgres

/// Work that follows from a transaction and is written in it (outbox): at least once, so each kind is idempotent.
///
/// States: waiting → running (leased) → done, or back to waiting with growing delay, or dead after the last attempt.
package protocol JobCommand: Codable, Sendable {
    /// Name and version, such as `sms.send.1`.
    static var kind: String { get }
}

extension JobCommand {
    /// The INSERT to run in the transaction that causes the work. With `uniqueKey` the same work is queued only once.
    /// (Naming the column of the conflict would need the right to read jobs, which the doors do not have.)
    package func statement(runAt: Date? = nil, uniqueKey: String? = nil) throws -> SQL {
        let payload = try JSON(self)
        return """
            INSERT INTO base.job (kind, payload, run_at, unique_key)
            VALUES (\(Self.kind), \(payload), coalesce(\(runAt), now()), \(uniqueKey))
            ON CONFLICT DO NOTHING
            """
    }
}

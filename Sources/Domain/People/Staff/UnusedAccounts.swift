package import Base
import Foundation
package import Postgres

extension SettingKey<Int> {
    /// After so many days without a sign-in an account of staff is disabled; 0 disables none.
    package static let staffUnusedDays = SettingKey("staff.unusedDays", fallback: 90)
}

/// Disables accounts of staff that nobody uses any more (长期未登录). The administrator of each kind who was here last
/// always stays, so that somebody can enable the others again.
package struct UnusedAccounts: Sendable {
    let database: Database
    let settings: Settings

    /// - Parameter database: the worker's own pool.
    package init(database: Database, settings: Settings) {
        self.database = database
        self.settings = settings
    }

    /// For the worker.
    package var task: PeriodicTask {
        PeriodicTask("staff-unused", every: .seconds(3_600)) { _ = try await disable() }
    }

    /// Disables whom it is time for, each with an audit row.
    ///
    /// - Returns: how many.
    package func disable() async throws -> Int {
        let days = try await settings.value(.staffUnusedDays)
        return try await database.transaction { connection in
            let disabled = try await connection.rows(
                "SELECT staff_id, unused_since FROM people.disable_unused_staff(\(days))"
            ) { row in (id: try row.get("staff_id", as: UUID.self), since: try row.get("unused_since", as: Date.self)) }
            for (id, since) in disabled {
                let detail = try JSON(["unusedSince": LogTerms.moment(since), "days": String(days)])
                let entry = AuditEntry(
                    "staff.disableUnused", on: "staff", id.text, by: .system("staff-unused"),
                    reason: StaffTerms.unused(days: days), detail: detail)
                try await connection.execute(entry.statement)
            }
            return disabled.count
        }
    }
}

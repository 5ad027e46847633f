package import Base
package import Postgres

/// Imports a catalogue into the tables of this module, in one transaction and few round trips (R1.4, R6.1).
///
/// Importing the same files again changes nothing. A changed content becomes a new revision that holds from now on;
/// running cases keep theirs. Items that the file does not name stay as they are, and words added by staff stay too.
package struct ItemImport: Sendable {
    let database: Database
    let now: TimeSource

    package init(database: Database, now: TimeSource = .system) {
        self.database = database
        self.now = now
    }

    /// Reads the source against the database and, unless it is a dry run, writes what is good of it.
    ///
    /// - Parameter region: the region whose bodies carry the items out, 12 digits.
    package func run(
        _ source: ItemSource, region: String = "140900000000", dryRun: Bool = false, by party: ActingParty
    ) async throws -> ImportReport {
        try await database.transaction(settings: party.settings) { connection in
            let store = ImportStore(connection: connection)
            let state = try await store.state(region: region)
            let plan = try ImportPlan(source, state: state)
            var report = plan.report
            report.isDryRun = dryRun
            if !dryRun { try await store.write(plan, source: source, at: now(), by: party) }
            return report
        }
    }
}

package import Foundation
import Postgres

extension Uploads {
    /// The records of those of the files that the party may see, in one round trip.
    package func files(_ ids: [UUID], by party: ActingParty) async throws -> [StoredFile] {
        guard !ids.isEmpty else { return [] }
        let query: SQL = "SELECT \(StoredFile.columns) FROM base.file WHERE id = ANY (\(ids))"
        return try await database.rows(settings: party.settings, query, StoredFile.init(row:))
    }
}

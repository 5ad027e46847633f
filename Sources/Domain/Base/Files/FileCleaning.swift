import Foundation
package import Postgres

/// Removes what nobody will finish or use: uploads left for a day, and stored bytes that no record names.
package struct FileCleaning: Sendable {
    let database: Database
    let store: FileStore
    let now: TimeSource

    /// How long an upload may rest, and how long bytes may wait for their record, in seconds.
    static let patience: TimeInterval = 24 * 3600

    package init(database: Database, store: FileStore, now: TimeSource = .system) {
        self.database = database
        self.store = store
        self.now = now
    }

    /// Both as periodic tasks of the worker.
    package var tasks: [PeriodicTask] {
        [
            PeriodicTask("files.uploads", every: .seconds(3600)) { _ = try await removeAbandonedUploads() },
            PeriodicTask("files.orphans", every: .seconds(24 * 3600)) { _ = try await removeOrphans() },
        ]
    }

    /// Removes uploads that nobody went on with for 24 hours; returns how many.
    package func removeAbandonedUploads() async throws -> Int {
        let limit = now().addingTimeInterval(-Self.patience)
        let removed: [UUID] = try await database.rows(
            "DELETE FROM base.upload WHERE updated_at < \(limit) RETURNING id"
        ) { try $0.get("id") }
        for id in removed { try await store.removePart(id) }
        // Parts whose record is gone already, and files of writers that died.
        let parts = try await store.parts(olderThan: limit)
        let alive: [UUID] = try await database.rows("SELECT id FROM base.upload WHERE id = ANY (\(parts))") { row in
            try row.get("id")
        }
        for id in Set(parts).subtracting(alive) { try await store.removePart(id) }
        try await store.removeTemporaryFiles(olderThan: limit)
        return removed.count
    }

    /// Deletes stored bytes that no file record has named for 24 hours; returns how many.
    package func removeOrphans() async throws -> Int {
        try await store.removeOrphans(olderThan: now().addingTimeInterval(-Self.patience)) { digests in
            let used: [String] = try await database.rows(
                "SELECT DISTINCT digest FROM base.file WHERE digest = ANY (\(digests))"
            ) { try $0.get("digest") }
            return Set(used)
        }
    }
}

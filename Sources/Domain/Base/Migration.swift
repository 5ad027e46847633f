package import Postgres

/// One forward step of the schema; never edited once released.
package struct Migration: Sendable {
    /// `<module>_<number>_<verb>_<what>`.
    package let name: String
    package let script: String

    package init(name: String, script: [UInt8]) {
        self.name = name
        self.script = String(decoding: script, as: UTF8.self)
    }
}

/// Brings a database to the schema of this program, each migration in a transaction of its own.
package struct Migrator: Sendable {
    /// A released migration was changed afterwards, or the database is newer than the program.
    package enum Failure: Error, CustomStringConvertible {
        case changedAfterRelease(String)
        case databaseIsNewer([String])

        package var description: String {
            switch self {
            case .changedAfterRelease(let name):
                "migration \(name) differs from the one this database was made with; restore the released file"
            case .databaseIsNewer(let names):
                "this database has migrations that the program does not know: \(names.joined(separator: ", "))"
            }
        }
    }

    let migrations: [Migration]
    let digest: @Sendable (String) -> String

    package init(_ migrations: [Migration]) {
        self.init(migrations, digest: Digest.sm3)
    }

    init(_ migrations: [Migration], digest: @escaping @Sendable (String) -> String) {
        self.migrations = migrations
        self.digest = digest
    }

    /// Runs what is missing, in order, and returns the names that ran. Two copies starting together wait for each other.
    package func run(on database: Database) async throws -> [String] {
        try await database.withConnection { connection in
            _ = try await connection.execute("SELECT pg_advisory_lock(7100001)")
            do {
                let names = try await runLocked(connection)
                _ = try await connection.execute("SELECT pg_advisory_unlock(7100001)")
                return names
            } catch {
                _ = try? await connection.execute("SELECT pg_advisory_unlock(7100001)")
                throw error
            }
        }
    }

    private func runLocked(_ connection: Connection) async throws -> [String] {
        _ = try await connection.execute(
            """
            CREATE TABLE IF NOT EXISTS public.migration (
                name text PRIMARY KEY, digest text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())
            """)
        let done: [(String, String)] = try await connection.rows("SELECT name, digest FROM public.migration") { row in
            (try row.get("name"), try row.get("digest"))
        }
        let applied = Dictionary(uniqueKeysWithValues: done)
        let known = Set(migrations.map(\.name))
        let unknown = applied.keys.filter { !known.contains($0) }.sorted()
        guard unknown.isEmpty else { throw Failure.databaseIsNewer(unknown) }
        var ran: [String] = []
        for migration in migrations {
            let digest = digest(migration.script)
            if let earlier = applied[migration.name] {
                guard earlier == digest else { throw Failure.changedAfterRelease(migration.name) }
                continue
            }
            _ = try await connection.execute("BEGIN")
            do {
                try await connection.executeScript(migration.script)
                _ = try await connection.execute(
                    "INSERT INTO public.migration (name, digest) VALUES (\(migration.name), \(digest))")
                _ = try await connection.execute("COMMIT")
            } catch {
                _ = try? await connection.execute("ROLLBACK")
                throw error
            }
            ran.append(migration.name)
        }
        return ran
    }
}

import Postgres

/// Takes indexes and unique constraints off the large tables and makes them again, which is several times faster than
/// keeping them through a load. The statements that bring them back are kept in the database first.
struct SampleIndexes: Sendable {
    private let database: Database

    init(_ database: Database) {
        self.database = database
    }

    private static let tables = [
        "cases.case_record", "cases.case_event", "cases.correction", "cases.document", "base.file", "base.audit_entry",
        "base.audit_seal", "notices.message", "reviews.invitation",
    ]

    /// Primary keys stay: rows come in their order, and other tables refer to them.
    func takeOff(_ state: inout SampleState) async throws {
        let found = try await database.rows(
            """
            SELECT coalesce('ALTER TABLE ' || i.indrelid::regclass || ' DROP CONSTRAINT ' || quote_ident(k.conname),
                    'DROP INDEX ' || i.indexrelid::regclass) AS removal,
                coalesce('ALTER TABLE ' || i.indrelid::regclass || ' ADD CONSTRAINT ' || quote_ident(k.conname) || ' '
                    || pg_get_constraintdef(k.oid), pg_get_indexdef(i.indexrelid)) AS definition
            FROM pg_index i LEFT JOIN pg_constraint k ON k.conindid = i.indexrelid AND k.contype = 'u'
            WHERE i.indrelid = ANY (CAST(\(Self.tables) AS regclass[])) AND NOT i.indisprimary
                AND NOT EXISTS (SELECT FROM pg_constraint f WHERE f.contype = 'f' AND f.conindid = i.indexrelid)
            ORDER BY i.indrelid, i.indexrelid
            """
        ) { row in (try row.get("removal", as: String.self), try row.get("definition", as: String.self)) }
        state.definitions = found.map(\.1)
        let keeping = try SampleLoader.keeping(state)
        try await database.transaction { connection in
            try await connection.execute(keeping)
            for (removal, _) in found { try await connection.execute(SQL(trusted: removal)) }
        }
    }

    /// Makes them again, one after the other; an interruption goes on with the next.
    func putBack(_ state: inout SampleState, _ progress: (_ done: Int, _ whole: Int) -> Void) async throws {
        let whole = state.definitions.count
        while let definition = state.definitions.first {
            progress(whole - state.definitions.count, whole)
            state.definitions.removeFirst()
            let keeping = try SampleLoader.keeping(state)
            try await database.transaction { connection in
                try await connection.pipeline([
                    "SET LOCAL maintenance_work_mem = '512MB'", "SET LOCAL max_parallel_maintenance_workers = 2",
                ])
                try await connection.execute(SQL(trusted: definition))
                try await connection.execute(keeping)
            }
        }
    }
}

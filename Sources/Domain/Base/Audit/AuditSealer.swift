package import Postgres

/// Seals committed operation-log rows into the hash chain, within about a second of their commit.
///
/// Only rows of transactions that can have no more rows are sealed (below the snapshot's xmin), in the order of
/// (transaction, id); so no writer waits for the sealer or for another writer.
package struct AuditSealer: Sendable {
    static let batchSize = 1000

    let database: Database
    let headFile: AuditHeadFile?

    /// - Parameter headFile: where the end of the chain is also written down, outside of the database.
    package init(database: Database, headFile: AuditHeadFile?) {
        self.database = database
        self.headFile = headFile
    }

    package var task: PeriodicTask {
        PeriodicTask("audit.seal", every: .milliseconds(500)) { _ = try await sealAll() }
    }

    /// Seals everything that can be sealed now; returns how many rows were.
    @discardableResult
    package func sealAll() async throws -> Int {
        var sealed = 0
        while true {
            let (count, head) = try await sealBatch()
            sealed += count
            if count < Self.batchSize {
                if let headFile, let head { try await headFile.record(head) }
                return sealed
            }
        }
    }

    /// One batch in one transaction; nothing when another sealer is at work.
    private func sealBatch() async throws -> (count: Int, head: SealHead?) {
        try await database.transaction { connection in
            let turn: SQL = "SELECT pg_try_advisory_xact_lock(7100003) AS free"
            guard try await connection.first(turn, { try $0.get("free", as: Bool.self) }) == true else {
                return (0, nil)
            }
            let head = try await connection.first(SealHead.latest, SealHead.init(row:)) ?? .genesis
            let rows = try await connection.rows(Self.sealable(after: head), SealedRow.init(row:))
            guard !rows.isEmpty else { return (0, head.sequence > 0 ? head : nil) }
            let seals = Self.seals(of: rows, after: head)
            try await connection.execute(Self.insertion(seals))
            return (rows.count, seals.last)
        }
    }

    static func sealable(after head: SealHead) -> SQL {
        """
        SELECT \(SealedRow.columns) FROM base.audit_entry AS e
        WHERE (e.transaction_id, e.id) > (CAST(\(String(head.transaction)) AS xid8), \(head.entryID))
            AND e.transaction_id < pg_snapshot_xmin(pg_current_snapshot())
        ORDER BY e.transaction_id, e.id LIMIT \(batchSize)
        """
    }

    private static func seals(of rows: [SealedRow], after head: SealHead) -> [SealHead] {
        var last = head
        return rows.map { row in
            let sequence = last.sequence + 1
            let hash = AuditChain.next(last.hash, row.canonical(sequence: sequence))
            last = SealHead(sequence: sequence, hash: hash, transaction: row.transaction, entryID: row.id)
            return last
        }
    }

    private static func insertion(_ seals: [SealHead]) -> SQL {
        """
        INSERT INTO base.audit_seal (sequence, entry_id, transaction_id, hash)
        SELECT s.sequence, s.entry_id, s.transaction_id, s.hash
        FROM unnest(CAST(\(seals.map(\.sequence)) AS bigint[]), CAST(\(seals.map(\.entryID)) AS bigint[]),
            CAST(\(seals.map { String($0.transaction) }) AS xid8[]), CAST(\(seals.map(\.hash)) AS text[]))
            AS s(sequence, entry_id, transaction_id, hash)
        """
    }
}

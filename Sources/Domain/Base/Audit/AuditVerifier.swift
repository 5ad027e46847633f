package import Postgres

/// Proves the operation log row by row against its chain and the head file, or names the first place that is wrong.
///
/// It reads in batches, so memory does not grow with the log, and it may run while rows are written and sealed.
package struct AuditVerifier: Sendable {
    let database: Database
    let headFile: AuditHeadFile?
    let batchSize: Int

    package init(database: Database, headFile: AuditHeadFile?, batchSize: Int = 2000) {
        self.database = database
        self.headFile = headFile
        self.batchSize = batchSize
    }

    /// Goes through the whole chain.
    ///
    /// - Parameter progress: called after each batch with the number of rows proved so far.
    /// - Throws: only when it cannot read; what is wrong with the log is part of the verdict.
    package func verify(progress: @Sendable (Int) -> Void = { _ in }) async throws -> AuditVerdict {
        var walk = AuditWalk()
        var heads = HeadCursor(headFile?.lines.makeAsyncIterator())
        while true {
            let start = walk.head
            // Asked before the seals are read: the sealer writes the file after the seals.
            let further = try await heads.line(beyond: start.sequence)
            let links = try await database.rows(batch(after: start), ChainLink.init(row:))
            let finding = try await check(links, &walk, &heads)
            // A row put in before the broken one comes first, so look for it up to where the walk came.
            if let inserted = try await firstInserted(after: start, through: walk.head) {
                return try await verdict(walk, heads, inserted)
            }
            if let finding { return try await verdict(walk, heads, finding) }
            progress(walk.head.sequence)
            if links.isEmpty {
                let cut = further.map { AuditFinding.cutOff(sequence: start.sequence, head: $0) }
                return try await verdict(walk, heads, cut)
            }
        }
    }

    private func check(
        _ links: [ChainLink], _ walk: inout AuditWalk, _ heads: inout HeadCursor
    ) async throws -> AuditFinding? {
        for link in links {
            if let finding = walk.step(link) { return finding }
            if let finding = try await heads.check(walk.head) { return finding }
        }
        return nil
    }

    func batch(after head: SealHead) -> SQL {
        """
        SELECT s.sequence, s.hash, s.transaction_id::text AS seal_transaction, s.entry_id, e.id IS NULL AS is_missing,
            \(SealedRow.columns)
        FROM base.audit_seal AS s LEFT JOIN base.audit_entry AS e ON e.id = s.entry_id
        WHERE s.sequence > \(head.sequence) ORDER BY s.sequence LIMIT \(batchSize)
        """
    }

    /// All rows between two sealed ones were sealed with them; one that was not came later.
    private func firstInserted(after start: SealHead, through end: SealHead) async throws -> AuditFinding? {
        guard end.sequence > start.sequence else { return nil }
        let id = try await database.first(Self.inserted(after: start, before: end)) { try $0.get("id", as: Int.self) }
        return id.map { .inserted(entryID: $0) }
    }

    static func inserted(after start: SealHead, before end: SealHead) -> SQL {
        """
        SELECT e.id FROM base.audit_entry AS e
        WHERE (e.transaction_id, e.id) > (CAST(\(String(start.transaction)) AS xid8), \(start.entryID))
            AND (e.transaction_id, e.id) < (CAST(\(String(end.transaction)) AS xid8), \(end.entryID))
            AND NOT EXISTS (SELECT FROM base.audit_seal AS s WHERE s.entry_id = e.id)
        ORDER BY e.transaction_id, e.id LIMIT 1
        """
    }

    private func verdict(_ walk: AuditWalk, _ heads: HeadCursor, _ finding: AuditFinding?) async throws -> AuditVerdict
    {
        let query: SQL = """
            SELECT count(*) AS waiting FROM base.audit_entry AS e
            WHERE (e.transaction_id, e.id) > (CAST(\(String(walk.head.transaction)) AS xid8), \(walk.head.entryID))
                AND NOT EXISTS (SELECT FROM base.audit_seal AS s WHERE s.entry_id = e.id)
            """
        let waiting = try await database.first(query) { try $0.get("waiting", as: Int.self) }
        return AuditVerdict(
            proved: walk.head.sequence, head: walk.head.hash, waiting: waiting ?? 0, headLines: heads.agreed,
            finding: finding)
    }
}

/// A seal with the row it seals.
struct ChainLink: Sendable {
    let seal: SealHead
    /// Nil when the row is gone.
    let entry: SealedRow?

    init(seal: SealHead, entry: SealedRow?) {
        self.seal = seal
        self.entry = entry
    }

    init(row: Row) throws {
        seal = SealHead(
            sequence: try row.get("sequence"), hash: try row.get("hash"),
            transaction: try TransactionNumber.read(row, "seal_transaction"), entryID: try row.get("entry_id"))
        entry = try row.get("is_missing", as: Bool.self) ? nil : SealedRow(row: row)
    }
}

/// The rule of a whole chain, one link at a time.
struct AuditWalk {
    /// The last link that was right.
    private(set) var head = SealHead.genesis

    /// Goes on by one link, or says what is wrong with it.
    mutating func step(_ link: ChainLink) -> AuditFinding? {
        let seal = link.seal
        guard seal.sequence == head.sequence + 1 else { return .gap(sequence: head.sequence + 1) }
        guard let entry = link.entry else { return .missing(sequence: seal.sequence, entryID: seal.entryID) }
        let hash = AuditChain.next(head.hash, entry.canonical(sequence: seal.sequence))
        guard hash == seal.hash, entry.transaction == seal.transaction else {
            return .changed(sequence: seal.sequence, entryID: seal.entryID)
        }
        guard (seal.transaction, seal.entryID) > (head.transaction, head.entryID) else {
            return .disordered(sequence: seal.sequence)
        }
        head = seal
        return nil
    }
}

/// Goes through the head file beside the chain.
private struct HeadCursor {
    private var lines: AuditHeadLines.Iterator?
    private var next: AuditHeadLine?
    private(set) var agreed = 0

    init(_ lines: AuditHeadLines.Iterator?) {
        self.lines = lines
    }

    /// Compares the lines that speak of this place.
    mutating func check(_ head: SealHead) async throws -> AuditFinding? {
        while let line = try await peek(), line.sequence <= head.sequence {
            guard line.sequence == head.sequence else { return .headRewound(sequence: head.sequence) }
            guard line.hash == head.hash else { return .rewritten(sequence: head.sequence) }
            agreed += 1
            next = nil
        }
        return nil
    }

    /// The place of which the file speaks next, if it lies further on.
    mutating func line(beyond sequence: Int) async throws -> Int? {
        guard let line = try await peek(), line.sequence > sequence else { return nil }
        return line.sequence
    }

    private mutating func peek() async throws -> AuditHeadLine? {
        if next == nil { next = try await lines?.next() }
        return next
    }
}

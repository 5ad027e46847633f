package import Foundation
package import Postgres

/// Operation-log rows of the past with their seals, for loads of whole cities by COPY: the chain goes on from its head.
///
/// Nobody else may write while such a load runs: its rows take their place in the chain before they are in the table.
package struct AuditScroll: Sendable {
    private var sequence: Int
    private var hash: String
    private var lastID: Int
    /// The transaction that the rows are said to be of: one that is over and younger than any other row's.
    private let transaction: Int
    private let now: Date
    private var entries = CopyText()
    private var seals = CopyText()

    /// Where the chain and the log end, and a transaction of its own for what follows; nil while anything else waits to be
    /// sealed.
    package static func begin(_ database: Database) async throws -> AuditScroll? {
        let head = try await database.first(SealHead.latest, SealHead.init(row:)) ?? .genesis
        let state: SQL = """
            SELECT pg_current_xact_id()::text AS transaction, clock_timestamp() AS now,
                (SELECT coalesce(max(id), 0) FROM base.audit_entry) AS last,
                EXISTS (SELECT FROM base.audit_entry e
                    WHERE (e.transaction_id, e.id) > (CAST(\(String(head.transaction)) AS xid8), \(head.entryID))) AS waiting
            """
        let scroll = try await database.first(state) { row in
            guard try !row.get("waiting", as: Bool.self) else { return nil as AuditScroll? }
            return AuditScroll(
                sequence: head.sequence, hash: head.hash, lastID: try row.get("last"),
                transaction: try TransactionNumber.read(row, "transaction"), now: try row.get("now"))
        }
        return scroll ?? nil
    }

    private init(sequence: Int, hash: String, lastID: Int, transaction: Int, now: Date) {
        self.sequence = sequence
        self.hash = hash
        self.lastID = lastID
        self.transaction = transaction
        self.now = now
    }

    /// Adds a row of a moment in the past. Its detail must be canonical JSON already, such as `{}`.
    package mutating func add(_ entry: AuditEntry, at moment: Date) {
        sequence += 1
        lastID += 1
        hash = AuditChain.next(hash, canonical(entry, at: moment))
        let party = entry.party
        entries.add(lastID)
        entries.add(String(transaction))
        entries.add(moment)
        entries.add(party.door.rawValue)
        entries.add(party.kind)
        entries.add(party.id)
        entries.add(party.name)
        entries.add(party.bodyID)
        for text in [entry.act, entry.objectKind, entry.objectID, entry.result, entry.reason] { entries.add(text) }
        entries.add(entry.detail)
        entries.add(party.clientAddress)
        entries.add(party.requestID)
        entries.endRow()
        seals.add(sequence)
        seals.add(lastID)
        seals.add(String(transaction))
        seals.add(hash)
        seals.add(now)
        seals.endRow()
    }

    /// The same bytes as `SealedRow.canonical`, written at once: keys in their order.
    private func canonical(_ entry: AuditEntry, at moment: Date) -> [UInt8] {
        let party = entry.party
        var bytes: [UInt8] = []
        bytes.reserveCapacity(512)
        func text(_ key: StaticString, _ value: String) {
            key.withUTF8Buffer { bytes.append(contentsOf: $0) }
            JSONString.write(value, to: &bytes)
        }
        func plain(_ key: StaticString, _ value: String) {
            key.withUTF8Buffer { bytes.append(contentsOf: $0) }
            bytes.append(contentsOf: value.utf8)
        }
        text("{\"act\":", entry.act)
        text(",\"actor\":", party.id)
        text(",\"actorKind\":", party.kind.rawValue)
        text(",\"actorName\":", party.name)
        text(",\"at\":", Self.chinaText(moment))
        if let address = party.clientAddress {
            text(",\"clientIp\":", address)
        } else {
            plain(",\"clientIp\":", "null")
        }
        plain(",\"detail\":", entry.detail.text)
        text(",\"door\":", party.door.rawValue)
        plain(",\"id\":", String(lastID))
        text(",\"objId\":", entry.objectID)
        text(",\"objType\":", entry.objectKind)
        plain(",\"org\":", party.bodyID.map { String($0) } ?? "null")
        text(",\"reason\":", entry.reason)
        text(",\"requestId\":", party.requestID)
        text(",\"result\":", entry.result)
        plain(",\"seq\":", String(sequence))
        plain(",\"tx\":", "\(transaction)}")
        return bytes
    }

    /// `2026-05-01T08:00:00.000000+08:00`, as the sealer reads it from the table.
    private static func chinaText(_ moment: Date) -> String {
        // A parameter's text is UTC; eight hours later it reads as China's.
        let text = CopyText.text(of: moment.addingTimeInterval(8 * 3_600))
        return "\(text.prefix(10))T\(text.dropFirst(11).prefix(15))+08:00"
    }

    /// Puts the rows into the tables, in the caller's transaction, and forgets them.
    package mutating func unroll(into connection: Connection) async throws {
        guard !entries.isEmpty else { return }
        try await connection.copyIn(
            """
            COPY base.audit_entry (id, transaction_id, at, door, actor_kind, actor_id, actor_name, body_id, act, object_kind,
                object_id, result, reason, detail, client_address, request_id) FROM STDIN
            """, chunks: entries.pieces)
        try await connection.copyIn(
            "COPY base.audit_seal (sequence, entry_id, transaction_id, hash, sealed_at) FROM STDIN",
            chunks: seals.pieces)
        try await connection.execute(
            "SELECT setval(pg_get_serial_sequence('base.audit_entry', 'id'), \(lastID))")
        entries = CopyText()
        seals = CopyText()
    }
}

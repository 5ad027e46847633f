import GuoMi
import Postgres

/// The rule of the audit chain: `hash(n) = SM3(hex(hash(n-1)) || canonical JSON of row n)`, beginning with 64 zeros.
package enum AuditChain {
    /// What the first row is chained to.
    package static let genesis = String(repeating: "0", count: 64)

    /// The next hash, 64 hexadecimal digits.
    package static func next(_ previous: String, _ row: [UInt8]) -> String {
        var hasher = SM3Hasher()
        hasher.update(previous.utf8)
        hasher.update(row)
        return Hex.encode(hasher.finalize())
    }
}

/// The sealed content of an operation-log row: every column, so that no change escapes.
struct SealedRow: Sendable {
    let id: Int
    /// The transaction as PostgreSQL's 64-bit number.
    let transaction: Int
    private let content: [String: CanonicalJSON]

    /// Columns of `base.audit_entry AS e` that `init(row:)` reads. Times are written in China's zone, whatever the session's is.
    static let columns: SQL = """
        e.id, e.transaction_id::text AS transaction_id,
        to_char(e.at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD"T"HH24:MI:SS.US"+08:00"') AS at, e.door, e.actor_kind, e.actor_id,
        e.actor_name, e.body_id, e.act, e.object_kind, e.object_id, e.result, e.reason, e.detail::text AS detail,
        e.client_address::text AS client_address, e.request_id
        """

    init(row: Row) throws {
        id = try row.get("id")
        transaction = try TransactionNumber.read(row, "transaction_id")
        var content: [String: CanonicalJSON] = [
            "id": .integer(id), "tx": .integer(transaction),
        ]
        for (key, column) in Self.texts {
            let text: String = try row.get(column)
            content[key] = .string(text)
        }
        let body: Int? = try row.get("body_id")
        content["org"] = body.map { .integer($0) } ?? .null
        let address: String? = try row.get("client_address")
        content["clientIp"] = address.map { .string($0) } ?? .null
        let detail: String = try row.get("detail")
        content["detail"] = CanonicalJSON(detail) ?? .string(detail)
        self.content = content
    }

    private static let texts: KeyValuePairs<String, String> = [
        "at": "at", "door": "door", "actorKind": "actor_kind", "actor": "actor_id", "actorName": "actor_name",
        "act": "act", "objType": "object_kind", "objId": "object_id", "result": "result", "reason": "reason",
        "requestId": "request_id",
    ]

    /// What is digested for the row's place in the chain.
    func canonical(sequence: Int) -> [UInt8] {
        var content = content
        content["seq"] = .integer(sequence)
        return CanonicalJSON.object(content).bytes
    }
}

/// PostgreSQL's `xid8` as text, which is how it leaves the server.
enum TransactionNumber {
    static func read(_ row: Row, _ column: String) throws -> Int {
        let text: String = try row.get(column)
        guard let number = Int(text) else {
            throw PostgresError.decoding(column: column, wanted: "a transaction number", found: "text")
        }
        return number
    }
}

/// The end of the chain so far.
struct SealHead: Sendable, Hashable {
    var sequence: Int
    var hash: String
    var transaction: Int
    var entryID: Int

    static let genesis = SealHead(sequence: 0, hash: AuditChain.genesis, transaction: 0, entryID: 0)

    static let latest: SQL = """
        SELECT sequence, hash, transaction_id::text AS transaction_id, entry_id FROM base.audit_seal
        ORDER BY sequence DESC LIMIT 1
        """

    init(sequence: Int, hash: String, transaction: Int, entryID: Int) {
        self.sequence = sequence
        self.hash = hash
        self.transaction = transaction
        self.entryID = entryID
    }

    init(row: Row) throws {
        self.init(
            sequence: try row.get("sequence"), hash: try row.get("hash"),
            transaction: try TransactionNumber.read(row, "transaction_id"), entryID: try row.get("entry_id"))
    }
}

package import Foundation
package import Postgres

/// What somebody looks for in the operation log (操作日志).
package struct AuditFilter: Sendable, Hashable {
    /// Account, staff or client id, or login.
    package var actorID: String?
    package var actorName: String?
    /// A word such as `case.accept`, or its beginning with a dot at the end: `case.`.
    package var act: String?
    package var objectKind: String?
    package var objectID: String?
    package var from: Date?
    /// Up to, and not including, this moment.
    package var until: Date?
    package var requestID: String?

    package init(
        actorID: String? = nil, actorName: String? = nil, act: String? = nil, objectKind: String? = nil,
        objectID: String? = nil, from: Date? = nil, until: Date? = nil, requestID: String? = nil
    ) {
        self.actorID = actorID
        self.actorName = actorName
        self.act = act
        self.objectKind = objectKind
        self.objectID = objectID
        self.from = from
        self.until = until
        self.requestID = requestID
    }

    var conditions: [SQL] {
        var conditions: [SQL] = []
        if let actorID { conditions.append("e.actor_id = \(actorID)") }
        if let actorName { conditions.append("e.actor_name = \(actorName)") }
        if let act {
            conditions.append(act.hasSuffix(".") ? "starts_with(e.act, \(act))" : "e.act = \(act)")
        }
        if let objectKind { conditions.append("e.object_kind = \(objectKind)") }
        if let objectID { conditions.append("e.object_id = \(objectID)") }
        if let from { conditions.append("e.at >= \(from)") }
        if let until { conditions.append("e.at < \(until)") }
        if let requestID { conditions.append("e.request_id = \(requestID)") }
        return conditions
    }

    /// What was asked for, for the row that records the asking.
    var asked: [String: String] {
        var asked: [String: String] = [:]
        asked["actor"] = actorID ?? actorName
        asked["act"] = act
        asked["object"] = objectKind.map { "\($0):\(objectID ?? "*")" } ?? objectID
        asked["from"] = from?.formatted(.iso8601)
        asked["until"] = until?.formatted(.iso8601)
        asked["request"] = requestID
        return asked
    }
}

/// One row of the operation log as it is shown.
package struct AuditRecord: Sendable, Hashable {
    /// The place of a record in the list, newest first; opaque to callers.
    package struct Place: Sendable, Hashable {
        let at: Date
        let id: Int

        /// The place as text for a link.
        package var text: String { "\(Int((at.timeIntervalSince1970 * 1_000_000).rounded()))-\(id)" }

        /// Reads `text`; nil for anything else.
        package init?(_ text: String) {
            let parts = text.split(separator: "-", omittingEmptySubsequences: false)
            guard parts.count == 2, let microseconds = Int(parts[0]), let id = Int(parts[1]) else { return nil }
            self.init(at: Date(timeIntervalSince1970: Double(microseconds) / 1_000_000), id: id)
        }

        init(at: Date, id: Int) {
            self.at = at
            self.id = id
        }
    }

    package let id: Int
    package let at: Date
    package let door: String
    package let actorKind: String
    package let actorID: String
    package let actorName: String
    package let act: String
    package let objectKind: String
    package let objectID: String
    package let result: String
    package let reason: String
    /// JSON object text.
    package let detail: String
    package let clientAddress: String
    package let requestID: String

    package var place: Place { Place(at: at, id: id) }

    static let columns: SQL = """
        e.id, e.at, e.door, e.actor_kind, e.actor_id, e.actor_name, e.act, e.object_kind, e.object_id, e.result,
        e.reason, e.detail::text AS detail, coalesce(host(e.client_address), '') AS client_address, e.request_id
        """

    init(row: Row) throws {
        id = try row.get("id")
        at = try row.get("at")
        door = try row.get("door")
        actorKind = try row.get("actor_kind")
        actorID = try row.get("actor_id")
        actorName = try row.get("actor_name")
        act = try row.get("act")
        objectKind = try row.get("object_kind")
        objectID = try row.get("object_id")
        result = try row.get("result")
        reason = try row.get("reason")
        detail = try row.get("detail")
        clientAddress = try row.get("client_address")
        requestID = try row.get("request_id")
    }
}

/// Searches and exports the operation log; who looks is recorded too. Row-level security shows rows to holders of the
/// right `readAudit` only.
package struct AuditSearch: Sendable {
    let database: Database

    package init(database: Database) {
        self.database = database
    }

    /// Rows that fit, newest first.
    ///
    /// - Parameter place: the last record of the page before.
    package func page(
        _ filter: AuditFilter, after place: AuditRecord.Place? = nil, limit: Int = 50, by party: ActingParty
    ) async throws -> [AuditRecord] {
        var statements = [Self.query(filter, after: place, limit: limit)]
        // Turning pages is the same look.
        if place == nil { statements.append(try Self.record("audit.search", filter, by: party)) }
        let results = try await database.pipeline(settings: party.settings, statements)
        return try results[0].map(AuditRecord.init(row:))
    }

    /// All rows that fit as CSV for spreadsheets, piece by piece, newest first.
    package func export(_ filter: AuditFilter, by party: ActingParty) async throws -> AuditExport {
        _ = try await database.pipeline(settings: party.settings, [Self.record("audit.export", filter, by: party)])
        return AuditExport(search: self, filter: filter, party: party)
    }

    func rows(
        _ filter: AuditFilter, after place: AuditRecord.Place?, limit: Int, by party: ActingParty
    ) async throws -> [AuditRecord] {
        let query = Self.query(filter, after: place, limit: limit)
        return try await database.rows(settings: party.settings, query, AuditRecord.init(row:))
    }

    static func query(_ filter: AuditFilter, after place: AuditRecord.Place?, limit: Int) -> SQL {
        var conditions = filter.conditions
        if let place { conditions.append("(e.at, e.id) < (\(place.at), \(place.id))") }
        let whole: SQL = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        return """
            SELECT \(AuditRecord.columns) FROM base.audit_entry AS e \(whole)
            ORDER BY e.at DESC, e.id DESC LIMIT \(limit)
            """
    }

    private static func record(_ act: String, _ filter: AuditFilter, by party: ActingParty) throws -> SQL {
        AuditEntry(act, on: "audit", "-", by: party, detail: try JSON(filter.asked)).statement
    }
}

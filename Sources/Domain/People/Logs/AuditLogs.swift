package import Base
package import Foundation
package import Postgres

/// A row of the login log (登录日志).
package struct SignInEntry: Sendable, Hashable, Identifiable {
    package let id: Int
    package let at: Date
    package let door: String
    package let subjectKind: String
    package let subject: String
    package let method: String
    package let result: String
    package let reason: String
    package let address: String
    package let userAgent: String
}

/// A row of the operation log (操作日志) as its readers see it.
package struct OperationEntry: Sendable, Hashable, Identifiable {
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
    package let address: String
    package let requestID: String
}

/// The two logs as the audit administrator reads them (R4.3.3). Each search is itself a row of the operation log.
package struct AuditLogs: Sendable {
    /// The most rows of one export; beyond a thousand a fresh second factor is asked for.
    package static let exportLimit = 20_000
    static let plainExportLimit = 1_000

    let database: Database
    let now: TimeSource

    /// - Parameter database: the office door's own pool.
    package init(database: Database, now: TimeSource = .system) {
        self.database = database
        self.now = now
    }

    /// A page of the login log, newest first. Throws `.rightMissing`.
    package func signIns(
        _ query: LogQuery, for session: Session, from origin: SignInOrigin
    ) async throws -> [SignInEntry] {
        try await search(
            "audit.searchSignIns", query, for: session, from: origin, SignInEntry.select(query), SignInEntry.init(row:))
    }

    /// A page of the operation log, newest first. Throws `.rightMissing`.
    package func operations(
        _ query: LogQuery, for session: Session, from origin: SignInOrigin
    ) async throws -> [OperationEntry] {
        try await search(
            "audit.searchOperations", query, for: session, from: origin, OperationEntry.select(query),
            OperationEntry.init(row:))
    }

    /// The login log as CSV, newest first. Throws `.stepUpNeeded` beyond a thousand rows.
    package func exportSignIns(
        _ query: LogQuery, for session: Session, from origin: SignInOrigin
    ) async throws -> String {
        let rows = try await signIns(Self.forExport(query), for: session, from: origin)
        try check(rows.count, session)
        var table = CSVText(header: LogTerms.signInColumns)
        for row in rows { table.append(row.cells) }
        return table.text
    }

    /// The operation log as CSV, newest first. Throws `.stepUpNeeded` beyond a thousand rows.
    package func exportOperations(
        _ query: LogQuery, for session: Session, from origin: SignInOrigin
    ) async throws -> String {
        let rows = try await operations(Self.forExport(query), for: session, from: origin)
        try check(rows.count, session)
        var table = CSVText(header: LogTerms.operationColumns)
        for row in rows { table.append(row.cells) }
        return table.text
    }

    private func check(_ count: Int, _ session: Session) throws(PeopleRefusal) {
        guard count <= Self.plainExportLimit || session.hasFreshSecondFactor(at: now()) else { throw .stepUpNeeded }
    }

    private static func forExport(_ query: LogQuery) -> LogQuery {
        var query = query
        query.before = nil
        query.limit = exportLimit
        return query
    }

    private func search<Value: Sendable>(
        _ act: String, _ query: LogQuery, for session: Session, from origin: SignInOrigin, _ statement: SQL,
        _ decode: @Sendable (Row) throws -> Value
    ) async throws -> [Value] {
        guard session.officer?.may(.readAudit) == true else { throw PeopleRefusal.rightMissing }
        let party = session.party(door: origin.door, clientAddress: origin.address, requestID: origin.requestID)
        let entry = AuditEntry(act, on: "log", "-", by: party, detail: try JSON(query.asDetail))
        let results = try await database.pipeline(settings: party.settings, [statement, entry.statement])
        return try results[0].map(decode)
    }
}

/// A row of one of the two logs.
protocol LogEntry: Sendable {
    var id: Int { get }
    /// As a line of the export.
    var cells: [String] { get }

    /// Rows that fit, newest first.
    static func select(_ query: LogQuery) -> SQL
    init(row: Row) throws
}

extension LogEntry {
    fileprivate static func matching(_ conditions: [SQL]) -> SQL {
        conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
    }
}

extension SignInEntry: LogEntry {
    static func select(_ query: LogQuery) -> SQL {
        var conditions = query.conditions
        let who = query.who.trimmingCharacters(in: .whitespaces)
        if !who.isEmpty { conditions.append("subject = \(who)") }
        return """
            SELECT id, at, door, subject_kind, subject, method, result, reason,
                coalesce(host(client_address), '') AS address, user_agent
            FROM people.sign_in \(matching(conditions)) ORDER BY id DESC LIMIT \(query.limit)
            """
    }

    var cells: [String] {
        [
            LogTerms.moment(at), PeopleTerms.actor(subjectKind), subject, PeopleTerms.method(method),
            PeopleTerms.result(result), reason, address, userAgent,
        ]
    }

    init(row: Row) throws {
        self.init(
            id: try row.get("id"), at: try row.get("at"), door: try row.get("door"),
            subjectKind: try row.get("subject_kind"), subject: try row.get("subject"), method: try row.get("method"),
            result: try row.get("result"), reason: try row.get("reason"), address: try row.get("address"),
            userAgent: try row.get("user_agent"))
    }
}

extension OperationEntry: LogEntry {
    static func select(_ query: LogQuery) -> SQL {
        var conditions = query.conditions
        let who = query.who.trimmingCharacters(in: .whitespaces)
        if !who.isEmpty {
            conditions.append(
                """
                (actor_name = \(who) OR actor_id = \(who)
                    OR actor_id = (SELECT CAST(t.id AS text) FROM people.staff t WHERE t.login = \(who)))
                """)
        }
        if !query.act.isEmpty { conditions.append("starts_with(act, \(query.act))") }
        if !query.object.isEmpty { conditions.append("object_id = \(query.object)") }
        return """
            SELECT id, at, door, actor_kind, actor_id, actor_name, act, object_kind, object_id, result, reason, detail,
                coalesce(host(client_address), '') AS address, request_id
            FROM base.audit_entry \(matching(conditions)) ORDER BY id DESC LIMIT \(query.limit)
            """
    }

    var cells: [String] {
        [
            "\(id)", LogTerms.moment(at), PeopleTerms.actor(actorKind), actorName, act, "\(objectKind) \(objectID)",
            result, reason, detail, address, requestID,
        ]
    }

    init(row: Row) throws {
        self.init(
            id: try row.get("id"), at: try row.get("at"), door: try row.get("door"),
            actorKind: try row.get("actor_kind"),
            actorID: try row.get("actor_id"), actorName: try row.get("actor_name"), act: try row.get("act"),
            objectKind: try row.get("object_kind"), objectID: try row.get("object_id"), result: try row.get("result"),
            reason: try row.get("reason"), detail: try row.get("detail"), address: try row.get("address"),
            requestID: try row.get("request_id"))
    }
}

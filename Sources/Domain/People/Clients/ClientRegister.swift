package import Base
package import Foundation
import GuoMi
package import Postgres

/// A connected system as its administrator sees it.
package struct RegisteredClient: Sendable, Hashable, Identifiable {
    package let id: String
    package let name: String
    package let scopes: [String]
    package let requestsPerMinute: Int
    package let isActive: Bool
    package let secretChangedAt: Date
    /// Until when the earlier secret still works.
    package let earlierSecretUntil: Date?
    package let version: Int
}

/// What connected systems may be allowed (接口范围).
package enum ClientScope: String, Sendable, CaseIterable {
    case readItems = "items:read"
    case submitCases = "cases:write"
    case readCases = "cases:read"
    case storeFiles = "files:write"
    case verifyDocuments = "documents:verify"
}

/// Registers connected systems (接入系统) and their secrets.
package struct ClientRegister: Sendable {
    let database: Database
    let now: TimeSource

    /// - Parameter database: the office door's own pool.
    package init(database: Database, now: TimeSource = .system) {
        self.database = database
        self.now = now
    }

    /// All clients by id.
    ///
    /// - Throws: `.rightMissing`.
    package func all(for session: Session) async throws -> [RegisteredClient] {
        guard session.officer?.may(.manageClients) == true else { throw PeopleRefusal.rightMissing }
        return try await database.rows(
            settings: ["yanmen.session": session.token],
            """
            SELECT id, name, scopes, requests_per_minute, active, secret_changed_at, earlier_secret_until, version
            FROM people.client ORDER BY id
            """
        ) { row in
            RegisteredClient(
                id: try row.get("id"), name: try row.get("name"), scopes: try row.get("scopes"),
                requestsPerMinute: try row.get("requests_per_minute"), isActive: try row.get("active"),
                secretChangedAt: try row.get("secret_changed_at"),
                earlierSecretUntil: try row.get("earlier_secret_until"), version: try row.get("version"))
        }
    }

    /// Registers a system.
    ///
    /// - Returns: its secret, which is shown once and kept nowhere.
    /// - Throws: `.fields` (`id`, `name`, `scopes`, `requestsPerMinute`), `.clientTaken`, `.rightMissing`, `.stepUpNeeded`.
    package func register(
        id: String, name: String, scopes: [String], requestsPerMinute: Int, by session: Session,
        from origin: SignInOrigin
    ) async throws -> String {
        try authorise(session)
        let id = id.trimmingCharacters(in: .whitespaces)
        let name = try Self.check(id: id, name: name, scopes: scopes, requestsPerMinute: requestsPerMinute)
        let secret = SecureRandom.token()
        do {
            try await act("client.register", on: id, by: session, from: origin) { connection in
                try await connection.execute(
                    """
                    INSERT INTO people.client (id, name, secret_hash, scopes, requests_per_minute)
                    VALUES (\(id), \(name), \(ClientSecret.digest(secret)), \(scopes), \(requestsPerMinute))
                    """)
            }
        } catch let error as PostgresError where error.isUniqueViolation {
            throw PeopleRefusal.clientTaken
        }
        return secret
    }

    /// Gives a client a new secret; the earlier one works for seven more days, so that nothing stops meanwhile.
    package func renewSecret(of id: String, by session: Session, from origin: SignInOrigin) async throws -> String {
        try authorise(session)
        let secret = SecureRandom.token()
        try await act("client.secret", on: id, by: session, from: origin) { connection in
            let isDone = try await connection.first(
                "SELECT people.renew_client_secret(\(id), \(ClientSecret.digest(secret))) AS done"
            ) { try $0.get("done", as: Bool.self) }
            return isDone == true ? 1 : 0
        }
        return secret
    }

    /// Lets a client in or keeps it out; its tokens stop at once.
    package func set(_ id: String, active: Bool, by session: Session, from origin: SignInOrigin) async throws {
        try authorise(session)
        try await act(active ? "client.enable" : "client.disable", on: id, by: session, from: origin) { connection in
            try await connection.execute(
                "UPDATE people.client SET active = \(active), version = version + 1 WHERE id = \(id)")
        }
    }

    private func authorise(_ session: Session) throws(PeopleRefusal) {
        guard session.officer?.may(.manageClients) == true else { throw .rightMissing }
        guard session.hasFreshSecondFactor(at: now()) else { throw .stepUpNeeded }
    }

    private func act(
        _ word: String, on id: String, by session: Session, from origin: SignInOrigin,
        _ change: (Connection) async throws -> Int
    ) async throws {
        let party = session.party(door: origin.door, clientAddress: origin.address, requestID: origin.requestID)
        try await database.transaction(settings: party.settings) { connection in
            guard try await change(connection) == 1 else { throw PeopleRefusal.notFound }
            try await connection.execute(AuditEntry(word, on: "client", id, by: party).statement)
        }
    }

    private static func check(
        id: String, name: String, scopes: [String], requestsPerMinute: Int
    ) throws(PeopleRefusal) -> String {
        var problems: [FieldProblem] = []
        let allowed = Set("abcdefghijklmnopqrstuvwxyz0123456789-".utf8)
        if !(3...40).contains(id.utf8.count) || !id.utf8.allSatisfy(allowed.contains) {
            problems.append(FieldProblem(field: "id", message: ClientTerms.id))
        }
        if PersonRules.organisationName(name) == nil {
            problems.append(FieldProblem(field: "name", message: ClientTerms.name))
        }
        if scopes.isEmpty || !scopes.allSatisfy({ ClientScope(rawValue: $0) != nil }) {
            problems.append(FieldProblem(field: "scopes", message: ClientTerms.scopes))
        }
        if !(1...60_000).contains(requestsPerMinute) {
            problems.append(FieldProblem(field: "requestsPerMinute", message: ClientTerms.rate))
        }
        guard problems.isEmpty, let name = PersonRules.organisationName(name) else { throw .fields(problems) }
        return name
    }
}

enum ClientTerms {
    static let id = "系统标识用 3 至 40 个小写字母、数字或连字符"
    static let name = "请填写系统名称，2 至 100 个字"
    static let scopes = "请至少选择一项接口范围"
    static let rate = "每分钟请求数应在 1 至 60000 之间"
}

extension ClientScope {
    /// What the scope opens, in words.
    package var term: String {
        switch self {
        case .readItems: "查询事项"
        case .submitCases: "提交办件"
        case .readCases: "查询本系统提交的办件"
        case .storeFiles: "上传材料"
        case .verifyDocuments: "核验文书"
        }
    }
}

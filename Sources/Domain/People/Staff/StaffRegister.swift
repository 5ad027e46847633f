package import Base
package import Foundation
import GuoMi
package import Postgres
import WorkCalendar

/// Accounts of staff: the system administrator makes and describes them, the security administrator does the rest
/// (`StaffGrants.swift`).
package struct StaffRegister: Sendable {
    let database: Database
    let now: TimeSource
    /// Key of the digest that tells whether a person has an account already.
    let personSecret: [UInt8]

    /// - Parameter database: the office door's own pool.
    package init(database: Database, now: TimeSource = .system, personSecret: [UInt8]) {
        self.database = database
        self.now = now
        self.personSecret = personSecret
    }

    /// A page of accounts by login.
    ///
    /// - Parameters:
    ///   - search: part of the login or the name.
    ///   - after: the last login of the page before.
    /// - Throws: `.rightMissing` for whoever is no administrator of accounts.
    package func list(
        search: String = "", after: String = "", limit: Int = 50, for session: Session
    ) async throws -> [StaffMember] {
        let party = try Self.administrator(session)
        let pattern = "%" + Self.escaped(search.trimmingCharacters(in: .whitespaces)) + "%"
        return try await database.rows(
            settings: party,
            """
            \(Self.select)
            WHERE t.login > \(after) AND (t.login LIKE \(pattern) OR t.name LIKE \(pattern))
            ORDER BY t.login LIMIT \(limit)
            """, StaffMember.init(row:))
    }

    /// Everything about one account. Throws `.notFound`, `.rightMissing`.
    package func find(_ id: UUID, for session: Session) async throws -> StaffDetail {
        let party = try Self.administrator(session)
        let results = try await database.pipeline(
            settings: party,
            [
                "\(Self.select) WHERE t.id = \(id)",
                """
                SELECT g.role_code, r.name AS role_name, g.scope, g.listed, g.granted_by, g.granted_at
                FROM people.staff_role g JOIN people.role r ON r.code = g.role_code
                WHERE g.staff_id = \(id) ORDER BY g.role_code
                """,
                "\(Self.selectOnline) AND s.staff_id = \(id) ORDER BY s.last_seen_at DESC",
                "SELECT people.staff_locked_until(\(id)) AS until",
            ])
        guard let row = results[0].first else { throw PeopleRefusal.notFound }
        return StaffDetail(
            member: try StaffMember(row: row), grants: try results[1].map(Grant.init(row:)),
            online: try results[2].map(OnlineSession.init(row:)), lockedUntil: try results[3].first?.get("until") ?? nil
        )
    }

    /// Makes an account; it is disabled until the security administrator grants a role and enables it.
    ///
    /// - Returns: its id.
    /// - Throws: `.fields`, `.loginTaken`, `.personHasAccount`, `.rightMissing`.
    package func create(_ draft: NewStaff, by session: Session, from origin: SignInOrigin) async throws -> UUID {
        guard session.officer?.may(.manageOrganisations) == true else { throw PeopleRefusal.rightMissing }
        let checked = try StaffRules.check(draft, isNew: true, on: CalendarDate(now()))
        let id = UUID()
        let key = Hex.encode(HMAC.sm3("person:" + checked.documentNumber, key: personSecret))
        let expiry: String? = checked.expiresOn.isEmpty ? nil : checked.expiresOn
        try await refusing {
            try await act("staff.create", on: id, by: session, from: origin) { connection in
                try await connection.execute(
                    """
                    INSERT INTO people.staff (id, login, name, category, organisation_id, post, phone, person_key, expires_on)
                    VALUES (\(id), \(checked.login), \(checked.name), \(checked.category), \(checked.organisationID),
                        \(checked.post), \(checked.phone), \(key), \(expiry))
                    """)
            }
        }
        return id
    }

    /// Corrects name, organisation, post, phone and expiry; login, category and person stay for ever.
    ///
    /// - Throws: `.fields`, `.changedMeanwhile`, `.rightMissing`.
    package func describe(
        _ id: UUID, version: Int, as draft: NewStaff, by session: Session, from origin: SignInOrigin
    ) async throws {
        guard session.officer?.may(.manageOrganisations) == true else { throw PeopleRefusal.rightMissing }
        let checked = try StaffRules.check(draft, isNew: false, on: CalendarDate(now()))
        let expiry: String? = checked.expiresOn.isEmpty ? nil : checked.expiresOn
        try await refusing {
            try await act("staff.describe", on: id, by: session, from: origin, missing: .changedMeanwhile) {
                connection in
                try await connection.execute(
                    """
                    UPDATE people.staff SET name = \(checked.name), organisation_id = \(checked.organisationID),
                        post = \(checked.post), phone = \(checked.phone), expires_on = \(expiry), version = version + 1
                    WHERE id = \(id) AND version = \(version)
                    """)
            }
        }
    }

    // MARK: Shared

    /// Runs one change with its audit row; a change that touches no row is refused as `missing`.
    func act(
        _ word: String, on id: UUID, by session: Session, from origin: SignInOrigin, missing: PeopleRefusal = .notFound,
        detail: JSON = JSON(text: "{}"), _ change: (Connection) async throws -> Int
    ) async throws {
        let party = session.party(door: origin.door, clientAddress: origin.address, requestID: origin.requestID)
        try await database.transaction(settings: party.settings) { connection in
            guard try await change(connection) > 0 else { throw missing }
            let entry = AuditEntry(word, on: "staff", id.text, by: party, detail: detail)
            try await connection.execute(entry.statement)
        }
    }

    /// What the schema refuses, in words: unique logins and persons, duties that stay separate.
    func refusing<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as PostgresError where error.violates("staff_login_key") {
            throw PeopleRefusal.loginTaken
        } catch let error as PostgresError where error.violates("staff_person_key_key") {
            throw PeopleRefusal.personHasAccount
        } catch let error as PostgresError
            where error.isForeignKeyViolation && error.constraint?.contains("role") == true
        {
            throw PeopleRefusal.dutiesStaySeparate
        } catch let error as PostgresError where error.sqlState == "42501" {
            throw PeopleRefusal.dutiesStaySeparate
        }
    }

    static func administrator(_ session: Session) throws(PeopleRefusal) -> [String: String] {
        guard let officer = session.officer, officer.may(.manageOrganisations) || officer.may(.grantRights) else {
            throw .rightMissing
        }
        return ["yanmen.session": session.token]
    }

    static func escaped(_ text: String) -> String {
        text.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(of: "%", with: "\\%")
            .replacingOccurrences(of: "_", with: "\\_")
    }

    static let select: SQL = """
        SELECT t.id, t.login, t.name, t.category, t.organisation_id, coalesce(o.name, '') AS organisation_name, t.post,
            t.phone, t.state, CAST(t.expires_on AS text) AS expires_on, t.last_sign_in_at, t.disabled_unused_at, t.password_changed_at,
            t.second_factor_since, t.version,
            ARRAY(SELECT r.name FROM people.staff_role g JOIN people.role r ON r.code = g.role_code
                WHERE g.staff_id = t.id ORDER BY g.role_code) AS role_names
        FROM people.staff t LEFT JOIN people.organisation o ON o.id = t.organisation_id
        """

    static let selectOnline: SQL = """
        SELECT s.id, s.staff_id, t.login, t.name, coalesce(o.name, '') AS organisation_name,
            coalesce(host(s.client_address), '') AS address, s.user_agent, s.created_at, s.last_seen_at
        FROM people.session s JOIN people.staff t ON t.id = s.staff_id
        LEFT JOIN people.organisation o ON o.id = t.organisation_id
        WHERE s.ended_at IS NULL AND s.expires_at > now() AND s.last_seen_at > now() - interval '15 minutes'
        """
}

extension StaffMember {
    init(row: Row) throws {
        let expiry: String? = try row.get("expires_on")
        let state: String = try row.get("state")
        self.init(
            id: try row.get("id"), login: try row.get("login"), name: try row.get("name"),
            category: try row.get("category"), organisationID: try row.get("organisation_id"),
            organisationName: try row.get("organisation_name"), post: try row.get("post"), phone: try row.get("phone"),
            isActive: state == "active", expiresOn: expiry.flatMap { CalendarDate($0) },
            lastSignInAt: try row.get("last_sign_in_at"), disabledUnusedAt: try row.get("disabled_unused_at"),
            passwordChangedAt: try row.get("password_changed_at"),
            secondFactorSince: try row.get("second_factor_since"), version: try row.get("version"),
            roleNames: try row.get("role_names"))
    }
}

extension Grant {
    init(row: Row) throws {
        self.init(
            role: try row.get("role_code"), roleName: try row.get("role_name"), scope: try row.get("scope"),
            listed: try row.get("listed"), grantedBy: try row.get("granted_by"), grantedAt: try row.get("granted_at"))
    }
}

extension OnlineSession {
    init(row: Row) throws {
        self.init(
            id: try row.get("id"), staffID: try row.get("staff_id"), login: try row.get("login"),
            name: try row.get("name"), organisationName: try row.get("organisation_name"),
            address: try row.get("address"), userAgent: try row.get("user_agent"), since: try row.get("created_at"),
            lastSeen: try row.get("last_seen_at"))
    }
}

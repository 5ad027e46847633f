import Base
package import Foundation
import Postgres

/// What the security administrator does with accounts. Each act needs a second factor shown within five minutes, and none
/// of them works on oneself.
extension StaffRegister {
    /// How long a reset code holds, in minutes.
    package static let resetMinutes = 10

    /// The roles that exist.
    package func roles() async throws -> [Role] {
        try await database.rows("SELECT code, name, category, rights FROM people.role ORDER BY category, code") { row in
            let words: [String] = try row.get("rights")
            return Role(
                code: try row.get("code"), name: try row.get("name"), category: try row.get("category"),
                rights: words.compactMap(Right.init(rawValue:)))
        }
    }

    /// Grants a role within a scope, or changes the scope of one that is held; the person's sessions end.
    ///
    /// - Throws: `.dutiesStaySeparate` for a role of another category or for oneself, `.fields` (`scope`), `.notFound`.
    package func grant(
        _ role: String, scope: DataScope, listed: [Int] = [], to id: UUID, by session: Session,
        from origin: SignInOrigin
    ) async throws {
        let officer = try authorise(session, on: id)
        guard (scope == .listed) == !listed.isEmpty else {
            throw PeopleRefusal.fields([FieldProblem(field: "scope", message: StaffTerms.scope)])
        }
        let detail = try JSON(["role": role, "scope": scope.rawValue])
        try await refusing {
            try await act("staff.grant", on: id, by: session, from: origin, detail: detail) { connection in
                let count = try await connection.execute(
                    """
                    INSERT INTO people.staff_role (staff_id, role_code, category, scope, listed, granted_by)
                    SELECT t.id, \(role), t.category, \(scope), \(listed), \(officer.login) FROM people.staff t
                    WHERE t.id = \(id)
                    ON CONFLICT (staff_id, role_code) DO UPDATE SET scope = excluded.scope, listed = excluded.listed,
                        granted_by = excluded.granted_by, granted_at = now()
                    """)
                try await Self.endSessions(of: id, on: connection)
                return count
            }
        }
    }

    /// Takes a role away; the person's sessions end.
    package func revoke(_ role: String, from id: UUID, by session: Session, from origin: SignInOrigin) async throws {
        _ = try authorise(session, on: id)
        try await act(
            "staff.revoke", on: id, by: session, from: origin, detail: try JSON(["role": role])
        ) { connection in
            let count = try await connection.execute(
                "DELETE FROM people.staff_role WHERE staff_id = \(id) AND role_code = \(role)")
            try await Self.endSessions(of: id, on: connection)
            return count
        }
    }

    /// Enables an account that holds a role.
    ///
    /// - Throws: `.notWithoutRole`, `.changedMeanwhile`.
    package func enable(_ id: UUID, version: Int, by session: Session, from origin: SignInOrigin) async throws {
        _ = try authorise(session, on: id)
        try await act("staff.enable", on: id, by: session, from: origin, missing: .changedMeanwhile) { connection in
            let grants = try await connection.first(
                "SELECT count(*) AS count FROM people.staff_role WHERE staff_id = \(id)"
            ) { try $0.get("count", as: Int.self) }
            guard let grants, grants > 0 else { throw PeopleRefusal.notWithoutRole }
            return try await connection.execute(
                """
                UPDATE people.staff SET state = 'active', version = version + 1
                WHERE id = \(id) AND version = \(version)
                """)
        }
    }

    /// Disables an account and ends its sessions.
    ///
    /// - Throws: `.lastOfficer` when no other administrator of its kind is left, `.changedMeanwhile`.
    package func disable(_ id: UUID, version: Int, by session: Session, from origin: SignInOrigin) async throws {
        _ = try authorise(session, on: id)
        try await act("staff.disable", on: id, by: session, from: origin, missing: .changedMeanwhile) { connection in
            // Locks the whole category, so that two cannot be the second to last at the same time.
            let peers = try await connection.rows(
                """
                SELECT t.id FROM people.staff t WHERE t.state = 'active' AND t.category <> 'business'
                    AND t.category = (SELECT k.category FROM people.staff k WHERE k.id = \(id)) FOR UPDATE
                """
            ) { try $0.get("id", as: UUID.self) }
            guard peers != [id] else { throw PeopleRefusal.lastOfficer }
            let count = try await connection.execute(
                """
                UPDATE people.staff SET state = 'disabled', version = version + 1
                WHERE id = \(id) AND version = \(version)
                """)
            try await Self.endSessions(of: id, on: connection)
            return count
        }
    }

    /// Replaces the password by a one-time code of ten minutes, ends the person's sessions and lifts the lock.
    ///
    /// - Returns: the code, shown once and kept nowhere.
    package func reset(_ id: UUID, by session: Session, from origin: SignInOrigin) async throws -> String {
        _ = try authorise(session, on: id)
        let code = OneTimeCode.make()
        let digest = OneTimeCode.digest(code)
        try await act("staff.reset", on: id, by: session, from: origin) { connection in
            try await Self.done(
                """
                SELECT people.reset_staff(\(id), \(digest), now() + make_interval(mins => \(Self.resetMinutes))) AS done
                """, on: connection)
        }
        return code
    }

    /// Takes a lost second factor off business staff.
    ///
    /// - Throws: `.administratorSecondFactor` for one of the three administrators.
    package func resetSecondFactor(_ id: UUID, by session: Session, from origin: SignInOrigin) async throws {
        _ = try authorise(session, on: id)
        try await act(
            "staff.resetSecondFactor", on: id, by: session, from: origin, missing: .administratorSecondFactor
        ) { connection in
            try await Self.done("SELECT people.reset_second_factor(\(id)) AS done", on: connection)
        }
    }

    /// Lifts the lock after too many failures.
    package func unlock(_ id: UUID, by session: Session, from origin: SignInOrigin) async throws {
        _ = try authorise(session, on: id)
        try await act("staff.unlock", on: id, by: session, from: origin) { connection in
            try await Self.done("SELECT people.unlock_staff(\(id)) AS done", on: connection)
        }
    }

    /// Who is signed in now, last seen first, at most 200.
    package func online(for session: Session) async throws -> [OnlineSession] {
        guard session.officer?.may(.grantRights) == true else { throw PeopleRefusal.rightMissing }
        return try await database.rows(
            settings: ["yanmen.session": session.token],
            "\(Self.selectOnline) ORDER BY s.last_seen_at DESC, s.id LIMIT 200", OnlineSession.init(row:))
    }

    /// Ends one session; it is refused from the next request on.
    package func end(_ online: UUID, by session: Session, from origin: SignInOrigin) async throws {
        guard session.officer?.may(.grantRights) == true else { throw PeopleRefusal.rightMissing }
        try await act("session.end", on: online, by: session, from: origin) { connection in
            try await connection.execute(
                "UPDATE people.session SET ended_at = now() WHERE id = \(online) AND ended_at IS NULL")
        }
    }

    private func authorise(_ session: Session, on id: UUID) throws(PeopleRefusal) -> Officer {
        guard let officer = session.officer, officer.may(.grantRights) else { throw .rightMissing }
        guard officer.staffID != id else { throw .dutiesStaySeparate }
        guard session.hasFreshSecondFactor(at: now()) else { throw .stepUpNeeded }
        return officer
    }

    private static func endSessions(of id: UUID, on connection: Connection) async throws {
        try await connection.execute(
            "UPDATE people.session SET ended_at = now() WHERE staff_id = \(id) AND ended_at IS NULL")
    }

    private static func done(_ statement: SQL, on connection: Connection) async throws -> Int {
        try await connection.first(statement) { try $0.get("done", as: Bool.self) } == true ? 1 : 0
    }
}

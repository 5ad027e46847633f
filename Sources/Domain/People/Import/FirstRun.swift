import Base
import Foundation
package import Postgres

/// How somebody signs in for the first time; shown once on the server's console and kept nowhere.
package struct OneTimeSignIn: Sendable, Hashable {
    package let login: String
    package let name: String
    /// Role or category, in words.
    package let role: String
    package let code: String
}

/// Makes the first accounts of a city: there is no default account and no default password.
package struct FirstRun: Sendable {
    /// How long a code of the first run holds.
    static let codeDays = 3

    let database: Database

    /// - Parameter database: a pool as the owner.
    package init(database: Database) {
        self.database = database
    }

    /// Makes the three administrators (三员) that do not exist yet, each with a one-time code.
    package func makeAdministrators() async throws -> [OneTimeSignIn] {
        let wanted = [("xitong", "sysadmin"), ("anquan", "secadmin"), ("shenji", "auditor")]
        let present: Set<String> = try await Set(
            database.rows("SELECT DISTINCT category FROM people.staff") { try $0.get("category", as: String.self) })
        let drafts = wanted.filter { !present.contains($0.1) }.map { login, category in
            StaffDraft(
                login: login, name: PeopleTerms.category(category), category: category, organisationCode: nil, post: "",
                grants: [(role: category, scope: .own)])
        }
        return try await make(drafts)
    }

    /// A new one-time code for a login, by whoever has the server's command line; the second factor is taken off on request.
    /// Nil when there is no such login.
    package func reissue(login: String, takeOffSecondFactor: Bool = false) async throws -> OneTimeSignIn? {
        let code = OneTimeCode.make()
        let digest = OneTimeCode.digest(code)
        let act = AuditEntry(
            "staff.reset", on: "staff", login, by: .system("people reset"),
            detail: try JSON(["secondFactor": takeOffSecondFactor]))
        let results = try await database.pipeline([
            """
            UPDATE people.staff SET password_hash = NULL, must_change = true,
                totp_secret = CASE WHEN \(takeOffSecondFactor) THEN NULL ELSE totp_secret END,
                second_factor_since = CASE WHEN \(takeOffSecondFactor) THEN NULL ELSE second_factor_since END
            WHERE login = \(login) RETURNING name, category
            """,
            """
            UPDATE people.session SET ended_at = now() WHERE ended_at IS NULL
                AND staff_id = (SELECT id FROM people.staff WHERE login = \(login))
            """,
            """
            INSERT INTO people.staff_code (staff_id, code_hash, expires_at)
            SELECT id, \(digest), now() + interval '1 day' FROM people.staff WHERE login = \(login)
            """,
            """
            INSERT INTO people.sign_in (door, subject_kind, subject, method, result, reason)
            SELECT 'management', 'staff', login, 'reset', 'unlocked', \(ImportTerms.firstRun) FROM people.staff
            WHERE login = \(login)
            """,
            act.statement,
        ])
        guard let row = results[0].first else { return nil }
        let category: String = try row.get("category")
        return OneTimeSignIn(
            login: login, name: try row.get("name"), role: PeopleTerms.category(category), code: code)
    }

    /// Makes enabled accounts, each with a one-time code; logins that exist are left alone.
    func make(_ drafts: [StaffDraft]) async throws -> [OneTimeSignIn] {
        var made: [OneTimeSignIn] = []
        for draft in drafts {
            let code = OneTimeCode.make()
            let digest = OneTimeCode.digest(code)
            let isNew = try await database.transaction { connection in
                let id = UUID()
                let count = try await connection.execute(draft.insert(id: id))
                guard count == 1 else { return false }
                let act = AuditEntry(
                    "staff.create", on: "staff", id.text, by: .system("first run"),
                    detail: try JSON(["login": draft.login]))
                _ = try await connection.pipeline(
                    draft.grantStatements(id: id) + [codeStatement(id, digest), act.statement])
                return true
            }
            if isNew { made.append(OneTimeSignIn(login: draft.login, name: draft.name, role: draft.title, code: code)) }
        }
        return made
    }

    private func codeStatement(_ id: UUID, _ digest: String) -> SQL {
        """
        INSERT INTO people.staff_code (staff_id, code_hash, expires_at)
        VALUES (\(id), \(digest), now() + make_interval(days => \(Self.codeDays)))
        """
    }
}

/// An account as the first run makes it.
struct StaffDraft: Sendable {
    let login: String
    let name: String
    let category: String
    let organisationCode: String?
    let post: String
    let grants: [(role: String, scope: DataScope)]

    var title: String { post.isEmpty ? PeopleTerms.category(category) : post }

    func insert(id: UUID) -> SQL {
        """
        INSERT INTO people.staff (id, login, name, category, organisation_id, post, state)
        SELECT \(id), \(login), \(name), \(category), (SELECT o.id FROM people.organisation o
            WHERE o.code = \(organisationCode)), \(post), 'active'
        WHERE NOT EXISTS (SELECT FROM people.staff WHERE login = \(login))
        """
    }

    func grantStatements(id: UUID) -> [SQL] {
        grants.map { grant in
            """
            INSERT INTO people.staff_role (staff_id, role_code, category, scope, granted_by)
            VALUES (\(id), \(grant.role), \(category), \(grant.scope), \(ImportTerms.firstRun))
            """
        }
    }
}

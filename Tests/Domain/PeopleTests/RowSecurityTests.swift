import Base
import Cases
import Foundation
import Items
import Notices
import People
import Postgres
import TestSupport
import Testing

/// What somebody who can run any SQL in a door's role still cannot see or do.
struct RowSecurityTests {
    private struct City {
        let test: TestDatabase
        let people: TestPeople
        let mine: TestPeople.Person
        let other: TestPeople.Person
        let body: Int

        func pool(_ door: DoorName) -> Database { test.connect(user: door.databaseRole) }
    }

    private static let template = TestDatabase.Template("row_security") { database in
        let all = BaseMigrations.all + PeopleMigrations.all + ItemsMigrations.all + NoticesMigrations.all
        _ = try await Migrator(all + CasesMigrations.all).run(on: database)
        // These tests are about who sees a case, not about what a case must hold: its columns may be left empty here.
        try await database.withConnection { try await $0.executeScript(loosenCases) }
    }

    private static let loosenCases = """
        DO $$ DECLARE line record; BEGIN
            FOR line IN SELECT conname FROM pg_constraint
                WHERE conrelid = 'cases.case_record'::regclass AND contype IN ('c', 'f') LOOP
                EXECUTE format('ALTER TABLE cases.case_record DROP CONSTRAINT %I', line.conname);
            END LOOP;
            FOR line IN SELECT attname FROM pg_attribute
                WHERE attrelid = 'cases.case_record'::regclass AND attnum > 0 AND attnotnull AND attname <> 'id' LOOP
                EXECUTE format('ALTER TABLE cases.case_record ALTER COLUMN %I DROP NOT NULL', line.attname);
            END LOOP;
        END $$
        """

    private func city() async throws -> City {
        let test = try await TestDatabase.create(template: Self.template)
        let people = TestPeople(test.database)
        let body = try await people.organisation("忻州市行政审批服务管理局")
        let city = City(
            test: test, people: people,
            mine: try await people.citizen("李秀英", phone: "19900000001", documentNumber: "X-1"),
            other: try await people.citizen("王建国", phone: "19900000002", documentNumber: "X-2"), body: body)
        for person in [city.mine, city.other] {
            try await Self.fill(test.database, person, body: body)
        }
        return city
    }

    /// A file and a case of the person.
    private static func fill(_ database: Database, _ person: TestPeople.Person, body: Int) async throws {
        let digest = String(repeating: "a", count: 64)
        try await database.pipeline([
            """
            INSERT INTO base.file (id, name, media_type, size, digest, account_id)
            VALUES (\(UUID()), \(person.name), 'text/plain', 1, \(digest), \(person.id))
            """,
            """
            INSERT INTO cases.case_record (id, applicant_name, account_id, body_id)
            VALUES (\(UUID()), \(person.name), \(person.id), \(body))
            """,
        ])
    }

    private static let personal: [SQL] = [
        "SELECT name FROM people.account", "SELECT name FROM base.file",
        "SELECT applicant_name AS name FROM cases.case_record",
    ]

    private func names(_ pool: Database, _ settings: [String: String], _ statement: SQL) async throws -> [String] {
        try await pool.rows(settings: settings, statement) { try $0.get("name", as: String.self) }
    }

    @Test("the public role sees one's own rows and nobody else's")
    func ownRows() async throws {
        let city = try await city()
        let pool = city.pool(.public)
        for statement in Self.personal {
            #expect(try await names(pool, city.mine.settings, statement) == ["李秀英"])
            #expect(try await names(pool, [:], statement).isEmpty)
        }
    }

    @Test("with hand-written SQL and guessed settings the public role sees nothing")
    func guesses() async throws {
        let city = try await city()
        let pool = city.pool(.public)
        let digest = try await city.test.database.first(
            "SELECT encode(token_hash, 'hex') AS hash FROM people.session WHERE account_id = \(city.other.id)"
        ) { try $0.get("hash", as: String.self) }
        let guesses = [
            city.other.id.uuidString.lowercased(), city.other.id.uuidString, try #require(digest),
            "\\x\(try #require(digest))",
            "-", " ", "' OR true --", city.other.login, String(city.other.token.dropLast()),
            city.other.token.lowercased(),
        ]
        for guess in guesses {
            for statement in Self.personal {
                #expect(try await names(pool, ["yanmen.session": guess], statement).isEmpty, "\(guess)")
                #expect(
                    try await names(pool, ["yanmen.account": guess, "yanmen.client_token": guess], statement).isEmpty)
            }
        }
    }

    @Test(
        "the public role cannot read sessions, codes, staff, logs, nor become another role",
        arguments: [
            "SELECT token_hash FROM people.session", "SELECT code_hash FROM people.phone_code",
            "SELECT payload FROM base.job",
            "SELECT login FROM people.staff", "SELECT subject FROM people.sign_in", "SELECT act FROM base.audit_entry",
            "SELECT secret_hash FROM people.client", "SET ROLE postgres", "SET ROLE yanmen_office",
            "SELECT people.make_citizen_session(gen_random_uuid(), '\\x00', '', NULL, '')",
            "SELECT * FROM people.own_credentials()", "SELECT people.locked_until('staff', 'x', NULL)",
            "UPDATE people.account SET name = 'x'", "UPDATE people.account SET phone = '19900000002'",
            "INSERT INTO people.session (token_hash, csrf_token, expires_at) VALUES ('\\x00', '', now())",
            "INSERT INTO people.sign_in (door, subject_kind, subject, method, result) VALUES ('x', 'staff', 'x', 'x', 'refused')",
            "DELETE FROM people.account", "TRUNCATE people.account",
            "UPDATE people.representation SET confirmed_at = now()",
            "ALTER TABLE people.account DISABLE ROW LEVEL SECURITY",
        ])
    func denied(statement: String) async throws {
        let city = try await city()
        let pool = city.pool(.public)
        do {
            _ = try await pool.query(settings: city.mine.settings, SQL(trusted: statement))
            Issue.record("allowed: \(statement)")
        } catch let error as PostgresError {
            #expect(error.sqlState == "42501", "\(error)")
        }
    }

    @Test("an account that may act for a company sees the company, and no longer after the end")
    func principals() async throws {
        let city = try await city()
        let pool = city.pool(.public)
        _ = try await city.people.company("示例商贸有限公司", creditCode: "TEST-CODE", representedBy: city.mine)
        let statement: SQL = "SELECT name FROM people.account ORDER BY name"
        #expect(try await names(pool, city.mine.settings, statement).contains("示例商贸有限公司"))
        #expect(try await !names(pool, city.other.settings, statement).contains("示例商贸有限公司"))

        try await pool.execute(settings: city.mine.settings, "UPDATE people.representation SET ended_at = now()")
        #expect(try await !names(pool, city.mine.settings, statement).contains("示例商贸有限公司"))
    }

    @Test("nobody asks in another's name, confirms by themself, or takes another's file as evidence")
    func representationRules() async throws {
        let city = try await city()
        let pool = city.pool(.public)
        let foreign = try #require(
            try await city.test.database.first("SELECT id FROM base.file WHERE account_id = \(city.other.id)") {
                try $0.get("id", as: UUID.self)
            })
        let own = try #require(
            try await city.test.database.first("SELECT id FROM base.file WHERE account_id = \(city.mine.id)") {
                try $0.get("id", as: UUID.self)
            })
        func ask(agent: UUID, evidence: UUID, basis: String) async throws {
            try await pool.execute(
                settings: city.mine.settings,
                """
                INSERT INTO people.representation (id, agent_id, principal_kind, principal_name, principal_document_type,
                    principal_document_number, basis, evidence_file_id)
                VALUES (\(UUID()), \(agent), 'natural', '王建国', '111', 'X-2', \(basis), \(evidence))
                """)
        }
        await #expect(throws: PostgresError.self) {
            try await ask(agent: city.other.id, evidence: own, basis: "guardian")
        }
        await #expect(throws: PostgresError.self) {
            try await ask(agent: city.mine.id, evidence: foreign, basis: "guardian")
        }
        await #expect(throws: PostgresError.self) {
            try await ask(agent: city.mine.id, evidence: own, basis: "legalRepresentative")
        }
        try await ask(agent: city.mine.id, evidence: own, basis: "guardian")
        let waiting = try await pool.rows(
            settings: city.mine.settings, "SELECT confirmed_at IS NULL AS waiting FROM people.representation"
        ) { try $0.get("waiting", as: Bool.self) }
        #expect(waiting == [true])
        let seen = try await pool.rows(settings: city.other.settings, "SELECT id FROM people.representation") {
            try $0.get("id", as: UUID.self)
        }
        #expect(seen.isEmpty)
    }

    @Test("the office role sees cases of the bodies of its session only, and accounts only with a right of reception")
    func officeRows() async throws {
        let city = try await city()
        let pool = city.pool(.office)
        let elsewhere = try await city.people.organisation("忻州市民政局")
        let clerk = try await city.people.staff("chuangkou", rights: ["receiveCases"], bodies: [city.body])
        let foreign = try await city.people.staff("minzheng", rights: ["searchCases"], bodies: [elsewhere])
        let cases: SQL = "SELECT applicant_name AS name FROM cases.case_record ORDER BY 1"
        let accounts: SQL = "SELECT name FROM people.account ORDER BY name"

        #expect(try await names(pool, clerk.settings, cases).count == 2)
        #expect(try await names(pool, clerk.settings, accounts).count == 2)
        #expect(try await names(pool, foreign.settings, cases).isEmpty)
        #expect(try await names(pool, foreign.settings, accounts).isEmpty)
        #expect(try await names(pool, [:], cases).isEmpty)
    }

    @Test(
        "a clerk's session cannot give itself rights, read secrets or the logs, or change organisations",
        arguments: [
            "SELECT password_hash FROM people.staff", "SELECT totp_secret FROM people.staff",
            "SELECT token_hash FROM people.session", "SELECT code_hash FROM people.staff_code",
            "UPDATE people.session SET rights = '{grantRights}'", "UPDATE people.staff SET category = 'auditor'",
            "INSERT INTO people.session (token_hash, staff_id, csrf_token, expires_at) SELECT '\\x00', id, '', now() FROM people.staff",
            "INSERT INTO people.role (code, name, category, rights) VALUES ('x', 'x', 'business', '{}')",
            """
            INSERT INTO people.staff_role (staff_id, role_code, category, scope, granted_by)
            SELECT id, 'window', 'business', 'region', '' FROM people.staff
            """,
            """
            INSERT INTO people.organisation (code, name, short_name, kind, region_code)
            VALUES ('xxx', 'x', 'x', 'department', '140900000000')
            """,
            "INSERT INTO people.client (id, name, secret_hash, scopes) VALUES ('abc', 'x', 'x', '{}')",
        ])
    func clerkDenied(statement: String) async throws {
        let city = try await city()
        let clerk = try await city.people.staff("chuangkou", rights: ["receiveCases"], bodies: [city.body])
        do {
            _ = try await city.pool(.office).query(settings: clerk.settings, SQL(trusted: statement))
            Issue.record("allowed: \(statement)")
        } catch let error as PostgresError {
            #expect(error.sqlState == "42501", "\(error)")
        }
    }

    @Test("a clerk's session changes no row of staff or organisations and reads no log")
    func clerkSeesNothing() async throws {
        let city = try await city()
        let clerk = try await city.people.staff("chuangkou", rights: ["receiveCases"], bodies: [city.body])
        let pool = city.pool(.office)
        let settings = clerk.settings
        #expect(try await pool.execute(settings: settings, "UPDATE people.staff SET state = 'disabled'") == 0)
        #expect(try await pool.execute(settings: settings, "UPDATE people.organisation SET name = 'x'") == 0)
        #expect(try await pool.execute(settings: settings, "DELETE FROM people.staff_role") == 0)
        #expect(try await pool.query(settings: settings, "SELECT id FROM base.audit_entry").isEmpty)
        #expect(try await pool.query(settings: settings, "SELECT id FROM people.sign_in").isEmpty)
        #expect(try await pool.query(settings: settings, "SELECT id FROM people.client").isEmpty)
    }

    @Test("the api role cannot make a token without the secret")
    func clients() async throws {
        let city = try await city()
        let client = try await city.people.client("shenpi", scopes: ["items:read"])
        let pool = city.pool(.api)
        for statement in ["SELECT secret_hash FROM people.client", "SELECT token_hash FROM people.client_token"] {
            await #expect(throws: PostgresError.self) { _ = try await pool.query(SQL(trusted: statement)) }
        }
        await #expect(throws: PostgresError.self) {
            try await pool.execute(
                """
                INSERT INTO people.client_token (token_hash, client_id, scopes, expires_at)
                VALUES (sha256('x'), \(client.id), '{}', now() + interval '1 day')
                """)
        }
    }
}

import Base
package import Foundation
package import Postgres

/// Makes people directly by SQL as the owner of the database, signed in already: for tests of everything behind a sign-in.
package struct TestPeople: Sendable {
    /// A pool as the owner.
    package let database: Database

    package init(_ database: Database) {
        self.database = database
    }

    /// Somebody with an open session. Give `settings` to transactions of a door's role, `token` to a cookie.
    package struct Person: Sendable, Hashable {
        package let id: UUID
        package let name: String
        /// A staff member's login or a citizen's phone.
        package let login: String
        package let token: String
        package let csrfToken: String

        package var settings: [String: String] { ["yanmen.session": token] }
    }

    /// A connected system with a bearer token.
    package struct Client: Sendable, Hashable {
        package let id: String
        package let secret: String
        package let token: String

        package var settings: [String: String] { ["yanmen.client_token": token] }
    }

    /// The city and 忻府区, once; returns the code of the city.
    @discardableResult
    package func regions() async throws -> String {
        try await database.execute(
            """
            INSERT INTO people.region (code, name, level, code_system, parent_code, sort) VALUES
                ('140000000000', '山西省', 'province', 'GB2260', NULL, 0),
                ('140900000000', '忻州市', 'city', 'GB2260', '140000000000', 1),
                ('140902000000', '忻府区', 'county', 'GB2260', '140900000000', 2)
            ON CONFLICT DO NOTHING
            """)
        return "140900000000"
    }

    /// An organisation; its code is made from its name. Regions are made if need be.
    package func organisation(
        _ name: String, kind: String = "department", region: String = "140900000000", parent: Int? = nil
    ) async throws -> Int {
        try await regions()
        let code = "test-" + UUID().text
        return try await one(
            """
            INSERT INTO people.organisation (code, name, short_name, kind, region_code, parent_id)
            VALUES (\(code), \(name), \(name), \(kind), \(region), \(parent)) RETURNING id AS value
            """)
    }

    /// A member of staff with exactly these rights and bodies in an open session that has shown its second factor.
    /// No password; sign-in itself is tested with `StaffSignIn`.
    package func staff(
        _ login: String, name: String = "张建国", rights: [String], bodies: [Int] = [], organisation: Int? = nil,
        category: String = "business", ownOnly: Bool = false
    ) async throws -> Person {
        let person = Person(id: UUID(), name: name, login: login, token: Self.secret(), csrfToken: Self.secret())
        // An administrator without a second factor would be sent to enrol one.
        let secret: [UInt8]? = category == "business" ? nil : [UInt8](repeating: 7, count: 20)
        try await database.pipeline([
            """
            INSERT INTO people.staff (id, login, name, category, organisation_id, state, must_change, totp_secret,
                second_factor_since)
            VALUES (\(person.id), \(login), \(name), \(category), \(organisation), 'active', false, \(secret),
                CASE WHEN \(secret)::bytea IS NULL THEN NULL ELSE now() END)
            """,
            """
            INSERT INTO people.session (token_hash, staff_id, rights, bodies, own_only, csrf_token, second_factor_at,
                expires_at)
            VALUES (sha256(convert_to(\(person.token), 'UTF8')), \(person.id), \(rights), \(bodies), \(ownOnly),
                \(person.csrfToken), now(), now() + interval '12 hours')
            """,
        ])
        return person
    }

    /// A citizen with a registered account in an open session. Numbers are synthetic and need not be valid.
    package func citizen(
        _ name: String = "李秀英", phone: String, documentNumber: String, actingFor: UUID? = nil
    ) async throws -> Person {
        let person = Person(id: UUID(), name: name, login: phone, token: Self.secret(), csrfToken: Self.secret())
        try await database.pipeline([
            """
            INSERT INTO people.account (id, kind, name, document_type, document_number, phone)
            VALUES (\(person.id), 'natural', \(name), '111', \(documentNumber), \(phone))
            """,
            """
            INSERT INTO people.session (token_hash, account_id, acting_for, csrf_token, expires_at)
            VALUES (sha256(convert_to(\(person.token), 'UTF8')), \(person.id), \(actingFor), \(person.csrfToken),
                now() + interval '12 hours')
            """,
        ])
        return person
    }

    /// An organisation's account that `agent` may act for as its legal representative.
    package func company(_ name: String, creditCode: String, representedBy agent: Person) async throws -> UUID {
        let id = UUID()
        try await database.pipeline([
            """
            INSERT INTO people.account (id, kind, name, document_type, document_number, phone, legal_representative)
            VALUES (\(id), 'legal', \(name), 'USCC', \(creditCode), \(agent.login), \(agent.name))
            """,
            """
            INSERT INTO people.representation (id, agent_id, principal_id, principal_kind, principal_name,
                principal_document_type, principal_document_number, basis, confirmed_at)
            VALUES (\(UUID()), \(agent.id), \(id), 'legal', \(name), 'USCC', \(creditCode), 'legalRepresentative', now())
            """,
        ])
        return id
    }

    /// A connected system with a token for all its scopes.
    package func client(_ id: String, scopes: [String], requestsPerMinute: Int = 600) async throws -> Client {
        let client = Client(id: id, secret: Self.secret(), token: Self.secret())
        try await database.pipeline([
            """
            INSERT INTO people.client (id, name, secret_hash, scopes, requests_per_minute)
            VALUES (\(id), \(id), encode(sha256(convert_to(\(client.secret), 'UTF8')), 'hex'), \(scopes),
                \(requestsPerMinute))
            """,
            """
            INSERT INTO people.client_token (token_hash, client_id, scopes, expires_at)
            VALUES (sha256(convert_to(\(client.token), 'UTF8')), \(id), \(scopes), now() + interval '15 minutes')
            """,
        ])
        return client
    }

    private func one(_ statement: SQL) async throws -> Int {
        guard let value = try await database.first(statement, { try $0.get("value", as: Int.self) }) else {
            throw ProgramFailure(description: "no row came back")
        }
        return value
    }

    private static func secret() -> String {
        UUID().uuidString + UUID().uuidString
    }
}

import Base
package import Foundation
package import Postgres

/// Requests to act for somebody, as a window clerk confirms or refuses them (代理关系核实).
package struct RepresentationReviews: Sendable {
    let database: Database

    /// - Parameter database: the office door's own pool.
    package init(database: Database) {
        self.database = database
    }

    /// The requests that wait, oldest first, at most 50.
    ///
    /// - Throws: `.rightMissing` without the right to receive cases.
    package func waiting(for session: Session) async throws -> [Representation] {
        try Self.authorise(session)
        return try await database.rows(
            settings: ["yanmen.session": session.token],
            """
            \(RepresentationStore.select)
            WHERE r.confirmed_at IS NULL AND r.ended_at IS NULL
            ORDER BY r.created_at, r.id
            LIMIT 50
            """, Representation.init(row:))
    }

    /// Confirms a request after its evidence was seen; the principal's account is found, or made without a phone.
    ///
    /// - Throws: `.notFound` when it no longer waits, `.accountNameDiffers` when the number belongs to another name.
    package func confirm(_ id: UUID, by session: Session, from origin: SignInOrigin) async throws {
        try Self.authorise(session)
        let party = session.party(door: origin.door, clientAddress: origin.address, requestID: origin.requestID)
        try await database.transaction(settings: party.settings) { connection in
            let asked = try await Self.lock(id, on: connection)
            let principal = try await Self.account(of: asked, on: connection)
            let act = AuditEntry("representation.confirm", on: "representation", id.text, by: party)
            _ = try await connection.pipeline([
                """
                UPDATE people.representation
                SET principal_id = \(principal), confirmed_at = now(), confirmed_by = \(party.id)
                WHERE id = \(id)
                """,
                act.statement,
            ])
        }
    }

    /// Refuses a request; the agent reads the reason.
    ///
    /// - Throws: `.fields` (`reason`), `.notFound` when it no longer waits.
    package func refuse(_ id: UUID, reason: String, by session: Session, from origin: SignInOrigin) async throws {
        try Self.authorise(session)
        let words = reason.trimmingCharacters(in: .whitespacesAndNewlines)
        guard (2...200).contains(words.count) else {
            throw PeopleRefusal.fields([FieldProblem(field: "reason", message: ReviewTerms.reason)])
        }
        let party = session.party(door: origin.door, clientAddress: origin.address, requestID: origin.requestID)
        let act = AuditEntry(
            "representation.refuse", on: "representation", id.text, by: party, reason: words)
        try await database.transaction(settings: party.settings) { connection in
            _ = try await Self.lock(id, on: connection)
            _ = try await connection.pipeline([
                "UPDATE people.representation SET ended_at = now(), ending_reason = \(words) WHERE id = \(id)",
                act.statement,
            ])
        }
    }

    private static func authorise(_ session: Session) throws(PeopleRefusal) {
        guard session.officer?.may(.receiveCases) == true else { throw .rightMissing }
    }

    private static func lock(_ id: UUID, on connection: Connection) async throws -> Representation {
        let found = try await connection.first(
            """
            \(RepresentationStore.select)
            WHERE r.id = \(id) AND r.confirmed_at IS NULL AND r.ended_at IS NULL
            FOR UPDATE OF r
            """, Representation.init(row:))
        guard let found else { throw PeopleRefusal.notFound }
        return found
    }

    private static func account(of asked: Representation, on connection: Connection) async throws -> UUID {
        let kind = asked.principalIsOrganisation ? "legal" : "natural"
        let results = try await connection.pipeline([
            """
            INSERT INTO people.account (id, kind, name, document_type, document_number, phone)
            VALUES (\(UUID()), \(kind), \(asked.principalName), \(asked.documentType), \(asked.documentNumber), '')
            ON CONFLICT (kind, document_type, document_number) DO NOTHING
            """,
            """
            SELECT id, name FROM people.account
            WHERE kind = \(kind) AND document_type = \(asked.documentType) AND document_number = \(asked.documentNumber)
            """,
        ])
        guard let row = results[1].first else { throw PeopleRefusal.notFound }
        let name: String = try row.get("name")
        guard name == asked.principalName else { throw PeopleRefusal.accountNameDiffers }
        return try row.get("id")
    }
}

enum ReviewTerms {
    static let reason = "请写明不予确认的原因，2 至 200 个字，申请人会看到"
}

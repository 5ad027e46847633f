package import Base
import Foundation
package import Postgres

/// Opens, reads and ends sessions on one door's database.
package struct Sessions: Sendable {
    let database: Database

    package init(database: Database) {
        self.database = database
    }

    /// The session of a cookie's token, or nil when it is unknown, idle too long, expired or ended. One round trip.
    package func open(token: String) async throws -> Session? {
        let statement: SQL = """
            SELECT s.*, people.unread_messages(\(token)) AS unread_messages FROM people.open_session(\(token)) AS s
            """
        return try await database.first(statement) { row in try Session(row: row, token: token) }
    }

    /// Ends a session (退出) and says so in the login log.
    package func end(_ session: Session, door: DoorName) async throws {
        let settings = ["yanmen.session": session.token]
        try await database.execute(settings: settings, "SELECT people.end_session(\(door.rawValue))")
    }

    /// Saves the subject's own preferences, at most 4,000 characters of JSON object text.
    package func savePreferences(_ json: String, of session: Session) async throws {
        let settings = ["yanmen.session": session.token]
        let document = JSON(text: json)
        let statement: SQL =
            switch session.subject {
            case .citizen(let citizen):
                "UPDATE people.account SET preferences = \(document) WHERE id = \(citizen.accountID)"
            case .officer: "SELECT people.save_staff_preferences(\(document))"
            }
        try await database.execute(settings: settings, statement)
    }
}

extension Session {
    init(row: Row, token: String) throws {
        let subject: Subject
        if let accountID: UUID = try row.get("account_id") {
            let principalKind: String? = try row.get("principal_kind")
            subject = .citizen(
                Citizen(
                    accountID: accountID, name: try row.get("name"), phone: try row.get("phone"),
                    documentType: try row.get("document_type"), documentNumber: try row.get("document_number"),
                    actingFor: try row.get("acting_for"), principalName: try row.get("principal_name"),
                    principalIsOrganisation: principalKind.map { $0 == "legal" }))
        } else {
            let words: [String] = try row.get("rights")
            let organisationName: String? = try row.get("organisation_name")
            let regionCode: String? = try row.get("region_code")
            subject = .officer(
                Officer(
                    staffID: try row.get("staff_id"), login: try row.get("login"), name: try row.get("name"),
                    category: try row.get("category"), organisationID: try row.get("organisation_id"),
                    organisationName: organisationName ?? "", regionCode: regionCode ?? "", post: try row.get("post"),
                    rights: Set(words.compactMap(Right.init(rawValue:))), bodies: try row.get("bodies"),
                    ownOnly: try row.get("own_only"), mustChangePassword: try row.get("must_change"),
                    pending: try row.get("pending")))
        }
        self.init(
            token: token, subject: subject, csrfToken: try row.get("csrf_token"),
            secondFactorAt: try row.get("second_factor_at"), expiresAt: try row.get("expires_at"),
            preferences: try row.get("preferences"), unreadMessages: try row.get("unread_messages"))
    }
}

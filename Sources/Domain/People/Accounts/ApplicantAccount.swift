package import Base
package import Foundation
package import Postgres

/// What is known about an applicant from their account: fills in forms (自动带入) and is shown before submission.
package struct ApplicantAccount: Sendable, Hashable {
    package let id: UUID
    package let isOrganisation: Bool
    package let name: String
    package let documentType: String
    package let documentNumber: String
    package let legalRepresentative: String
    package let phone: String
    package let address: String
}

/// Reads the accounts that a citizen may apply for: their own and those they act for (代理).
package struct ApplicantAccounts: Sendable {
    let database: Database

    /// - Parameter database: the public door's own pool.
    package init(database: Database) {
        self.database = database
    }

    /// An account that this party may apply for; nil for any other. One round trip.
    package func account(_ id: UUID, party: ActingParty) async throws -> ApplicantAccount? {
        let statement: SQL = """
            SELECT id, kind, name, document_type, document_number, legal_representative, phone, address
            FROM people.account WHERE id = \(id)
            """
        return try await database.first(settings: party.settings, statement, ApplicantAccount.init(row:))
    }
}

extension ApplicantAccount {
    init(row: Row) throws {
        let kind: String = try row.get("kind")
        self.init(
            id: try row.get("id"), isOrganisation: kind == "legal", name: try row.get("name"),
            documentType: try row.get("document_type"), documentNumber: try row.get("document_number"),
            legalRepresentative: try row.get("legal_representative"), phone: try row.get("phone"),
            address: try row.get("address"))
    }
}

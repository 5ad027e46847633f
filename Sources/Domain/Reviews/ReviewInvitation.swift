import Base
package import Foundation
import GuoMi
package import Postgres
import WorkCalendar

/// The link by which the person served can review an act: made when the act is finished, in the same transaction.
package struct Invitation: Sendable {
    /// 256 random bits; only its SHA-256 is stored.
    package let token: String
    /// The INSERT for the closing transaction; a case that was invited already keeps its first link.
    package let statement: SQL

    /// Where the link leads on the public door.
    package var path: String { "/review/\(token)" }

    /// - Parameter days: natural days after the act within which it can be reviewed; the last one counts whole.
    package init(caseID: UUID, bodyID: Int, bodyName: String, itemName: String, at moment: Date, days: Int = 7) {
        var random = SystemRandomNumberGenerator()
        let token = Base64URL.encode((0..<32).map { _ in UInt8.random(in: .min ... .max, using: &random) })
        let expiry = CalendarDate(moment).adding(days: days).endOfDay
        self.token = token
        statement = """
            INSERT INTO reviews.invitation (id, case_id, body_id, item_name, body_name, token_hash, created_at, expires_at)
            VALUES (\(UUID.ordered(at: moment)), \(caseID), \(bodyID), \(itemName), \(bodyName),
                \(SHA256.hash(Array(token.utf8))), \(moment), \(expiry))
            ON CONFLICT (case_id) DO NOTHING
            """
    }
}

// MARK: - Loads by COPY

extension Invitation {
    /// The statement for rows of `add(to:…)`.
    package static let copying: SQL = """
        COPY reviews.invitation (id, case_id, body_id, item_name, body_name, token_hash, created_at, expires_at) FROM STDIN
        """

    /// The row of an invitation of the past under a token that the caller made.
    package static func add(
        to rows: inout CopyText, id: UUID, caseID: UUID, bodyID: Int, bodyName: String, itemName: String,
        token: String, at moment: Date, days: Int = 7
    ) {
        rows.add(id)
        rows.add(caseID)
        rows.add(bodyID)
        rows.add(itemName)
        rows.add(bodyName)
        rows.add(SHA256.hash(Array(token.utf8)))
        rows.add(moment)
        rows.add(CalendarDate(moment).adding(days: days).endOfDay)
        rows.endRow()
    }
}

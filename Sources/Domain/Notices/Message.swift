import Base
package import Foundation
import Postgres

/// One message as its reader sees it.
package struct Message: Sendable, Hashable {
    /// How far a message has come.
    package enum State: String, Sendable, CaseIterable {
        case waiting, sent, failed, read
    }

    package let id: UUID
    package let purpose: String
    /// Empty for site messages.
    package let phone: String
    package let caseID: UUID?
    package let title: String
    package let text: String
    /// Path of the page that shows more; may be empty.
    package let link: String
    package let state: State
    /// The provider's number, or why it was not sent.
    package let remark: String
    package let createdAt: Date
    package let readAt: Date?

    /// The place of a message in a list, newest first.
    package struct Place: Sendable, Hashable {
        let createdAt: Date
        let id: UUID

        /// The place as text for a link.
        package var text: String {
            "\(Int((createdAt.timeIntervalSince1970 * 1_000_000).rounded()))_\(id.text)"
        }

        /// Reads `text`; nil for anything else.
        package init?(_ text: String) {
            let parts = text.split(separator: "_", omittingEmptySubsequences: false)
            guard parts.count == 2, let microseconds = Int(parts[0]), microseconds >= 0,
                let id = UUID(uuidString: String(parts[1]))
            else { return nil }
            self.init(createdAt: Date(timeIntervalSince1970: Double(microseconds) / 1_000_000), id: id)
        }

        init(createdAt: Date, id: UUID) {
            self.createdAt = createdAt
            self.id = id
        }
    }

    package var place: Place { Place(createdAt: createdAt, id: id) }

    static let columns: SQL = """
        id, purpose, coalesce(phone, '') AS phone, case_id, title, text, link, state, gateway_reference, created_at, read_at
        """

    init(row: Row) throws {
        id = try row.get("id")
        purpose = try row.get("purpose")
        phone = try row.get("phone")
        caseID = try row.get("case_id")
        title = try row.get("title")
        text = try row.get("text")
        link = try row.get("link")
        state = try row.get("state")
        remark = try row.get("gateway_reference")
        createdAt = try row.get("created_at")
        readAt = try row.get("read_at")
    }

    /// The condition for what comes after a place.
    static func beyond(_ place: Place?) -> SQL {
        place.map { "AND (created_at, id) < (\($0.createdAt), \($0.id))" } ?? ""
    }
}

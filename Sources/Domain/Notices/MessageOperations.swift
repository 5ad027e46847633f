package import Base
package import Foundation
package import Postgres

/// A citizen's own site messages (我的消息). Row-level security shows nobody else's.
package struct MessageOperations: Sendable {
    let database: Database

    package init(database: Database) {
        self.database = database
    }

    /// A page of messages with the number of unread ones.
    package struct Inbox: Sendable {
        package let messages: [Message]
        package let unread: Int
    }

    /// Messages, newest first; one round trip.
    ///
    /// - Parameters:
    ///   - place: the last message of the page before.
    ///   - onlyUnread: leaves out what was read.
    package func inbox(
        after place: Message.Place? = nil, limit: Int = 20, onlyUnread: Bool = false, by party: ActingParty
    ) async throws -> Inbox {
        let kind: SQL = onlyUnread ? "AND read_at IS NULL" : ""
        let account = UUID(uuidString: party.id)
        let list: SQL = """
            SELECT \(Message.columns) FROM notices.message
            WHERE channel = 'site' AND account_id = \(account) \(kind) \(Message.beyond(place))
            ORDER BY created_at DESC, id DESC LIMIT \(limit)
            """
        let results = try await database.pipeline(settings: party.settings, [list, Self.unread(account)])
        return Inbox(
            messages: try results[0].map(Message.init(row:)), unread: try results[1].first?.get("unread") ?? 0)
    }

    /// Opens one message, which marks it as read; nil for one that is not the reader's own.
    @discardableResult
    package func open(_ id: UUID, by party: ActingParty) async throws -> Message? {
        let results = try await database.pipeline(
            settings: party.settings,
            [
                """
                UPDATE notices.message SET state = 'read', read_at = now()
                WHERE id = \(id) AND channel = 'site' AND read_at IS NULL
                """,
                "SELECT \(Message.columns) FROM notices.message WHERE id = \(id) AND channel = 'site'",
            ])
        return try results[1].first.map(Message.init(row:))
    }

    /// Marks all messages as read.
    package func markAllRead(by party: ActingParty) async throws {
        _ = try await database.pipeline(
            settings: party.settings,
            [
                """
                UPDATE notices.message SET state = 'read', read_at = now()
                WHERE channel = 'site' AND account_id = \(UUID(uuidString: party.id)) AND read_at IS NULL
                """
            ])
    }

    private static func unread(_ account: UUID?) -> SQL {
        """
        SELECT count(*) AS unread FROM notices.message
        WHERE channel = 'site' AND account_id = \(account) AND read_at IS NULL
        """
    }
}

/// The SMS of everybody, for the page of the demo gateway. Only the role of the management door sees them.
package struct SentMessages: Sendable {
    let database: Database

    package init(database: Database) {
        self.database = database
    }

    /// SMS, newest first.
    ///
    /// - Parameter place: the last message of the page before.
    package func page(after place: Message.Place? = nil, limit: Int = 50) async throws -> [Message] {
        let list: SQL = """
            SELECT \(Message.columns) FROM notices.message
            WHERE channel = 'sms' \(Message.beyond(place))
            ORDER BY created_at DESC, id DESC LIMIT \(limit)
            """
        return try await database.rows(list, Message.init(row:))
    }
}

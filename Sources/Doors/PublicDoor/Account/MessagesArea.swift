import Base
package import Notices
package import Web

/// 我的消息: everything the platform told the person, page by page.
package struct MessagesArea: Sendable {
    static let path = "/my/messages"

    let messages: MessageOperations

    package init(messages: MessageOperations) {
        self.messages = messages
    }

    package var routes: [DoorRoute] {
        [
            .get(Self.path, .citizen, list),
            .get("\(Self.path)/{id}", .citizen, open),
            .post("\(Self.path)/{id}/read", .citizen, markRead),
            .post("\(Self.path)/read-all", .citizen, markAllRead),
        ]
    }

    @Sendable private func list(_ request: DoorRequest) async throws -> Answer {
        let onlyUnread = Self.isUnreadOnly(request.query)
        let place = request.query["after"].flatMap { Message.Place($0) }
        // One more than is shown tells whether there is a next page.
        let inbox = try await messages.inbox(
            after: place, limit: MessagesPage.size + 1, onlyUnread: onlyUnread, by: request.party)
        return .page(
            MessagesPage(
                inbox: inbox, isUnreadOnly: onlyUnread, isFirst: place == nil, isDone: request.query.contains("done"),
                token: request.formToken))
    }

    /// Reading is what marks a message as read; the page that it tells of comes next.
    @Sendable private func open(_ request: DoorRequest) async throws -> Answer {
        guard let message = try await messages.open(try request.uuid("id"), by: request.party) else {
            throw Problem.notFound
        }
        return .redirect(to: message.link.isEmpty ? Self.path : message.link)
    }

    @Sendable private func markRead(_ request: DoorRequest) async throws -> Answer {
        try await messages.open(try request.uuid("id"), by: request.party)
        return .redirect(to: Self.address(isUnreadOnly: Self.isUnreadOnly(request.form), isDone: true))
    }

    @Sendable private func markAllRead(_ request: DoorRequest) async throws -> Answer {
        try await messages.markAllRead(by: request.party)
        return .redirect(to: Self.address(isUnreadOnly: false, isDone: true))
    }

    private static func isUnreadOnly(_ fields: FormFields) -> Bool { fields["show"] == "unread" }

    static func address(isUnreadOnly: Bool, isDone: Bool = false) -> String {
        let parts = [isUnreadOnly ? "show=unread" : nil, isDone ? "done=1" : nil].compactMap { $0 }
        return parts.isEmpty ? path : "\(path)?\(parts.joined(separator: "&"))"
    }
}

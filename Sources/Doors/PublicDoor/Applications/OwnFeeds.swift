import Base
import Foundation
package import Notices
package import Reviews

extension ApplicationFeeds {
    /// Messages from the person's own inbox, and the invitation to review that came with one of them.
    package init(messages: MessageOperations, reviews: ReviewOperations) {
        self.init(
            messages: { party in
                try await messages.inbox(limit: 5, by: party).messages.map { message in
                    CitizenMessage(
                        title: message.title, text: message.text, link: message.link, at: message.createdAt,
                        isRead: message.readAt != nil)
                }
            },
            review: { caseID, party in
                // The token of an invitation is nowhere but in the link of its message.
                let known = try await messages.inbox(limit: 50, by: party).messages
                let prefix = "/review/"
                guard let link = known.first(where: { $0.caseID == caseID && $0.link.hasPrefix(prefix) })?.link,
                    case .open = try await reviews.open(token: String(link.dropFirst(prefix.count))).state
                else { return nil }
                return link
            })
    }
}

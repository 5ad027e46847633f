import Base
package import Foundation
import Items
import People
package import WorkCalendar

/// The tabs of a work list (办件列表).
package enum InboxTab: String, Sendable, Hashable, Codable, CaseIterable {
    /// 待我处理: what the officer's own rights wait for.
    case mine
    /// 即将超期: due within two working days, or as many as asked for.
    case dueSoon
    /// 超期
    case overdue
    /// 补正中
    case correcting
    /// 待送达
    case toDeliver
    /// 已办: closed, last closed first.
    case done
    /// 全部: every case of the data scope, last handed in first.
    case all

    /// Working days ahead that count as soon.
    package static let soonDays = 2

    /// Whether it lists by date of the past instead of by what falls due next.
    package var isArchive: Bool { self == .done || self == .all }
}

/// Which cases to list, in which order, from where on.
package struct InboxQuery: Sendable, Hashable {
    /// Rows of a page.
    package static let pageSize = 50

    package var tab: InboxTab
    /// Bodies to look at; nil for the officer's whole scope. Others than theirs are left out.
    package var bodies: [Int]?
    package var itemID: Int?
    package var channel: CaseChannel?
    /// Beginning of a case number, or of an applicant's name.
    package var search: String
    /// Working days ahead that count as soon.
    package var soonDays: Int
    package var isReversed: Bool
    package var after: InboxCursor?

    package init(
        tab: InboxTab = .mine, bodies: [Int]? = nil, itemID: Int? = nil, channel: CaseChannel? = nil,
        search: String = "", soonDays: Int = InboxTab.soonDays, isReversed: Bool = false, after: InboxCursor? = nil
    ) {
        self.tab = tab
        self.bodies = bodies
        self.itemID = itemID
        self.channel = channel
        self.search = search
        self.soonDays = soonDays
        self.isReversed = isReversed
        self.after = after
    }
}

/// The last row seen: the value that the list is sorted by, and the id. Its text goes into links.
package struct InboxCursor: Sendable, Hashable {
    /// A day (`infinity` when nothing runs) or a moment, as PostgreSQL writes it.
    package let sort: String
    package let id: UUID

    package init(sort: String, id: UUID) {
        self.sort = sort
        self.id = id
    }

    package var text: String { "\(sort)~\(id.text)" }

    /// Reads the text of a link; nil when it is none.
    package init?(_ text: String) {
        let parts = text.split(separator: "~", omittingEmptySubsequences: false)
        guard parts.count == 2, let id = UUID(uuidString: String(parts[1])), Self.isSortValue(parts[0]) else {
            return nil
        }
        self.init(sort: String(parts[0]), id: id)
    }

    /// A day, infinity, or a moment with its microseconds since 1970.
    private static func isSortValue(_ text: Substring) -> Bool {
        text == "infinity" || CalendarDate(String(text)) != nil
            || (1...17).contains(text.utf8.count) && text.utf8.allSatisfy { (48...57).contains($0) }
    }
}

/// One line of a list.
package struct InboxRow: Sendable, Hashable, Identifiable {
    package let id: UUID
    package let number: String
    package let itemName: String
    package let handlingItemName: String
    package let applicantName: String
    package let applicantKind: Applicant.Kind
    package let bodyName: String
    package let channel: CaseChannel
    package let status: CaseStatus
    package let isAssigned: Bool
    package let isAssignedToMe: Bool
    package let submittedAt: Date
    package let clock: CaseClock
    package let days: CaseDays
    package let version: Int
    package let cursor: InboxCursor

    /// How the clock stands on that day.
    package func clockView(on today: CalendarDate, in calendar: WorkdayCalendar) -> ClockView {
        clock.view(of: status, days: days, on: today, in: calendar)
    }
}

/// A page of a list.
package struct InboxPage: Sendable, Hashable {
    package let rows: [InboxRow]
    /// Where the next page begins; nil on the last one.
    package let next: InboxCursor?
    /// There is more than is shown.
    package let isCut: Bool
}

/// How many cases a tab holds, counted to 99.
package struct InboxCount: Sendable, Hashable {
    package static let most = 99
    package let count: Int

    /// More than were counted.
    package var isMore: Bool { count > Self.most }
    /// `12` or `99+`.
    package var text: String { isMore ? "\(Self.most)+" : "\(count)" }
}

extension Officer {
    /// The statuses in which cases wait for this officer's rights.
    var waitingStatuses: [CaseStatus] {
        var statuses: [CaseStatus] = []
        if may(.receiveCases) { statuses += [.submitted, .received] }
        if may(.examineCases) { statuses += [.accepted, .examining] }
        if may(.reviewCases) { statuses.append(.reviewing) }
        if may(.decideCases) { statuses.append(.approving) }
        if may(.deliverResults) { statuses += [.granted, .denied] }
        return statuses
    }
}

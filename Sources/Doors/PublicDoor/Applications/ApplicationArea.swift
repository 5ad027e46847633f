package import Base
package import Cases
package import Foundation
package import Items
package import People
package import Web
package import WorkCalendar

/// The citizens' pages of cases: applying, one's own cases, progress by number, the public check of documents.
package struct ApplicationArea: Sendable {
    let cases: CaseOperations
    let items: ItemOperations
    let uploads: Uploads
    let accounts: ApplicantAccounts
    let calendar: @Sendable () async throws -> WorkdayCalendar
    let feeds: ApplicationFeeds
    /// Scheme and host under which citizens reach the site; stands in QR codes.
    let publicAddress: @Sendable () -> String
    let now: TimeSource
    let limits: TrackLimits

    /// - Parameter publicAddress: `https://zwfw.example.gov.cn`, without a slash at the end.
    package init(
        cases: CaseOperations, items: ItemOperations, uploads: Uploads, accounts: ApplicantAccounts,
        calendar: @escaping @Sendable () async throws -> WorkdayCalendar,
        publicAddress: @escaping @autoclosure @Sendable () -> String,
        feeds: ApplicationFeeds = ApplicationFeeds(), limits: LimitTable = LimitTable(), now: TimeSource = .system
    ) {
        self.limits = TrackLimits(limits)
        self.cases = cases
        self.items = items
        self.uploads = uploads
        self.accounts = accounts
        self.calendar = calendar
        self.publicAddress = publicAddress
        self.feeds = feeds
        self.now = now
    }

    package var routes: [DoorRoute] {
        applyRoutes + materialRoutes + myRoutes + correctionRoutes + trackRoutes
    }

    var today: CalendarDate { CalendarDate(now()) }

    func actor(_ request: DoorRequest) throws(Problem) -> CaseActor {
        CaseActor(try request.citizen, party: request.party)
    }
}

/// What the pages show of other modules; what is not given is not shown.
package struct ApplicationFeeds: Sendable {
    /// The newest site messages of a citizen, newest first.
    package var messages: @Sendable (ActingParty) async throws -> [CitizenMessage]
    /// The path of the page where a case is to be reviewed; nil when nobody is invited or it was done.
    package var review: @Sendable (_ caseID: UUID, ActingParty) async throws -> String?
    /// Links to the pages of the account.
    package var accountLinks: [Link]

    package init(
        messages: @escaping @Sendable (ActingParty) async throws -> [CitizenMessage] = { _ in [] },
        review: @escaping @Sendable (_ caseID: UUID, ActingParty) async throws -> String? = { _, _ in nil },
        accountLinks: [Link] = [Link("切换身份或授权", "/my/account")]
    ) {
        self.messages = messages
        self.review = review
        self.accountLinks = accountLinks
    }
}

/// A message on the site, as one's own page lists it.
package struct CitizenMessage: Sendable, Hashable {
    package let title: String
    package let text: String
    package let link: String
    package let at: Date
    package let isRead: Bool

    package init(title: String, text: String, link: String, at: Date, isRead: Bool) {
        self.title = title
        self.text = text
        self.link = link
        self.at = at
        self.isRead = isRead
    }
}

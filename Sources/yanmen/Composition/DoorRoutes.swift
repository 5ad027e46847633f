import APIDoor
import Base
import Cases
import Foundation
import ManagementDoor
import Notices
import OfficeDoor
import People
import PublicDoor
import Reviews
import TerminalDoor
import Web
import WorkCalendar

/// The areas of each door, put together.
extension Doors {
    func publicRoutes(_ city: CityServices) -> [DoorRoute] {
        let sessions = Sessions(database: city.database)
        let feeds = ApplicationFeeds(messages: city.messages, reviews: city.reviews)
        let accounts = ApplicantAccounts(database: city.database)
        return ItemArea(items: city.items, feeds: homeFeeds(city), publicAddress: addresses.reach(of: .public).origin)
            .routes
            + ApplicationArea(
                cases: city.cases, items: city.items, uploads: city.uploads, accounts: accounts,
                calendar: { try await city.calendar.calendar() }, publicAddress: addresses.reach(of: .public).origin,
                feeds: feeds, limits: shared.limits
            ).routes
            + AccountArea(principals: Principals(database: city.database), uploads: city.uploads).routes
            + MessagesArea(messages: city.messages).routes
            + ReviewArea(reviews: city.reviews).routes
            + SignInArea(signIn: CitizenSignIn(database: city.database), sessions: sessions).routes
    }

    private func homeFeeds(_ city: CityServices) -> HomeFeeds {
        HomeFeeds(
            cases: { citizen, party in
                let page = try await city.cases.ownCases(of: citizen, party: party)
                let calendar = try await city.calendar.calendar()
                let today = CalendarDate(Date())
                return page.rows.filter { $0.status.isOpen }.prefix(3).map { row in
                    let needsAnswer = row.status == .correcting
                    return HomeCase(
                        name: row.itemName, address: "/my/cases/\(row.id.text)",
                        state: row.status.publicTerm, tone: needsAnswer ? .warn : .brand,
                        remark: row.clockView(on: today, in: calendar).term, action: needsAnswer ? "去补正" : nil)
                }
            },
            reviews: {
                let month = Date(timeIntervalSinceNow: -30 * 86_400)
                let counts = try await city.reviews.figures(since: month).total
                guard counts.reviews > 0 else { return nil }
                return HomeReviews(
                    grades: ReviewGrade.allCases.sorted(by: >).map { grade in
                        (name: grade.term, count: counts.byGrade[grade, default: 0])
                    })
            })
    }

    func officeRoutes(_ city: CityServices) -> [DoorRoute] {
        let sessions = Sessions(database: city.database)
        let signIn = StaffSignIn(database: city.database, pepper: secrets.passwords)
        return StaffSignInArea(signIn: signIn, sessions: sessions).routes
            + CaseArea(
                cases: city.cases, items: city.items, uploads: city.uploads,
                calendar: { try await city.calendar.calendar() }
            ).routes
            + WindowArea(cases: city.cases, items: city.items, uploads: city.uploads).routes
            + SupervisionArea(cases: city.cases).routes
            + AdministrationArea(
                database: city.database, uploads: city.uploads, personSecret: secrets.persons
            ).routes
    }

    func apiRoutes(_ city: CityServices) -> [DoorRoute] {
        APIDoor(
            items: city.items, cases: city.cases, uploads: city.uploads, clients: Clients(database: city.database)
        ).routes
    }

    func terminalRoutes(_ city: CityServices) -> [DoorRoute] {
        TerminalDoor(items: city.items, cases: city.cases).routes
    }

    func managementRoutes(_ city: CityServices) -> [DoorRoute] {
        ManagementArea(
            database: city.database, store: city.files, metrics: shared.metrics, board: shared.board,
            history: shared.history
        ).routes
    }
}

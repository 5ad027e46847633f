package import Base
import Foundation
package import People
import Postgres
import WorkCalendar

extension CaseOperations {
    /// A page of a work list: one statement.
    package func inbox(_ query: InboxQuery, by officer: Officer, party: ActingParty) async throws -> InboxPage {
        let statements = try await statements(query, officer)
        let start: InboxStatements.Start = query.after.map { .after($0) } ?? .beginning
        let limit = InboxQuery.pageSize + 1
        let found = try await database.rows(
            settings: party.settings, statements.rows(from: start, reversed: query.isReversed, limit: limit),
            InboxRow.init(row:))
        let rows = Array(found.prefix(InboxQuery.pageSize))
        let isCut = found.count > rows.count
        // A search shows its beginning only: a longer text narrows it.
        let next = isCut && query.search.isEmpty ? rows.last?.cursor : nil
        return InboxPage(rows: rows, next: next, isCut: isCut)
    }

    /// How many cases wait on each tab that is counted, in one round trip.
    package func inboxCounts(by officer: Officer, party: ActingParty) async throws -> [InboxTab: InboxCount] {
        let tabs = InboxTab.allCases.filter { !$0.isArchive }
        var statements: [SQL] = []
        for tab in tabs { statements.append(try await self.statements(InboxQuery(tab: tab), officer).count) }
        let results = try await database.pipeline(settings: party.settings, statements)
        var counts: [InboxTab: InboxCount] = [:]
        for (tab, result) in zip(tabs, results) {
            counts[tab] = InboxCount(count: try result.first?.get(0) ?? 0)
        }
        return counts
    }

    /// The cases before and after one in a work list (上一件, 下一件), also when it has just left the list.
    package func neighbours(
        of caseID: Case.ID, in query: InboxQuery, by officer: Officer, party: ActingParty
    ) async throws -> (previous: Case.ID?, next: Case.ID?) {
        guard query.search.isEmpty else { return (nil, nil) }
        let statements = try await statements(query, officer)
        let results = try await database.pipeline(
            settings: party.settings,
            [
                statements.rows(from: .at(caseID), reversed: !query.isReversed, limit: 1),
                statements.rows(from: .at(caseID), reversed: query.isReversed, limit: 1),
            ])
        return (try results[0].first?.get("id"), try results[1].first?.get("id"))
    }

    private func statements(_ query: InboxQuery, _ officer: Officer) async throws -> InboxStatements {
        let calendar = try await services.calendar()
        let today = CalendarDate(now())
        return InboxStatements(
            officer: officer, query: query, today: today,
            soon: calendar.due(after: today, workingDays: InboxTab.soonDays))
    }
}

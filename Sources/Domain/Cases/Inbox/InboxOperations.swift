package import Base
import Foundation
package import People
import Postgres
import WorkCalendar

extension CaseOperations {
    /// A page of a work list: one statement.
    package func inbox(_ query: InboxQuery, by officer: Officer, party: ActingParty) async throws -> InboxPage {
        let statement = InboxStatements(query, of: try await inboxScope(of: officer, query)).page
        let found = try await database.rows(settings: party.settings, statement, InboxRow.init(row:))
        return InboxPage(found, of: query)
    }

    /// A page of a work list and how many cases wait on each tab that is counted, in one round trip.
    package func inboxWithCounts(
        _ query: InboxQuery, by officer: Officer, party: ActingParty
    ) async throws -> (page: InboxPage, counts: [InboxTab: InboxCount]) {
        let scope = try await inboxScope(of: officer, query)
        let page = InboxStatements(query, of: scope).page
        let results = try await database.pipeline(settings: party.settings, [page, Self.counting(scope)])
        var counts: [InboxTab: InboxCount] = [:]
        if let row = results[1].first {
            for (place, tab) in InboxTab.counted.enumerated() { counts[tab] = InboxCount(count: try row.get(place)) }
        }
        return (InboxPage(try results[0].map(InboxRow.init(row:)), of: query), counts)
    }

    private static func counting(_ scope: InboxScope) -> SQL {
        let counts = InboxTab.counted.map { InboxStatements(InboxQuery(tab: $0), of: scope).count }
        return "SELECT " + counts.joined(separator: ", ")
    }

    /// The cases before and after one in a work list (上一件, 下一件), also when it has just left the list.
    package func neighbours(
        of caseID: Case.ID, in query: InboxQuery, by officer: Officer, party: ActingParty
    ) async throws -> (previous: Case.ID?, next: Case.ID?) {
        guard query.search.isEmpty else { return (nil, nil) }
        let statements = InboxStatements(query, of: try await inboxScope(of: officer, query))
        let previous = statements.rows(from: .at(caseID), reversed: !query.isReversed, limit: 1)
        let next = statements.rows(from: .at(caseID), reversed: query.isReversed, limit: 1)
        let both: SQL = """
            SELECT 'previous' AS side, p.id FROM (\(previous)) AS p UNION ALL SELECT 'next', n.id FROM (\(next)) AS n
            """
        let found = try await database.rows(settings: party.settings, both) { row in
            (side: try row.get("side", as: String.self), id: try row.get("id", as: UUID.self))
        }
        return (found.first { $0.side == "previous" }?.id, found.first { $0.side == "next" }?.id)
    }

    private func inboxScope(of officer: Officer, _ query: InboxQuery) async throws -> InboxScope {
        let today = CalendarDate(now())
        let calendar = try await services.calendar()
        return InboxScope(
            officer: officer, today: today, soon: calendar.due(after: today, workingDays: query.soonDays))
    }
}

extension InboxPage {
    /// What was found, one row more than is shown when the list goes on.
    fileprivate init(_ found: [InboxRow], of query: InboxQuery) {
        let rows = Array(found.prefix(InboxQuery.pageSize))
        let isCut = found.count > rows.count
        // A search shows its beginning only: a longer text narrows it.
        self.init(rows: rows, next: isCut && query.search.isEmpty ? rows.last?.cursor : nil, isCut: isCut)
    }
}

extension InboxTab {
    /// The tabs that say how many cases they hold.
    fileprivate static let counted = allCases.filter { !$0.isArchive }
}

extension InboxStatements {
    /// The rows of a page and one more.
    fileprivate var page: SQL {
        let start: Start = query.after.map { .after($0) } ?? .beginning
        return rows(from: start, reversed: query.isReversed, limit: InboxQuery.pageSize + 1)
    }
}

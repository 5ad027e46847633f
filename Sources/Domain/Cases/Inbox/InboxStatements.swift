import Foundation
import Items
import People
import Postgres
import WorkCalendar

/// What all lists of an officer have in common on a day; reckoned once for the rows and the counts of a page.
struct InboxScope {
    let officer: Officer
    let today: CalendarDate
    /// The last day that counts as soon.
    let soon: CalendarDate
    /// The bodies of the officer as an array of PostgreSQL.
    let bodies: SQL
    /// What waits for the officer's rights, and what they watch the deadlines of.
    private let waiting: SQL?
    private let watched: SQL?

    init(officer: Officer, today: CalendarDate, soon: CalendarDate) {
        self.officer = officer
        self.today = today
        self.soon = soon
        bodies = "CAST(\(officer.bodies) AS integer[])"
        waiting = Self.array(officer.waitingStatuses)
        watched = officer.may(.searchCases) ? Self.unfinished : waiting
    }

    /// The statuses that a tab holds, as an array of PostgreSQL; nil for none.
    func statuses(of tab: InboxTab) -> SQL? {
        switch tab {
        case .mine: waiting
        case .dueSoon, .overdue: watched
        case .correcting: officer.may(.receiveCases) || officer.may(.searchCases) ? Self.correcting : nil
        case .toDeliver: officer.may(.deliverResults) || officer.may(.searchCases) ? Self.decided : nil
        case .done, .all: nil
        }
    }

    private static let unfinished = array(CaseStatus.unfinished)
    private static let correcting = array([.correcting])
    private static let decided = array([.granted, .denied])

    static func array(_ statuses: [CaseStatus]) -> SQL? {
        statuses.isEmpty ? nil : "CAST(\(statuses.map(\.rawValue)) AS text[])"
    }
}

/// The statements of a work list. Each body and status is read from its own place in `case_inbox`, at most one page of
/// each, and the pages are merged; so the cost depends on the page and on the scope, not on the number of cases.
struct InboxStatements {
    let query: InboxQuery
    private let scope: InboxScope
    private let bodies: SQL

    /// Where a list goes on.
    enum Start {
        case beginning
        case after(InboxCursor)
        /// The place of a case, which need not be on the list any more.
        case at(Case.ID)
    }

    init(_ query: InboxQuery, of scope: InboxScope) {
        self.query = query
        self.scope = scope
        let own = scope.officer.bodies
        bodies = query.bodies.map { "CAST(\(own.filter($0.contains)) AS integer[])" } ?? scope.bodies
    }

    private var officer: Officer { scope.officer }

    private var statuses: SQL { scope.statuses(of: query.tab) ?? Self.noStatus }

    private static let noStatus: SQL = "CAST('{}' AS text[])"

    // MARK: Rows

    func rows(from start: Start, reversed: Bool, limit: Int) -> SQL {
        if !query.search.isEmpty { return search(limit: limit) }
        return query.tab.isArchive
            ? archive(from: start, reversed: reversed, limit: limit)
            : unfinished(from: start, reversed: reversed, limit: limit)
    }

    private func unfinished(from start: Start, reversed: Bool, limit: Int) -> SQL {
        let direction: SQL = reversed ? "DESC" : "ASC"
        let places: SQL =
            query.itemID == nil
            ? "unnest(\(bodies)) AS b (id) CROSS JOIN unnest(\(statuses)) AS s (status)"
            : "unnest(\(statuses)) AS s (status)"
        return """
            SELECT \(Self.columns(officer)), c.next_due::text AS sort
            FROM \(places) CROSS JOIN LATERAL (
                SELECT c.* FROM cases.case_record c
                WHERE \(place) AND \(Self.isUnfinished) \(restriction) \(keyset(start, reversed))
                ORDER BY c.next_due \(direction), c.id \(direction) LIMIT \(limit)) AS c
            JOIN people.organisation o ON o.id = c.body_id
            ORDER BY c.next_due \(direction), c.id \(direction) LIMIT \(limit)
            """
    }

    /// The equalities that lead to one place of an index.
    private var place: SQL {
        guard let itemID = query.itemID else { return "c.body_id = b.id AND c.status = s.status" }
        return "c.item_id = \(itemID) AND c.status = s.status AND c.body_id = ANY (\(bodies))"
    }

    /// Spelt out as in the index, so that PostgreSQL sees that the index holds all rows asked for.
    private static let isUnfinished: SQL = """
        c.status IN ('submitted', 'received', 'correcting', 'accepted', 'examining', 'reviewing', 'approving', 'granted',
            'denied')
        """

    /// What the tab and the filters demand beyond the place.
    private var restriction: SQL {
        let ofTab: SQL =
            switch query.tab {
            case .mine: "AND (c.assignee_id IS NULL OR c.assignee_id = \(officer.staffID))"
            case .dueSoon:
                "AND c.next_due >= \(scope.today.description)::date AND c.next_due <= \(scope.soon.description)::date"
            case .overdue: "AND c.next_due < \(scope.today.description)::date"
            case .correcting, .toDeliver, .done, .all: ""
            }
        return ofTab + filters
    }

    private var filters: SQL {
        var filters: SQL = ""
        if let channel = query.channel { filters += " AND c.channel = \(channel)" }
        if officer.ownOnly { filters += " AND c.assignee_id = \(officer.staffID)" }
        return filters
    }

    private func keyset(_ start: Start, _ reversed: Bool) -> SQL {
        let comparison: SQL = reversed ? "<" : ">"
        switch start {
        case .beginning: return ""
        case .after(let cursor):
            return "AND (c.next_due, c.id) \(comparison) (\(cursor.sort)::date, \(cursor.id))"
        case .at(let id):
            return """
                AND (c.next_due, c.id) \(comparison) (SELECT k.next_due, k.id FROM cases.case_record k WHERE k.id = \(id))
                """
        }
    }

    // MARK: Archive

    private func archive(from start: Start, reversed: Bool, limit: Int) -> SQL {
        // Newest first unless turned around.
        let direction: SQL = reversed ? "ASC" : "DESC"
        let comparison: SQL = reversed ? ">" : "<"
        let moment: SQL = query.tab == .done ? "c.closed_at" : "c.submitted_at"
        var conditions: SQL = "c.body_id = b.id" + filters
        if query.tab == .done { conditions += " AND c.closed_at IS NOT NULL" }
        if let itemID = query.itemID { conditions += " AND c.item_id = \(itemID)" }
        conditions += handledByMe
        switch start {
        case .beginning: break
        case .after(let cursor):
            conditions += """
                 AND (\(moment), c.id) \(comparison) (\(Self.epoch) + \(cursor.sort)::bigint * interval '1 microsecond',
                    \(cursor.id))
                """
        case .at(let id):
            let other: SQL = query.tab == .done ? "k.closed_at" : "k.submitted_at"
            conditions += """
                 AND (\(moment), c.id) \(comparison)
                    (SELECT \(other), k.id FROM cases.case_record k WHERE k.id = \(id))
                """
        }
        return """
            SELECT \(Self.columns(officer)), (extract(epoch FROM \(moment)) * 1000000)::bigint::text AS sort
            FROM unnest(\(bodies)) AS b (id) CROSS JOIN LATERAL (
                SELECT c.* FROM cases.case_record c WHERE \(conditions)
                ORDER BY \(moment) \(direction), c.id \(direction) LIMIT \(limit)) AS c
            JOIN people.organisation o ON o.id = c.body_id
            ORDER BY \(moment) \(direction), c.id \(direction) LIMIT \(limit)
            """
    }

    private static let epoch: SQL = "timestamptz 'epoch'"

    /// Without the right to search, the past shows only what one had a hand in.
    private var handledByMe: SQL {
        guard !officer.may(.searchCases) else { return "" }
        return """
             AND \(officer.staffID) IN (c.receiver_id, c.acceptor_id, c.examiner_id, c.reviewer_id, c.decider_id)
            """
    }

    // MARK: Search

    private func search(limit: Int) -> SQL {
        let text = query.search
        let upper = text + "\u{10FFFF}"
        var conditions: SQL = "" + filters
        if let itemID = query.itemID { conditions += " AND c.item_id = \(itemID)" }
        if !officer.may(.searchCases) {
            conditions += """
                 AND (c.status = ANY (\(scope.statuses(of: .mine) ?? Self.noStatus)) OR \(officer.staffID)
                    IN (c.receiver_id, c.acceptor_id, c.examiner_id, c.reviewer_id, c.decider_id))
                """
        }
        if isNumber {
            let number = text.uppercased()
            return """
                SELECT \(Self.columns(officer)), '0' AS sort
                FROM cases.case_record c JOIN people.organisation o ON o.id = c.body_id
                WHERE c.number >= \(number) AND c.number < \(number + "\u{10FFFF}")
                    AND c.body_id = ANY (\(bodies)) \(conditions)
                ORDER BY c.number LIMIT \(limit)
                """
        }
        return """
            SELECT \(Self.columns(officer)), '0' AS sort
            FROM unnest(\(bodies)) AS b (id) CROSS JOIN LATERAL (
                SELECT c.* FROM cases.case_record c
                WHERE c.body_id = b.id AND c.applicant_name COLLATE "C" >= \(text)
                    AND c.applicant_name COLLATE "C" < \(upper) \(conditions)
                ORDER BY c.applicant_name COLLATE "C", c.submitted_at, c.id LIMIT \(limit)) AS c
            JOIN people.organisation o ON o.id = c.body_id
            ORDER BY c.applicant_name COLLATE "C", c.submitted_at, c.id LIMIT \(limit)
            """
    }

    private var isNumber: Bool {
        let text = query.search.uppercased()
        return text.hasPrefix("XZ") && text.utf8.dropFirst(2).allSatisfy { (48...57).contains($0) }
    }

    // MARK: Counts

    /// The number of cases on the tab, counted to one more than is shown, as an expression.
    var count: SQL {
        let most = InboxCount.most + 1
        guard let statuses = scope.statuses(of: query.tab) else { return "0::bigint" }
        return """
            (SELECT count(*) FROM (SELECT FROM unnest(\(bodies)) AS b (id)
                CROSS JOIN unnest(\(statuses)) AS s (status)
                CROSS JOIN LATERAL (SELECT FROM cases.case_record c
                    WHERE c.body_id = b.id AND c.status = s.status AND \(Self.isUnfinished) \(restriction)
                    LIMIT \(most)) AS c
                LIMIT \(most)) AS counted)
            """
    }

    static func columns(_ officer: Officer) -> SQL {
        """
        c.id, c.number, c.item_name, c.handling_item_name, c.applicant_name, c.applicant_kind, o.name AS body_name,
        c.channel, c.status, c.assignee_id IS NOT NULL AS is_assigned,
        coalesce(c.assignee_id = \(officer.staffID), false) AS is_mine, c.submitted_at, c.received_at, c.accepted_at,
        c.decided_at, \(CaseStore.clockColumns), c.version
        """
    }
}

extension InboxRow {
    init(row: Row) throws {
        let id: UUID = try row.get("id")
        let submittedAt: Date = try row.get("submitted_at")
        let receivedAt: Date? = try row.get("received_at")
        let acceptedAt: Date? = try row.get("accepted_at")
        let decidedAt: Date? = try row.get("decided_at")
        self.init(
            id: id, number: try row.get("number"), itemName: try row.get("item_name"),
            handlingItemName: try row.get("handling_item_name"), applicantName: try row.get("applicant_name"),
            applicantKind: try row.get("applicant_kind"), bodyName: try row.get("body_name"),
            channel: try row.get("channel"), status: try row.get("status"), isAssigned: try row.get("is_assigned"),
            isAssignedToMe: try row.get("is_mine"), submittedAt: submittedAt, clock: try CaseClock(row: row),
            days: CaseDays(
                received: CalendarDate(receivedAt ?? submittedAt), accepted: acceptedAt.map { CalendarDate($0) },
                decided: decidedAt.map { CalendarDate($0) }),
            version: try row.get("version"), cursor: InboxCursor(sort: try row.get("sort"), id: id))
    }
}

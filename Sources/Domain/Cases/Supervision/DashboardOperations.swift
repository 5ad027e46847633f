package import Base
package import People
import Postgres
import WorkCalendar

extension CaseOperations {
    /// The figures of an officer's data scope as they are now, in one round trip. Row-level security gives them to those who
    /// may supervise, and to nobody whose scope is only their own cases (本人).
    package func dashboard(_ query: DashboardQuery, by officer: Officer, party: ActingParty) async throws -> Dashboard {
        let today = CalendarDate(now())
        let soon = try await services.calendar().due(after: today, workingDays: Dashboard.soonDays)
        let statements = DashboardStatements(query: query, scope: officer.bodies, today: today, soon: soon)
        let results = try await database.pipeline(settings: party.settings, statements.all)
        var reading = DashboardReading(choices: try results[0].map(DashboardBody.init(row:)))
        for row in results[1].rows { try reading.addOpen(row) }
        for row in results[2].rows { try reading.addDue(row) }
        for row in results[3].rows { try reading.addPeriod(row) }
        return reading.dashboard(on: today, query)
    }
}

/// The statements of a dashboard: each adds up three small tables and the ledger of what is not in them yet, so their cost
/// depends on the number of bodies and days, not on the number of cases.
private struct DashboardStatements {
    let query: DashboardQuery
    let scope: [Int]
    let today: CalendarDate
    let soon: CalendarDate

    var all: [SQL] { [bodies, open, due, period] }

    private var bodies: SQL {
        """
        SELECT o.id, o.name, o.region_code, r.name AS region_name
        FROM people.organisation o JOIN people.region r ON r.code = o.region_code
        WHERE o.id = ANY (CAST(\(scope) AS integer[])) ORDER BY r.sort, r.code, o.sort, o.id
        """
    }

    private var open: SQL {
        """
        SELECT n.status, n.body_id, sum(n.cases) AS cases FROM cases.open_now n WHERE \(isChosen)
        GROUP BY GROUPING SETS ((n.status), (n.body_id))
        """
    }

    private var due: SQL {
        """
        SELECT n.body_id, coalesce(sum(n.cases) FILTER (WHERE n.due < \(today.description)::date), 0) AS overdue,
            coalesce(sum(n.cases) FILTER (WHERE n.due >= \(today.description)::date), 0) AS soon
        FROM cases.due_now n WHERE n.due <= \(soon.description)::date AND \(isChosen) GROUP BY n.body_id
        """
    }

    private var period: SQL {
        let first = today.adding(days: 1 - Dashboard.days).description
        return """
            SELECT n.day, n.body_id, sum(n.received) AS received, sum(n.accepted) AS accepted, sum(n.decided) AS decided,
                sum(n.on_time) AS on_time, sum(n.timed) AS timed, sum(n.used_days) AS used_days
            FROM cases.day_now n WHERE n.day >= \(first)::date AND \(isChosen) GROUP BY GROUPING SETS ((n.day), (n.body_id))
            """
    }

    /// `IS TRUE` keeps the planner from joining: looked up row by row in a hash, the list costs the same for every scope.
    private var isChosen: SQL {
        if let body = query.body { return "n.body_id = \(body)" }
        guard let region = query.region else { return "true" }
        return "(n.body_id IN (SELECT o.id FROM people.organisation o WHERE o.region_code = \(region))) IS TRUE"
    }
}

/// Puts the rows of the statements together.
private struct DashboardReading {
    let choices: [DashboardBody]
    var bodies: [Int: BodyFigures]
    var open: [CaseStatus: Int] = [:]
    var days: [CalendarDate: PeriodFigures] = [:]

    init(choices: [DashboardBody]) {
        self.choices = choices
        bodies = Dictionary(uniqueKeysWithValues: choices.map { ($0.id, BodyFigures(body: $0)) })
    }

    mutating func addOpen(_ row: Row) throws {
        let cases: Int = try row.get("cases")
        if let status: CaseStatus = try row.get("status") {
            open[status] = cases
        } else {
            bodies[try row.get("body_id")]?.open = cases
        }
    }

    mutating func addDue(_ row: Row) throws {
        let body: Int = try row.get("body_id")
        bodies[body]?.overdue = try row.get("overdue")
        bodies[body]?.soon = try row.get("soon")
    }

    mutating func addPeriod(_ row: Row) throws {
        let figures = PeriodFigures(
            received: try row.get("received"), accepted: try row.get("accepted"), decided: try row.get("decided"),
            onTime: try row.get("on_time"), timed: try row.get("timed"), usedDays: try row.get("used_days"))
        if let day: CalendarDate = try row.get("day") {
            days[day] = figures
        } else {
            bodies[try row.get("body_id")]?.period = figures
        }
    }

    func dashboard(on today: CalendarDate, _ query: DashboardQuery) -> Dashboard {
        let trend = (0..<Dashboard.days).reversed().map { ago in
            let day = today.adding(days: -ago)
            return Dashboard.DayFigures(day: day, figures: days[day] ?? PeriodFigures())
        }
        let lines = choices.compactMap { bodies[$0.id] }
        return Dashboard(
            today: today, choices: choices, bodies: lines.filter { !$0.isEmpty }, open: open.filter { $0.value != 0 },
            trend: trend)
    }
}

extension DashboardBody {
    fileprivate init(row: Row) throws {
        self.init(
            id: try row.get("id"), name: try row.get("name"), regionCode: try row.get("region_code"),
            regionName: try row.get("region_name"))
    }
}

extension BodyFigures {
    fileprivate var isEmpty: Bool { open == 0 && overdue == 0 && soon == 0 && period == PeriodFigures() }
}

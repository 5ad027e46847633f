package import Base
package import Postgres
import WorkCalendar

extension CaseOperations {
    /// Moves what the ledger of figures noted since the last time into the tables of figures.
    ///
    /// - Returns: how many notes.
    package func foldTally() async throws -> Int {
        let today = CalendarDate(now())
        return try await database.first("SELECT cases.fold_tally(\(today.description)::date) AS moved") { row in
            try row.get("moved", as: Int.self)
        } ?? 0
    }
}

/// A kept figure that is not what the cases say.
package struct TallyDifference: Sendable, Hashable {
    package let bodyID: Int
    /// Column or kind of the figure, such as `open`, `due` or `received`.
    package let measure: String
    /// The status or the day.
    package let place: String
    package let kept: Int
    package let counted: Int
}

/// Holds the figures of the dashboard against the cases themselves, and puts them right; nobody has to stand still for it.
package struct CaseTally: Sendable {
    let database: Database
    let now: TimeSource

    /// - Parameter database: a pool as the owner. Counting all cases takes about a second for each 200,000 of them.
    package init(database: Database, now: TimeSource = .system) {
        self.database = database
        self.now = now
    }

    /// What differs.
    package func differences() async throws -> [TallyDifference] {
        try await database.rows(
            """
            SELECT d.body_id, d.measure, d.place, d.kept, d.counted FROM cases.tally_difference(\(today)::date) AS d
            ORDER BY d.body_id, d.measure, d.place
            """, TallyDifference.init(row:))
    }

    /// Puts right what differs.
    ///
    /// - Returns: what differed.
    package func mend() async throws -> [TallyDifference] {
        try await database.rows(
            "SELECT m.body_id, m.measure, m.place, m.kept, m.counted FROM cases.mend_tally(\(today)::date) AS m",
            TallyDifference.init(row:))
    }

    /// Counts the figures of cases that came by COPY without their triggers.
    package func countAnew() async throws {
        try await database.execute("SELECT count(*) FROM cases.mend_tally(\(today)::date)")
    }

    private var today: String { CalendarDate(now()).description }
}

extension TallyDifference {
    init(row: Row) throws {
        self.init(
            bodyID: try row.get("body_id"), measure: try row.get("measure"), place: try row.get("place"),
            kept: try row.get("kept"), counted: try row.get("counted"))
    }
}

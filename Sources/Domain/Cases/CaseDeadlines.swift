import Base
import Foundation
import Items
import Postgres
import WorkCalendar

/// What time alone brings about; the worker runs it every hour, and running it twice changes nothing.
package struct DeadlineRun: Sendable, Hashable {
    /// Cases that silence has accepted (视为受理).
    package internal(set) var deemedAccepted = 0
    /// Cases ended because no correction came (补正不来).
    package internal(set) var closedUnanswered = 0
    package internal(set) var draftsDeleted = 0
    /// Cases that somebody changed while they were looked at; the next run sees them again.
    package internal(set) var skipped = 0
}

extension CaseOperations {
    /// Cases looked at in one run; the rest waits for the next.
    static let deadlineBatch = 500

    /// Lets passed deadlines take effect, each case in a transaction of its own.
    package func applyDeadlines() async throws -> DeadlineRun {
        var run = DeadlineRun()
        let today = CalendarDate(now())
        let silent: SQL = """
            SELECT id, version FROM cases.case_record
            WHERE status IN ('submitted', 'received') AND reception_due < \(today.description)::date
            ORDER BY reception_due LIMIT \(Self.deadlineBatch)
            """
        for (id, version) in try await due(silent) {
            let isDone = try await settle(DeemAccepted(caseID: id, version: version), task: "deadlines")
            if isDone { run.deemedAccepted += 1 } else { run.skipped += 1 }
        }
        let unanswered: SQL = """
            SELECT id, version FROM cases.case_record
            WHERE status = 'correcting' AND next_due < \(today.description)::date
            ORDER BY next_due LIMIT \(Self.deadlineBatch)
            """
        for (id, version) in try await due(unanswered) {
            let isDone = try await settle(CloseUnanswered(caseID: id, version: version), task: "deadlines")
            if isDone { run.closedUnanswered += 1 } else { run.skipped += 1 }
        }
        run.draftsDeleted = try await deleteIdleDrafts()
        return run
    }

    /// Reckons provisional days again, after a year's calendar was published. Days already told never become earlier.
    ///
    /// - Returns: how many cases got other days.
    package func replayClocks() async throws -> Int {
        let context = try await context(for: .system("calendar"))
        var last = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
        var changed = 0
        while true {
            let statement: SQL = """
                SELECT \(CaseStore.columns) FROM cases.case_record c JOIN people.organisation o ON o.id = c.body_id
                WHERE c.due_is_provisional AND c.id > \(last) ORDER BY c.id LIMIT \(Self.deadlineBatch)
                """
            let records = try await database.rows(statement, Case.init(row:))
            for record in records {
                let clock = record.clockReplayed(in: context.calendar)
                guard clock != record.clock else { continue }
                do {
                    let writer = CaseWriter(services: services, context: context)
                    try await database.pipeline(try writer.replay(record, clock: clock))
                    changed += 1
                } catch let error as PostgresError where error.sqlState == CaseStore.versionChanged {
                    // Whoever changed it meanwhile reckoned with the new calendar, or the next replay does.
                    continue
                }
            }
            guard let end = records.last, records.count == Self.deadlineBatch else { return changed }
            last = end.id
        }
    }

    private func due(_ statement: SQL) async throws -> [(Case.ID, Int)] {
        try await database.rows(statement) { row in (try row.get("id"), try row.get("version")) }
    }

    /// Whether the case was settled; a change by somebody else in between is no failure.
    private func settle(_ command: some CaseCommand, task: String) async throws -> Bool {
        do {
            _ = try await perform(command, by: .system(task))
            return true
        } catch is CaseRefusal {
            return false
        }
    }
}

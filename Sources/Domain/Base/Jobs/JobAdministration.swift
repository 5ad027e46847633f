package import Foundation
package import Postgres

/// What a person sees and does about background work: how much waits, what failed for good, try again.
package struct JobAdministration: Sendable {
    let database: Database

    package init(database: Database) {
        self.database = database
    }

    /// How much work there is.
    package struct Counts: Sendable, Hashable {
        package let waiting: Int
        package let running: Int
        package let dead: Int
        /// How long the oldest due job has been waiting, in seconds.
        package let oldestWait: Double
        /// How long ago the liveliest worker gave a sign, in seconds; nil when there is none.
        package let workerAge: Double?
    }

    /// A job that failed for good.
    package struct DeadJob: Sendable, Hashable {
        package let id: Int
        package let kind: String
        package let attempts: Int
        package let error: String
        package let createdAt: Date
        package let diedAt: Date
    }

    package func counts() async throws -> Counts {
        let query: SQL = """
            SELECT (SELECT count(*) FROM base.job WHERE state = 'waiting') AS waiting,
                (SELECT count(*) FROM base.job WHERE state = 'running') AS running,
                (SELECT count(*) FROM base.job WHERE state = 'dead') AS dead,
                coalesce((SELECT extract(epoch FROM now() - min(run_at)) FROM base.job
                          WHERE state = 'waiting' AND run_at <= now()), 0)::float8 AS oldest,
                (SELECT extract(epoch FROM now() - max(seen_at))::float8 FROM base.worker) AS worker_age
            """
        let counts = try await database.first(query) { row in
            Counts(
                waiting: try row.get("waiting"), running: try row.get("running"), dead: try row.get("dead"),
                oldestWait: try row.get("oldest"), workerAge: try row.get("worker_age"))
        }
        return counts ?? Counts(waiting: 0, running: 0, dead: 0, oldestWait: 0, workerAge: nil)
    }

    /// Jobs that failed for good, newest first.
    ///
    /// - Parameter last: the last job of the page before.
    package func deadJobs(after last: DeadJob? = nil, limit: Int = 50) async throws -> [DeadJob] {
        let beyond: SQL = last.map { "AND (finished_at, id) < (\($0.diedAt), \($0.id))" } ?? ""
        let query: SQL = """
            SELECT id, kind, attempts, coalesce(last_error, '') AS last_error, created_at, finished_at
            FROM base.job WHERE state = 'dead' \(beyond)
            ORDER BY finished_at DESC, id DESC LIMIT \(limit)
            """
        return try await database.rows(query) { row in
            DeadJob(
                id: try row.get("id"), kind: try row.get("kind"), attempts: try row.get("attempts"),
                error: try row.get("last_error"), createdAt: try row.get("created_at"),
                diedAt: try row.get("finished_at"))
        }
    }

    /// Lets a dead job be tried anew, with all its attempts.
    ///
    /// - Throws: `JobRefusal.notDead` when it is not dead any more.
    package func retry(_ id: Int, by party: ActingParty) async throws {
        try await database.transaction(settings: party.settings) { connection in
            let changed = try await connection.execute(
                """
                UPDATE base.job SET state = 'waiting', attempts = 0, run_at = now(), finished_at = NULL
                WHERE id = \(id) AND state = 'dead'
                """)
            guard changed == 1 else { throw JobRefusal.notDead }
            try await connection.execute(AuditEntry("job.retry", on: "job", "\(id)", by: party).statement)
        }
    }
}

/// Why nothing was done about a job.
package enum JobRefusal: Refusal, Hashable {
    case notDead

    package var code: String { "job.not-dead" }
    package var kind: RefusalKind { .conflict }
    package var reason: String { "这项后台任务已在重试或已完成，请刷新页面查看。" }
}

/// Forgets finished jobs after a month; until then their unique keys keep the same work from being queued again.
package struct JobCleaning: Sendable {
    let database: Database

    package init(database: Database) {
        self.database = database
    }

    package var task: PeriodicTask {
        PeriodicTask("jobs.done", every: .seconds(600)) { while try await removeDone() == 10_000 {} }
    }

    /// Removes at most 10,000 jobs; returns how many.
    func removeDone() async throws -> Int {
        try await database.execute(
            """
            DELETE FROM base.job WHERE id IN (
                SELECT id FROM base.job WHERE state = 'done' AND finished_at < now() - interval '30 days'
                ORDER BY id LIMIT 10000)
            """)
    }
}

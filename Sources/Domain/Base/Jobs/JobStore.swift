import Postgres

/// The statements of one worker over `base.job`.
struct JobStore: Sendable {
    let owner: String
    let lease: Duration

    /// Takes what is due, oldest first. Kinds that this program does not know are left for a newer one.
    func claim(_ limit: Int, kinds: [String]) -> SQL {
        """
        UPDATE base.job AS j
        SET state = 'running', attempts = j.attempts + 1, lease_owner = \(owner),
            lease_until = now() + \(leaseSeconds) * interval '1 second'
        FROM (
            SELECT id FROM base.job
            WHERE state = 'waiting' AND run_at <= now() AND kind = ANY (\(kinds))
            ORDER BY run_at, id LIMIT \(limit)
            FOR UPDATE SKIP LOCKED) AS due
        WHERE j.id = due.id
        RETURNING j.id, j.kind, j.payload, j.attempts
        """
    }

    /// Jobs whose worker has gone silent wait again, or are dead if that was their last attempt.
    func reclaim(maximumAttempts: Int) -> SQL {
        """
        UPDATE base.job AS j
        SET state = CASE WHEN j.attempts >= \(maximumAttempts) THEN 'dead' ELSE 'waiting' END,
            finished_at = CASE WHEN j.attempts >= \(maximumAttempts) THEN now() END,
            run_at = now(), lease_until = NULL, lease_owner = NULL, last_error = 'the worker went silent'
        FROM (
            SELECT id FROM base.job WHERE state = 'running' AND lease_until < now()
            LIMIT 1000 FOR UPDATE SKIP LOCKED) AS lost
        WHERE j.id = lost.id
        """
    }

    /// Keeps the jobs in hand for another lease.
    func extend(_ ids: [Int]) -> SQL {
        """
        UPDATE base.job SET lease_until = now() + \(leaseSeconds) * interval '1 second'
        WHERE id = ANY (\(ids)) AND state = 'running' AND lease_owner = \(owner)
        """
    }

    /// Gives back jobs that were not begun.
    func giveBack(_ ids: [Int]) -> SQL {
        """
        UPDATE base.job SET state = 'waiting', attempts = attempts - 1, lease_until = NULL, lease_owner = NULL
        WHERE id = ANY (\(ids)) AND state = 'running' AND lease_owner = \(owner)
        """
    }

    /// Writes outcomes down, except of jobs whose lease was lost to another worker meanwhile.
    func settle(_ outcomes: [JobOutcome]) -> [SQL] {
        var done: [Int] = []
        var statements: [SQL] = []
        for outcome in outcomes {
            switch outcome.verdict {
            case .done: done.append(outcome.id)
            case .retry(let delay, let error):
                statements.append(
                    """
                    UPDATE base.job SET state = 'waiting', run_at = now() + \(delay) * interval '1 second',
                        lease_until = NULL, lease_owner = NULL, last_error = \(error)
                    WHERE id = \(outcome.id) AND state = 'running' AND lease_owner = \(owner)
                    """)
            case .dead(let error):
                statements.append(
                    """
                    UPDATE base.job SET state = 'dead', finished_at = now(), lease_until = NULL, lease_owner = NULL,
                        last_error = \(error)
                    WHERE id = \(outcome.id) AND state = 'running' AND lease_owner = \(owner)
                    """)
            }
        }
        guard !done.isEmpty else { return statements }
        let finish: SQL = """
            UPDATE base.job SET state = 'done', finished_at = now(), lease_until = NULL, lease_owner = NULL,
                last_error = NULL
            WHERE id = ANY (\(done)) AND state = 'running' AND lease_owner = \(owner)
            """
        return statements + [finish]
    }

    /// Says that this worker lives, and whether new jobs have to ring for it.
    func sign(asleep: Bool) -> SQL {
        """
        INSERT INTO base.worker AS w (id, asleep) VALUES (\(owner), \(asleep))
        ON CONFLICT (id) DO UPDATE SET seen_at = now(), asleep = excluded.asleep
        """
    }

    /// Signs off, and forgets workers that went silent an hour ago.
    var signOff: SQL {
        "DELETE FROM base.worker WHERE id = \(owner) OR seen_at < now() - interval '1 hour'"
    }

    private var leaseSeconds: Double {
        Double(lease.components.seconds) + Double(lease.components.attoseconds) / 1e18
    }

    static func job(row: Row) throws -> HeldJob {
        HeldJob(
            id: try row.get("id"), kind: try row.get("kind"), payload: try row.get("payload"),
            attempt: try row.get("attempts"))
    }
}

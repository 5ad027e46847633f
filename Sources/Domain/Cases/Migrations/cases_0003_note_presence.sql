-- Who has a case open just now (正在查看). A row is information for a minute or two, never a lock, so it needs no log of its own:
-- after a crash the table is empty, and nothing is lost.
CREATE UNLOGGED TABLE cases.presence (
    case_id    uuid        NOT NULL,
    staff_id   uuid        NOT NULL,
    staff_name text        NOT NULL CHECK (length(staff_name) BETWEEN 1 AND 100),
    is_editing boolean     NOT NULL,
    seen_at    timestamptz NOT NULL,
    PRIMARY KEY (case_id, staff_id)
);
-- Whoever looks takes the stalest rows of all cases away.
CREATE INDEX presence_by_age ON cases.presence (seen_at);

-- Only through the function below: no door reads or writes the table itself.
ALTER TABLE cases.presence ENABLE ROW LEVEL SECURITY;

-- Notes that the officer of this session has the case open, forgets a few rows that nobody renewed, and returns who else is there.
-- Never waits: rows that somebody else is just writing are left to the next one.
CREATE FUNCTION cases.note_presence(wanted uuid, my_name text, editing boolean)
RETURNS TABLE (staff_name text, is_editing boolean)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = cases, pg_temp AS $$
    WITH me AS (
        SELECT people.current_staff() AS id
        WHERE EXISTS (SELECT FROM cases.case_record c
            WHERE c.id = wanted AND c.body_id = ANY ((SELECT people.current_bodies())::integer[])
            -- 本人: as in the policy case_office
            AND (NOT (SELECT people.current_own_only()) OR (SELECT people.current_staff())
                IN (c.assignee_id, c.receiver_id, c.acceptor_id, c.examiner_id, c.reviewer_id, c.decider_id)))
    ), stale AS (
        DELETE FROM cases.presence p WHERE (p.case_id, p.staff_id) IN (
            SELECT o.case_id, o.staff_id FROM cases.presence o
            WHERE o.seen_at < now() - interval '10 minutes' AND o.staff_id IS DISTINCT FROM people.current_staff()
            ORDER BY o.seen_at LIMIT 20 FOR UPDATE SKIP LOCKED)
    ), noted AS (
        INSERT INTO cases.presence AS p (case_id, staff_id, staff_name, is_editing, seen_at)
        SELECT wanted, me.id, my_name, editing, now() FROM me WHERE me.id IS NOT NULL
        ON CONFLICT (case_id, staff_id) DO UPDATE SET is_editing = excluded.is_editing, seen_at = excluded.seen_at,
            staff_name = excluded.staff_name
    )
    SELECT p.staff_name, p.is_editing FROM cases.presence p, me
    WHERE p.case_id = wanted AND p.staff_id <> me.id AND p.seen_at > now() - interval '75 seconds'
    ORDER BY p.is_editing DESC, p.staff_name LIMIT 5
$$;
REVOKE ALL ON FUNCTION cases.note_presence(uuid, text, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cases.note_presence(uuid, text, boolean) TO yanmen_office;

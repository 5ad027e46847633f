-- Live figures (运行总览) whose cost does not grow with the number of cases.
--
-- Whatever changes a case notes in a ledger, in the same transaction, what the case counted for before and what it counts
-- for now: rows of its own, so that no writer waits for another, and a rollback takes them back. The worker folds the
-- ledger into three small tables every second. Whoever reads adds ledger and tables within one statement, so a figure is
-- right at once, folded or not.

-- Working days from the start of the limit to the decision, without pauses. Kept, because the calendar by which they were
-- counted may change; null for decisions older than this column.
ALTER TABLE cases.case_record ADD COLUMN used_days integer CHECK (used_days >= 0);

-- What one case counts for: where it stands while it is unfinished, when it falls due, and the days of its stages by the
-- calendar of Shanghai. Everything else here follows from this function.
CREATE FUNCTION cases.figures_of(c cases.case_record) RETURNS TABLE (
    body_id integer, status text, due date, received date, accepted date, decided date, on_time boolean, used_days integer)
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT c.body_id, o.status, CASE WHEN o.status IS NOT NULL AND isfinite(c.next_due) THEN c.next_due END,
        (c.submitted_at AT TIME ZONE 'Asia/Shanghai')::date, (c.accepted_at AT TIME ZONE 'Asia/Shanghai')::date, o.decided,
        coalesce(o.decided <= c.promised_due, true), c.used_days
    FROM (SELECT CASE WHEN c.status IN ('submitted', 'received', 'correcting', 'accepted', 'examining', 'reviewing',
            'approving', 'granted', 'denied') THEN c.status END,
        (c.decided_at AT TIME ZONE 'Asia/Shanghai')::date) AS o (status, decided)
$$;

-- The ledger: a case counts for this (1) or no longer (-1). It has no index and is nearly empty.
CREATE TABLE cases.tally_change (
    sign      smallint NOT NULL CHECK (sign IN (1, -1)),
    body_id   integer  NOT NULL,
    status    text,
    due       date,
    received  date,
    accepted  date,
    decided   date,
    on_time   boolean,
    used_days integer
) WITH (autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_scale_factor = 0, autovacuum_analyze_threshold = 1000000);

-- Unfinished cases of a body by status.
CREATE TABLE cases.open_tally (
    body_id integer NOT NULL,
    status  text    NOT NULL,
    cases   integer NOT NULL,
    PRIMARY KEY (body_id, status)
) WITH (fillfactor = 50);

-- Unfinished cases of a body by the day on which they fall due; days that are long gone are one, '-infinity'.
CREATE TABLE cases.due_tally (
    due     date    NOT NULL,
    body_id integer NOT NULL,
    cases   integer NOT NULL,
    PRIMARY KEY (due, body_id)
) WITH (fillfactor = 50);

-- What happened at a body on a day. Integers, because PostgreSQL adds them three times as fast as bigints.
CREATE TABLE cases.day_tally (
    day       date    NOT NULL,
    body_id   integer NOT NULL,
    received  integer NOT NULL,
    accepted  integer NOT NULL,
    decided   integer NOT NULL,
    -- decided within the promised limit
    on_time   integer NOT NULL,
    -- decided with their working days known, and the sum of these days
    timed     integer NOT NULL,
    used_days integer NOT NULL,
    PRIMARY KEY (day, body_id)
) WITH (fillfactor = 50);

CREATE FUNCTION cases.keep_tally() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = cases, pg_temp AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        INSERT INTO cases.tally_change (sign, body_id, status, due, received, accepted, decided, on_time, used_days)
        SELECT -1, f.body_id, f.status, f.due, f.received, f.accepted, f.decided, f.on_time, f.used_days
        FROM cases.figures_of(OLD) AS f;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO cases.tally_change (sign, body_id, status, due, received, accepted, decided, on_time, used_days)
        SELECT 1, f.body_id, f.status, f.due, f.received, f.accepted, f.decided, f.on_time, f.used_days
        FROM cases.figures_of(NEW) AS f;
    END IF;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION cases.keep_tally() FROM PUBLIC;
CREATE TRIGGER tally_is_kept AFTER INSERT OR DELETE ON cases.case_record FOR EACH ROW EXECUTE FUNCTION cases.keep_tally();
CREATE TRIGGER tally_follows AFTER UPDATE ON cases.case_record FOR EACH ROW
    WHEN ((OLD.body_id, OLD.status, OLD.next_due, OLD.submitted_at, OLD.accepted_at, OLD.decided_at, OLD.promised_due,
            OLD.used_days)
        IS DISTINCT FROM (NEW.body_id, NEW.status, NEW.next_due, NEW.submitted_at, NEW.accepted_at, NEW.decided_at,
            NEW.promised_due, NEW.used_days))
    EXECUTE FUNCTION cases.keep_tally();

-- What happened, day by day, out of rows that hold the days of three stages.
CREATE FUNCTION cases.days_of(sign integer, received date, accepted date, decided date, on_time boolean, used_days integer)
RETURNS TABLE (day date, received integer, accepted integer, decided integer, on_time integer, timed integer,
    used_days integer)
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT s.day, s.received, s.accepted, s.decided, s.on_time, s.timed, s.used_days FROM (VALUES
        (received, sign, 0, 0, 0, 0, 0),
        (accepted, 0, sign, 0, 0, 0, 0),
        (decided, 0, 0, sign, CASE WHEN on_time THEN sign ELSE 0 END, CASE WHEN used_days IS NULL THEN 0 ELSE sign END,
            coalesce(used_days * sign, 0))
    ) AS s (day, received, accepted, decided, on_time, timed, used_days) WHERE s.day IS NOT NULL
$$;

-- Moves the ledger into the tables; returns how many rows it held. One at a time; rows of transactions that are still open
-- stay for the next time. Days before yesterday become one: a worker whose clock runs ahead of the database's changes nothing.
CREATE FUNCTION cases.fold_tally(today date) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = cases, pg_temp AS $$
DECLARE
    moved bigint;
    horizon date := least(today, (now() AT TIME ZONE 'Asia/Shanghai')::date) - 1;
BEGIN
    IF NOT EXISTS (SELECT FROM cases.tally_change) THEN RETURN 0; END IF;
    PERFORM pg_advisory_xact_lock(7100004);
    WITH taken AS (
        DELETE FROM cases.tally_change
        RETURNING sign, body_id, status, due, received, accepted, decided, on_time, used_days
    ), opened AS (
        INSERT INTO cases.open_tally AS o (body_id, status, cases)
        SELECT t.body_id, t.status, sum(t.sign) FROM taken t WHERE t.status IS NOT NULL
        GROUP BY t.body_id, t.status HAVING sum(t.sign) <> 0
        ON CONFLICT (body_id, status) DO UPDATE SET cases = o.cases + excluded.cases
    ), falling_due AS (
        INSERT INTO cases.due_tally AS d (due, body_id, cases)
        SELECT CASE WHEN t.due < horizon THEN CAST('-infinity' AS date) ELSE t.due END AS place, t.body_id, sum(t.sign)
        FROM taken t WHERE t.due IS NOT NULL
        GROUP BY place, t.body_id HAVING sum(t.sign) <> 0
        ON CONFLICT (due, body_id) DO UPDATE SET cases = d.cases + excluded.cases
    ), happened AS (
        INSERT INTO cases.day_tally AS d (day, body_id, received, accepted, decided, on_time, timed, used_days)
        SELECT s.day, t.body_id, sum(s.received), sum(s.accepted), sum(s.decided), sum(s.on_time), sum(s.timed),
            sum(s.used_days)
        FROM taken t CROSS JOIN LATERAL cases.days_of(t.sign, t.received, t.accepted, t.decided, t.on_time, t.used_days) AS s
        GROUP BY s.day, t.body_id
        HAVING (sum(s.received), sum(s.accepted), sum(s.decided), sum(s.on_time), sum(s.timed), sum(s.used_days))
            <> (0, 0, 0, 0, 0, 0)
        ON CONFLICT (day, body_id) DO UPDATE SET received = d.received + excluded.received,
            accepted = d.accepted + excluded.accepted, decided = d.decided + excluded.decided,
            on_time = d.on_time + excluded.on_time, timed = d.timed + excluded.timed,
            used_days = d.used_days + excluded.used_days
    )
    SELECT count(*) INTO moved FROM taken;
    WITH gone AS (
        DELETE FROM cases.due_tally d WHERE d.due > '-infinity' AND d.due < horizon RETURNING d.body_id, d.cases
    )
    INSERT INTO cases.due_tally AS d (due, body_id, cases)
    SELECT CAST('-infinity' AS date), g.body_id, sum(g.cases) FROM gone g GROUP BY g.body_id
    ON CONFLICT (due, body_id) DO UPDATE SET cases = d.cases + excluded.cases;
    RETURN moved;
END $$;
REVOKE ALL ON FUNCTION cases.fold_tally(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cases.fold_tally(date) TO yanmen_worker;

-- The figures as they are now, folded or not.
CREATE VIEW cases.open_now WITH (security_invoker = true) AS
    SELECT body_id, status, cases FROM cases.open_tally
    UNION ALL
    SELECT body_id, status, sign FROM cases.tally_change WHERE status IS NOT NULL;
CREATE VIEW cases.due_now WITH (security_invoker = true) AS
    SELECT body_id, due, cases FROM cases.due_tally
    UNION ALL
    SELECT body_id, due, sign FROM cases.tally_change WHERE due IS NOT NULL;
CREATE VIEW cases.day_now WITH (security_invoker = true) AS
    SELECT day, body_id, received, accepted, decided, on_time, timed, used_days FROM cases.day_tally
    UNION ALL
    SELECT s.day, t.body_id, s.received, s.accepted, s.decided, s.on_time, s.timed, s.used_days
    FROM cases.tally_change t
    CROSS JOIN LATERAL cases.days_of(t.sign, t.received, t.accepted, t.decided, t.on_time, t.used_days) AS s;

-- Where the figures differ from what the cases themselves say: `place` is a status or a day, and before `today` every day
-- on which something falls due is one. One statement, so one state of the whole: nobody has to stand still.
CREATE FUNCTION cases.tally_difference(today date)
RETURNS TABLE (body_id integer, measure text, place text, kept bigint, counted bigint)
LANGUAGE sql STABLE AS $$
    WITH counted AS (
        SELECT 1 AS sign, f.body_id, f.status, f.due, f.received, f.accepted, f.decided, f.on_time, f.used_days
        FROM cases.case_record c CROSS JOIN LATERAL cases.figures_of(c) AS f
    ), open AS (
        SELECT o.body_id, o.status, sum(o.kept) AS kept, sum(o.counted) AS counted FROM (
            SELECT body_id, status, cases AS kept, 0 AS counted FROM cases.open_now
            UNION ALL
            SELECT body_id, status, 0, sign FROM counted WHERE status IS NOT NULL
        ) AS o GROUP BY o.body_id, o.status
    ), falling_due AS (
        SELECT d.body_id, CASE WHEN d.due < today THEN CAST('-infinity' AS date) ELSE d.due END AS due, sum(d.kept) AS kept,
            sum(d.counted) AS counted
        FROM (
            SELECT body_id, due, cases AS kept, 0 AS counted FROM cases.due_now
            UNION ALL
            SELECT body_id, due, 0, sign FROM counted WHERE due IS NOT NULL
        ) AS d GROUP BY 1, 2
    ), recounted AS (
        SELECT s.day, c.body_id, sum(s.received) AS received, sum(s.accepted) AS accepted, sum(s.decided) AS decided,
            sum(s.on_time) AS on_time, sum(s.timed) AS timed, sum(s.used_days) AS used_days
        FROM counted c CROSS JOIN LATERAL cases.days_of(c.sign, c.received, c.accepted, c.decided, c.on_time, c.used_days) AS s
        GROUP BY s.day, c.body_id
    ), kept AS (
        SELECT k.day, k.body_id, sum(k.received) AS received, sum(k.accepted) AS accepted, sum(k.decided) AS decided,
            sum(k.on_time) AS on_time, sum(k.timed) AS timed, sum(k.used_days) AS used_days
        FROM cases.day_now k GROUP BY k.day, k.body_id
    )
    SELECT o.body_id, 'open', o.status, o.kept, o.counted FROM open o WHERE o.kept <> o.counted
    UNION ALL
    SELECT d.body_id, 'due', d.due::text, d.kept, d.counted FROM falling_due d WHERE d.kept <> d.counted
    UNION ALL
    SELECT body_id, m.measure, day::text, coalesce(m.kept, 0), coalesce(m.counted, 0)
    FROM kept k FULL JOIN recounted r USING (day, body_id) CROSS JOIN LATERAL (VALUES
        ('received', k.received, r.received), ('accepted', k.accepted, r.accepted), ('decided', k.decided, r.decided),
        ('on_time', k.on_time, r.on_time), ('timed', k.timed, r.timed), ('used_days', k.used_days, r.used_days)
    ) AS m (measure, kept, counted) WHERE coalesce(m.kept, 0) <> coalesce(m.counted, 0)
$$;
REVOKE ALL ON FUNCTION cases.tally_difference(date) FROM PUBLIC;

-- Finds the differences and adds them to the tables, so that nothing differs afterwards; also how the figures of a city
-- that had none begin. Writers go on meanwhile: what they note is a change, and changes may be added in any order.
CREATE FUNCTION cases.mend_tally(today date)
RETURNS TABLE (body_id integer, measure text, place text, kept bigint, counted bigint)
LANGUAGE plpgsql VOLATILE SET search_path = cases, pg_temp AS $$
#variable_conflict use_column
BEGIN
    PERFORM pg_advisory_xact_lock(7100004);
    RETURN QUERY
    WITH wrong AS MATERIALIZED (
        SELECT w.body_id, w.measure, w.place, w.kept, w.counted, w.counted - w.kept AS missing
        FROM cases.tally_difference(today) AS w
    ), opened AS (
        INSERT INTO cases.open_tally AS o (body_id, status, cases)
        SELECT w.body_id, w.place, w.missing FROM wrong w WHERE w.measure = 'open'
        ON CONFLICT (body_id, status) DO UPDATE SET cases = o.cases + excluded.cases
    ), falling_due AS (
        INSERT INTO cases.due_tally AS d (due, body_id, cases)
        SELECT w.place::date, w.body_id, w.missing FROM wrong w WHERE w.measure = 'due'
        ON CONFLICT (due, body_id) DO UPDATE SET cases = d.cases + excluded.cases
    ), happened AS (
        INSERT INTO cases.day_tally AS d (day, body_id, received, accepted, decided, on_time, timed, used_days)
        SELECT w.place::date, w.body_id,
            coalesce(sum(w.missing) FILTER (WHERE w.measure = 'received'), 0),
            coalesce(sum(w.missing) FILTER (WHERE w.measure = 'accepted'), 0),
            coalesce(sum(w.missing) FILTER (WHERE w.measure = 'decided'), 0),
            coalesce(sum(w.missing) FILTER (WHERE w.measure = 'on_time'), 0),
            coalesce(sum(w.missing) FILTER (WHERE w.measure = 'timed'), 0),
            coalesce(sum(w.missing) FILTER (WHERE w.measure = 'used_days'), 0)
        FROM wrong w WHERE w.measure NOT IN ('open', 'due') GROUP BY w.place, w.body_id
        ON CONFLICT (day, body_id) DO UPDATE SET received = d.received + excluded.received,
            accepted = d.accepted + excluded.accepted, decided = d.decided + excluded.decided,
            on_time = d.on_time + excluded.on_time, timed = d.timed + excluded.timed,
            used_days = d.used_days + excluded.used_days
    )
    SELECT w.body_id, w.measure, w.place, w.kept, w.counted FROM wrong w ORDER BY w.body_id, w.measure, w.place;
END $$;
REVOKE ALL ON FUNCTION cases.mend_tally(date) FROM PUBLIC;

-- Figures are for those who supervise, within their data scope; doors write none of it.
GRANT SELECT ON cases.open_tally, cases.due_tally, cases.day_tally, cases.tally_change, cases.open_now, cases.due_now,
    cases.day_now TO yanmen_office;
ALTER TABLE cases.open_tally ENABLE ROW LEVEL SECURITY;
ALTER TABLE cases.due_tally ENABLE ROW LEVEL SECURITY;
ALTER TABLE cases.day_tally ENABLE ROW LEVEL SECURITY;
ALTER TABLE cases.tally_change ENABLE ROW LEVEL SECURITY;
CREATE POLICY open_tally_office ON cases.open_tally FOR SELECT TO yanmen_office
    USING ((SELECT people.current_right('superviseCases')) AND NOT (SELECT people.current_own_only())
        AND body_id IN (SELECT unnest(people.current_bodies())));
CREATE POLICY due_tally_office ON cases.due_tally FOR SELECT TO yanmen_office
    USING ((SELECT people.current_right('superviseCases')) AND NOT (SELECT people.current_own_only())
        AND body_id IN (SELECT unnest(people.current_bodies())));
CREATE POLICY day_tally_office ON cases.day_tally FOR SELECT TO yanmen_office
    USING ((SELECT people.current_right('superviseCases')) AND NOT (SELECT people.current_own_only())
        AND body_id IN (SELECT unnest(people.current_bodies())));
CREATE POLICY tally_change_office ON cases.tally_change FOR SELECT TO yanmen_office
    USING ((SELECT people.current_right('superviseCases')) AND NOT (SELECT people.current_own_only())
        AND body_id IN (SELECT unnest(people.current_bodies())));

SELECT count(*) FROM cases.mend_tally((now() AT TIME ZONE 'Asia/Shanghai')::date);

-- Live figures (运行总览) whose cost does not grow with the number of cases.
--
-- Whatever changes a case appends the difference it makes to a ledger, in the same transaction: rows of its own, so no
-- writer ever waits for another, and a rollback takes them back. The worker folds the ledger into two small tables every
-- second or two. Whoever reads adds all three, so a figure is right at once, folded or not.

-- What the case itself has to remember so that everything can be counted again from the cases alone: a delivered one does
-- not say any more how it was decided, and the calendar by which its days were counted may change.
ALTER TABLE cases.case_record
    ADD COLUMN is_denied boolean NOT NULL DEFAULT false,
    -- working days from the start of the limit to the decision, without pauses; null for decisions older than this column
    ADD COLUMN used_days integer CHECK (used_days >= 0);
UPDATE cases.case_record c SET is_denied = true
FROM cases.case_event e WHERE e.case_id = c.id AND e.kind = 'denied' AND c.decided_at IS NOT NULL;
ALTER TABLE cases.case_record ADD CONSTRAINT denied_case_is_decided CHECK (NOT is_denied OR decided_at IS NOT NULL);

-- Cases to be done: how many of a body stand in a status and fall due on a day (`infinity` while nothing runs).
CREATE TABLE cases.open_tally (
    body_id integer NOT NULL,
    status  text    NOT NULL,
    due     date    NOT NULL,
    cases   bigint  NOT NULL,
    PRIMARY KEY (body_id, status, due)
) WITH (fillfactor = 70);

-- What happened at a body on a day, by the calendar of Shanghai.
CREATE TABLE cases.day_tally (
    day       date    NOT NULL,
    body_id   integer NOT NULL,
    received  bigint  NOT NULL,
    accepted  bigint  NOT NULL,
    granted   bigint  NOT NULL,
    denied    bigint  NOT NULL,
    -- decided within the promised limit
    on_time   bigint  NOT NULL,
    -- decided with their working days known, and the sum of these days
    timed     bigint  NOT NULL,
    used_days bigint  NOT NULL,
    refused   bigint  NOT NULL,
    -- withdrawn or ended without a decision
    ended     bigint  NOT NULL,
    delivered bigint  NOT NULL,
    PRIMARY KEY (day, body_id)
) WITH (fillfactor = 70);

-- The ledger: `open.<status>` by due day, else the name of a column of day_tally. It has no index and is nearly empty.
CREATE TABLE cases.tally_change (
    body_id integer NOT NULL,
    measure text    NOT NULL,
    day     date    NOT NULL,
    amount  integer NOT NULL
) WITH (autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_scale_factor = 0, autovacuum_analyze_threshold = 1000000);

-- What one case adds to the figures. Everything else here follows from this function.
CREATE FUNCTION cases.figures_of(
    status text, next_due date, submitted_at timestamptz, accepted_at timestamptz, decided_at timestamptz,
    delivered_at timestamptz, closed_at timestamptz, promised_due date, is_denied boolean, used_days integer
) RETURNS TABLE (measure text, day date, amount integer) LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT f.measure, f.day, f.amount FROM (VALUES
        ('open.' || status, next_due, CASE WHEN status IN ('submitted', 'received', 'correcting', 'accepted', 'examining',
            'reviewing', 'approving', 'granted', 'denied') THEN 1 ELSE 0 END),
        ('received', (submitted_at AT TIME ZONE 'Asia/Shanghai')::date, 1),
        ('accepted', (accepted_at AT TIME ZONE 'Asia/Shanghai')::date, 1),
        (CASE WHEN is_denied THEN 'denied' ELSE 'granted' END, (decided_at AT TIME ZONE 'Asia/Shanghai')::date, 1),
        ('on_time', (decided_at AT TIME ZONE 'Asia/Shanghai')::date,
            CASE WHEN (decided_at AT TIME ZONE 'Asia/Shanghai')::date > promised_due THEN 0 ELSE 1 END),
        ('timed', (decided_at AT TIME ZONE 'Asia/Shanghai')::date, CASE WHEN used_days IS NULL THEN 0 ELSE 1 END),
        ('used_days', (decided_at AT TIME ZONE 'Asia/Shanghai')::date, used_days),
        (CASE WHEN status = 'notAccepted' THEN 'refused' ELSE 'ended' END,
            (closed_at AT TIME ZONE 'Asia/Shanghai')::date,
            CASE WHEN status IN ('notAccepted', 'withdrawn', 'terminated') THEN 1 ELSE 0 END),
        ('delivered', (delivered_at AT TIME ZONE 'Asia/Shanghai')::date, 1)
    ) AS f (measure, day, amount) WHERE f.day IS NOT NULL AND f.amount <> 0
$$;

CREATE FUNCTION cases.keep_tally() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = cases, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO cases.tally_change (body_id, measure, day, amount)
        SELECT NEW.body_id, f.measure, f.day, f.amount
        FROM cases.figures_of(NEW.status, NEW.next_due, NEW.submitted_at, NEW.accepted_at, NEW.decided_at,
            NEW.delivered_at, NEW.closed_at, NEW.promised_due, NEW.is_denied, NEW.used_days) AS f;
    ELSIF TG_OP = 'UPDATE' THEN
        INSERT INTO cases.tally_change (body_id, measure, day, amount)
        SELECT c.body_id, c.measure, c.day, sum(c.amount) FROM (
            SELECT NEW.body_id, f.measure, f.day, f.amount
            FROM cases.figures_of(NEW.status, NEW.next_due, NEW.submitted_at, NEW.accepted_at, NEW.decided_at,
                NEW.delivered_at, NEW.closed_at, NEW.promised_due, NEW.is_denied, NEW.used_days) AS f
            UNION ALL
            SELECT OLD.body_id, f.measure, f.day, -f.amount
            FROM cases.figures_of(OLD.status, OLD.next_due, OLD.submitted_at, OLD.accepted_at, OLD.decided_at,
                OLD.delivered_at, OLD.closed_at, OLD.promised_due, OLD.is_denied, OLD.used_days) AS f
        ) AS c (body_id, measure, day, amount)
        GROUP BY c.body_id, c.measure, c.day HAVING sum(c.amount) <> 0;
    ELSE
        INSERT INTO cases.tally_change (body_id, measure, day, amount)
        SELECT OLD.body_id, f.measure, f.day, -f.amount
        FROM cases.figures_of(OLD.status, OLD.next_due, OLD.submitted_at, OLD.accepted_at, OLD.decided_at,
            OLD.delivered_at, OLD.closed_at, OLD.promised_due, OLD.is_denied, OLD.used_days) AS f;
    END IF;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION cases.keep_tally() FROM PUBLIC;
CREATE TRIGGER tally_is_kept AFTER INSERT OR DELETE ON cases.case_record FOR EACH ROW EXECUTE FUNCTION cases.keep_tally();
CREATE TRIGGER tally_follows AFTER UPDATE ON cases.case_record FOR EACH ROW
    WHEN ((OLD.body_id, OLD.status, OLD.next_due, OLD.submitted_at, OLD.accepted_at, OLD.decided_at, OLD.delivered_at,
            OLD.closed_at, OLD.promised_due, OLD.is_denied, OLD.used_days)
        IS DISTINCT FROM (NEW.body_id, NEW.status, NEW.next_due, NEW.submitted_at, NEW.accepted_at, NEW.decided_at,
            NEW.delivered_at, NEW.closed_at, NEW.promised_due, NEW.is_denied, NEW.used_days))
    EXECUTE FUNCTION cases.keep_tally();

-- Adds rows of the ledger's form to the two tables; `rows` come as a temporary relation would, as arrays of one length.
CREATE FUNCTION cases.add_to_tally(bodies integer[], measures text[], days date[], amounts bigint[]) RETURNS void
LANGUAGE sql VOLATILE AS $$
    WITH change AS (
        SELECT c.body_id, c.measure, c.day, c.amount
        FROM unnest(bodies, measures, days, amounts) AS c (body_id, measure, day, amount)
    ), opened AS (
        INSERT INTO cases.open_tally AS t (body_id, status, due, cases)
        SELECT c.body_id, substr(c.measure, 6), c.day, c.amount FROM change c WHERE starts_with(c.measure, 'open.')
        ON CONFLICT (body_id, status, due) DO UPDATE SET cases = t.cases + excluded.cases
    )
    INSERT INTO cases.day_tally AS t (day, body_id, received, accepted, granted, denied, on_time, timed, used_days, refused,
        ended, delivered)
    SELECT c.day, c.body_id,
        coalesce(sum(c.amount) FILTER (WHERE c.measure = 'received'), 0),
        coalesce(sum(c.amount) FILTER (WHERE c.measure = 'accepted'), 0),
        coalesce(sum(c.amount) FILTER (WHERE c.measure = 'granted'), 0),
        coalesce(sum(c.amount) FILTER (WHERE c.measure = 'denied'), 0),
        coalesce(sum(c.amount) FILTER (WHERE c.measure = 'on_time'), 0),
        coalesce(sum(c.amount) FILTER (WHERE c.measure = 'timed'), 0),
        coalesce(sum(c.amount) FILTER (WHERE c.measure = 'used_days'), 0),
        coalesce(sum(c.amount) FILTER (WHERE c.measure = 'refused'), 0),
        coalesce(sum(c.amount) FILTER (WHERE c.measure = 'ended'), 0),
        coalesce(sum(c.amount) FILTER (WHERE c.measure = 'delivered'), 0)
    FROM change c WHERE NOT starts_with(c.measure, 'open.') GROUP BY c.day, c.body_id
    ON CONFLICT (day, body_id) DO UPDATE SET received = t.received + excluded.received,
        accepted = t.accepted + excluded.accepted, granted = t.granted + excluded.granted,
        denied = t.denied + excluded.denied, on_time = t.on_time + excluded.on_time, timed = t.timed + excluded.timed,
        used_days = t.used_days + excluded.used_days, refused = t.refused + excluded.refused,
        ended = t.ended + excluded.ended, delivered = t.delivered + excluded.delivered
$$;
REVOKE ALL ON FUNCTION cases.add_to_tally(integer[], text[], date[], bigint[]) FROM PUBLIC;

-- Moves the ledger into the tables; returns how many rows it held. One at a time.
CREATE FUNCTION cases.fold_tally() RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = cases, pg_temp AS $$
DECLARE moved bigint; bodies integer[]; measures text[]; days date[]; amounts bigint[];
BEGIN
    IF NOT EXISTS (SELECT FROM cases.tally_change) THEN RETURN 0; END IF;
    PERFORM pg_advisory_xact_lock(7100004);
    WITH taken AS (
        DELETE FROM cases.tally_change RETURNING body_id, measure, day, amount
    ), sums AS (
        SELECT t.body_id, t.measure, t.day, sum(t.amount) AS amount, count(*) AS number FROM taken t
        GROUP BY t.body_id, t.measure, t.day
    )
    SELECT coalesce(sum(s.number), 0), array_agg(s.body_id) FILTER (WHERE s.amount <> 0),
        array_agg(s.measure) FILTER (WHERE s.amount <> 0), array_agg(s.day) FILTER (WHERE s.amount <> 0),
        array_agg(s.amount) FILTER (WHERE s.amount <> 0)
        INTO moved, bodies, measures, days, amounts FROM sums s;
    PERFORM cases.add_to_tally(bodies, measures, days, amounts);
    DELETE FROM cases.open_tally t USING (
        SELECT DISTINCT u.body_id, substr(u.measure, 6) AS status, u.day FROM unnest(bodies, measures, days) AS u (body_id, measure, day)
    ) AS k WHERE t.body_id = k.body_id AND t.status = k.status AND t.due = k.day AND t.cases = 0;
    RETURN moved;
END $$;
REVOKE ALL ON FUNCTION cases.fold_tally() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cases.fold_tally() TO yanmen_worker;

-- The figures as they are now, folded or not.
CREATE VIEW cases.open_now WITH (security_invoker = true) AS
    SELECT body_id, status, due, cases FROM cases.open_tally
    UNION ALL
    SELECT body_id, substr(measure, 6), day, amount FROM cases.tally_change WHERE starts_with(measure, 'open.');
CREATE VIEW cases.day_now WITH (security_invoker = true) AS
    SELECT day, body_id, received, accepted, granted, denied, on_time, timed, used_days, refused, ended, delivered
    FROM cases.day_tally
    UNION ALL
    SELECT day, body_id,
        CASE WHEN measure = 'received' THEN amount ELSE 0 END, CASE WHEN measure = 'accepted' THEN amount ELSE 0 END,
        CASE WHEN measure = 'granted' THEN amount ELSE 0 END, CASE WHEN measure = 'denied' THEN amount ELSE 0 END,
        CASE WHEN measure = 'on_time' THEN amount ELSE 0 END, CASE WHEN measure = 'timed' THEN amount ELSE 0 END,
        CASE WHEN measure = 'used_days' THEN amount ELSE 0 END, CASE WHEN measure = 'refused' THEN amount ELSE 0 END,
        CASE WHEN measure = 'ended' THEN amount ELSE 0 END, CASE WHEN measure = 'delivered' THEN amount ELSE 0 END
    FROM cases.tally_change WHERE NOT starts_with(measure, 'open.');

-- The same figures counted from the cases, and where the kept ones differ from them: for the check and for a new beginning.
CREATE VIEW cases.recounted WITH (security_invoker = true) AS
    SELECT c.body_id, f.measure, f.day, sum(f.amount) AS amount
    FROM cases.case_record c CROSS JOIN LATERAL cases.figures_of(c.status, c.next_due, c.submitted_at, c.accepted_at,
        c.decided_at, c.delivered_at, c.closed_at, c.promised_due, c.is_denied, c.used_days) AS f
    GROUP BY c.body_id, f.measure, f.day;
CREATE VIEW cases.tally_difference WITH (security_invoker = true) AS
    WITH kept AS (
        SELECT k.body_id, k.measure, k.day, sum(k.amount) AS amount FROM (
            SELECT body_id, measure, day, amount FROM cases.tally_change
            UNION ALL
            SELECT body_id, 'open.' || status, due, cases FROM cases.open_tally
            UNION ALL
            SELECT t.body_id, m.measure, t.day, m.amount FROM cases.day_tally t CROSS JOIN LATERAL (VALUES
                ('received', t.received), ('accepted', t.accepted), ('granted', t.granted), ('denied', t.denied),
                ('on_time', t.on_time), ('timed', t.timed), ('used_days', t.used_days), ('refused', t.refused),
                ('ended', t.ended), ('delivered', t.delivered)) AS m (measure, amount)
        ) AS k GROUP BY k.body_id, k.measure, k.day HAVING sum(k.amount) <> 0
    )
    SELECT body_id, measure, day, coalesce(k.amount, 0) AS kept, coalesce(r.amount, 0) AS counted
    FROM kept k FULL JOIN cases.recounted r USING (body_id, measure, day)
    WHERE coalesce(k.amount, 0) <> coalesce(r.amount, 0);

-- Counts everything anew. Nobody writes a case meanwhile, everybody reads.
CREATE FUNCTION cases.rebuild_tally() RETURNS void LANGUAGE plpgsql VOLATILE SET search_path = cases, pg_temp AS $$
DECLARE bodies integer[]; measures text[]; days date[]; amounts bigint[];
BEGIN
    PERFORM pg_advisory_xact_lock(7100004);
    LOCK TABLE cases.case_record IN SHARE MODE;
    DELETE FROM cases.tally_change;
    DELETE FROM cases.open_tally;
    DELETE FROM cases.day_tally;
    SELECT array_agg(r.body_id), array_agg(r.measure), array_agg(r.day), array_agg(r.amount)
        INTO bodies, measures, days, amounts FROM cases.recounted r;
    PERFORM cases.add_to_tally(bodies, measures, days, amounts);
END $$;
REVOKE ALL ON FUNCTION cases.rebuild_tally() FROM PUBLIC;

-- Figures are for those who supervise, within their data scope; doors write none of it.
GRANT SELECT ON cases.open_tally, cases.day_tally, cases.tally_change, cases.open_now, cases.day_now TO yanmen_office;
ALTER TABLE cases.open_tally ENABLE ROW LEVEL SECURITY;
ALTER TABLE cases.day_tally ENABLE ROW LEVEL SECURITY;
ALTER TABLE cases.tally_change ENABLE ROW LEVEL SECURITY;
CREATE POLICY open_tally_office ON cases.open_tally FOR SELECT TO yanmen_office
    USING ((SELECT people.current_right('superviseCases')) AND NOT (SELECT people.current_own_only())
        AND body_id IN (SELECT unnest(people.current_bodies())));
CREATE POLICY day_tally_office ON cases.day_tally FOR SELECT TO yanmen_office
    USING ((SELECT people.current_right('superviseCases')) AND NOT (SELECT people.current_own_only())
        AND body_id IN (SELECT unnest(people.current_bodies())));
CREATE POLICY tally_change_office ON cases.tally_change FOR SELECT TO yanmen_office
    USING ((SELECT people.current_right('superviseCases')) AND NOT (SELECT people.current_own_only())
        AND body_id IN (SELECT unnest(people.current_bodies())));

SELECT cases.rebuild_tally();

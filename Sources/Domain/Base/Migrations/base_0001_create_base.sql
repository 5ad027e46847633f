-- Foundation tables: settings, calendar, counters, files, jobs, audit.
-- Every door signs in to PostgreSQL as its own role; none of them owns anything (domain/security 4, R4.3.1).
DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['yanmen_public', 'yanmen_office', 'yanmen_terminal', 'yanmen_api', 'yanmen_worker',
                                'yanmen_management'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
            BEGIN
                EXECUTE format('CREATE ROLE %I LOGIN NOINHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE', name);
            EXCEPTION WHEN duplicate_object OR unique_violation THEN
                -- Another database of this server was being made at the same moment.
                NULL;
            END;
        END IF;
    END LOOP;
END $$;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
CREATE SCHEMA base;
GRANT USAGE ON SCHEMA base TO yanmen_public, yanmen_office, yanmen_terminal, yanmen_api, yanmen_worker, yanmen_management;

-- What a city may change without a new version.
CREATE TABLE base.setting (
    key        text        PRIMARY KEY,
    value      jsonb       NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now()
);
GRANT SELECT ON base.setting TO yanmen_public, yanmen_office, yanmen_terminal, yanmen_api, yanmen_worker, yanmen_management;

-- One row per calendar year of the State Council notice; `published` false = only the fixed festivals are known.
CREATE TABLE base.calendar_year (
    year             integer PRIMARY KEY CHECK (year BETWEEN 2000 AND 2100),
    published        boolean NOT NULL,
    notice           text,
    -- [{name, from, to}], for showing only
    festivals        jsonb   NOT NULL DEFAULT '[]',
    off_weekdays     date[]  NOT NULL,
    working_weekends date[]  NOT NULL
);
GRANT SELECT ON base.calendar_year TO yanmen_public, yanmen_office, yanmen_terminal, yanmen_api, yanmen_worker, yanmen_management;

-- Serial numbers: gap-tolerant, never reused, never max+1. One row per number series and day, so that series do not wait
-- for each other.
CREATE TABLE base.counter (
    series text   PRIMARY KEY,
    value  bigint NOT NULL CHECK (value > 0)
);
CREATE FUNCTION base.next_serial(wanted text) RETURNS bigint
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = base, pg_temp AS $$
    INSERT INTO base.counter AS c (series, value) VALUES (wanted, 1)
    ON CONFLICT (series) DO UPDATE SET value = c.value + 1
    RETURNING value
$$;
REVOKE ALL ON FUNCTION base.next_serial(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION base.next_serial(text) TO yanmen_public, yanmen_office, yanmen_api, yanmen_worker, yanmen_terminal;

-- Stored files. The bytes lie in the file store under their SM3 digest; a row here is one use of them.
CREATE TABLE base.file (
    id          uuid        PRIMARY KEY,
    name        text        NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    media_type  text        NOT NULL,
    size        bigint      NOT NULL CHECK (size >= 0),
    digest      text        NOT NULL CHECK (length(digest) = 64),
    account_id  uuid,
    staff_id    uuid,
    client_id   text,
    case_id     uuid,
    created_at  timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT file_has_an_owner CHECK (num_nonnulls(account_id, staff_id, client_id, case_id) > 0)
);
CREATE INDEX file_by_case ON base.file (case_id) WHERE case_id IS NOT NULL;
CREATE INDEX file_by_digest ON base.file (digest);

-- A file on its way in; resumed by id (chunks are appended in order).
CREATE TABLE base.upload (
    id         uuid        PRIMARY KEY,
    name       text        NOT NULL,
    total_size bigint      NOT NULL CHECK (total_size > 0),
    received   bigint      NOT NULL DEFAULT 0 CHECK (received BETWEEN 0 AND total_size),
    account_id uuid,
    staff_id   uuid,
    client_id  text,
    file_id    uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT upload_has_an_owner CHECK (num_nonnulls(account_id, staff_id, client_id) = 1)
);

-- Work to be done after the transaction that causes it (outbox). waiting -> running -> done | waiting (back-off) | dead.
CREATE TABLE base.job (
    id          bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind        text        NOT NULL,
    payload     jsonb       NOT NULL,
    state       text        NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'done', 'dead')),
    attempts    integer     NOT NULL DEFAULT 0,
    run_at      timestamptz NOT NULL DEFAULT now(),
    lease_until timestamptz,
    lease_owner text,
    last_error  text,
    unique_key  text        UNIQUE,
    created_at  timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz,
    CONSTRAINT running_job_is_leased CHECK ((state = 'running') = (lease_until IS NOT NULL))
);
-- Workers take what is due, oldest first; expired leases come back.
CREATE INDEX job_due ON base.job (run_at, id) WHERE state = 'waiting';
CREATE INDEX job_leased ON base.job (lease_until) WHERE state = 'running';
CREATE INDEX job_dead ON base.job (finished_at DESC) WHERE state = 'dead';
-- ON CONFLICT reads the key it compares.
GRANT INSERT (kind, payload, run_at, unique_key), SELECT (unique_key) ON base.job
    TO yanmen_public, yanmen_office, yanmen_api, yanmen_terminal;
GRANT SELECT, INSERT, UPDATE, DELETE ON base.job TO yanmen_worker;
GRANT SELECT, UPDATE ON base.job TO yanmen_management;

-- Background workers that run now: for readiness, and so that new jobs ring only when somebody sleeps. NOTIFY takes a
-- database-wide lock at commit; under load no worker sleeps and no writer waits for another.
CREATE TABLE base.worker (
    id         text        PRIMARY KEY,
    started_at timestamptz NOT NULL DEFAULT now(),
    seen_at    timestamptz NOT NULL DEFAULT now(),
    asleep     boolean     NOT NULL DEFAULT false
) WITH (fillfactor = 50);
GRANT SELECT, INSERT, UPDATE, DELETE ON base.worker TO yanmen_worker;
GRANT SELECT ON base.worker TO yanmen_management;

CREATE FUNCTION base.ring_workers() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = base, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM base.worker WHERE asleep) THEN
        PERFORM pg_notify('base_job', '');
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER job_rings_workers AFTER INSERT ON base.job
    FOR EACH STATEMENT EXECUTE FUNCTION base.ring_workers();

-- Operation log (操作日志, R4.3.3). Append-only, written in the transaction of the act. `transaction_id` orders rows by
-- commit visibility: rows of transactions below the snapshot's xmin can no longer change in number, so the sealer takes
-- them in (transaction_id, id) order without any writer waiting for another.
CREATE TABLE base.audit_entry (
    id             bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    transaction_id xid8        NOT NULL DEFAULT pg_current_xact_id(),
    at             timestamptz NOT NULL DEFAULT clock_timestamp(),
    door           text        NOT NULL,
    actor_kind     text        NOT NULL CHECK (actor_kind IN ('citizen', 'staff', 'client', 'system', 'anonymous')),
    actor_id       text        NOT NULL,
    actor_name     text        NOT NULL DEFAULT '',
    body_id        integer,
    act            text        NOT NULL,
    object_kind    text        NOT NULL,
    object_id      text        NOT NULL,
    result         text        NOT NULL DEFAULT 'ok',
    reason         text        NOT NULL DEFAULT '',
    detail         jsonb       NOT NULL DEFAULT '{}',
    client_address inet,
    request_id     text        NOT NULL DEFAULT ''
);
CREATE INDEX audit_entry_by_transaction ON base.audit_entry (transaction_id, id);
CREATE INDEX audit_entry_by_time ON base.audit_entry (at, id);
CREATE INDEX audit_entry_by_object ON base.audit_entry (object_kind, object_id, at, id);
CREATE INDEX audit_entry_by_actor ON base.audit_entry (actor_kind, actor_id, at, id);
-- Not id, transaction_id and at: a door cannot place a row in the past.
GRANT INSERT (door, actor_kind, actor_id, actor_name, body_id, act, object_kind, object_id, result, reason, detail,
              client_address, request_id)
    ON base.audit_entry TO yanmen_public, yanmen_office, yanmen_terminal, yanmen_api, yanmen_worker, yanmen_management;

-- The hash chain over audit rows: seal n covers row n and seal n-1 (SM3, 64 hex digits).
CREATE TABLE base.audit_seal (
    sequence       bigint PRIMARY KEY CHECK (sequence > 0),
    entry_id       bigint NOT NULL UNIQUE,
    transaction_id xid8   NOT NULL,
    hash           text   NOT NULL CHECK (length(hash) = 64),
    sealed_at      timestamptz NOT NULL DEFAULT now()
);
GRANT SELECT, INSERT ON base.audit_seal TO yanmen_worker;
GRANT SELECT ON base.audit_entry TO yanmen_worker, yanmen_office;
GRANT SELECT ON base.audit_seal TO yanmen_office;

-- How far the sealer is, without showing anybody's acts: for the metrics.
CREATE FUNCTION base.audit_state() RETURNS TABLE (sealed bigint, waiting bigint, lag_seconds double precision)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = base, pg_temp AS $$
DECLARE head base.audit_seal;
BEGIN
    -- Two steps, so that the second is planned for the few rows behind this head.
    SELECT * INTO head FROM base.audit_seal s ORDER BY s.sequence DESC LIMIT 1;
    RETURN QUERY
    SELECT coalesce(head.sequence, 0), count(e.id),
           coalesce(extract(epoch FROM clock_timestamp() - min(e.at)), 0)::double precision
    FROM base.audit_entry e
    WHERE (e.transaction_id, e.id) > (coalesce(head.transaction_id, '0'::xid8), coalesce(head.entry_id, 0));
END $$;
REVOKE ALL ON FUNCTION base.audit_state() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION base.audit_state() TO yanmen_management, yanmen_worker, yanmen_office;

-- Nobody rewrites history, not even the worker: only the database owner could, and the chain would show it.
CREATE FUNCTION base.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_entry_is_append_only BEFORE UPDATE OR DELETE ON base.audit_entry
    FOR EACH ROW EXECUTE FUNCTION base.refuse_change();
CREATE TRIGGER audit_seal_is_append_only BEFORE UPDATE OR DELETE ON base.audit_seal
    FOR EACH ROW EXECUTE FUNCTION base.refuse_change();

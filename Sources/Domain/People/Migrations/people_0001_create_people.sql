-- Regions, organisations, staff, citizens, sessions (R6.9, R4.3.2, R4.4.1).
CREATE SCHEMA people;
GRANT USAGE ON SCHEMA people TO yanmen_public, yanmen_office, yanmen_terminal, yanmen_api, yanmen_worker, yanmen_management;

-- Region (行政区划). Functional areas outside GB/T 2260 carry a local code.
CREATE TABLE people.region (
    code        text    PRIMARY KEY CHECK (code ~ '^[0-9]{12}$'),
    name        text    NOT NULL,
    level       text    NOT NULL CHECK (level IN ('province', 'city', 'county', 'town', 'village')),
    code_system text    NOT NULL CHECK (code_system IN ('GB2260', 'STAT', 'LOCAL')),
    parent_code text    REFERENCES people.region (code),
    sort        integer NOT NULL DEFAULT 0,
    valid_from  date    NOT NULL DEFAULT '2000-01-01',
    valid_to    date
);

-- Organisation (机构): a department of a region, or an office (处室) of a department.
CREATE TABLE people.organisation (
    id          integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code        text    NOT NULL UNIQUE,
    name        text    NOT NULL,
    short_name  text    NOT NULL,
    kind        text    NOT NULL CHECK (kind IN ('department', 'office', 'hall')),
    region_code text    NOT NULL REFERENCES people.region (code),
    parent_id   integer REFERENCES people.organisation (id),
    credit_code text,
    telephone   text,
    complaint_telephone text,
    address     text,
    opening_hours text,
    sort        integer NOT NULL DEFAULT 0,
    active      boolean NOT NULL DEFAULT true,
    version     integer NOT NULL DEFAULT 1,
    UNIQUE (region_code, name, kind)
);
CREATE INDEX organisation_by_parent ON people.organisation (parent_id);

-- Every earlier state of an organisation, with who changed it and when.
CREATE TABLE people.organisation_history (
    organisation_id integer     NOT NULL REFERENCES people.organisation (id),
    version         integer     NOT NULL,
    name            text        NOT NULL,
    parent_id       integer,
    active          boolean     NOT NULL,
    changed_at      timestamptz NOT NULL DEFAULT now(),
    changed_by      text        NOT NULL,
    PRIMARY KEY (organisation_id, version)
);
GRANT SELECT ON people.region, people.organisation TO yanmen_public, yanmen_office, yanmen_terminal, yanmen_api, yanmen_worker, yanmen_management;
GRANT SELECT, INSERT ON people.organisation_history TO yanmen_office;
GRANT INSERT, UPDATE ON people.organisation TO yanmen_office;

-- Roles are data; each belongs to exactly one category, and a member of staff has one category for ever. The composite
-- foreign keys make 三员分立 a property of the schema: nobody can hold roles of two categories.
CREATE TABLE people.role (
    code     text   PRIMARY KEY,
    name     text   NOT NULL,
    category text   NOT NULL CHECK (category IN ('business', 'sysadmin', 'secadmin', 'auditor')),
    rights   text[] NOT NULL,
    UNIQUE (code, category)
);

CREATE TABLE people.staff (
    id                  uuid        PRIMARY KEY,
    login               text        NOT NULL UNIQUE CHECK (login = lower(login) AND length(login) BETWEEN 3 AND 40),
    name                text        NOT NULL,
    category            text        NOT NULL CHECK (category IN ('business', 'sysadmin', 'secadmin', 'auditor')),
    organisation_id     integer     REFERENCES people.organisation (id),
    post                text        NOT NULL DEFAULT '',
    phone               text        NOT NULL DEFAULT '',
    -- keyed digest of the person's ID number: one person has one account (三员分立 also for second accounts)
    person_key          text        UNIQUE,
    password_hash       text,
    password_changed_at timestamptz,
    must_change         boolean     NOT NULL DEFAULT true,
    password_history    text[]      NOT NULL DEFAULT '{}',
    totp_secret         bytea,
    totp_last_counter   bigint,
    state               text        NOT NULL DEFAULT 'disabled' CHECK (state IN ('active', 'disabled')),
    expires_on          date,
    last_sign_in_at     timestamptz,
    preferences         jsonb       NOT NULL DEFAULT '{}',
    version             integer     NOT NULL DEFAULT 1,
    created_at          timestamptz NOT NULL DEFAULT now(),
    UNIQUE (id, category)
);

CREATE TABLE people.staff_role (
    staff_id  uuid      NOT NULL,
    role_code text      NOT NULL,
    category  text      NOT NULL,
    -- data scope (数据范围): own 本人, office 本处室, department 本部门, below 本部门及下级, region 本区划, listed 指定
    scope     text      NOT NULL CHECK (scope IN ('own', 'office', 'department', 'below', 'region', 'listed')),
    listed    integer[] NOT NULL DEFAULT '{}',
    granted_by text     NOT NULL,
    granted_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (staff_id, role_code),
    FOREIGN KEY (staff_id, category) REFERENCES people.staff (id, category),
    FOREIGN KEY (role_code, category) REFERENCES people.role (code, category)
);
GRANT SELECT, INSERT, UPDATE ON people.staff TO yanmen_office;
GRANT SELECT, INSERT, UPDATE, DELETE ON people.staff_role TO yanmen_office;
GRANT SELECT ON people.role TO yanmen_office, yanmen_worker;
GRANT SELECT (id, name, organisation_id) ON people.staff TO yanmen_worker;

-- One-time codes for first sign-in and reset (single use, short life, only the digest is kept).
CREATE TABLE people.staff_code (
    staff_id   uuid        NOT NULL REFERENCES people.staff (id),
    code_hash  text        NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at    timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (staff_id, code_hash)
);
GRANT SELECT, INSERT, UPDATE ON people.staff_code TO yanmen_office;

-- Account of a citizen (natural) or an organisation (legal). A natural person signs in by phone; a legal person is
-- always represented by a natural person.
CREATE TABLE people.account (
    id              uuid        PRIMARY KEY,
    kind            text        NOT NULL CHECK (kind IN ('natural', 'legal')),
    name            text        NOT NULL,
    document_type   text        NOT NULL,
    document_number text        NOT NULL,
    phone           text        NOT NULL,
    legal_representative text   NOT NULL DEFAULT '',
    address         text        NOT NULL DEFAULT '',
    -- registered 注册 < named 实名 (checked against an authority) ; provincial sign-on will raise it
    assurance       text        NOT NULL DEFAULT 'registered' CHECK (assurance IN ('registered', 'named')),
    preferences     jsonb       NOT NULL DEFAULT '{}',
    version         integer     NOT NULL DEFAULT 1,
    created_at      timestamptz NOT NULL DEFAULT now(),
    UNIQUE (kind, document_type, document_number)
);
CREATE UNIQUE INDEX account_phone_of_person ON people.account (phone) WHERE kind = 'natural';

-- Who may act for whom (代理), with evidence.
CREATE TABLE people.representation (
    id           uuid        PRIMARY KEY,
    principal_id uuid        NOT NULL REFERENCES people.account (id),
    agent_id     uuid        NOT NULL REFERENCES people.account (id),
    basis        text        NOT NULL CHECK (basis IN ('legalRepresentative', 'authorised', 'guardian')),
    evidence_file_id uuid    REFERENCES base.file (id),
    valid_to     date,
    -- nobody represents anybody before an authority or the register confirms it
    confirmed_at timestamptz,
    ended_at     timestamptz,
    created_at   timestamptz NOT NULL DEFAULT now(),
    CHECK (principal_id <> agent_id),
    CHECK (basis = 'legalRepresentative' OR evidence_file_id IS NOT NULL)
);
CREATE INDEX representation_of_agent ON people.representation (agent_id) WHERE ended_at IS NULL;

-- Sign-in codes sent to phones.
CREATE TABLE people.phone_code (
    id         uuid        PRIMARY KEY,
    phone      text        NOT NULL,
    code_hash  text        NOT NULL,
    attempts   integer     NOT NULL DEFAULT 0,
    expires_at timestamptz NOT NULL,
    used_at    timestamptz,
    client_address inet,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX phone_code_recent ON people.phone_code (phone, created_at);
CREATE INDEX phone_code_by_address ON people.phone_code (client_address, created_at);

-- Sessions of both kinds. The cookie holds a random token, the table its SHA-256. `bodies` is the data scope worked out
-- at sign-in; row-level security reads it from here, so a stolen database role alone shows nobody's rows.
CREATE TABLE people.session (
    token_hash       bytea       PRIMARY KEY,
    account_id       uuid        REFERENCES people.account (id),
    acting_for       uuid        REFERENCES people.account (id),
    staff_id         uuid        REFERENCES people.staff (id),
    rights           text[]      NOT NULL DEFAULT '{}',
    bodies           integer[]   NOT NULL DEFAULT '{}',
    own_only         boolean     NOT NULL DEFAULT false,
    csrf_token       text        NOT NULL,
    second_factor_at timestamptz,
    client_address   inet,
    user_agent       text        NOT NULL DEFAULT '',
    created_at       timestamptz NOT NULL DEFAULT now(),
    last_seen_at     timestamptz NOT NULL DEFAULT now(),
    expires_at       timestamptz NOT NULL,
    ended_at         timestamptz,
    CONSTRAINT session_of_one_party CHECK (num_nonnulls(account_id, staff_id) = 1)
);
CREATE INDEX session_of_staff ON people.session (staff_id) WHERE ended_at IS NULL;

-- Login log (登录日志, R4.3.3): kept at least six months by law (网络安全法).
CREATE TABLE people.sign_in (
    id             bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at             timestamptz NOT NULL DEFAULT now(),
    door           text        NOT NULL,
    subject_kind   text        NOT NULL CHECK (subject_kind IN ('citizen', 'staff', 'client')),
    subject        text        NOT NULL,
    method         text        NOT NULL,
    result         text        NOT NULL CHECK (result IN ('ok', 'refused', 'locked', 'ended')),
    reason         text        NOT NULL DEFAULT '',
    client_address inet,
    user_agent     text        NOT NULL DEFAULT ''
);
CREATE INDEX sign_in_by_subject ON people.sign_in (subject_kind, subject, at);
CREATE INDEX sign_in_by_address ON people.sign_in (client_address, at) WHERE result = 'refused';
CREATE INDEX sign_in_by_time ON people.sign_in (at DESC, id DESC);

-- API clients: one per connected system.
CREATE TABLE people.client (
    id          text        PRIMARY KEY CHECK (id ~ '^[a-z0-9-]{3,40}$'),
    name        text        NOT NULL,
    secret_hash text        NOT NULL,
    scopes      text[]      NOT NULL,
    requests_per_minute integer NOT NULL DEFAULT 600 CHECK (requests_per_minute > 0),
    active      boolean     NOT NULL DEFAULT true,
    created_at  timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE people.client_token (
    token_hash bytea       PRIMARY KEY,
    client_id  text        NOT NULL REFERENCES people.client (id),
    scopes     text[]      NOT NULL,
    expires_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
GRANT SELECT ON people.client TO yanmen_api;
GRANT SELECT, INSERT, DELETE ON people.client_token TO yanmen_api;

-- Who is asking? The door sets yanmen.session to the secret token of the request's session for the transaction; only
-- these functions can turn it into a person, so hand-written SQL in a door's role cannot become somebody else.
CREATE FUNCTION people.current_session() RETURNS people.session
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = people, pg_temp AS $$
    SELECT s FROM people.session s
    WHERE s.token_hash = sha256(convert_to(coalesce(nullif(current_setting('yanmen.session', true), ''), '-'), 'UTF8'))
      AND s.ended_at IS NULL AND s.expires_at > now()
$$;
CREATE FUNCTION people.current_account() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = people, pg_temp AS $$
    SELECT s.account_id FROM people.session s
    WHERE s.token_hash = sha256(convert_to(coalesce(nullif(current_setting('yanmen.session', true), ''), '-'), 'UTF8'))
      AND s.ended_at IS NULL AND s.expires_at > now()
$$;
CREATE FUNCTION people.current_staff() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = people, pg_temp AS $$
    SELECT s.staff_id FROM people.session s
    WHERE s.token_hash = sha256(convert_to(coalesce(nullif(current_setting('yanmen.session', true), ''), '-'), 'UTF8'))
      AND s.ended_at IS NULL AND s.expires_at > now()
$$;
-- The organisations whose cases the signed-in member of staff may see.
CREATE FUNCTION people.current_bodies() RETURNS integer[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = people, pg_temp AS $$
    SELECT s.bodies FROM people.session s
    WHERE s.token_hash = sha256(convert_to(coalesce(nullif(current_setting('yanmen.session', true), ''), '-'), 'UTF8'))
      AND s.ended_at IS NULL AND s.expires_at > now() AND s.staff_id IS NOT NULL
$$;
CREATE FUNCTION people.current_right(wanted text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = people, pg_temp AS $$
    SELECT coalesce((SELECT wanted = ANY (s.rights) FROM people.session s
    WHERE s.token_hash = sha256(convert_to(coalesce(nullif(current_setting('yanmen.session', true), ''), '-'), 'UTF8'))
      AND s.ended_at IS NULL AND s.expires_at > now()), false)
$$;
-- The connected system that is asking (yanmen.client_token holds its secret bearer token).
CREATE FUNCTION people.current_client() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = people, pg_temp AS $$
    SELECT t.client_id FROM people.client_token t JOIN people.client c ON c.id = t.client_id AND c.active
    WHERE t.token_hash = sha256(convert_to(coalesce(nullif(current_setting('yanmen.client_token', true), ''), '-'), 'UTF8'))
      AND t.expires_at > now()
$$;
REVOKE ALL ON FUNCTION people.current_session() FROM PUBLIC;

-- Opens the session of a token: one round trip gives everything a request needs to know about who asks.
CREATE FUNCTION people.open_session(token text) RETURNS TABLE (
    account_id uuid, acting_for uuid, staff_id uuid, rights text[], bodies integer[], own_only boolean, csrf_token text,
    second_factor_at timestamptz, expires_at timestamptz, name text, phone text, document_type text, document_number text,
    account_kind text, login text, category text, organisation_id integer, organisation_name text, region_code text,
    post text, must_change boolean, preferences jsonb, principal_name text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = people, pg_temp AS $$
DECLARE
    wanted bytea := sha256(convert_to(token, 'UTF8'));
    idle interval;
    found people.session;
BEGIN
    SELECT * INTO found FROM people.session s WHERE s.token_hash = wanted;
    IF NOT FOUND OR found.ended_at IS NOT NULL OR found.expires_at <= now() THEN RETURN; END IF;
    idle := CASE WHEN found.staff_id IS NULL THEN interval '30 minutes' ELSE interval '15 minutes' END;
    IF found.last_seen_at < now() - idle THEN RETURN; END IF;
    -- Touch at most once a minute: a page view is not a write.
    IF found.last_seen_at < now() - interval '1 minute' THEN
        UPDATE people.session s SET last_seen_at = now() WHERE s.token_hash = wanted;
    END IF;
    RETURN QUERY
    SELECT found.account_id, found.acting_for, found.staff_id, found.rights, found.bodies, found.own_only,
           found.csrf_token, found.second_factor_at, found.expires_at,
           coalesce(a.name, t.name), coalesce(a.phone, t.phone), a.document_type, a.document_number, a.kind,
           t.login, t.category, t.organisation_id, o.name, o.region_code, t.post, t.must_change,
           coalesce(a.preferences, t.preferences, '{}'::jsonb), p.name
    FROM (SELECT 1) AS one
    LEFT JOIN people.account a ON a.id = found.account_id
    LEFT JOIN people.account p ON p.id = found.acting_for
    LEFT JOIN people.staff t ON t.id = found.staff_id AND t.state = 'active'
        AND (t.expires_on IS NULL OR t.expires_on >= current_date)
    LEFT JOIN people.organisation o ON o.id = t.organisation_id
    WHERE a.id IS NOT NULL OR t.id IS NOT NULL;
END $$;
REVOKE ALL ON FUNCTION people.open_session(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION people.open_session(text) TO yanmen_public, yanmen_office, yanmen_terminal;

-- Office may write sessions of staff only, public sessions of citizens only: by policy.
GRANT SELECT, INSERT, UPDATE ON people.session TO yanmen_office;
ALTER TABLE people.session ENABLE ROW LEVEL SECURITY;
CREATE POLICY session_staff ON people.session TO yanmen_office USING (staff_id IS NOT NULL) WITH CHECK (staff_id IS NOT NULL);
GRANT SELECT, INSERT ON people.sign_in TO yanmen_office;
GRANT INSERT ON people.sign_in TO yanmen_public, yanmen_terminal, yanmen_api;

-- Persons: a citizen sees themself and those they may act for; staff with a right of reception may look people up.
GRANT SELECT ON people.account, people.representation TO yanmen_public;
GRANT UPDATE (name, phone, address, preferences, version) ON people.account TO yanmen_public;
GRANT INSERT (id, principal_id, agent_id, basis, evidence_file_id, valid_to) ON people.representation TO yanmen_public;
GRANT UPDATE (ended_at) ON people.representation TO yanmen_public;
GRANT SELECT, UPDATE (confirmed_at, ended_at) ON people.representation TO yanmen_office;
GRANT SELECT, INSERT, UPDATE ON people.account TO yanmen_office;
GRANT SELECT ON people.account TO yanmen_worker;
ALTER TABLE people.account ENABLE ROW LEVEL SECURITY;
ALTER TABLE people.representation ENABLE ROW LEVEL SECURITY;
CREATE POLICY account_own ON people.account FOR SELECT TO yanmen_public
    USING (id = (SELECT people.current_account())
        OR id IN (SELECT r.principal_id FROM people.representation r WHERE r.ended_at IS NULL
                    AND r.confirmed_at IS NOT NULL AND (r.valid_to IS NULL OR r.valid_to >= current_date)));
CREATE POLICY account_change_own ON people.account FOR UPDATE TO yanmen_public USING (id = (SELECT people.current_account()));
-- Accounts are made by the sign-in functions (natural) and by people.register_organisation (legal), never directly.
CREATE POLICY account_office ON people.account TO yanmen_office
    USING ((SELECT people.current_right('receiveCases')) OR (SELECT people.current_right('examineCases')))
    WITH CHECK ((SELECT people.current_right('receiveCases')));
CREATE POLICY account_worker ON people.account FOR SELECT TO yanmen_worker USING (true);
CREATE POLICY representation_own ON people.representation TO yanmen_public
    USING (agent_id = (SELECT people.current_account())) WITH CHECK (agent_id = (SELECT people.current_account()));
CREATE POLICY representation_office ON people.representation TO yanmen_office
    USING ((SELECT people.current_right('receiveCases'))) WITH CHECK ((SELECT people.current_right('receiveCases')));

-- Files: their owner, or whoever may see the case they belong to (that policy is added by Cases).
GRANT SELECT, INSERT ON base.file TO yanmen_public, yanmen_office, yanmen_api, yanmen_worker;
GRANT UPDATE (case_id) ON base.file TO yanmen_public, yanmen_office, yanmen_api;
GRANT SELECT, INSERT, UPDATE, DELETE ON base.upload TO yanmen_public, yanmen_office, yanmen_api;
GRANT SELECT, DELETE ON base.upload TO yanmen_worker;
ALTER TABLE base.file ENABLE ROW LEVEL SECURITY;
ALTER TABLE base.upload ENABLE ROW LEVEL SECURITY;
CREATE POLICY file_of_account ON base.file TO yanmen_public
    USING (account_id = (SELECT people.current_account())) WITH CHECK (account_id = (SELECT people.current_account()));
CREATE POLICY file_of_staff ON base.file TO yanmen_office
    USING (staff_id = (SELECT people.current_staff())) WITH CHECK (staff_id = (SELECT people.current_staff()));
CREATE POLICY file_of_client ON base.file TO yanmen_api
    USING (client_id = (SELECT people.current_client())) WITH CHECK (client_id = (SELECT people.current_client()));
CREATE POLICY file_worker ON base.file TO yanmen_worker USING (true) WITH CHECK (true);
CREATE POLICY upload_of_account ON base.upload TO yanmen_public
    USING (account_id = (SELECT people.current_account())) WITH CHECK (account_id = (SELECT people.current_account()));
CREATE POLICY upload_of_staff ON base.upload TO yanmen_office
    USING (staff_id = (SELECT people.current_staff())) WITH CHECK (staff_id = (SELECT people.current_staff()));
CREATE POLICY upload_of_client ON base.upload TO yanmen_api
    USING (client_id = (SELECT people.current_client())) WITH CHECK (client_id = (SELECT people.current_client()));
CREATE POLICY upload_worker ON base.upload TO yanmen_worker USING (true);

-- Audit is read by those who hold the right, nobody else (R4.3.3).
ALTER TABLE base.audit_entry ENABLE ROW LEVEL SECURITY;
CREATE POLICY audit_append ON base.audit_entry FOR INSERT WITH CHECK (true);
CREATE POLICY audit_read ON base.audit_entry FOR SELECT TO yanmen_office
    USING ((SELECT people.current_right('readAudit')));
CREATE POLICY audit_seal_read ON base.audit_entry FOR SELECT TO yanmen_worker USING (true);
ALTER TABLE people.sign_in ENABLE ROW LEVEL SECURITY;
CREATE POLICY sign_in_append ON people.sign_in FOR INSERT WITH CHECK (true);
CREATE POLICY sign_in_read ON people.sign_in FOR SELECT TO yanmen_office
    USING ((SELECT people.current_right('readAudit')));

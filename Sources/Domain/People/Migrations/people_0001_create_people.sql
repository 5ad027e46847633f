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

-- Every state of an organisation since it was made, with who changed it and when; the newest row is today's state.
CREATE TABLE people.organisation_history (
    organisation_id integer     NOT NULL REFERENCES people.organisation (id),
    version         integer     NOT NULL,
    name            text        NOT NULL,
    short_name      text        NOT NULL,
    parent_id       integer,
    active          boolean     NOT NULL,
    -- what was done to it then: created, renamed, described, moved, closed, reopened
    change          text        NOT NULL CHECK (change IN ('created', 'renamed', 'described', 'moved', 'closed', 'reopened')),
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
    UNIQUE (code, category),
    -- what each category may ever hold (domain/security 2)
    CONSTRAINT rights_stay_in_their_category CHECK (CASE category
        WHEN 'sysadmin' THEN rights <@ ARRAY['manageOrganisations']
        WHEN 'secadmin' THEN rights <@ ARRAY['grantRights', 'manageClients']
        WHEN 'auditor' THEN rights <@ ARRAY['readAudit']
        ELSE NOT rights && ARRAY['manageOrganisations', 'grantRights', 'manageClients', 'readAudit'] END)
);
INSERT INTO people.role (code, name, category, rights) VALUES
    ('sysadmin', '系统管理员', 'sysadmin', '{manageOrganisations}'),
    ('secadmin', '安全管理员', 'secadmin', '{grantRights,manageClients}'),
    ('auditor', '审计管理员', 'auditor', '{readAudit}'),
    ('window', '窗口人员', 'business', '{receiveCases,deliverResults,searchCases}'),
    ('examiner', '承办人', 'business', '{examineCases,searchCases}'),
    ('reviewer', '审核人', 'business', '{reviewCases,searchCases}'),
    ('approver', '批准人', 'business', '{decideCases,searchCases}'),
    ('supervisor', '监督人员', 'business', '{searchCases}'),
    ('itemManager', '事项管理员', 'business', '{manageItems}');

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
    second_factor_since timestamptz,
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
-- Names of colleagues are everybody's; passwords and secrets nobody's (functions of people_0002 use them).
GRANT SELECT (id, login, name, category, organisation_id, post, phone, password_changed_at, must_change,
              second_factor_since, state, expires_on, last_sign_in_at, version, created_at) ON people.staff TO yanmen_office;
GRANT INSERT (id, login, name, category, organisation_id, post, phone, person_key, expires_on) ON people.staff TO yanmen_office;
GRANT UPDATE (name, organisation_id, post, phone, expires_on, state, version) ON people.staff TO yanmen_office;
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
-- A person whom a clerk entered as somebody's principal may have no phone.
CREATE UNIQUE INDEX account_phone_of_person ON people.account (phone) WHERE kind = 'natural' AND phone <> '';

-- Who may act for whom (代理), with evidence. A request names the principal in the agent's own words; the account is
-- found or made when a clerk confirms, so that asking never tells who is registered.
CREATE TABLE people.representation (
    id           uuid        PRIMARY KEY,
    agent_id     uuid        NOT NULL REFERENCES people.account (id),
    principal_id uuid        REFERENCES people.account (id),
    principal_kind            text NOT NULL CHECK (principal_kind IN ('natural', 'legal')),
    principal_name            text NOT NULL CHECK (length(principal_name) BETWEEN 2 AND 100),
    principal_document_type   text NOT NULL,
    principal_document_number text NOT NULL CHECK (length(principal_document_number) BETWEEN 3 AND 40),
    basis        text        NOT NULL CHECK (basis IN ('legalRepresentative', 'authorised', 'guardian')),
    evidence_file_id uuid    REFERENCES base.file (id),
    valid_to     date,
    -- nobody represents anybody before the register or a clerk confirms it
    confirmed_at timestamptz,
    confirmed_by text        NOT NULL DEFAULT '',
    ended_at     timestamptz,
    ending_reason text       NOT NULL DEFAULT '',
    created_at   timestamptz NOT NULL DEFAULT now(),
    CHECK (principal_id <> agent_id),
    CHECK (confirmed_at IS NULL OR principal_id IS NOT NULL),
    CHECK (basis = 'legalRepresentative' OR evidence_file_id IS NOT NULL)
);
CREATE INDEX representation_of_agent ON people.representation (agent_id) WHERE ended_at IS NULL;
CREATE INDEX representation_of_principal ON people.representation (principal_id) WHERE ended_at IS NULL;
CREATE INDEX representation_waiting ON people.representation (created_at, id) WHERE confirmed_at IS NULL AND ended_at IS NULL;
CREATE INDEX representation_by_evidence ON people.representation (evidence_file_id);
-- One request of one agent for one principal at a time.
CREATE UNIQUE INDEX representation_once ON people.representation
    (agent_id, principal_kind, principal_document_type, principal_document_number) WHERE ended_at IS NULL;

-- Where attempts come from: an IPv4 address or an IPv6 /64, since one line owns a whole /64 (R9.2).
CREATE FUNCTION people.source_of(address inet) RETURNS inet
LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN family(address) = 6 THEN set_masklen(CAST(network(set_masklen(address, 64)) AS inet), 64) ELSE address END
$$;

-- Sign-in codes sent to phones.
CREATE TABLE people.phone_code (
    id         uuid        PRIMARY KEY,
    phone      text        NOT NULL,
    code_hash  text        NOT NULL,
    attempts   integer     NOT NULL DEFAULT 0,
    expires_at timestamptz NOT NULL,
    used_at    timestamptz,
    -- after the right code of an unknown phone: the digest of the ticket with which its holder may register
    ticket_hash       bytea,
    ticket_attempts   integer NOT NULL DEFAULT 0,
    ticket_expires_at timestamptz,
    client_address inet,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX phone_code_recent ON people.phone_code (phone, created_at);
CREATE INDEX phone_code_by_source ON people.phone_code (people.source_of(client_address), created_at);
CREATE UNIQUE INDEX phone_code_ticket ON people.phone_code (ticket_hash);

-- Sessions of both kinds. The cookie holds a random token, the table its SHA-256. `bodies` is the data scope worked out
-- at sign-in; row-level security reads it from here, so a stolen database role alone shows nobody's rows.
CREATE TABLE people.session (
    token_hash       bytea       PRIMARY KEY CHECK (length(token_hash) = 32),
    id               uuid        NOT NULL DEFAULT gen_random_uuid() UNIQUE,
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
    result         text        NOT NULL CHECK (result IN ('ok', 'refused', 'locked', 'unlocked', 'ended')),
    reason         text        NOT NULL DEFAULT '',
    client_address inet,
    user_agent     text        NOT NULL DEFAULT ''
);
CREATE INDEX sign_in_by_subject ON people.sign_in (subject_kind, subject, at);
CREATE INDEX sign_in_by_source ON people.sign_in (people.source_of(client_address), at) WHERE result = 'refused';
CREATE INDEX sign_in_by_time ON people.sign_in (at DESC, id DESC);

-- API clients: one per connected system. While a secret is being changed the earlier one still works for some days.
CREATE TABLE people.client (
    id          text        PRIMARY KEY CHECK (id ~ '^[a-z0-9-]{3,40}$'),
    name        text        NOT NULL,
    secret_hash text        NOT NULL,
    secret_changed_at    timestamptz NOT NULL DEFAULT now(),
    earlier_secret_hash  text,
    earlier_secret_until timestamptz,
    scopes      text[]      NOT NULL,
    requests_per_minute integer NOT NULL DEFAULT 600 CHECK (requests_per_minute > 0),
    active      boolean     NOT NULL DEFAULT true,
    version     integer     NOT NULL DEFAULT 1,
    created_at  timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE people.client_token (
    token_hash bytea       PRIMARY KEY CHECK (length(token_hash) = 32),
    client_id  text        NOT NULL REFERENCES people.client (id),
    scopes     text[]      NOT NULL,
    expires_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX client_token_old ON people.client_token (expires_at);
GRANT SELECT (id, name, scopes, requests_per_minute, active, secret_changed_at, earlier_secret_until, version, created_at)
    ON people.client TO yanmen_office;
GRANT INSERT (id, name, secret_hash, scopes, requests_per_minute),
      UPDATE (name, scopes, requests_per_minute, active, version) ON people.client TO yanmen_office;

-- Who is asking? The door sets yanmen.session to the secret token of the request's session for the transaction; only
-- these functions can turn it into a person, so hand-written SQL in a door's role cannot become somebody else.
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
-- Whether that is only what is assigned to them (本人).
CREATE FUNCTION people.current_own_only() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = people, pg_temp AS $$
    SELECT coalesce((SELECT s.own_only FROM people.session s
    WHERE s.token_hash = sha256(convert_to(coalesce(nullif(current_setting('yanmen.session', true), ''), '-'), 'UTF8'))
      AND s.ended_at IS NULL AND s.expires_at > now()), true)
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
-- Whether the signed-in citizen may act for the holder of an account today.
CREATE FUNCTION people.may_act_for(wanted uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = people, pg_temp AS $$
    SELECT EXISTS (SELECT FROM people.representation r
    WHERE r.principal_id = wanted AND r.agent_id = people.current_account() AND r.confirmed_at IS NOT NULL
      AND r.ended_at IS NULL AND (r.valid_to IS NULL OR r.valid_to >= current_date))
$$;

-- What a member of staff must do before anything else: the three administrators always show a second factor.
CREATE FUNCTION people.pending_step(who people.staff, shown_at timestamptz) RETURNS text
LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN who.must_change THEN 'setPassword'
        WHEN who.totp_secret IS NULL AND who.category <> 'business' THEN 'enrolSecondFactor'
        WHEN who.totp_secret IS NOT NULL AND shown_at IS NULL THEN 'showSecondFactor'
    END
$$;

-- Opens the session of a token: one round trip gives everything a request needs to know about who asks. `pending` names
-- what a member of staff must do before anything else; such a session has no rights yet.
CREATE FUNCTION people.open_session(token text) RETURNS TABLE (
    account_id uuid, acting_for uuid, staff_id uuid, rights text[], bodies integer[], own_only boolean, csrf_token text,
    second_factor_at timestamptz, expires_at timestamptz, name text, phone text, document_type text, document_number text,
    account_kind text, login text, category text, organisation_id integer, organisation_name text, region_code text,
    post text, must_change boolean, pending text, preferences jsonb, principal_name text, principal_kind text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = people, pg_temp AS $$
DECLARE
    wanted bytea := sha256(convert_to(token, 'UTF8'));
    idle interval;
    known people.session;
BEGIN
    SELECT * INTO known FROM people.session s WHERE s.token_hash = wanted;
    IF NOT FOUND OR known.ended_at IS NOT NULL OR known.expires_at <= now() THEN RETURN; END IF;
    idle := CASE WHEN known.staff_id IS NULL THEN interval '30 minutes' ELSE interval '15 minutes' END;
    IF known.last_seen_at < now() - idle THEN RETURN; END IF;
    -- Touch at most once a minute: a page view is not a write.
    IF known.last_seen_at < now() - interval '1 minute' THEN
        UPDATE people.session s SET last_seen_at = now() WHERE s.token_hash = wanted;
    END IF;
    IF known.acting_for IS NOT NULL AND NOT EXISTS (SELECT FROM people.representation r
        WHERE r.agent_id = known.account_id AND r.principal_id = known.acting_for AND r.confirmed_at IS NOT NULL
          AND r.ended_at IS NULL AND (r.valid_to IS NULL OR r.valid_to >= current_date)) THEN
        known.acting_for := NULL;
    END IF;
    RETURN QUERY
    SELECT known.account_id, known.acting_for, known.staff_id, known.rights, known.bodies, known.own_only,
           known.csrf_token, known.second_factor_at, known.expires_at,
           coalesce(a.name, t.name), coalesce(a.phone, t.phone), a.document_type, a.document_number, a.kind,
           t.login, t.category, t.organisation_id, o.name, o.region_code, t.post, t.must_change,
           people.pending_step(t, known.second_factor_at),
           coalesce(a.preferences, t.preferences, '{}'::jsonb), p.name, p.kind
    FROM (SELECT 1) AS one
    LEFT JOIN people.account a ON a.id = known.account_id
    LEFT JOIN people.account p ON p.id = known.acting_for
    LEFT JOIN people.staff t ON t.id = known.staff_id AND t.state = 'active'
        AND (t.expires_on IS NULL OR t.expires_on >= current_date)
    LEFT JOIN people.organisation o ON o.id = t.organisation_id
    WHERE a.id IS NOT NULL OR t.id IS NOT NULL;
END $$;
REVOKE ALL ON FUNCTION people.open_session(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION people.open_session(text) TO yanmen_public, yanmen_office, yanmen_terminal;

-- Organisations: everybody reads, the system administrator changes.
ALTER TABLE people.organisation ENABLE ROW LEVEL SECURITY;
CREATE POLICY organisation_read ON people.organisation FOR SELECT USING (true);
CREATE POLICY organisation_add ON people.organisation FOR INSERT TO yanmen_office
    WITH CHECK ((SELECT people.current_right('manageOrganisations')));
CREATE POLICY organisation_change ON people.organisation FOR UPDATE TO yanmen_office
    USING ((SELECT people.current_right('manageOrganisations')));
ALTER TABLE people.organisation_history ENABLE ROW LEVEL SECURITY;
CREATE POLICY organisation_history_office ON people.organisation_history TO yanmen_office
    USING (true) WITH CHECK ((SELECT people.current_right('manageOrganisations')));

-- Staff: the system administrator makes and describes accounts, the security administrator enables them and grants roles.
ALTER TABLE people.staff ENABLE ROW LEVEL SECURITY;
CREATE POLICY staff_read ON people.staff FOR SELECT USING (true);
CREATE POLICY staff_add ON people.staff FOR INSERT TO yanmen_office
    WITH CHECK ((SELECT people.current_right('manageOrganisations')));
CREATE POLICY staff_change ON people.staff FOR UPDATE TO yanmen_office
    USING ((SELECT people.current_right('manageOrganisations')) OR (SELECT people.current_right('grantRights')));
CREATE FUNCTION people.keep_offices_apart() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> OLD.state AND NOT people.current_right('grantRights') THEN
        RAISE EXCEPTION 'only the security administrator enables and disables accounts' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF (NEW.name, NEW.organisation_id, NEW.post, NEW.phone, NEW.expires_on)
        IS DISTINCT FROM (OLD.name, OLD.organisation_id, OLD.post, OLD.phone, OLD.expires_on)
        AND NOT people.current_right('manageOrganisations') THEN
        RAISE EXCEPTION 'only the system administrator describes accounts' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER offices_stay_apart BEFORE UPDATE ON people.staff FOR EACH ROW
    WHEN (CURRENT_USER = 'yanmen_office') EXECUTE FUNCTION people.keep_offices_apart();
ALTER TABLE people.staff_role ENABLE ROW LEVEL SECURITY;
CREATE POLICY staff_role_read ON people.staff_role FOR SELECT TO yanmen_office
    USING (staff_id = (SELECT people.current_staff()) OR (SELECT people.current_right('grantRights'))
        OR (SELECT people.current_right('manageOrganisations')) OR (SELECT people.current_right('readAudit')));
CREATE POLICY staff_role_add ON people.staff_role FOR INSERT TO yanmen_office
    WITH CHECK ((SELECT people.current_right('grantRights')) AND staff_id <> (SELECT people.current_staff()));
CREATE POLICY staff_role_change ON people.staff_role FOR UPDATE TO yanmen_office
    USING ((SELECT people.current_right('grantRights')) AND staff_id <> (SELECT people.current_staff()));
CREATE POLICY staff_role_drop ON people.staff_role FOR DELETE TO yanmen_office
    USING ((SELECT people.current_right('grantRights')) AND staff_id <> (SELECT people.current_staff()));

-- Connected systems: the security administrator registers them; the api door asks by function only.
ALTER TABLE people.client ENABLE ROW LEVEL SECURITY;
CREATE POLICY client_office ON people.client TO yanmen_office USING ((SELECT people.current_right('manageClients')));

-- Sessions are made and ended by functions (people_0002); the security administrator sees who is online (在线会话).
GRANT SELECT (id, staff_id, client_address, user_agent, created_at, last_seen_at, expires_at, ended_at) ON people.session TO yanmen_office;
GRANT UPDATE (ended_at) ON people.session TO yanmen_office;
ALTER TABLE people.session ENABLE ROW LEVEL SECURITY;
CREATE POLICY session_office ON people.session TO yanmen_office
    USING (staff_id IS NOT NULL AND (staff_id = (SELECT people.current_staff()) OR (SELECT people.current_right('grantRights'))));
GRANT SELECT ON people.sign_in TO yanmen_office;

-- Persons: a citizen sees themself and those they may act for; staff with a right of reception may look people up.
GRANT SELECT ON people.account, people.representation TO yanmen_public;
-- Name and number are what the account is; the phone is what signs in: neither is changed by its holder's word alone.
GRANT UPDATE (address, preferences, version) ON people.account TO yanmen_public;
GRANT INSERT (id, agent_id, principal_kind, principal_name, principal_document_type, principal_document_number, basis,
              evidence_file_id, valid_to) ON people.representation TO yanmen_public;
GRANT UPDATE (ended_at, ending_reason) ON people.representation TO yanmen_public;
GRANT SELECT, UPDATE (principal_id, confirmed_at, confirmed_by, ended_at, ending_reason) ON people.representation TO yanmen_office;
GRANT SELECT, INSERT, UPDATE ON people.account TO yanmen_office;
GRANT SELECT ON people.account TO yanmen_worker;
ALTER TABLE people.account ENABLE ROW LEVEL SECURITY;
ALTER TABLE people.representation ENABLE ROW LEVEL SECURITY;
CREATE POLICY account_own ON people.account FOR SELECT TO yanmen_public
    USING (id = (SELECT people.current_account())
        OR id IN (SELECT r.principal_id FROM people.representation r WHERE r.agent_id = (SELECT people.current_account())
                    AND r.ended_at IS NULL AND r.confirmed_at IS NOT NULL
                    AND (r.valid_to IS NULL OR r.valid_to >= current_date)));
CREATE POLICY account_change_own ON people.account FOR UPDATE TO yanmen_public USING (id = (SELECT people.current_account()));
-- Accounts are made by the sign-in functions (natural) and by people.register_organisation (legal), never directly.
CREATE POLICY account_office ON people.account TO yanmen_office
    USING ((SELECT people.current_right('receiveCases')) OR (SELECT people.current_right('examineCases')))
    WITH CHECK ((SELECT people.current_right('receiveCases')));
CREATE POLICY account_worker ON people.account FOR SELECT TO yanmen_worker USING (true);
-- Both sides see a representation and either may end it; only the agent asks, with a file of their own as evidence.
CREATE POLICY representation_read ON people.representation FOR SELECT TO yanmen_public
    USING (agent_id = (SELECT people.current_account())
        OR (principal_id = (SELECT people.current_account()) AND confirmed_at IS NOT NULL));
CREATE POLICY representation_end ON people.representation FOR UPDATE TO yanmen_public
    USING (agent_id = (SELECT people.current_account()) OR principal_id = (SELECT people.current_account()));
CREATE POLICY representation_ask ON people.representation FOR INSERT TO yanmen_public
    WITH CHECK (agent_id = (SELECT people.current_account()) AND basis <> 'legalRepresentative'
        AND EXISTS (SELECT FROM base.file f WHERE f.id = evidence_file_id AND f.account_id = (SELECT people.current_account())));
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
CREATE POLICY file_of_evidence ON base.file FOR SELECT TO yanmen_office
    USING (EXISTS (SELECT FROM people.representation r WHERE r.evidence_file_id = base.file.id));
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
CREATE POLICY sign_in_read ON people.sign_in FOR SELECT TO yanmen_office
    USING ((SELECT people.current_right('readAudit')));

-- Cases (办件): one application by one applicant for one handling item, handled by one body (cases.md 1, R1.5, R1.6, R6.3).
CREATE SCHEMA cases;
GRANT USAGE ON SCHEMA cases TO yanmen_public, yanmen_office, yanmen_terminal, yanmen_api, yanmen_worker, yanmen_management;

-- What somebody has begun to fill in (暂存); kept 30 days after the last change.
CREATE TABLE cases.draft (
    id               uuid        PRIMARY KEY,
    account_id       uuid        NOT NULL REFERENCES people.account (id),
    acting_for       uuid        REFERENCES people.account (id),
    handling_item_id integer     NOT NULL REFERENCES items.handling_item (id),
    item_id          integer     NOT NULL,
    item_revision    integer     NOT NULL,
    -- answers to the situation questions, the form and the file ids by material key
    situation        jsonb       NOT NULL DEFAULT '{}',
    form             jsonb       NOT NULL DEFAULT '{}',
    materials        jsonb       NOT NULL DEFAULT '{}',
    -- the case a correction or the submission leads to; set once
    case_id          uuid,
    version          integer     NOT NULL DEFAULT 1,
    created_at       timestamptz NOT NULL DEFAULT now(),
    updated_at       timestamptz NOT NULL DEFAULT now(),
    FOREIGN KEY (item_id, item_revision) REFERENCES items.item_revision (item_id, revision)
);
CREATE INDEX draft_of_account ON cases.draft (account_id, updated_at DESC) WHERE case_id IS NULL;
-- The worker deletes what nobody touched for 30 days.
CREATE INDEX draft_idle ON cases.draft (updated_at) WHERE case_id IS NULL;

CREATE TABLE cases.case_record (
    id                    uuid        PRIMARY KEY,
    -- 办件编号: unique for ever, never changed (cases.md 2)
    number                text        COLLATE "C" NOT NULL UNIQUE CHECK (length(number) BETWEEN 8 AND 50),
    -- the caller's idempotency key: the same submission gives the same case, once
    submit_key            text        NOT NULL UNIQUE,
    handling_item_id      integer     NOT NULL REFERENCES items.handling_item (id),
    item_id               integer     NOT NULL,
    item_revision         integer     NOT NULL,
    item_name             text        NOT NULL,
    handling_item_name    text        NOT NULL,
    -- item type (事项类型): documents are called after it
    item_type             text        NOT NULL,
    project_type          text        NOT NULL CHECK (project_type IN ('instant', 'promised')),
    body_id               integer     NOT NULL REFERENCES people.organisation (id),
    region_code           text        NOT NULL,
    -- where one asks about it (咨询电话), as the guide said
    telephone             text        NOT NULL DEFAULT '',
    channel               text        NOT NULL CHECK (channel IN ('window', 'web', 'mobile', 'kiosk', 'mail', 'api')),

    applicant_kind        text        NOT NULL CHECK (applicant_kind IN ('natural', 'legal')),
    applicant_name        text        NOT NULL,
    document_type         text        NOT NULL,
    document_number       text        NOT NULL,
    legal_representative  text        NOT NULL DEFAULT '',
    phone                 text        NOT NULL,
    address               text        NOT NULL DEFAULT '',
    agent_name            text        NOT NULL DEFAULT '',
    agent_document_number text        NOT NULL DEFAULT '',
    agent_phone           text        NOT NULL DEFAULT '',
    account_id            uuid        REFERENCES people.account (id),
    agent_account_id      uuid        REFERENCES people.account (id),
    client_id             text        REFERENCES people.client (id),

    situation             jsonb       NOT NULL DEFAULT '{}',
    form                  jsonb       NOT NULL DEFAULT '{}',

    status                text        NOT NULL CHECK (status IN ('submitted', 'received', 'correcting', 'notAccepted', 'accepted',
                                      'examining', 'reviewing', 'approving', 'granted', 'denied', 'delivered', 'withdrawn',
                                      'terminated')),
    -- who received/accepted, examined, reviewed and decided: different people (cases.md 4, segregation)
    receiver_id           uuid        REFERENCES people.staff (id),
    acceptor_id           uuid        REFERENCES people.staff (id),
    examiner_id           uuid        REFERENCES people.staff (id),
    reviewer_id           uuid        REFERENCES people.staff (id),
    decider_id            uuid        REFERENCES people.staff (id),
    assignee_id           uuid        REFERENCES people.staff (id),

    submitted_at          timestamptz NOT NULL,
    received_at           timestamptz,
    accepted_at           timestamptz,
    decided_at            timestamptz,
    delivered_at          timestamptz,
    closed_at             timestamptz,
    closing_reason        text        NOT NULL DEFAULT '',

    -- the clock as its inputs, so that a new calendar can be replayed (cases.md 9.1), and the days derived from them
    limit_start           text        NOT NULL CHECK (limit_start IN ('acceptance', 'receipt')),
    statutory_value       integer,
    statutory_unit        text,
    promised_value        integer     NOT NULL,
    promised_unit         text        NOT NULL,
    pauses                jsonb       NOT NULL DEFAULT '[]',
    -- since when the clock stands still (特别程序)
    paused_on             date,
    reception_due         date,
    statutory_due         date,
    promised_due          date,
    due_is_provisional    boolean     NOT NULL DEFAULT false,
    -- what the inbox sorts by: the next legal date that runs, infinity when nothing runs (never null, so that one index
    -- serves the keyset)
    next_due              date        NOT NULL DEFAULT 'infinity',

    version               integer     NOT NULL DEFAULT 1 CHECK (version > 0),
    updated_at            timestamptz NOT NULL DEFAULT now(),
    FOREIGN KEY (item_id, item_revision) REFERENCES items.item_revision (item_id, revision),
    CONSTRAINT accepted_case_has_its_date CHECK (status NOT IN ('accepted', 'examining', 'reviewing', 'approving', 'granted', 'denied', 'delivered') OR accepted_at IS NOT NULL),
    CONSTRAINT decided_case_has_its_date CHECK (status NOT IN ('granted', 'denied', 'delivered') OR decided_at IS NOT NULL),
    CONSTRAINT ended_case_has_its_date CHECK ((status IN ('notAccepted', 'delivered', 'withdrawn', 'terminated', 'granted', 'denied')) = (closed_at IS NOT NULL)),
    CONSTRAINT ended_early_has_a_reason CHECK (status NOT IN ('notAccepted', 'withdrawn', 'terminated') OR closing_reason <> '')
);
-- The inbox of a body and status: what falls due first, keyset by (next_due, id); one index serves every open status.
CREATE INDEX case_inbox ON cases.case_record (body_id, status, next_due, id)
    WHERE status IN ('submitted', 'received', 'correcting', 'accepted', 'examining', 'reviewing', 'approving', 'granted', 'denied');
-- The same for one item.
CREATE INDEX case_inbox_of_item ON cases.case_record (item_id, status, next_due, id)
    WHERE status IN ('submitted', 'received', 'correcting', 'accepted', 'examining', 'reviewing', 'approving', 'granted', 'denied');
-- All cases of a body and its ended ones, newest first.
CREATE INDEX case_archive ON cases.case_record (body_id, submitted_at, id);
CREATE INDEX case_ended ON cases.case_record (body_id, closed_at, id) WHERE closed_at IS NOT NULL;
-- Search by the beginning of the applicant's name.
CREATE INDEX case_by_applicant ON cases.case_record (body_id, applicant_name COLLATE "C", submitted_at, id);
CREATE INDEX case_of_account ON cases.case_record (account_id, submitted_at, id) WHERE account_id IS NOT NULL;
CREATE INDEX case_of_agent ON cases.case_record (agent_account_id, submitted_at, id) WHERE agent_account_id IS NOT NULL;
CREATE INDEX case_of_client ON cases.case_record (client_id, submitted_at, id) WHERE client_id IS NOT NULL;
CREATE INDEX case_by_document_number ON cases.case_record (document_number, submitted_at DESC);
-- A case that waits for acceptance past its fifth working day is deemed accepted (行政许可法 32).
CREATE INDEX case_reception_due ON cases.case_record (reception_due) WHERE status IN ('submitted', 'received');
-- A correction that does not come ends the case.
CREATE INDEX case_correction_due ON cases.case_record (next_due) WHERE status = 'correcting';
-- Days that a calendar still to be published may move.
CREATE INDEX case_provisional ON cases.case_record (id) WHERE due_is_provisional;

-- Everything that happened to a case, in order; `public_text` is what the applicant reads (no names of persons).
CREATE TABLE cases.case_event (
    id          uuid        PRIMARY KEY,
    -- acts on a case wait for each other, so this is their true order, whatever the clocks of the program copies say
    ordinal     bigint      GENERATED ALWAYS AS IDENTITY,
    case_id     uuid        NOT NULL REFERENCES cases.case_record (id),
    at          timestamptz NOT NULL,
    kind        text        NOT NULL,
    status      text        NOT NULL,
    actor_kind  text        NOT NULL,
    actor_id    text        NOT NULL,
    actor_name  text        NOT NULL,
    body_name   text        NOT NULL DEFAULT '',
    public_text text        NOT NULL,
    opinion     text        NOT NULL DEFAULT '',
    detail      jsonb       NOT NULL DEFAULT '{}'
);
CREATE INDEX case_event_of_case ON cases.case_event (case_id, ordinal);

-- The materials of the case as frozen from its revision and situation, and what was handed in for each.
CREATE TABLE cases.case_material (
    case_id      uuid    NOT NULL REFERENCES cases.case_record (id),
    key          text    NOT NULL,
    sort         integer NOT NULL,
    name         text    NOT NULL,
    need         text    NOT NULL CHECK (need IN ('required', 'optional', 'tolerable')),
    -- how it came: 1 纸质收取 2 附件上传 3 扫描 4 容缺后补 5 证照库 (cases.md 3.5); form: made from the answers
    receipt      text    NOT NULL CHECK (receipt IN ('missing', 'paper', 'upload', 'scan', 'later', 'licence', 'form')),
    copies       integer NOT NULL DEFAULT 0,
    checked      text    NOT NULL DEFAULT 'unchecked' CHECK (checked IN ('unchecked', 'fine', 'defective')),
    remark       text    NOT NULL DEFAULT '',
    file_ids     uuid[]  NOT NULL DEFAULT '{}',
    PRIMARY KEY (case_id, key)
);

-- A correction notice (补正告知): once, complete, with what is wrong pointed at (行政许可法 32(4)).
CREATE TABLE cases.correction (
    id          uuid        PRIMARY KEY,
    case_id     uuid        NOT NULL REFERENCES cases.case_record (id),
    -- [{kind: field|material, key, label, problem}]
    points      jsonb       NOT NULL,
    due         date        NOT NULL,
    issued_at   timestamptz NOT NULL,
    issued_by   uuid        NOT NULL REFERENCES people.staff (id),
    answered_at timestamptz
);
CREATE INDEX correction_of_case ON cases.correction (case_id, issued_at);

-- Legal documents (文书). The PDF is made by the worker or at first fetch and stored once; a reprint is logged.
CREATE TABLE cases.document (
    id          uuid        PRIMARY KEY,
    ordinal     bigint      GENERATED ALWAYS AS IDENTITY,
    case_id     uuid        NOT NULL REFERENCES cases.case_record (id),
    kind        text        NOT NULL CHECK (kind IN ('receipt', 'correctionNotice', 'acceptanceNotice', 'nonAcceptance',
                            'grant', 'denial', 'deliveryReceipt', 'withdrawalNotice')),
    number      text        NOT NULL UNIQUE,
    title       text        NOT NULL,
    verify_code text        NOT NULL UNIQUE CHECK (length(verify_code) BETWEEN 16 AND 40),
    -- the frozen content from which the PDF is typeset
    content     jsonb       NOT NULL,
    issued_on   date        NOT NULL,
    file_id     uuid        REFERENCES base.file (id),
    digest      text,
    void_reason text        NOT NULL DEFAULT '',
    created_at  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX document_of_case ON cases.document (case_id, ordinal);

-- Common phrases (常用语): the city's (staff_id null) and each person's own.
CREATE TABLE cases.phrase (
    id       uuid    PRIMARY KEY,
    staff_id uuid    REFERENCES people.staff (id),
    purpose  text    NOT NULL CHECK (purpose IN ('examine', 'correct', 'refuse')),
    text     text    NOT NULL CHECK (length(text) BETWEEN 1 AND 300),
    sort     integer NOT NULL DEFAULT 0
);
CREATE INDEX phrase_of_staff ON cases.phrase (staff_id, purpose, sort);

-- Rights of the doors.
GRANT SELECT, INSERT, UPDATE, DELETE ON cases.draft TO yanmen_public;
GRANT DELETE, SELECT ON cases.draft TO yanmen_worker;
GRANT SELECT, INSERT ON cases.case_record, cases.case_event, cases.case_material, cases.document TO yanmen_public, yanmen_api;
GRANT UPDATE (status, form, situation, version, updated_at, closed_at, closing_reason, next_due, received_at, reception_due,
              due_is_provisional, assignee_id, paused_on, pauses) ON cases.case_record TO yanmen_public;
GRANT UPDATE (receipt, checked, remark, file_ids, copies) ON cases.case_material TO yanmen_public;
GRANT SELECT, UPDATE (answered_at) ON cases.correction TO yanmen_public;
GRANT SELECT ON cases.correction TO yanmen_api;
GRANT UPDATE (file_id, digest) ON cases.document TO yanmen_public, yanmen_office, yanmen_api, yanmen_worker;
GRANT SELECT, INSERT, UPDATE ON cases.case_record, cases.case_material, cases.correction TO yanmen_office, yanmen_worker;
GRANT SELECT, INSERT ON cases.case_event, cases.document TO yanmen_office, yanmen_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON cases.phrase TO yanmen_office;

ALTER TABLE cases.draft ENABLE ROW LEVEL SECURITY;
ALTER TABLE cases.case_record ENABLE ROW LEVEL SECURITY;
ALTER TABLE cases.case_event ENABLE ROW LEVEL SECURITY;
ALTER TABLE cases.case_material ENABLE ROW LEVEL SECURITY;
ALTER TABLE cases.correction ENABLE ROW LEVEL SECURITY;
ALTER TABLE cases.document ENABLE ROW LEVEL SECURITY;
ALTER TABLE cases.phrase ENABLE ROW LEVEL SECURITY;

CREATE POLICY draft_own ON cases.draft TO yanmen_public
    USING (account_id = (SELECT people.current_account())) WITH CHECK (account_id = (SELECT people.current_account()));
CREATE POLICY draft_worker ON cases.draft TO yanmen_worker USING (true);

-- A citizen reads their own cases and those of whom they may act for today, hands in new ones, and may answer a correction
-- or withdraw: never decide. With the representation the view of its cases ends.
CREATE POLICY case_own_read ON cases.case_record FOR SELECT TO yanmen_public
    USING (account_id = (SELECT people.current_account()) OR people.may_act_for(account_id));
CREATE POLICY case_own_add ON cases.case_record FOR INSERT TO yanmen_public
    WITH CHECK ((account_id = (SELECT people.current_account()) OR people.may_act_for(account_id))
        AND status = 'submitted' AND accepted_at IS NULL AND client_id IS NULL
        AND num_nonnulls(receiver_id, acceptor_id, examiner_id, reviewer_id, decider_id) = 0);
CREATE POLICY case_own_change ON cases.case_record FOR UPDATE TO yanmen_public
    USING ((account_id = (SELECT people.current_account()) OR people.may_act_for(account_id))
        AND closed_at IS NULL)
    WITH CHECK ((account_id = (SELECT people.current_account()) OR people.may_act_for(account_id))
        AND status IN ('received', 'withdrawn'));
CREATE POLICY case_office ON cases.case_record TO yanmen_office
    USING (body_id = ANY ((SELECT people.current_bodies())::integer[])
        -- 本人: only what waits for them or what they had a hand in
        AND (NOT (SELECT people.current_own_only()) OR (SELECT people.current_staff())
            IN (assignee_id, receiver_id, acceptor_id, examiner_id, reviewer_id, decider_id)))
    WITH CHECK (body_id = ANY ((SELECT people.current_bodies())::integer[]));
CREATE POLICY case_client ON cases.case_record TO yanmen_api
    USING (client_id = (SELECT people.current_client()))
    WITH CHECK (client_id = (SELECT people.current_client()) AND status = 'submitted'
        AND num_nonnulls(account_id, agent_account_id, receiver_id, acceptor_id, examiner_id, reviewer_id, decider_id) = 0);
CREATE POLICY case_worker ON cases.case_record TO yanmen_worker USING (true) WITH CHECK (true);

-- What belongs to a case follows the case: the inner query is under the same policies.
CREATE POLICY event_of_case ON cases.case_event FOR SELECT
    USING (EXISTS (SELECT FROM cases.case_record c WHERE c.id = case_id));
CREATE POLICY event_add ON cases.case_event FOR INSERT TO yanmen_office, yanmen_worker
    WITH CHECK (EXISTS (SELECT FROM cases.case_record c WHERE c.id = case_id));
CREATE POLICY event_add_own ON cases.case_event FOR INSERT TO yanmen_public, yanmen_api
    WITH CHECK (kind IN ('submitted', 'correctionAnswered', 'withdrawn') AND actor_kind IN ('citizen', 'client')
        AND EXISTS (SELECT FROM cases.case_record c WHERE c.id = case_id));
CREATE POLICY material_of_case ON cases.case_material
    USING (EXISTS (SELECT FROM cases.case_record c WHERE c.id = case_id))
    WITH CHECK (EXISTS (SELECT FROM cases.case_record c WHERE c.id = case_id));
CREATE POLICY correction_of_case ON cases.correction
    USING (EXISTS (SELECT FROM cases.case_record c WHERE c.id = case_id))
    WITH CHECK (EXISTS (SELECT FROM cases.case_record c WHERE c.id = case_id));
CREATE POLICY document_of_case ON cases.document FOR SELECT
    USING (EXISTS (SELECT FROM cases.case_record c WHERE c.id = case_id));
CREATE POLICY document_add ON cases.document FOR INSERT TO yanmen_office, yanmen_worker
    WITH CHECK (EXISTS (SELECT FROM cases.case_record c WHERE c.id = case_id));
CREATE POLICY document_add_own ON cases.document FOR INSERT TO yanmen_public, yanmen_api
    WITH CHECK (kind IN ('receipt', 'withdrawalNotice') AND EXISTS (SELECT FROM cases.case_record c WHERE c.id = case_id));
-- The PDF of a document is stored once.
CREATE POLICY document_store ON cases.document FOR UPDATE
    USING (digest IS NULL AND EXISTS (SELECT FROM cases.case_record c WHERE c.id = case_id)) WITH CHECK (true);
CREATE POLICY phrase_visible ON cases.phrase FOR SELECT TO yanmen_office
    USING (staff_id IS NULL OR staff_id = (SELECT people.current_staff()));
CREATE POLICY phrase_own ON cases.phrase TO yanmen_office
    USING (staff_id = (SELECT people.current_staff())) WITH CHECK (staff_id = (SELECT people.current_staff()));
-- Files of a case that one may see.
CREATE POLICY file_of_case ON base.file FOR SELECT
    USING (case_id IS NOT NULL AND EXISTS (SELECT FROM cases.case_record c WHERE c.id = case_id));
CREATE POLICY file_of_case_add ON base.file FOR INSERT TO yanmen_public, yanmen_office, yanmen_api
    WITH CHECK (case_id IS NOT NULL AND EXISTS (SELECT FROM cases.case_record c WHERE c.id = case_id));

-- Stops a transaction that was prepared from an older version of the case, and keeps others out until it ends.
CREATE FUNCTION cases.require_version(wanted uuid, expected integer) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM cases.case_record c WHERE c.id = wanted AND c.version = expected FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the case has changed' USING ERRCODE = 'YM001';
    END IF;
END $$;

-- Ties uploaded files to a case; stops the transaction unless every one of them is the caller's and still free.
CREATE FUNCTION cases.attach_files(wanted_case uuid, wanted uuid[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE attached integer;
BEGIN
    UPDATE base.file f SET case_id = wanted_case WHERE f.id = ANY (wanted) AND (f.case_id IS NULL OR f.case_id = wanted_case);
    GET DIAGNOSTICS attached = ROW_COUNT;
    IF attached <> cardinality(wanted) THEN
        RAISE EXCEPTION 'a file is unknown or used elsewhere' USING ERRCODE = 'YM002';
    END IF;
END $$;

-- Number prefix of a body's documents (机关代字): the city's setting, else its short name. Bodies that share a prefix share
-- a counter, so that a number never occurs twice.
CREATE FUNCTION cases.next_document_number(wanted_body integer, mark text, year integer) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE prefix text; serial bigint;
BEGIN
    SELECT coalesce((SELECT s.value ->> o.code FROM base.setting s WHERE s.key = 'documents.prefixes'), o.short_name)
        INTO STRICT prefix FROM people.organisation o WHERE o.id = wanted_body;
    serial := base.next_serial('document:' || prefix || ':' || mark || ':' || year);
    RETURN prefix || mark || '字〔' || year || '〕' || lpad(serial::text, greatest(4, length(serial::text)), '0') || '号';
END $$;

-- Progress without signing in (进度查询): number plus the last four digits of the phone; nothing else leaves.
CREATE FUNCTION cases.progress(wanted_number text, last_four text) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = cases, pg_temp AS $$
    SELECT jsonb_build_object(
        'number', c.number, 'status', c.status, 'itemName', c.item_name, 'handlingItemName', c.handling_item_name,
        'bodyName', o.name, 'submittedAt', extract(epoch FROM c.submitted_at), 'paused', c.paused_on IS NOT NULL,
        'receptionDue', c.reception_due, 'promisedDue', c.promised_due, 'statutoryDue', c.statutory_due,
        'provisional', c.due_is_provisional, 'closingReason', c.closing_reason,
        'correctionDue', (SELECT max(k.due) FROM cases.correction k WHERE k.case_id = c.id AND k.answered_at IS NULL),
        'events', coalesce((SELECT jsonb_agg(jsonb_build_object('at', extract(epoch FROM e.at), 'kind', e.kind,
            'status', e.status, 'bodyName', e.body_name, 'text', e.public_text) ORDER BY e.ordinal DESC)
            FROM cases.case_event e WHERE e.case_id = c.id AND e.public_text <> ''), '[]'::jsonb))
    FROM cases.case_record c JOIN people.organisation o ON o.id = c.body_id
    WHERE c.number = wanted_number AND length(last_four) = 4 AND right(c.phone, 4) = last_four
$$;
REVOKE ALL ON FUNCTION cases.progress(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cases.progress(text, text) TO yanmen_public, yanmen_terminal;

-- Public verification of a document by the code in its QR: what it is and whether it still holds, with masked names.
CREATE FUNCTION cases.verify_document(wanted text) RETURNS TABLE (
    number text, title text, kind text, issued_on date, case_number text, item_name text, body_name text,
    applicant_name text, applicant_kind text, digest text, void_reason text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = cases, pg_temp AS $$
    SELECT d.number, d.title, d.kind, d.issued_on, c.number, c.item_name, o.name,
           CASE WHEN c.applicant_kind = 'natural'
                THEN left(c.applicant_name, 1) || repeat('*', greatest(length(c.applicant_name) - 1, 1))
                ELSE c.applicant_name END,
           c.applicant_kind, d.digest, d.void_reason
    FROM cases.document d
    JOIN cases.case_record c ON c.id = d.case_id
    JOIN people.organisation o ON o.id = c.body_id
    WHERE d.verify_code = wanted
$$;
REVOKE ALL ON FUNCTION cases.verify_document(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cases.verify_document(text) TO yanmen_public, yanmen_api, yanmen_terminal;

-- Common phrases to begin with (常用语); each member of staff adds their own.
INSERT INTO cases.phrase (id, purpose, text, sort) VALUES
    (gen_random_uuid(), 'examine', '经审查，申请材料齐全、符合法定形式，符合法定条件，拟同意。', 1),
    (gen_random_uuid(), 'examine', '经现场核查，与申请材料一致，符合法定条件，拟同意。', 2),
    (gen_random_uuid(), 'examine', '同意承办意见。', 3),
    (gen_random_uuid(), 'examine', '同意。', 4),
    (gen_random_uuid(), 'correct', '材料不清晰，请重新扫描或拍照，保证文字、印章可以辨认。', 1),
    (gen_random_uuid(), 'correct', '材料缺页，请补齐后重新上传。', 2),
    (gen_random_uuid(), 'correct', '复印件缺少申请人签字（盖章），请注明“与原件一致”并签字（盖章）。', 3),
    (gen_random_uuid(), 'correct', '填写内容与证件不一致，请按证件填写。', 4),
    (gen_random_uuid(), 'correct', '材料已过有效期，请提交有效期内的材料。', 5),
    (gen_random_uuid(), 'refuse', '该事项依法不需要取得行政许可。', 1),
    (gen_random_uuid(), 'refuse', '该事项不属于本机关职权范围，请向有权机关申请。', 2),
    (gen_random_uuid(), 'refuse', '申请条件不符合法律、法规规定，具体理由如下：', 3);

-- Reviews (好差评): five grades, tags bound to their grade, one review per case (R6.5; GB/T 39734).
CREATE SCHEMA reviews;
GRANT USAGE ON SCHEMA reviews TO yanmen_public, yanmen_office, yanmen_terminal, yanmen_api, yanmen_worker, yanmen_management;

-- Tag sets are versioned; local bodies may not add or delete indicators (reviews.md 4).
CREATE TABLE reviews.tag (
    set_version integer  NOT NULL,
    code        text     NOT NULL,
    grade       smallint NOT NULL CHECK (grade BETWEEN 1 AND 5),
    name        text     NOT NULL,
    core        boolean  NOT NULL,
    sort        integer  NOT NULL,
    PRIMARY KEY (set_version, code)
);
GRANT SELECT ON reviews.tag TO yanmen_public, yanmen_office, yanmen_terminal, yanmen_api, yanmen_worker;

-- An invitation to rate, made when a case is closed; the link carries the token, the table its SHA-256.
CREATE TABLE reviews.invitation (
    id         uuid        PRIMARY KEY,
    case_id    uuid        NOT NULL UNIQUE,
    body_id    integer     NOT NULL,
    item_name  text        NOT NULL,
    body_name  text        NOT NULL,
    token_hash bytea       NOT NULL UNIQUE,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL
);
CREATE INDEX invitation_by_time ON reviews.invitation (created_at);
CREATE TABLE reviews.review (
    invitation_id uuid        PRIMARY KEY REFERENCES reviews.invitation (id),
    grade         smallint    NOT NULL CHECK (grade BETWEEN 1 AND 5),
    set_version   integer     NOT NULL,
    tags          text[]      NOT NULL DEFAULT '{}',
    text          text        NOT NULL DEFAULT '' CHECK (length(text) <= 500),
    channel       text        NOT NULL,
    created_at    timestamptz NOT NULL DEFAULT now()
);
GRANT INSERT ON reviews.invitation TO yanmen_office, yanmen_worker;
GRANT SELECT ON reviews.invitation, reviews.review TO yanmen_office, yanmen_worker;
ALTER TABLE reviews.invitation ENABLE ROW LEVEL SECURITY;
ALTER TABLE reviews.review ENABLE ROW LEVEL SECURITY;
CREATE POLICY invitation_office ON reviews.invitation TO yanmen_office
    USING (body_id = ANY ((SELECT people.current_bodies())::integer[])) WITH CHECK (true);
CREATE POLICY invitation_worker ON reviews.invitation TO yanmen_worker USING (true) WITH CHECK (true);
CREATE POLICY review_office ON reviews.review FOR SELECT TO yanmen_office
    USING (EXISTS (SELECT FROM reviews.invitation i WHERE i.id = invitation_id));
CREATE POLICY review_worker ON reviews.review FOR SELECT TO yanmen_worker USING (true);

-- The rating page works from the link alone: these two functions are all that the public role may do.
CREATE FUNCTION reviews.open_invitation(token text) RETURNS TABLE (
    item_name text, body_name text, expired boolean, grade smallint, reviewed_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = reviews, pg_temp AS $$
    SELECT i.item_name, i.body_name, i.expires_at <= now(), r.grade, r.created_at
    FROM reviews.invitation i LEFT JOIN reviews.review r ON r.invitation_id = i.id
    WHERE i.token_hash = sha256(convert_to(token, 'UTF8'))
$$;
-- Returns 'ok', 'unknown', 'expired', 'again' or 'tags'.
CREATE FUNCTION reviews.submit(token text, given_grade integer, given_version integer, given_tags text[], given_text text,
                               given_channel text) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = reviews, pg_temp AS $$
DECLARE known reviews.invitation;
BEGIN
    SELECT * INTO known FROM reviews.invitation i WHERE i.token_hash = sha256(convert_to(token, 'UTF8'));
    IF NOT FOUND THEN RETURN 'unknown'; END IF;
    IF known.expires_at <= now() THEN RETURN 'expired'; END IF;
    IF EXISTS (SELECT FROM unnest(given_tags) AS t(code) WHERE NOT EXISTS (
        SELECT FROM reviews.tag g WHERE g.set_version = given_version AND g.code = t.code AND g.grade = given_grade)) THEN
        RETURN 'tags';
    END IF;
    INSERT INTO reviews.review (invitation_id, grade, set_version, tags, text, channel)
    VALUES (known.id, given_grade, given_version, given_tags, given_text, given_channel)
    ON CONFLICT (invitation_id) DO NOTHING;
    IF NOT FOUND THEN RETURN 'again'; END IF;
    RETURN 'ok';
END $$;
-- Public figures by body: invitations of acts finished since then, and the reviews of these very acts by grade.
CREATE FUNCTION reviews.figures(since timestamptz) RETURNS TABLE (
    body_name text, invited bigint, grade_1 bigint, grade_2 bigint, grade_3 bigint, grade_4 bigint, grade_5 bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = reviews, pg_temp AS $$
    SELECT i.body_name, count(*),
           count(CASE WHEN r.grade = 1 THEN 1 END), count(CASE WHEN r.grade = 2 THEN 1 END),
           count(CASE WHEN r.grade = 3 THEN 1 END), count(CASE WHEN r.grade = 4 THEN 1 END),
           count(CASE WHEN r.grade = 5 THEN 1 END)
    FROM reviews.invitation i LEFT JOIN reviews.review r ON r.invitation_id = i.id
    WHERE i.created_at >= since
    GROUP BY i.body_name
    ORDER BY i.body_name
$$;
REVOKE ALL ON FUNCTION reviews.open_invitation(text), reviews.submit(text, integer, integer, text[], text, text),
    reviews.figures(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION reviews.open_invitation(text), reviews.submit(text, integer, integer, text[], text, text),
    reviews.figures(timestamptz) TO yanmen_public, yanmen_terminal;

-- Accounts of staff that nobody uses are disabled by the worker (GB/T 22239 8.1.4.2, no surplus accounts). The unused time
-- counts from the last sign-in, or from when the account was last enabled: whoever is enabled again has the whole time.
ALTER TABLE people.staff ADD COLUMN active_since timestamptz NOT NULL DEFAULT now();
ALTER TABLE people.staff ADD COLUMN disabled_unused_at timestamptz;
GRANT SELECT (active_since, disabled_unused_at) ON people.staff TO yanmen_office;

CREATE FUNCTION people.note_enabling() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.active_since := now();
    NEW.disabled_unused_at := NULL;
    RETURN NEW;
END $$;
CREATE TRIGGER enabling_is_noted BEFORE UPDATE ON people.staff FOR EACH ROW
    WHEN (OLD.state = 'disabled' AND NEW.state = 'active') EXECUTE FUNCTION people.note_enabling();

-- Disables who was not here for so many days, except the administrator of each kind who was here last.
CREATE FUNCTION people.disable_unused_staff(unused_days integer) RETURNS TABLE (staff_id uuid, unused_since timestamptz)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = people, pg_temp AS $$
BEGIN
    IF unused_days < 1 THEN RETURN; END IF;
    -- As when somebody disables by hand: two cannot be the second to last at the same time.
    PERFORM FROM people.staff t WHERE t.state = 'active' AND t.category <> 'business' FOR UPDATE;
    RETURN QUERY
    WITH known AS (
        SELECT t.id, t.category, greatest(t.last_sign_in_at, t.active_since) AS used_at FROM people.staff t
        WHERE t.state = 'active'
    ), placed AS (
        SELECT k.*, row_number() OVER (PARTITION BY k.category ORDER BY k.used_at DESC, k.id) AS place FROM known k
    )
    UPDATE people.staff t SET state = 'disabled', disabled_unused_at = now(), version = t.version + 1
    FROM placed p
    WHERE t.id = p.id AND p.used_at < now() - make_interval(days => unused_days)
        AND (p.category = 'business' OR p.place > 1)
    RETURNING t.id, p.used_at;
END $$;
REVOKE ALL ON FUNCTION people.disable_unused_staff(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION people.disable_unused_staff(integer) TO yanmen_worker;

-- How many messages the citizen of a session has not read, for the head of every page. Messages are the schema `notices`';
-- it puts its own body here.
CREATE FUNCTION people.unread_messages(token text) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = people, pg_temp AS $$ SELECT 0 $$;
REVOKE ALL ON FUNCTION people.unread_messages(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION people.unread_messages(text) TO yanmen_public, yanmen_office, yanmen_terminal;

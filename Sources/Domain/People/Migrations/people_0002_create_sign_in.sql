-- Sign-in: everything that makes, changes or ends a session is a function here, since no door may write people.session.
-- All of it runs on the database's clock, so that many copies of the program agree. Functions without a GRANT are inner.

-- Attempts ---------------------------------------------------------------------------------------------------------
-- Until when attempts are refused: five failures of one method within 15 minutes lock an account, twenty a source, for
-- 30 minutes from the last of them (domain/security 3). A success of the same method, or an officer, clears an account.
CREATE FUNCTION people.locked_until(kind text, who text, address inet) RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = people, pg_temp AS $$
    SELECT max(run.at) + interval '30 minutes' FROM (
        SELECT s.at, lag(s.at, 4) OVER (PARTITION BY s.method ORDER BY s.at, s.id) AS fifth_last
        FROM people.sign_in s
        WHERE s.subject_kind = kind AND s.subject = who AND s.result = 'refused' AND s.at > now() - interval '45 minutes'
          AND NOT EXISTS (SELECT FROM people.sign_in k
              WHERE k.subject_kind = kind AND k.subject = who AND k.at >= s.at AND k.id <> s.id
                AND (k.result = 'unlocked' OR (k.result = 'ok' AND k.method = s.method)))
    UNION ALL
        SELECT s.at, lag(s.at, 19) OVER (ORDER BY s.at, s.id)
        FROM people.sign_in s
        WHERE people.source_of(s.client_address) = people.source_of(address) AND s.result = 'refused'
          AND s.at > now() - interval '45 minutes'
    ) AS run
    WHERE run.fifth_last >= run.at - interval '15 minutes' AND run.at > now() - interval '30 minutes'
$$;

-- Counts an attempt as failed before anything is checked, so that parallel guesses cannot outrun the lock; the caller
-- corrects the row afterwards. NULL means locked.
CREATE FUNCTION people.begin_attempt(at_door text, kind text, who text, how text, address inet, agent text) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = people, pg_temp AS $$
DECLARE
    attempt bigint;
    is_locked boolean;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(kind || ':' || who, 0));
    PERFORM pg_advisory_xact_lock(hashtextextended('source:' || coalesce(host(people.source_of(address)), '-'), 0));
    is_locked := people.locked_until(kind, who, address) IS NOT NULL;
    INSERT INTO people.sign_in (at, door, subject_kind, subject, method, result, reason, client_address, user_agent)
    VALUES (clock_timestamp(), at_door, kind, who, how, CASE WHEN is_locked THEN 'locked' ELSE 'refused' END,
            CASE WHEN is_locked THEN '失败次数过多，暂时锁定' ELSE '未完成' END, address, left(agent, 300))
    RETURNING id INTO attempt;
    RETURN CASE WHEN is_locked THEN NULL ELSE attempt END;
END $$;
REVOKE ALL ON FUNCTION people.locked_until(text, text, inet), people.begin_attempt(text, text, text, text, inet, text) FROM PUBLIC;

-- Staff ------------------------------------------------------------------------------------------------------------
-- Rights and data scope (数据范围) of a member of staff. Cases are seen within the scopes of the roles that handle cases;
-- 本人 narrows only when no wider scope is held.
CREATE FUNCTION people.scope_of(wanted uuid) RETURNS TABLE (rights text[], bodies integer[], own_only boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = people, pg_temp AS $$
    WITH RECURSIVE held AS (
        SELECT g.scope, g.listed, r.rights,
               r.rights && ARRAY['receiveCases', 'examineCases', 'reviewCases', 'decideCases', 'deliverResults', 'searchCases'] AS handles
        FROM people.staff_role g JOIN people.role r ON r.code = g.role_code WHERE g.staff_id = wanted
    ), counted AS (
        SELECT h.scope, h.listed FROM held h WHERE h.handles OR NOT EXISTS (SELECT FROM held k WHERE k.handles)
    ), place AS (
        SELECT o.id, o.parent_id, o.kind, o.region_code
        FROM people.staff t JOIN people.organisation o ON o.id = t.organisation_id WHERE t.id = wanted
    ), upward AS (
        SELECT p.id, p.parent_id, p.kind FROM place p
        UNION ALL
        SELECT o.id, o.parent_id, o.kind FROM people.organisation o JOIN upward u ON o.id = u.parent_id WHERE u.kind = 'office'
    ), department AS (
        SELECT u.id FROM upward u WHERE u.kind <> 'office' OR u.parent_id IS NULL
    ), below AS (
        -- `inside` = reached through offices only, so still the same department
        SELECT d.id, true AS inside FROM department d
        UNION ALL
        SELECT o.id, b.inside AND o.kind = 'office' FROM people.organisation o JOIN below b ON o.parent_id = b.id
    ), office AS (
        SELECT p.id FROM place p
        UNION ALL
        SELECT o.id FROM people.organisation o JOIN office f ON o.parent_id = f.id
    ), seen AS (
        SELECT b.id, c.scope FROM below b JOIN counted c
            ON c.scope = 'below' OR (b.inside AND c.scope IN ('department', 'own'))
        UNION SELECT f.id, c.scope FROM office f JOIN counted c ON c.scope = 'office'
        UNION SELECT o.id, c.scope FROM people.organisation o JOIN place p ON p.region_code = o.region_code
            JOIN counted c ON c.scope = 'region'
        UNION SELECT o.id, c.scope FROM counted c JOIN people.organisation o ON o.id = ANY (c.listed) WHERE c.scope = 'listed'
    ), narrow AS (
        SELECT coalesce(bool_and(c.scope = 'own'), false) AS yes FROM counted c
    )
    SELECT coalesce((SELECT array_agg(DISTINCT w.word ORDER BY w.word) FROM held h, unnest(h.rights) AS w(word)), '{}'),
           coalesce((SELECT array_agg(DISTINCT s.id ORDER BY s.id) FROM seen s, narrow n WHERE n.yes OR s.scope <> 'own'), '{}'),
           (SELECT n.yes FROM narrow n)
$$;
REVOKE ALL ON FUNCTION people.scope_of(uuid) FROM PUBLIC;

-- First half of a sign-in: counts the attempt and hands out what the password is checked against. An unknown login gives
-- a row like any other, so that nobody learns who has an account. `code_fits` says that a valid one-time code was typed.
CREATE FUNCTION people.begin_staff_sign_in(typed_login text, typed_code_hash text, address inet, agent text)
RETURNS TABLE (attempt bigint, staff_id uuid, admitted boolean, password_hash text, code_fits boolean)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = people, pg_temp AS $$
DECLARE
    number bigint;
    known people.staff;
BEGIN
    number := people.begin_attempt('office', 'staff', typed_login, 'password', address, agent);
    SELECT * INTO known FROM people.staff t WHERE t.login = typed_login;
    RETURN QUERY SELECT number, known.id,
        coalesce(known.state = 'active' AND (known.expires_on IS NULL OR known.expires_on >= current_date), false),
        known.password_hash,
        EXISTS (SELECT FROM people.staff_code c WHERE c.staff_id = known.id AND c.code_hash = typed_code_hash
                AND c.used_at IS NULL AND c.expires_at > now());
END $$;

-- Says in the log why an attempt failed.
CREATE FUNCTION people.refuse_staff_sign_in(given_attempt bigint, why text) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = people, pg_temp AS $$
    UPDATE people.sign_in SET reason = why
    WHERE id = given_attempt AND subject_kind = 'staff' AND result = 'refused' AND at > now() - interval '5 minutes'
$$;

-- Gives a session its rights, or none while something is still to be done first.
CREATE FUNCTION people.make_staff_session(who people.staff, token bytea, csrf text, shown_at timestamptz, address inet, agent text,
                                          began timestamptz, ends timestamptz) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = people, pg_temp AS $$
DECLARE held record;
BEGIN
    SELECT * INTO held FROM people.scope_of(who.id);
    IF people.pending_step(who, shown_at) IS NOT NULL THEN
        held.rights := '{}'; held.bodies := '{}';
    END IF;
    INSERT INTO people.session (token_hash, staff_id, rights, bodies, own_only, csrf_token, second_factor_at, client_address,
                                user_agent, created_at, expires_at)
    VALUES (token, who.id, held.rights, held.bodies, held.own_only, csrf, shown_at, address, left(agent, 300), began, ends);
END $$;
REVOKE ALL ON FUNCTION people.make_staff_session(people.staff, bytea, text, timestamptz, inet, text, timestamptz, timestamptz) FROM PUBLIC;

-- Second half: the attempt was right. Ends the person's other sessions (one at a time), consumes the one-time code if that was
-- what they typed, asks for a new password when the old one is 90 days old. False when the code was used meanwhile.
CREATE FUNCTION people.start_staff_session(given_attempt bigint, used_code_hash text, token bytea, csrf text, agent text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = people, pg_temp AS $$
DECLARE
    entry people.sign_in;
    who people.staff;
BEGIN
    SELECT * INTO entry FROM people.sign_in s WHERE s.id = given_attempt AND s.subject_kind = 'staff' AND s.method = 'password'
        AND s.result = 'refused' AND s.at > now() - interval '5 minutes' FOR UPDATE;
    IF NOT FOUND THEN RETURN false; END IF;
    IF used_code_hash IS NOT NULL THEN
        UPDATE people.staff_code c SET used_at = now() FROM people.staff t
        WHERE t.login = entry.subject AND c.staff_id = t.id AND c.code_hash = used_code_hash AND c.used_at IS NULL AND c.expires_at > now();
        IF NOT FOUND THEN RETURN false; END IF;
        UPDATE people.staff_code c SET used_at = now() FROM people.staff t
        WHERE t.login = entry.subject AND c.staff_id = t.id AND c.used_at IS NULL;
    END IF;
    UPDATE people.staff t SET last_sign_in_at = now(),
        must_change = t.must_change OR used_code_hash IS NOT NULL OR t.password_changed_at < now() - interval '90 days'
    WHERE t.login = entry.subject AND t.state = 'active' RETURNING * INTO who;
    IF NOT FOUND THEN RETURN false; END IF;
    UPDATE people.sign_in SET result = 'ok', reason = CASE WHEN used_code_hash IS NULL THEN '' ELSE '一次性验证码' END WHERE id = entry.id;
    WITH ended AS (UPDATE people.session s SET ended_at = now() WHERE s.staff_id = who.id AND s.ended_at IS NULL
                   AND s.expires_at > now() RETURNING s.client_address, s.user_agent)
    INSERT INTO people.sign_in (door, subject_kind, subject, method, result, reason, client_address, user_agent)
    SELECT 'office', 'staff', who.login, 'password', 'ended', '同一账号在别处登录', e.client_address, e.user_agent FROM ended e;
    PERFORM people.make_staff_session(who, token, csrf, NULL, entry.client_address, agent, now(), now() + interval '12 hours');
    RETURN true;
END $$;

-- What the signed-in member of staff proves themself with: only they, through their own session.
CREATE FUNCTION people.own_credentials() RETURNS TABLE (staff_id uuid, login text, name text, category text, phone text,
    password_hash text, password_history text[], totp_secret bytea, totp_last_counter bigint, must_change boolean, pending text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = people, pg_temp AS $$
    SELECT t.id, t.login, t.name, t.category, t.phone, t.password_hash, t.password_history, t.totp_secret, t.totp_last_counter,
           t.must_change, people.pending_step(t, s.second_factor_at)
    FROM people.staff t JOIN people.session s ON s.staff_id = t.id
    WHERE t.id = people.current_staff() AND t.state = 'active'
      AND s.token_hash = sha256(convert_to(current_setting('yanmen.session', true), 'UTF8'))
$$;

-- Puts a new session in the place of the signed-in one: at every change of privilege the token changes (domain/security 3).
CREATE FUNCTION people.rotate_staff_session(token bytea, csrf text, shown_now boolean) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = people, pg_temp AS $$
DECLARE
    old people.session;
    who people.staff;
BEGIN
    UPDATE people.session s SET ended_at = now()
    WHERE s.token_hash = sha256(convert_to(current_setting('yanmen.session', true), 'UTF8')) AND s.ended_at IS NULL
      AND s.staff_id = people.current_staff() RETURNING * INTO old;
    SELECT * INTO who FROM people.staff t WHERE t.id = old.staff_id AND t.state = 'active';
    IF NOT FOUND THEN RAISE EXCEPTION 'no session' USING ERRCODE = 'insufficient_privilege'; END IF;
    PERFORM people.make_staff_session(who, token, csrf, CASE WHEN shown_now THEN now() ELSE old.second_factor_at END,
                                      old.client_address, old.user_agent, old.created_at, old.expires_at);
END $$;
REVOKE ALL ON FUNCTION people.rotate_staff_session(bytea, text, boolean) FROM PUBLIC;

CREATE FUNCTION people.set_own_password(new_hash text, token bytea, csrf text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = people, pg_temp AS $$
BEGIN
    UPDATE people.staff t SET password_hash = new_hash, password_changed_at = now(), must_change = false,
        password_history = (array_prepend(new_hash, t.password_history))[1:5]
    WHERE t.id = people.current_staff();
    PERFORM people.rotate_staff_session(token, csrf, false);
END $$;

-- The same password under today's parameters; nothing else changes.
CREATE FUNCTION people.strengthen_own_hash(new_hash text) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = people, pg_temp AS $$
    UPDATE people.staff t SET password_hash = new_hash WHERE t.id = people.current_staff()
$$;

-- Takes the first second factor; one that exists is only replaced after a reset.
CREATE FUNCTION people.enrol_second_factor(secret bytea, counter bigint, token bytea, csrf text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = people, pg_temp AS $$
BEGIN
    UPDATE people.staff t SET totp_secret = secret, totp_last_counter = counter, second_factor_since = now()
    WHERE t.id = people.current_staff() AND t.totp_secret IS NULL AND NOT t.must_change AND length(secret) >= 16;
    IF NOT FOUND THEN RETURN false; END IF;
    PERFORM people.rotate_staff_session(token, csrf, true);
    RETURN true;
END $$;

-- Each code counts once: false when its counter, or a later one, was used already.
CREATE FUNCTION people.accept_second_factor(given_attempt bigint, counter bigint, token bytea, csrf text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = people, pg_temp AS $$
BEGIN
    UPDATE people.staff t SET totp_last_counter = counter
    WHERE t.id = people.current_staff() AND NOT t.must_change AND coalesce(t.totp_last_counter, -1) < counter;
    IF NOT FOUND THEN RETURN false; END IF;
    UPDATE people.sign_in s SET result = 'ok', reason = '' WHERE s.id = given_attempt AND s.result = 'refused' AND s.method = 'totp';
    PERFORM people.rotate_staff_session(token, csrf, true);
    RETURN true;
END $$;

-- Counts an attempt of the signed-in member of staff with their password (to change it) or second factor. NULL means locked.
CREATE FUNCTION people.begin_own_attempt(how text, address inet, agent text) RETURNS bigint
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = people, pg_temp AS $$
    SELECT people.begin_attempt('office', 'staff', t.login, how, address, agent)
    FROM people.staff t WHERE t.id = people.current_staff() AND how IN ('totp', 'change')
$$;
CREATE FUNCTION people.pass_own_attempt(given_attempt bigint) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = people, pg_temp AS $$
    UPDATE people.sign_in s SET result = 'ok', reason = '' FROM people.staff t
    WHERE s.id = given_attempt AND s.result = 'refused' AND s.method = 'change' AND t.id = people.current_staff() AND s.subject = t.login
$$;

CREATE FUNCTION people.save_staff_preferences(given jsonb) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = people, pg_temp AS $$
    UPDATE people.staff t SET preferences = given WHERE t.id = people.current_staff() AND length(CAST(given AS text)) < 4000
$$;

-- Signing out: ends the session whose token the transaction carries, of either kind.
CREATE FUNCTION people.end_session(at_door text) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = people, pg_temp AS $$
    WITH ended AS (
        UPDATE people.session s SET ended_at = now()
        WHERE s.token_hash = sha256(convert_to(coalesce(nullif(current_setting('yanmen.session', true), ''), '-'), 'UTF8'))
          AND s.ended_at IS NULL RETURNING s.*)
    INSERT INTO people.sign_in (door, subject_kind, subject, method, result, reason, client_address, user_agent)
    SELECT at_door, CASE WHEN e.staff_id IS NULL THEN 'citizen' ELSE 'staff' END,
           coalesce((SELECT t.login FROM people.staff t WHERE t.id = e.staff_id), CAST(e.account_id AS text)),
           'signOut', 'ended', '本人退出', e.client_address, e.user_agent
    FROM ended e
$$;

-- By the security administrator -------------------------------------------------------------------------------------
-- A one-time code in the place of the password: the person's sessions end and the lock is lifted. Only for others.
CREATE FUNCTION people.reset_staff(wanted uuid, new_code_hash text, code_ends timestamptz) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = people, pg_temp AS $$
DECLARE who people.staff;
BEGIN
    IF NOT people.current_right('grantRights') OR wanted = people.current_staff() THEN RETURN false; END IF;
    UPDATE people.staff t SET password_hash = NULL, must_change = true WHERE t.id = wanted RETURNING * INTO who;
    IF NOT FOUND THEN RETURN false; END IF;
    UPDATE people.staff_code c SET used_at = now() WHERE c.staff_id = wanted AND c.used_at IS NULL;
    INSERT INTO people.staff_code (staff_id, code_hash, expires_at) VALUES (wanted, new_code_hash, least(code_ends, now() + interval '1 day'));
    UPDATE people.session s SET ended_at = now() WHERE s.staff_id = wanted AND s.ended_at IS NULL;
    INSERT INTO people.sign_in (door, subject_kind, subject, method, result, reason)
    VALUES ('office', 'staff', who.login, 'reset', 'unlocked', '安全管理员重置');
    RETURN true;
END $$;

-- A lost second factor of business staff. An administrator's is reset only on the server, by the command line: otherwise
-- one administrator could become another.
CREATE FUNCTION people.reset_second_factor(wanted uuid) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = people, pg_temp AS $$
BEGIN
    IF NOT people.current_right('grantRights') THEN RETURN false; END IF;
    UPDATE people.staff t SET totp_secret = NULL, totp_last_counter = NULL, second_factor_since = NULL
    WHERE t.id = wanted AND t.category = 'business';
    RETURN FOUND;
END $$;

CREATE FUNCTION people.unlock_staff(wanted uuid) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = people, pg_temp AS $$
BEGIN
    IF NOT people.current_right('grantRights') THEN RETURN false; END IF;
    INSERT INTO people.sign_in (door, subject_kind, subject, method, result, reason)
    SELECT 'office', 'staff', t.login, 'reset', 'unlocked', '安全管理员解锁' FROM people.staff t WHERE t.id = wanted;
    RETURN FOUND;
END $$;

-- Whether an account is locked now, for the page of the account.
CREATE FUNCTION people.staff_locked_until(wanted uuid) RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = people, pg_temp AS $$
    SELECT people.locked_until('staff', t.login, NULL) FROM people.staff t
    WHERE t.id = wanted AND people.current_right('grantRights')
$$;

REVOKE ALL ON FUNCTION people.begin_staff_sign_in(text, text, inet, text), people.refuse_staff_sign_in(bigint, text),
    people.start_staff_session(bigint, text, bytea, text, text), people.own_credentials(), people.set_own_password(text, bytea, text),
    people.strengthen_own_hash(text), people.enrol_second_factor(bytea, bigint, bytea, text),
    people.accept_second_factor(bigint, bigint, bytea, text), people.begin_own_attempt(text, inet, text), people.pass_own_attempt(bigint),
    people.save_staff_preferences(jsonb), people.end_session(text), people.reset_staff(uuid, text, timestamptz),
    people.reset_second_factor(uuid), people.unlock_staff(uuid), people.staff_locked_until(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION people.begin_staff_sign_in(text, text, inet, text), people.refuse_staff_sign_in(bigint, text),
    people.start_staff_session(bigint, text, bytea, text, text), people.own_credentials(), people.set_own_password(text, bytea, text),
    people.strengthen_own_hash(text), people.enrol_second_factor(bytea, bigint, bytea, text),
    people.accept_second_factor(bigint, bigint, bytea, text), people.begin_own_attempt(text, inet, text), people.pass_own_attempt(bigint),
    people.save_staff_preferences(jsonb), people.reset_staff(uuid, text, timestamptz),
    people.reset_second_factor(uuid), people.unlock_staff(uuid), people.staff_locked_until(uuid) TO yanmen_office;
GRANT EXECUTE ON FUNCTION people.end_session(text) TO yanmen_public, yanmen_office, yanmen_terminal;

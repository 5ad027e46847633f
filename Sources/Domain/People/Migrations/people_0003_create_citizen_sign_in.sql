-- Sign-in of citizens by a code sent to their phone, registration, principals, and connected systems. The public door faces
-- the internet: even with hand-written SQL its role can neither read a code nor choose one, so it cannot become anybody.

-- Makes a code and queues its message; the code itself goes only into the outbox, which the door cannot read.
-- Limits: 1 a minute and 10 a day for a phone, 30 an hour for a source. 'ok', 'wait', 'phoneLimit', 'sourceLimit' or 'phone'.
CREATE FUNCTION people.request_phone_code(given_phone text, address inet) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = people, pg_temp AS $$
DECLARE
    number uuid := gen_random_uuid();
    code text;
BEGIN
    IF given_phone !~ '^1[3-9][0-9]{9}$' THEN RETURN 'phone'; END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('phone:' || given_phone, 0));
    PERFORM pg_advisory_xact_lock(hashtextextended('codes:' || coalesce(host(people.source_of(address)), '-'), 0));
    IF EXISTS (SELECT FROM people.phone_code c WHERE c.phone = given_phone AND c.created_at > now() - interval '1 minute') THEN
        RETURN 'wait';
    END IF;
    IF (SELECT count(*) >= 10 FROM people.phone_code c WHERE c.phone = given_phone AND c.created_at > now() - interval '1 day') THEN
        RETURN 'phoneLimit';
    END IF;
    IF (SELECT count(*) >= 30 FROM people.phone_code c WHERE people.source_of(c.client_address) = people.source_of(address)
            AND c.created_at > now() - interval '1 hour') THEN
        RETURN 'sourceLimit';
    END IF;
    -- Six digits out of the last 48 bits of a version 4 UUID, which PostgreSQL takes from the strong random source.
    code := lpad(CAST(mod(CAST(CAST('x' || right(CAST(gen_random_uuid() AS text), 12) AS bit(48)) AS bigint), 1000000) AS text), 6, '0');
    INSERT INTO people.phone_code (id, phone, code_hash, expires_at, client_address)
    VALUES (number, given_phone, encode(sha256(convert_to(concat(number, ':', code), 'UTF8')), 'hex'), now() + interval '5 minutes', address);
    INSERT INTO base.job (kind, payload, unique_key)
    VALUES ('people.phone-code.1', jsonb_build_object('phone', given_phone, 'code', code), concat('people.phone-code:', number));
    RETURN 'ok';
END $$;

CREATE FUNCTION people.make_citizen_session(account uuid, token bytea, csrf text, address inet, agent text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = people, pg_temp AS $$
BEGIN
    INSERT INTO people.session (token_hash, account_id, csrf_token, client_address, user_agent, expires_at)
    VALUES (token, account, csrf, address, left(agent, 300), now() + interval '12 hours');
END $$;
REVOKE ALL ON FUNCTION people.make_citizen_session(uuid, bytea, text, inet, text) FROM PUBLIC;

-- The right code signs in ('ok') or, for a phone without account, opens registration for 15 minutes ('register').
-- 'wrong': try again; 'expired': no code, too old or too many tries, ask for a new one; 'locked': too many from this source.
CREATE FUNCTION people.sign_in_by_phone(given_phone text, typed_code text, token bytea, csrf text, ticket bytea, address inet, agent text)
RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = people, pg_temp AS $$
DECLARE
    known people.phone_code;
    account uuid;
    attempt bigint;
    masked text := left(given_phone, 3) || '****' || right(given_phone, 4);
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('phone:' || given_phone, 0));
    IF people.locked_until('-', '-', address) IS NOT NULL THEN RETURN 'locked'; END IF;
    INSERT INTO people.sign_in (at, door, subject_kind, subject, method, result, reason, client_address, user_agent)
    VALUES (clock_timestamp(), 'public', 'citizen', masked, 'phoneCode', 'refused', '验证码不符', address, left(agent, 300)) RETURNING id INTO attempt;
    SELECT * INTO known FROM people.phone_code c WHERE c.phone = given_phone ORDER BY c.created_at DESC LIMIT 1 FOR UPDATE;
    IF NOT FOUND OR known.used_at IS NOT NULL OR known.expires_at <= now() OR known.attempts >= 5 THEN
        UPDATE people.sign_in SET reason = '验证码失效' WHERE id = attempt;
        RETURN 'expired';
    END IF;
    UPDATE people.phone_code SET attempts = attempts + 1 WHERE id = known.id;
    IF known.code_hash <> encode(sha256(convert_to(concat(known.id, ':', typed_code), 'UTF8')), 'hex') THEN
        RETURN CASE WHEN known.attempts >= 4 THEN 'expired' ELSE 'wrong' END;
    END IF;
    SELECT a.id INTO account FROM people.account a WHERE a.kind = 'natural' AND a.phone = given_phone;
    IF NOT FOUND THEN
        UPDATE people.phone_code SET used_at = now(), ticket_hash = ticket, ticket_expires_at = now() + interval '15 minutes' WHERE id = known.id;
        UPDATE people.sign_in SET result = 'ok', reason = '等待登记' WHERE id = attempt;
        RETURN 'register';
    END IF;
    UPDATE people.phone_code SET used_at = now() WHERE id = known.id;
    UPDATE people.sign_in SET result = 'ok', reason = '', subject = CAST(account AS text) WHERE id = attempt;
    PERFORM people.make_citizen_session(account, token, csrf, address, agent);
    RETURN 'ok';
END $$;

-- First sign-in: name and number (checked before) make an account of the phone that was just proved. 'ok', 'expired', or
-- 'refused' when the number already belongs to an account: a window then helps, with the document in hand.
CREATE FUNCTION people.register_person(ticket text, account uuid, given_name text, given_type text, given_number text, token bytea,
                                       csrf text, address inet, agent text) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = people, pg_temp AS $$
DECLARE known people.phone_code;
BEGIN
    SELECT * INTO known FROM people.phone_code c WHERE c.ticket_hash = sha256(convert_to(ticket, 'UTF8')) AND c.ticket_expires_at > now()
        AND c.ticket_attempts < 3 FOR UPDATE;
    IF NOT FOUND THEN RETURN 'expired'; END IF;
    UPDATE people.phone_code SET ticket_attempts = ticket_attempts + 1 WHERE id = known.id;
    INSERT INTO people.account (id, kind, name, document_type, document_number, phone)
    VALUES (account, 'natural', given_name, given_type, given_number, known.phone) ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN RETURN 'refused'; END IF;
    UPDATE people.phone_code SET ticket_expires_at = now() WHERE id = known.id;
    INSERT INTO people.sign_in (door, subject_kind, subject, method, result, reason, client_address, user_agent)
    VALUES ('public', 'citizen', CAST(account AS text), 'register', 'ok', '首次登记', address, left(agent, 300));
    PERFORM people.make_citizen_session(account, token, csrf, address, agent);
    RETURN 'ok';
END $$;

-- The legal representative registers an organisation. 'ok', 'name' when the representative named is somebody else than the
-- person signed in, 'taken' when the organisation is registered with other particulars, 'again' when it is theirs already.
CREATE FUNCTION people.register_organisation(account uuid, representation uuid, given_name text, credit_code text,
                                             representative text, given_address text) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = people, pg_temp AS $$
DECLARE
    me people.account;
    known people.account;
BEGIN
    SELECT * INTO me FROM people.account a WHERE a.id = people.current_account();
    IF NOT FOUND OR me.name <> representative THEN RETURN 'name'; END IF;
    INSERT INTO people.account (id, kind, name, document_type, document_number, phone, legal_representative, address)
    VALUES (account, 'legal', given_name, 'USCC', credit_code, me.phone, representative, given_address) ON CONFLICT DO NOTHING;
    SELECT * INTO known FROM people.account a WHERE a.kind = 'legal' AND a.document_type = 'USCC' AND a.document_number = credit_code;
    IF known.id <> account THEN
        IF EXISTS (SELECT FROM people.representation r WHERE r.agent_id = me.id AND r.principal_id = known.id
                AND r.confirmed_at IS NOT NULL AND r.ended_at IS NULL) THEN
            RETURN 'again';
        END IF;
        -- Who merely has the same name as the representative is not thereby the representative: a clerk decides.
        RETURN 'taken';
    END IF;
    INSERT INTO people.representation (id, agent_id, principal_id, principal_kind, principal_name, principal_document_type,
                                       principal_document_number, basis, confirmed_at, confirmed_by)
    VALUES (representation, me.id, known.id, 'legal', known.name, 'USCC', credit_code, 'legalRepresentative', now(), '登记时姓名相符')
    ON CONFLICT DO NOTHING;
    RETURN CASE WHEN FOUND THEN 'ok' ELSE 'again' END;
END $$;

-- Chooses for whom the signed-in citizen acts from now on; NULL means for themself. False when they may not.
CREATE FUNCTION people.choose_principal(wanted uuid) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = people, pg_temp AS $$
BEGIN
    IF wanted IS NOT NULL AND NOT people.may_act_for(wanted) THEN RETURN false; END IF;
    UPDATE people.session s SET acting_for = wanted
    WHERE s.token_hash = sha256(convert_to(coalesce(nullif(current_setting('yanmen.session', true), ''), '-'), 'UTF8'))
      AND s.account_id IS NOT NULL AND s.ended_at IS NULL AND s.expires_at > now();
    RETURN FOUND;
END $$;

-- Connected systems ---------------------------------------------------------------------------------------------------
-- OAuth 2 client credentials: the right secret gives a bearer token for 15 minutes. 'ok', 'wrong', 'scope' or 'locked'.
CREATE FUNCTION people.issue_client_token(client text, secret_digest text, wanted_scopes text[], token bytea, address inet,
                                          OUT outcome text, OUT granted text[])
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = people, pg_temp AS $$
DECLARE
    known people.client;
    attempt bigint;
BEGIN
    attempt := people.begin_attempt('api', 'client', left(client, 40), 'secret', address, '');
    IF attempt IS NULL THEN outcome := 'locked'; RETURN; END IF;
    SELECT * INTO known FROM people.client c WHERE c.id = client AND c.active
        AND (c.secret_hash = secret_digest OR (c.earlier_secret_hash = secret_digest AND c.earlier_secret_until > now()));
    IF NOT FOUND THEN outcome := 'wrong'; RETURN; END IF;
    granted := coalesce(nullif(wanted_scopes, '{}'), known.scopes);
    IF NOT granted <@ known.scopes THEN
        UPDATE people.sign_in SET result = 'ok', reason = '申请了未授权的范围' WHERE id = attempt;
        outcome := 'scope'; granted := NULL; RETURN;
    END IF;
    DELETE FROM people.client_token t WHERE t.expires_at < now() - interval '1 day';
    INSERT INTO people.client_token (token_hash, client_id, scopes, expires_at) VALUES (token, known.id, granted, now() + interval '15 minutes');
    UPDATE people.sign_in SET result = 'ok', reason = '' WHERE id = attempt;
    outcome := 'ok';
END $$;

CREATE FUNCTION people.open_client(token text) RETURNS TABLE (id text, name text, scopes text[], requests_per_minute integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = people, pg_temp AS $$
    SELECT c.id, c.name, t.scopes, c.requests_per_minute
    FROM people.client_token t JOIN people.client c ON c.id = t.client_id AND c.active
    WHERE t.token_hash = sha256(convert_to(token, 'UTF8')) AND t.expires_at > now()
$$;

-- A new secret beside the earlier one, which works for seven more days.
CREATE FUNCTION people.renew_client_secret(client text, new_hash text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = people, pg_temp AS $$
BEGIN
    IF NOT people.current_right('manageClients') THEN RETURN false; END IF;
    UPDATE people.client c SET earlier_secret_hash = c.secret_hash, earlier_secret_until = now() + interval '7 days',
        secret_hash = new_hash, secret_changed_at = now(), version = c.version + 1 WHERE c.id = client;
    RETURN FOUND;
END $$;

REVOKE ALL ON FUNCTION people.request_phone_code(text, inet), people.sign_in_by_phone(text, text, bytea, text, bytea, inet, text),
    people.register_person(text, uuid, text, text, text, bytea, text, inet, text),
    people.register_organisation(uuid, uuid, text, text, text, text), people.choose_principal(uuid),
    people.issue_client_token(text, text, text[], bytea, inet), people.open_client(text),
    people.renew_client_secret(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION people.renew_client_secret(text, text) TO yanmen_office;
GRANT EXECUTE ON FUNCTION people.request_phone_code(text, inet), people.sign_in_by_phone(text, text, bytea, text, bytea, inet, text),
    people.register_person(text, uuid, text, text, text, bytea, text, inet, text),
    people.register_organisation(uuid, uuid, text, text, text, text), people.choose_principal(uuid) TO yanmen_public;
GRANT EXECUTE ON FUNCTION people.issue_client_token(text, text, text[], bytea, inet), people.open_client(text) TO yanmen_api;

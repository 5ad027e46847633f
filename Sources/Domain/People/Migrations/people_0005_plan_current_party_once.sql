-- Row-level security asks these with every statement. As SQL functions they were planned anew each time; PL/pgSQL keeps the plan.
CREATE OR REPLACE FUNCTION people.current_account() RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = people, pg_temp AS $$
BEGIN
    RETURN (SELECT s.account_id FROM people.session s
        WHERE s.token_hash = sha256(convert_to(coalesce(nullif(current_setting('yanmen.session', true), ''), '-'), 'UTF8'))
          AND s.ended_at IS NULL AND s.expires_at > now());
END $$;
CREATE OR REPLACE FUNCTION people.current_staff() RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = people, pg_temp AS $$
BEGIN
    RETURN (SELECT s.staff_id FROM people.session s
        WHERE s.token_hash = sha256(convert_to(coalesce(nullif(current_setting('yanmen.session', true), ''), '-'), 'UTF8'))
          AND s.ended_at IS NULL AND s.expires_at > now());
END $$;
CREATE OR REPLACE FUNCTION people.current_bodies() RETURNS integer[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = people, pg_temp AS $$
BEGIN
    RETURN (SELECT s.bodies FROM people.session s
        WHERE s.token_hash = sha256(convert_to(coalesce(nullif(current_setting('yanmen.session', true), ''), '-'), 'UTF8'))
          AND s.ended_at IS NULL AND s.expires_at > now() AND s.staff_id IS NOT NULL);
END $$;
CREATE OR REPLACE FUNCTION people.current_own_only() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = people, pg_temp AS $$
BEGIN
    RETURN coalesce((SELECT s.own_only FROM people.session s
        WHERE s.token_hash = sha256(convert_to(coalesce(nullif(current_setting('yanmen.session', true), ''), '-'), 'UTF8'))
          AND s.ended_at IS NULL AND s.expires_at > now()), true);
END $$;
CREATE OR REPLACE FUNCTION people.current_right(wanted text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = people, pg_temp AS $$
BEGIN
    RETURN coalesce((SELECT wanted = ANY (s.rights) FROM people.session s
        WHERE s.token_hash = sha256(convert_to(coalesce(nullif(current_setting('yanmen.session', true), ''), '-'), 'UTF8'))
          AND s.ended_at IS NULL AND s.expires_at > now()), false);
END $$;
CREATE OR REPLACE FUNCTION people.current_client() RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = people, pg_temp AS $$
BEGIN
    RETURN (SELECT t.client_id FROM people.client_token t JOIN people.client c ON c.id = t.client_id AND c.active
        WHERE t.token_hash = sha256(convert_to(coalesce(nullif(current_setting('yanmen.client_token', true), ''), '-'), 'UTF8'))
          AND t.expires_at > now());
END $$;
CREATE OR REPLACE FUNCTION people.may_act_for(wanted uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = people, pg_temp AS $$
BEGIN
    RETURN EXISTS (SELECT FROM people.representation r
        WHERE r.principal_id = wanted AND r.agent_id = people.current_account() AND r.confirmed_at IS NOT NULL
          AND r.ended_at IS NULL AND (r.valid_to IS NULL OR r.valid_to >= current_date));
END $$;

-- Doors remember for some seconds who is signed in (see IdentityCache); these triggers tell them when it is no longer true.
-- A session that is merely used again tells nothing.
CREATE FUNCTION people.tell_identity() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('people_identity', CASE TG_TABLE_NAME
        WHEN 'session' THEN coalesce('account:' || (to_jsonb(NEW) ->> 'account_id'), 'staff:' || (to_jsonb(NEW) ->> 'staff_id'))
        WHEN 'client' THEN 'client:' || (to_jsonb(NEW) ->> 'id')
        ELSE TG_TABLE_NAME || ':' || (to_jsonb(NEW) ->> 'id') END);
    RETURN NULL;
END $$;
CREATE TRIGGER session_tells_identity AFTER UPDATE ON people.session FOR EACH ROW
    WHEN ((NEW.ended_at, NEW.acting_for, NEW.rights, NEW.bodies, NEW.own_only, NEW.second_factor_at, NEW.expires_at)
        IS DISTINCT FROM (OLD.ended_at, OLD.acting_for, OLD.rights, OLD.bodies, OLD.own_only, OLD.second_factor_at,
            OLD.expires_at))
    EXECUTE FUNCTION people.tell_identity();
CREATE TRIGGER account_tells_identity AFTER UPDATE ON people.account FOR EACH ROW
    WHEN (NEW IS DISTINCT FROM OLD) EXECUTE FUNCTION people.tell_identity();
CREATE TRIGGER staff_tells_identity AFTER UPDATE ON people.staff FOR EACH ROW
    WHEN (NEW IS DISTINCT FROM OLD) EXECUTE FUNCTION people.tell_identity();
CREATE TRIGGER client_tells_identity AFTER UPDATE ON people.client FOR EACH ROW
    WHEN (NEW IS DISTINCT FROM OLD) EXECUTE FUNCTION people.tell_identity();
-- A representation that ends takes the principal's cases away from the agent at once.
CREATE FUNCTION people.tell_agent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('people_identity', 'account:' || NEW.agent_id);
    RETURN NULL;
END $$;
CREATE TRIGGER representation_tells_identity AFTER UPDATE ON people.representation FOR EACH ROW
    EXECUTE FUNCTION people.tell_agent();

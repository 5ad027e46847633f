-- The head of every page of a signed-in citizen says how many messages they have not read.
CREATE INDEX message_unread ON notices.message (account_id) WHERE channel = 'site' AND read_at IS NULL;

CREATE OR REPLACE FUNCTION people.unread_messages(token text) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = people, pg_temp AS $$
    SELECT CAST(count(*) AS integer) FROM notices.message m
    WHERE m.channel = 'site' AND m.read_at IS NULL AND m.account_id = (
        SELECT s.account_id FROM people.session s WHERE s.token_hash = sha256(convert_to(token, 'UTF8')))
$$;

-- Doors remember sessions for some seconds, the number with them; who reads a message sees it fall at once.
CREATE FUNCTION notices.tell_reading() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('people_identity', 'account:' || NEW.account_id);
    RETURN NULL;
END $$;
CREATE TRIGGER message_tells_reading AFTER UPDATE OF read_at ON notices.message FOR EACH ROW
    WHEN (NEW.channel = 'site' AND NEW.read_at IS DISTINCT FROM OLD.read_at) EXECUTE FUNCTION notices.tell_reading();

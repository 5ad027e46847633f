-- Messages to people (通知): site messages and SMS. An SMS row is written with its job in the causing transaction and sent
-- by the worker through a gateway.
CREATE SCHEMA notices;
GRANT USAGE ON SCHEMA notices TO yanmen_public, yanmen_office, yanmen_terminal, yanmen_api, yanmen_worker, yanmen_management;

CREATE TABLE notices.message (
    id         uuid        PRIMARY KEY,
    channel    text        NOT NULL CHECK (channel IN ('sms', 'site')),
    purpose    text        NOT NULL,
    phone      text,
    account_id uuid,
    case_id    uuid,
    title      text        NOT NULL DEFAULT '',
    text       text        NOT NULL,
    link       text        NOT NULL DEFAULT '',
    state      text        NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'failed', 'read')),
    gateway_reference text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL DEFAULT now(),
    sent_at    timestamptz,
    read_at    timestamptz,
    CONSTRAINT sms_has_a_phone CHECK (channel <> 'sms' OR phone IS NOT NULL),
    CONSTRAINT site_message_has_an_account CHECK (channel <> 'site' OR account_id IS NOT NULL)
);
CREATE INDEX message_of_account ON notices.message (account_id, created_at, id) WHERE channel = 'site';
-- The management page lists SMS, newest first.
CREATE INDEX message_sms_recent ON notices.message (created_at, id) WHERE channel = 'sms';

GRANT INSERT ON notices.message TO yanmen_public, yanmen_office, yanmen_api, yanmen_terminal, yanmen_worker;
GRANT SELECT ON notices.message TO yanmen_public, yanmen_worker, yanmen_management;
GRANT UPDATE (state, read_at) ON notices.message TO yanmen_public;
GRANT UPDATE ON notices.message TO yanmen_worker;
ALTER TABLE notices.message ENABLE ROW LEVEL SECURITY;
CREATE POLICY message_append ON notices.message FOR INSERT WITH CHECK (true);
CREATE POLICY message_own ON notices.message FOR SELECT TO yanmen_public
    USING (channel = 'site' AND account_id = (SELECT people.current_account()));
CREATE POLICY message_mark_read ON notices.message FOR UPDATE TO yanmen_public
    USING (channel = 'site' AND account_id = (SELECT people.current_account()));
CREATE POLICY message_worker ON notices.message TO yanmen_worker USING (true) WITH CHECK (true);
-- The management door shows what the demo gateway "sent"; a city with a real gateway turns that page off.
CREATE POLICY message_management ON notices.message FOR SELECT TO yanmen_management USING (channel = 'sms');

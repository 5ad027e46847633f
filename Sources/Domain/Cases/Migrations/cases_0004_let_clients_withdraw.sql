-- A connected system takes back a case that it submitted (POST /api/v1/cases/{number}/withdrawal): what a citizen's
-- withdrawal may change, and only into that status.
GRANT UPDATE (status, version, updated_at, closed_at, closing_reason, next_due, reception_due, due_is_provisional,
              assignee_id, paused_on, pauses) ON cases.case_record TO yanmen_api;
CREATE POLICY case_client_withdraw ON cases.case_record FOR UPDATE TO yanmen_api
    USING (client_id = (SELECT people.current_client()) AND closed_at IS NULL)
    WITH CHECK (client_id = (SELECT people.current_client()) AND status = 'withdrawn');

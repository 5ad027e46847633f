-- Supervisors see the figures of their data scope (运行总览); heads and clerks have their own lists.
UPDATE people.role SET rights = rights || '{superviseCases}'::text[]
WHERE code = 'supervisor' AND NOT 'superviseCases' = ANY (rights);

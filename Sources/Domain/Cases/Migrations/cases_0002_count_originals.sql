-- The window ticks originals (原件) and copies (复印件) apart; what was noted before is copies.
ALTER TABLE cases.case_material
    ADD COLUMN originals integer NOT NULL DEFAULT 0 CHECK (originals >= 0);
-- A citizen who answers a correction notice writes the whole material anew.
GRANT UPDATE (originals) ON cases.case_material TO yanmen_public;

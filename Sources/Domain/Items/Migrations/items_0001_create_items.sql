-- Service items (事项): catalogue, implementation lists, handling items, revisions (R1.4, R5.2, R6.1).
CREATE SCHEMA items;
GRANT USAGE ON SCHEMA items TO yanmen_public, yanmen_office, yanmen_terminal, yanmen_api, yanmen_worker, yanmen_management;

-- Codes that are provincial or national dictionaries are data, never enums (items.md 2.2, 2.5, 4).
CREATE TABLE items.code (
    list  text    NOT NULL,
    code  text    NOT NULL,
    name  text    NOT NULL,
    sort  integer NOT NULL DEFAULT 0,
    PRIMARY KEY (list, code)
);

CREATE TABLE items.theme (
    code     text    PRIMARY KEY,
    name     text    NOT NULL,
    audience text    NOT NULL CHECK (audience IN ('personal', 'legal')),
    icon     text    NOT NULL,
    sort     integer NOT NULL
);

-- An entry of the basic catalogue (基本目录): an item as such, independent of place.
CREATE TABLE items.catalogue_entry (
    id                   integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- stable key of the source list, so that importing again finds the same row
    source_key           text    NOT NULL UNIQUE,
    code                 text,
    name                 text    NOT NULL,
    type_code            text    NOT NULL,
    competent_department text    NOT NULL
);

-- Two national series of codes coexist for one permit; all are kept (items.md 2.1).
CREATE TABLE items.code_alias (
    entry_id   integer NOT NULL REFERENCES items.catalogue_entry (id),
    code       text    NOT NULL,
    series     text    NOT NULL,
    valid_from date,
    valid_to   date,
    PRIMARY KEY (entry_id, code)
);
CREATE INDEX code_alias_by_code ON items.code_alias (code);

-- An implementation list (实施清单): one entry carried out by one body.
CREATE TABLE items.item (
    id               integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- local implementation code: region, body and serial; the 31-digit national code once it is assigned
    code             text    NOT NULL UNIQUE,
    task_code        text    UNIQUE,
    entry_id         integer NOT NULL REFERENCES items.catalogue_entry (id),
    body_id          integer NOT NULL REFERENCES people.organisation (id),
    state            text    NOT NULL CHECK (state IN ('draft', 'published', 'suspended', 'abolished')),
    current_revision integer NOT NULL DEFAULT 0,
    UNIQUE (entry_id, body_id)
);

-- A revision is immutable once published: cases keep the one they began with. `content` is an ItemContent document.
CREATE TABLE items.item_revision (
    item_id        integer     NOT NULL REFERENCES items.item (id),
    revision       integer     NOT NULL CHECK (revision > 0),
    content        jsonb       NOT NULL,
    digest         text        NOT NULL,
    effective_from timestamptz NOT NULL,
    effective_to   timestamptz,
    note           text        NOT NULL DEFAULT '',
    created_by     text        NOT NULL,
    created_at     timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (item_id, revision),
    CHECK (effective_to IS NULL OR effective_to >= effective_from)
);

-- A handling item (业务办理项): the leaf that the applicant chooses; statistics, materials and forms hang on it.
CREATE TABLE items.handling_item (
    id      integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    item_id integer NOT NULL REFERENCES items.item (id),
    code    text    NOT NULL UNIQUE,
    name    text    NOT NULL,
    sort    integer NOT NULL,
    active  boolean NOT NULL DEFAULT true,
    UNIQUE (item_id, name)
);

-- Everyday words that lead to an item (口语说法), editable by the item staff.
CREATE TABLE items.search_word (
    entry_id integer NOT NULL REFERENCES items.catalogue_entry (id),
    word     text    NOT NULL CHECK (length(word) BETWEEN 1 AND 40),
    PRIMARY KEY (entry_id, word)
);

-- What happened to items, in order; the cursor of "changes since" in the API.
CREATE TABLE items.item_change (
    id       bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    item_id  integer     NOT NULL REFERENCES items.item (id),
    revision integer     NOT NULL,
    kind     text        NOT NULL CHECK (kind IN ('published', 'changed', 'suspended', 'resumed', 'abolished')),
    at       timestamptz NOT NULL DEFAULT now()
);

GRANT SELECT ON ALL TABLES IN SCHEMA items TO yanmen_public, yanmen_office, yanmen_terminal, yanmen_api, yanmen_worker, yanmen_management;

-- Every program copy caches the published catalogue and drops it when this fires.
CREATE FUNCTION items.tell_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('items_changed', '');
    RETURN NULL;
END $$;
CREATE TRIGGER item_changed AFTER INSERT OR UPDATE OR DELETE ON items.item
    FOR EACH STATEMENT EXECUTE FUNCTION items.tell_change();
CREATE TRIGGER search_word_changed AFTER INSERT OR UPDATE OR DELETE ON items.search_word
    FOR EACH STATEMENT EXECUTE FUNCTION items.tell_change();

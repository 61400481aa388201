"""The tables of step 5: collecting from enterprises, and checks that are switched off."""

from __future__ import annotations

# Salvage tells tables apart by the number and types of their columns: a new table has a shape of its own.
COLLECTING = """
-- JSON array of strings
ALTER TABLE enterprise ADD COLUMN aliases TEXT NOT NULL DEFAULT '[]';
ALTER TABLE enterprise ADD COLUMN contact TEXT NOT NULL DEFAULT '';
ALTER TABLE enterprise ADD COLUMN phone TEXT NOT NULL DEFAULT '';
ALTER TABLE enterprise ADD COLUMN is_lead INTEGER NOT NULL DEFAULT 0 CHECK (is_lead IN (0, 1));

CREATE TABLE muted_rule (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE CHECK (code <> ''),
    reason TEXT NOT NULL CHECK (reason <> ''),
    who TEXT NOT NULL DEFAULT '',
    at TEXT NOT NULL,
    revision INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE collection_form (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL CHECK (key <> ''),
    title TEXT NOT NULL,
    seq INTEGER NOT NULL,
    spec TEXT NOT NULL -- the form as JSON
) STRICT;

CREATE TABLE dispatch (
    id INTEGER PRIMARY KEY,
    form_id INTEGER NOT NULL REFERENCES collection_form (id) ON DELETE CASCADE,
    enterprise_id INTEGER NOT NULL REFERENCES enterprise (id) ON DELETE CASCADE,
    round INTEGER NOT NULL DEFAULT 1,
    sent_at TEXT NOT NULL DEFAULT '',
    due TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX dispatch_form ON dispatch (form_id);
CREATE INDEX dispatch_enterprise ON dispatch (enterprise_id);

CREATE TABLE submission (
    id INTEGER PRIMARY KEY,
    form_id INTEGER NOT NULL REFERENCES collection_form (id) ON DELETE CASCADE,
    enterprise_id INTEGER REFERENCES enterprise (id) ON DELETE SET NULL,
    file TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    round INTEGER NOT NULL DEFAULT 1,
    state TEXT NOT NULL CHECK (state IN ('accepted', 'superseded', 'rejected')),
    received_at TEXT NOT NULL DEFAULT '',
    filled INTEGER NOT NULL DEFAULT 0,
    read INTEGER NOT NULL DEFAULT 0,
    note TEXT NOT NULL DEFAULT '',
    aside TEXT NOT NULL DEFAULT '[]' -- JSON array: what was set aside and why
) STRICT;
CREATE INDEX submission_form ON submission (form_id);
CREATE INDEX submission_enterprise ON submission (enterprise_id);

CREATE TABLE submitted_row (
    id INTEGER PRIMARY KEY,
    submission_id INTEGER NOT NULL REFERENCES submission (id) ON DELETE CASCADE,
    seq INTEGER NOT NULL,
    sheet TEXT NOT NULL DEFAULT '',
    row INTEGER NOT NULL,
    content TEXT NOT NULL, -- JSON object: values, as written, cells of origin, mistakes
    is_taken INTEGER NOT NULL DEFAULT 1 CHECK (is_taken IN (0, 1))
) STRICT;
CREATE INDEX submitted_row_submission ON submitted_row (submission_id, seq);

CREATE TABLE item_source (
    id INTEGER PRIMARY KEY,
    column_key TEXT NOT NULL DEFAULT '',
    text TEXT NOT NULL, -- the wording as it was consolidated
    submitted_row_id INTEGER NOT NULL REFERENCES submitted_row (id) ON DELETE CASCADE,
    table_row_id INTEGER REFERENCES appendix_row (id) ON DELETE SET NULL,
    item_id INTEGER REFERENCES cell_item (id) ON DELETE SET NULL
) STRICT;
CREATE INDEX item_source_submitted ON item_source (submitted_row_id);
CREATE INDEX item_source_row ON item_source (table_row_id);
CREATE INDEX item_source_item ON item_source (item_id);

CREATE TABLE layout_mapping (
    id INTEGER PRIMARY KEY,
    form_id INTEGER NOT NULL REFERENCES collection_form (id) ON DELETE CASCADE,
    signature TEXT NOT NULL,
    sender TEXT NOT NULL DEFAULT '',
    fields TEXT NOT NULL -- JSON object: header to field key
) STRICT;
CREATE INDEX layout_mapping_form ON layout_mapping (form_id);

CREATE TABLE attachment (
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    size INTEGER NOT NULL,
    packing TEXT NOT NULL CHECK (packing IN ('base64', 'deflate')),
    data TEXT NOT NULL -- the file, in base64, deflated before where that is shorter
) STRICT;
"""

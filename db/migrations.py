"""The schema of a plan file, step by step. DDL stands here, in what is imported here, and nowhere else."""

from __future__ import annotations

import uuid

from db.chain import relink
from db.collecting_schema import COLLECTING
from db.database import Database

SCHEMA_VERSION = 5  # PRAGMA user_version: the number of the newest migration

_TABLES = """
CREATE TABLE plan (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    title TEXT NOT NULL DEFAULT '',
    stage TEXT NOT NULL DEFAULT '' CHECK (stage IN ('', 'consultation', 'review', 'approval', 'issued')),
    stage_mark TEXT NOT NULL DEFAULT '',
    document_number TEXT NOT NULL DEFAULT '',
    issuing_authority TEXT NOT NULL DEFAULT '',
    issued_on TEXT,
    role_word TEXT NOT NULL DEFAULT '落实单位',
    run_on TEXT NOT NULL DEFAULT '[]'
) STRICT;

CREATE TABLE outline_node (
    id INTEGER PRIMARY KEY,
    parent_id INTEGER REFERENCES outline_node (id) ON DELETE CASCADE CHECK (parent_id <> id),
    seq INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('section', 'task', 'measure', 'box')),
    title TEXT NOT NULL,
    style TEXT CHECK (style IN ('chapter', 'section', 'han', 'han_paren', 'arabic', 'arabic_paren', 'circled')),
    source_line INTEGER,
    deadline TEXT NOT NULL DEFAULT '',
    version INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX outline_node_parent ON outline_node (parent_id, seq);

CREATE TABLE paragraph (
    id INTEGER PRIMARY KEY,
    node_id INTEGER REFERENCES outline_node (id) ON DELETE CASCADE, -- NULL: before the first heading
    seq INTEGER NOT NULL,
    text TEXT NOT NULL,
    clause TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX paragraph_node ON paragraph (node_id, seq);

CREATE TABLE unit (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL CHECK (name <> ''),
    full_name TEXT NOT NULL DEFAULT '',
    aliases TEXT NOT NULL DEFAULT '[]', -- JSON array of strings
    seq INTEGER NOT NULL
) STRICT;

CREATE TABLE duty (
    id INTEGER PRIMARY KEY,
    node_id INTEGER NOT NULL REFERENCES outline_node (id) ON DELETE CASCADE,
    unit_id INTEGER NOT NULL REFERENCES unit (id) ON DELETE CASCADE,
    role TEXT NOT NULL CHECK (role IN ('lead', 'support', 'responsible')),
    seq INTEGER NOT NULL,
    UNIQUE (node_id, unit_id)
) STRICT;
CREATE INDEX duty_unit ON duty (unit_id);

CREATE TABLE appendix_table (
    id INTEGER PRIMARY KEY,
    seq INTEGER NOT NULL,
    label TEXT NOT NULL,
    title TEXT NOT NULL
) STRICT;

CREATE TABLE appendix_column (
    id INTEGER PRIMARY KEY,
    table_id INTEGER NOT NULL REFERENCES appendix_table (id) ON DELETE CASCADE,
    seq INTEGER NOT NULL,
    key TEXT NOT NULL,
    path TEXT NOT NULL, -- JSON array: the header from the top row down
    kind TEXT NOT NULL CHECK (kind IN ('number', 'text', 'items', 'measures')),
    width INTEGER NOT NULL DEFAULT 0 -- mm, 0: by content
) STRICT;
CREATE INDEX appendix_column_table ON appendix_column (table_id, seq);

CREATE TABLE appendix_row (
    id INTEGER PRIMARY KEY,
    table_id INTEGER NOT NULL REFERENCES appendix_table (id) ON DELETE CASCADE,
    seq INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX appendix_row_table ON appendix_row (table_id, seq);

CREATE TABLE cell_item (
    id INTEGER PRIMARY KEY,
    row_id INTEGER NOT NULL REFERENCES appendix_row (id) ON DELETE CASCADE,
    column_id INTEGER NOT NULL REFERENCES appendix_column (id) ON DELETE CASCADE,
    seq INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('paragraph', 'graded', 'measure')),
    grade INTEGER CHECK (grade BETWEEN 1 AND 3),
    number TEXT NOT NULL DEFAULT '',
    lead TEXT NOT NULL DEFAULT '',
    text TEXT NOT NULL,
    CHECK ((grade IS NOT NULL) = (kind = 'graded'))
) STRICT;
CREATE INDEX cell_item_row ON cell_item (row_id, column_id, seq);
CREATE INDEX cell_item_column ON cell_item (column_id);

CREATE TABLE enterprise (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL CHECK (name <> ''),
    chain_position TEXT NOT NULL DEFAULT '' CHECK (chain_position IN ('', 'upstream', 'midstream', 'downstream')),
    district TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE source_document (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    read_at TEXT NOT NULL,
    content TEXT NOT NULL -- the draft as JSON: what the source said, so that a later reading knows what it changed
) STRICT;

CREATE TABLE operation (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    label TEXT NOT NULL,
    who TEXT NOT NULL,
    at TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('done', 'undone'))
) STRICT;

CREATE TABLE change (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    operation_id INTEGER NOT NULL REFERENCES operation (id) ON DELETE CASCADE,
    tbl TEXT NOT NULL,
    row_id INTEGER NOT NULL,
    before TEXT,
    after TEXT
) STRICT;
CREATE INDEX change_operation ON change (operation_id);

CREATE TABLE journal_state (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    current_operation INTEGER,
    replaying INTEGER NOT NULL DEFAULT 0,
    revision INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO journal_state (id) VALUES (1);
INSERT INTO plan (id) VALUES (1);
"""


def m001_plan(db: Database) -> None:
    """Every table of the first version."""
    for statement in _TABLES.split(";\n"):
        if statement.strip():
            db.execute(statement)


_DOCUMENT = """
CREATE TABLE document (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    document_id TEXT NOT NULL -- the same in every copy that is still the same document
) STRICT;

CREATE TABLE publication (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    revision INTEGER NOT NULL,
    digest TEXT NOT NULL, -- db.digest over the rows as they were published
    at TEXT NOT NULL
) STRICT;

CREATE TABLE pruning (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    operations INTEGER NOT NULL,
    oldest TEXT NOT NULL,
    newest TEXT NOT NULL,
    chain TEXT NOT NULL -- the link the remaining history begins from
) STRICT;

ALTER TABLE operation ADD COLUMN chain TEXT NOT NULL DEFAULT '';
"""


def m002_document(db: Database) -> None:
    """Who a document is, in which state it was published, and the chain of its operations."""
    for statement in _DOCUMENT.split(";\n"):
        if statement.strip():
            db.execute(statement)
    db.execute("INSERT INTO document (id, document_id) VALUES (1, ?)", [uuid.uuid4().hex])
    relink(db)


_READING = """
CREATE TABLE new_outline_node (
    id INTEGER PRIMARY KEY,
    parent_id INTEGER REFERENCES outline_node (id) ON DELETE CASCADE CHECK (parent_id <> id),
    seq INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('section', 'task', 'measure', 'box')),
    title TEXT NOT NULL,
    style TEXT CHECK (style IN (
        'book', 'volume', 'part', 'chapter', 'section', 'article', 'han', 'han_paren', 'decimal1', 'arabic', 'decimal',
        'decimal3', 'decimal4', 'arabic_paren', 'arabic_half', 'circled', 'roman', 'letter'
    )),
    source_line INTEGER,
    deadline TEXT NOT NULL DEFAULT '',
    version INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO new_outline_node SELECT * FROM outline_node;
DROP TABLE outline_node;
ALTER TABLE new_outline_node RENAME TO outline_node;
CREATE INDEX outline_node_parent ON outline_node (parent_id, seq);

CREATE TABLE remark (
    id INTEGER PRIMARY KEY,
    node_id INTEGER REFERENCES outline_node (id) ON DELETE CASCADE,
    row_id INTEGER REFERENCES appendix_row (id) ON DELETE CASCADE,
    column_key TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL CHECK (kind IN ('comment', 'insertion', 'deletion', 'footnote', 'hidden')),
    author TEXT NOT NULL DEFAULT '',
    made_at TEXT NOT NULL DEFAULT '',
    quote TEXT NOT NULL DEFAULT '',
    text TEXT NOT NULL,
    CHECK (node_id IS NULL OR row_id IS NULL)
) STRICT;
CREATE INDEX remark_node ON remark (node_id);
CREATE INDEX remark_row ON remark (row_id);

ALTER TABLE plan ADD COLUMN layout TEXT NOT NULL DEFAULT '';
ALTER TABLE plan ADD COLUMN addressees TEXT NOT NULL DEFAULT '';
ALTER TABLE plan ADD COLUMN copied_to TEXT NOT NULL DEFAULT '';
ALTER TABLE plan ADD COLUMN classification TEXT NOT NULL DEFAULT '';
ALTER TABLE plan ADD COLUMN urgency TEXT NOT NULL DEFAULT '';
ALTER TABLE plan ADD COLUMN signer TEXT NOT NULL DEFAULT '';
ALTER TABLE plan ADD COLUMN printed_by TEXT NOT NULL DEFAULT '';
ALTER TABLE plan ADD COLUMN annotation TEXT NOT NULL DEFAULT '';
ALTER TABLE plan ADD COLUMN printed_on TEXT;

ALTER TABLE appendix_table ADD COLUMN unit_line TEXT NOT NULL DEFAULT '';
-- JSON array of strings
ALTER TABLE appendix_table ADD COLUMN notes TEXT NOT NULL DEFAULT '[]';
-- how many paragraphs of the node (NULL: before the first) stand before the table; place_after NULL: behind the text
ALTER TABLE appendix_table ADD COLUMN place_node_id INTEGER REFERENCES outline_node (id) ON DELETE CASCADE;
ALTER TABLE appendix_table ADD COLUMN place_after INTEGER;
-- JSON array of column keys
ALTER TABLE appendix_row ADD COLUMN joined TEXT NOT NULL DEFAULT '[]';
"""


def m003_reading(db: Database) -> None:
    """Remarks, tables inside the text with unit and notes, joined cells, more number styles, what an imprint says."""
    for statement in _READING.split(";\n"):
        if statement.strip():
            db.execute(statement)
    # A row keeps its old length until it is written: salvage tells tables apart by the length of their rows.
    for table in ("plan", "appendix_table", "appendix_row"):
        db.execute(f"UPDATE {table} SET id = id")


_WORKBENCH = """
ALTER TABLE outline_node ADD COLUMN state TEXT NOT NULL DEFAULT ''
    CHECK (state IN ('', 'not_started', 'under_way', 'done', 'paused'));
ALTER TABLE outline_node ADD COLUMN note TEXT NOT NULL DEFAULT '';
-- the paragraph a task was split from, as it read then
ALTER TABLE outline_node ADD COLUMN split_from TEXT NOT NULL DEFAULT '';
ALTER TABLE remark ADD COLUMN is_settled INTEGER NOT NULL DEFAULT 0 CHECK (is_settled IN (0, 1));

CREATE TABLE plan_version (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL CHECK (name <> ''),
    at TEXT NOT NULL,
    who TEXT NOT NULL DEFAULT '',
    revision INTEGER NOT NULL DEFAULT 0,
    content TEXT NOT NULL -- the plan as JSON, deflated, in base64
) STRICT;
"""


def m004_workbench(db: Database) -> None:
    """What a task has come to, remarks that are settled, and named versions of the plan."""
    for statement in _WORKBENCH.split(";\n"):
        if statement.strip():
            db.execute(statement)
    for table in ("outline_node", "remark"):  # as above: a row takes its new length
        db.execute(f"UPDATE {table} SET id = id")


def m005_collecting(db: Database) -> None:
    """Forms, returns and where lines of tables came from; files as they came; checks that are switched off."""
    for statement in COLLECTING.split(";\n"):
        if statement.strip():
            db.execute(statement)
    db.execute("UPDATE enterprise SET id = id")  # as above: a row takes its new length


STEPS = (m001_plan, m002_document, m003_reading, m004_workbench, m005_collecting)

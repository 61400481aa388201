"""What is checked of a closed plan file: damage is told from hostility, and both get a sentence."""

from __future__ import annotations

import sqlite3
from hashlib import sha256
from itertools import count
from pathlib import Path

import pytest

from db.chain import relink
from db.connection import APPLICATION_ID
from db.database import Database
from db.document import Document
from db.inspection import check_alone, inspect_file
from db.migrating import build_schema
from db.migrations import SCHEMA_VERSION
from db.outline import add_node
from db.places import Home
from db.publishing import read_published_state
from db.store import Store
from domain.errors import FanganError, ImportFileError, StorageError


@pytest.fixture
def plan(path: Path) -> Path:
    with Store.create(path) as store:
        add_node(store, None, 0, "总体要求")
        add_node(store, None, 1, "重点任务")
    return path


def change(path: Path, *statements: str) -> None:
    """Write to a plan file with another tool."""
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    connection.close()


def refusal(path: Path, deadline: float = 2.0) -> FanganError:
    before = path.read_bytes()
    with pytest.raises(FanganError) as refused:
        inspect_file(path, deadline=deadline)
    error = refused.value
    assert path.read_bytes() == before
    assert path.name in error.message
    assert error.message.endswith("。")
    assert error.hint.endswith("。")
    return error


def test_a_sound_file_says_what_it_is(plan: Path) -> None:
    inspection = inspect_file(plan)
    store = Store.open(plan)
    assert inspection.revision == store.revision
    store.close()
    assert inspection.digest_checked
    assert len(inspection.document_id) == 32
    assert (inspection.schema_version, inspection.operations) == (SCHEMA_VERSION, 2)
    assert inspection.rows == 3  # the plan and two nodes
    assert [file.name for file in plan.parent.iterdir()] == [plan.name]


def test_a_file_of_an_older_version_is_believed(path: Path) -> None:
    db = Database(sqlite3.connect(path, isolation_level=None))
    build_schema(db, 1)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute("PRAGMA user_version = 1")
    db.conn.close()
    inspection = inspect_file(path)
    assert (inspection.schema_version, inspection.document_id, inspection.digest_checked) == (1, "", False)


RECURSIVE = (
    "CREATE VIEW everything AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
    "SELECT 1 AS id, count(*) AS document_id, 1 AS revision, 1 AS digest FROM n"
)


@pytest.mark.parametrize(
    "statements",
    [
        ("CREATE TRIGGER ours AFTER UPDATE ON unit BEGIN DELETE FROM duty; END",),
        ("CREATE VIEW ours AS SELECT * FROM unit",),
        (RECURSIVE,),
        ("ALTER TABLE unit RENAME TO hidden", RECURSIVE.replace("everything", "unit")),
        ("CREATE VIRTUAL TABLE ours USING fts5(text)",),
        ("CREATE INDEX ours ON unit (lower(name))",),
        ("CREATE TABLE ours (a)",),
        ("ALTER TABLE unit ADD COLUMN more TEXT GENERATED ALWAYS AS (hex(zeroblob(1e9))) VIRTUAL",),
        ("ANALYZE",),
        (
            "DROP TRIGGER journal_unit_update",
            "CREATE TRIGGER journal_unit_update AFTER UPDATE ON unit BEGIN SELECT 1; END",
        ),
        (
            "PRAGMA writable_schema = ON",
            "UPDATE sqlite_schema SET sql = replace(sql, 'RAISE(ABORT', 'max(1, ') WHERE name = 'journal_unit_insert'",
        ),
        (
            "PRAGMA writable_schema = ON",
            "INSERT INTO sqlite_schema VALUES ('table', 'unreadable', 'unreadable', 0, 'CREATE nonsense')",
        ),
    ],
    ids=lambda statements: statements[-1][:40],
)
def test_what_is_not_ours_in_the_schema_is_refused(plan: Path, statements: tuple[str, ...]) -> None:
    change(plan, *statements)
    error = refusal(plan)
    assert (type(error), error.code) == (ImportFileError, "plan_foreign_schema")


def test_a_history_that_would_write_elsewhere_is_refused(plan: Path, tmp_path: Path) -> None:
    document = Document.open(plan, Home(tmp_path / "本机"))
    document.store.db.execute("UPDATE change SET tbl = 'journal_state' WHERE id = 1")
    relink(document.store.db)
    add_node(document.store, None, 2, "保障措施")
    document.close()
    assert refusal(plan).code == "plan_foreign_schema"


def test_the_schema_of_a_version_never_changes() -> None:
    # A file with another text in its schema is refused: a changed table or trigger needs a new version.
    frozen = {
        1: "13ede98fd9eb64d8",
        2: "39f37ed2aab3951d",
        3: "e5b111b22280c79b",
        4: "5ac3311a6ef8663e",
        5: "8fcbc73feb30e124",
    }
    assert len(frozen) == SCHEMA_VERSION
    for version, digest in frozen.items():
        db = Database(sqlite3.connect(":memory:", isolation_level=None))
        build_schema(db, version)
        rows = sorted(db.conn.execute("SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema"))
        db.conn.close()
        assert sha256(repr(rows).encode()).hexdigest()[:16] == digest, version


def test_a_huge_schema_is_left_in_the_middle(plan: Path) -> None:
    change(
        plan,
        "PRAGMA writable_schema = ON",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) "
        "INSERT INTO sqlite_schema SELECT 'view', 'v' || i, 'v' || i, 0, 'CREATE VIEW v' || i || ' AS SELECT 1' FROM n",
    )
    error = refusal(plan, deadline=0.0)
    assert (type(error), error.code) == (ImportFileError, "plan_too_slow")


def test_a_schema_with_a_giant_statement_is_not_read(plan: Path) -> None:
    giant = "x" * 200_000
    change(plan, f"CREATE VIEW giant AS SELECT '{giant}'")
    assert refusal(plan).code in ("plan_foreign_schema", "plan_damaged")


def test_a_newer_version_is_refused_as_before(plan: Path) -> None:
    change(plan, "PRAGMA user_version = 999")
    assert refusal(plan).code == "plan_newer"


@pytest.mark.parametrize("suffix", ["-journal", "-wal"])
def test_a_file_with_unfinished_changes_beside_it_is_refused(plan: Path, suffix: str, tmp_path: Path) -> None:
    side = plan.with_name(plan.name + suffix)
    side.touch()
    check_alone(plan)
    side.write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + bytes(504))
    assert refusal(plan).code == "plan_foreign_journal"
    with pytest.raises(ImportFileError):
        Document.open(plan, Home(tmp_path / "本机"))
    assert side.exists()


@pytest.mark.parametrize(
    "statements",
    [
        ("PRAGMA recursive_triggers = OFF", "UPDATE operation SET who = '别人' WHERE id = 1"),
        ("UPDATE journal_state SET revision = revision + 1",),
        ("UPDATE journal_state SET replaying = 1",),
        ("UPDATE journal_state SET current_operation = 1",),
        ("UPDATE journal_state SET current_operation = 1", "UPDATE unit SET seq = 2"),
        ("UPDATE document SET document_id = 'another'",),
        ("DELETE FROM document",),
        ("DELETE FROM journal_state",),
        ("DELETE FROM _sqlite_migrations WHERE id = 2",),
        ("UPDATE sqlite_sequence SET seq = 0 WHERE name = 'change'",),
        ("UPDATE change SET row_id = 9 WHERE id = 1",),
        ("PRAGMA foreign_keys = OFF", "DELETE FROM operation WHERE id = 2"),
        ("PRAGMA user_version = 0",),
    ],
    ids=lambda statements: statements[-1][:40],
)
def test_what_careless_editing_does_is_noticed(plan: Path, statements: tuple[str, ...]) -> None:
    change(plan, *statements)
    error = refusal(plan)
    assert (type(error), error.code) == (StorageError, "plan_damaged")
    assert "恢复备份" in error.hint
    assert "fangan salvage" in error.hint


def test_a_changed_past_is_noticed_though_the_digest_was_written_anew(plan: Path, tmp_path: Path) -> None:
    document = Document.open(plan, Home(tmp_path / "本机"))
    document.store.db.execute("UPDATE operation SET who = '别人' WHERE id = 1")
    add_node(document.store, None, 2, "保障措施")
    document.close()
    assert "操作记录" in refusal(plan).message


def test_time_runs_out_with_a_sentence(plan: Path) -> None:
    assert refusal(plan, deadline=0.0).code == "plan_too_slow"


def test_a_busy_machine_is_not_the_files_fault(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hours = count(step=3600)
    with monkeypatch.context() as patched:
        patched.setattr("time.monotonic", lambda: float(next(hours)))
        assert inspect_file(plan).digest_checked


def test_a_header_that_lies_is_noticed(plan: Path) -> None:
    sound = plan.read_bytes()
    for offset in (16, 18, 19, 20, 28, 59, 80):
        content = bytearray(sound)
        content[offset] ^= 0x40
        plan.write_bytes(content)
        assert refusal(plan).code == "plan_damaged"
    plan.write_bytes(sound[:-4096])
    assert "后一部分" in refusal(plan).message


def test_opening_checks_the_file_and_leaves_nothing_behind(plan: Path, tmp_path: Path) -> None:
    change(plan, "CREATE VIEW ours AS SELECT 1")
    home = Home(tmp_path / "本机")
    with pytest.raises(ImportFileError) as refused:
        Document.open(plan, home)
    assert plan.name in refused.value.message
    assert list(home.work.iterdir()) == []


@pytest.mark.parametrize(
    "query", [RECURSIVE.split(" AS ", 1)[1], "SELECT 1 AS id, 'x' AS document_id, 'y' AS revision, 'z' AS digest"]
)
@pytest.mark.parametrize("name", ["document", "publication"])
def test_a_view_in_the_place_of_a_table_keeps_nobody_waiting(plan: Path, tmp_path: Path, name: str, query: str) -> None:
    change(plan, f"ALTER TABLE {name} RENAME TO hidden", f"CREATE VIEW {name} AS {query}")
    with pytest.raises(ImportFileError) as refused:
        Document.open(plan, Home(tmp_path / "本机"))
    assert refused.value.code == "plan_foreign_schema"


def test_writing_through_the_journal_outside_the_program_is_noticed(plan: Path) -> None:
    connection = sqlite3.connect(plan)
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute("UPDATE outline_node SET title = '改'")
    connection.close()
    assert inspect_file(plan).digest_checked


def test_a_lost_page_inside_a_long_trigger_is_damage(plan: Path) -> None:
    connection = sqlite3.connect(plan)
    longest = connection.execute("SELECT sql FROM sqlite_schema ORDER BY length(sql) DESC LIMIT 1").fetchone()[0]
    connection.close()
    content = plan.read_bytes()
    place = content.index(longest[-200:].encode()) // 4096 * 4096
    assert content.index(longest[:200].encode()) // 4096 * 4096 != place
    # Its first bytes say which page follows; without these SQLite reads no schema at all.
    plan.write_bytes(content[: place + 4] + bytes(4092) + content[place + 4096 :])
    assert refusal(plan).code == "plan_damaged"


@pytest.mark.parametrize("revision", ["NULL", "'x'"])
def test_a_damaged_publication_is_said_before_anything_is_checked(path: Path, revision: str) -> None:
    change(
        path,
        f"PRAGMA application_id = {APPLICATION_ID}",
        "CREATE TABLE document (document_id)",
        "CREATE TABLE publication (revision, digest)",
        "INSERT INTO document VALUES ('a')",
        f"INSERT INTO publication VALUES ({revision}, 'b')",
    )
    with pytest.raises(StorageError) as refused:
        read_published_state(path)
    assert path.name in refused.value.message

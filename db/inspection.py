"""Inspect a closed plan file: everything about it is checked before it is believed, and nothing is written.

Damage and hostility are told apart. A damaged file has lost bytes and gets a way to a backup; a hostile one holds
something a plan file never holds, and is refused before any of its text runs. Order: header, schema, then content.
"""

from __future__ import annotations

import sqlite3
import struct
import time
from collections import Counter
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from db.chain import broken_links
from db.connection import check_plan_file, storage_error
from db.database import Database
from db.digest import has_digest
from db.journal import TRACKED
from db.migrating import build_schema
from db.migrations import SCHEMA_VERSION
from db.publishing import load_published_state
from domain.errors import FanganError, ImportFileError, StorageError

_STEPS = 200  # virtual machine steps between two looks at the clock
_BYTES_A_SECOND = 5_000_000  # a slow office machine; a big file whose schema is ours gets the time its size asks for
_LARGEST_VALUE = 100_000_000  # bytes of one text; a source document with its draft stays far below
_LARGEST_STATEMENT = 100_000  # characters of one CREATE; our longest trigger has some 3,000
_SLIGHT = 4  # bytes; a row of the schema that differs from ours by no more was damaged, not written by somebody
_LONG, _HEAD = 4061, 300  # bytes; a longer row runs on in other pages, and its head certainly lies before them
_OBJECTS = (b"table", b"index", b"trigger", b"view")
_SIDE_FILES = ("-journal", "-wal")

SchemaRow = tuple[object, ...]


@dataclass(frozen=True)
class Inspection:
    """What a sound plan file is. `digest_checked` is False for a file from before there was a digest.

    `document_id` is empty in such a file; `rows` counts the content, `operations` the history.
    """

    document_id: str
    revision: int
    schema_version: int
    digest_checked: bool
    rows: int
    operations: int


def inspect_file(path: Path, *, deadline: float = 2.0, shown: Path | None = None) -> Inspection:
    """Check a closed plan file from header to history, read-only; messages name `shown` where that is given.

    `deadline` is in seconds of this thread's processor time, for header and schema; the content of a file with our
    schema gets more by its size. A busy machine and a slow place are not the file's fault.
    Raises ImportFileError (no plan file, newer, foreign, too slow) or StorageError (plan_damaged, unreadable).
    """
    name = (shown or path).name
    check_plan_file(path)
    check_alone(path)
    try:
        _check_header(path, name)
    except OSError as error:
        raise storage_error(path, sqlite3.OperationalError(f"unable to open: {error}")) from error
    with _reading(path, name, deadline) as connection:
        connection.text_factory = bytes
        # Lets a schema SQLite cannot parse be read as rows: it is compared, never run.
        connection.execute("PRAGMA writable_schema = ON")
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        _check_schema(connection, version, name)
    with _reading(path, name, deadline + path.stat().st_size / _BYTES_A_SECOND) as connection:
        _check_structure(connection, name)
        return _check_content(Database(connection), version, name)


def check_alone(path: Path) -> None:
    """Refuse a file beside which another program left changes it had not finished. Raises ImportFileError."""
    for suffix in _SIDE_FILES:
        side = path.with_name(path.name + suffix)
        try:
            size = side.stat().st_size
        except OSError:
            continue  # there is none, or its name would be too long for there to be one
        if size > 0:
            raise ImportFileError(
                "plan_foreign_journal",
                f"“{path.name}”旁边有别的程序没有写完的改动“{side.name}”，文件的内容不能确定。",
                "请先关闭正在使用它的程序；如果没有这样的程序，把那个文件移到别处再打开。",
            )


def _check_header(path: Path, name: str) -> None:
    """What SQLite takes on trust: page size, format, and that the file is as long as it says (SQLite format 1.3)."""
    with path.open("rb") as file:
        header = file.read(100)
    page_size, versions, reserved = struct.unpack(">H", header[16:18])[0], header[18:20], header[20]
    page_count, text_encoding = struct.unpack(">I", header[28:32])[0], struct.unpack(">I", header[56:60])[0]
    if page_size < 512 or page_size & (page_size - 1):
        raise _damaged(name, "文件头不完整", f"page size {page_size}")
    if versions != b"\1\1" or reserved or text_encoding != 1 or header[72:92].strip(b"\0"):
        raise _damaged(name, "文件头不完整", f"format {versions.hex()} {reserved} {text_encoding}")
    if page_count == 0 or path.stat().st_size < page_count * page_size:
        raise _damaged(name, "文件的后一部分不见了", f"{page_count} pages, {path.stat().st_size} bytes")


def _check_schema(connection: sqlite3.Connection, version: int, name: str) -> None:
    """Every row of the schema is byte for byte one of ours."""
    if not 1 <= version <= SCHEMA_VERSION:
        raise _damaged(name, "文件头不完整", f"user_version {version}")
    found = Counter(connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema"))
    expected = _expected(version).schema
    missing, surplus = expected - found, found - expected
    foreign = [row for row in surplus if row not in expected and _is_written(row, missing)]
    if foreign:
        raise _foreign(name, f"{foreign[0][:3]!r}")
    if missing or surplus:
        raise _damaged(name, "记录表格结构的部分坏了", f"schema rows {len(missing)} missing, {len(surplus)} too many")


def _is_written(row: SchemaRow, missing: Iterable[SchemaRow]) -> bool:
    """Whether somebody wrote a row: it names an object, and is no row of ours with bytes changed in place."""
    return row[0] in _OBJECTS and not any(_distance(row, other) <= _SLIGHT or _is_torn(row, other) for other in missing)


def _is_torn(row: SchemaRow, other: SchemaRow) -> bool:
    """Whether a page was lost in the middle of a row that runs over several."""
    left, right = row[3], other[3]
    if not (isinstance(left, bytes) and isinstance(right, bytes) and row[:3] == other[:3]):
        return False
    return len(left) == len(right) > _LONG and left[:_HEAD] == right[:_HEAD]


def _distance(row: SchemaRow, other: SchemaRow) -> int:
    pairs = [
        (left if isinstance(left, bytes) else b"", right if isinstance(right, bytes) else b"")
        for left, right in zip(row, other, strict=True)
    ]
    if any(len(left) != len(right) for left, right in pairs):
        return _SLIGHT + 1
    return sum(one != two for left, right in pairs for one, two in zip(left, right, strict=True))


@dataclass(frozen=True)
class _Expected:
    """The schema rows of a version of ours, as bytes, and the migrations that make it."""

    schema: Counter[SchemaRow]
    migrations: list[str]


@cache
def _expected(version: int) -> _Expected:
    db = Database(sqlite3.connect(":memory:", isolation_level=None))
    try:
        names = build_schema(db, version)
        db.conn.text_factory = bytes
        rows = db.conn.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema")
        return _Expected(Counter(rows), names)
    finally:
        db.conn.close()


def _check_structure(connection: sqlite3.Connection, name: str) -> None:
    problem = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if problem != "ok":
        raise _damaged(name, "有的页读不出来或前后不一致", str(problem))
    dangling = connection.execute("PRAGMA foreign_key_check").fetchone()
    if dangling is not None:
        raise _damaged(name, "有的内容缺了所属的上级", f"foreign key of {dangling[0]}")


def _check_content(db: Database, version: int, name: str) -> Inspection:
    """Digest, journal state and history say the same as the rows."""
    revision, running, replaying = db.conn.execute(
        "SELECT revision, current_operation, replaying FROM journal_state"
    ).fetchone() or (0, 0, 1)
    if running is not None or replaying:
        raise _damaged(name, "操作记录停在半途", f"operation {running}, replaying {replaying}")
    names = [row[0] for row in db.conn.execute("SELECT name FROM _sqlite_migrations ORDER BY id")]
    if names != _expected(version).migrations or not _sequences_hold(db):
        raise _damaged(name, "文件的登记信息不一致", f"{names}")
    is_digested = version >= 2 and _matches_publication(db, int(revision), name)
    recorded = {row[0] for row in db.conn.execute("SELECT DISTINCT tbl FROM change")}
    if not recorded <= set(TRACKED):  # undo writes where the history says
        raise _foreign(name, f"history of {recorded - set(TRACKED)}")
    rows = sum(_count(db, table) for table in TRACKED if db.has_table(table))
    document_id = "" if version < 2 else str(db.conn.execute("SELECT document_id FROM document").fetchone()[0])
    return Inspection(document_id, int(revision), version, is_digested, rows, _count(db, "operation"))


def _matches_publication(db: Database, revision: int, name: str) -> bool:
    """Compare with what was noted when the file was published; False when nothing was."""
    if db.conn.execute("SELECT count(*) FROM document").fetchone()[0] != 1:
        raise _damaged(name, "文件的登记信息不一致", "document row")
    state = load_published_state(db)
    if state is not None and state.revision != revision:
        raise _damaged(name, "内容与保存时登记的不一致", f"revision {revision}, published {state.revision}")
    if state is not None and not has_digest(db, state.digest):
        raise _damaged(name, "内容与保存时登记的不一致", "digest")
    if broken := broken_links(db):
        raise _damaged(name, "操作记录前后接不上", f"operations {broken[:5]}")
    return state is not None


def _sequences_hold(db: Database) -> bool:
    """Whether the counters of AUTOINCREMENT are not behind the rows."""
    counters = dict(db.conn.execute("SELECT name, seq FROM sqlite_sequence"))
    if not set(counters) <= {"operation", "change", "pruning"}:
        return False
    return all(
        (db.conn.execute(f"SELECT max(id) FROM {table}").fetchone()[0] or 0) <= counters.get(table, 0)
        for table in ("operation", "change")
    )


def _count(db: Database, table: str) -> int:
    return int(db.conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


@contextmanager
def _reading(path: Path, name: str, deadline: float) -> Generator[sqlite3.Connection]:
    """A connection that writes nothing, runs nothing of the file and gives up after `deadline` seconds of work."""
    end = time.thread_time() + deadline
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None, cached_statements=16
    )
    try:
        connection.set_progress_handler(lambda: time.thread_time() >= end, _STEPS)
        for limit, value in (
            (sqlite3.SQLITE_LIMIT_LENGTH, _LARGEST_VALUE),
            (sqlite3.SQLITE_LIMIT_SQL_LENGTH, _LARGEST_STATEMENT),
            (sqlite3.SQLITE_LIMIT_ATTACHED, 0),
        ):
            connection.setlimit(limit, value)
        for pragma in ("trusted_schema = OFF", "cell_size_check = ON", "mmap_size = 0", "temp_store = MEMORY"):
            connection.execute(f"PRAGMA {pragma}")
        yield connection
    except sqlite3.Error as error:
        raise _translated(name, error) from error
    finally:
        connection.close()


def _translated(name: str, error: sqlite3.Error) -> FanganError:
    if "interrupted" in str(error):
        return ImportFileError(
            "plan_too_slow",
            f"检查“{name}”用的时间太长，已经停下，没有打开。",
            "这个文件可能被人动过手脚，请向提供文件的人核实。",
            str(error),
        )
    return _damaged(name, "有的页读不出来", f"{type(error).__name__}: {error}")


def _foreign(name: str, detail: str) -> ImportFileError:
    return ImportFileError(
        "plan_foreign_schema",
        f"“{name}”里有方案文件不该有的内容，可能被人动过手脚，没有打开。",
        "请向提供文件的人要一份由方案工作台保存的文件；本机的文件没有被改动。",
        detail,
    )


def _damaged(name: str, what: str, detail: str) -> StorageError:
    return StorageError(
        "plan_damaged",
        f"“{name}”已损坏：{what}。",
        "请用“恢复备份”打开最近的备份，或用 fangan salvage 抢救还能读出的内容；不要继续在此文件上编辑。",
        detail,
    )

"""Open a plan file: what must be true of it before it is believed, its pragmas, and errors in Chinese."""

from __future__ import annotations

import os
import sqlite3
import struct
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from db.database import Database
from db.migrating import apply_migrations
from db.migrations import SCHEMA_VERSION
from domain.errors import ImportFileError, StorageError

APPLICATION_ID = 0x46474E31  # “FGN1”, at byte 68 of every plan file
_MAGIC = b"SQLite format 3\0"

# Why these: targets.md, “Safety”. They are read back, since SQLite ignores a pragma it does not like in silence.
_PRAGMAS = {
    "trusted_schema": 0,
    "cell_size_check": 1,
    "mmap_size": 0,
    "foreign_keys": 1,
    "temp_store": 2,
    "synchronous": 2,
}
_BUSY_MS = 3000
# Bytes: SQLite takes paths of 511 on Unix, and beside a document stand shorter-lived files with names of up to 60.
_DEEPEST_FOLDER = 450


def check_plan_file(path: Path) -> None:
    """Read the header of a file and refuse what is no plan file of this program.

    Raises ImportFileError (missing, a folder, no plan file, newer version) or StorageError (unreadable, too deep).
    """
    check_depth(path)
    try:
        if not path.exists():
            raise ImportFileError("plan_missing", f"找不到方案文件“{path.name}”。", "请检查文件名和所在文件夹。")
        if path.is_dir():
            raise ImportFileError("plan_is_folder", f"“{path.name}”是文件夹，不是方案文件。", "请选择 .fangan 文件。")
        with path.open("rb") as file:
            header = file.read(100)
    except OSError as error:
        raise StorageError(
            "plan_unreadable", f"无法读取“{path.name}”。", "请检查文件权限或存储设备。", str(error)
        ) from error
    if len(header) < 100 or not header.startswith(_MAGIC):
        raise _not_a_plan(path)
    version, application_id = struct.unpack(">I", header[60:64])[0], struct.unpack(">I", header[68:72])[0]
    if application_id != APPLICATION_ID:
        raise _not_a_plan(path)
    if version > SCHEMA_VERSION:
        raise ImportFileError(
            "plan_newer",
            f"“{path.name}”由更新版本的方案工作台保存，本机版本打不开。",
            "请升级方案工作台后再打开，文件未被改动。",
            f"file {version}, program {SCHEMA_VERSION}",
        )


def check_depth(path: Path) -> None:
    """Refuse a path too long for SQLite before work starts there. Raises StorageError."""
    whole = path.absolute()
    if os.name != "nt" and (len(os.fsencode(whole)) > 511 or len(os.fsencode(whole.parent)) > _DEEPEST_FOLDER):
        raise StorageError(
            "path_too_deep",
            f"“{path.name}”所在的文件夹层次太多、路径太长。",
            "请放到层次较浅的文件夹里，或换一个较短的文件名。",
            str(path),
        )


def _not_a_plan(path: Path) -> ImportFileError:
    return ImportFileError(
        "not_a_plan_file",
        f"“{path.name}”不是方案文件。",
        "请选择由方案工作台保存的 .fangan 文件；Word 方案请用“导入”读取。",
    )


def create_database(path: Path) -> Database:
    """Make an empty plan file at a path that does not exist yet and open it."""
    with translated(path):
        db = _connect(path)
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        apply_migrations(db)
        return db


def open_database(path: Path) -> Database:
    """Open a plan file for work, migrating an older one.

    Raises what `check_plan_file` raises, and StorageError when SQLite cannot use the file.
    """
    check_plan_file(path)
    with translated(path):
        db = _connect(path)
        try:
            apply_migrations(db)
        except BaseException:
            db.conn.close()
            raise
        return db


def _connect(path: Path) -> Database:
    # check_same_thread is off because a bulk write may borrow the connection on a worker thread; it has one
    # owner at a time (architecture.md, route 2).
    connection = sqlite3.connect(str(path), check_same_thread=False, timeout=_BUSY_MS / 1000)
    connection.isolation_level = None
    try:
        for name, value in _PRAGMAS.items():
            connection.execute(f"PRAGMA {name} = {value}")
            row = connection.execute(f"PRAGMA {name}").fetchone()
            if row is not None and row[0] != value:
                raise StorageError("pragma_refused", "本机的 SQLite 不支持所需的安全设置。", "请联系管理员。", name)
        connection.execute("PRAGMA journal_mode = TRUNCATE")
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 1)  # VACUUM INTO attaches its target
        return Database(connection)
    except BaseException:
        connection.close()
        raise


@contextmanager
def translated(path: Path) -> Generator[None]:
    """Turn SQLite's complaints inside the block into a `StorageError` that a person can act on."""
    try:
        yield
    except sqlite3.Error as error:
        raise storage_error(path, error) from error


def storage_error(path: Path, error: sqlite3.Error) -> StorageError:
    """The Chinese sentence for what SQLite complained about."""
    name, detail = path.name, f"{type(error).__name__}: {error}"
    text = str(error)
    if "locked" in text or "busy" in text:
        return StorageError("plan_busy", f"“{name}”正被另一个程序使用。", "请在那边保存并关闭后再试。", detail)
    if "full" in text:
        return StorageError(
            "disk_full", f"磁盘空间不足，“{name}”未能保存。", "请清理磁盘后再试，已保存的内容不受影响。", detail
        )
    if "readonly" in text:
        return StorageError(
            "plan_read_only", f"“{name}”是只读的，无法保存改动。", "请取消只读或另存到其他位置。", detail
        )
    if "malformed" in text or "not a database" in text:
        return StorageError(
            "plan_damaged", f"“{name}”已损坏，无法读取。", "请从备份恢复，不要继续在此文件上编辑。", detail
        )
    if "unable to open" in text:
        return StorageError("plan_unreadable", f"无法打开“{name}”。", "请检查文件夹是否存在、是否有写入权限。", detail)
    return StorageError("plan_failed", f"“{name}”未能读取或保存。", "请重新打开文件再试。", detail)

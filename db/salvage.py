"""Salvage a damaged plan file into a new one: the file itself, its history, and its newest backup, in this order.

The damaged file is read as bytes and never opened for writing. A row that was read is compared with what the history
last recorded of it; a row that is gone is taken from there, then from the backup.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from db.backups import Backup, backups_of, list_backups
from db.database import Database
from db.gathering import GatheredRows, SalvagedTable
from db.journal import TRACKED
from db.leaf_pages import read_leaves
from db.places import Home
from db.store import Store
from domain.errors import ImportFileError, InputError, StorageError

_BLOCK = 4096


@dataclass(frozen=True)
class SalvageReport:
    """What was salvaged. `is_proven` says that what was read is all the file held when it was saved."""

    target: Path
    tables: tuple[SalvagedTable, ...]
    unreadable_pages: int
    backup: Backup | None
    is_proven: bool

    @property
    def taken(self) -> int:
        """Rows that were got back."""
        return sum(table.taken for table in self.tables)

    @property
    def lost(self) -> int:
        """Rows known to be lost."""
        return sum(table.lost for table in self.tables)

    @property
    def stand_ins(self) -> int:
        """How many of the lost rows have one named （救回）… in their place, since others belong to them."""
        return sum(table.stand_ins for table in self.tables)


def salvage(damaged: Path, target: Path, home: Home) -> SalvageReport:
    """Write what can be read of a damaged plan file into a new one as one operation; says what came from where.

    Raises InputError when the target is taken, ImportFileError when there is no such file, StorageError when nothing
    can be read or the target cannot be written.
    """
    if target.exists():
        raise InputError("plan_exists", f"“{target.name}”已经存在。", "抢救不会覆盖任何文件，请换一个文件名。")
    file = read_leaves(_read_bytes(damaged))
    rows = GatheredRows(file)
    try:
        backup = None if rows.is_proven else _fill_from_backup(rows, damaged, home)
        tables = rows.settle()
        if not any(table.taken for table in tables if table.table != "plan"):
            raise StorageError(
                "nothing_to_salvage",
                f"“{damaged.name}”里没有读得出来的内容，也没有它的备份。",
                "请到U盘、共享文件夹或邮件里找一份较早的副本；原文件没有改动。",
            )
        with Store.create(target) as store:
            _write(rows.db, store, f"抢救 {damaged.name}")
    finally:
        rows.close()
    return SalvageReport(target, tables, file.unreadable_pages, backup, rows.is_proven)


def _fill_from_backup(rows: GatheredRows, damaged: Path, home: Home) -> Backup | None:
    """Add what the newest sound backup has and neither file nor history; None when it gave nothing."""
    document = rows.document_id
    backups = (list_backups(home, document) if document else []) or backups_of(home, damaged)
    backup = next((backup for backup in backups if backup.is_sound()), None)
    if backup is None:
        return None
    other = GatheredRows(read_leaves(_read_bytes(backup.path)))
    try:
        return backup if rows.fill_from(other) else None
    finally:
        other.close()


def _write(db: Database, store: Store, label: str) -> None:
    with store.operation(label, kind="salvage") as scope:
        scope.db.execute("PRAGMA defer_foreign_keys = ON")  # a child may come before its parent
        for table in TRACKED:
            for row in db.query(f"SELECT * FROM {table} ORDER BY id"):
                if table == "plan":
                    scope.update(table, 1, row)
                else:
                    scope.insert(table, row)


def _read_bytes(path: Path) -> bytes:
    """The bytes of a file; what the medium does not give any more counts as zeros."""
    if not path.is_file():
        raise ImportFileError("plan_missing", f"找不到方案文件“{path.name}”。", "请检查文件名和所在文件夹。")
    blocks = []
    try:
        with path.open("rb") as file:
            for start in range(0, path.stat().st_size, _BLOCK):
                try:
                    file.seek(start)
                    blocks.append(file.read(_BLOCK))
                except OSError:
                    blocks.append(bytes(_BLOCK))  # a bad sector: the rows around it are still worth having
    except OSError as error:
        raise StorageError(
            "plan_unreadable", f"无法读取“{path.name}”。", "请检查文件权限或存储设备。", str(error)
        ) from error
    return b"".join(blocks)

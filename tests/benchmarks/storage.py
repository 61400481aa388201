"""What safety costs: a durable edit, an import, its undo, publishing and opening, each beside the least it could cost.

    python3 packaging/dev.py bench

Each figure is the ratio of two medians that were measured in turns in one run. A row is a row in the file.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import median

from db.connection import open_database
from db.drafts import apply_draft
from db.inspection import inspect_file
from db.journal import TRACKED, drop_triggers
from db.publishing import publish
from db.store import Store
from db.tables import set_cell
from domain.cell_items import parse_cell
from domain.exchange import PlanContent, PlanDraft, PlanInfo, SourceFile
from domain.tables import AppendixTable, ColumnKind, TableColumn, TableRow, TableSpec

PAIRS = 7
EDITS = 40
_LETTERS = "加强统筹质量攻关培养平台标准检测企业服务试点评价提升工程实施体系建设"
_INSERTED = (*(table for table in TRACKED if table != "plan"),)

Pair = tuple[float, float]  # seconds: ours, the bound's


@dataclass(frozen=True)
class Subject:
    """One line of the table."""

    name: str
    bound: str
    target: float
    measure: Callable[[Path], Iterator[Pair]]


def main() -> int:
    """Measure everything and print the table."""
    sys.stdout.write(f"{'':<44}{'ours':>10}{'bound':>10}{'ratio':>8}{'target':>8}\n")
    for subject in SUBJECTS:
        with tempfile.TemporaryDirectory() as folder:
            pairs = list(subject.measure(Path(folder)))
        ours, bound = median(pair[0] for pair in pairs), median(pair[1] for pair in pairs)
        sys.stdout.write(
            f"{subject.name + ' / ' + subject.bound:<44}{ours * 1000:>7.1f} ms{bound * 1000:>7.1f} ms"
            f"{ours / bound:>8.2f}{subject.target:>8.1f}\n"
        )
    return 0


def large_plan(rows: int) -> PlanDraft:
    """A table of nine columns that makes about `rows` rows: cells of 20 to 200 letters in 1 to 4 paragraphs."""
    random = Random(1)
    columns = (
        TableColumn("number", ("序号",), ColumnKind.NUMBER, id=1),
        *(TableColumn(f"c{number}", (f"第{number}列",), ColumnKind.TEXT, id=number) for number in range(2, 10)),
    )

    def cell() -> str:
        letters = "".join(random.choices(_LETTERS, k=random.randint(20, 200)))
        step = len(letters) // random.randint(1, 4) + 1
        return "\n".join(letters[start : start + step] for start in range(0, len(letters), step))

    lines = tuple(
        TableRow(seq, seq, {column.key: parse_cell(cell()) for column in columns[1:]})
        for seq in range(1, rows // 21 + 1)
    )
    table = AppendixTable(1, TableSpec("附表1", "任务清单", columns), lines)
    return PlanDraft(PlanContent(PlanInfo("海州市提升方案"), tables=(table,)), SourceFile("来稿.xlsx", "1"))


def edits(folder: Path) -> Iterator[Pair]:
    """A cell edit with its undo step against the same UPDATE without one, both durable."""
    ours = _filled(folder / "ours.fangan", 2_000)
    plain = _without_journal(folder / "ours.fangan", folder / "plain.fangan")
    places = list(ours.db.conn.execute("SELECT row_id, column_id, id FROM cell_item WHERE seq = 1 LIMIT ?", [EDITS]))
    for turn in range(PAIRS):
        start = time.perf_counter()
        for row, column, _ in places:
            set_cell(ours, row, column, f"第{turn}次修改")
        middle = time.perf_counter()
        for _, _, item in places:
            plain.execute("BEGIN IMMEDIATE")
            plain.execute("UPDATE cell_item SET text = ? WHERE id = ?", [f"第{turn}次修改", item])
            plain.execute("COMMIT")
        yield (middle - start) / EDITS, (time.perf_counter() - middle) / EDITS
    ours.close()
    plain.close()


def imports(folder: Path) -> Iterator[Pair]:
    """An import of 10,000 rows, merged and journalled, against executemany of the same rows."""
    for ours, insert, _ in _imported(folder):
        yield ours, insert


def undone_imports(folder: Path) -> Iterator[Pair]:
    """The undo of that import against the same executemany."""
    for _, insert, undo in _imported(folder):
        yield undo, insert


def _imported(folder: Path) -> Iterator[tuple[float, float, float]]:
    """Seconds of an import, of the bare insert, of the undo."""
    draft = large_plan(10_000)
    _empty(folder / "empty.fangan")
    for turn in range(PAIRS):
        shutil.copyfile(folder / "empty.fangan", folder / "ours.fangan")
        store = Store.open(folder / "ours.fangan")
        start = time.perf_counter()
        apply_draft(store, draft)
        ours = time.perf_counter() - start
        rows = {table: store.db.conn.execute(f"SELECT * FROM {table}").fetchall() for table in _INSERTED}
        plain = _without_journal(folder / "empty.fangan", folder / f"plain{turn}.fangan")
        insert = _timed(lambda plain=plain, rows=rows: _insert(plain, rows))
        undo = _timed(store.undo)
        plain.close()
        store.close()
        yield ours, insert, undo


def publications(folder: Path) -> Iterator[Pair]:
    """Publishing 20,000 rows against copying the same file and forcing it to the disk."""
    store = _filled(folder / "work.fangan", 20_000)
    path, copy = folder / "方案.fangan", folder / "copy"
    known = publish(store.db, path, (), store.revision).state

    def copied() -> None:
        shutil.copyfile(path, copy)
        with copy.open("rb+") as file:
            os.fsync(file.fileno())

    for _ in range(PAIRS):
        yield _timed(lambda: publish(store.db, path, [known], store.revision)), _timed(copied)
    store.close()


def openings(folder: Path) -> Iterator[Pair]:
    """Everything that is checked before a file of 20,000 rows is believed against SQLite's own integrity check."""
    store = _filled(folder / "work.fangan", 20_000)
    path = folder / "方案.fangan"
    publish(store.db, path, (), store.revision)
    store.close()

    def checked() -> None:
        connection = sqlite3.connect(path)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        connection.close()

    for _ in range(PAIRS):
        yield _timed(lambda: inspect_file(path)), _timed(checked)


SUBJECTS = (
    Subject("one cell edit, durable, with undo", "UPDATE", 1.2, edits),
    Subject("import of 10,000 rows", "executemany", 3.0, imports),
    Subject("undo of that import", "executemany", 2.0, undone_imports),
    Subject("publish 20,000 rows", "copy + fsync", 3.0, publications),
    Subject("check 20,000 rows", "integrity_check", 3.0, openings),
)


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _empty(path: Path) -> None:
    with Store.create(path):
        pass


def _filled(path: Path, rows: int) -> Store:
    _empty(path)
    store = Store.open(path)
    apply_draft(store, large_plan(rows))
    return store


def _without_journal(source: Path, copy: Path) -> sqlite3.Connection:
    """The same file under the same pragmas, without the journal's triggers."""
    shutil.copyfile(source, copy)
    db = open_database(copy)
    drop_triggers(db)
    return db.conn


def _insert(connection: sqlite3.Connection, rows: dict[str, Sequence[tuple[object, ...]]]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    for table, listed in rows.items():
        if listed:
            holders = ", ".join("?" for _ in listed[0])
            connection.executemany(f"INSERT INTO {table} VALUES ({holders})", listed)
    connection.execute("COMMIT")


if __name__ == "__main__":
    sys.exit(main())

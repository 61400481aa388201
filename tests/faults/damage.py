"""Damage of every kind to a plan file: what is noticed on opening, and what salvage gets back.

    python -m tests.faults.damage --count 5000 --seed 1

Flipped bits, zeroed, scribbled, swapped and stale pages, truncation. A flip that nobody notices must have changed
nothing: every row of every table, the schema and the versions are compared.
"""

from __future__ import annotations

import argparse
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from db.document import Document
from db.inspection import inspect_file
from db.journal import TRACKED
from db.leaf_pages import PAGE_SIZE, read_leaves
from db.places import Home
from db.retention import export_clean_copy
from db.salvage import salvage
from db.snapshot import load_snapshot
from db.store import Store
from domain.errors import FanganError

KINDS = ("flip", "zero", "scribble", "swap", "stale", "truncate")
_WORDS = "总体要求重点任务保障措施质量提升标准认证计量检验检测产业链供应链企业培育监督考核"

Row = tuple[str, tuple[object, ...]]


@dataclass
class Tally:
    """Counts by kind. `accused` are damaged files that were taken for hostile ones.

    `rows` are those in the files, `gone` those whose bytes were destroyed; `kept` were got back of the others,
    `revived` of the destroyed ones.
    """

    noticed: Counter[str] = field(default_factory=Counter)
    accused: Counter[str] = field(default_factory=Counter)
    harmless: Counter[str] = field(default_factory=Counter)
    salvaged: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    rows: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    gone: Counter[str] = field(default_factory=Counter)
    revived: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)

    def share(self, kind: str) -> float:
        """The part got back of the rows whose bytes were not destroyed."""
        return self.kept[kind] / max(1, self.rows[kind] - self.gone[kind])


@dataclass(frozen=True)
class Sample:
    """A sound plan file, an earlier state of it, and what it says."""

    now: bytes
    before: bytes
    meaning: frozenset[Row]
    content: frozenset[Row]


def make_samples(folder: Path, random: Random) -> tuple[Sample, Sample]:
    """One file with its whole history, and its clean copy, which has none."""
    path, home = folder / "方案.fangan", Home(folder / "本机")
    with Store.create(path):
        pass
    document = Document.open(path, home)
    _write_plan(document.store, random)
    document.publish()
    before = path.read_bytes()
    clean_before = export_clean_copy(document.store, folder / "旧.fangan").read_bytes()
    _edit_plan(document.store, random)
    document.publish()
    clean = export_clean_copy(document.store, folder / "新.fangan").read_bytes()
    document.close()
    return _sample(path.read_bytes(), before, folder), _sample(clean, clean_before, folder)


def run_damage(count: int, salvages: int, seed: int, folder: Path) -> Tally:
    """Harm files `count` times and salvage the first `salvages` of each kind. AssertionError when harm goes unseen."""
    random, tally = Random(seed), Tally()
    samples = make_samples(folder, random)
    path = folder / "坏.fangan"
    for number in range(count):
        # Half of all harm is a flipped bit, the commonest and hardest to see.
        kind = KINDS[0] if number % 2 else KINDS[1 + number // 2 % (len(KINDS) - 1)]
        sample = samples[number // 12 % 2]
        harmed, pages = _HARMS[kind](sample, random)
        if harmed == sample.now:
            continue
        path.write_bytes(harmed)
        refusal = _refusal(path)
        if refusal is not None:
            tally.noticed[kind] += 1
            tally.accused[kind] += refusal.code == "plan_foreign_schema"
        else:
            assert kind in ("flip", "stale"), f"{kind} of {pages} went unseen (harm {number} of seed {seed})"
            assert meaning(harmed, folder) == sample.meaning, f"{kind} of {pages} unseen (harm {number} of {seed})"
            tally.harmless[kind] += 1
        if tally.salvaged[kind] < salvages:
            _salvage(path, sample, pages, kind, tally)
    return tally


def meaning(content: bytes, folder: Path) -> frozenset[Row]:
    """Every row of every table with its table, the schema and the versions."""
    path = folder / "read.fangan"
    path.write_bytes(content)
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        rows: set[Row] = {("schema", row) for row in connection.execute("SELECT type, name, sql FROM sqlite_schema")}
        rows |= {("version", row) for row in connection.execute("PRAGMA user_version")}
        # When it was published is the one thing in a file that nothing hangs on.
        for table in tables:
            columns = "id, revision, digest" if table == "publication" else "*"
            rows |= {(table, row) for row in connection.execute(f"SELECT {columns} FROM {table}")}
        return frozenset(row for row in rows if row[0] != "_sqlite_migrations")
    finally:
        connection.close()


def _sample(now: bytes, before: bytes, folder: Path) -> Sample:
    rows = meaning(now, folder)
    return Sample(now, before, rows, frozenset(row for row in rows if row[0] in TRACKED))


def _refusal(path: Path) -> FanganError | None:
    try:
        inspect_file(path)
    except FanganError as error:
        return error
    return None


def _salvage(path: Path, sample: Sample, pages: set[int], kind: str, tally: Tally) -> None:
    target = path.with_name("抢救.fangan")
    tally.salvaged[kind] += 1
    before = path.read_bytes()
    try:
        salvage(path, target, Home(path.parent / "无备份"))
    except FanganError:
        tally.refused[kind] += 1
        return
    assert path.read_bytes() == before
    inspect_file(target)
    _read_all(target)
    found = {row for row in meaning(target.read_bytes(), path.parent) if row[0] in TRACKED}
    target.unlink()
    gone = _rows_on(sample, pages)
    tally.rows[kind] += len(sample.content)
    tally.gone[kind] += len(gone)
    tally.kept[kind] += len((sample.content - gone) & found)
    tally.revived[kind] += len(gone & found)
    # A row that lost its owner stands at the top: another parent, not another content.
    tally.wrong[kind] += len(found - sample.content)


def _read_all(path: Path) -> None:
    """Read the plan as the program does on opening: every value must be one it knows."""
    store = Store.open(path)
    try:
        load_snapshot(store)
    finally:
        store.close()


def _rows_on(sample: Sample, pages: set[int]) -> frozenset[Row]:
    """The rows of the content that have their bytes on these pages."""
    held = {
        (row.rowid, row.values[1:])
        for leaf in read_leaves(sample.now).leaves
        if leaf.page in pages
        for row in leaf.rows
    }
    return frozenset(row for row in sample.content if (row[1][0], row[1][1:]) in held)


Harm = tuple[bytes, set[int]]


def _flip(sample: Sample, random: Random) -> Harm:
    content = bytearray(sample.now)
    place = random.randrange(len(content))
    content[place] ^= 1 << random.randrange(8)
    return bytes(content), {place // PAGE_SIZE + 1}


def _replace(sample: Sample, replacements: dict[int, bytes]) -> Harm:
    content = bytearray(sample.now)
    for page, replacement in replacements.items():
        content[(page - 1) * PAGE_SIZE : page * PAGE_SIZE] = replacement
    return bytes(content), set(replacements)


def _page(content: bytes, number: int) -> bytes:
    return content[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]


def _zero(sample: Sample, random: Random) -> Harm:
    return _replace(sample, {_any_page(sample, random): bytes(PAGE_SIZE)})


def _scribble(sample: Sample, random: Random) -> Harm:
    return _replace(sample, {_any_page(sample, random): random.randbytes(PAGE_SIZE)})


def _swap(sample: Sample, random: Random) -> Harm:
    one, other = random.sample(range(1, len(sample.now) // PAGE_SIZE + 1), 2)
    harmed, _ = _replace(sample, {one: _page(sample.now, other), other: _page(sample.now, one)})
    return harmed, set()  # nothing is destroyed, it only stands elsewhere


def _stale(sample: Sample, random: Random) -> Harm:
    page = random.randrange(1, min(len(sample.before), len(sample.now)) // PAGE_SIZE + 1)
    return _replace(sample, {page: _page(sample.before, page)})


def _truncate(sample: Sample, random: Random) -> Harm:
    length = random.randrange(PAGE_SIZE, len(sample.now))
    return sample.now[:length], set(range(length // PAGE_SIZE + 1, len(sample.now) // PAGE_SIZE + 1))


def _any_page(sample: Sample, random: Random) -> int:
    return random.randrange(1, len(sample.now) // PAGE_SIZE + 1)


_HARMS: dict[str, Callable[[Sample, Random], Harm]] = {
    "flip": _flip, "zero": _zero, "scribble": _scribble, "swap": _swap, "stale": _stale, "truncate": _truncate,
}  # fmt: skip


def _text(random: Random, length: int) -> str:
    return "".join(random.choices(_WORDS, k=length))


def _write_plan(store: Store, random: Random) -> None:
    with store.operation("导入 方案.docx", kind="read") as scope:
        scope.update("plan", 1, {"title": _text(random, 12)})
        units = [scope.insert("unit", {"name": f"第{n}局", "seq": n}) for n in range(12)]
        for seq in range(30):
            node = {"seq": seq, "kind": "section", "title": _text(random, 10)}
            parent = scope.insert("outline_node", node)
            child = scope.insert("outline_node", {**node, "kind": "task", "parent_id": parent, "seq": 0})
            for place in range(3):
                # Every tenth text is longer than a page: it lies in a chain of overflow pages.
                length = 3000 if random.random() < 0.1 else random.randrange(20, 200)
                scope.insert("paragraph", {"node_id": child, "seq": place, "text": _text(random, length)})
            for unit in random.sample(units, 3):
                scope.insert("duty", {"node_id": child, "unit_id": unit, "role": "lead", "seq": unit})
        table = scope.insert("appendix_table", {"seq": 1, "label": "附表1", "title": _text(random, 8)})
        column = {"table_id": table, "seq": 1, "key": "text", "path": '["内容"]', "kind": "items"}
        columns = [scope.insert("appendix_column", {**column, "seq": n}) for n in range(3)]
        for seq in range(60):
            row = scope.insert("appendix_row", {"table_id": table, "seq": seq})
            for place in columns:
                cell = {"row_id": row, "column_id": place, "seq": 1, "kind": "graded", "grade": 1 + seq % 3}
                scope.insert("cell_item", {**cell, "text": _text(random, 30)})
        for number in range(20):
            scope.insert("enterprise", {"name": f"第{number}厂", "chain_position": "upstream"})


def _edit_plan(store: Store, random: Random) -> None:
    for number in range(1, 41):
        with store.operation("修改 段落") as scope:
            scope.update("paragraph", number * 2, {"text": _text(random, 100)})
    with store.operation("删除 附表的行") as scope:
        scope.delete("appendix_row", 7)
    with store.operation("修改 标题") as scope:
        scope.update("outline_node", 3, {"title": _text(random, 9)})
    store.undo()


def main() -> None:
    """Run the long form and print its figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--salvages", type=int, default=100, help="of each kind")
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        tally = run_damage(wanted.count, wanted.salvages, wanted.seed, Path(folder))
    for kind in KINDS:
        sys.stdout.write(
            f"{kind:9} noticed {tally.noticed[kind]} (as hostile {tally.accused[kind]}), "
            f"harmless {tally.harmless[kind]}, unseen 0; "
            f"salvaged {tally.salvaged[kind]} (refused {tally.refused[kind]}): rows {tally.rows[kind]}, "
            f"bytes gone {tally.gone[kind]} of which got back {tally.revived[kind]}, "
            f"of the others {tally.share(kind):.2%}; moved or of an older state {tally.wrong[kind]}\n"
        )


if __name__ == "__main__":
    main()

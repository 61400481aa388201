"""What salvage takes from a damaged file, its history and its backup, and what it says of the rest."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.backups import BackupReason, take_backup
from db.document import Document
from db.gathering import SalvagedTable
from db.inspection import inspect_file
from db.leaf_pages import PAGE_SIZE, RawLeaf, read_leaves
from db.outline import add_node, remove_node, set_title
from db.places import Home
from db.retention import export_clean_copy
from db.salvage import SalvageReport, salvage
from db.snapshot import load_snapshot
from db.store import Store
from domain.errors import ImportFileError, InputError, StorageError


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "本机")


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "抢救.fangan"


@pytest.fixture
def document(path: Path, home: Home) -> Iterator[Document]:
    with Store.create(path) as store:
        for seq, title in enumerate(("总体要求", "重点任务", "保障措施")):
            add_node(store, None, seq, title)
    document = Document.open(path, home)
    yield document
    document.close()


def titles(path: Path) -> list[str]:
    store = Store.open(path)
    try:
        return [placed.node.title for placed in load_snapshot(store).content.placed()]
    finally:
        store.close()


def table(report: SalvageReport, name: str) -> SalvagedTable:
    return next(table for table in report.tables if table.table == name)


def leaf_of(path: Path, text: str) -> RawLeaf:
    """The page on which a title of the outline lies."""
    leaves = read_leaves(path.read_bytes()).leaves
    return next(leaf for leaf in leaves if any(text in row.values and len(row.values) == 9 for row in leaf.rows))


def overwrite(path: Path, start: int, content: bytes) -> None:
    with path.open("rb+") as file:
        file.seek(start)
        file.write(content)


def wipe(path: Path, page: int) -> None:
    overwrite(path, (page - 1) * PAGE_SIZE, bytes(PAGE_SIZE))


def clean(document: Document, path: Path) -> Path:
    """The document without its history, so that only the rows themselves are left."""
    return export_clean_copy(document.store, path)


def test_every_row_comes_back_where_schema_and_header_are_gone(
    document: Document, path: Path, target: Path, home: Home
) -> None:
    wipe(path, 1)
    before = path.read_bytes()
    report = salvage(path, target, home)
    assert path.read_bytes() == before
    assert titles(target) == ["总体要求", "重点任务", "保障措施"]
    assert report.is_proven
    assert (report.lost, report.unreadable_pages) == (0, 1)
    inspection = inspect_file(target)
    assert inspection.operations == 1
    store = Store.open(target)
    assert [operation.label for operation in store.history()] == [f"抢救 {path.name}"]
    store.close()


def test_rows_that_are_gone_come_from_the_history(document: Document, path: Path, target: Path, home: Home) -> None:
    remove_node(document.store, 2)
    document.publish()
    wipe(path, leaf_of(path, "保障措施").page)
    report = salvage(path, target, home)
    assert titles(target) == ["总体要求", "保障措施"]
    assert table(report, "outline_node") == SalvagedTable("outline_node", read=0, from_history=2)
    assert report.is_proven


def test_a_changed_letter_is_put_right_from_a_history_that_is_whole(
    document: Document, path: Path, target: Path, home: Home
) -> None:
    place = path.read_bytes().index("重点任务".encode(), (leaf_of(path, "重点任务").page - 1) * PAGE_SIZE)
    overwrite(path, place, "仲".encode())
    assert titles(path) == ["总体要求", "仲点任务", "保障措施"]
    assert salvage(path, target, home).is_proven
    assert titles(target) == ["总体要求", "重点任务", "保障措施"]


def test_a_history_that_lost_its_end_is_not_put_over_newer_rows(
    document: Document, path: Path, target: Path, home: Home
) -> None:
    set_title(document.store, 1, "指导思想")
    document.publish()
    connection = sqlite3.connect(path)
    connection.execute("DELETE FROM change WHERE operation_id = 4")
    connection.execute("DELETE FROM operation WHERE id = 4")
    connection.commit()
    connection.close()
    report = salvage(path, target, home)
    assert titles(target)[0] == "指导思想"
    assert not report.is_proven


def test_what_is_gone_everywhere_comes_from_the_newest_sound_backup(
    document: Document, tmp_path: Path, target: Path, home: Home
) -> None:
    path = clean(document, tmp_path / "无记录.fangan")
    store = Store.open(path)
    taken = take_backup(store.db, home, BackupReason.MANUAL, path)
    store.close()
    wipe(path, leaf_of(path, "保障措施").page)
    report = salvage(path, target, home)
    assert titles(target) == ["总体要求", "重点任务", "保障措施"]
    assert report.backup == taken
    assert table(report, "outline_node") == SalvagedTable("outline_node", from_backup=3)


def test_what_was_deleted_after_the_backup_stays_deleted(
    document: Document, path: Path, target: Path, home: Home
) -> None:
    take_backup(document.store.db, home, BackupReason.MANUAL, path)
    remove_node(document.store, 2)
    document.publish()
    wipe(path, leaf_of(path, "保障措施").page)
    salvage(path, target, home)
    assert titles(target) == ["总体要求", "保障措施"]


def test_what_lost_its_owner_moves_to_the_top_and_is_counted(
    document: Document, tmp_path: Path, target: Path, home: Home
) -> None:
    with document.store.operation("写") as scope:
        for node in (1, 2):
            scope.insert("paragraph", {"node_id": node, "seq": 1, "text": "按季度检查。"})
        unit = scope.insert("unit", {"name": "市科技局", "seq": 1})
        scope.insert("duty", {"node_id": 1, "unit_id": unit, "role": "lead", "seq": 1})
    path = clean(document, tmp_path / "无记录.fangan")
    wipe(path, leaf_of(path, "保障措施").page)
    report = salvage(path, target, home)
    paragraphs = table(report, "paragraph")
    assert (paragraphs.taken, paragraphs.moved) == (2, 2)
    assert table(report, "duty") == SalvagedTable("duty", lost=1)
    assert table(report, "outline_node").lost == 2  # those that something pointed to; the third left no trace
    assert table(report, "unit").taken == 1
    inspect_file(target)


def test_a_row_that_breaks_a_rule_is_reported_and_not_taken(
    document: Document, tmp_path: Path, target: Path, home: Home
) -> None:
    with document.store.operation("写") as scope:
        for name in ("甲厂", "乙厂"):
            scope.insert("enterprise", {"name": name, "chain_position": "upstream"})
    path = clean(document, tmp_path / "无记录.fangan")
    overwrite(path, path.read_bytes().index(b"upstream"), b"Upstream")
    report = salvage(path, target, home)
    assert (table(report, "enterprise").taken, table(report, "enterprise").lost) == (1, 1)


def test_titles_that_contain_one_another_are_set_free(
    document: Document, tmp_path: Path, target: Path, home: Home
) -> None:
    path = clean(document, tmp_path / "无记录.fangan")
    connection = sqlite3.connect(path)
    for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {row[0]}")
    connection.execute("UPDATE outline_node SET parent_id = 3 - id WHERE id < 3")
    connection.commit()
    connection.close()
    assert table(salvage(path, target, home), "outline_node").moved == 2
    assert sorted(titles(target)) == sorted(["总体要求", "重点任务", "保障措施"])


@pytest.mark.parametrize("content", [b"", b"x" * 10_000, bytes(40_960)])
def test_nothing_to_read_is_said(path: Path, target: Path, home: Home, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(StorageError) as refused:
        salvage(path, target, home)
    assert refused.value.code == "nothing_to_salvage"
    assert not target.exists()


def test_nothing_is_overwritten(document: Document, path: Path, target: Path, home: Home) -> None:
    target.write_text("别人的文件")
    with pytest.raises(InputError):
        salvage(path, target, home)
    assert target.read_text() == "别人的文件"
    with pytest.raises(ImportFileError):
        salvage(path.with_name("没有.fangan"), path.with_name("新.fangan"), home)

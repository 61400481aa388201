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
from domain.exchange import PlanContent
from domain.outline import NodeKind


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


def contents(path: Path) -> PlanContent:
    store = Store.open(path)
    try:
        return load_snapshot(store).content
    finally:
        store.close()


def forget(path: Path, name: str, *ids: int) -> None:
    """Take rows out of a file and leave what belongs to them."""
    connection = sqlite3.connect(path)
    for trigger in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {trigger[0]}")
    connection.executemany(f"DELETE FROM {name} WHERE id = ?", [[one] for one in ids])
    connection.commit()
    connection.close()


def table(report: SalvageReport, name: str) -> SalvagedTable:
    return next(table for table in report.tables if table.table == name)


def leaf_of(path: Path, text: str) -> RawLeaf:
    """The page on which a title of the outline lies."""
    leaves = read_leaves(path.read_bytes()).leaves
    return next(leaf for leaf in leaves if any(text in row.values and len(row.values) == 12 for row in leaf.rows))


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


def test_an_owner_that_is_gone_without_a_gap_comes_from_the_backup(
    document: Document, tmp_path: Path, target: Path, home: Home
) -> None:
    with document.store.operation("写") as scope:
        scope.insert("paragraph", {"node_id": 2, "seq": 1, "text": "按月检查。"})
    path = clean(document, tmp_path / "无记录.fangan")
    store = Store.open(path)
    take_backup(store.db, home, BackupReason.MANUAL, path)
    store.close()
    forget(path, "outline_node", 2)
    report = salvage(path, target, home)
    assert titles(target) == ["总体要求", "重点任务", "保障措施"]
    assert table(report, "outline_node") == SalvagedTable("outline_node", read=2, from_backup=1)


@pytest.mark.parametrize("kind", [0x05, 0x02, 0x0A, 0x0C, 0x00])
def test_a_page_whose_kind_alone_is_damaged_is_read(
    document: Document, tmp_path: Path, target: Path, home: Home, kind: int
) -> None:
    path = clean(document, tmp_path / "无记录.fangan")
    overwrite(path, (leaf_of(path, "保障措施").page - 1) * PAGE_SIZE, bytes([kind]))
    report = salvage(path, target, home)
    assert titles(target) == ["总体要求", "重点任务", "保障措施"]
    assert report.is_proven


def test_what_was_deleted_after_the_backup_stays_deleted(
    document: Document, path: Path, target: Path, home: Home
) -> None:
    take_backup(document.store.db, home, BackupReason.MANUAL, path)
    remove_node(document.store, 2)
    document.publish()
    wipe(path, leaf_of(path, "保障措施").page)
    salvage(path, target, home)
    assert titles(target) == ["总体要求", "保障措施"]


def test_what_lost_its_heading_stands_below_a_stand_in_in_its_order(
    document: Document, tmp_path: Path, target: Path, home: Home
) -> None:
    with document.store.operation("写") as scope:
        for seq, text in enumerate(("按月检查。", "按季度检查。"), start=1):
            scope.insert("paragraph", {"node_id": 2, "seq": 3 - seq, "text": text})
        scope.insert("paragraph", {"node_id": 1, "seq": 1, "text": "按年检查。"})
        scope.insert("remark", {"node_id": 2, "kind": "comment", "text": "请核实。"})
        unit = scope.insert("unit", {"name": "市科技局", "seq": 1})
        scope.insert("duty", {"node_id": 1, "unit_id": unit, "role": "lead", "seq": 1})
    path = clean(document, tmp_path / "无记录.fangan")
    wipe(path, leaf_of(path, "保障措施").page)
    report = salvage(path, target, home)
    content = contents(target)
    headings = [placed.node for placed in content.placed()]
    assert [(node.id, node.title, node.kind) for node in headings] == [
        (1, "（救回）任务1", NodeKind.TASK),
        (2, "（救回）章节1", NodeKind.SECTION),
    ]
    assert [[one.text for one in node.paragraphs] for node in headings] == [
        ["按年检查。"],
        ["按季度检查。", "按月检查。"],
    ]
    assert [remark.node_id for remark in content.remarks] == [2]
    assert [(duty.task_id, duty.unit_id) for duty in content.duties] == [(1, unit)]
    # The third heading had nothing that pointed to it and left no trace.
    assert table(report, "outline_node") == SalvagedTable("outline_node", lost=2, stand_ins=2)
    assert (table(report, "paragraph").taken, table(report, "paragraph").moved, report.lost) == (3, 0, 2)
    inspect_file(target)


def test_a_stand_in_stands_where_the_lost_heading_was_made(
    document: Document, tmp_path: Path, target: Path, home: Home
) -> None:
    with document.store.operation("写") as scope:
        scope.insert("paragraph", {"node_id": 2, "seq": 1, "text": "按月检查。"})
    path = clean(document, tmp_path / "无记录.fangan")
    forget(path, "outline_node", 2)
    salvage(path, target, home)
    assert titles(target) == ["总体要求", "（救回）章节1", "保障措施"]


def test_duties_keep_units_whose_names_are_gone_apart(
    document: Document, tmp_path: Path, target: Path, home: Home
) -> None:
    with document.store.operation("写") as scope:
        units = [scope.insert("unit", {"name": name, "seq": 1}) for name in ("市科技局", "市财政局")]
        for unit in units:
            scope.insert("duty", {"node_id": 2, "unit_id": unit, "role": "lead", "seq": unit})
    path = clean(document, tmp_path / "无记录.fangan")
    forget(path, "unit", *units)
    report = salvage(path, target, home)
    assert [(unit.id, unit.name) for unit in contents(target).units] == [
        (units[0], "（救回）单位1"),
        (units[1], "（救回）单位2"),
    ]
    assert [duty.unit_id for duty in contents(target).duties] == units
    assert (table(report, "unit").stand_ins, table(report, "duty").lost) == (2, 0)


@pytest.mark.parametrize(
    ("gone", "label", "headers"),
    [
        ("t", ["（救回）附表1", "附表2"], ["事项", "要求"]),
        ("r", ["附表1", "附表2"], ["事项", "要求"]),
        ("c", ["附表1", "附表2"], ["（救回）列1", "（救回）列2"]),
        ("rc", ["附表1", "附表2", "（救回）附表1"], ["（救回）列1", "（救回）列2"]),
        ("tc", ["（救回）附表1", "附表2"], ["（救回）列1", "（救回）列2"]),
        ("trc", ["附表2", "（救回）附表1"], ["（救回）列1", "（救回）列2"]),
    ],
)
def test_cells_stay_in_their_rows_and_columns_whatever_of_their_table_is_gone(
    document: Document, tmp_path: Path, target: Path, home: Home, gone: str, label: list[str], headers: list[str]
) -> None:
    with document.store.operation("写") as scope:
        tables = [scope.insert("appendix_table", {"seq": n, "label": f"附表{n}", "title": "清单"}) for n in (1, 2)]
        place = {"table_id": tables[0], "key": "", "kind": "text"}
        columns = [
            scope.insert("appendix_column", {**place, "seq": n, "key": f"c{n}", "path": f'["{name}"]'})
            for n, name in enumerate(("事项", "要求"))
        ]
        rows = [scope.insert("appendix_row", {"table_id": tables[0], "seq": seq}) for seq in range(3)]
        for row in rows:
            for column in columns:
                cell = {"row_id": row, "column_id": column, "seq": 1, "kind": "paragraph"}
                scope.insert("cell_item", {**cell, "text": f"{row}行{column}列"})
    path = clean(document, tmp_path / "无记录.fangan")
    for letter, name, ids in (
        ("t", "appendix_table", tables[:1]),
        ("r", "appendix_row", rows),
        ("c", "appendix_column", columns),
    ):
        if letter in gone:
            forget(path, name, *ids)
    report = salvage(path, target, home)
    inspect_file(target)
    found = contents(target).tables
    filled = next(one for one in found if one.rows)
    assert sorted(one.spec.label for one in found) == sorted(label)
    assert [column.path for column in filled.spec.columns] == [(header,) for header in headers]
    assert [[row.cell(column.key).text for column in filled.spec.columns] for row in filled.rows] == [
        [f"{row}行{column}列" for column in columns] for row in rows
    ]
    assert (table(report, "cell_item").taken, table(report, "cell_item").lost) == (6, 0)


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

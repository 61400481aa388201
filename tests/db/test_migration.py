"""A plan file of version 2 opens with everything in it, can be undone across the step, and can be salvaged."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from db.backups import BackupReason, list_backups
from db.chain import link
from db.connection import APPLICATION_ID
from db.database import Database
from db.digest import content_digest
from db.document import Document
from db.inspection import inspect_file
from db.leaf_pages import PAGE_SIZE, read_leaves
from db.migrating import build_schema
from db.migrations import SCHEMA_VERSION
from db.outline import add_node
from db.places import Home
from db.remarks import load_remarks
from db.salvage import salvage
from db.snapshot import load_snapshot
from db.store import Store
from db.tables import add_row
from domain.numbering import NumberStyle
from domain.outline import Paragraph

_WRITES = (
    "UPDATE plan SET title = '海州市方案', run_on = '[\"han_paren\"]'",
    "INSERT INTO outline_node (id, seq, kind, title, style) VALUES (1, 1, 'section', '总体要求', 'han')",
    "INSERT INTO outline_node (id, parent_id, seq, kind, title, style) VALUES (2, 1, 1, 'task', '攻关', 'han_paren')",
    "INSERT INTO paragraph (id, node_id, seq, text) VALUES (1, 2, 1, '组织攻关。')",
    "INSERT INTO unit (id, name, seq) VALUES (1, '市科技局', 1)",
    "INSERT INTO duty (id, node_id, unit_id, role, seq) VALUES (1, 2, 1, 'lead', 1)",
    "INSERT INTO appendix_table (id, seq, label, title) VALUES (1, 1, '附表1', '清单')",
    "INSERT INTO appendix_column (id, table_id, seq, key, path, kind) VALUES (1, 1, 1, 'a', '[\"甲\"]', 'text')",
    "INSERT INTO appendix_row (id, table_id, seq) VALUES (1, 1, 1)",
    "INSERT INTO cell_item (id, row_id, column_id, seq, kind, text) VALUES (1, 1, 1, 1, 'paragraph', '格里的字')",
)


def file_of_version_2(path: Path) -> None:
    """A published file as version 2 of the schema left it, with one operation of history."""
    db = Database(sqlite3.connect(path, isolation_level=None))
    db.execute(f"PRAGMA page_size = {PAGE_SIZE}")
    build_schema(db, 2)
    db.execute("INSERT INTO operation (id, kind, label, who, at, state) VALUES (1, 'edit', '写', '我', '', 'done')")
    db.execute("UPDATE journal_state SET current_operation = 1, revision = 1")
    for statement in _WRITES:
        db.execute(statement)
    db.execute("UPDATE journal_state SET current_operation = NULL")
    link(db, 1)
    db.execute("INSERT INTO publication (id, revision, digest, at) VALUES (1, 1, ?, '')", [content_digest(db)])
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute("PRAGMA user_version = 2")
    db.conn.close()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "本机")


def check_content(store: Store) -> None:
    content = load_snapshot(store).content
    assert content.info.title == "海州市方案"
    assert [placed.heading for placed in content.placed()] == ["一、总体要求", "（一）攻关"]
    assert content.nodes[1].paragraphs == (Paragraph("组织攻关。", id=1),)
    assert [(duty.task_id, duty.unit_id) for duty in content.duties] == [(2, 1)]
    table = content.tables[0]
    assert table.rows[0].cell("a").text == "格里的字"
    assert (table.spec.unit_line, table.spec.notes, table.place, table.rows[0].joined) == ("", (), None, frozenset())


def test_a_file_of_version_2_is_believed_kept_and_migrated_whole(path: Path, home: Home) -> None:
    file_of_version_2(path)
    before = path.read_bytes()
    inspection = inspect_file(path)
    assert (inspection.schema_version, inspection.digest_checked, inspection.rows) == (2, True, 10)
    document = Document.open(path, home)
    check_content(document.store)
    (kept,) = list_backups(home, document.document_id)
    assert (kept.reason, kept.path.read_bytes()) == (BackupReason.MIGRATION, before)
    assert document.store.db.conn.execute("PRAGMA foreign_keys").fetchone() == (1,)
    add_node(document.store, None, 1, "重点任务")
    document.close()
    inspection = inspect_file(path)
    assert (inspection.schema_version, inspection.digest_checked) == (SCHEMA_VERSION, True)


def test_what_was_done_before_the_step_can_be_undone_after_it(path: Path) -> None:
    file_of_version_2(path)
    store = Store.open(path)
    add_node(store, None, 1, "重点任务")
    assert store.undo()
    assert store.undo()
    content = load_snapshot(store).content
    assert (content.info.title, content.nodes, content.units, content.tables) == ("", (), (), ())
    assert store.redo()
    check_content(store)
    store.close()


def test_a_harmed_file_of_version_2_is_salvaged_and_proven(path: Path, home: Home, tmp_path: Path) -> None:
    file_of_version_2(path)
    content = bytearray(path.read_bytes())
    page = next(
        leaf.page for leaf in read_leaves(bytes(content)).leaves if any("组织攻关。" in row.values for row in leaf.rows)
    )
    content[(page - 1) * PAGE_SIZE : page * PAGE_SIZE] = bytes(PAGE_SIZE)
    path.write_bytes(content)
    report = salvage(path, tmp_path / "抢救.fangan", home)
    assert report.is_proven
    store = Store.open(tmp_path / "抢救.fangan")
    check_content(store)
    store.close()


def test_a_harmed_file_that_was_migrated_gives_every_row_back(path: Path, home: Home, tmp_path: Path) -> None:
    file_of_version_2(path)
    document = Document.open(path, home)
    add_row(document.store, 1, 1)  # rows written before and after the step on one page
    document.close()
    content = bytearray(path.read_bytes())
    content[100:PAGE_SIZE] = bytes(PAGE_SIZE - 100)  # the schema is gone
    path.write_bytes(content)
    report = salvage(path, tmp_path / "抢救.fangan", home)
    assert report.is_proven
    assert {(one.from_history, one.lost) for one in report.tables} == {(0, 0)}


def test_every_number_style_can_be_stored(store: Store) -> None:
    with store.operation("写") as scope:
        for seq, style in enumerate(NumberStyle):
            scope.insert("outline_node", {"seq": seq, "kind": "section", "title": "题", "style": style.value})
    assert {node.style for node in load_snapshot(store).content.nodes} == set(NumberStyle)


def test_a_remark_goes_with_what_it_is_on_and_comes_back(store: Store) -> None:
    add_node(store, None, 0, "总体要求")
    with store.operation("批注") as scope:
        scope.insert("remark", {"node_id": 1, "kind": "comment", "text": "请核对"})
        scope.insert("remark", {"kind": "footnote", "text": "全文"})
    with store.operation("删除") as scope:
        scope.delete("outline_node", 1)
    assert [remark.text for remark in load_remarks(store.db)] == ["全文"]
    store.undo()
    assert [remark.text for remark in load_remarks(store.db)] == ["请核对", "全文"]

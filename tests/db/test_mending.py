"""What is made of values that a changed byte left unreadable, so that a salvaged plan opens."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from db.document import Document
from db.inspection import inspect_file
from db.mending import is_readable, mended
from db.places import Home
from db.retention import export_clean_copy
from db.salvage import salvage
from db.snapshot import load_snapshot
from db.store import Store


@pytest.mark.parametrize(
    ("table", "broken", "whole"),
    [
        ("unit", {"aliases": '["科技局",#"市科局"]'}, {"aliases": '["科技局", "#", "市科局"]'}),
        ("unit", {"aliases": '["科技局'}, {"aliases": '["科技局"]'}),
        ("unit", {"aliases": '{"科技局": 1}'}, {"aliases": '["{", "科技局", ": 1}"]'}),
        ("appendix_column", {"path": "[]"}, {"path": '["（救回）列"]'}),
        ("appendix_column", {"path": '["质量","问题"}'}, {"path": '["质量", "问题", "}"]'}),
        ("plan", {"run_on": '["arabic","hanx"]'}, {"run_on": '["arabic"]'}),
        ("plan", {"issued_on": "2026-3x-01", "title": "方案"}, {"issued_on": None, "title": "方案"}),
        ("appendix_row", {"joined": "7"}, {"joined": '["7"]'}),
    ],
)
def test_what_is_left_of_a_value_is_kept(table: str, broken: dict[str, object], whole: dict[str, object]) -> None:
    assert not is_readable(table, broken)
    assert mended(table, broken) == whole
    assert is_readable(table, whole)


def test_a_reading_that_cannot_be_read_is_no_use() -> None:
    assert mended("source_document", {"content": '{"format": "fangan/1", "plan": {'}) is None
    assert is_readable("source_document", {"name": "来稿.docx"})  # an older version's row may lack a column


def test_rows_of_every_other_table_are_left_alone() -> None:
    assert is_readable("paragraph", {"text": '["'})


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "本机")


def break_lists(path: Path) -> None:
    """Change one byte of the lists of a closed file, as a bad disk would."""
    content = path.read_bytes()
    assert content.count('["质量"]'.encode()) >= 1
    path.write_bytes(content.replace('["质量"]'.encode(), '["质量"='.encode()))


def plan_with_column(path: Path, home: Home) -> Document:
    with Store.create(path) as store, store.operation("写") as scope:
        table = scope.insert("appendix_table", {"seq": 1, "label": "附表1", "title": "清单"})
        scope.insert("appendix_column", {"table_id": table, "seq": 1, "key": "a", "path": '["质量"]', "kind": "text"})
    return Document.open(path, home)


def headers(path: Path) -> list[tuple[str, ...]]:
    store = Store.open(path)
    try:
        return [column.path for table in load_snapshot(store).content.tables for column in table.spec.columns]
    finally:
        store.close()


def test_a_salvaged_plan_opens_with_what_is_left_of_a_list(path: Path, tmp_path: Path, home: Home) -> None:
    document = plan_with_column(path, home)
    clean = export_clean_copy(document.store, tmp_path / "无记录.fangan")
    document.close()
    break_lists(clean)
    report = salvage(clean, tmp_path / "抢救.fangan", home)
    inspect_file(report.target)
    assert headers(report.target) == [("质量", "=")]
    columns = next(table for table in report.tables if table.table == "appendix_column")
    assert (columns.taken, columns.mended, columns.lost) == (1, 1, 0)


def test_the_history_gives_the_whole_value_first(path: Path, tmp_path: Path, home: Home) -> None:
    plan_with_column(path, home).close()
    connection = sqlite3.connect(path)
    recorded = connection.execute("SELECT after FROM change WHERE tbl = 'appendix_column'").fetchone()[0]
    connection.close()
    assert '[\\"质量\\"]' in recorded  # written otherwise than the row, and so not broken below
    break_lists(path)
    report = salvage(path, tmp_path / "抢救.fangan", home)
    assert headers(report.target) == [("质量",)]
    assert report.is_proven

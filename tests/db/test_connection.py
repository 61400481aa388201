"""What a plan file must be before it is believed."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from db.connection import check_plan_file
from db.store import Store
from domain.errors import FanganError, ImportFileError, InputError, StorageError


def refused(path: Path) -> FanganError:
    with pytest.raises(FanganError) as refusal:
        Store.open(path)
    assert refusal.value.message.endswith("。")
    assert refusal.value.hint
    return refusal.value


def test_a_new_file_appears_only_when_all_went_well(path: Path) -> None:
    with pytest.raises(RuntimeError), Store.create(path):
        raise RuntimeError
    assert list(path.parent.iterdir()) == []
    with Store.create(path):
        pass
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    check_plan_file(path)


def test_an_existing_file_is_never_replaced(path: Path) -> None:
    path.write_text("别人的文件")
    with pytest.raises(InputError), Store.create(path):
        raise AssertionError
    assert path.read_text() == "别人的文件"


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "not_a_plan_file"), (b"PK\x03\x04" * 100, "not_a_plan_file"), (b"SQLite format 3\0", "not_a_plan_file")],
)
def test_what_is_no_plan_file_is_refused(path: Path, content: bytes, code: str) -> None:
    path.write_bytes(content)
    assert refused(path).code == code
    assert path.read_bytes() == content


def test_a_database_of_another_program_is_refused(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE t (a)")
    connection.close()
    assert refused(path).code == "not_a_plan_file"


def test_missing_file_and_folder_are_told_apart(path: Path, tmp_path: Path) -> None:
    assert refused(path).code == "plan_missing"
    assert refused(tmp_path).code == "plan_is_folder"


def test_a_file_of_a_newer_version_is_refused_and_left_alone(path: Path) -> None:
    with Store.create(path):
        pass
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 999")
    connection.close()
    before = path.read_bytes()
    error = refused(path)
    assert (error.code, type(error)) == ("plan_newer", ImportFileError)
    assert path.read_bytes() == before


def test_a_damaged_file_gets_a_sentence(path: Path) -> None:
    with Store.create(path):
        pass
    content = bytearray(path.read_bytes())
    content[4096:8192] = b"\xff" * 4096
    path.write_bytes(content)
    with pytest.raises(StorageError) as refusal:
        store = Store.open(path)
        try:
            with store.operation("写") as scope:
                scope.insert("unit", {"name": "市科技局", "seq": 1})
        finally:
            store.close()
    assert refusal.value.code == "plan_damaged"


def test_a_file_that_another_program_holds_gets_a_sentence(store: Store, path: Path) -> None:
    store.db.execute("PRAGMA busy_timeout = 1")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StorageError) as refusal, store.operation("写") as scope:
        scope.insert("unit", {"name": "市科技局", "seq": 1})
    other.close()
    assert refusal.value.code == "plan_busy"

"""The digest over what a plan says: what it is made of, and that nothing that changes a row goes unseen."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.chain import broken_links
from db.digest import content_digest, digested_columns, has_digest
from db.inspection import inspect_file
from db.store import Store
from domain.errors import StorageError

TEXTS = ["", "甲\n乙\t“丙”", "𠮷" * 3, 'a"b\\c', "x" * 5000]


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store.create(path):
        pass
    store = Store.open(path)
    with store.operation("写") as scope:
        for seq, text in enumerate(TEXTS * 90):  # more rows than are read at once
            scope.insert("paragraph", {"seq": seq - 3, "text": text})
        scope.insert("outline_node", {"id": 1 << 40, "seq": 1 << 31, "kind": "task", "title": "任务"})
    yield store
    store.close()


def spelled_out(store: Store) -> str:
    """The digest by its description, value by value: a Python that packs values otherwise would show here."""

    def packed(value: object) -> bytes:
        if value is None:
            return b"N"
        if isinstance(value, str):
            return b"s" + struct.pack("<I", len(value.encode())) + value.encode()
        assert isinstance(value, int)
        if -(1 << 31) <= value < 1 << 31:
            return b"i" + struct.pack("<i", value)
        digits = []
        rest = abs(value)
        while rest:
            digits.append(rest & 0x7FFF)
            rest >>= 15
        count = len(digits) if value > 0 else -len(digits)
        return b"l" + struct.pack("<i", count) + b"".join(struct.pack("<H", digit) for digit in digits)

    whole = hashlib.sha256()
    for table, names in digested_columns(store.db).items():
        whole.update(table.encode() + b"\n")
        for row in store.db.conn.execute(f"SELECT {', '.join(names)} FROM {table} ORDER BY id"):
            whole.update(b"(" + struct.pack("<I", len(row)) + b"".join(map(packed, row)))
        whole.update(b"\n")
    return whole.hexdigest()


def test_the_digest_is_what_it_is_described_to_be(store: Store) -> None:
    assert content_digest(store.db) == spelled_out(store)
    assert isinstance(store.db.conn.execute("SELECT text FROM paragraph LIMIT 1").fetchone()[0], str)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE paragraph SET text = text || ' ' WHERE id = 449",
        "UPDATE paragraph SET text = '', clause = text WHERE id = 2",
        "UPDATE paragraph SET seq = seq + 1 WHERE id = 200",
        "UPDATE paragraph SET id = 9000 WHERE id = 450",
        "UPDATE outline_node SET deadline = ' '",
        "UPDATE outline_node SET source_line = 0",
        "DELETE FROM paragraph WHERE id = 1",
        "UPDATE operation SET who = who || '.'",
    ],
)
def test_every_change_of_a_row_shows(store: Store, statement: str) -> None:
    before = content_digest(store.db)
    store.db.conn.execute("UPDATE journal_state SET replaying = 1")
    assert content_digest(store.db) == before  # the journal's own bookkeeping says nothing of the plan
    store.db.conn.execute(statement)
    assert content_digest(store.db) != before
    assert not has_digest(store.db, before)


def test_a_file_with_the_digest_of_an_earlier_program_is_believed(store: Store, path: Path) -> None:
    store.close()
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(
        "INSERT INTO publication (id, revision, digest, at) SELECT 1, revision, ?, '' FROM journal_state WHERE true "
        "ON CONFLICT (id) DO UPDATE SET digest = excluded.digest, revision = excluded.revision",
        [as_it_was(connection)],
    )
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.close()
    assert inspect_file(path).digest_checked
    connection = sqlite3.connect(path)
    connection.execute("UPDATE journal_state SET replaying = 1")
    connection.execute("UPDATE paragraph SET text = '改了' WHERE id = 1")
    connection.execute("UPDATE journal_state SET replaying = 0")
    connection.commit()
    connection.close()
    with pytest.raises(StorageError) as refused:
        inspect_file(path)
    assert refused.value.code == "plan_damaged"


def as_it_was(connection: sqlite3.Connection) -> str:
    """The digest over the rows as JSON, by hand."""
    whole = hashlib.sha256()
    for table in (
        "plan", "outline_node", "paragraph", "unit", "duty", "appendix_table", "appendix_column", "appendix_row",
        "cell_item", "enterprise", "source_document", "remark", "plan_version", "muted_rule",
        "collection_form", "dispatch", "submission", "submitted_row", "item_source", "layout_mapping", "operation",
        "document", "attachment",
    ):  # fmt: skip
        whole.update(f"{table}\n".encode())
        for row in connection.execute(f"SELECT * FROM {table} ORDER BY id"):
            whole.update(json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b",")
        whole.update(b"\n")
    return whole.hexdigest()


def test_links_of_the_history_are_over_json(store: Store) -> None:
    assert broken_links(store.db) == []
    row = store.db.conn.execute("SELECT id, kind, label, who, at FROM operation").fetchone()
    changes = store.db.conn.execute("SELECT tbl, row_id, before, after FROM change ORDER BY id").fetchall()
    said = "".join(json.dumps(one, ensure_ascii=False) for one in (row, *changes))
    assert (
        store.db.conn.execute("SELECT chain FROM operation").fetchone()[0] == hashlib.sha256(said.encode()).hexdigest()
    )

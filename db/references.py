"""References in the text that follow what they point to, in the operation that renumbers it."""

from __future__ import annotations

import json
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from db.rows import info_from_row, node_from_row
from db.store import OperationScope
from domain.dangling import lost_remark
from domain.outline import place_nodes
from domain.reference_numbering import Numbering
from domain.reference_rewriting import points_elsewhere, rewrite_references

_HAN = "[一二三四五六七八九十]"


@contextmanager
def following_references(scope: OperationScope) -> Generator[None]:
    """Run writes that may renumber headings or tables; texts that referred to them are rewritten behind.

    What pointed to something that is gone stays as it reads. Where it reads as a reference to something else now, a
    remark says so, for nobody would see it.
    """
    before = _numbering(scope)
    yield
    after = _numbering(scope)
    if _printed(before) != _printed(after):
        for place in list(_places(scope, before)):
            _follow(scope, place, before, after)


def _numbering(scope: OperationScope) -> Numbering:
    info = info_from_row(next(iter(scope.db.query("SELECT * FROM plan"))))
    nodes = [node_from_row(row, ()) for row in scope.db.query("SELECT * FROM outline_node")]
    labels = scope.db.execute("SELECT id, label FROM appendix_table ORDER BY seq, id").fetchall()
    return Numbering(place_nodes(nodes, info.run_on), tuple((row[0], row[1]) for row in labels), info.title)


def _printed(numbering: Numbering) -> object:
    """What references depend on."""
    return {(one.node.id, one.node.parent, one.label) for one in numbering.placed}, set(numbering.labels)


@dataclass(frozen=True)
class _Place:
    """A row with texts, and where it stands: heading, or row and column of a table."""

    table: str
    id: int
    texts: dict[str, str]
    node: int | None = None
    row: int | None = None
    column: str = ""


def _places(scope: OperationScope, before: Numbering) -> Iterator[_Place]:
    """Every text that may hold a reference; most of thousands of cells are passed over by the database."""

    def asks(*columns: str) -> str:
        signs = [f"instr({column}, '{sign}')" for column in columns for sign in ("第", *map(_quoted, before.stems))]
        chains = [f"{column} GLOB '*{_HAN}*（{_HAN}*'" for column in columns]
        return " OR ".join((*signs, *chains))

    query = scope.db.query
    for row in query(f"SELECT * FROM paragraph WHERE {asks('text', 'clause')} ORDER BY id"):
        yield _Place("paragraph", row["id"], {"text": row["text"], "clause": row["clause"]}, row["node_id"])
    for row in query(f"SELECT id, title FROM outline_node WHERE {asks('title')} ORDER BY id"):
        yield _Place("outline_node", row["id"], {"title": row["title"]}, row["id"])
    for row in query(f"SELECT id, title, notes FROM appendix_table WHERE {asks('title', 'notes')} ORDER BY id"):
        yield _Place("appendix_table", row["id"], {"title": row["title"], "notes": row["notes"]})
    for row in query(
        "SELECT i.id, i.text, i.lead, i.row_id, c.key FROM cell_item i JOIN appendix_column c ON c.id = i.column_id "
        f"WHERE {asks('i.text', 'i.lead')} ORDER BY i.id"
    ):
        yield _Place(
            "cell_item", row["id"], {"text": row["text"], "lead": row["lead"]}, row=row["row_id"], column=row["key"]
        )
    for row in query(f"SELECT * FROM remark WHERE {asks('text', 'quote')} ORDER BY id"):
        yield _Place("remark", row["id"], {"text": row["text"], "quote": row["quote"]}, row["node_id"])


def _quoted(stem: str) -> str:
    return stem.replace("'", "''")


def _follow(scope: OperationScope, place: _Place, before: Numbering, after: Numbering) -> None:
    values: dict[str, object] = {}
    lost: list[tuple[str, str]] = []
    for column, text in place.texts.items():
        if column == "notes":
            notes = [rewrite_references(note, before, after) for note in json.loads(text)]
            made = json.dumps([note.text for note in notes], ensure_ascii=False)
            values |= {column: made} if [note.text for note in notes] != json.loads(text) else {}
            lost += [(note.text, quote) for note in notes for quote in note.lost]
            continue
        told = rewrite_references(text, before, after, place.node)
        lost += [(told.text, quote) for quote in told.lost]
        if told.text != text:
            values[column] = told.text
    if values:
        scope.update(place.table, place.id, values)
        _touch(scope, place)
    if place.table != "remark":
        for text, quote in dict.fromkeys(lost):
            if points_elsewhere(text, quote, after, place.node):
                _remark(scope, place, quote)


def _touch(scope: OperationScope, place: _Place) -> None:
    """A stale edit of what was rewritten must be noticed."""
    if place.table in ("paragraph", "outline_node") and place.node is not None:
        scope.update("outline_node", place.node, {"version": scope.revision})
    if place.row is not None:
        scope.update("appendix_row", place.row, {"version": scope.revision})


def _remark(scope: OperationScope, place: _Place, quote: str) -> None:
    made_at = scope.db.execute(
        "SELECT at FROM operation WHERE id = (SELECT current_operation FROM journal_state)"
    ).fetchone()[0]
    said = lost_remark(quote)
    values = {"node_id": place.node, "row_id": place.row, "column_key": place.column, "kind": said.kind.value}
    scope.insert(
        "remark", {**values, "author": said.author, "made_at": made_at, "quote": said.quote, "text": said.text}
    )

"""Finding and replacing words everywhere a plan has text, whatever their width and case."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate

from domain.content import PlanContent
from domain.enterprises import Enterprise
from domain.outline import OutlineNode, Paragraph
from domain.remarks import Remark
from domain.tables import AppendixTable, TableRow, TableSpec
from domain.units import Unit

_BETWEEN = "\0"  # stands in no text of a plan
_FULL = {chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)} | {" ": "\u3000"}
# One character for another: the same sign in another width, quotation marks in another form.
_TWINS = [{half, full} for half, full in _FULL.items() if half not in "\"'"] + [
    {"。", "｡"},
    {"、", "､"},
    {"·", "・", "･"},
    {'"', "＂", "“", "”"},
    {"'", "＇", "‘", "’"},
    {" ", "\u3000", "\u00a0"},
]


class Scope(StrEnum):
    """Where is looked; the order is that of the hits."""

    TEXT = "text"  # title, headings, paragraphs
    TASKS = "tasks"  # what only the task breakdown says: time limits, 备注
    TABLES = "tables"
    UNITS = "units"
    ENTERPRISES = "enterprises"
    REMARKS = "remarks"


@dataclass(frozen=True, slots=True)
class Spot:
    """One text of a plan: `record` is the table of the plan file, `id` its row, `field` its column.

    `index` counts from 0 in fields that are lists (aliases, notes, header paths). `row_id` and `column` lead to the
    cell of a cell item, `node_id` to the heading a text stands below.
    """

    scope: Scope
    record: str
    id: int
    field: str
    index: int = 0
    node_id: int | None = None
    table_id: int | None = None
    row_id: int | None = None
    column: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A text with what was found in it; `spans` are (start, end) in characters, in order, never overlapping."""

    spot: Spot
    text: str
    spans: tuple[tuple[int, int], ...]

    def replaced(self, by: str) -> str:
        """The text with every find replaced."""
        parts, end = [], 0
        for start, stop in self.spans:
            parts += [self.text[end:start], by]
            end = stop
        return "".join([*parts, self.text[end:]])


@dataclass(frozen=True)
class Query:
    """What is looked for. `any_width` takes （ for ( and “ for ", `any_case` A for a."""

    words: str
    any_width: bool = True
    any_case: bool = True
    scopes: frozenset[Scope] = frozenset(Scope)

    def pattern(self) -> re.Pattern[str] | None:
        """The query as a pattern; None where it is but its words, which can be looked for faster."""
        parts = [self._choices(char) for char in self.words]
        if all(len(one) == 1 for one in parts):
            return None
        return re.compile("".join(re.escape(one[0]) if len(one) == 1 else f"[{re.escape(one)}]" for one in parts))

    def _choices(self, char: str) -> str:
        found = {char}
        for _ in range(2):  # a letter, its other case, and both in the other width
            if self.any_width:
                found |= {twin for twins in _TWINS if twins & found for twin in twins}
            if self.any_case:
                found |= {other for one in found for other in (one.lower(), one.upper()) if len(other) == 1}
        return "".join(sorted(found))


_Entry = tuple[Spot, str]
# Whose texts stand together: spots one by one, or a row, whose spots are made when one of them is found.
_Owner = list[Spot] | tuple[AppendixTable, TableRow]


class TextIndex:
    """Every text of a plan, kept from one state to the next: only what changed is taken apart again."""

    def __init__(self) -> None:
        self._rows: dict[int, tuple[TableRow, TableSpec, tuple[str, ...]]] = {}
        self._content: PlanContent | None = None
        self._texts: list[str] = []
        self._starts: list[int] = []
        self._owners: list[_Owner] = []
        self._firsts: list[int] = []  # which text is the first of each owner
        self._whole = ""

    def update(self, content: PlanContent) -> None:
        """Take a state of the plan."""
        if content is self._content:
            return
        self._content = content
        self._texts, self._owners, self._firsts = [], [], []
        self._put([*_text_entries(content), *_task_entries(content)])
        self._put_tables(content.tables)
        self._put([entry for unit in content.units for entry in _unit_entries(unit)])
        self._put([entry for one in content.enterprises for entry in _enterprise_entries(one)])
        self._put([_remark_entry(remark) for remark in content.remarks])
        self._starts = list(accumulate((len(text) + 1 for text in self._texts), initial=0))
        self._whole = _BETWEEN.join(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def find(self, query: Query, is_cancelled: Callable[[], bool] = lambda: False) -> list[Hit]:
        """Every text that holds the words, in reading order; none for a query without words."""
        if not query.words or _BETWEEN in query.words:
            return []
        hits: list[Hit] = []
        place = -1
        spans: list[tuple[int, int]] = []
        for start, end in _finds(self._whole, query):
            here = bisect_right(self._starts, start) - 1
            if here != place:
                self._close(hits, place, spans, query)
                place, spans = here, []
                if is_cancelled():
                    return hits
            spans.append((start - self._starts[here], end - self._starts[here]))
        self._close(hits, place, spans, query)
        return hits

    def _close(self, hits: list[Hit], place: int, spans: Sequence[tuple[int, int]], query: Query) -> None:
        if place < 0:
            return
        number = bisect_right(self._firsts, place) - 1
        owner, offset = self._owners[number], place - self._firsts[number]
        if isinstance(owner, list):
            if owner[offset].scope in query.scopes:
                hits.append(Hit(owner[offset], self._texts[place], tuple(spans)))
        elif Scope.TABLES in query.scopes:
            hits.append(Hit(_row_spot(*owner, offset), self._texts[place], tuple(spans)))

    def _put(self, entries: Sequence[_Entry]) -> None:
        if entries:
            self._add([spot for spot, _ in entries], [text for _, text in entries])

    def _add(self, owner: _Owner, texts: Sequence[str]) -> None:
        self._firsts.append(len(self._texts))
        self._owners.append(owner)
        self._texts += texts

    def _put_tables(self, tables: Iterable[AppendixTable]) -> None:
        fresh: dict[int, tuple[TableRow, TableSpec, tuple[str, ...]]] = {}
        for table in tables:
            self._put(list(_form_entries(table)))
            keys = [column.key for column in table.spec.columns]
            for row in table.rows:
                kept = self._rows.get(row.id)
                if kept is None or kept[0] is not row or kept[1] is not table.spec:
                    kept = (row, table.spec, tuple(item.text for key in keys for item in row.cell(key).items))
                fresh[row.id] = kept
                if kept[2]:
                    self._add((table, row), kept[2])
        self._rows = fresh


def _row_spot(table: AppendixTable, row: TableRow, offset: int) -> Spot:
    """The spot of a row's text by its number within the row."""
    for column in table.spec.columns:
        items = row.cell(column.key).items
        if offset < len(items):
            item = items[offset]
            return Spot(
                Scope.TABLES,
                "cell_item",
                item.id,
                "text",
                offset,
                table_id=table.id,
                row_id=row.id,
                column=column.key,
            )
        offset -= len(items)
    raise IndexError(offset)


def _finds(whole: str, query: Query) -> Iterator[tuple[int, int]]:
    pattern = query.pattern()
    if pattern is not None:
        yield from (match.span() for match in pattern.finditer(whole))
        return
    start = whole.find(query.words)
    while start >= 0:
        yield start, start + len(query.words)
        start = whole.find(query.words, start + len(query.words))


def _text_entries(content: PlanContent) -> Iterator[_Entry]:
    yield Spot(Scope.TEXT, "plan", 1, "title"), content.info.title
    for paragraph in content.preamble:
        yield _paragraph_entry(paragraph, None)
    for placed in content.placed():
        node = placed.node
        yield Spot(Scope.TEXT, "outline_node", node.id, "title", node_id=node.id), node.title
        for paragraph in node.paragraphs:
            yield _paragraph_entry(paragraph, node)


def _paragraph_entry(paragraph: Paragraph, node: OutlineNode | None) -> _Entry:
    spot = Spot(Scope.TEXT, "paragraph", paragraph.id, "text", node_id=node.id if node else None)
    return spot, paragraph.text


def _task_entries(content: PlanContent) -> Iterator[_Entry]:
    for placed in content.placed():
        node = placed.node
        for field, text in (("deadline", node.deadline), ("note", node.note)):
            if text:
                yield Spot(Scope.TASKS, "outline_node", node.id, field, node_id=node.id), text


def _form_entries(table: AppendixTable) -> Iterator[_Entry]:
    spec = table.spec
    for field, text in (("title", spec.title), ("unit_line", spec.unit_line)):
        if text:
            yield Spot(Scope.TABLES, "appendix_table", table.id, field, table_id=table.id), text
    for index, note in enumerate(spec.notes):
        yield Spot(Scope.TABLES, "appendix_table", table.id, "notes", index, table_id=table.id), note
    for column in spec.columns:
        for index, part in enumerate(column.path):
            spot = Spot(Scope.TABLES, "appendix_column", column.id, "path", index, table_id=table.id, column=column.key)
            yield spot, part


def _unit_entries(unit: Unit) -> Iterator[_Entry]:
    yield Spot(Scope.UNITS, "unit", unit.id, "name"), unit.name
    if unit.full_name:
        yield Spot(Scope.UNITS, "unit", unit.id, "full_name"), unit.full_name
    for index, alias in enumerate(unit.aliases):
        yield Spot(Scope.UNITS, "unit", unit.id, "aliases", index), alias


def _enterprise_entries(one: Enterprise) -> Iterator[_Entry]:
    for field, text in (("name", one.name), ("district", one.district)):
        if text:
            yield Spot(Scope.ENTERPRISES, "enterprise", one.id, field), text


def _remark_entry(remark: Remark) -> _Entry:
    spot = Spot(
        Scope.REMARKS, "remark", remark.id, "text", node_id=remark.node_id, row_id=remark.row_id, column=remark.column
    )
    return spot, remark.text

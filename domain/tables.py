"""Appendix tables (附表): their specification, rows and the merged header."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import count

from domain.cell_items import EMPTY_CELL, Cell, CellItem, ItemKind, parse_cell
from domain.checks import Finding, Severity
from domain.patterns import pattern
from domain.text import comparison_key, trim

_MOST_COLUMNS = 63  # what a Word table holds
_WIDEST = 2000  # mm
_NUMBERED = pattern(r"(.*?)([0-9]{1,9})")


class ColumnKind(StrEnum):
    """What a column holds; the values are what the plan file, the TOML specifications and the JSON form use."""

    NUMBER = "number"  # 序号, never stored in cells: it is the row's place
    TEXT = "text"
    ITEMS = "items"  # graded items
    MEASURES = "measures"  # numbered measures


@dataclass(frozen=True)
class TableColumn:
    """A column: `path` is its header from the top row down, `width` its share of the page in mm (0: by content)."""

    key: str
    path: tuple[str, ...]
    kind: ColumnKind = ColumnKind.TEXT
    width: int = 0
    id: int = 0

    @property
    def title(self) -> str:
        """The lowest header, which is what people call the column."""
        return self.path[-1]


@dataclass(frozen=True)
class TableSpec:
    """What makes a table the table it is: label (附表1), title and columns from left to right.

    `unit_line` stands right above the table (“单位：万元”), `notes` stand below it (“注：…”), one a paragraph.
    """

    label: str
    title: str
    columns: tuple[TableColumn, ...]
    unit_line: str = ""
    notes: tuple[str, ...] = ()

    @property
    def header_depth(self) -> int:
        """Number of header rows."""
        return max((len(column.path) for column in self.columns), default=0)

    def column(self, key: str) -> TableColumn:
        """The column of that key; KeyError when the table has none."""
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(key)


@dataclass(frozen=True)
class TableRow:
    """A row: `cells` by column key (absent means empty); `version` names its state for stale edits.

    `joined` are the keys of cells that a merged cell of the row above reaches down to; they hold the same text, and
    print as one while they do.
    """

    id: int
    seq: int
    cells: Mapping[str, Cell] = field(default_factory=dict)
    version: int = 0
    joined: frozenset[str] = frozenset()

    def cell(self, key: str) -> Cell:
        """The cell under a column, an empty one if nothing was written there."""
        return self.cells.get(key, EMPTY_CELL)


@dataclass(frozen=True)
class TablePlace:
    """Where a table stands inside the text: below `node_id` (None: the preamble), after so many of its paragraphs."""

    node_id: int | None
    after: int


@dataclass(frozen=True)
class AppendixTable:
    """A table of the plan with its rows in order. `place` None: on its own pages behind the text, as 附表 are."""

    id: int
    spec: TableSpec
    rows: tuple[TableRow, ...] = ()
    place: TablePlace | None = None

    def printed(self, index: int, column: TableColumn) -> str:
        """The text a reader sees in the row at `index` (from 0); 序号 is counted, not stored."""
        if column.kind is ColumnKind.NUMBER:
            return str(index + 1)
        return self.rows[index].cell(column.key).text


def cell_of(kind: ColumnKind, text: str) -> Cell:
    """The records behind a printed text in a column of this kind; a text column holds paragraphs only.

    Line breaks are kept: `cell_of(kind, text).text == text` for every kind but NUMBER, which stores nothing.
    """
    if kind is ColumnKind.NUMBER or not text:
        return EMPTY_CELL
    if kind is ColumnKind.TEXT:
        return Cell(tuple(CellItem(ItemKind.PARAGRAPH, line) for line in text.split("\n")))
    return parse_cell(text, graded=kind is ColumnKind.ITEMS)


def item_in(kind: ColumnKind, item: CellItem, neighbours: Sequence[CellItem] = ()) -> CellItem:
    """A line as a column of another kind holds it, its id kept.

    Stars are text where there are no grades; among numbered measures a line becomes one, elsewhere its number goes.
    """
    measures = [one for one in neighbours if one.kind is ItemKind.MEASURE]
    if item.kind is ItemKind.MEASURE and kind is not ColumnKind.TEXT and (kind is ColumnKind.MEASURES or measures):
        return item
    bare = replace(item, lead="", number="", kind=ItemKind.PARAGRAPH) if item.kind is ItemKind.MEASURE else item
    if kind is ColumnKind.MEASURES and bare.kind is ItemKind.PARAGRAPH and measures:
        return replace(bare, kind=ItemKind.MEASURE, lead=measures[0].lead, number=measures[0].number)
    return CellItem(ItemKind.PARAGRAPH, bare.printed, id=item.id) if kind is ColumnKind.TEXT else bare


@dataclass(frozen=True)
class HeaderCell:
    """A cell of the header grid; rows and columns count from 0."""

    row: int
    column: int
    row_span: int
    column_span: int
    text: str


def header_cells(paths: Sequence[Sequence[str]]) -> tuple[HeaderCell, ...]:
    """Lay header paths out as merged cells: equal neighbours join sideways, short paths reach down.

    Row by row, left to right; every grid place is covered exactly once.
    """
    depth = max((len(path) for path in paths), default=0)
    cells: list[HeaderCell] = []
    for level in range(depth):
        start = 0
        while start < len(paths):
            path = paths[start]
            if len(path) <= level:
                start += 1
                continue
            last = level == len(path) - 1
            end = start + 1
            while not last and end < len(paths) and _shares(paths[end], path, level):
                end += 1
            cells.append(HeaderCell(level, start, depth - level if last else 1, end - start, path[level]))
            start = end
    return tuple(cells)


def _shares(other: Sequence[str], path: Sequence[str], level: int) -> bool:
    return len(other) > level + 1 and list(other[: level + 1]) == list(path[: level + 1])


def free_label(label: str, taken: Iterable[str]) -> str:
    """The label itself, or with the next number that no other table has (附表3 → 附表5); an empty one stays empty."""
    keys = {comparison_key(one) for one in taken}
    if not label or comparison_key(label) not in keys:
        return label
    match = _NUMBERED.fullmatch(label)
    stem, number = (match.group(1), int(match.group(2))) if match else (label, 1)
    return next(name for n in count(number + 1) if comparison_key(name := f"{stem}{n}") not in keys)


def match_spec(paths: Sequence[Sequence[str]], specs: Sequence[TableSpec]) -> TableSpec | None:
    """The known specification with the same headers in the same order, whatever blanks and widths; else None."""
    keys = [[comparison_key(part) for part in path] for path in paths]
    for spec in specs:
        if [[comparison_key(part) for part in column.path] for column in spec.columns] == keys:
            return spec
    return None


def check_spec(spec: TableSpec, taken_labels: Sequence[str] = ()) -> list[Finding]:
    """What keeps a specification from being a table; empty when it is one.

    `taken_labels` are those of the plan's other tables.
    """
    where = spec.label or spec.title or "附表"
    findings = [_must(where, *problem) for problem in _table_problems(spec, taken_labels)]
    for number, column in enumerate(spec.columns, start=1):
        name = f"{where} 第{number}列"
        findings += [_must(name, *problem) for problem in _column_problems(column)]
    return findings + _header_problems(spec, where)


def _must(where: str, code: str, message: str) -> Finding:
    return Finding(Severity.MUST, code, where, message)


def _table_problems(spec: TableSpec, taken_labels: Sequence[str]) -> list[tuple[str, str]]:
    problems = []
    if not spec.columns:
        problems.append(("table_no_columns", "附表至少要有一列，请先添加列。"))
    elif all(column.kind is ColumnKind.NUMBER for column in spec.columns):
        problems.append(("table_only_number", "附表只有序号列，没有可填写的内容，请再添加一列。"))
    if len(spec.columns) > _MOST_COLUMNS:
        problems.append(("table_too_wide", f"附表最多 {_MOST_COLUMNS} 列，请减少列或分成两张表。"))
    if not trim(spec.label) and not trim(spec.title):
        problems.append(("table_no_name", "附表的编号和标题不能都是空的，请至少填写一个。"))
    if spec.label and comparison_key(spec.label) in {comparison_key(label) for label in taken_labels}:
        problems.append(("table_label_taken", f"“{spec.label}”已经是另一张附表的编号，请换一个编号。"))
    if "\n" in spec.label or "\n" in spec.title:
        problems.append(("table_name_lines", "附表的编号和标题只能有一行，请去掉换行。"))
    repeated = [key for key, times in Counter(column.key for column in spec.columns).items() if times > 1]
    if repeated:
        problems.append(("table_equal_keys", "附表里有两列用了同一个内部名称，请删去其中一列后重新添加。"))
    return problems


def _column_problems(column: TableColumn) -> list[tuple[str, str]]:
    problems = []
    if not column.key:
        problems.append(("column_no_key", "这一列没有内部名称，请删去后重新添加。"))
    if not column.path or not all(trim(part) for part in column.path):
        problems.append(("column_blank", "列名不能是空的，请填写列名。"))
    if not 0 <= column.width <= _WIDEST:
        problems.append(("column_width", f"列宽要在 0 到 {_WIDEST} 毫米之间，0 表示按内容确定。"))
    return problems


def _header_problems(spec: TableSpec, where: str) -> list[Finding]:
    """Headers that are told twice, end where another one goes on, or whose group is torn apart."""
    paths = [tuple(comparison_key(part) for part in column.path) for column in spec.columns if column.path]
    named = {tuple(comparison_key(part) for part in column.path): "/".join(column.path) for column in spec.columns}
    findings = []
    for path, times in Counter(paths).items():
        if times > 1:
            message = f"有 {times} 列都叫“{named[path]}”，请改成不同的列名。"
            findings.append(_must(where, "column_equal", message))
        if any(len(other) > len(path) and other[: len(path)] == path for other in paths):
            message = f"“{named[path]}”既是一列，又是别的列上面的分组，请改名或删去其中一个。"
            findings.append(_must(where, "column_through_leaf", message))
    for depth in range(1, max(map(len, paths), default=0)):
        groups = [path[:depth] if len(path) > depth else None for path in paths]
        runs = [group for place, group in enumerate(groups) if group and (place == 0 or groups[place - 1] != group)]
        for group, times in Counter(runs).items():
            if times > 1:
                name = next(column.path[depth - 1] for column in spec.columns if _begins(column, group))
                message = f"分组“{name}”下的列没有排在一起，请把它们移到相邻的位置。"
                findings.append(_must(where, "column_group_torn", message))
    return findings


def _begins(column: TableColumn, group: Sequence[str]) -> bool:
    return [comparison_key(part) for part in column.path[: len(group)]] == list(group)

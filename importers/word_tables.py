"""Tables of a Word file → grids: gridSpan, vMerge, tracked rows and cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from domain.errors import ImportFileError
from importers.blocks import GridCell, TableBlock
from importers.word_xml import Element, is_on, local, number, value, w

MAX_COLUMNS = 63
MAX_ROWS = 20_000
MAX_NESTING = 8
_WRAPPERS = ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")


@dataclass(frozen=True)
class TableSource:
    """How the content of a table is read.

    `lines_of` reads the text of a w:tc that stands at a row and a column; `is_out` tells of a row or a cell, with its
    row, whether tracked changes leave it out.
    """

    lines_of: Callable[[Element, int, int], tuple[str, ...]]
    is_out: Callable[[Element, int], bool]


@dataclass
class _Place:
    """A cell as Word stores it: `merge` is restart, continue or empty."""

    column: int
    span: int
    merge: str
    lines: tuple[str, ...]


def read_table(table: Element, line: int, name: str, source: TableSource) -> TableBlock:
    """Lay a w:tbl out as a grid.

    Raises ImportFileError beyond 20,000 rows or 63 columns.
    """
    cells: list[GridCell] = []
    open_merges: dict[int, int] = {}
    rows = columns = header_rows = 0
    for row in children(table, "tr"):
        if source.is_out(row, rows):
            continue
        if rows >= MAX_ROWS:
            raise too_large(name)
        if header_rows == rows and is_on(row.find(w("trPr")), "tblHeader"):
            header_rows += 1
        for place in _places(row, rows, name, source):
            columns = max(columns, place.column + place.span)
            _put(cells, open_merges, place, rows)
        rows += 1
    marked = header_rows if header_rows < rows else 0
    return TableBlock(tuple(cells), rows, columns, line, marked, widths=_widths(table, columns))


def _widths(table: Element, columns: int) -> tuple[int, ...]:
    """The columns' widths in mm; none when the grid is not that of the cells."""
    grid = table.find(w("tblGrid"))
    twips = [number_of(one) for one in grid if local(one) == "gridCol"] if grid is not None else []
    return tuple(round(one * 25.4 / 1440) for one in twips) if len(twips) == columns and all(twips) else ()


def number_of(column: Element) -> int:
    """The width of a grid column in twips, 0 when it has none."""
    text = column.get(w("w")) or ""
    return int(text) if text.isdecimal() and len(text) < 7 else 0


def children(parent: Element, wanted: str) -> Iterator[Element]:
    """Rows of a table or cells of a row, those inside content controls and insertions too."""
    for child in parent:
        name = local(child)
        if name == wanted:
            yield child
        elif name in _WRAPPERS:
            yield from children(child, wanted)


def too_large(name: str) -> ImportFileError:
    """The refusal of a table beyond all measure."""
    return ImportFileError(
        "table_too_large",
        f"“{name}”里有一张表格的行、列或嵌套层数超出正常文档的范围，没有读取。",
        "请把这张表格拆小或改存为 Excel 文件后再导入。",
    )


def _places(row: Element, index: int, name: str, source: TableSource) -> list[_Place]:
    properties = row.find(w("trPr"))
    before = number(properties.find(w("gridBefore"))) if properties is not None else None
    column = max(before or 0, 0)
    places: list[_Place] = []
    for cell in children(row, "tc"):
        if source.is_out(cell, index):
            continue
        own = cell.find(w("tcPr"))
        span = (number(own.find(w("gridSpan"))) if own is not None else None) or 1
        if not 1 <= span <= MAX_COLUMNS or column + span > MAX_COLUMNS:
            raise too_large(name)
        merge = own.find(w("vMerge")) if own is not None else None
        beside = own.find(w("hMerge")) if own is not None else None
        lines = source.lines_of(cell, index, column)
        if places and beside is not None and value(beside, "continue") == "continue":
            places[-1] = replace(places[-1], span=places[-1].span + span, lines=places[-1].lines + lines)
        else:
            places.append(_Place(column, span, value(merge, "continue") if merge is not None else "", lines))
        column += span
    return places


def _put(cells: list[GridCell], open_merges: dict[int, int], place: _Place, row: int) -> None:
    above = open_merges.get(place.column)
    if place.merge == "continue" and above is not None:
        merged = cells[above]
        if merged.column_span == place.span and merged.row + merged.row_span == row:
            cells[above] = replace(merged, row_span=merged.row_span + 1, lines=merged.lines + place.lines)
            return
    open_merges.pop(place.column, None)
    if place.merge:
        open_merges[place.column] = len(cells)
    cells.append(GridCell(row, place.column, place.lines, column_span=place.span))

"""Tables in a text file: one line a cell, marked by a leading tab, as Word leaves them when it saves plain text.

A cell runs over the following lines until the next tab; blank lines stand between rows, but also inside cells, so
the number of columns decides where a row ends. Rows with tabs inside the line (pasted from a workbook) are read too.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.checks import Finding, Severity
from domain.numbering import parse_label
from domain.text import trim
from importers.annex_labels import parse_annex_label
from importers.blocks import GridCell, TableBlock
from importers.line_wrap import Line

_MAX_HEADER_LENGTH = 30
_MAX_COLUMNS = 63
_Row = list[list[str]]


@dataclass
class TabTable:
    """A table found in the text, the index of the line after it, and what was noticed."""

    block: TableBlock
    end: int
    findings: list[Finding] = field(default_factory=list)


def read_tab_table(lines: list[Line], start: int) -> TabTable | None:
    """Read the table that begins at a line; None when none begins there (an indented paragraph, say)."""
    if not lines[start].text.startswith("\t"):
        return _read_rows_of_tabs(lines, start)
    groups: list[_Row] = [[]]
    blank = False
    index = start
    while index < len(lines):
        text = lines[index].text
        if text.startswith("\t"):
            if len(groups) == 1 and (len(groups[0]) > _MAX_COLUMNS or (blank and not _looks_like_table(groups))):
                # Asked for every such line, so it must not read to the end to say no.
                return None
            if blank:
                groups.append([])
            groups[-1].append(text[1:].split("\t"))
            groups[-1][-1:] = [[cell] for cell in groups[-1][-1]]
            blank = False
        elif not trim(text):
            blank = True
        elif (blank or parse_annex_label(text)) and _is_complete(groups):
            break
        else:
            groups[-1][-1].append(text)
        index += 1
    return _build(groups, lines[start].number, index) if _looks_like_table(groups) else None


def _looks_like_table(groups: list[_Row]) -> bool:
    header = [trim("".join(cell)) for cell in groups[0]]
    return 1 < len(header) <= _MAX_COLUMNS and all(
        len(cell) <= _MAX_HEADER_LENGTH and not cell.endswith(("。", "；", "：")) and parse_label(cell) is None
        for cell in header
    )


def _header_depth(groups: list[_Row]) -> int:
    """Two when the second row leaves blank what the first merges down, and has more cells than it."""
    if len(groups) > 1 and len(groups[1]) > len(groups[0]) and not trim("".join(groups[1][0])):
        return 2
    return 1


def _width(groups: list[_Row]) -> int:
    return len(groups[_header_depth(groups) - 1])


def _is_complete(groups: list[_Row]) -> bool:
    body = sum(len(group) for group in groups[_header_depth(groups) :])
    return body % _width(groups) == 0


def _build(groups: list[_Row], line: int, end: int) -> TabTable:
    depth, width = _header_depth(groups), _width(groups)
    table = TabTable(TableBlock((), 0, width, line, depth), end)
    cells = _header_cells(groups[:depth], width, table.findings)
    rows = _pack_rows(groups[depth:], width, table.findings)
    for number, row in enumerate(rows, start=depth):
        cells += [GridCell(number, column, _lines(cell)) for column, cell in enumerate(row)]
    table.block = TableBlock(tuple(cells), depth + len(rows), width, line, depth)
    return table


def _pack_rows(groups: list[_Row], width: int, findings: list[Finding]) -> list[_Row]:
    rows: list[_Row] = []
    waiting: _Row = []
    for group in [*groups, []]:
        if waiting and (len(waiting) + len(group) > width or not group):
            message = f"有一行只有 {len(waiting)} 格，应有 {width} 格，缺的格按空白处理，请核对。"
            findings.append(Finding(Severity.LOOK, "short_row", "表格", message))
            rows.append(waiting + [[""]] * (width - len(waiting)))
            waiting = []
        waiting = waiting + group
        while len(waiting) >= width:
            rows.append(waiting[:width])
            waiting = waiting[width:]
    return rows


def _header_cells(header: list[_Row], width: int, findings: list[Finding]) -> list[GridCell]:
    if len(header) == 1:
        return [GridCell(0, column, _lines(cell)) for column, cell in enumerate(header[0])]
    below = header[1]
    spans = _top_spans([bool(trim("".join(cell))) for cell in below], len(header[0]))
    if sum(spans) != width:
        findings.append(
            Finding(Severity.LOOK, "header_unclear", "表格", "两行表头的合并关系不明确，请核对各列的表头。")
        )
    cells = []
    column = 0
    for text, span in zip(header[0], spans, strict=True):
        reaches_down = span == 1 and not trim("".join(below[column]))
        cells.append(GridCell(0, column, _lines(text), 2 if reaches_down else 1, span))
        column += span
    covered = {cell.column for cell in cells if cell.row_span == 2}
    return cells + [GridCell(1, place, _lines(cell)) for place, cell in enumerate(below) if place not in covered]


def _top_spans(filled_below: list[bool], count: int) -> list[int]:
    """How many columns each upper header covers: one where nothing stands below it, else its share of the run."""
    runs: list[int] = []
    previous = False
    for filled in filled_below:
        if filled and previous:
            runs[-1] += 1
        else:
            runs.append(1)
        previous = filled
    spare = count - len(runs)
    spans: list[int] = []
    for run in runs:
        parts = 1
        if spare > 0 and run > 1:
            parts = min(run, spare + 1)
            spare -= parts - 1
        spans += [run // parts + (1 if part < run % parts else 0) for part in range(parts)]
    return (spans + [1] * count)[:count]


def _lines(cell: list[str]) -> tuple[str, ...]:
    return tuple(trimmed for line in cell if (trimmed := trim(line)))


def _read_rows_of_tabs(lines: list[Line], start: int) -> TabTable | None:
    rows = []
    for line in lines[start:]:
        if "\t" not in line.text or not trim(line.text):
            break
        rows.append(line.text.strip("\n").split("\t"))
    width = len(rows[0]) if rows else 0
    if len(rows) < 2 or width > _MAX_COLUMNS or any(len(row) != width for row in rows):
        return None
    cells = [GridCell(y, x, _lines([text])) for y, row in enumerate(rows) for x, text in enumerate(row)]
    return TabTable(TableBlock(tuple(cells), len(rows), width, lines[start].number), start + len(rows))

"""Appendix tables: a grid with its header rows → header paths, column kinds, rows of cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.cell_items import STAR
from domain.checks import Finding, Severity
from domain.numbering import NumberStyle, parse_label
from domain.tables import AppendixTable, ColumnKind, TableColumn, TableRow, TableSpec, cell_of, match_spec
from domain.text import comparison_key, strip_spaces
from importers.annexes import AnnexTable
from importers.blocks import GridCell
from importers.headers import fill_grid, header_depth, header_path

_NUMBER_HEADERS = {"序号", "编号", "项次", "序", "no", "no."}


@dataclass
class _Texts:
    """A table as text: what is printed above it, its header paths, its rows."""

    annex: AnnexTable
    title: str
    paths: list[tuple[str, ...]]
    rows: list[list[str]]

    @property
    def where(self) -> str:
        return self.annex.label or self.title or "表格"


def read_appendix(
    annexes: Sequence[AnnexTable], specs: Sequence[TableSpec]
) -> tuple[tuple[AppendixTable, ...], list[Finding]]:
    """Turn the tables of a document into appendix tables, labelled and numbered in order; ids count from 1.

    A table that goes on in the next one, without a label between, is one table.
    """
    findings: list[Finding] = []
    texts: list[_Texts] = []
    for annex in annexes:
        one = _read_texts(annex, findings)
        if texts and not annex.label and not one.title and _goes_on(texts[-1], one):
            texts[-1].rows += one.rows
        else:
            texts.append(one)
    taken = {annex.label for annex in annexes}
    tables: list[AppendixTable] = []
    row_id = 0
    for number, one in enumerate(texts, start=1):
        label = _free_label(one, tables, taken, findings)
        columns = _columns(one.paths, one.rows, specs)
        _check_numbers(columns, one, findings)
        rows = []
        for seq, row in enumerate(one.rows, start=1):
            row_id += 1
            cells = {column.key: cell_of(column.kind, text) for column, text in zip(columns, row, strict=True)}
            rows.append(TableRow(row_id, seq, {key: cell for key, cell in cells.items() if cell.items}))
        tables.append(AppendixTable(number, TableSpec(label, one.title, columns), tuple(rows)))
    return tuple(tables), findings


def _read_texts(annex: AnnexTable, findings: list[Finding]) -> _Texts:
    table, title = annex.table, annex.title
    grid = fill_grid(table)
    top = 0
    first = grid[0][0]
    if first is not None and table.columns > 1 and table.rows > 2 and all(cell is first for cell in grid[0]):
        # One cell over the whole width is the title, set inside the table.
        top = first.row_span
        own = strip_spaces(first.text)
        title = title or own
        if comparison_key(title) != comparison_key(own):
            message = f"表格首行“{own}”没有收入，表题取“{title}”。"
            findings.append(Finding(Severity.LOOK, "title_in_table", annex.label or title, message))
    body = top + header_depth(table, grid[top:])
    paths = [header_path([row[column] for row in grid[top:body]], column) for column in range(table.columns)]
    rows = [[cell.text if cell else "" for cell in row] for row in grid[body:]]
    one = _Texts(annex, title, paths, [row for row in rows if any(row)])
    _note_merges(grid[body:], one.where, findings)
    return one


def _goes_on(table: _Texts, other: _Texts) -> bool:
    """Whether a table repeats the header of the one before, or goes straight on with its next number."""

    def keys(one: _Texts) -> list[list[str]]:
        return [[comparison_key(part) for part in path] for path in one.paths]

    if keys(table) == keys(other):
        return True
    if len(table.paths) != len(other.paths) or any(len(path) > 1 for path in other.paths):
        return False
    if _row_number(other.paths[0][0]) != len(table.rows) + 1:
        return False
    first = [cell.text if cell else "" for cell in fill_grid(other.annex.table)[0]]
    other.rows.insert(0, first)
    return True


def _columns(
    paths: Sequence[tuple[str, ...]], texts: Sequence[Sequence[str]], specs: Sequence[TableSpec]
) -> tuple[TableColumn, ...]:
    spec = match_spec(paths, specs)
    if spec:
        return tuple(replace(known, path=path, id=0) for known, path in zip(spec.columns, paths, strict=True))
    return tuple(
        TableColumn(f"c{place}", path, _kind(path, [row[place - 1] for row in texts]))
        for place, path in enumerate(paths, start=1)
    )


def _kind(path: Sequence[str], texts: Sequence[str]) -> ColumnKind:
    if comparison_key(path[-1]) in _NUMBER_HEADERS and all(_row_number(text) is not None for text in texts):
        return ColumnKind.NUMBER
    lines = [text.split("\n") for text in texts]
    if any(line.startswith(STAR) for cell in lines for line in cell):
        return ColumnKind.ITEMS
    return ColumnKind.MEASURES if any(_is_list(cell) for cell in lines) else ColumnKind.TEXT


def _is_list(lines: Sequence[str]) -> bool:
    labels = [label for line in lines if (label := parse_label(line)) and label.style is not NumberStyle.HAN]
    return len(labels) > 1 and [label.value for label in labels] == list(range(1, len(labels) + 1))


def _row_number(text: str) -> int | None:
    """The printed number of a row, 0 for an empty cell; None for anything else."""
    bare = strip_spaces(text).rstrip(".、．")
    if not bare:
        return 0
    label = parse_label(f"{bare}、") or parse_label(bare)
    return label.value if label and len(bare) <= 5 else None


def _check_numbers(columns: Sequence[TableColumn], one: _Texts, findings: list[Finding]) -> None:
    for place, column in enumerate(columns):
        if column.kind is not ColumnKind.NUMBER:
            continue
        for seq, row in enumerate(one.rows, start=1):
            if row[place] and _row_number(row[place]) != seq:
                message = f"第 {seq} 行的序号原为“{row[place]}”，现按行次编为“{seq}”，请核对。"
                findings.append(Finding(Severity.LOOK, "row_number", one.where, message))
                return


def _note_merges(rows: Sequence[Sequence[GridCell | None]], where: str, findings: list[Finding]) -> None:
    merged = {
        cell for row in rows for cell in row if cell and cell.lines and (cell.row_span > 1 or cell.column_span > 1)
    }
    if merged:
        message = f"有 {len(merged)} 个合并单元格，已拆开并在每一格填入同样的文字，请核对。"
        findings.append(Finding(Severity.LOOK, "merged_cells", where, message))


def _free_label(one: _Texts, tables: Sequence[AppendixTable], taken: set[str], findings: list[Finding]) -> str:
    wanted = one.annex.label
    if wanted and all(table.spec.label != wanted for table in tables):
        return wanted
    number = len(tables) + 1
    while f"附表{number}" in taken:
        number += 1
    label = f"附表{number}"
    taken.add(label)
    named = f"《{one.title}》" if one.title else "（没有表题）"
    message = f"有一张表格{named}没有自己的编号，暂列为{label}，请核对它的位置和编号。"
    if wanted:
        message = f"“{wanted}”用了两次，后一张{named}暂列为{label}，请核对。"
    findings.append(Finding(Severity.LOOK, "table_label", label, message))
    return label

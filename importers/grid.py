"""A sheet of any workbook as a grid: filled cells as shown, merges, what is hidden; under the limits for sheets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from domain.checks import Finding, Severity
from domain.errors import ImportFileError
from domain.text import trim
from importers.blocks import GridCell, TableBlock

MAX_SHEETS = 100
MAX_CELLS = 2_000_000
MAX_ROWS = 200_000
MAX_COLUMNS = 512
MAX_BOX = 5_000_000
MAX_MERGES = 20_000
MAX_CELL_TEXT = 32_767
# What a program shows where a formula failed.
ERROR_TEXTS = ("#N/A", "#VALUE!", "#REF!", "#DIV/0!", "#NUM!", "#NAME?", "#NULL!", "#SPILL!", "#CALC!")


@dataclass(frozen=True)
class Merge:
    """A merged range by its upper left corner (from 0) and its size."""

    row: int
    column: int
    rows: int
    columns: int


@dataclass
class Sheet:
    """One sheet: `cells` are the filled ones by (row, column) from 0, as text the way the sheet shows them.

    `left_out` counts cells beyond the limits of rows and columns, `first_left_out` names the first of them.
    `unsolved` counts formulas that hold no result, `covered` are cells that merged ones hide. `widths` are column
    widths in characters, as far as the file tells.
    """

    name: str
    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    is_hidden: bool = False
    widths: dict[int, float] = field(default_factory=dict)
    left_out: int = 0
    first_left_out: str = ""
    unsolved: int = 0
    merges_left_out: bool = False
    covered: dict[tuple[int, int], str] = field(default_factory=dict)

    def put(self, row: int, column: int, text: str) -> None:
        """Set a cell, unless it is blank or beyond the limits."""
        if not trim(text):
            return
        if row >= MAX_ROWS or column >= MAX_COLUMNS or len(self.cells) >= MAX_CELLS:
            self.left_out += 1
            self.first_left_out = self.first_left_out or cell_name(row, column)
            return
        self.cells[row, column] = text

    def merge(self, row: int, column: int, rows: int, columns: int) -> None:
        """Note a merged range; beyond 20,000 they are left out."""
        if len(self.merges) >= MAX_MERGES:
            self.merges_left_out = True
        elif rows > 1 or columns > 1:
            self.merges.append(Merge(row, column, rows, columns))

    def spans(self) -> dict[tuple[int, int], tuple[int, int]]:
        """End row and end column of the merged cells by their corner, cut to the filled part, none over another.

        What lies under a merge does not show: it is taken out and counted.
        """
        _, _, bottom, right = self.box
        found: dict[tuple[int, int], tuple[int, int]] = {}
        covered: set[tuple[int, int]] = set()
        budget = MAX_BOX
        for merge in self.merges:
            corner = (merge.row, merge.column)
            end = min(merge.row + merge.rows, bottom), min(merge.column + merge.columns, right)
            budget -= max((end[0] - merge.row) * (end[1] - merge.column), 0)
            if corner not in self.cells or budget < 0:
                continue
            places = {(row, column) for row in range(merge.row, end[0]) for column in range(merge.column, end[1])}
            if places & covered:
                continue
            covered |= places
            found[corner] = end
        below = [place for place in covered if place not in found and place in self.cells]
        self.covered.update({place: self.cells.pop(place) for place in sorted(below)})
        return found

    @property
    def box(self) -> tuple[int, int, int, int]:
        """First row, first column, end row, end column of the filled cells; all 0 when there are none."""
        if not self.cells:
            return 0, 0, 0, 0
        rows = [row for row, _ in self.cells]
        columns = [column for _, column in self.cells]
        return min(rows), min(columns), max(rows) + 1, max(columns) + 1


@dataclass
class Workbook:
    """All sheets of a file in order, with what was noticed."""

    sheets: list[Sheet] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def cell_name(row: int, column: int) -> str:
    """B7 for row 6, column 1 (both from 0)."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"


def check_sheet_count(count: int, name: str) -> None:
    """Raise ImportFileError for a workbook of more sheets than any office keeps."""
    if count > MAX_SHEETS:
        raise ImportFileError(
            "too_many_sheets",
            f"“{name}”有 {count} 张工作表，超过 {MAX_SHEETS} 张，没有读取。",
            "请把需要的工作表另存为一个新文件后再导入。",
        )


def sheet_block(sheet: Sheet, line: int, file_name: str) -> TableBlock:
    """The filled part of a sheet as a table. Raises ImportFileError when it is too large to lay out.

    Merged ranges are cut to the filled part; what lies under them does not show and is not in the table.
    """
    sheet.spans()
    top, left, bottom, right = sheet.box
    if (bottom - top) * (right - left) > MAX_BOX:
        raise ImportFileError(
            "sheet_too_large",
            f"“{file_name}”的工作表“{sheet.name}”内容铺得太开（到 {cell_name(bottom - 1, right - 1)}），没有读取。",
            "请删去离表格很远的零散单元格，或把表格拆小后再导入。",
        )
    return TableBlock(
        tuple(_cells(sheet, top, left, bottom, right)),
        bottom - top,
        right - left,
        line,
        sheet=sheet.name,
        hidden_rows=frozenset(row - top for row in sheet.hidden_rows if top <= row < bottom),
        hidden_columns=frozenset(column - left for column in sheet.hidden_columns if left <= column < right),
        origin=(top, left),
        widths=_widths(sheet, left, right),
    )


def _widths(sheet: Sheet, left: int, right: int) -> tuple[int, ...]:
    """Column widths in mm (a character is 7 pixels wide, 96 to the inch); none unless all are told."""
    widths = [round(sheet.widths.get(column, 0) * 7 * 25.4 / 96) for column in range(left, right)]
    return tuple(widths) if all(widths) else ()


def _cells(sheet: Sheet, top: int, left: int, bottom: int, right: int) -> Iterator[GridCell]:
    spans = sheet.spans()
    for place in sorted(sheet.cells):
        end_row, end_column = spans.get(place, (place[0] + 1, place[1] + 1))
        lines = tuple(trimmed for line in sheet.cells[place].split("\n") if (trimmed := trim(line)))
        rows, columns = min(end_row, bottom) - place[0], min(end_column, right) - place[1]
        yield GridCell(place[0] - top, place[1] - left, lines, rows, columns)


def sheet_findings(sheet: Sheet, line: int = 0) -> list[Finding]:
    """What a person should know about a sheet: hidden parts, failed formulas, what was left out."""
    where = f"工作表“{sheet.name}”"
    found: list[tuple[Severity, str, str]] = []
    if sheet.is_hidden:
        found.append((Severity.LOOK, "hidden_sheet", "这张工作表是隐藏的，内容已照样读取，请核对要不要收入。"))
    rows = sorted(sheet.hidden_rows & {row for row, _ in sheet.cells})
    if rows:
        shown = "、".join(str(row + 1) for row in rows[:10]) + ("等" if len(rows) > 10 else "")
        found.append((Severity.LOOK, "hidden_rows", f"第 {shown} 行是隐藏的，内容已照样读取，请核对。"))
    filled = {column for _, column in sheet.cells}
    columns = sorted(sheet.hidden_columns & filled)
    if columns:
        shown = "、".join(cell_name(0, column)[:-1] for column in columns[:10]) + ("等" if len(columns) > 10 else "")
        found.append((Severity.LOOK, "hidden_columns", f"{shown} 列是隐藏的，内容已照样读取，请核对。"))
    wrong = [cell_name(*place) for place, text in sorted(sheet.cells.items()) if text in ERROR_TEXTS]
    if wrong:
        shown = "、".join(wrong[:10]) + ("等" if len(wrong) > 10 else "")
        found.append((Severity.MUST, "error_cells", f"有 {len(wrong)} 个单元格是公式出错的结果（{shown}），请改正。"))
    if sheet.unsolved:
        message = f"有 {sheet.unsolved} 个公式没有存下结果，按空白处理；请用 WPS 或 Excel 打开原文件，保存后再导入。"
        found.append((Severity.MUST, "formula_without_result", message))
    if sheet.left_out:
        message = (
            f"有 {sheet.left_out} 个单元格超出可读的范围（{MAX_ROWS} 行、{MAX_COLUMNS} 列），没有收入，"
            f"第一个是 {sheet.first_left_out}。"
        )
        found.append((Severity.MUST, "cells_left_out", message))
    if sheet.covered:
        shown = "；".join(f"{cell_name(*place)} {text[:20]}" for place, text in list(sheet.covered.items())[:5])
        message = f"有 {len(sheet.covered)} 个单元格被合并单元格盖住，表上看不见，没有收入：{shown}"
        found.append((Severity.LOOK, "covered_cells", message))
    if sheet.merges_left_out:
        found.append((Severity.LOOK, "merges_left_out", f"合并单元格超过 {MAX_MERGES} 处，多出的没有按合并处理。"))
    long = [cell_name(*place) for place, text in sorted(sheet.cells.items()) if len(text) > MAX_CELL_TEXT]
    if long:
        found.append((Severity.LOOK, "long_cells", f"单元格 {'、'.join(long[:5])} 的文字特别长，请核对。"))
    return [Finding(severity, code, where, message, line=line) for severity, code, message in found]

"""A table as printed → its parts: title, unit, header, and its rows told apart (data, section, total, note)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from domain.checks import Finding, Option, Severity
from domain.numbering import NumberStyle, parse_label
from domain.reading import ReadingChoices
from domain.text import comparison_key, strip_spaces
from importers.annexes import AnnexTable
from importers.appendix_lead import Lead, glue_lines, is_continuation, is_note, is_unit_line, read_lead
from importers.blocks import GridCell
from importers.headers import (
    GridRow,
    fill_grid,
    filled_cells,
    header_depth,
    header_paths,
    is_form,
    numbers_the_columns,
    row_number,
)

_TOTALS = {
    "合计",
    "总计",
    "小计",
    "共计",
    "累计",
    "总和",
    "总合计",
    "汇总",
    "合计数",
    "合计金额",
    "总计金额",
    "全市合计",
    "全区合计",
}
_SECTION_STYLES = (NumberStyle.HAN, NumberStyle.HAN_PAREN, NumberStyle.CHAPTER, NumberStyle.SECTION)
_PLAIN_SHEET_NAMES = ("sheet", "工作表", "表")
_AS_ASSUMED = ReadingChoices()
_NO_HEADER, _FIRST_ROW = Option("none", "没有表头"), Option("first", "首行是表头")


class RowKind(StrEnum):
    """What a row below the header is."""

    DATA = "data"
    SECTION = "section"
    TOTAL = "total"


@dataclass
class BodyRow:
    """A row below the header: `cells` by place, `number` its place in the source from 1."""

    kind: RowKind
    cells: list[GridCell | None]
    number: int

    @property
    def texts(self) -> list[str]:
        """The text of each place, merged cells filled."""
        return [cell.text if cell else "" for cell in self.cells]

    @property
    def text(self) -> str:
        """The text of a section row, its number before it where that has a cell of its own."""
        cells = filled_cells(self.cells)
        if self.kind is RowKind.SECTION and len(cells) == 2:
            return f"{strip_spaces(cells[0].text).rstrip('、．.')}、{cells[1].text}"
        return cells[0].text if cells else ""


@dataclass
class Layout:
    """A table taken apart. `depth` is the number of header rows, 0 when it has none."""

    annex: AnnexTable
    label: str
    title: str
    unit_line: str
    notes: list[str]
    paths: list[tuple[str, ...]]
    rows: list[BodyRow]
    depth: int
    widths: list[int]
    findings: list[Finding] = field(default_factory=list)

    @property
    def where(self) -> str:
        """What findings call the table."""
        return self.label or self.title or "表格"

    @property
    def data(self) -> list[BodyRow]:
        """The rows that are neither section nor total."""
        return [row for row in self.rows if row.kind is RowKind.DATA]

    def say(self, severity: Severity, code: str, message: str) -> None:
        """Note something about this table."""
        self.findings.append(Finding(severity, code, self.where, message, line=self.annex.table.line))


def lay_out(annex: AnnexTable, choices: ReadingChoices = _AS_ASSUMED) -> Layout:
    """Find title, unit, header and notes of a table, and tell its rows apart; no filled cell gets lost."""
    table = annex.table
    grid = fill_grid(table)
    lead = read_lead(grid)
    top = lead.rows
    depth, asked = _header(annex, grid[top:], choices)
    header, body = grid[top : top + depth], grid[top + depth :]
    layout = Layout(
        annex,
        annex.label or lead.label,
        annex.title or lead.title or _sheet_title(annex),
        "\u3000".join(line for line in (annex.unit_line, lead.unit_line) if line),
        [*lead.notes, *annex.notes],
        header_paths(header, table.columns),
        [],
        depth,
        list(table.widths) or [0] * table.columns,
    )
    layout.findings += [replace(one, where=layout.where) for one in annex.doubts]
    if asked:
        layout.findings.append(replace(asked, where=layout.where))
        if not depth:
            layout.paths = [("内容",) if place % 2 else ("项目",) for place in range(table.columns)]
    _compare_titles(layout, lead)
    offset = top + depth + 1
    if depth and body and numbers_the_columns(body[0]):
        shown = "、".join(cell.text for cell in filled_cells(body[0]))
        layout.say(Severity.NOTE, "column_numbers", f"表头下面只给各列编号的一行没有收入：{shown}。")
        body, offset = body[1:], offset + 1
    rows = [
        BodyRow(_kind(row), list(row), number) for number, row in enumerate(body, start=offset) if filled_cells(row)
    ]
    layout.rows = _without_repeats(layout, rows, header)
    _take_notes(layout)
    _drop_blank_columns(layout)
    _say_unnamed(layout)
    return layout


def _header(annex: AnnexTable, grid: Sequence[GridRow], choices: ReadingChoices) -> tuple[int, Finding | None]:
    """How many header rows there are, and the doubt whether a form of labels and values has one."""
    depth = header_depth(annex.table, grid)
    if depth != 1 or annex.table.header_rows or not is_form(grid):
        return depth, None
    question = f"{annex.key}:header"
    chosen = choices.pick(question, _NO_HEADER.key)
    said = "已按没有表头读取" if chosen == _NO_HEADER.key else "已把首行作为表头"
    message = f"表格像是“项目、内容”对照的登记表，{said}，请核对。"
    options = (_NO_HEADER, _FIRST_ROW)
    finding = Finding(Severity.LOOK, "form_table", "", message, question, options, annex.table.line)
    return (0 if chosen == _NO_HEADER.key else 1), finding


def _sheet_title(annex: AnnexTable) -> str:
    name = strip_spaces(annex.table.sheet)
    plain = name.casefold().rstrip("0123456789()（）")
    return "" if plain in _PLAIN_SHEET_NAMES else name


def _compare_titles(layout: Layout, lead: Lead) -> None:
    if not layout.annex.title or not lead.title or is_continuation(lead.title, layout.label, layout.title):
        return
    # Above and inside the table stand two titles; the one inside must not get lost.
    layout.notes.insert(0, lead.title)
    message = f"表格首行“{lead.title}”与表题不同，表题取“{layout.title}”，首行已收作表注，请核对。"
    layout.say(Severity.LOOK, "title_in_table", message)


def _kind(row: GridRow) -> RowKind:
    cells = filled_cells(row)
    if not cells:
        return RowKind.DATA
    first = comparison_key(cells[0].text).rstrip(":：")
    named = [cell for cell in cells[:2] if comparison_key(cell.text).rstrip(":：") in _TOTALS]
    if len(row) > 1 and named and (first in _TOTALS or row_number(cells[0].text)):
        return RowKind.TOTAL
    if len(cells) == 2 and _is_numbered_section(row, cells):
        return RowKind.SECTION
    if len(cells) == 1 and len(row) > 1:
        cell = cells[0]
        label = parse_label(cell.text)
        marked = label is not None and label.style in _SECTION_STYLES and len(cell.lines) == 1
        # An unmerged row of one cell is a section only when it is numbered like one.
        if cell.column_span >= len(row) or (cell.column_span > 1 and cell.column == 0 and marked):
            return RowKind.SECTION
        if marked and len(row) > 2 and row[0] is cell and cell.row_span == 1:
            return RowKind.SECTION
    return RowKind.DATA


def _is_numbered_section(row: GridRow, cells: Sequence[GridCell]) -> bool:
    """一 | 提升供给能力, the rest of the row merged or blank: a section with its number in a cell of its own."""
    number, name = cells
    if len(row) < 4 or row[0] is not number or row[1] is not name or number.column_span > 1 or name.row_span > 1:
        return False
    label = parse_label(f"{strip_spaces(number.text).rstrip('、．.')}、")
    return label is not None and label.style is NumberStyle.HAN and number.row_span == 1


def _without_repeats(layout: Layout, rows: list[BodyRow], header: Sequence[GridRow]) -> list[BodyRow]:
    """Take out header rows that a page break repeated, and the words 续表 above them."""
    heads = {tuple(_key(cell) for cell in row) for row in header}
    top = tuple(_key(cell) for cell in header[0]) if header else ()
    kept: list[BodyRow] = []
    repeats = 0
    in_header = False
    for row in rows:
        keys = tuple(_key(cell) for cell in row.cells)
        is_header = bool(heads) and (keys == top or (in_header and keys in heads))
        is_banner = len(filled_cells(row.cells)) == 1 and len(row.cells) > 1
        if is_header:
            repeats += keys == top
        elif not (is_banner and is_continuation(row.text, layout.label, layout.title)):
            kept.append(row)
        in_header = is_header
    if repeats:
        layout.say(Severity.NOTE, "repeated_header", f"表头因换页重复了 {repeats} 次，重复的没有收入。")
    return kept


def _key(cell: GridCell | None) -> str:
    return comparison_key(cell.text) if cell else ""


def _take_notes(layout: Layout) -> None:
    """Notes and the fields of who signed stand behind the last row; sections without rows stay rows."""
    tail: list[str] = []
    first = _first_note(layout.rows)
    while layout.rows:
        row = layout.rows[-1]
        cells = filled_cells(row.cells)
        texts = [glue_lines(cell) for cell in cells]
        is_wide = len(cells) == 1 and len(row.cells) > 1
        if len(layout.rows) > first or (is_wide and row.kind is not RowKind.TOTAL and _is_remark(row, cells[0])):
            tail = [*cells[0].lines, *tail]
        elif row.kind is RowKind.DATA and len(row.cells) > 1 and is_unit_line(texts[0]) and layout.depth:
            tail = ["\u3000".join(texts), *tail]
        else:
            break
        layout.rows.pop()
    # What stood in the table comes before what stood below it.
    behind = len(layout.annex.notes)
    layout.notes[len(layout.notes) - behind :] = [*tail, *layout.annex.notes]


def _first_note(rows: Sequence[BodyRow]) -> int:
    """Where the notes below the last row begin: at 注：1.…, and 2.… below it is one too."""
    first = place = len(rows)
    while place:
        place -= 1
        cells = filled_cells(rows[place].cells)
        if len(cells) != 1 or len(rows[place].cells) == 1 or rows[place].kind is RowKind.TOTAL:
            break
        if is_note(glue_lines(cells[0])):
            first = place
    return first


def _is_remark(row: BodyRow, cell: GridCell) -> bool:
    return row.kind is RowKind.SECTION and parse_label(cell.text) is None and cell.text.endswith("。")


def _say_unnamed(layout: Layout) -> None:
    """Say which columns have cells but no header: a file without merged cells may hold a header of several rows."""
    unnamed = [
        path[0]
        for place, path in enumerate(layout.paths)
        if layout.depth and path == (f"第{place + 1}列",) and any(row.texts[place] for row in layout.rows)
    ]
    if unnamed:
        shown = "、".join(unnamed[:5]) + ("等" if len(unnamed) > 5 else "")
        message = f"{shown}没有表头，暂以列次为名；如果表头有几行，合并的格子已经丢失，请核对表头和前几行。"
        layout.say(Severity.LOOK, "column_unnamed", message)


def _drop_blank_columns(layout: Layout) -> None:
    """Columns without header and without any cell are the layout of a sheet."""
    if not layout.depth or not layout.rows:
        return
    blank = [
        place
        for place, path in enumerate(layout.paths)
        if path == (f"第{place + 1}列",) and not any(row.texts[place] for row in layout.rows)
    ]
    if blank and len(blank) < len(layout.paths):
        layout.paths = [path for place, path in enumerate(layout.paths) if place not in blank]
        layout.widths = [width for place, width in enumerate(layout.widths) if place not in blank]
        for row in layout.rows:
            row.cells = [cell for place, cell in enumerate(row.cells) if place not in blank]

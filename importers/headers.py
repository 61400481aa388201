"""Header rows of a table: how many there are, and the path of headers over each column."""

from __future__ import annotations

import re
from collections.abc import Sequence

from domain.numbering import parse_label
from domain.text import strip_spaces
from importers.blocks import GridCell, TableBlock
from importers.line_wrap import glue

_MAX_HEADER_ROWS = 4
_MAX_HEADER_TEXT = 24
# What the label of a field ends in, and what heads a column of values.
_LABEL_ENDS = (
    "名称",
    "单位",
    "地点",
    "地址",
    "内容",
    "规模",
    "概况",
    "投资",
    "电话",
    "联系人",
    "负责人",
    "时间",
    "期限",
    "日期",
    "性质",
    "来源",
    "工期",
    "进度",
    "进展",
    "目标",
    "成效",
    "依据",
    "简介",
    "代表人",
    "邮箱",
    "所属",
    "区域",
    "行业",
    "类型",
    "状态",
)
_COLUMN_NAMES = ("值", "数值", "说明", "备注", "数量", "金额", "描述")
GridRow = Sequence[GridCell | None]
# 甲 乙 1 2 3: statistics offices number their columns below the header.
_COLUMN_LETTERS = "甲乙丙丁戊己庚辛"


def fill_grid(table: TableBlock) -> list[list[GridCell | None]]:
    """The cell that covers each place, row by row; None where the table has a hole."""
    grid: list[list[GridCell | None]] = [[None] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        for row in grid[cell.row : cell.row + cell.row_span]:
            row[cell.column : cell.column + cell.column_span] = [cell] * cell.column_span
    return grid


def filled_cells(row: GridRow) -> list[GridCell]:
    """The cells of a row that hold text, each once, from left to right."""
    return list({id(cell): cell for cell in row if cell is not None and cell.lines}.values())


def row_number(text: str) -> int | None:
    """The printed number of a row, 0 for an empty cell; None for anything else."""
    bare = strip_spaces(text).rstrip(".、．")
    if not bare:
        return 0
    if len(bare) > 5:
        return None
    label = parse_label(f"{bare}、") or parse_label(bare)
    return label.value if label else None


def header_depth(table: TableBlock, grid: Sequence[GridRow]) -> int:
    """How many rows at the top of `grid` are header; 0 when the first row is a numbered one.

    `grid` are the rows of the table from its header on. Rows that the source marks are believed; else the header has
    as many rows as its tallest merge, one more under cells merged sideways, and one more where blanks say so.
    """
    marked = table.header_rows - (table.rows - len(grid))
    if 1 <= marked <= _MAX_HEADER_ROWS and marked < len(grid):
        return marked
    if _is_numbered(grid[0]):
        return 0
    depth = 1
    level = 0
    while level < depth and depth < min(_MAX_HEADER_ROWS, len(grid)):
        for cell in grid[level]:
            if cell is None or cell.row != level + table.rows - len(grid):
                continue
            tall = cell.row_span if level == 0 or cell.row_span + level <= depth else 1
            below = 2 if cell.column_span > 1 and tall == 1 else 1
            depth = max(depth, level + max(tall, below))
        level += 1
    depth = min(depth, _MAX_HEADER_ROWS, len(grid))
    while depth > 1 and (_begins_body(grid[depth - 1]) or not filled_cells(grid[depth - 1])):
        depth -= 1
    while depth < min(_MAX_HEADER_ROWS, len(grid)) and _goes_on_below(grid, depth):
        depth += 1
    return depth


def is_form(grid: Sequence[GridRow]) -> bool:
    """Whether a table is a form of labels and values (项目名称 | 甲 | 建设单位 | 乙), which has no header."""
    columns = len(grid[0])
    if columns not in (2, 4) or len(grid) < 2:
        return False
    labels = [cell for row in grid for place in range(0, columns, 2) if (cell := row[place]) is not None and cell.lines]
    values = [cell for row in grid for place in range(1, columns, 2) if (cell := row[place]) is not None and cell.lines]
    texts = [strip_spaces(cell.text) for cell in labels]
    if len(set(texts)) < len(texts) or any(len(text) > 14 or row_number(text) for text in texts):
        return False
    if all(text.endswith(("：", ":")) for text in texts):
        return True
    first = grid[0][1]
    if first is None or strip_spaces(first.text).endswith(_LABEL_ENDS) or strip_spaces(first.text) in _COLUMN_NAMES:
        return False
    share = sum(text.endswith(_LABEL_ENDS) for text in texts) / len(texts)
    return share >= 0.6 and not any(strip_spaces(cell.text).endswith(_LABEL_ENDS) for cell in values)


def _is_numbered(row: GridRow) -> bool:
    cells = filled_cells(row)
    first = row[0]
    return len(cells) > 1 and cells[0] is first and bool(row_number(first.text)) and first.column_span == 1


def _begins_body(row: GridRow) -> bool:
    """Whether a row holds the first number of the rows; a header merged sideways may have nothing below it."""
    first = row[0]
    return first is not None and first.text.rstrip(".、．") in ("1", "１", "一", "01", "001")


def _goes_on_below(grid: Sequence[GridRow], depth: int) -> bool:
    """Whether a header of single cells goes on in the row below: its first cell is blank there, and a cell stands
    under a blank that follows a filled one (目标值 over 2027年 and 2028年, not merged)."""
    above, row = grid[depth - 1], grid[depth]
    after = grid[depth + 1] if depth + 1 < len(grid) else above
    first = above[0]
    if first is None or not first.lines or row[0] is first or _has_text(row[0]) or not _has_text(after[0]):
        return False
    if any(len(cell.text) > _MAX_HEADER_TEXT or cell.text.endswith("。") for cell in filled_cells(row)):
        return False
    return any(
        _has_text(cell) and not _has_text(above[place]) and _has_text(above[place - 1])
        for place, cell in enumerate(row)
        if place
    )


def _has_text(cell: GridCell | None) -> bool:
    return cell is not None and bool(cell.lines)


def numbers_the_columns(row: GridRow) -> bool:
    """Whether a row below the header only counts the columns: 1 2 3 4, 甲 乙 1 2, (1) (2) (3)."""
    texts = [strip_spaces(cell.text).strip("()（）[]") if cell else "" for cell in row]
    if len(texts) < 4 or not all(texts):
        return False
    letters = 0
    while letters < len(texts) and texts[letters] == _COLUMN_LETTERS[min(letters, 7)]:
        letters += 1
    return letters < len(texts) and texts[letters:] == [str(value) for value in range(1, len(texts) - letters + 1)]


def header_paths(rows: Sequence[GridRow], columns: int) -> list[tuple[str, ...]]:
    """The path of headers over each column; a blank beside a group's head belongs to the group."""
    spread = [list(row) for row in rows]
    for level, row in enumerate(spread[:-1]):
        for place in range(1, columns):
            if not _has_text(row[place]) and _belongs_left(spread, level, place):
                row[place] = row[place - 1]
    return [header_path([row[column] for row in spread], column) for column in range(columns)]


def _belongs_left(rows: Sequence[GridRow], level: int, place: int) -> bool:
    left, below = rows[level][place - 1], rows[level + 1]
    if left is None or not left.lines or left.row_span > 1 or below[place] is rows[level][place] is not None:
        return False
    if level and rows[level - 1][place] is not rows[level - 1][place - 1]:
        return False
    return _has_text(below[place]) and _has_text(below[place - 1])


def header_path(cells: Sequence[GridCell | None], column: int) -> tuple[str, ...]:
    """Join the header cells over a column, from the top down; their line breaks and blanks are layout."""
    parts: list[str] = []
    previous: GridCell | None = None
    for cell in cells:
        if cell is not None and cell is not previous:
            text = header_text(cell)
            if text:
                parts.append(text)
        previous = cell
    return tuple(parts) or (f"第{column + 1}列",)


def header_text(cell: GridCell) -> str:
    """The words of a header cell on one line, without the blanks that spread them."""
    text = ""
    for line in cell.lines:
        text = glue(text, line)
    return re.sub(r"(?<![A-Za-z0-9])[ \u3000]+|[ \u3000]+(?![A-Za-z0-9])", "", text)

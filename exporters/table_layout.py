"""How wide the columns of a table are, in which size it is set, and how high its rows become.

Practice, not the standard: a table fills the frame; the largest size is taken at which no row grows over the limit.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.tables import HeaderCell, header_cells
from exporters import page
from exporters.blocks import BodyRow, Column, Table
from exporters.characters import em_width
from exporters.page import Mm, Pt
from exporters.table_measure import Draft, line_count, printed_lines

_STEP = Mm(2.0)
_SAMPLE_ROWS = 80
# A sharp maximum gives no column of two equally high ones a reason to grow; a power mean does.
_POWER = 4
_LONGEST_WORD = Mm(32)
_HEAD_CHARS_ON_ONE_LINE = 4
_LINES_ABOVE = 2  # label and blank, before the title and its gap
_HALF_EMPTY = 0.5
_NEARLY_EMPTY = 0.3
_MUCH_SHORTER = 0.85


def lies_across(draft: Draft) -> bool:
    """Whether a table needs the long side: many columns, or content that asks for more than the short one."""
    if len(draft.paths) >= page.WIDE_COLUMNS:
        return True
    if draft.wished and all(draft.wished):
        return sum(draft.wished) > draft.layout.frame_mm(False)
    return sum(_comfortable(draft, index) for index in range(len(draft.paths))) > draft.layout.frame_mm(False)


def lay_out(draft: Draft, landscape: bool) -> Table:
    """Fit a table into the frame of a page."""
    head_size = draft.layout.size_table_head(len(draft.paths))
    draft = _settled(draft, landscape, head_size)
    setting = _best_setting(draft, landscape, head_size)
    return Table(
        columns=tuple(
            Column(Mm(width), draft.is_short(index), index in draft.upright, index in draft.numeric)
            for index, width in enumerate(setting.widths)
        ),
        head=setting.head,
        head_heights=setting.head_heights,
        rows=tuple(
            BodyRow(cells, Pt(height), height > setting.part_over, keeps)
            for cells, height, keeps in zip(
                draft.rows, setting.heights, _keeps(draft, setting.heights, landscape), strict=True
            )
        ),
        head_size=head_size,
        body_size=setting.size,
        cell_margin=draft.cell_margin,
        row_least=draft.row_least,
    )


@dataclass(frozen=True)
class _Setting:
    """A table set in one size: widths in mm, heights in points, rows higher than
    `part_over` may part, pages it takes and how full the last one is (0–1)."""

    size: Pt
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    head: tuple[HeaderCell, ...]
    head_heights: tuple[Pt, ...]
    part_over: Pt
    pages: int
    last_page: float


def _settled(draft: Draft, landscape: bool, head_size: Pt) -> Draft:
    """The draft with the inset its widths leave room for.

    Wished widths are kept unless the content fills them so badly that others make the table much shorter.
    """
    if draft.upright:
        return draft
    dense = replace(draft, cell_margin=page.CELL_MARGIN_SIDE_DENSE)
    if not (draft.wished and all(draft.wished)):
        return dense if len(draft.paths) >= page.DENSE_COLUMNS else draft
    share = draft.layout.frame_mm(landscape) / sum(draft.wished)
    size = draft.layout.sizes_table_body[1]
    roomy = all(_least(draft, index, size, head_size) <= width * share for index, width in enumerate(draft.wished))
    wished = draft if roomy else dense
    free = replace(wished, wished=())
    heights = [
        sum(_row_heights(one, _widths(one, draft.layout.frame_mm(landscape), size, head_size), size))
        for one in (wished, free)
    ]
    return free if heights[1] < heights[0] * _MUCH_SHORTER else wished


def _best_setting(draft: Draft, landscape: bool, head_size: Pt) -> _Setting:
    """The largest size at which no row grows over the limit.

    Where its last page would be nearly empty, rows part earlier, or the print becomes smaller, if that saves the page.
    小五 is taken for that only: rows that part are easier to read than small print.
    """
    settings = [
        one
        for size in draft.layout.sizes_table_body
        if size <= head_size
        for one in _set(draft, landscape, size, head_size)
    ]
    usual = page.to_points(draft.layout.split_row_over)
    readable = [index for index, one in enumerate(settings) if one.size >= draft.layout.sizes_table_body[1]]
    fitting = [index for index in readable if max(settings[index].heights, default=0.0) <= usual]
    chosen = fitting[0] if fitting else readable[-2]
    best = settings[chosen]
    # From 小四 to 五号 is a small step; below that, only a page with next to nothing on it is worth one.
    if best.last_page < (_HALF_EMPTY if best.size == draft.layout.sizes_table_body[0] else _NEARLY_EMPTY):
        return next((one for one in settings[chosen + 1 :] if one.pages < best.pages), best)
    return best


def _set(draft: Draft, landscape: bool, size: Pt, head_size: Pt) -> tuple[_Setting, ...]:
    """The table in one size, with rows that part late and rows that part early."""
    widths = _widths(draft, draft.layout.frame_mm(landscape), size, head_size)
    heights = _row_heights(draft, widths, size)
    head = header_cells([[_joined(part) for part in path] for path in draft.paths])
    head_heights = _head_heights(draft, head, widths, head_size)
    room = draft.layout.paper(landscape).frame_height / 20 - sum(head_heights)
    above = _LINES_ABOVE * draft.layout.line_pitch / 20 + draft.layout.line_title + page.GAP_BELOW_TITLE
    return tuple(
        _Setting(
            size,
            tuple(widths),
            tuple(heights),
            head,
            head_heights,
            page.to_points(limit),
            *_paginate(heights, (room - above, room), page.to_points(limit)),
        )
        for limit in (draft.layout.split_row_over, page.SPLIT_ROW_OVER_TIGHT)
    )


def _paginate(heights: Sequence[float], rooms: tuple[float, float], limit: Pt) -> tuple[int, float]:
    """How many pages rows take, given the room in points on the first and on others, and how full the last one is."""
    pages, room, other = 1, rooms[0], rooms[1]
    left = room
    for height in heights:
        if height <= left:
            left -= height
        elif height <= limit:
            pages, room, left = pages + 1, other, other - height
        else:
            over = height - left
            more = math.ceil(over / other)
            pages, room, left = pages + more, other, more * other - over
    return pages, 1 - left / room if pages > 1 else 1.0


def balanced_head(text: str, chars: float) -> int:
    """Characters a line of a header should have so that its lines are of nearly equal length.

    `chars` is the room there is; the text's own length when one line holds it.
    """
    width = em_width(text)
    lines = math.ceil(width / max(chars, 1.0))
    return math.ceil(width / lines) if lines else 0


def head_room(table: Table, head: HeaderCell) -> float:
    """Characters that fit beside each other in a header cell."""
    width = sum(column.width for column in table.columns[head.column : head.column + head.column_span])
    return _chars(width, table.head_size, table.cell_margin)


def _joined(head: str) -> str:
    """A header without line breaks: where it wraps follows from its width."""
    return "".join(head.split("\n"))


def _chars(width: float, size: Pt, margin: Mm) -> float:
    return (width - 2 * margin) / page.to_mm(size)


def _width_for(chars: float, size: Pt, margin: Mm) -> float:
    # A hair more, so that rounding never pushes the last character to a line of its own.
    return (chars + 0.1) * page.to_mm(size) + 2 * margin


def _comfortable(draft: Draft, column: int) -> float:
    """Width in mm at which the fullest cell of a column takes about eight lines of 小四."""
    size = draft.layout.sizes_table_body[0]
    measure = draft.columns[column]
    chars = min(measure.longest, max(measure.fullest / 8, draft.layout.profile.tables.centre_up_to))
    return max(_width_for(chars, size, draft.cell_margin), _least(draft, column, size, draft.layout.size_table_head(1)))


def _least(draft: Draft, column: int, size: Pt, head_size: Pt) -> float:
    """Width in mm below which a column becomes unreadable."""
    margin = draft.cell_margin
    if column in draft.upright:
        return page.MATRIX_UNIT_WIDTH
    leaf = em_width(_joined(draft.paths[column][-1]))
    head_chars = leaf if leaf <= _HEAD_CHARS_ON_ONE_LINE else max(leaf / 3, 3.0)
    measure = draft.columns[column]
    longest = measure.longest
    if longest <= draft.layout.profile.tables.centre_up_to:
        words = longest
    else:
        words = max(measure.word, draft.layout.profile.tables.centre_up_to)
    body = min(_width_for(words, size, margin), _LONGEST_WORD)
    return max(_width_for(head_chars, head_size, margin), body)


def _widths(draft: Draft, frame: Mm, size: Pt, head_size: Pt) -> list[float]:
    """Column widths in mm that sum up to the frame."""
    count = len(draft.paths)
    if draft.wished and all(draft.wished):
        share = frame / sum(draft.wished)
        return [width * share for width in draft.wished]
    widths = [
        float(draft.wished[index]) if draft.wished and draft.wished[index] else _least(draft, index, size, head_size)
        for index in range(count)
    ]
    left = frame - sum(widths)
    if left <= 0:
        share = frame / sum(widths)
        return [width * share for width in widths]
    held = [draft.wished[index] > 0 if draft.wished else False for index in range(count)]
    return _grown(draft, widths, left, size, held)


def _grown(draft: Draft, widths: list[float], left: float, size: Pt, held: list[bool]) -> list[float]:
    """Hand out what is left of the frame, step by step, to the column that shortens the table most."""
    columns = [
        index for index in range(len(widths)) if index not in draft.upright and not held[index] and _wants(draft, index)
    ]
    if not columns:
        columns = [index for index in range(len(widths)) if not held[index]] or list(range(len(widths)))
        return _shared(widths, left, columns)
    every = max(1, len(draft.rows) // _SAMPLE_ROWS)
    amounts = [
        [sum(max(width, 1.0) for width in draft.columns[column].cells[row]) for column in columns]
        for row in range(0, len(draft.rows), every)
    ]
    while left > 0:
        step = min(_STEP, left)
        room = [max(_chars(widths[column], size, draft.cell_margin), 1.0) for column in columns]
        gains = [0.0] * len(columns)
        for amount in amounts:
            lines = [one / space for one, space in zip(amount, room, strict=True)]
            height = sum(one**_POWER for one in lines) ** (1 / _POWER)
            if height:
                for index, one in enumerate(lines):
                    gains[index] += (one / height) ** (_POWER - 1) * one / room[index]
        widths[columns[max(range(len(columns)), key=gains.__getitem__)]] += step
        left -= step
    return widths


def _wants(draft: Draft, column: int) -> bool:
    """Whether a column holds text that gains by more room."""
    return not draft.is_short(column)


def _shared(widths: list[float], left: float, columns: Sequence[int]) -> list[float]:
    """Hand out room by present width where no column needs it."""
    whole = sum(widths[column] for column in columns)
    return [width + left * width / whole if index in columns else width for index, width in enumerate(widths)]


def _keeps(draft: Draft, heights: Sequence[float], landscape: bool) -> list[bool]:
    """Which rows stay on the page of the row below: those that a joined cell reaches over, unless they are many."""
    most = draft.layout.paper(landscape).frame_height / 20 * page.KEEP_ROWS_SHARE
    keeps = [False] * len(draft.rows)
    for start, cells in enumerate(draft.rows):
        span = max((cell.row_span for cell in cells), default=1)
        if span > 1 and sum(heights[start : start + span]) <= most:
            keeps[start : start + span - 1] = [True] * (span - 1)
    return keeps


def _row_heights(draft: Draft, widths: Sequence[float], size: Pt) -> list[float]:
    """Height of every row in points; a cell over several rows adds evenly what they lack."""
    ends = 2 * page.to_points(page.CELL_MARGIN_END)
    pitch = draft.layout.line_pitch_in_table(size)
    rooms = [_chars(width, size, draft.cell_margin) for width in widths]
    heights = [float(draft.row_least)] * len(draft.rows)
    for column, measure in enumerate(draft.columns):
        room = rooms[column]
        for index, widths in enumerate(measure.cells):
            cell = draft.rows[index][column]
            if widths and cell.row_span == 1 and cell.column_span == 1:
                height = printed_lines(widths, room) * pitch + ends
                if height > heights[index]:
                    heights[index] = height
    for start, cells in enumerate(draft.rows):
        for column, cell in enumerate(cells):
            if cell.row_span > 1:
                rows = range(start, start + cell.row_span)
                lacking = (
                    printed_lines(draft.columns[column].cells[start], rooms[column]) * pitch
                    + ends
                    - sum(heights[row] for row in rows)
                )
                for row in rows:
                    heights[row] += max(lacking, 0.0) / cell.row_span
    return heights


def _head_heights(draft: Draft, head: Sequence[HeaderCell], widths: Sequence[float], head_size: Pt) -> tuple[Pt, ...]:
    """Height of every header row in points: its tallest cell decides, an upright one by its length."""
    depth = max((len(path) for path in draft.paths), default=0)
    heights = [page.to_points(page.ROW_HEIGHT_LEAST)] * depth
    ends = 2 * page.to_points(page.CELL_MARGIN_END)
    for cell in head:
        if cell.column in draft.upright and cell.row_span == depth - cell.row:
            length = (em_width(cell.text) + 1.0) * head_size
            most, least = page.to_points(page.ROTATED_HEAD_MOST), page.to_points(page.ROTATED_HEAD_LEAST)
            needed = min(max(length, least), most)
        else:
            width = sum(widths[cell.column : cell.column + cell.column_span])
            room = _chars(width, head_size, draft.cell_margin)
            needed = line_count((cell.text,), room) * draft.layout.line_pitch_in_table(head_size) + ends
        last = cell.row + cell.row_span - 1
        standing = sum(heights[cell.row : last + 1])
        heights[last] = Pt(heights[last] + max(needed - standing, 0.0))
    return tuple(heights)

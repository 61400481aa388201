"""What stands where on the pages: so that a click on a page finds the piece of the plan that it prints."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from exporters import page
from exporters.blocks import Section, Table
from exporters.page import Layout, Pt, to_mm, to_points
from exporters.pdf_marks import Mark
from exporters.pdf_parts import Part

_CELL_PARTS = 4  # of a mark's name: section, block, row, column


@dataclass(frozen=True)
class Spot:
    """A box on a page that prints a piece of the plan: page from 1, then mm from the upper left corner.

    `key` is that of the block (domain.returned.key_of); in a table `row` and `column` have theirs.
    """

    page: int
    x: float
    y: float
    w: float
    h: float
    key: str = ""
    row: str = ""
    column: str = ""


def spots_of(layout: Layout, part: Part) -> Iterator[Spot]:
    """The spots of a part whose every piece was marked, page by page within a piece. What has no key is left out."""
    places: dict[str, list[Mark]] = {}
    for mark in part.sheet.marks:
        if mark.page <= part.pages:
            places.setdefault(mark.name, []).append(mark)
    for name, marks in places.items():
        section, block, *cell = map(int, name.split("."))
        yield from _spots(layout, part, part.piece.sections[section], block, cell, marks)


def _spots(
    layout: Layout, part: Part, section: Section, index: int, cell: list[int], marks: list[Mark]
) -> Iterator[Spot]:
    block = section.blocks[index]
    key = str(getattr(block, "key", ""))
    row = column = ""
    boxes = _lines(marks)
    if isinstance(block, Table) and len(cell) + 2 == _CELL_PARTS:
        row = block.row_keys[cell[0]] if block.row_keys else ""
        column = block.column_keys[cell[1]] if block.column_keys else ""
        boxes = _cells(layout, part, section.landscape, block, marks)
    if not (key or row or column):
        return
    for number, left, top, right, bottom in boxes:
        x, y, end, foot = (to_mm(Pt(one)) for one in (left, top, right, bottom))
        yield Spot(part.first + number - 1, x, y, end - x, foot - y, key, row, column)


_Box = tuple[int, float, float, float, float]


def _lines(marks: list[Mark]) -> Iterator[_Box]:
    """A text: the box around its lines on every page."""
    for number in sorted({mark.page for mark in marks}):
        here = [mark for mark in marks if mark.page == number]
        yield (
            number,
            min(mark.left for mark in here),
            min(mark.top for mark in here),
            max(mark.right for mark in here),
            max(mark.bottom for mark in here),
        )


def _cells(layout: Layout, part: Part, across: bool, table: Table, marks: list[Mark]) -> Iterator[_Box]:
    """A cell between its two corners, on as many pages as it goes on over."""
    begin, end = marks[0], marks[-1]
    paper = layout.paper(across)
    upper, lower = paper.top / 20 + sum(table.head_heights), (paper.height - paper.bottom) / 20
    aside, above = to_points(table.cell_margin), to_points(page.CELL_MARGIN_END)

    def edge(number: int) -> float:
        """Where the frame of a page begins: margins change sides."""
        even = (part.first + number) % 2 == 1
        return (paper.right if even and layout.profile.page.mirrored and not across else paper.left) / 20

    for number in range(begin.page, end.page + 1):
        yield (
            number,
            edge(number) + begin.left - edge(begin.page) - aside,
            begin.top - above if number == begin.page else upper,
            edge(number) + end.right - edge(end.page) + aside,
            end.bottom + above if number == end.page else lower,
        )

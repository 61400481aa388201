"""What stands inside a cell: graded items (★★★), numbered measures and plain paragraphs, as records.

Printing the items gives the text of the cell back to the character: every item keeps the mark it was printed with.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from domain.numbering import NumberLabel, NumberStyle, format_label, format_number, parse_label
from domain.patterns import pattern

STAR = "★"
_GRADE = pattern(r"(★{1,3})(?!★)[\s\u3000]*")
# Other ways to print a grade: ★ ★ ★, ☆☆☆, ★★☆ (two of three), ***.
_LOOSE_GRADE = pattern(
    r"((?:★[ \u3000]*){1,3}(?:☆[ \u3000]*){0,2}|(?:☆[ \u3000]*){1,3}|[*＊]{1,3})(?![★☆*＊])[\s\u3000]*"
)
_ITEM_STYLES = (NumberStyle.ARABIC, NumberStyle.ARABIC_PAREN, NumberStyle.CIRCLED, NumberStyle.HAN_PAREN)


class ItemKind(StrEnum):
    """What a line of a cell is; the values are what the plan file holds."""

    PARAGRAPH = "paragraph"
    GRADED = "graded"
    MEASURE = "measure"


@dataclass(frozen=True)
class CellItem:
    """One line of a cell.

    `lead` is the mark as printed before `text` (“★★★”, “1.”, “”), blanks after it included; `grade` is 1–3 for
    graded items, `number` the printed number of a measure. `id` is 0 until stored.
    """

    kind: ItemKind
    text: str
    lead: str = ""
    grade: int | None = None
    number: str = ""
    id: int = 0

    @property
    def printed(self) -> str:
        """The line as the reader sees it."""
        return self.lead + self.text


@dataclass(frozen=True)
class Cell:
    """A cell of an appendix table: its items from top to bottom."""

    items: tuple[CellItem, ...] = ()

    @property
    def text(self) -> str:
        """The whole cell as printed, one line an item."""
        return "\n".join([item.lead + item.text for item in self.items])

    @cached_property
    def lengths(self) -> tuple[int, ...]:
        """How many characters each line prints; thousands of cells are measured by it again and again."""
        return tuple([len(item.lead) + len(item.text) for item in self.items])


EMPTY_CELL = Cell()


def has_grade(line: str) -> bool:
    """Whether a line begins with ★, ★★ or ★★★."""
    return _GRADE.match(line) is not None


def parse_cell(text: str, *, graded: bool = False) -> Cell:
    """Take the printed text of a cell apart into records; `parse_cell(text).text == text` always.

    In a cell of a `graded` column ★ ★ ★, ☆☆☆, ★★☆ and *** are grades too, kept as they are printed.
    A line is a measure only where its number follows on from the measure before, in the same style (1., 2., 3.):
    other figures, and lists inside a measure, stay text.
    """
    if not text:
        return EMPTY_CELL
    items: list[CellItem] = []
    style: NumberStyle | None = None
    expected = 1
    for line in text.split("\n"):
        label = parse_label(line)
        if label and label.style in _ITEM_STYLES and label.value == expected and label.style is (style or label.style):
            style = label.style
            expected += 1
        else:
            label = None
        items.append(_parse_line(line, label, graded=graded))
    return Cell(tuple(items))


def _parse_line(line: str, label: NumberLabel | None, *, graded: bool) -> CellItem:
    """One line as a record; `label` is its number where it continues the measures of the cell."""
    mark = (_LOOSE_GRADE if graded else _GRADE).match(line)
    if mark:
        printed = mark.group(1)
        grade = printed.count("★") or sum(char in "☆*＊" for char in printed)
        return CellItem(ItemKind.GRADED, line[mark.end() :], mark.group(0), grade)
    if label:
        number = format_number(label.style, label.value)
        return CellItem(ItemKind.MEASURE, line[label.length :], line[: label.length], number=number)
    return CellItem(ItemKind.PARAGRAPH, line)


def with_grade(item: CellItem, grade: int | None) -> CellItem:
    """The same line under another grade (1–3), or as a plain paragraph when `grade` is None."""
    if grade is None:
        return replace(item, kind=ItemKind.PARAGRAPH, lead="", grade=None, number="")
    if not 1 <= grade <= 3:
        raise ValueError(f"no such grade: {grade}")
    return replace(item, kind=ItemKind.GRADED, lead=STAR * grade, grade=grade, number="")


def renumber(items: Sequence[CellItem]) -> tuple[CellItem, ...]:
    """Number the measures of a cell afresh from 1, each in its own style, after a move or a deletion."""
    renumbered = []
    value = 0
    for item in items:
        label = parse_label(item.lead) if item.kind is ItemKind.MEASURE else None
        if label:
            value += 1
            if label.value != value:
                item = replace(item, lead=format_label(label.style, value), number=format_number(label.style, value))
        renumbered.append(item)
    return tuple(renumbered)


def count_grades(cells: Iterable[Cell]) -> dict[int, int]:
    """How many graded items there are of each grade."""
    counts: dict[int, int] = {}
    for cell in cells:
        for item in cell.items:
            if item.grade is not None:
                counts[item.grade] = counts.get(item.grade, 0) + 1
    return counts

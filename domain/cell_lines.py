"""The lines of a cell while they are typed: split, joined, graded and moved, as texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.cell_items import CellItem, ItemKind, renumber, with_grade
from domain.tables import ColumnKind, cell_of


@dataclass(frozen=True)
class Lines:
    """Printed lines, and where the caret stands in them."""

    texts: tuple[str, ...]
    line: int
    column: int


def split_line(texts: Sequence[str], line: int, column: int, kind: ColumnKind) -> Lines:
    """Begin a new line at the caret: it takes over the grade, or the next number.

    A line of nothing but its mark loses it instead, as lists in a word processor do.
    """
    items = _items(texts, kind)
    item = items[line]
    if item.lead and not item.text.strip():
        items[line] = CellItem(ItemKind.PARAGRAPH, "")
        return _lines(items, line, 0)
    if column <= len(item.lead):
        return Lines((*texts[:line], "", *texts[line:]), line + 1, 0)
    place = column - len(item.lead)
    items[line : line + 1] = [replace(item, text=item.text[:place]), replace(item, text=item.text[place:])]
    return _lines(items, line + 1, None)


def join_lines(texts: Sequence[str], line: int, kind: ColumnKind) -> Lines:
    """Draw the next line up to this one: the grade of this one counts, unless nothing stands in it."""
    items = _items(texts, kind)
    first, second = items[line], items[line + 1]
    caret = len(first.printed)
    items[line : line + 2] = [replace(first, text=first.text + second.text) if first.printed.strip() else second]
    return _lines(items, line, caret if first.printed.strip() else 0)


def grade_lines(texts: Sequence[str], first: int, last: int, grade: int | None, kind: ColumnKind) -> tuple[str, ...]:
    """Give the lines from `first` to `last` a grade (1–3), or take it off; blank ones among several stay."""
    items = _items(texts, kind)
    for line in range(first, last + 1):
        if first == last or items[line].printed.strip():
            items[line] = with_grade(items[line], grade)
    return tuple(item.printed for item in renumber(items))


def move_lines(texts: Sequence[str], first: int, last: int, offset: int, kind: ColumnKind) -> tuple[str, ...]:
    """Move the lines from `first` to `last` up or down by `offset`; measures are numbered afresh."""
    items = _items(texts, kind)
    moved = items[first : last + 1]
    rest = [*items[:first], *items[last + 1 :]]
    place = min(max(first + offset, 0), len(rest))
    return tuple(item.printed for item in renumber([*rest[:place], *moved, *rest[place:]]))


def finished_text(text: str, kind: ColumnKind) -> str:
    """What an edit leaves: a mark at the very end that nothing was written behind goes, and its line with it."""
    items = _items(text.split("\n"), kind)
    if len(items) > 1 and items[-1].lead and not items[-1].text.strip():
        items.pop()
    return "\n".join(item.printed for item in items)


def _items(texts: Sequence[str], kind: ColumnKind) -> list[CellItem]:
    """One item a line."""
    text = "\n".join(texts)
    return list(cell_of(kind, text).items) or [CellItem(ItemKind.PARAGRAPH, "")]


def _lines(items: Sequence[CellItem], line: int, column: int | None) -> Lines:
    """With the caret at a column, or behind the mark."""
    numbered = renumber(items)
    caret = len(numbered[line].lead) if column is None else column
    return Lines(tuple(item.printed for item in numbered), line, caret)

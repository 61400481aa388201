"""Paragraphs that go up or down past the line beside them, into another section where that is a heading."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from domain.duty_clause import is_inside
from domain.paragraph_edits import TextLine, drop_lines


def move_lines(lines: Sequence[TextLine], ids: Collection[int], offset: int) -> list[TextLine]:
    """Paragraphs that stand together, one line up (-1) or down (1); the lines as they were where that cannot be.

    The clause that ends a section stays at its end, whichever paragraph that is; of a paragraph that leaves a section
    the clause stays behind.
    """
    held = [place for place, line in enumerate(lines) if not line.level and line.id in ids]
    if not held or held != list(range(held[0], held[-1] + 1)):
        return list(lines)
    beside = held[0] - 1 if offset < 0 else held[-1] + 1
    if not 0 <= beside < len(lines):
        return list(lines)
    if lines[beside].level:
        return _into_section(lines, held, beside)
    first, last = min(beside, held[0]), max(beside, held[-1]) + 1
    group = list(lines[first:last])
    moved = [*group[1:], group[0]] if offset < 0 else [group[-1], *group[:-1]]
    return [*lines[:first], *_with_end(group, moved), *lines[last:]]


def _with_end(group: Sequence[TextLine], moved: list[TextLine]) -> list[TextLine]:
    """The clause of the last line to what is last now."""
    end, heir = group[-1], moved[-1]
    if not end.clause or is_inside(end.clause) or heir.clause or heir.table:
        return moved
    bare = replace(end, clause="", printed="", is_implied=False)
    passed = [bare if line is end else line for line in moved[:-1]]
    if not bare.text and not bare.id:  # a clause without a paragraph
        passed = [line for line in passed if line is not bare]
    return [*passed, replace(heir, clause=end.clause, printed=end.printed, is_implied=end.is_implied)]


def _into_section(lines: Sequence[TextLine], held: Sequence[int], beside: int) -> list[TextLine]:
    at = beside if beside < held[0] else beside + 1
    return place_lines(lines, held, at)


def place_lines(lines: Sequence[TextLine], held: Sequence[int], at: int) -> list[TextLine]:
    """Put paragraphs, by their places, before the line at a place; their clauses stay behind."""
    gone = [lines[place] for place in held]
    owner = lines[at - 1].node if at else None
    # Marks stand for them while what they leave behind finds its place.
    marks = [TextLine("", 0, owner, -1 - place) for place in range(len(gone))]
    left = drop_lines([*lines[:at], *marks, *lines[at:]], {line.id for line in gone})
    back = {mark.id: _bare(line) for mark, line in zip(marks, gone, strict=True)}
    # One that is the last of the section it left takes the clause along after all.
    return [
        replace(back[line.id], clause=line.clause, printed=line.printed) if line.id in back else line for line in left
    ]


def _bare(line: TextLine) -> TextLine:
    """A paragraph without its clause; one inside its sentence becomes words."""
    words = line.text + line.printed if line.clause and is_inside(line.clause) else line.text
    return replace(line, text=words, clause="", printed="", is_implied=False)

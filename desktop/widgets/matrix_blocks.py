"""Blocks of a matrix: as clipboard text, from it, and filled from their edge; chapters are stepped over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QItemSelectionRange

from desktop.models.matrix_model import MatrixModel
from desktop.widgets.block_text import format_block, parse_block
from domain.labels import ROLE_CLAUSE_WORDS, ROLE_LABELS
from domain.units import Role

Cells = dict[tuple[int, int], Role | None]
# What offices write for the roles, beside the words and the signs of the plan itself.
_SIGNS = {"●": Role.LEAD, "★": Role.LEAD, "○": Role.SUPPORT, "◎": Role.SUPPORT, "☆": Role.SUPPORT}
_SIGNS |= {"△": Role.RESPONSIBLE, "▲": Role.RESPONSIBLE, "√": Role.RESPONSIBLE, "✓": Role.RESPONSIBLE}
_SIGNS |= {"主办": Role.LEAD, "协办": Role.SUPPORT, "责任": Role.RESPONSIBLE, "责任单位": Role.RESPONSIBLE}


@dataclass(frozen=True)
class Pasted:
    """The cells that a clipboard writes, and how many of its texts are no role or find no cell."""

    cells: Cells
    passed_over: int
    bottom: int
    right: int


def block_text(model: MatrixModel, places: Sequence[tuple[int, int]]) -> str:
    """Cells as the signs they show, gaps between them empty, as spreadsheets take it."""
    if not places:
        return ""
    signs = model.signs()
    texts = {place: signs[role] if (role := model.role_at(model.index(*place))) else "" for place in places}
    rows = sorted({row for row, _ in places})
    columns = range(min(column for _, column in places), max(column for _, column in places) + 1)
    return format_block([[texts.get((row, column), "") for column in columns] for row in rows])


def read_block(model: MatrixModel, text: str, corner: tuple[int, int], chosen: Sequence[tuple[int, int]]) -> Pasted:
    """What a clipboard's text writes from a corner on; one text fills all that is chosen."""
    block = parse_block(text)
    words = _words(model.signs())
    if len(block) == len(block[0]) == 1 and len(chosen) > 1:
        known, role = _role_of(block[0][0], words)
        cells: Cells = dict.fromkeys(chosen, role) if known else {}
        rows, columns = [row for row, _ in chosen], [column for _, column in chosen]
        return Pasted(cells, 0 if known else 1, max(rows), max(columns))
    tasks = _tasks_from(model, corner[0])
    cells, passed_over = {}, 0
    for row, line in zip(tasks, block, strict=False):
        for column, word in enumerate(line, start=corner[1]):
            known, role = _role_of(word, words)
            if known and column < model.columnCount():
                cells[row, column] = role
            elif word.strip():
                passed_over += 1
    passed_over += sum(bool(word.strip()) for line in block[len(tasks) :] for word in line)
    bottom = max((row for row, _ in cells), default=corner[0])
    return Pasted(cells, passed_over, bottom, max((column for _, column in cells), default=corner[1]))


def filled(model: MatrixModel, source: QItemSelectionRange, target: QItemSelectionRange) -> Cells:
    """The cells of a target that go on the pattern of the source, in the direction the target lies."""
    rows = [row for row in range(source.top(), source.bottom() + 1) if model.is_task(row)]
    columns = list(range(source.left(), source.right() + 1))
    wanted = [row for row in range(target.top(), target.bottom() + 1) if model.is_task(row)]
    start = wanted.index(rows[0]) if rows[0] in wanted else 0
    cells: Cells = {}
    for at, row in enumerate(wanted):
        for column in range(target.left(), target.right() + 1):
            place = rows[(at - start) % len(rows)], columns[(column - source.left()) % len(columns)]
            if source.top() <= row <= source.bottom() and source.left() <= column <= source.right():
                continue
            cells[row, column] = model.role_at(model.index(*place))
    return cells


def _tasks_from(model: MatrixModel, row: int) -> list[int]:
    return [at for at in range(row, model.rowCount()) if model.is_task(at)]


def _words(signs: Mapping[Role, str]) -> dict[str, Role]:
    words = dict(_SIGNS)
    for table in (ROLE_CLAUSE_WORDS, ROLE_LABELS, signs):
        words |= {word: role for role, word in table.items() if table is not signs or word not in words}
    if signs[Role.RESPONSIBLE] == "●":  # no unit leads: the full sign is 落实, as it prints
        words["●"] = Role.RESPONSIBLE
    return words


def _role_of(word: str, words: Mapping[str, Role]) -> tuple[bool, Role | None]:
    """Whether a text is understood, and the role; an empty one takes the role."""
    word = word.strip()
    return not word or word in words, words.get(word)

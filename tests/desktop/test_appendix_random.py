"""Random edits of an appendix table beside a plain list of lists."""

from __future__ import annotations

import copy
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from PySide6.QtCore import QModelIndex

from db.store import Store
from db.tables import add_rows, remove_rows
from desktop.models.appendix_model import AppendixModel
from desktop.session import Session
from domain.row_filter import RowFilter
from domain.sorting import SortBy, SortLevel, pinyin_key
from tests.desktop.sample_plan import fill_plan

ESTATE, TECHNICAL, MANAGERIAL = 1, 2, 3
TEXTS = st.sampled_from(["", "甲", "乙\n丙", "★★丁", "★戊\n★★★己", "第10条", "区住建局"])
WRITABLE = st.sampled_from([ESTATE, TECHNICAL, MANAGERIAL])
PLACE = st.integers(0, 30)


class Edits(RuleBasedStateMachine):
    """What the model shows must be what the list says, after every edit, undo and redo."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "方案.fangan"
        with Store.create(path) as fresh:
            fill_plan(fresh)
        self.store = Store.open(path)
        self.session = Session(self.store)
        self.model = AppendixModel(self.session, self.session.content.tables[0].id)

    @initialize()
    def begin(self) -> None:
        self.rows = self._shown()
        self.past: list[list[list[str]]] = []
        self.future: list[list[list[str]]] = []

    def _shown(self) -> list[list[str]]:
        model = self.model
        return [[model.text_at(row, column) for column in range(1, 4)] for row in range(model.rowCount())]

    def _step(self, rows: list[list[str]]) -> None:
        """The list after a step; one that changes nothing is none."""
        if rows != self.rows:
            self.past.append(self.rows)
            self.rows, self.future = rows, []

    def _index(self, row: int, column: int) -> QModelIndex:
        return self.model.index(row % len(self.rows), column)

    @precondition(lambda self: self.rows)
    @rule(row=PLACE, column=WRITABLE, text=TEXTS)
    def set_text(self, row: int, column: int, text: str) -> None:
        self.model.setData(self._index(row, column), text)
        rows = copy.deepcopy(self.rows)
        rows[row % len(rows)][column - 1] = text
        self._step(rows)

    @precondition(lambda self: self.rows)
    @rule(
        row=PLACE,
        column=st.sampled_from([ESTATE, TECHNICAL]),
        block=st.lists(st.lists(TEXTS, min_size=2, max_size=2), min_size=1, max_size=3),
    )
    def paste(self, row: int, column: int, block: list[list[str]]) -> None:
        row %= len(self.rows)
        count = len(self.rows)
        self.model.paste_block(self.model.index(row, column), block)
        rows = copy.deepcopy(self.rows) + [["", "", ""] for _ in range(max(row + len(block) - count, 0))]
        for down, line in enumerate(block):
            for right, text in enumerate(line):
                rows[row + down][column - 1 + right] = text
        self._step(rows)

    @precondition(lambda self: self.rows)
    @rule(row=PLACE, column=WRITABLE)
    def clear(self, row: int, column: int) -> None:
        self.model.clear_cells([self._index(row, column)])
        rows = copy.deepcopy(self.rows)
        rows[row % len(rows)][column - 1] = ""
        self._step(rows)

    @precondition(lambda self: len(self.rows) > 1)
    @rule(row=PLACE, column=WRITABLE)
    def fill_down(self, row: int, column: int) -> None:
        row = row % (len(self.rows) - 1)
        self.model.edits.fill([self.model.index(row, column), self.model.index(row + 1, column)], down=True)
        rows = copy.deepcopy(self.rows)
        rows[row + 1][column - 1] = rows[row][column - 1]
        self._step(rows)

    @rule(place=PLACE, count=st.integers(1, 3))
    def insert(self, place: int, count: int) -> None:
        place %= len(self.rows) + 1
        self.session.perform(add_rows, self.model.table.id, place, count)
        self._step([*self.rows[:place], *[["", "", ""] for _ in range(count)], *self.rows[place:]])

    @precondition(lambda self: self.rows)
    @rule(row=PLACE)
    def remove(self, row: int) -> None:
        row %= len(self.rows)
        self.session.perform(remove_rows, [self.model.row_at(row).id])
        self.past.append(self.rows)
        self.rows, self.future = [*self.rows[:row], *self.rows[row + 1 :]], []

    @precondition(lambda self: len(self.rows) > 1)
    @rule(row=PLACE, to=PLACE)
    def move_row(self, row: int, to: int) -> None:
        row, to = row % len(self.rows), to % (len(self.rows) + 1)
        ids = [self.model.row_at(one).id for one in range(len(self.rows))]
        self.model.edits.move([row], to)
        rows = [*self.rows]
        moved = rows.pop(row)
        rows.insert(to - (to > row), moved)
        if [self.model.row_at(one).id for one in range(len(rows))] != ids:
            self.past.append(self.rows)
            self.rows, self.future = rows, []

    @precondition(lambda self: self.rows)
    @rule(row=PLACE, to=PLACE, line=PLACE, place=PLACE)
    def move_line(self, row: int, to: int, line: int, place: int) -> None:
        row, to = row % len(self.rows), to % len(self.rows)
        lines = self.rows[row][TECHNICAL - 1].split("\n") if self.rows[row][TECHNICAL - 1] else []
        if not lines:
            return
        line %= len(lines)
        target = self.rows[to][MANAGERIAL - 1].split("\n") if self.rows[to][MANAGERIAL - 1] else []
        place %= len(target) + 1
        self.model.edits.move_lines((row, TECHNICAL), range(line, line + 1), (to, MANAGERIAL), place)
        target.insert(place, lines.pop(line))
        rows = copy.deepcopy(self.rows)
        rows[row][TECHNICAL - 1], rows[to][MANAGERIAL - 1] = "\n".join(lines), "\n".join(target)
        self._step(rows)

    @rule(is_descending=st.booleans())
    def sort(self, is_descending: bool) -> None:
        ids = [self.model.row_at(one).id for one in range(len(self.rows))]
        key = self.model.table.spec.columns[ESTATE].key
        self.model.edits.sort([SortLevel(SortBy.PINYIN, key, is_descending)], "按拼音排序")
        filled = [row for row in self.rows if row[0].strip()]
        filled.sort(key=lambda row: pinyin_key(row[0]), reverse=is_descending)
        rows = [*filled, *(row for row in self.rows if not row[0].strip())]
        if [self.model.row_at(one).id for one in range(len(rows))] != ids:
            self.past.append(self.rows)
            self.rows, self.future = rows, []

    @rule()
    def undo(self) -> None:
        if self.past:
            self.session.undo()
            self.future.append(self.rows)
            self.rows = self.past.pop()

    @rule()
    def redo(self) -> None:
        if self.future:
            self.session.redo()
            self.past.append(self.rows)
            self.rows = self.future.pop()

    @rule()
    def look_through_a_filter(self) -> None:
        self.model.show(RowFilter(frozenset({2})))
        shown = [row for row in self.rows if any(_has_two(cell) for cell in row[1:])]
        assert self._shown() == shown
        self.model.show(RowFilter())

    @invariant()
    def same(self) -> None:
        if hasattr(self, "rows"):
            assert self._shown() == self.rows
            numbers = [self.model.text_at(row, 0) for row in range(self.model.rowCount())]
            assert numbers == [str(number + 1) for number in range(len(self.rows))]
            assert self.model.table == self.session.content.tables[0]

    def teardown(self) -> None:
        from db.tables import load_tables

        assert load_tables(self.store.db) == self.session.content.tables
        self.store.close()
        self.folder.cleanup()


def _has_two(cell: str) -> bool:
    return any(line.startswith("★★") and line[2:3] != "★" for line in cell.split("\n"))


@pytest.mark.usefixtures("qapp")
class TestEdits(Edits.TestCase):  # type: ignore[name-defined, misc]
    """Hypothesis' own runner."""

    settings = settings(max_examples=25, stateful_step_count=25)

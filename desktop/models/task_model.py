"""任务分解 as rows and columns to edit: chapters, their tasks, their measures."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Hashable, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal

from db.tasks import write_cells
from desktop.models.columns import Column, ColumnModel, Index
from desktop.session import Session
from domain.changes import ChangeSet
from domain.labels import NODE_KIND_LABELS, TASK_STATE_LABELS
from domain.task_arranging import Arranged, Grouping, TaskFilter, arrange
from domain.task_fields import ROLE_FIELDS, TaskEdit, TaskField, field_label
from domain.task_lines import LineKind, LineMemory, TaskLine, task_lines
from domain.units import Role

LEVEL, SEQ, TASK, MEASURE = 0, 1, 2, 3
ROLE_COLUMNS = {4: Role.LEAD, 5: Role.SUPPORT, 6: Role.RESPONSIBLE}
DEADLINE, STATE, NOTE = 7, 8, 9
FIELDS = {2 + offset: field for offset, field in enumerate(TaskField)}
_TABLES = ("plan", "outline_node", "paragraph", "unit", "duty")
_SHARES = (17, 16, 32, 66, 23, 23, 23, 22, 14, 18)


class TaskModel(ColumnModel[TaskLine]):
    """The tree of tasks as a flat list; filters, groups and folds only choose what of it is shown.

    `rearranged` tells that other lines may be shown, or their counts differ; `overflowed` carries how many lines of a
    pasted block found no row.
    """

    rearranged = Signal()
    overflowed = Signal(int)

    def __init__(
        self,
        session: Session,
        parent: QObject | None = None,
        *,
        today: Callable[[], datetime.date] = datetime.date.today,
    ) -> None:
        self.today = today
        self.filter = TaskFilter()
        self.grouping = Grouping.CHAPTER
        self.folded: set[Hashable] = set()
        self.all_chapters = False
        self.hidden: set[int] = set()  # columns that are not shown: a pasted block passes over them
        self.arranged = Arranged((), 0, 0)
        self._lines: tuple[TaskLine, ...] = ()
        self._memory = LineMemory()
        super().__init__(session, _TABLES, parent)

    # What is shown

    def load_columns(self) -> Sequence[Column[TaskLine]]:
        """Level and number, then what can be written."""
        session = self.session

        def write(field: TaskField) -> Callable[[TaskLine, str, int | None], ChangeSet]:
            return lambda line, text, version: session.perform(
                write_cells, [TaskEdit(line.node_id, field, text)], None if field in ROLE_FIELDS else version
            )

        level = Column[TaskLine](
            "level",
            (self.tr("层级"),),
            _level,
            write=write(TaskField.TITLE),
            is_open=lambda line: line.kind is LineKind.CHAPTER,
            typed=lambda line: line.title,
            tip=lambda line: self.tr("由段落拆分而来（Ctrl+Alt+S 查看来源段落）") if _is_split(line) else "",
            share=_SHARES[LEVEL],
            is_multiline=False,
        )
        number = Column[TaskLine]("seq", (self.tr("序号"),), _number, share=_SHARES[SEQ], is_centred=True)
        return (level, number, *(self._column(place, field, write(field)) for place, field in FIELDS.items()))

    def load_rows(self) -> Sequence[TaskLine]:
        """The lines that are shown, in order."""
        self._lines = self._made_lines()
        return self._arrange()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows; to a screen reader also what is drawn beside the text."""
        said = super().data(index, role)
        if role != Qt.ItemDataRole.AccessibleTextRole or not index.isValid():
            return said
        line = self._rows[index.row()]
        if line.is_heading:
            said = f"{line.number}{line.title} {self.tr('{} 项').format(line.count)}"
        if line.has_below and index.column() == LEVEL:
            said = f"{said} {self.tr('已折叠') if line.is_folded else self.tr('已展开')}"
        tip = self._tip(line) if index.column() == DEADLINE else ""
        return f"{said} {tip}".strip()

    def key_of(self, row: TaskLine) -> Hashable:
        """A line is its heading; in groups, its heading within the group."""
        return row.key

    def version_of(self, row: TaskLine) -> int | None:
        """The version of the heading."""
        return row.node.version if row.node is not None else None

    def touched_keys(self, changes: ChangeSet) -> set[Hashable] | None:
        """The lines that say other things than before; those that stay are equal, and so are their cells."""
        old = {line.key: line for line in self._rows}
        return {line.key for line in self.arranged.lines if line != old.get(line.key)}

    def show(self, wanted: TaskFilter, grouping: Grouping) -> None:
        """Show other lines, or in another order."""
        if grouping is not self.grouping:
            self.folded.clear()
        self.filter, self.grouping = wanted, grouping
        self.refresh()

    def show_all_chapters(self, is_wanted: bool) -> None:
        """Show chapters without tasks, too, or not."""
        self.all_chapters = is_wanted
        self._lines = self._made_lines()
        self.refresh()

    def fold(self, key: Hashable, is_folded: bool) -> None:
        """Hide or show what stands below a line."""
        before = len(self.folded)
        (self.folded.add if is_folded else self.folded.discard)(key)
        if before != len(self.folded):
            self.refresh()

    def fold_all(self, is_folded: bool) -> None:
        """Fold every chapter and group to its own line, or show everything."""
        self.folded.clear()
        if is_folded:
            self._arrange()
            self.folded |= {line.key for line in self.arranged.lines if line.is_heading and line.has_below}
        self.refresh()

    def unfold_to(self, node_id: int) -> int:
        """Open what hides a heading, and say in which row it stands; -1 where the filter leaves it out."""
        place = self.place_of_node(node_id)
        if place < 0 and self.folded:
            self.fold_all(False)
            place = self.place_of_node(node_id)
        return place

    def place_of_node(self, node_id: int) -> int:
        """The first row of a heading, -1 where it has none."""
        return next((place for place, line in enumerate(self._rows) if line.node_id == node_id), -1)

    def printed_rows(self, line: TaskLine) -> list[tuple[int, int]]:
        """The rows of the printed table that tell of a line, as (task, measure or task)."""
        measures = [one.part_id for one in self._lines if one.kind is LineKind.MEASURE and one.task_id == line.task_id]
        parts = measures if line.kind is LineKind.TASK and measures else [line.part_id]
        return [(line.task_id, part) for part in parts]

    def refresh(self) -> None:
        """Show the lines as filter, groups and folds say now."""
        rows, old = self._arrange(), [line.key for line in self._rows]
        if old != [line.key for line in rows]:
            self._change_rows(old, self._columns, rows)
        else:
            self._rows = rows
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, 0))
        self.rearranged.emit()

    def on_changed(self, changes: ChangeSet) -> None:
        """Follow the plan; a filter for a unit that has gone asks for nothing."""
        if self.filter.unit and all(unit.id != self.filter.unit for unit in self.session.content.units):
            self.filter = TaskFilter(0, self.filter.deadline, self.filter.state, self.filter.text)
            self.grouping = Grouping.CHAPTER if self.grouping is Grouping.ROLE else self.grouping
        super().on_changed(changes)
        if changes.touches(*_TABLES):
            self.rearranged.emit()

    # Many cells at once

    def clear_cells(self, indexes: Sequence[QModelIndex]) -> bool:
        """Empty cells as one step; titles stay."""
        return self._write(
            [
                TaskEdit(self._rows[index.row()].node_id, FIELDS[index.column()], "")
                for index in indexes
                if self._is_writable(index) and FIELDS[index.column()] is not TaskField.TITLE and index.data()
            ],
            self.tr("清空"),
        )

    def write_all(self, rows: Sequence[int], field: TaskField, text: str) -> bool:
        """Write one text into a column of many rows as one step."""
        return self._write([TaskEdit(self._rows[row].node_id, field, text) for row in self.task_rows(rows)])

    def fill_down(self, indexes: Sequence[QModelIndex]) -> bool:
        """Write the uppermost selected cell of each column into those below it, as one step."""
        tops: dict[int, str] = {}
        edits = []
        for index in indexes:
            if not self._is_writable(index) or FIELDS[index.column()] is TaskField.TITLE:
                continue
            if index.column() in tops:
                edits.append(TaskEdit(self._rows[index.row()].node_id, FIELDS[index.column()], tops[index.column()]))
            else:
                tops[index.column()] = str(index.data())
        return self._write(edits, self.tr("向下填充"))

    def paste_block(self, index: QModelIndex, block: Sequence[Sequence[str]]) -> bool:
        """Write a block as one step: heading lines and hidden columns are passed over, level and number dropped."""
        columns = [place for place in range(index.column(), self.columnCount()) if place not in self.hidden]
        rows = [row for row in range(index.row(), self.rowCount()) if not self._rows[row].is_heading]
        edits = []
        for row, line in zip(rows, block, strict=False):
            for column, text in zip(columns, line, strict=False):
                if self._is_writable(self.index(row, column)):
                    edits.append(TaskEdit(self._rows[row].node_id, FIELDS[column], text))
        if len(block) > len(rows):
            self.overflowed.emit(len(block) - len(rows))
        return self._write(edits, self.tr("粘贴") if len(edits) > 1 else "")

    def task_rows(self, rows: Sequence[int]) -> list[int]:
        """Those of the rows that are tasks or measures."""
        return [row for row in rows if 0 <= row < len(self._rows) and not self._rows[row].is_heading]

    def _write(self, edits: Sequence[TaskEdit], what: str = "") -> bool:
        done = bool(edits) and bool(self.session.perform(write_cells, edits, None, what))
        self.session.store.end_merging()
        return done

    def _is_writable(self, index: QModelIndex) -> bool:
        line = self._rows[index.row()]
        column = self._columns[index.column()]
        return index.column() in FIELDS and not line.is_heading and column.is_open(line)

    def _made_lines(self) -> tuple[TaskLine, ...]:
        return task_lines(self.session.content, self.today(), all_chapters=self.all_chapters, memory=self._memory)

    def _arrange(self) -> tuple[TaskLine, ...]:
        content = self.session.content
        self.arranged = arrange(self._lines, self.filter, self.grouping, self.folded, content.units, self.today())
        return self.arranged.lines

    def _column(
        self, place: int, field: TaskField, write: Callable[[TaskLine, str, int | None], ChangeSet]
    ) -> Column[TaskLine]:
        texts: dict[TaskField, Callable[[TaskLine], str]] = {
            TaskField.TITLE: lambda line: line.title if line.kind is LineKind.TASK else "",
            TaskField.WORDS: _measure,
            TaskField.DEADLINE: lambda line: line.deadline if line.own_deadline else "",
            TaskField.STATE: lambda line: TASK_STATE_LABELS[line.state],
            TaskField.NOTE: lambda line: line.note,
        }
        is_title = field is TaskField.TITLE
        return Column(
            field.value,
            (field_label(field),),
            texts.get(field) or _units_in(ROLE_FIELDS[field]),
            write=write,
            is_open=(lambda line: line.kind is LineKind.TASK) if is_title else lambda line: not line.is_heading,
            finding=self._finding_in(field),
            tip=self._tip if field is TaskField.DEADLINE else lambda line: "",
            share=_SHARES[place],
            is_centred=field is TaskField.STATE,
            is_multiline=field in (TaskField.WORDS, TaskField.NOTE),
        )

    def _finding_in(self, field: TaskField) -> Callable[[TaskLine], str]:
        if field is TaskField.TITLE:
            return lambda line: self.tr("尚无责任单位") if line.kind is LineKind.TASK and not line.is_assigned else ""
        if field is TaskField.LEAD:
            return self._lead_finding
        return lambda line: ""

    def _lead_finding(self, line: TaskLine) -> str:
        others = any(line.units.get(role) for role in (Role.SUPPORT,))
        lacks = line.own_units and others and not line.units.get(Role.LEAD) and not line.units.get(Role.RESPONSIBLE)
        return self.tr("有配合单位，没有牵头单位") if lacks else ""

    def _tip(self, line: TaskLine) -> str:
        if line.due is None or not line.due.is_overdue or line.due.date is None:
            return ""
        date = line.due.date
        return self.tr("已过期 {} 天（{}年{}月{}日）").format(line.due.days, date.year, date.month, date.day)


def _is_split(line: TaskLine) -> bool:
    return line.node is not None and bool(line.node.split_from)


def _level(line: TaskLine) -> str:
    return f"{line.number}{line.title}" if line.is_heading else NODE_KIND_LABELS[_kind(line)]


def _kind(line: TaskLine) -> str:
    return line.node.kind.value if line.node is not None and line.kind is LineKind.TASK else LineKind.MEASURE.value


def _number(line: TaskLine) -> str:
    return "" if line.is_heading else line.number.rstrip("、")


def _measure(line: TaskLine) -> str:
    if line.is_heading:
        return ""
    parts = (line.title, line.words) if line.kind is LineKind.MEASURE else (line.words,)
    return "\n".join(part for part in parts if part)


def _units_in(role: Role) -> Callable[[TaskLine], str]:
    return lambda line: "、".join(line.units.get(role, ())) if line.own_units else ""

"""任务分解 as rows and columns to edit: one row a measure, or a task that has none."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject

from db.outline import set_deadline, set_text, set_title
from db.units import set_role_names
from desktop.known_units import offered_names
from desktop.models.columns import Column, ColumnModel
from desktop.session import Session
from domain.changes import ChangeSet
from domain.labels import TASK_COLUMNS
from domain.responsibilities import BreakdownRow, task_breakdown
from domain.units import Role

SEQ, TASK, MEASURE = 0, 1, 2
ROLE_COLUMNS = {3: Role.LEAD, 4: Role.SUPPORT, 5: Role.RESPONSIBLE}
DEADLINE = 6
_TABLES = ("plan", "outline_node", "paragraph", "unit", "duty")


@dataclass(frozen=True)
class TaskRow(BreakdownRow):
    """A row with what is to be said about its task, or nothing."""

    finding: str = ""


class TaskModel(ColumnModel[TaskRow]):
    """The 任务分解表 of the plan."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(session, _TABLES, parent)

    def load_columns(self) -> Sequence[Column[TaskRow]]:
        """Number, task, measure, three roles and the deadline, in the order they print."""
        head = {key: (title,) for key, title in TASK_COLUMNS.items()}
        return (
            Column("seq", head["seq"], lambda row: str(row.task_number), share=10, is_centred=True),
            Column(
                "task",
                head["task"],
                lambda row: row.task.heading,
                write=self._write_task,
                typed=lambda row: row.task.node.title,
                finding=lambda row: row.finding,
                share=32,
                is_multiline=False,
            ),
            Column(
                "measure",
                head["measure"],
                lambda row: row.measure,
                write=self._write_measure,
                is_open=self._is_plain,
                typed=self._plain_text,
                tip=self._measure_tip,
                share=84,
                is_multiline=False,
            ),
            *(self._role_column(role.value, head[role.value], role) for role in ROLE_COLUMNS.values()),
            Column(
                "deadline",
                head["deadline"],
                lambda row: row.deadline,
                write=lambda row, text, _: self.session.perform(set_deadline, row.part.node.id, text),
                share=22,
                is_multiline=False,
            ),
        )

    def load_rows(self) -> Sequence[TaskRow]:
        """The rows in reading order."""
        content = self.session.content
        held = {duty.task_id for duty in content.duties}
        # a task is assigned where it, or any of its measures, has units
        assigned = held | {node.parent for node in content.nodes if node.id in held}
        none = self.tr("尚无责任单位")
        return [
            TaskRow(**vars(row), finding="" if row.task.node.id in assigned else none)
            for row in task_breakdown(content)
        ]

    def key_of(self, row: TaskRow) -> Hashable:
        """A row is the heading it tells of; a task that gets its first measure becomes another row."""
        return row.part.node.id

    def version_of(self, row: TaskRow) -> int | None:
        """Checked heading by heading where it is written."""
        return None

    def spans(self) -> list[tuple[int, int, int]]:
        """Cells over several rows as (row, column, rows): number and task of one task, units of one holder."""
        spans = []
        for column in (SEQ, TASK, *ROLE_COLUMNS):
            start = 0
            for place in range(1, len(self._rows) + 1):
                if place == len(self._rows) or self._owner(place, column) != self._owner(start, column):
                    spans.append((start, column, place - start))
                    start = place
        return spans

    def _owner(self, place: int, column: int) -> Hashable:
        row = self._rows[place]
        return (row.task.node.id, row.node.id) if column in ROLE_COLUMNS else row.task.node.id

    def _role_column(self, key: str, path: tuple[str, ...], role: Role) -> Column[TaskRow]:
        return Column(
            key,
            path,
            lambda row: "、".join(row.units.get(role, ())),
            write=partial(self._write_units, role),
            names=lambda: offered_names(self.session.content.units),
            share=26,
            is_multiline=False,
        )

    def _write_task(self, row: TaskRow, text: str, _: int | None) -> ChangeSet:
        return self.session.perform(set_title, row.task.node.id, text, row.task.node.version)

    def _write_measure(self, row: TaskRow, text: str, _: int | None) -> ChangeSet:
        node = row.part.node
        verb = set_text if row.part is row.task else set_title
        return self.session.perform(verb, node.id, text, node.version)

    def _write_units(self, role: Role, row: TaskRow, text: str, _: int | None) -> ChangeSet:
        return self.session.perform(set_role_names, row.node.id, role, text)

    def _is_plain(self, row: TaskRow) -> bool:
        """One paragraph of the task itself, or a measure that is but its heading."""
        return len(row.part.node.paragraphs) <= (1 if row.part is row.task else 0)

    def _plain_text(self, row: TaskRow) -> str:
        return row.measure if row.part is row.task else row.part.node.title

    def _measure_tip(self, row: TaskRow) -> str:
        return "" if self._is_plain(row) else self.tr("这一格由几段文字组成，请到“正文”中修改。")

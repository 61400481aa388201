"""What can be written into a row of the 任务分解, and how a typed 进展 is read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.labels import TASK_COLUMNS, TASK_STATE_LABELS, TASK_STATE_WORD
from domain.outline import TaskState
from domain.text import comparison_key
from domain.units import Role


class TaskField(StrEnum):
    """A cell of a task or measure; the values are the keys of columns and of spots."""

    TITLE = "task"
    WORDS = "measure"
    LEAD = "lead"
    SUPPORT = "support"
    RESPONSIBLE = "responsible"
    DEADLINE = "deadline"
    STATE = "state"
    NOTE = "note"


ROLE_FIELDS = {TaskField.LEAD: Role.LEAD, TaskField.SUPPORT: Role.SUPPORT, TaskField.RESPONSIBLE: Role.RESPONSIBLE}
STATE_ORDER = (TaskState.NOT_STARTED, TaskState.UNDER_WAY, TaskState.DONE, TaskState.PAUSED)
_OTHER_WORDS = {
    "未开展": TaskState.NOT_STARTED,
    "未开始": TaskState.NOT_STARTED,
    "进行中": TaskState.UNDER_WAY,
    "正在推进": TaskState.UNDER_WAY,
    "在推进": TaskState.UNDER_WAY,
    "完成": TaskState.DONE,
    "已办结": TaskState.DONE,
    "办结": TaskState.DONE,
    "中止": TaskState.PAUSED,
    "暂停": TaskState.PAUSED,
}


@dataclass(frozen=True)
class TaskEdit:
    """One cell to write. `text` of WORDS is the measure: for a measure its title, and below it its paragraphs."""

    node_id: int
    field: TaskField
    text: str


def field_label(field: TaskField) -> str:
    """牵头单位, 进展, 备注."""
    if field is TaskField.STATE:
        return TASK_STATE_WORD
    return TASK_COLUMNS["remark" if field is TaskField.NOTE else field.value]


def parse_state(text: str) -> TaskState | None:
    """推进中, 进行中 or the key 2 → UNDER_WAY; None for words that name no state."""
    key = comparison_key(text)
    if key in {"0", "1", "2", "3", "4"}:
        return (TaskState.UNSAID, *STATE_ORDER)[int(key)]
    named = {comparison_key(label): TaskState(value) for value, label in TASK_STATE_LABELS.items()}
    return named.get(key, _OTHER_WORDS.get(key))

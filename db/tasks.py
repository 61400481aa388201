"""The 任务分解 in the plan file: verbs that change one task or many at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from db.outline import heading_of, load_nodes, load_nodes_of, set_text, write_paragraphs
from db.references import following_references
from db.store import OperationScope, Store
from db.task_duties import TaskDuties
from domain.changes import ChangeSet
from domain.duty_clause import parse_clause, split_names
from domain.errors import InputError
from domain.outline import NodeKind, OutlineNode, Paragraph
from domain.task_fields import ROLE_FIELDS, TaskEdit, TaskField, field_label, parse_state
from domain.task_units import UnitWish, wished_names
from domain.text import trim
from domain.units import Role

_FEW = 500  # SQLite takes at least 999 values in one statement


def set_task_units(store: Store, task_ids: Sequence[int], wishes: Sequence[UnitWish]) -> ChangeSet:
    """Give units their roles for one task or several, or take them off, as one step.

    A measure that had no units of its own starts from those of its task.
    """
    with store.operation(f"修改责任单位 {named_tasks(store, task_ids)}") as scope:
        duties = TaskDuties(scope)
        for task_id in task_ids:
            duties.replace(task_id, wished_names(duties.names(task_id), wishes))
    return scope.changes


def write_cells(store: Store, edits: Sequence[TaskEdit], version: int | None = None, what: str = "") -> ChangeSet:
    """Write cells of the 任务分解 as one step, all or none; `what` names the step where it is not just one cell.

    `version` is the state the edit of a single heading began from. Raises InputError when that is stale, and for a
    进展 that is none.
    """
    tasks = list(dict.fromkeys(edit.node_id for edit in edits))
    fields = list(dict.fromkeys(edit.field for edit in edits))
    named = what or (f"修改{field_label(fields[0])}" if len(fields) == 1 else "修改")
    nodes = load_nodes_of(store.db, tasks) if len(tasks) < _FEW else load_nodes(store.db)
    with store.operation(f"{named} {named_tasks(store, tasks)}") as scope:
        writer = _CellWriter(store, scope, nodes)
        for edit in edits:
            writer.write(edit, version)
    return scope.changes


def remove_tasks(store: Store, node_ids: Sequence[int]) -> ChangeSet:
    """Take tasks and measures out with all below them, as one step."""
    with store.operation(f"删除 {named_tasks(store, node_ids)}") as scope, following_references(scope):
        present = {node.id: node.parent for node in load_nodes(store.db)}
        for node_id in node_ids:
            if node_id in present and not _is_below(node_id, set(node_ids), present):
                scope.delete("outline_node", node_id)
    return scope.changes


def _is_below(node_id: int, others: set[int], parents: Mapping[int, int | None]) -> bool:
    """Whether a heading goes with one above it."""
    above = parents[node_id]
    while above is not None:
        if above in others:
            return True
        above = parents[above]
    return False


def named_tasks(store: Store, task_ids: Sequence[int]) -> str:
    """The heading of one task, the number of several, for the name of a step."""
    return heading_of(store.db, task_ids[0]) if len(task_ids) == 1 else f"{len(task_ids)} 项任务"


class _CellWriter:
    """Writes one cell after the other within one operation."""

    def __init__(self, store: Store, scope: OperationScope, nodes: Sequence[OutlineNode]) -> None:
        self._store = store
        self._scope = scope
        self._nodes = {node.id: node for node in nodes}
        self._duties: TaskDuties | None = None

    def write(self, edit: TaskEdit, version: int | None) -> None:
        """Write one cell."""
        node = self._nodes.get(edit.node_id)
        if node is None:
            raise InputError("row_gone", "要修改的内容已经不在方案里了。", "请查看最新内容后再试。")
        if version is not None and node.version != version:
            raise InputError("stale_edit", "这一行刚刚已被改动，您的修改没有写入。", "请查看最新内容后再改。")
        if edit.field in ROLE_FIELDS:
            self._write_units(node, ROLE_FIELDS[edit.field], edit.text)
        elif edit.field is TaskField.WORDS:
            self._write_words(node, edit.text)
        elif edit.field is TaskField.STATE:
            self._set(node, "state", node.state.value, _state(edit.text))
        else:
            former = {TaskField.TITLE: node.title, TaskField.DEADLINE: node.deadline, TaskField.NOTE: node.note}
            is_note = edit.field is TaskField.NOTE
            text = trim(edit.text) if is_note else " ".join(edit.text.split("\n")).strip()
            column = {TaskField.TITLE: "title", TaskField.DEADLINE: "deadline", TaskField.NOTE: "note"}[edit.field]
            self._set(node, column, former[edit.field], trim(text))

    def _set(self, node: OutlineNode, column: str, before: str, after: str) -> None:
        if before != after:
            self._scope.update("outline_node", node.id, {column: after, "version": self._scope.revision})

    def _write_units(self, node: OutlineNode, role: Role, text: str) -> None:
        if self._duties is None:
            self._duties = TaskDuties(self._scope)
        names = self._duties.names(node.id)
        listed = [trim(name) for name in split_names(text.replace("\n", "、")) if trim(name)]
        after = {one: listed if one is role else [n for n in names[one] if n not in listed] for one in Role}
        if after != names:
            self._duties.replace(node.id, after)

    def _write_words(self, node: OutlineNode, text: str) -> None:
        """The paragraphs of a task; of a measure its title first, where it has one."""
        if node.kind is not NodeKind.TASK and (node.title or not node.paragraphs):
            title, _, text = text.partition("\n")
            self._set(node, "title", node.title, trim(title))
        lines = [trim(line) for line in text.split("\n") if trim(line)]
        has_clause = any(paragraph.clause for paragraph in node.paragraphs)
        if has_clause or (lines and parse_clause(lines[-1]) is not None):
            set_text(self._store, node.id, text)
        elif write_paragraphs(self._scope, node.id, node.paragraphs, [Paragraph(line) for line in lines]):
            self._scope.update("outline_node", node.id, {"version": self._scope.revision})


def _state(text: str) -> str:
    state = parse_state(text)
    if state is None:
        raise InputError("state_unknown", f"“{text}”不是进展的写法。", "请填：未启动、推进中、已完成或暂缓。")
    return state.value

"""A 任务分解表 → tasks, measures and duties of the outline, or what it adds to those the body has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from domain.checks import Severity
from domain.numbering import NumberStyle, style_for_level
from domain.outline import NodeKind, OutlineNode, Paragraph, descendants, place_nodes
from domain.text import comparison_key
from domain.units import Duty, Role, Unit, match_unit, unit_names
from importers.appendix_layout import Layout, RowKind
from importers.task_columns import others_in
from importers.task_rows import Beside, Measure, Task, UnitNames, read_tasks, split_heading

_ROLE_WORDS = {Role.LEAD: "牵头", Role.SUPPORT: "配合", Role.RESPONSIBLE: "责任"}


@dataclass(frozen=True)
class TaskDraft:
    """Outline, units and duties; `is_whole`: everything the table says is in them, so it need not be kept itself."""

    nodes: tuple[OutlineNode, ...] = ()
    units: tuple[Unit, ...] = ()
    duties: tuple[Duty, ...] = ()
    is_whole: bool = True


def take_tasks(layout: Layout, outline: TaskDraft) -> TaskDraft:
    """Put the tasks of a table into an outline. Nodes come back in reading order.

    Where the body has most of them already, the table completes their duties and time limits, and what it says
    otherwise is a finding.
    """
    tasks = read_tasks(layout)
    _say_words(layout)
    builder = _Builder(layout, outline)
    found = [builder.find(task) for task in tasks]
    known = sum(node is not None for node in found)
    if known and known * 2 >= len(tasks):
        return builder.complete(tasks, found)
    return builder.add(tasks)


def _say_words(layout: Layout) -> None:
    """Say which words of the table are in no task: its title, its headers, and 等 behind the units."""
    headers = "、".join(dict.fromkeys(part for path in layout.paths for part in path))
    title = f"表题《{layout.title}》、" if layout.title else ""
    message = f"{title}表头（{headers}）和序号只用来分辨各列，没有作为文字收入。"
    others = {ending for row in layout.data for text in row.texts for ending in others_in(text)}
    if others:
        message += f"责任单位后面的“{'”“'.join(sorted(others))}”没有收入。"
    layout.say(Severity.NOTE, "task_table_words", message)


class _Builder:
    """Grows nodes, units and duties."""

    def __init__(self, layout: Layout, outline: TaskDraft) -> None:
        self._layout = layout
        self._nodes = {node.id: node for node in outline.nodes}
        self._units = list(outline.units)
        self._duties = list(outline.duties)
        self._titles = self._by_title()
        self._same: list[str] = []

    def _by_title(self) -> dict[str, int]:
        titles: dict[str, int] = {}
        for node in self._nodes.values():
            if node.kind is not NodeKind.BOX:
                titles.setdefault(_title_key(node.title), node.id)
        return titles

    def find(self, task: Task) -> OutlineNode | None:
        """The node of the body with the title of a task."""
        whole, _, _ = split_heading(task.text.replace("\n", ""))
        for title in (task.title, whole):
            node_id = self._titles.get(_title_key(title))
            if node_id is not None:
                return self._nodes[node_id]
        return None

    def add(self, tasks: Sequence[Task]) -> TaskDraft:
        """Add all tasks behind the outline: under their sections, and under the title where there is a body."""
        root = None
        if self._nodes:
            root = self._new(None, NodeKind.SECTION, self._layout.title or self._layout.where, None)
        sections: dict[tuple[str, ...], int] = {}
        for task in tasks:
            parent = root
            for depth in range(1, len(task.sections) + 1):
                key = task.sections[:depth]
                if key not in sections:
                    title, rest, style = split_heading(key[-1])
                    level = depth + (root is not None)
                    sections[key] = self._new(parent, NodeKind.SECTION, title, style or style_for_level(level), rest)
                parent = sections[key]
            self._add_task(task, parent, self._task_style(tasks, task, root))
        self._keep_rest(root)
        return self._draft(is_whole=True)

    def _keep_rest(self, root: int | None) -> None:
        """What a table says besides its tasks: text below the heading it became, else said in a finding."""
        layout = self._layout
        rest = [text for text in (layout.unit_line, *layout.notes) if text]
        for row in layout.rows:
            if row.kind is RowKind.TOTAL:
                cells = dict.fromkeys(text.replace("\n", "，") for text in row.texts if text)
                rest.append("，".join(cells))
        if rest and root is not None:
            self._nodes[root] = replace(self._nodes[root], paragraphs=tuple(Paragraph(text) for text in rest))
        elif rest:
            layout.say(Severity.LOOK, "beside_tasks", f"表格里任务之外的文字没有收入：{'；'.join(rest)}")

    def _task_style(self, tasks: Sequence[Task], task: Task, root: int | None) -> NumberStyle:
        styles = {one.style for one in tasks}
        own = styles.pop() if len(styles) == 1 else None
        return own or style_for_level(len(task.sections) + 1 + (root is not None))

    def _is_whole(self) -> bool:
        return not self._layout.notes and all(row.kind is not RowKind.TOTAL for row in self._layout.rows)

    def complete(self, tasks: Sequence[Task], found: Sequence[OutlineNode | None]) -> TaskDraft:
        """Let the table complete the tasks of the body, and compare the rest with them."""
        is_whole = self._is_whole()
        completed = 0
        last: OutlineNode | None = None
        for task, node in zip(tasks, found, strict=True):
            if node is None:
                parent = last.parent if last else None
                style = last.style if last else None
                self._add_task(task, parent, style)
                message = f"表中的任务“{task.title}”在正文里没有，已补在相近任务之后，请核对。"
                self._layout.say(Severity.MUST, "task_only_in_table", message)
                continue
            last = self._nodes[node.id]
            completed += self._complete_task(task, last)
            is_whole = is_whole and self._tells_all(task, last)
            self._same += [task.text, *task.paragraphs]
            self._same += [text for measure in task.measures for text in (measure.title, *measure.paragraphs)]
        if completed:
            message = f"正文里有 {completed} 项任务没有写责任单位或时限，已按表格补上，请核对。"
            self._layout.say(Severity.LOOK, "task_completed", message)
        if is_whole and self._same:
            message = f"表格里的这些文字正文已经有了，没有重复收入：{'；'.join(dict.fromkeys(self._same))}。"
            self._layout.say(Severity.NOTE, "task_in_body", message)
        if not is_whole:
            message = "表格里还有正文没有的文字，除了补充责任单位和时限，表格本身也保留着，请核对。"
            self._layout.say(Severity.LOOK, "task_table_kept", message)
        return self._draft(is_whole=is_whole)

    def _tells_all(self, task: Task, node: OutlineNode) -> bool:
        """Whether the body has every word of the measures and remarks that the table tells of a task."""
        ids = [node.id, *descendants(self._nodes.values(), node.id)]
        said = "".join(self._nodes[one].title + _texts(self._nodes[one]) for one in ids)
        key = comparison_key(said)
        texts = [*task.paragraphs]
        texts += [text for measure in task.measures for text in (measure.title, *measure.paragraphs)]
        return all(_title_key(text) in key for text in texts)

    def _complete_task(self, task: Task, node: OutlineNode) -> bool:
        """Complete or compare one task; whether anything was added."""
        added = self._settle(node.id, task.units, task.deadline)
        self._tell(node.id, task.beside)
        for measure in task.measures:
            if measure.units or measure.deadline:
                below = self._find_measure(measure, node)
                added = self._settle(below, measure.units, measure.deadline) or added
            if measure.beside != Beside():
                self._tell(self._find_measure(measure, node), measure.beside)
        return added

    def _find_measure(self, measure: Measure, node: OutlineNode) -> int:
        for one in descendants(self._nodes.values(), node.id):
            if _title_key(measure.title) in comparison_key(self._nodes[one].title + _texts(self._nodes[one])):
                return one
        return node.id

    def _settle(self, node_id: int, units: UnitNames, deadline: str) -> bool:
        node = self._nodes[node_id]
        added = False
        if units:
            if any(duty.task_id == node_id for duty in self._duties):
                self._compare_units(node, units)
            else:
                self._assign(node_id, units)
                added = True
        if deadline and not node.deadline:
            self._nodes[node_id] = replace(node, deadline=deadline)
            added = added or comparison_key(deadline) not in comparison_key(_texts(node))
        elif deadline and comparison_key(deadline) != comparison_key(node.deadline):
            message = f"“{_bare(node)}”的时限，正文写“{node.deadline}”，表格写“{deadline}”，现按正文，请核对。"
            self._layout.say(Severity.MUST, "deadline_differs", message)
        if added and node.kind is NodeKind.SECTION:
            self._nodes[node_id] = replace(self._nodes[node_id], kind=NodeKind.TASK)
        return added

    def _compare_units(self, node: OutlineNode, units: UnitNames) -> None:
        body = {role: unit_names(node.id, role, self._duties, self._units) for role in Role}
        in_body = {role: {comparison_key(name) for name in names} for role, names in body.items() if names}
        in_table = {role: {self._known_key(name) for name in names} for role, names in units.items() if names}
        if in_body == in_table:
            self._same += [name for names in units.values() for name in names]
            return
        same = set().union(*in_body.values()) == set().union(*in_table.values())
        what = "角色" if same else "责任单位"
        message = f"“{_bare(node)}”的{what}，正文写“{_say(body)}”，表格写“{_say(units)}”，现按正文，请核对。"
        self._layout.say(Severity.LOOK if same else Severity.MUST, "units_differ", message)

    def _known_key(self, name: str) -> str:
        unit = match_unit(name, self._units)
        return comparison_key(unit.name if unit else name)

    def _add_task(self, task: Task, parent: int | None, style: NumberStyle | None) -> None:
        node_id = self._new(parent, NodeKind.TASK, task.title, style, task.paragraphs, task.deadline)
        self._assign(node_id, task.units)
        self._tell(node_id, task.beside)
        level = self._level(node_id) + 1
        own = NumberStyle.ARABIC if style is not NumberStyle.ARABIC and level < 5 else style_for_level(level)
        for measure in task.measures:
            # A single measure is no list, unless the source numbers it.
            numbered = own if len(task.measures) > 1 or measure.is_numbered else None
            child = self._new(node_id, NodeKind.MEASURE, measure.title, numbered, measure.paragraphs, measure.deadline)
            self._assign(child, measure.units)
            self._tell(child, measure.beside)

    def _tell(self, node_id: int, beside: Beside) -> None:
        """Give a heading its 备注 and 进展; what another row said of it stays."""
        node = self._nodes[node_id]
        notes = dict.fromkeys(note for note in (node.note, beside.note) if note)
        self._nodes[node_id] = replace(node, note="\n".join(notes), state=beside.state or node.state)

    def _level(self, node_id: int) -> int:
        level = 0
        parent: int | None = node_id
        while parent is not None:
            parent = self._nodes[parent].parent
            level += 1
        return level

    def _new(
        self,
        parent: int | None,
        kind: NodeKind,
        title: str,
        style: NumberStyle | None,
        paragraphs: Iterable[str] = (),
        deadline: str = "",
    ) -> int:
        node_id = max(self._nodes, default=0) + 1
        seq = max((node.seq for node in self._nodes.values() if node.parent == parent), default=0) + 1
        texts = tuple(Paragraph(text) for text in paragraphs)
        line = self._layout.annex.table.line
        self._nodes[node_id] = OutlineNode(node_id, parent, seq, kind, title, style, texts, line, deadline)
        return node_id

    def _assign(self, node_id: int, units: UnitNames) -> None:
        held: set[int] = set()
        for role, names in units.items():
            for name in names:
                unit = self._unit(name)
                if unit.id not in held:
                    held.add(unit.id)
                    self._duties.append(Duty(node_id, unit.id, role, len(held), len(self._duties) + 1))

    def _unit(self, name: str) -> Unit:
        unit = match_unit(name, self._units)
        if unit is None:
            number = max((known.id for known in self._units), default=0) + 1
            unit = Unit(number, name, seq=max((known.seq for known in self._units), default=0) + 1)
            self._units.append(unit)
        return unit

    def _draft(self, *, is_whole: bool) -> TaskDraft:
        nodes = tuple(placed.node for placed in place_nodes(self._nodes.values()))
        return TaskDraft(nodes, tuple(self._units), tuple(self._duties), is_whole)


def _title_key(title: str) -> str:
    return comparison_key(title).rstrip("。.；;：:")


def _bare(node: OutlineNode) -> str:
    return node.title.rstrip("。：:；;")


def _texts(node: OutlineNode) -> str:
    return "".join(paragraph.text for paragraph in node.paragraphs)


def _say(units: UnitNames) -> str:
    return "；".join(f"{_ROLE_WORDS[role]}：{'、'.join(names)}" for role, names in units.items() if names)

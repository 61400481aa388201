"""Rows of a 任务分解表 → tasks with their measures, units and time limits, before they meet an outline."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from domain.cell_items import ItemKind, parse_cell
from domain.numbering import NumberStyle, parse_label
from domain.outline import TaskState
from domain.task_fields import parse_state
from domain.text import comparison_key, trim
from domain.units import Role
from importers.appendix_layout import BodyRow, Layout, RowKind
from importers.task_columns import DUTY_FIELDS, Field, first_one_leads, is_nothing, task_fields, units_in

_MAX_TITLE = 40
_RUN_IN = re.compile(r"([^。：:；，,]{2,40})([。：:])(?=.{6})")
_ITEM_STYLES = (NumberStyle.ARABIC, NumberStyle.ARABIC_PAREN, NumberStyle.CIRCLED, NumberStyle.HAN_PAREN)

UnitNames = Mapping[Role, Sequence[str]]


@dataclass(frozen=True)
class Beside:
    """What a row says of the work beside the text of the plan: 备注 and 进展."""

    note: str = ""
    state: TaskState = TaskState.UNSAID


@dataclass
class Measure:
    """A measure: `units` and `deadline` are its own, empty where the task's hold. `is_numbered`: in the source, too."""

    title: str
    paragraphs: list[str] = field(default_factory=list)
    units: UnitNames = field(default_factory=dict)
    deadline: str = ""
    is_numbered: bool = False
    beside: Beside = field(default_factory=lambda: Beside())


@dataclass
class Task:
    """A task of the table; `sections` are the headings above it, `text` the whole cell."""

    title: str
    text: str
    sections: tuple[str, ...]
    paragraphs: list[str] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    units: UnitNames = field(default_factory=dict)
    deadline: str = ""
    style: NumberStyle | None = None
    beside: Beside = field(default_factory=lambda: Beside())


@dataclass
class _Line:
    """A row of a task: its measure cell, its units, its time limit, and the rest with its headers."""

    measure: str
    units: dict[Role, list[str]]
    deadline: str
    extras: list[str]
    beside: Beside = Beside()


def read_tasks(layout: Layout) -> list[Task]:
    """The tasks of a table from top to bottom. A blank task cell goes on with the task above."""
    fields = _with_task(task_fields(layout.paths, layout.title))
    tasks: list[Task] = []
    lines: list[list[_Line]] = []
    sections: dict[int, str] = {}
    category = ""
    previous: BodyRow | None = None
    for row in layout.rows:
        if row.kind is RowKind.SECTION:
            sections = _below(sections, row.text)
            previous = None
            continue
        if row.kind is RowKind.TOTAL:
            continue
        category = _cell(row, fields, Field.CATEGORY) or category
        above = tuple(sections[rank] for rank in sorted(sections)) + ((category,) if category else ())
        if _begins_task(row, previous, fields, above, tasks):
            text = _cell(row, fields, Field.TASK) or _cell(row, fields, Field.MEASURE)
            tasks.append(_new_task(text or next(text for text in row.texts if text), above))
            lines.append([])
        lines[-1].append(_read_line(row, previous, fields, layout.paths))
        previous = row
    for task, own in zip(tasks, lines, strict=True):
        _settle(task, own)
    return tasks


def _with_task(fields: list[Field]) -> list[Field]:
    """The fields where an officer takes any table for a task table: the first column of words is the task."""
    if Field.TASK in fields:
        return fields
    place = next((place for place, one in enumerate(fields) if one in (Field.CATEGORY, Field.EXTRA)), 0)
    return [*fields[:place], Field.TASK, *fields[place + 1 :]]


def _below(sections: Mapping[int, str], text: str) -> dict[int, str]:
    label = parse_label(text)
    rank = list(NumberStyle).index(label.style) + 1 if label else 0
    return {known: one for known, one in sections.items() if known < rank} | {rank: text}


def _cell(row: BodyRow, fields: Sequence[Field], wanted: Field) -> str:
    return next((row.texts[place] for place, one in enumerate(fields) if one is wanted and row.texts[place]), "")


def _begins_task(
    row: BodyRow, previous: BodyRow | None, fields: Sequence[Field], above: tuple[str, ...], tasks: Sequence[Task]
) -> bool:
    if not tasks or tasks[-1].sections != above:
        return True
    place = fields.index(Field.TASK)
    text = row.texts[place]
    if not text or previous is None:
        return previous is None
    if previous.cells[place] is row.cells[place]:
        return False
    # Programs that cannot merge repeat the text in every row.
    return comparison_key(text) != comparison_key(tasks[-1].text) or Field.MEASURE not in fields


def _new_task(text: str, sections: tuple[str, ...]) -> Task:
    title, paragraphs, style = split_heading(text)
    return Task(title, text, sections, paragraphs, style=style)


def split_heading(text: str) -> tuple[str, list[str], NumberStyle | None]:
    """A cell as heading and paragraphs, its own number taken off: the first line, or what stands before 。 or ：."""
    first, *rest = text.split("\n")
    label = parse_label(first)
    if label and label.length < len(first):
        first = first[label.length :]
    match = _RUN_IN.match(first) if len(first) > _MAX_TITLE else None
    if match:
        rest.insert(0, first[match.end() :])
        first = match.group(1)
    return trim(first), rest, label.style if label else None


def _read_line(
    row: BodyRow, previous: BodyRow | None, fields: Sequence[Field], paths: Sequence[tuple[str, ...]]
) -> _Line:
    line = _Line("", {}, "", [])
    for place, (one, path) in enumerate(zip(fields, paths, strict=True)):
        text = row.texts[place]
        is_same = previous is not None and text and previous.cells[place] is row.cells[place]
        if one in DUTY_FIELDS:
            found = units_in(text, DUTY_FIELDS[one], first_leads=first_one_leads(path[-1]))
            for role, names in found.items():
                line.units.setdefault(role, []).extend(names)
        elif one is Field.DEADLINE:
            line.deadline = line.deadline or ("" if is_nothing(text) else text.replace("\n", ""))
        elif one is Field.MEASURE and not is_same:
            line.measure = text
        elif is_nothing(text):
            continue
        elif one is Field.NOTE:
            line.beside = replace(line.beside, note=text)
        elif one is Field.STATE and (state := _state(text)) is not None:
            line.beside = replace(line.beside, state=state)
        elif one in (Field.EXTRA, Field.STATE) and not is_same:
            line.extras += [f"{''.join(path)}：{text.split(chr(10))[0]}", *text.split("\n")[1:]]
    return line


def _settle(task: Task, lines: Sequence[_Line]) -> None:
    """Units and time limits that hold for all rows are the task's, others those of the measures."""
    units = [line.units for line in lines if line.units]
    deadlines = [line.deadline for line in lines if line.deadline]
    shared_units = bool(units) and (all(one == units[0] for one in units) or _has_no_measures(lines))
    shared_deadline = bool(deadlines) and (len(set(deadlines)) == 1 or _has_no_measures(lines))
    if shared_units:
        task.units = units[0]
    if shared_deadline:
        task.deadline = deadlines[0]
    shared_beside = len({line.beside for line in lines}) == 1 or not any(line.measure for line in lines)
    if shared_beside:
        task.beside = _together([line.beside for line in lines])
    expected = 1
    for line in lines:
        measures = _measures(line.measure, expected)
        expected += len(measures)
        for measure in measures:
            measure.units = {} if shared_units else line.units
            measure.deadline = "" if shared_deadline else line.deadline
        last = measures[-1] if measures else task.measures[-1] if task.measures else task
        if not shared_beside:
            last.beside = _together([last.beside, line.beside])
        (measures[-1] if measures else task).paragraphs += line.extras
        task.measures += measures


def _together(said: Sequence[Beside]) -> Beside:
    """Rows of one task or measure as one: every 备注 once, the last 进展."""
    notes = dict.fromkeys(one.note for one in said if one.note)
    states = [one.state for one in said if one.state]
    return Beside("\n".join(notes), states[-1] if states else TaskState.UNSAID)


def _state(text: str) -> TaskState | None:
    """The 进展 a cell names; None for words that tell more, which stay text, and for bare numbers."""
    return None if text.strip().isdecimal() else parse_state(text)


def _has_no_measures(lines: Sequence[_Line]) -> bool:
    return sum(bool(line.measure) for line in lines) < 2


def _measures(text: str, expected: int) -> list[Measure]:
    """The measures in a cell: one for each number in it, else one for the whole cell."""
    if is_nothing(text):
        return []
    items = parse_cell(_apart(text)).items
    if sum(item.kind is ItemKind.MEASURE for item in items) > 1:
        measures: list[Measure] = []
        for item in items:
            if item.kind is ItemKind.MEASURE or not measures:
                title, rest, _ = split_heading(item.text)
                measures.append(Measure(title, rest, is_numbered=item.kind is ItemKind.MEASURE))
            else:
                measures[-1].paragraphs.append(item.printed)
        return measures
    label = parse_label(text)
    is_next = label is not None and label.style in _ITEM_STYLES and label.value == expected
    if is_next or label is None:
        title, rest, _ = split_heading(text)
    else:
        title, *rest = text.split("\n")
    return [Measure(title, rest, is_numbered=is_next)]


def _apart(text: str) -> str:
    """A line that holds a whole list (1.甲；2.乙；3.丙) as one line for each of its numbers."""
    if "\n" in text or not (label := parse_label(text)) or label.value != 1:
        return text
    parts = [text]
    while match := re.search(rf"(?<=[。；;，,\s])(?=[（(]?{len(parts) + 1}[.．、）)](?![0-9]))", parts[-1]):
        parts[-1:] = [parts[-1][: match.start()], parts[-1][match.start() :]]
    same = all((found := parse_label(part)) and found.style is label.style for part in parts)
    return "\n".join(parts) if same else text

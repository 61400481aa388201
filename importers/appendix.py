"""The tables of a document → appendix tables, tables inside the text, and tasks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from domain.checks import Finding, Option, Severity
from domain.outline import OutlineNode
from domain.reading import ReadingChoices
from domain.tables import AppendixTable, TablePlace, TableSpec
from domain.text import comparison_key
from domain.units import Duty, Unit
from importers.annexes import AnnexTable
from importers.appendix_layout import Layout, lay_out
from importers.appendix_lead import is_continuation
from importers.appendix_rows import check_numbers, columns_of, note_merges, read_body, rows_of
from importers.appendix_split import split_table
from importers.headers import row_number
from importers.task_columns import is_task_table
from importers.task_table import TaskDraft, take_tasks

_AS_ASSUMED = ReadingChoices()
_PLACE, _APPENDIX = Option("place", "留在正文这个位置"), Option("appendix", "作为附表")
_TASKS, _SKIP = Option("tasks", "作为任务分解，读出任务和责任单位"), Option("skip", "不收入")


@dataclass
class TablesDraft:
    """What the tables of a document became; nodes, units and duties are those given, with the tasks of tables."""

    tables: tuple[AppendixTable, ...] = ()
    nodes: tuple[OutlineNode, ...] = ()
    units: tuple[Unit, ...] = ()
    duties: tuple[Duty, ...] = ()
    findings: list[Finding] = field(default_factory=list)
    fates: dict[int, str] = field(default_factory=dict)


def read_tables(
    annexes: Sequence[AnnexTable],
    specs: Sequence[TableSpec],
    places: Mapping[int, TablePlace],
    outline: TaskDraft,
    choices: ReadingChoices = _AS_ASSUMED,
) -> TablesDraft:
    """Turn every table into an appendix table, a table inside the text, or tasks and duties of the outline.

    `places` tells by line where in the outline the tables stood that the body kept. `fates` of the result tells by
    line in Chinese what each became (附表1, 任务分解, 不收入). Nodes are given and come back in reading order.
    """
    draft = TablesDraft(nodes=outline.nodes, units=outline.units, duties=outline.duties)
    kept: list[Layout] = []
    for layout in _join([lay_out(part, choices) for annex in annexes for part in split_table(annex, choices)]):
        fate = _fate(layout, specs, choices)
        if fate == "tasks":
            taken = take_tasks(layout, TaskDraft(draft.nodes, draft.units, draft.duties))
            draft.nodes, draft.units, draft.duties = taken.nodes, taken.units, taken.duties
            if taken.is_whole:
                draft.findings += layout.findings
                draft.fates[layout.annex.table.line] = "任务分解"
                continue
        elif fate == "skip":
            message = f"表格{_named(layout)}没有收入。"
            asked = _asked(layout, _assumed(layout, specs))
            layout.findings = [Finding(Severity.NOTE, "table_skipped", layout.where, message, *asked)]
            draft.findings += layout.findings
            draft.fates[layout.annex.table.line] = "不收入"
            continue
        if fate != "place":
            layout.annex = replace(layout.annex, in_text=False)
        kept.append(layout)
    draft.tables = _make_tables(kept, specs, places, choices, draft)
    return draft


def read_appendix(
    annexes: Sequence[AnnexTable], specs: Sequence[TableSpec], choices: ReadingChoices = _AS_ASSUMED
) -> tuple[tuple[AppendixTable, ...], list[Finding]]:
    """Turn the tables of a document into appendix tables, labelled and numbered in order; ids count from 1.

    A table that goes on in the next one, without a label between, is one table.
    """
    layouts = _join([lay_out(part, choices) for annex in annexes for part in split_table(annex, choices)])
    draft = TablesDraft()
    tables = _make_tables(layouts, specs, {}, choices, draft)
    return tables, draft.findings


def _join(layouts: Sequence[Layout]) -> list[Layout]:
    joined: list[Layout] = []
    for layout in layouts:
        if joined and layout.annex.follows and _goes_on(joined[-1], layout):
            joined[-1].rows += layout.rows
            joined[-1].notes += layout.notes
            joined[-1].findings += layout.findings
            if layout.depth:
                named = f"（“{after}”）" if (after := layout.annex.label + layout.annex.title) else ""
                message = f"接下来的一张表{named}与它表头相同，已并成一张。"
                joined[-1].say(Severity.NOTE, "table_joined", message)
        else:
            joined.append(layout)
    return joined


def _goes_on(before: Layout, after: Layout) -> bool:
    """Whether a table repeats the header of the one before, or goes straight on with its next number."""
    for named in (after.label, after.title):
        if named and not is_continuation(named, before.label, before.title):
            return False
    if before.annex.table.sheet != after.annex.table.sheet:
        return False
    if len(before.paths) != len(after.paths):
        return False
    if after.depth and _keys(before) == _keys(after):
        return True
    if after.depth or not before.rows or not after.rows:
        return False
    last, first = row_number(before.rows[-1].texts[0]), row_number(after.rows[0].texts[0])
    return bool(last and first) and first == (last or 0) + 1


def _keys(layout: Layout) -> list[list[str]]:
    return [[comparison_key(part) for part in path] for path in layout.paths]


def _options(layout: Layout, assumed: str) -> tuple[Option, ...]:
    offered = [_APPENDIX, _TASKS, _SKIP]
    if layout.annex.can_stay or layout.annex.in_text:
        offered.insert(0, _PLACE)
    return tuple(sorted(offered, key=lambda option: option.key != assumed))


def _asked(layout: Layout, assumed: str) -> tuple[str, tuple[Option, ...], int]:
    return layout.annex.key, _options(layout, assumed), layout.annex.table.line


def _fate(layout: Layout, specs: Sequence[TableSpec], choices: ReadingChoices) -> str:
    """What a table is to become: place, appendix, tasks or skip; says so where it was not sure."""
    assumed = _assumed(layout, specs)
    fate = choices.pick(layout.annex.key, assumed)
    if fate not in ("place", "appendix", "tasks", "skip"):
        fate = assumed
    if assumed == "tasks":
        said = {"tasks": "已读成任务、举措和责任单位", "skip": "没有收入"}.get(fate, "仍作为表格保留")
        message = f"表格{_named(layout)}是任务分解表，{said}，请核对。"
        finding = Finding(Severity.LOOK, "task_table", layout.where, message, *_asked(layout, assumed))
        layout.findings.insert(0, finding)
    elif layout.annex.in_text and fate == "place":
        message = f"表格{_named(layout)}在正文中间，已留在原来的位置。"
        finding = Finding(Severity.NOTE, "table_in_text", layout.where, message, *_asked(layout, assumed))
        layout.findings.insert(0, finding)
    return fate


def _assumed(layout: Layout, specs: Sequence[TableSpec]) -> str:
    """What a table becomes unless the officer says otherwise."""
    if layout.data and is_task_table(layout.paths, layout.title or layout.where, specs):
        return "tasks"
    return "place" if layout.annex.can_stay else "appendix"


def _named(layout: Layout) -> str:
    return f"《{layout.title}》" if layout.title else layout.label or "（没有表题）"


def _make_tables(
    layouts: Sequence[Layout],
    specs: Sequence[TableSpec],
    places: Mapping[int, TablePlace],
    choices: ReadingChoices,
    draft: TablesDraft,
) -> tuple[AppendixTable, ...]:
    taken = {layout.label for layout in layouts}
    tables: list[AppendixTable] = []
    row_id = 1
    for number, layout in enumerate(layouts, start=1):
        place = places.get(layout.annex.table.line) if layout.annex.in_text else None
        label = layout.label if place else _free_label(layout, tables, taken)
        body = read_body(layout, choices)
        columns = columns_of(body, specs)
        check_numbers(layout, body, columns)
        note_merges(layout)
        rows = rows_of(body, columns, row_id)
        row_id += len(rows)
        spec = TableSpec(label, layout.title, columns, layout.unit_line, tuple(layout.notes))
        tables.append(AppendixTable(number, spec, rows, place))
        draft.fates[layout.annex.table.line] = label or "正文中的表格"
        draft.findings += layout.findings
    return tuple(tables)


def _free_label(layout: Layout, tables: Sequence[AppendixTable], taken: set[str]) -> str:
    wanted = layout.label
    if wanted and all(table.spec.label != wanted for table in tables):
        return wanted
    number = len(tables) + 1
    while f"附表{number}" in taken:
        number += 1
    label = f"附表{number}"
    taken.add(label)
    message = f"有一张表格{_named(layout)}没有自己的编号，暂列为{label}，请核对它的位置和编号。"
    if wanted:
        message = f"“{wanted}”用了两次，后一张{_named(layout)}暂列为{label}，请核对。"
    has_asked = any(finding.question == layout.annex.key for finding in layout.findings)
    asked = () if has_asked else _asked(layout, "place" if layout.annex.can_stay else "appendix")
    layout.label = label
    layout.findings.insert(0, Finding(Severity.LOOK, "table_label", label, message, *asked))
    return label

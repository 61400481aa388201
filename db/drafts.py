"""Bring a draft into the plan file: one operation, all or nothing, one undo."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from db.outline import write_paragraphs
from db.past import load_past
from db.rows import (
    column_to_row,
    enterprise_to_row,
    info_to_row,
    joined_to_text,
    node_to_row,
    place_to_row,
    remark_to_row,
    spec_to_row,
    unit_to_row,
)
from db.snapshot import load_snapshot
from db.store import OperationScope, Store
from db.tables import items_to_rows, write_items
from domain.changes import ChangeSet
from domain.checks import Finding, Severity
from domain.errors import InputError
from domain.exchange import PlanContent, PlanDraft, content_from_json, content_to_json
from domain.merge_report import MergeReport
from domain.merging import Merge, is_partial, is_same_plan, merge_content
from domain.outline import OutlineNode, group_children
from domain.remarks import Remark
from domain.returning import merge_returned
from domain.tables import AppendixTable, TableColumn
from domain.units import Duty

Row = Mapping[str, object]
Tick = Callable[[int, int], None]
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Run:
    """Files that are read one after another as one step: what it is called, and the id it has once one is written."""

    label: str
    operation_id: int = 0


def preview_draft(
    store: Store, draft: PlanDraft, declined: frozenset[str] = _NONE, adopted: frozenset[str] = _NONE
) -> MergeReport:
    """What applying a draft would do; nothing is written. Raises InputError when it is another plan."""
    return _merge(store, draft, declined, adopted)[1].report


def apply_draft(
    store: Store,
    draft: PlanDraft,
    declined: frozenset[str] = _NONE,
    adopted: frozenset[str] = _NONE,
    *,
    run: Run | None = None,
    tick: Tick = lambda _done, _whole: None,
) -> tuple[ChangeSet, MergeReport]:
    """Take a draft into the plan as one undoable operation; where every step is declined there is none.

    As a part of a `run` of files it becomes part of their operation. `tick` hears how many nodes and rows of how many
    are done; what it raises takes everything back.
    `declined` are the keys of steps to leave out, which the next reading of the file offers again; `adopted` those of
    conflicts in which the source wins. The report also carries the reader's findings. Raises InputError when the
    draft is another plan.
    """
    ours, merge, former = _merge(store, draft, declined, adopted)
    report = merge.report
    if report.steps and all(step.key in declined for step in report.steps):
        return ChangeSet(), report
    run = run or Run(f"导入 {draft.source.name}")
    with store.operation(run.label, kind="read", joins=run.operation_id) as scope:
        scope.step = _counter(merge.content, tick)
        _write_content(scope, ours, merge.content)
        if former is not None:
            _remember_source(scope, draft, merge.known, former)
    return scope.changes, report


def _merge(
    store: Store, draft: PlanDraft, declined: frozenset[str], adopted: frozenset[str]
) -> tuple[PlanContent, Merge, _Former | None]:
    snapshot = load_snapshot(store)
    ours = snapshot.content
    returned = draft.returned
    if returned is not None and snapshot.origin and returned.origin.document_id == snapshot.origin.document_id:
        # An export of this very plan: its base is the state it was made from, not what a source said.
        base = load_past(store, returned.origin.moment)
        return ours, merge_returned(base, ours, returned, declined, adopted), None
    partial = is_partial(draft.content, draft.pieces)
    if not partial and not is_same_plan(ours, draft.content):
        raise InputError(
            "different_plan",
            f"当前方案文件里是《{ours.info.title}》，与“{draft.source.name}”不是同一个方案。",
            "请新建一个方案文件再导入。",
        )
    former = _last_source(store, draft, partial=partial)
    merge = merge_content(former.content, ours, draft.content, declined, adopted, partial=partial)
    merge.report.findings[:0] = draft.findings
    if not partial:
        _note_title(merge.report, draft)
    return ours, merge, former


def _note_title(report: MergeReport, draft: PlanDraft) -> None:
    if not draft.content.info.title:
        message = "没有找到方案标题，请在“方案信息”里填写。"
        report.findings.append(Finding(Severity.LOOK, "no_title", draft.source.name, message))


@dataclass(frozen=True)
class _Former:
    """A reading before this one, by the id of its row; none at all has id 0."""

    row_id: int = 0
    content: PlanContent | None = None


def _last_source(store: Store, draft: PlanDraft, *, partial: bool) -> _Former:
    """What the source said when it was last read: the same bytes, else the same name, else the latest reading.

    A spreadsheet is not taken for a newer state of something else, nor something else for one of a spreadsheet.
    """
    rows = list(store.db.query("SELECT id, name, sha256, content FROM source_document ORDER BY id DESC"))
    for wanted in (("sha256", draft.source.sha256), ("name", draft.source.name)):
        for row in rows:
            if row[wanted[0]] == wanted[1]:
                return _stored(row)
    others = (_stored(row) for row in rows if not partial)
    return next((one for one in others if one.content and not is_partial(one.content)), _Former())


def _stored(row: Row) -> _Former:
    return _Former(int(str(row["id"])), content_from_json(json.loads(str(row["content"]))))


def _remember_source(scope: OperationScope, draft: PlanDraft, known: PlanContent, former: _Former) -> None:
    """Keep what was taken of the source, for the next reading to tell what it changed."""
    row = next(
        iter(
            scope.db.query(
                "SELECT id, sha256 FROM source_document WHERE name = ? ORDER BY id DESC LIMIT 1",
                [draft.source.name],
            )
        ),
        None,
    )
    form = content_to_json(known)
    is_former = row is not None and (row["id"], row["sha256"]) == (former.row_id, draft.source.sha256)
    # Not the stored text: an earlier program wrote fewer keys of the same content.
    if is_former and former.content is not None and content_to_json(former.content) == form:
        return
    values: dict[str, object] = {
        "name": draft.source.name,
        "sha256": draft.source.sha256,
        "read_at": datetime.now().astimezone().isoformat(timespec="seconds"),
        "content": json.dumps(form, ensure_ascii=False),
    }
    if row:
        scope.update("source_document", int(str(row["id"])), values)
    else:
        scope.insert("source_document", values)


def _counter(content: PlanContent, tick: Tick) -> Callable[[], None]:
    whole = len(content.nodes) + sum(len(table.rows) for table in content.tables)
    done = itertools.count(1)
    return lambda: tick(next(done), whole)


def _write_content(scope: OperationScope, ours: PlanContent, merged: PlanContent) -> None:
    """Turn the plan into `merged`, touching only rows that differ. Negative ids there are rows to insert."""
    if info_to_row(ours.info) != info_to_row(merged.info):
        scope.update("plan", 1, info_to_row(merged.info))
    write_paragraphs(scope, None, ours.preamble, merged.preamble)
    units = _sync(
        scope,
        "unit",
        {unit.id: unit_to_row(unit) for unit in ours.units},
        {unit.id: unit_to_row(unit) for unit in merged.units},
    )
    nodes = _write_nodes(scope, ours.nodes, merged.nodes)
    _sync(
        scope,
        "duty",
        {duty.id: _duty_row(duty, nodes, units) for duty in ours.duties},
        {duty.id: _duty_row(duty, nodes, units) for duty in merged.duties},
    )
    rows = _write_tables(scope, ours.tables, merged.tables, nodes)
    _sync(
        scope,
        "enterprise",
        {one.id: enterprise_to_row(one) for one in ours.enterprises},
        {one.id: enterprise_to_row(one) for one in merged.enterprises},
    )
    _sync(
        scope,
        "remark",
        {one.id: remark_to_row(one) for one in ours.remarks},
        {one.id: _remark_row(one, nodes, rows) for one in merged.remarks},
    )
    for gone in {node.id for node in ours.nodes} - nodes.keys():  # last, since what stands below goes with them
        scope.delete("outline_node", gone)


def _sync(scope: OperationScope, table: str, before: Mapping[int, Row], after: Mapping[int, Row]) -> dict[int, int]:
    """Turn rows by id into others; returns the stored id for every id of `after`, new rows too."""
    for gone in before.keys() - after.keys():
        scope.delete(table, gone)
    ids = {}
    for row_id, row in after.items():
        if row_id not in before:
            ids[row_id] = scope.insert(table, row)
        else:
            ids[row_id] = row_id
            if row != before[row_id]:
                scope.update(table, row_id, row)
    return ids


def _duty_row(duty: Duty, nodes: Mapping[int, int], units: Mapping[int, int]) -> Row:
    return {
        "node_id": nodes.get(duty.task_id, duty.task_id),
        "unit_id": units.get(duty.unit_id, duty.unit_id),
        "role": duty.role.value,
        "seq": duty.seq,
    }


def _remark_row(remark: Remark, nodes: Mapping[int, int], rows: Mapping[int, int]) -> Row:
    node, row = remark.node_id, remark.row_id
    node_id, row_id = (None if node is None else nodes[node]), (None if row is None else rows[row])
    return remark_to_row(replace(remark, node_id=node_id, row_id=row_id))


def _write_nodes(scope: OperationScope, before: Sequence[OutlineNode], after: Sequence[OutlineNode]) -> dict[int, int]:
    """Write parents before children, so that a new child can name its parent; nothing is removed yet."""
    old = {node.id: node for node in before}
    ids: dict[int, int] = {}
    children = group_children(after)
    waiting: list[int | None] = [None]
    while waiting:
        parent = waiting.pop(0)
        for node in children.get(parent, []):
            scope.step()
            row = {**node_to_row(node), "parent_id": None if parent is None else ids[parent]}
            former = old.get(node.id)
            if former is None:
                ids[node.id] = scope.insert("outline_node", {**row, "version": scope.revision})
                write_paragraphs(scope, ids[node.id], (), node.paragraphs)
            else:
                ids[node.id] = node.id
                changed = write_paragraphs(scope, node.id, former.paragraphs, node.paragraphs)
                if changed or row != node_to_row(former):
                    scope.update("outline_node", node.id, {**row, "version": scope.revision})
            waiting.append(node.id)
    return ids


def _write_tables(
    scope: OperationScope, before: Sequence[AppendixTable], after: Sequence[AppendixTable], nodes: Mapping[int, int]
) -> dict[int, int]:
    """Write every table with its rows; returns the stored id of every row of `after`."""
    old = {table.id: (seq, table) for seq, table in enumerate(before, start=1)}
    for gone in old.keys() - {table.id for table in after}:
        scope.delete("appendix_table", gone)
    rows: dict[int, int] = {}
    for seq, table in enumerate(after, start=1):
        former_seq, former = old.get(table.id, (0, None))
        place = table.place
        if place is not None and place.node_id is not None:
            place = replace(place, node_id=nodes[place.node_id])
        values = {"seq": seq, **spec_to_row(table.spec), **place_to_row(place)}
        if former is None:
            table_id = scope.insert("appendix_table", values)
        else:
            table_id = table.id
            if values != {"seq": former_seq, **spec_to_row(former.spec), **place_to_row(former.place)}:
                scope.update("appendix_table", table_id, values)
        rows |= _write_table(scope, table_id, former, table)
    return rows


def _write_table(
    scope: OperationScope, table_id: int, former: AppendixTable | None, table: AppendixTable
) -> dict[int, int]:
    columns = _sync(
        scope,
        "appendix_column",
        _column_rows(table_id, former.spec.columns if former else ()),
        _column_rows(table_id, table.spec.columns),
    )
    old = {row.id: row for row in former.rows} if former else {}
    for gone in old.keys() - {row.id for row in table.rows}:
        scope.delete("appendix_row", gone)
    fresh: list[Row] = []  # the items of new rows, which may be many
    ids: dict[int, int] = {}
    for row in table.rows:
        scope.step()
        before = old.get(row.id)
        ids[row.id] = row.id
        values = {
            "table_id": table_id,
            "seq": row.seq,
            "joined": joined_to_text(row.joined) if row.joined else "[]",
            "version": scope.revision,
        }
        if before is None:
            row_id = ids[row.id] = scope.insert("appendix_row", values)
            for column in table.spec.columns:
                fresh += items_to_rows(row_id, columns[column.id], row.cell(column.key).items)
            continue
        changed = (before.seq, before.joined) != (row.seq, row.joined)
        for column in table.spec.columns:
            stored, items = before.cell(column.key).items, row.cell(column.key).items
            changed |= write_items(scope, row.id, columns[column.id], stored, items)
        if changed:
            scope.update("appendix_row", row.id, values)
    scope.insert_many("cell_item", fresh)
    return ids


def _column_rows(table_id: int, columns: Sequence[TableColumn]) -> dict[int, Row]:
    return {
        column.id: {**column_to_row(column), "table_id": table_id, "seq": seq}
        for seq, column in enumerate(columns, start=1)
    }

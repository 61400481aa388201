"""The history in words: what an operation changed, and the way back to it in one go."""

from __future__ import annotations

import json

from db.history import describe_operation, redo_to, undo_to
from db.outline import add_node, demote, remove_node, set_kind, set_text, set_title, shift_node
from db.plan import load_info, set_info
from db.snapshot import load_snapshot
from db.store import Store
from db.tables import add_row, remove_row, set_cell
from db.units import add_unit, set_role
from domain.changes import ChangeSet, Direction
from domain.exchange import PlanInfo
from domain.outline import NodeKind
from domain.units import Role


def told(store: Store, changes: ChangeSet) -> list[tuple[str, str, str]]:
    assert changes.operation is not None
    detail = describe_operation(store.db, changes.operation.id)
    return [(line.place, line.before, line.after) for line in detail.lines]


def new_id(changes: ChangeSet, table: str) -> int:
    return next(change.row_id for change in changes.changes if change.table == table)


def make_table(store: Store) -> tuple[int, int]:
    with store.operation("新增附表1") as scope:
        table = scope.insert("appendix_table", {"seq": 1, "label": "附表1", "title": "问题清单"})
        path = json.dumps(["主要问题", "技术问题"], ensure_ascii=False)
        column = scope.insert(
            "appendix_column", {"table_id": table, "seq": 1, "key": "technical", "path": path, "kind": "items"}
        )
    return table, column


def test_headings_and_texts_are_told_before_and_after(store: Store) -> None:
    added = add_node(store, None, 0, "总体要求")
    node = new_id(added, "outline_node")
    assert told(store, added) == [("章节", "", "总体要求")]
    assert told(store, set_title(store, node, "工作目标")) == [("“工作目标” 标题", "总体要求", "工作目标")]
    assert told(store, set_text(store, node, "先写一句。")) == [("“工作目标” 正文", "", "先写一句。")]
    store.end_merging()
    assert told(store, set_text(store, node, "改写一句。")) == [("“工作目标” 正文", "先写一句。", "改写一句。")]
    assert told(store, set_text(store, None, "开头的话。")) == [("引言 正文", "", "开头的话。")]
    assert told(store, set_kind(store, node, NodeKind.TASK)) == [("“工作目标” 类别", "章节", "任务")]
    removed = told(store, remove_node(store, node))
    assert ("任务", "工作目标", "") in removed
    assert ("“工作目标” 正文", "改写一句。", "") in removed


def test_typing_merged_into_one_operation_is_one_line(store: Store) -> None:
    node = new_id(add_node(store, None, 0, "总体要求"), "outline_node")
    store.end_merging()
    set_title(store, node, "甲")
    changes = set_title(store, node, "甲乙")
    assert told(store, changes) == [("“甲乙” 标题", "总体要求", "甲乙")]


def test_moving_is_told_as_order_and_as_level(store: Store) -> None:
    add_node(store, None, 0, "一")
    second = new_id(add_node(store, None, 1, "二"), "outline_node")
    assert told(store, shift_node(store, second, -1)) == [("标题的先后（2 处）", "", "")]
    shift_node(store, second, 1)
    assert ("“二” 上级", "（最高一级）", "“一”") in told(store, demote(store, second))


def test_duties_name_task_and_unit(store: Store) -> None:
    task = new_id(add_node(store, None, 0, "入户走访", NodeKind.TASK), "outline_node")
    unit = new_id(add_unit(store, "市民政局"), "unit")
    given = set_role(store, task, unit, Role.LEAD)
    assert told(store, given) == [("“入户走访” 市民政局", "", "牵头")]
    changed = set_role(store, task, unit, Role.SUPPORT)
    assert told(store, changed) == [("“入户走访” 市民政局", "牵头", "配合")]
    assert changed.operation is not None
    spot = describe_operation(store.db, changed.operation.id).lines[0].spot
    assert (spot.node, spot.unit) == (task, unit)


def test_cells_name_table_row_and_column(store: Store) -> None:
    table, column = make_table(store)
    added = add_row(store, table, 0)
    row = new_id(added, "appendix_row")
    assert told(store, added) == [("附表1 第1行", "", "一行")]
    assert told(store, set_cell(store, row, column, "★★接口不一")) == [("附表1 第1行 技术问题", "", "★★接口不一")]
    store.end_merging()
    changed = set_cell(store, row, column, "★接口不一\n★标准不一")
    assert changed.operation is not None
    (line,) = describe_operation(store.db, changed.operation.id).lines
    assert (line.before, line.after) == ("★★接口不一", "★接口不一\n★标准不一")
    assert (line.spot.table, line.spot.row, line.spot.column) == (table, row, column)
    assert ("附表1 原第1行", "一行", "") in told(store, remove_row(store, row))


def test_the_plans_own_data_and_its_stage_are_spelled(store: Store) -> None:
    assert load_info(store.db) == PlanInfo()
    changes = set_info(store, PlanInfo(title="停车治理工作方案"))
    assert told(store, changes) == [("方案标题", "", "停车治理工作方案")]


def test_a_long_operation_is_cut_and_says_how_much_is_left(store: Store) -> None:
    with store.operation("许多") as scope:
        for index in range(30):
            scope.insert("unit", {"name": f"第{index}局", "seq": index})
    assert scope.changes.operation is not None
    detail = describe_operation(store.db, scope.changes.operation.id, most=10)
    assert (len(detail.lines), detail.more) == (10, 20)


def test_undoing_to_an_operation_gives_every_step_in_turn(store: Store) -> None:
    kept = load_snapshot(store).content
    first = add_unit(store, "甲局")
    add_unit(store, "乙局")
    last = add_unit(store, "丙局")
    assert first.operation is not None
    assert last.operation is not None
    counts = [len(load_snapshot(store).content.units) for step in undo_to(store, first.operation.id) if step]
    assert counts == [2, 1, 0]
    assert load_snapshot(store).content == kept
    steps = list(redo_to(store, last.operation.id - 1))
    assert [step.direction for step in steps] == [Direction.REDO] * 2
    assert [unit.name for unit in load_snapshot(store).content.units] == ["甲局", "乙局"]

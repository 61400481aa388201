"""A small plan of our own for the tests of the window: 2 chapters, 3 tasks, 4 units, one table."""

from __future__ import annotations

import json

from db.outline import add_node, set_deadline, set_text
from db.store import Store
from db.tables import add_row, set_cell
from db.units import add_unit, set_role_names
from domain.changes import ChangeSet
from domain.outline import NodeKind
from domain.units import Role

UNITS = ("区住房建设局", "区民政局", "区市场监管局", "各镇街")
COLUMNS = (
    ("number", ("序号",), "number", 10),
    ("estate", ("小区名称",), "text", 26),
    ("technical", ("主要问题", "技术问题"), "items", 44),
    ("managerial", ("主要问题", "管理问题"), "items", 44),
    ("measures", ("推进举措",), "measures", 52),
)
ROWS = (
    {
        "estate": "梧桐里",
        "technical": "★★★管线交错，井道基础难以开挖\n★★楼梯间净宽不足",
        "managerial": "★低层住户意见不一",
        "measures": "1.逐栋编制管线迁改图。\n2.开放样板梯供居民试乘。",
    },
    {"estate": "槐荫苑", "technical": "★★★外墙为预制板，连接节点需另行验算", "managerial": "维保费用没有着落"},
)


def fill_plan(store: Store) -> None:
    """Write the whole sample into an empty plan file, verb by verb."""
    _fill_outline(store)
    _fill_table(store)
    store.end_merging()


def _fill_outline(store: Store) -> None:
    with store.operation("填写方案信息") as scope:
        scope.update("plan", 1, {"title": "老旧小区加装电梯工作方案"})
    aims = inserted(add_node(store, None, 0, "工作目标"), "outline_node")
    set_text(store, aims, "用两年时间，为具备条件的小区加装电梯。")
    chapter = inserted(add_node(store, None, 1, "重点任务"), "outline_node")
    survey = inserted(add_node(store, chapter, 0, "摸清加装需求", NodeKind.TASK), "outline_node")
    set_deadline(store, survey, "2026年6月底前")
    for index, (title, text) in enumerate((("入户走访", "逐户登记意愿。"), ("现场勘察", "逐栋查验结构。"))):
        measure = inserted(add_node(store, survey, index, title, NodeKind.MEASURE), "outline_node")
        set_text(store, measure, text)
    safety = inserted(add_node(store, chapter, 1, "守住安全底线", NodeKind.TASK), "outline_node")
    set_text(store, safety, "电梯投用前完成监督检验。")
    set_deadline(store, safety, "长期坚持")
    funding = inserted(add_node(store, chapter, 2, "落实资金保障", NodeKind.TASK), "outline_node")
    set_text(store, funding, "居民出资与财政补贴相结合。\n补贴按层数分档。")
    for name in UNITS:
        add_unit(store, name)
    set_role_names(store, survey, Role.LEAD, "区住房建设局")
    set_role_names(store, survey, Role.SUPPORT, "区民政局")
    set_role_names(store, safety, Role.RESPONSIBLE, "区市场监管局、各镇街")


def _fill_table(store: Store) -> None:
    columns: dict[str, int] = {}
    with store.operation("新增附表1") as scope:
        table = scope.insert("appendix_table", {"seq": 1, "label": "附表1", "title": "加装电梯问题清单"})
        for seq, (key, path, kind, width) in enumerate(COLUMNS, start=1):
            header = json.dumps(path, ensure_ascii=False)
            values = {"table_id": table, "seq": seq, "key": key, "path": header, "kind": kind, "width": width}
            columns[key] = scope.insert("appendix_column", values)
    for index, cells in enumerate(ROWS):
        row = inserted(add_row(store, table, index), "appendix_row")
        for key, text in cells.items():
            set_cell(store, row, columns[key], text)


def inserted(changes: ChangeSet, table: str) -> int:
    """The id of the row of a table that an operation inserted."""
    return next(change.row_id for change in changes.changes if change.table == table and change.before is None)

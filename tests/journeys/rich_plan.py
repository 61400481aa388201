"""A plan with everything a page may show: boxes, tables in the text, notes, joined cells, lines, head and foot."""

from __future__ import annotations

from dataclasses import replace

from domain.cell_items import parse_cell
from domain.exchange import PlanContent
from domain.numbering import NumberStyle
from domain.outline import NodeKind, OutlineNode, Paragraph
from domain.tables import AppendixTable, ColumnKind, TableColumn, TablePlace, TableRow, TableSpec, cell_of
from domain.units import Duty, Role
from exporters.profile import (
    Ending,
    LayoutProfile,
    PartProfile,
    TableProfile,
    TaskColumnsProfile,
    WordProfile,
    profile_to_json,
)
from tests.exporters.export_case import make_plan


def make_rich_plan() -> PlanContent:
    """Small, with a layout of its own."""
    plan = make_plan(3)
    profile = LayoutProfile(
        tables=TableProfile(blank_cell="—"),
        words=WordProfile(appendix_word="附件", lead="牵头部门"),
        parts=PartProfile(letterhead=True, addressees=True, ending=Ending.SEALED, imprint=True),
        task_columns=TaskColumnsProfile(remark=True),
    )
    info = replace(
        plan.info,
        layout=profile_to_json(profile),
        issuing_authority="海州市人民政府办公室",
        document_number="海政办发〔2026〕12号",
        issued_on="2026-11-20",
        addressees="各县（区）人民政府，市各有关单位",
        copied_to="市委办公室",
        annotation="此件公开发布",
    )
    box = OutlineNode(
        20,
        3,
        9,
        NodeKind.BOX,
        "专栏1　重点平台",
        None,
        (Paragraph("建设检测平台。"), Paragraph("建设数据平台，\n分两期建成。")),
    )
    silent = OutlineNode(21, 2, 3, NodeKind.TASK, "", None, (Paragraph("没有标题的一段，见附表1。"),))
    only_units = OutlineNode(22, 2, 4, NodeKind.TASK, "夯实基础", NumberStyle.HAN_PAREN)
    lines = OutlineNode(23, None, 9, NodeKind.SECTION, "2026年的安排", None, (Paragraph("第一行\n第二行  有空格"),))
    nodes = (*plan.nodes, box, silent, only_units, lines)
    duties = (*plan.duties, Duty(22, plan.units[0].id, Role.LEAD, 1, 90))
    return replace(plan, info=info, nodes=nodes, duties=duties, tables=(*plan.tables, _in_text(), _joined()))


def _in_text() -> AppendixTable:
    columns = (TableColumn("name", ("指标",)), TableColumn("value", ("目标值", "2027年")))
    rows = tuple(
        TableRow(700 + seq, seq, {"name": cell_of(ColumnKind.TEXT, name), "value": cell_of(ColumnKind.TEXT, value)})
        for seq, (name, value) in enumerate((("研发投入", "3.2%"), ("产值", "")), start=1)
    )
    spec = TableSpec("", "主要指标", columns, "单位：亿元", ("注：产值为预计数。",))
    return AppendixTable(70, spec, rows, TablePlace(1, 1))


def _joined() -> AppendixTable:
    columns = (
        TableColumn("number", ("序号",), ColumnKind.NUMBER),
        TableColumn("area", ("片区",)),
        TableColumn("work", ("工作",), ColumnKind.MEASURES),
    )
    works = ("1.查。\n2.改。", "=1+1", "-减负\n  缩进")
    rows = tuple(
        TableRow(
            800 + seq,
            seq,
            {"area": cell_of(ColumnKind.TEXT, "东片"), "work": parse_cell(work)},
            joined=frozenset({"area"}) if seq > 1 else frozenset(),
        )
        for seq, work in enumerate(works, start=1)
    )
    return AppendixTable(80, TableSpec("附表9", "分片任务", columns, "", ("注：一。", "二。")), rows)

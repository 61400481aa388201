"""A small plan of our own, for tests of every room."""

from __future__ import annotations

from domain.cell_items import parse_cell
from domain.exchange import PlanContent, PlanInfo
from domain.labels import PlanStage
from domain.numbering import NumberStyle
from domain.outline import NodeKind, OutlineNode, Paragraph
from domain.tables import AppendixTable, ColumnKind, TableColumn, TableRow, TableSpec
from domain.units import Duty, Role, Unit

CLAUSE = "（牵头单位：{lead}；配合单位：{support}）"


def small_plan() -> PlanContent:
    """Two chapters, two tasks with duties, one table with two rows."""
    nodes = (
        OutlineNode(1, None, 1, NodeKind.SECTION, "总体要求", NumberStyle.HAN, (Paragraph("坚持质量第一。"),)),
        OutlineNode(2, None, 2, NodeKind.SECTION, "重点任务", NumberStyle.HAN),
        OutlineNode(3, 2, 1, NodeKind.TASK, "开展攻关", NumberStyle.HAN_PAREN, (Paragraph("组织攻关。", CLAUSE),)),
        OutlineNode(
            4, 2, 2, NodeKind.TASK, "培养人才", NumberStyle.HAN_PAREN, (Paragraph("一。"), Paragraph("二。", CLAUSE))
        ),
    )
    units = (Unit(1, "市科技局", seq=1), Unit(2, "市教委", seq=2), Unit(3, "市人社局", seq=3))
    duties = (
        Duty(3, 1, Role.LEAD, 1, 1),
        Duty(3, 2, Role.SUPPORT, 2, 2),
        Duty(4, 2, Role.LEAD, 1, 3),
        Duty(4, 3, Role.SUPPORT, 2, 4),
    )
    columns = (
        TableColumn("number", ("序号",), ColumnKind.NUMBER, id=1),
        TableColumn("position", ("位置",), ColumnKind.TEXT, id=2),
        TableColumn("technical", ("质量问题", "技术"), ColumnKind.ITEMS, id=3),
        TableColumn("other", ("质量问题", "其他"), ColumnKind.ITEMS, id=4),
    )
    rows = (
        TableRow(1, 1, {"position": parse_cell("上游产业"), "technical": parse_cell("★★★缺芯片\n★缺软件")}),
        TableRow(2, 2, {"position": parse_cell("下游产业"), "other": parse_cell("竞争激烈")}),
    )
    table = AppendixTable(1, TableSpec("附表1", "质量问题清单", columns), rows)
    info = PlanInfo("海州市提升方案", PlanStage.CONSULTATION)
    return PlanContent(info, (Paragraph("为落实要求，制定本方案。"),), nodes, units, duties, (table,))

"""A plan of our own with everything an export has to cope with, and readers for what comes out."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from lxml import etree

from domain.cell_items import parse_cell
from domain.exchange import PlanContent, PlanInfo, PlanSnapshot
from domain.labels import PlanStage
from domain.numbering import NumberStyle
from domain.outline import NodeKind, OutlineNode, Paragraph
from domain.tables import AppendixTable, ColumnKind, TableColumn, TableRow, TableSpec, cell_of
from domain.units import Duty, Role, Unit
from exporters.export import export_plan

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CLAUSE = "（牵头单位：{lead}；配合单位：{support}）"
PROBLEMS = ("质量技术问题", "标准计量问题", "检测认证问题", "质量管理问题", "其他问题")


def _nodes() -> tuple[OutlineNode, ...]:
    section, task, measure = NodeKind.SECTION, NodeKind.TASK, NodeKind.MEASURE
    han, paren, arabic = NumberStyle.HAN, NumberStyle.HAN_PAREN, NumberStyle.ARABIC
    text = "围绕风电叶片可靠性，组织上下游单位联合验证，形成可以推广的做法。"
    return (
        OutlineNode(1, None, 1, section, "总体要求", han, (Paragraph("坚持问题导向，坚持“一链一策”。"),)),
        OutlineNode(2, None, 2, section, "重点任务", han),
        OutlineNode(3, 2, 1, task, "开展联合攻关", paren, (Paragraph(text, CLAUSE),), deadline="2026年底前"),
        OutlineNode(4, 3, 1, measure, "摸清底数", arabic, (Paragraph("逐户走访，建立台账。"),)),
        OutlineNode(5, 3, 2, measure, "张榜求贤", arabic, (Paragraph("公开征集解决办法。"),), deadline="2026年6月"),
        OutlineNode(6, 2, 2, task, "培养技能人才", paren, (Paragraph(text),), deadline="长期坚持"),
    )


def _problem_table(rows: int) -> AppendixTable:
    columns = (
        TableColumn("number", ("序号",), ColumnKind.NUMBER),
        TableColumn("position", ("产业链位置",)),
        TableColumn("area", ("地理分布",)),
        TableColumn("firms", ("主要企业名称",)),
        *(TableColumn(f"p{i}", ("产业链质量问题", name), ColumnKind.ITEMS) for i, name in enumerate(PROBLEMS)),
    )
    cells = {
        "position": cell_of(ColumnKind.TEXT, "上游产业"),
        "area": cell_of(ColumnKind.TEXT, "临港区"),
        "firms": cell_of(ColumnKind.TEXT, "海州铸锻有限公司\n东湾轴承有限公司"),
        "p0": parse_cell("★★★主轴轴承寿命离散，装机前缺少加速试验手段\n★★叶根螺栓预紧力衰减快"),
        "p3": parse_cell("外协单位过程记录不全"),
    }
    table_rows = tuple(TableRow(100 + i, i, cells) for i in range(1, rows + 1))
    return AppendixTable(1, TableSpec("附表1", "风电装备产业链质量问题清单", columns), table_rows)


def _policy_table() -> AppendixTable:
    columns = (
        TableColumn("number", ("序号",), ColumnKind.NUMBER, 12),
        TableColumn("tool", ("政策工具",), ColumnKind.TEXT, 40),
        TableColumn("measures", ("具体措施",), ColumnKind.MEASURES, 104),
    )
    row = TableRow(
        200, 1, {"tool": cell_of(ColumnKind.TEXT, "首台套保险"), "measures": parse_cell("1.简化理赔。\n2.补贴保费。")}
    )
    return AppendixTable(2, TableSpec("附表2", "质量政策工具清单", columns), (row,))


def make_plan(rows: int = 2) -> PlanContent:
    """Two tasks, one with two measures; three units; a table that lies across and an upright one."""
    units = (Unit(1, "市科技局", seq=2), Unit(2, "市教委", seq=3), Unit(3, "市发展改革委", seq=1))
    duties = (
        Duty(3, 1, Role.LEAD, 1),
        Duty(3, 2, Role.SUPPORT, 2),
        Duty(3, 3, Role.SUPPORT, 3),
        Duty(6, 2, Role.LEAD, 1),
    )
    return PlanContent(
        PlanInfo("海州市风电装备产业链供应链质量联动提升工作方案", PlanStage.CONSULTATION),
        (Paragraph("为提升风电装备质量，制定本方案。"),),
        _nodes(),
        units,
        duties,
        (_problem_table(rows), _policy_table()),
    )


class Exported:
    """What an export left in its folder, by part name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, part: str, suffix: str = "docx") -> Path:
        (found,) = self.folder.glob(f"{part}*.{suffix}")
        return found

    def xml(self, part: str, name: str = "word/document.xml") -> Any:
        """Root element of one part of a Word file."""
        with zipfile.ZipFile(self.path(part)) as archive:
            return etree.fromstring(archive.read(name))

    def names(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir())


def export(content: PlanContent, folder: Path, **wishes: Any) -> Exported:
    export_plan(PlanSnapshot(content), folder, **wishes)
    return Exported(folder)


def with_table_text(content: PlanContent, text: str) -> PlanContent:
    """The plan with one text in a cell of its second table."""
    table = content.tables[1]
    row = replace(table.rows[0], cells={**table.rows[0].cells, "tool": cell_of(ColumnKind.TEXT, text)})
    return replace(content, tables=(content.tables[0], replace(table, rows=(row,))))

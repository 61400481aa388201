"""A small source and the drafts it reads as, whichever way its doubtful places are settled."""

from __future__ import annotations

from pathlib import Path

from domain.checks import Finding, Option, Severity
from domain.exchange import PlanContent, PlanDraft, PlanInfo, SourceFile
from domain.numbering import NumberStyle
from domain.outline import NodeKind, OutlineNode, Paragraph
from domain.reading import Fate, ReadingChoices, Revisions, SourcePiece
from domain.remarks import Remark, RemarkKind
from domain.tables import AppendixTable, ColumnKind, TableColumn, TableRow, TableSpec, cell_of
from domain.units import Duty, Role, Unit

_AS_ASSUMED = ReadingChoices()
AS_HEADING = (Option("heading", "作为标题"), Option("text", "作为正文"))
ROWS = (("序号", "小区", "问题", "问题"), ("序号", "小区", "技术", "管理"), ("1", "梧桐里", "井道难挖", "意见不一"))


def read_sample(path: Path, progress=None, is_cancelled=None, choices: ReadingChoices = _AS_ASSUMED) -> PlanDraft:
    """What a reader makes of the sample by the choices made."""
    as_heading = choices.pick("heading:5", "heading") == "heading"
    accepted = choices.revisions is Revisions.ACCEPTED
    aims = "新增泊位一千个。" if accepted else "新增泊位八百个。"
    nodes = [
        OutlineNode(1, None, 1, NodeKind.SECTION, "工作目标", NumberStyle.HAN, (Paragraph(aims),), 3),
        OutlineNode(2, None, 2, NodeKind.SECTION, "重点任务", NumberStyle.HAN, (), 5)
        if as_heading
        else OutlineNode(2, None, 2, NodeKind.SECTION, "其他", NumberStyle.HAN, (Paragraph("重点任务"),), 6),
        OutlineNode(
            3, 2, 1, NodeKind.TASK, "挖掘存量", NumberStyle.HAN_PAREN, (Paragraph("开放大院。"),), 6, "2026年底前"
        ),
    ]
    content = PlanContent(
        PlanInfo(title="停车治理工作方案"),
        (Paragraph("为规范停车秩序，制定本方案。"),),
        tuple(nodes),
        (Unit(1, "市城管局", seq=1),),
        (Duty(3, 1, Role.LEAD, 1, 1),),
        (sample_table(),),
        remarks=(Remark(1, RemarkKind.INSERTION, "一千", author="李四", node_id=1),),
    )
    return PlanDraft(content, SourceFile(path.name, "0" * 64), _findings(), _pieces(aims, as_heading))


def _findings() -> tuple[Finding, ...]:
    return (
        Finding(Severity.NOTE, "kind", "停车.docx", "由其他程序保存。"),
        Finding(Severity.LOOK, "bold", "第5段", "没有编号，按标题读取。", "heading:5", AS_HEADING, 5),
        Finding(Severity.MUST, "unit", "第6段", "“城管局”不在单位库里。", "unit:6", (Option("new", "新增"),), 6),
    )


def _pieces(aims: str, as_heading: bool) -> tuple[SourcePiece, ...]:
    fate = (Fate.HEADING, "一级标题", 1) if as_heading else (Fate.TEXT, "正文", 0)
    return (
        SourcePiece(1, "停车治理工作方案", Fate.TITLE, "方案标题"),
        SourcePiece(2, "为规范停车秩序，制定本方案。", Fate.TEXT, "引言"),
        SourcePiece(3, "一、工作目标", Fate.HEADING, "一级标题", 1),
        SourcePiece(4, aims, Fate.TEXT, "正文"),
        SourcePiece(5, "重点任务", *fate),
        SourcePiece(6, "（一）挖掘存量", Fate.HEADING, "二级标题", 2),
        SourcePiece(7, "开放大院。（牵头单位：市城管局）", Fate.TEXT, "正文"),
        SourcePiece(8, "第 3 页", Fate.LEFT_OUT, "页码，不收入"),
        SourcePiece(9, "", Fate.TABLE, "附表1", 0, ROWS),
    )


def sample_table() -> AppendixTable:
    """A table with a header of two rows."""
    columns = (
        TableColumn("n", ("序号",), ColumnKind.NUMBER, 10, 1),
        TableColumn("estate", ("小区",), ColumnKind.TEXT, 30, 2),
        TableColumn("tech", ("问题", "技术"), ColumnKind.TEXT, 40, 3),
        TableColumn("people", ("问题", "管理"), ColumnKind.TEXT, 40, 4),
    )
    texts = zip(columns[1:], ROWS[2][1:], strict=True)
    cells = {column.key: cell_of(column.kind, text) for column, text in texts}
    return AppendixTable(1, TableSpec("附表1", "停车问题清单", columns), (TableRow(1, 1, cells),))

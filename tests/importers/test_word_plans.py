"""Whole plans saved by Word, made with python-docx and by hand."""

from __future__ import annotations

import hashlib
from pathlib import Path

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH

from domain.exchange import PlanDraft
from domain.labels import PlanStage
from domain.outline import NodeKind
from importers.read import read_plan
from tests.importers.word_builder import level, numbered, p, tbl, tc, tr, word_file


@pytest.fixture
def port_plan(tmp_path: Path) -> Path:
    """A plan with heading styles, a box, a table in the body, merged cells, a signature."""
    document = docx.Document()
    for text in ("海州市港口绿色发展行动计划\n（2026—2028年）", "（送审稿）", ""):
        document.add_paragraph(text).alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph("为推动港口绿色发展，制定本计划。")
    document.add_heading("总体要求", 1)
    document.add_paragraph("坚持绿色发展。")
    document.add_heading("重点任务", 1)
    document.add_heading("推进岸电改造", 2)
    document.add_paragraph("改造泊位。（牵头单位：市交通运输局；配合单位：市财政局）")
    box = document.add_table(rows=1, cols=1).cell(0, 0)
    box.text = "专栏1 岸电工程"
    box.add_paragraph("改造12个泊位。")
    document.add_heading("建设绿色堆场", 2)
    document.add_paragraph("建设堆场。")
    document.add_paragraph("海州市交通运输局")
    document.add_paragraph("2026年4月2日")
    document.add_paragraph("附表1：重点项目清单")
    table = document.add_table(rows=3, cols=3)
    for row, texts in enumerate([["序号", "类别", "项目"], ["1", "岸电", "甲"], ["2", "", "乙"]]):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    table.cell(1, 1).merge(table.cell(2, 1))
    path = tmp_path / "港口.docx"
    document.save(str(path))
    return path


def codes(draft: PlanDraft) -> set[str]:
    return {finding.code for finding in draft.findings}


def test_a_plan_with_heading_styles(port_plan: Path) -> None:
    draft = read_plan(port_plan)
    content = draft.content
    assert content.info.title == "海州市港口绿色发展行动计划（2026—2028年）"
    assert content.info.stage is PlanStage.REVIEW
    assert (content.info.issuing_authority, content.info.issued_on) == ("海州市交通运输局", "2026-04-02")
    assert [(one.level, one.heading, one.node.kind) for one in content.placed()] == [
        (1, "总体要求", NodeKind.SECTION),
        (1, "重点任务", NodeKind.SECTION),
        (2, "推进岸电改造", NodeKind.TASK),
        (3, "专栏1 岸电工程", NodeKind.BOX),
        (2, "建设绿色堆场", NodeKind.SECTION),
    ]
    (table,) = content.tables
    assert [row.cell("c2").text for row in table.rows] == ["岸电", "岸电"]
    assert "signature" in codes(draft)
    assert "lost_text" not in codes(draft)


def test_the_source_is_named_by_its_bytes(port_plan: Path) -> None:
    source = read_plan(port_plan).source
    assert (source.name, source.sha256) == ("港口.docx", hashlib.sha256(port_plan.read_bytes()).hexdigest())


NUMBERING = (
    '<w:abstractNum w:abstractNumId="0">'
    + level(0, "chineseCounting", "%1、")
    + level(1, "chineseCounting", "（%2）")
    + level(2, "decimal", "%3.")
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)


def test_headings_numbered_by_word_and_changes_tracked(tmp_path: Path) -> None:
    insertion = (
        "<w:ins><w:r><w:t>（责任单位：市科技局）</w:t></w:r></w:ins><w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"
    )
    body = (
        p("海州市质量方案")
        + p("为推进，制定本方案。")
        + p("总则", numbered(1))
        + p("坚持质量第一。")
        + p("任务", numbered(1))
        + p("攻关", numbered(1, 1))
        + p("推进。").replace("</w:p>", insertion + "</w:p>")
        + p("立项", numbered(1, 2))
        + p("甲。")
        + p("验收", numbered(1, 2))
        + p("乙。")
        + p("附表1")
        + p("清单")
        + tbl(
            tr(tc("序号", merge="restart"), tc("问题", span=2)),
            tr(tc(merge="continue"), "技术", "管理"),
            tr("1", tc("★★★缺芯片", "★缺软件"), "制度不全"),
        )
    )
    path = tmp_path / "方案.docx"
    path.write_bytes(word_file(body, numbering=NUMBERING))
    draft = read_plan(path)
    assert [(one.heading, one.node.kind.value) for one in draft.content.placed()] == [
        ("一、总则", "section"),
        ("二、任务", "section"),
        ("（一）攻关", "task"),
        ("1.立项", "measure"),
        ("2.验收", "measure"),
    ]
    assert [unit.name for unit in draft.content.units] == ["市科技局"]
    (table,) = draft.content.tables
    assert [column.path for column in table.spec.columns] == [("序号",), ("问题", "技术"), ("问题", "管理")]
    assert [item.grade for item in table.rows[0].cell("c2").items] == [3, 1]
    assert codes(draft) == {"revisions"}


def test_a_typed_table_of_contents_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "方案.docx"
    entries = p("一、总则……1") + p("二、任务……3")
    path.write_bytes(
        word_file(p("海州市质量方案") + p("目 录") + entries + p("一、总则") + p("坚持。") + p("二、任务"))
    )
    draft = read_plan(path)
    assert [one.heading for one in draft.content.placed()] == ["一、总则", "二、任务"]
    assert codes(draft) == {"contents"}


def test_a_word_file_under_another_name_is_read(tmp_path: Path) -> None:
    path = tmp_path / "方案.txt"
    path.write_bytes(word_file(p("海州市质量方案") + p("一、总则") + p("坚持。")))
    draft = read_plan(path)
    assert draft.content.info.title == "海州市质量方案"
    assert codes(draft) == {"kind_mismatch"}


def test_outline_levels_place_unnumbered_headings_among_numbered_ones(tmp_path: Path) -> None:
    def outline(number: int) -> str:
        return f'<w:outlineLvl w:val="{number - 1}"/>'

    body = (
        p("海州市质量方案")
        + p("前言", outline(1))
        + p("甲。")
        + p("一、任务", outline(1))
        + p("（一）攻关", outline(2))
        + p("专题", outline(2))
        + p("1.1 立项", outline(3))
        + p("结束语", outline(1))
    )
    path = tmp_path / "方案.docx"
    path.write_bytes(word_file(body))
    placed = read_plan(path).content.placed()
    assert [(one.level, one.heading) for one in placed] == [
        (1, "前言"),
        (1, "一、任务"),
        (2, "（一）攻关"),
        (2, "专题"),
        (3, "1.1\u3000立项"),
        (1, "结束语"),
    ]

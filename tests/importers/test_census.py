"""The census: it must see what a reading lost, and say nothing where nothing was lost."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.checks import Finding, Severity
from domain.exchange import PlanContent, PlanDraft, PlanInfo
from domain.outline import NodeKind, OutlineNode, Paragraph
from domain.reading import Fate, ReadingChoices, Revisions
from domain.tables import AppendixTable, TableColumn, TableRow, TableSpec, cell_of
from importers.blocks import Document, GridCell, ParagraphBlock, RawText, SetAside, TableBlock
from importers.census import Census, take_census
from importers.census_ledger import Ledger, census_key, missing_words
from importers.read import read_plan, read_plan_text
from tests.importers.word_builder import deleted, ins, p, r, tbl, tr, word_file

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"


def lost(draft: PlanDraft | Census) -> list[tuple[int, str]]:
    return [(one.line, one.message) for one in draft.findings if one.code == "lost_text"]


def section(number: int, title: str, *texts: str, line: int = 0) -> OutlineNode:
    paragraphs = tuple(Paragraph(text) for text in texts)
    return OutlineNode(number, None, number, NodeKind.SECTION, title, None, paragraphs, line)


def document(*texts: str) -> Document:
    blocks = tuple(ParagraphBlock(text, line) for line, text in enumerate(texts, start=1))
    return Document(blocks, raw=tuple(RawText(block.line, block.text) for block in blocks))


CONTENT = PlanContent(
    info=PlanInfo(title="海州市质量方案"),
    preamble=(Paragraph("为推进质量工作，制定本方案。"),),
    nodes=(section(1, "总则", "坚持质量第一。"), section(2, "任务", "攻关芯片。", "攻关软件。")),
)
SOURCE = (
    "海州市质量方案",
    "为推进质量工作，制定本方案。",
    "总则",
    "坚持质量第一。",
    "任务",
    "攻关芯片。",
    "攻关软件。",
)


def test_every_piece_has_its_fate() -> None:
    census = take_census(document(*SOURCE), CONTENT, ())
    assert census.findings == ()
    assert [(one.line, one.text, one.fate, one.level) for one in census.pieces] == [
        (1, SOURCE[0], Fate.TITLE, 0),
        (2, SOURCE[1], Fate.TEXT, 0),
        (3, "总则", Fate.HEADING, 1),
        (4, SOURCE[3], Fate.TEXT, 0),
        (5, "任务", Fate.HEADING, 1),
        (6, SOURCE[5], Fate.TEXT, 0),
        (7, SOURCE[6], Fate.TEXT, 0),
    ]
    assert [one.target for one in census.pieces[:3]] == ["标题", "引言", "一级标题"]


def test_a_paragraph_that_the_plan_lacks_is_missed() -> None:
    census = take_census(document(*SOURCE[:4], "这一段谁也没有收。", *SOURCE[4:]), CONTENT, ())
    ((line, message),) = lost(census)
    assert line == 5
    assert "这一段谁也没有收" in message
    assert census.findings[0].severity is Severity.MUST
    assert (census.pieces[4].fate, census.pieces[4].target) == (Fate.LEFT_OUT, "没有收入")


def test_words_that_the_reader_lacks_are_missed_though_no_block_shows_them() -> None:
    source = document(*SOURCE)
    source = replace(source, raw=(*source.raw, RawText(8, "读取时丢掉的话")))
    census = take_census(source, CONTENT, ())
    assert lost(census)[0][0] == 8
    assert (census.pieces[-1].text, census.pieces[-1].fate) == ("读取时丢掉的话", Fate.LEFT_OUT)


def test_a_part_of_a_paragraph_is_missed_by_itself() -> None:
    ((_, message),) = lost(take_census(document(*SOURCE[:5], "攻关芯片，还要攻关发动机叶片。", SOURCE[6]), CONTENT, ()))
    assert "发动机叶片" in message
    assert "芯片" not in message


def test_one_of_two_equal_paragraphs_is_missed() -> None:
    census = take_census(document(*SOURCE, "攻关软件。"), CONTENT, ())
    assert [line for line, _ in lost(census)] == [8]


def test_what_is_set_aside_or_said_is_not_missed() -> None:
    source = replace(document(*SOURCE), aside=(SetAside(3, "目录", "目录，不收入"),))
    source = replace(source, raw=(*source.raw, RawText(3, "目　录")))
    said = Finding(Severity.NOTE, "signature", "落款", "文末的落款没有收入：市科技局。")
    source = replace(source, blocks=(*source.blocks, ParagraphBlock("市科技局", 9)))
    census = take_census(source, CONTENT, (said,))
    assert lost(census) == []
    assert [(one.line, one.text, one.target) for one in census.pieces if one.fate is Fate.LEFT_OUT] == [
        (3, "目录", "目录，不收入"),
        (9, "市科技局", "没有写进正文，见校验结果"),
    ]


def test_numbers_widths_and_punctuation_may_change() -> None:
    source = ("海州市质量方案", "为推进质量工作,制定本方案。", "3、总则", "坚持质量第一。", "（二） 任务", *SOURCE[5:])
    assert lost(take_census(document(*source), CONTENT, ())) == []


def test_order_may_change_and_lines_may_break() -> None:
    source = ("海州市质量", "方案", "任务", "攻关软件。", "攻关芯片。", "总则", "坚持质量", "第一。", SOURCE[1])
    assert lost(take_census(document(*source), CONTENT, ())) == []


SPEC = TableSpec(
    "附表1", "清单", (TableColumn("n", ("序号",)), TableColumn("a", ("问题", "技术")), TableColumn("b", ("备注",)))
)


def table(*rows: tuple[str, ...]) -> TableBlock:
    cells = [GridCell(y, x, (text,) if text else ()) for y, row in enumerate(rows) for x, text in enumerate(row)]
    return TableBlock(tuple(cells), len(rows), 3, 8)


def test_cells_are_counted_one_by_one() -> None:
    row = TableRow(1, 1, {key: cell_of(column.kind, key * 3) for key, column in zip("nab", SPEC.columns, strict=True)})
    content = replace(CONTENT, tables=(AppendixTable(1, SPEC, (row,)),))
    good = (("序号", "技术", "备注"), ("1", "aaa", "bbb"))
    source = document(*SOURCE)
    census = take_census(replace(source, blocks=(*source.blocks, table(*good))), content, ())
    assert lost(census) == []
    piece = census.pieces[-1]
    assert (piece.fate, piece.target, piece.rows, piece.text) == (Fate.TABLE, "附表1", good, "")
    bad = (*good, ("2", "漏掉的格", ""))
    ((line, message),) = lost(take_census(replace(source, blocks=(*source.blocks, table(*bad))), content, ()))
    assert line == 8
    assert "漏掉的格" in message


def test_many_losses_are_summed_up() -> None:
    found = lost(
        take_census(
            document(*[f"没有收入的第{chr(0x4E00 + place)}号段落内容" for place in range(70)]), PlanContent(), ()
        )
    )
    assert len(found) == 51
    assert "还有 20 处" in found[-1][1]


TEXTS = st.lists(st.text("甲乙丙丁。，1a （）", max_size=12), max_size=20)


@given(TEXTS.flatmap(lambda texts: st.tuples(st.just(texts), st.permutations(texts))))
def test_the_same_words_in_any_order_balance(texts: tuple[list[str], list[str]]) -> None:
    kept, source = texts
    assert all(not found.missing for found in Ledger(kept).settle(source))


@given(st.lists(st.text("甲乙丙丁", min_size=1, max_size=12), max_size=20), st.text("戊己庚", min_size=1, max_size=9))
def test_words_that_are_nowhere_are_always_missed(texts: list[str], strange: str) -> None:
    found = Ledger(texts).settle([*texts, strange])
    assert missing_words(strange, found[-1].missing) == [strange]


def test_keys_keep_what_counts() -> None:
    assert census_key("１２％、（一） ABC★≥") == "12%一abc★≥"
    assert missing_words("（一）甲、乙", [(1, 3)]) == ["甲、乙"]


@pytest.mark.parametrize("choices", [ReadingChoices(), ReadingChoices(Revisions.ORIGINAL)])
def test_changes_comments_and_boxes_of_a_word_file_balance(tmp_path: Path, choices: ReadingChoices) -> None:
    gone = f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{deleted('整段删去的内容。')}</w:p>"
    box = f"<w:r><w:pict><v:textbox><w:txbxContent>{p('框里的话')}</w:txbxContent></v:textbox></w:pict></w:r>"
    body = (
        p("海州市质量方案")
        + p("一、总则")
        + f"<w:p>{r('坚持')}{ins(r('质量'))}{deleted('数量')}{r('第一。')}{r('暗语', '<w:vanish/>')}{box}</w:p>"
        + gone
        + p("二、任务")
        + tbl(tr("序号", "项目"), tr("1", "新增", properties="<w:ins/>"), tr("2", "旧行", properties="<w:del/>"))
    )
    path = tmp_path / "方案.docx"
    path.write_bytes(word_file(body, header=p("内部资料")))
    draft = read_plan(path, None, choices)
    assert lost(draft) == []
    fates = {piece.text: piece.fate for piece in draft.pieces}
    assert fates["内部资料"] is Fate.LEFT_OUT
    assert fates["框里的话"] is Fate.TEXT
    accepted = choices.revisions is Revisions.ACCEPTED
    assert fates["整段删去的内容。"] is (Fate.REMARK if accepted else Fate.TEXT)
    rows = next(piece.rows for piece in draft.pieces if piece.rows)
    assert rows == (("序号", "项目"), ("1", "新增") if accepted else ("2", "旧行"))


def test_units_that_every_row_of_a_breakdown_repeats_are_not_missed(tmp_path: Path) -> None:
    rows = (
        tr("序号", "重点任务", "具体举措", "牵头单位", "配合单位", "完成时限"),
        tr("1", "联合攻关", "摸清底数。", "市科技局", "市教委、市发展改革委", "2026年底前"),
        tr("2", "联合攻关", "公开征集。", "市科技局", "市教委、市发展改革委", "2026年底前"),
        tr("3", "培养人才", "开办专班。", "市教委", "市科技局", "长期坚持"),
    )
    path = tmp_path / "分工.docx"
    path.write_bytes(word_file(p("海州市质量方案任务分解表") + tbl(*rows)))
    draft = read_plan(path)
    assert lost(draft) == []
    assert {unit.name for unit in draft.content.units} >= {"市科技局", "市教委"}


def test_a_text_file_balances_with_its_bookmarks_and_contents() -> None:
    text = (
        "海州市质量方案\n[bookmark: _Toc1]目录\n一、总则……1\n二、任务……2\n三、保障……3\n一、总则\n坚持质量。\n"
        "二、任务\n推进。\n三、保障\n加强。\n"
    )
    draft = read_plan_text(text, "来文.txt")
    assert lost(draft) == []
    assert {piece.target for piece in draft.pieces if piece.fate is Fate.LEFT_OUT} == {
        "书签残留，不收入",
        "目录，不收入",
    }


@pytest.mark.parametrize(
    "name", ["智能网联工作方案.docx", "智能网联工作方案.txt", "行动纲要.txt", "中长期发展规划.txt"]
)
def test_real_plans_balance(name: str) -> None:
    path = SEEDS / name
    if not path.exists():
        pytest.skip("the seeds are not beside this checkout")
    draft = read_plan(path)
    assert lost(draft) == []
    assert [piece.line for piece in draft.pieces] == sorted(piece.line for piece in draft.pieces)
    assert sum(piece.fate is Fate.HEADING for piece in draft.pieces) >= 5

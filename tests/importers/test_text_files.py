"""Text files: encodings, broken lines, tab tables, Markdown."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import ImportFileError
from importers.blocks import Block, ParagraphBlock, TableBlock
from importers.line_wrap import join_lines, split_lines
from importers.read import read_plan
from importers.text_blocks import read_text_blocks
from importers.text_file import clean_text, decode_text

PLAN = "海州市质量方案\n为推进，制定本方案。\n一、总则\n坚持质量第一。\n"


def blocks(text: str) -> tuple[Block, ...]:
    return read_text_blocks(text, "来文.txt").blocks


def texts(text: str) -> list[str]:
    return [block.text for block in blocks(text) if isinstance(block, ParagraphBlock)]


def table(text: str) -> TableBlock:
    (found,) = [block for block in blocks(text) if isinstance(block, TableBlock)]
    return found


def rows(found: TableBlock) -> list[list[str]]:
    lines: list[list[str]] = [[] for _ in range(found.rows)]
    for cell in found.cells:
        lines[cell.row].append(cell.text)
    return lines


@pytest.mark.parametrize(
    "data",
    [
        PLAN.encode(),
        PLAN.encode("utf-8-sig"),
        PLAN.encode("utf-16"),
        b"\xfe\xff" + PLAN.encode("utf-16-be"),
        PLAN.encode("utf-16-le"),
        PLAN.encode("utf-16-be"),
        PLAN.encode("gb18030"),
        PLAN.replace("\n", "\r\n").encode("gb18030"),
        PLAN.replace("\n", "\r").encode(),
    ],
)
def test_every_encoding_of_offices_reads_the_same(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "来文.txt"
    path.write_bytes(data)
    draft = read_plan(path)
    assert draft.content.info.title == "海州市质量方案"
    assert [one.heading for one in draft.content.placed()] == ["一、总则"]
    assert draft.findings == ()


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "text",
    [
        "海州市质量方案",
        "推进质量提升行动，加强产业链供应链建设。" * 40,
        "一、总则\n坚持以人民为中心的发展思想。",
        "Plan 2026: quality first.\n一、总则",
    ],
)
def test_text_without_a_mark_is_told_by_its_characters(text: str, encoding: str) -> None:
    assert decode_text(text.encode(encoding), "来文.txt")[0] == text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_rare_characters_are_no_utf_16(encoding: str) -> None:
    text = "镕堃昉喆珺，赟翀旸劼；龘靐麤。" * 3
    assert decode_text(text.encode(encoding), "来文.txt")[0] == text


def test_bytes_that_are_no_text_are_refused() -> None:
    for data in (bytes(range(256)) * 20, b"\x00\x01\x02\x03" * 50, b"\xff\xfe\x00\xd8\x00\xd8"):
        with pytest.raises(ImportFileError) as refused:
            decode_text(data, "来文.ceb")
        assert refused.value.code == "binary"
        assert "版式" in refused.value.message


def test_a_name_that_does_not_fit_is_a_note(tmp_path: Path) -> None:
    path = tmp_path / "来文.docx"
    path.write_text(PLAN, encoding="utf-8")
    (finding,) = read_plan(path).findings
    assert finding.code == "kind_mismatch"
    assert "纯文本" in finding.message


def test_stray_control_characters_are_counted() -> None:
    text, (finding,) = clean_text("甲\x01乙\x0c丙\x00丁", "来文.txt")
    assert text == "甲乙\n丙丁"
    assert "2 个" in finding.message


WRAPPED = [
    "海州市质量方案",
    "为深入推进质量强市建设全面提升海洋工程装备产业链供应链质",
    "量水平结合我市实际制定本方案。",
    "一、总体要求",
    "坚持质量第一效益优先以产业链供应链关键环节为重点统筹推进",
    "质量基础设施建设企业质量管理水平提升和区域质量品牌培育工",
    "作。到二〇二八年形成较为完善的质量联动提升工作体系和机制。",
    "二、重点任务",
    "1.组织链主企业牵头开展共性质量技术联合攻关形成一批可以推",
    "广的技术成果。",
]
JOINED = [
    "海州市质量方案",
    "".join(WRAPPED[1:3]),
    "一、总体要求",
    "".join(WRAPPED[4:7]),
    "二、重点任务",
    "".join(WRAPPED[8:]),
]


def test_lines_broken_at_the_margin_are_joined() -> None:
    assert texts("\n".join(WRAPPED)) == JOINED
    assert texts("\n\n".join(WRAPPED)) == JOINED


def test_a_blank_at_the_end_of_a_line_ends_the_paragraph() -> None:
    ends = {"海州市质量方案", WRAPPED[2], "一、总体要求", WRAPPED[6], "二、重点任务", WRAPPED[9]}
    lines = [f"{line} " if line in ends else line for line in WRAPPED]
    lines[5] = lines[5][:-4] + "。"
    assert texts("\n\n \n".join(lines))[3] == "".join(lines[4:7]).strip()


def test_latin_words_keep_their_blank() -> None:
    lines = [*WRAPPED[:8], "1.建设平台对接国际标准化组织的数据规范并推广应用于 Offshore", "Engineering 领域。"]
    assert texts("\n".join(lines))[-1].endswith("Offshore Engineering 领域。")


@given(st.lists(st.text("甲乙。，一、1.（） a\t", max_size=50), max_size=20))
def test_joining_loses_no_character(lines: list[str]) -> None:
    def bare(parts: list[str]) -> str:
        return "".join("".join(parts).split())

    joined = join_lines(split_lines("\n".join(lines))).lines
    assert bare([line.text for line in joined]) == bare(lines)


def test_a_plan_on_one_line_falls_into_paragraphs() -> None:
    text = "　　".join(["海州市质量规划", "一、现状", "质量　稳步提升。" * 60, "二、任务", "推进。"])
    assert texts(text) == ["海州市质量规划", "一、现状", "质量　稳步提升。" * 60, "二、任务", "推进。"]


def test_bookmarks_go_and_are_said() -> None:
    document = read_text_blocks("[bookmark: _Toc1]一、总则\n[bookmark: _GoBack]", "来文.txt")
    assert [block.text for block in document.blocks if isinstance(block, ParagraphBlock)] == ["一、总则"]
    assert [finding.code for finding in document.findings] == ["bookmarks"]


HEADER = "\t序号\n\t质量\n问题\n\t成效\n\n\t\n\t技术\n\t管理\n\t\n\n"


@pytest.mark.parametrize("leader", ["……", "......", "\t", " ····· "])
def test_a_table_of_contents_is_left_out_and_said(leader: str) -> None:
    entries = "".join(
        f"{title}{leader}{page}\n" for title, page in (("一、总则", 1), ("（一）目标", 2), ("二、任务", 12))
    )
    document = read_text_blocks(f"海州市方案\n目　录\n{entries}\n一、总则\n坚持。\n", "来文.txt")
    assert [block.text for block in document.blocks if isinstance(block, ParagraphBlock)] == [
        "海州市方案",
        "一、总则",
        "坚持。",
    ]
    assert [finding.code for finding in document.findings] == ["contents"]


TWO_ROWS = HEADER + "\t1\n\t★甲\n★乙\n\n\t\n\n\t提高\n\n\t2\n\t丙\n\t丁\n\t戊\n\n表后文字。\n"


def test_a_tab_table_with_a_merged_header() -> None:
    found = table(TWO_ROWS)
    assert (found.rows, found.columns, found.header_rows) == (4, 4, 2)
    spans = [(cell.column, cell.row_span, cell.column_span) for cell in found.cells if cell.row == 0]
    assert spans == [(0, 2, 1), (1, 1, 2), (3, 2, 1)]
    assert rows(found) == [
        ["序号", "质量\n问题", "成效"],
        ["技术", "管理"],
        ["1", "★甲\n★乙", "", "提高"],
        ["2", "丙", "丁", "戊"],
    ]
    assert texts(TWO_ROWS) == ["表后文字。"]


def test_two_merged_headers_share_the_columns_below() -> None:
    found = table("\t序号\n\t问题\n\t成效\n\n\t\n\t技术\n\t管理\n\t今年\n\t明年\n\n" + "\t1\n\t甲\n\t乙\n\t丙\n\t丁\n")
    assert [(cell.text, cell.column_span) for cell in found.cells if cell.row == 0] == [
        ("序号", 1),
        ("问题", 2),
        ("成效", 2),
    ]


def test_a_short_row_is_filled_up_and_said() -> None:
    document = read_text_blocks("\t序号\n\t项目\n\t成效\n\n\t1\n\t甲\n\n\t2\n\t乙\n\t丙\n", "来文.txt")
    (found,) = document.blocks
    assert isinstance(found, TableBlock)
    assert rows(found)[1:] == [["1", "甲", ""], ["2", "乙", "丙"]]
    assert [finding.code for finding in document.findings] == ["short_row"]


def test_the_label_of_the_next_table_ends_a_table() -> None:
    text = "\t序号\n\t项目\n\n\t1\n\t甲\n附表2\n项目清单\n\t序号\n\t名称\n\n\t1\n\t乙\n"
    assert [type(block) for block in blocks(text)] == [TableBlock, ParagraphBlock, ParagraphBlock, TableBlock]


def test_paragraphs_indented_by_tabs_are_no_table() -> None:
    assert texts("\t一、总则\n\t坚持质量第一。\n\t二、任务\n\t推进。\n") == [
        "一、总则",
        "坚持质量第一。",
        "二、任务",
        "推进。",
    ]


def test_rows_pasted_from_a_workbook_are_a_table() -> None:
    found = table("序号\t项目\n1\t甲\n2\t\n\n后文。")
    assert rows(found) == [["序号", "项目"], ["1", "甲"], ["2", ""]]


def test_markdown_headings_emphasis_and_tables() -> None:
    text = "# 海州市方案\n\n**重点**：推进\n\n| 序号 | 项目 |\n|:--|--:|\n| 1 | 甲<br>乙 |\n| 2 | a\\|b |\n"
    title, paragraph, found = blocks(text)
    assert isinstance(title, ParagraphBlock)
    assert (title.text, title.outline_level) == ("海州市方案", 1)
    assert isinstance(paragraph, ParagraphBlock)
    assert paragraph.text == "重点：推进"
    assert isinstance(found, TableBlock)
    assert rows(found) == [["序号", "项目"], ["1", "甲\n乙"], ["2", "a|b"]]


def test_a_stray_nul_is_taken_out_and_told() -> None:
    text, findings = decode_text("停车方案\n新增\0泊位".encode(), "甲.txt")
    assert text == "停车方案\n新增泊位"
    assert [one.code for one in findings] == ["control_characters"]


@pytest.mark.parametrize(("usual", "odd"), [("utf-8", "gb18030"), ("gb18030", "utf-8")])
def test_a_line_in_another_encoding_is_read_and_told(usual: str, odd: str) -> None:
    lines = [f"第{number}行写停车泊位" for number in range(1, 9)]
    data = b"\n".join(line.encode(odd if place == 4 else usual) for place, line in enumerate(lines))
    text, findings = decode_text(data, "甲.csv")
    assert text.split("\n") == lines
    assert [(one.code, one.line) for one in findings] == [("mixed_encodings", 5)]


def test_a_line_in_no_encoding_keeps_what_can_be_read() -> None:
    data = "一、目标\n".encode() * 5 + "好".encode()[:2] + "的\n".encode() + b"\xff\n"[:0] + "二、任务".encode()
    text, findings = decode_text(data, "甲.txt")
    assert text.split("\n")[-1] == "二、任务"
    assert "\ufffd" in text
    (finding,) = findings
    assert (finding.code, finding.severity.value, finding.line) == ("broken_bytes", "must", 6)


def test_many_lines_in_no_encoding_are_no_text() -> None:
    with pytest.raises(ImportFileError):
        decode_text(b"\x80\xff\xfd\n" * 40 + b"a\n", "甲.txt")

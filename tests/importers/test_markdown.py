"""Markdown: its marks are taken off, its words are kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.remarks import RemarkKind
from importers.blocks import Document, ParagraphBlock, TableBlock
from importers.markdown import is_markdown
from importers.markdown_inline import take_marks_off
from importers.read import read_plan_text
from importers.text_blocks import read_text_blocks


def read(text: str) -> Document:
    return read_text_blocks(text, "方案.md")


def texts(text: str) -> list[str]:
    return [block.text for block in read(text).blocks if isinstance(block, ParagraphBlock)]


def levels(text: str) -> list[tuple[int | None, str]]:
    return [(block.outline_level, block.text) for block in read(text).blocks if isinstance(block, ParagraphBlock)]


def table(text: str) -> list[list[str]]:
    (found,) = [block for block in read(text).blocks if isinstance(block, TableBlock)]
    rows: list[list[str]] = [[] for _ in range(found.rows)]
    for cell in found.cells:
        rows[cell.row].append(cell.text)
    return rows


@pytest.mark.parametrize(
    ("text", "name", "is_one"),
    [
        ("一、总则\n", "来文.md", True),
        ("一、总则\n", "来文.txt", False),
        ("说明\n\n## 一、总则\n", "来文.txt", True),
        ("#总则\n", "来文.txt", False),
        ("#!/bin/sh\n", "来文.txt", False),
    ],
)
def test_markdown_is_known_by_its_name_or_its_headings(text: str, name: str, is_one: bool) -> None:
    assert is_markdown(text, name) is is_one


def test_headings_of_every_kind() -> None:
    text = "# 方案 #\n##总则\n### **一、任务**\n\n攻关\n====\n\n保障\n----\n\n####### 七个\n\n\\# 不是标题\n"
    assert levels(text) == [
        (1, "方案"),
        (2, "总则"),
        (3, "一、任务"),
        (1, "攻关"),
        (2, "保障"),
        (None, "####### 七个"),
        (None, "# 不是标题"),
    ]


def test_a_rule_is_no_text_and_no_heading() -> None:
    assert levels("第一段。\n\n---\n第二段。\n---\n***\n_ _ _\n末段。") == [
        (None, "第一段。"),
        (None, "第二段。"),
        (None, "末段。"),
    ]


def test_lines_of_a_paragraph_are_joined_unless_a_sentence_ends() -> None:
    text = "推进质量\n提升行动。\n另起一句。\n硬换行  \n下一行\\\n再一行\n\nOffshore\nEngineering\n"
    assert texts(text) == ["推进质量提升行动。", "另起一句。", "硬换行", "下一行", "再一行", "Offshore Engineering"]


def test_lists_keep_their_numbers_and_lose_their_dots() -> None:
    text = "- 甲\n* 乙\n  续乙\n+ 丙\n  - 丁\n1. 第一\n3. 第三\n（一）第四\n- [x] 做完\n- [ ] 没做\n"
    assert texts(text) == ["甲", "乙续乙", "丙", "丁", "1. 第一", "3. 第三", "（一）第四", "☑做完", "□没做"]


def test_quotes_lose_their_marks() -> None:
    assert levels("> 引文\n> 续行。\n>> # 里层\n") == [(None, "引文续行。"), (1, "里层")]


def test_code_is_text_as_it_stands() -> None:
    text = "```python\n# 不是标题\n**x** = 1\n```\n~~~\n| a |\n~~~\n后文`**原样**`。\n"
    assert texts(text) == ["# 不是标题", "**x** = 1", "| a |", "后文**原样**。"]
    assert [(one.text, one.reason) for one in read(text).aside] == [("python", "代码块的语言名，不收入")]


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("**重点：**推进", "重点：推进"),
        ("推进**“三个一”**工程", "推进“三个一”工程"),
        ("***都有***和~~删去~~", "都有和删去"),
        ("*强调*与 _强调_", "强调与 强调"),
        ("3*4*5与a_b_c", "3*4*5与a_b_c"),
        ("snake_case_name", "snake_case_name"),
        ('见[附表1](https://example.cn/a_(b)?c=1 "题")。', "见附表1。"),
        ("见[附表][ref]和<https://example.cn>", "见附表和https://example.cn"),
        ("![图](a.png)图后", "图后"),
        ("[![图](a.png)](b)后", "后"),
        ("\\*原样\\*与\\[一\\]", "*原样*与[一]"),
        ("甲&amp;乙&nbsp;丙&lt;", "甲&乙\xa0丙<"),
        ("<u>下划线</u><span style='a'>字</span>", "下划线字"),
        ("甲<br>乙<br/>丙", "甲\n乙\n丙"),
        ("数 < 5 且 > 3", "数 < 5 且 > 3"),
        ("[一] 与（二）", "[一] 与（二）"),
        ("``a`b``", "a`b"),
        ("2 ** 3", "2 ** 3"),
    ],
)
def test_marks_inside_a_line(marked: str, plain: str) -> None:
    assert take_marks_off(marked).text == plain


def test_a_line_all_bold_is_bold() -> None:
    assert take_marks_off("**一、总则**").bold
    assert not take_marks_off("**一**、**二**").bold
    assert not take_marks_off("一、总则").bold


def test_links_and_pictures_are_told() -> None:
    document = read("见[附表](https://example.cn/x)，![图](a.png)\n\n[ref]: https://example.cn/y\n")
    assert [block.text for block in document.blocks if isinstance(block, ParagraphBlock)] == ["见附表，"]
    assert [one.text for one in document.aside] == ["https://example.cn/x", "图 a.png", "[ref]: https://example.cn/y"]
    assert {one.code for one in document.findings} == {"link_targets", "pictures"}


def test_footnotes_become_remarks() -> None:
    document = read("产值达100亿元[^1]。\n\n[^1]: 来源：统计局\n[^2]: 没有引用\n")
    assert [(one.kind, one.text, one.line, one.quote) for one in document.remarks] == [
        (RemarkKind.FOOTNOTE, "来源：统计局", 1, "产值达100亿元。"),
        (RemarkKind.FOOTNOTE, "没有引用", 0, ""),
    ]


def test_comments_and_front_matter_are_not_on_the_page() -> None:
    document = read("---\ntitle: 方案\ntags:\n  - 甲\n---\n# 方案\n<!-- 待定\n两行 -->正文<!-- 尾 -->\n")
    assert [block.text for block in document.blocks if isinstance(block, ParagraphBlock)] == ["方案", "正文"]
    assert [one.line for one in document.blocks] == [6, 8]
    assert {one.reason for one in document.aside} == {"文件头信息，不收入", "注释，不收入"}


def test_tables_with_marks_breaks_and_pipes() -> None:
    text = "| 序号 | **项目** |\n|:--|--:|\n| 1 | 甲<br>*乙* |\n| 2 | a\\|b `c` |\n| 3 |\n\n后文。\n"
    assert table(text) == [["序号", "项目"], ["1", "甲\n乙"], ["2", "a|b c"], ["3"]]
    assert texts(text) == ["后文。"]


def test_a_line_with_a_bar_is_no_table() -> None:
    assert texts("甲|乙\n丙\n") == ["甲|乙丙"]


MARKS = st.sampled_from(
    [
        "# ",
        "**",
        "*",
        "_",
        "`",
        "> ",
        "- ",
        "1. ",
        "[",
        "](",
        ")",
        "![",
        "|",
        "---",
        "\\",
        "~~",
        "\n",
        "\n\n",
        "<b>",
        "```\n",
    ]
)
WORDS = st.integers(0, 400).map(lambda place: chr(0x5000 + place) * 3)


@given(st.lists(st.one_of(MARKS, WORDS), max_size=30))
def test_no_word_is_ever_lost(parts: list[str]) -> None:
    text = "".join(parts)
    if not any(len(part) == 3 and part[0] >= "\u5000" for part in parts):
        return
    document = read(text)
    said = "".join(
        [
            block.text if isinstance(block, ParagraphBlock) else "".join(cell.text for cell in block.cells)
            for block in document.blocks
        ]
        + [one.text for one in (*document.aside, *document.remarks)]
    )
    for part in parts:
        if part[0] >= "\u5000":
            assert said.count(part[0]) == text.count(part[0])


def test_a_whole_plan_in_markdown_loses_nothing() -> None:
    text = (
        "# 海州市质量方案\n\n为推进**质量**工作，制定本方案。\n\n## 一、总则\n\n坚持[质量第一](https://example.cn)。\n\n"
        "## 二、任务\n\n### （一）攻关\n\n攻关芯片。（责任单位：市科技局）\n\n附表1 清单\n\n"
        "| 序号 | 项目 |\n|---|---|\n| 1 | 芯片 |\n"
    )
    draft = read_plan_text(text, "方案.md")
    assert draft.content.info.title == "海州市质量方案"
    assert [one.heading for one in draft.content.placed()] == ["一、总则", "二、任务", "（一）攻关"]
    assert [unit.name for unit in draft.content.units] == ["市科技局"]
    assert [one.spec.label for one in draft.content.tables] == ["附表1"]
    assert [one for one in draft.findings if one.code == "lost_text"] == []

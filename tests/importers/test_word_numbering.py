"""Automatic numbers: what Word prints, for lists of every make."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from importers.blocks import ParagraphBlock
from importers.word import read_word_blocks
from importers.word_counts import format_count
from tests.importers.word_builder import level, numbered, p, word_file

CHAPTERS = (
    '<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>'
    + level(0, "chineseCountingThousand", "第%1章", more='<w:suff w:val="space"/>')
    + level(1, "chineseCountingThousand", "第%2节", more='<w:suff w:val="space"/>')
    + level(2, "chineseCounting", "%3、", more='<w:suff w:val="nothing"/>')
    + level(3, "chineseCounting", "（%4）", more='<w:suff w:val="nothing"/>')
    + level(4, "decimal", "%5.", more='<w:suff w:val="nothing"/>')
    + level(5, "decimal", "%1.%3.%5.%6", more='<w:isLgl/><w:suff w:val="space"/>')
    + level(6, "lowerLetter", "%7)", more='<w:suff w:val="space"/>')
    + "</w:abstractNum>"
)


def num(key: int, abstract: int = 0, *overrides: str) -> str:
    inner = "".join(overrides)
    return f'<w:num w:numId="{key}"><w:abstractNumId w:val="{abstract}"/>{inner}</w:num>'


def restart(place: int, start: int) -> str:
    return f'<w:lvlOverride w:ilvl="{place}"><w:startOverride w:val="{start}"/></w:lvlOverride>'


def abstract(key: int, *levels: str, more: str = "") -> str:
    return f'<w:abstractNum w:abstractNumId="{key}">{more}{"".join(levels)}</w:abstractNum>'


def texts(body: str, numbering: str, styles: str = "") -> list[str]:
    document = read_word_blocks(word_file(body, numbering=numbering, styles=styles), "来文.docx")
    return [block.text for block in document.blocks if isinstance(block, ParagraphBlock)]


def run_through(numbering: str, *places: tuple[int, int]) -> list[str]:
    """The numbers of paragraphs with the text 题, by list and level."""
    found = texts("".join(p("题", numbered(*place)) for place in places), numbering)
    return [text.removesuffix("题") for text in found]


def test_chapters_sections_and_what_is_below() -> None:
    places = [(1, 0), (1, 1), (1, 2), (1, 3), (1, 3), (1, 4), (1, 5), (1, 6), (1, 1), (1, 2), (1, 0), (1, 1), (1, 3)]
    assert run_through(CHAPTERS + num(1), *places) == [
        "第一章 ",
        "第一节 ",
        "一、",
        "（一）",
        "（二）",
        "1.",
        "1.1.1.1 ",
        "a) ",
        "第二节 ",
        "一、",
        "第二章 ",
        "第一节 ",
        "（一）",
    ]


@pytest.mark.parametrize(
    ("value", "second"),
    [("0", "（三）"), ("1", "（一）"), ("2", "（一）"), ("9", "（一）")],
)
def test_a_level_restarts_where_it_says(value: str, second: str) -> None:
    levels = (
        level(0, "chineseCounting", "第%1章"),
        level(1, "chineseCounting", "%2、"),
        level(2, "chineseCounting", "（%3）", more=f'<w:lvlRestart w:val="{value}"/>'),
    )
    found = run_through(abstract(0, *levels) + num(1), (1, 0), (1, 2), (1, 2), (1, 0), (1, 2))
    assert found[-1] == second


def test_a_level_may_restart_at_chapters_only() -> None:
    levels = (
        level(0, "chineseCounting", "第%1章"),
        level(1, "chineseCounting", "第%2节"),
        level(2, "decimal", "%3.", more='<w:lvlRestart w:val="1"/>'),
    )
    places = [(1, 0), (1, 1), (1, 2), (1, 1), (1, 2), (1, 0), (1, 2)]
    found = run_through(abstract(0, *levels) + num(1), *places)
    assert [found[index] for index in (2, 4, 6)] == ["1.", "2.", "1."]


def test_lists_of_one_make_share_their_count_until_one_restarts() -> None:
    numbering = CHAPTERS + num(1) + num(2) + num(3, 0, restart(2, 1)) + num(4, 0, restart(2, 5))
    places = [(1, 2), (2, 2), (3, 2), (3, 2), (1, 2), (4, 2), (4, 2)]
    assert run_through(numbering, *places) == ["一、", "二、", "一、", "二、", "三、", "五、", "六、"]


def test_an_overridden_start_holds_at_every_restart() -> None:
    numbering = CHAPTERS + num(1, 0, restart(3, 4))
    assert run_through(numbering, (1, 2), (1, 3), (1, 3), (1, 2), (1, 3)) == [
        "一、",
        "（四）",
        "（五）",
        "二、",
        "（四）",
    ]


def test_an_override_may_bring_a_level_of_its_own() -> None:
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "decimal", "附件%1")}</w:lvlOverride>'
    numbering = CHAPTERS + num(1) + num(2, 0, own)
    assert run_through(numbering, (1, 0), (2, 0)) == ["第一章 ", "附件2 "]


def test_a_list_may_begin_at_naught_and_a_start_left_out_is_naught() -> None:
    levels = (level(0, "decimal", "%1.", start=0), '<w:lvl w:ilvl="1"><w:lvlText w:val="%1.%2"/></w:lvl>')
    assert run_through(abstract(0, *levels) + num(1), (1, 0), (1, 1), (1, 0)) == ["0.", "0.0 ", "1."]


def test_levels_never_used_show_their_start() -> None:
    levels = (level(0, "decimal", "%1", start=3), level(1, "decimal", "%1.%2"))
    assert run_through(abstract(0, *levels) + num(1), (1, 1), (1, 1)) == ["3.1 ", "3.2 "]


def test_levels_without_numbers_print_their_words() -> None:
    levels = (
        level(0, "none", "注："),
        level(1, "bullet", "\uf06c"),
        level(2, "bullet", "注意："),
        level(3, "none", "%1"),
    )
    assert run_through(abstract(0, *levels) + num(1), (1, 0), (1, 1), (1, 2), (1, 3)) == ["注：", "", "注意：", ""]


def test_numbering_styles_lend_their_levels() -> None:
    lender = abstract(0, level(0, "chineseCounting", "%1、"), more='<w:styleLink w:val="Mine"/>')
    borrower = '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="Mine"/></w:abstractNum>'
    by_style = '<w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="Other"/></w:abstractNum>'
    styles = (
        '<w:style w:type="numbering" w:styleId="Other"><w:name w:val="另"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    numbering = lender + borrower + by_style + num(1) + num(2, 1) + num(3, 2)
    body = p("甲", numbered(2)) + p("乙", numbered(2)) + p("丙", numbered(3))
    assert texts(body, numbering, styles) == ["一、甲", "二、乙", "一、丙"]


def test_links_in_a_circle_print_no_number() -> None:
    circle = '<w:abstractNum w:abstractNumId="0"><w:styleLink w:val="A"/><w:numStyleLink w:val="A"/></w:abstractNum>'
    assert texts(p("甲", numbered(1)), circle + num(1)) == ["甲"]


STYLES = (
    '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:pPr>'
    '<w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/><w:basedOn w:val="H1"/><w:pPr><w:numPr>'
    '<w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Child"><w:name w:val="章标题"/><w:basedOn w:val="H1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Bare"><w:name w:val="无号"/><w:basedOn w:val="H1"/><w:pPr><w:numPr>'
    '<w:numId w:val="0"/></w:numPr></w:pPr></w:style>'
)
TIED = (
    abstract(
        0,
        level(0, "chineseCounting", "第%1章", more='<w:pStyle w:val="H1"/>'),
        level(1, "chineseCounting", "第%2节", more='<w:pStyle w:val="H2"/>'),
    )
    + num(1)
    + num(2, 0, restart(0, 1))
)


def test_styles_number_their_paragraphs_through_what_they_are_based_on() -> None:
    def styled(style: str, text: str, more: str = "") -> str:
        return p(text, f'<w:pStyle w:val="{style}"/>{more}')

    body = (
        styled("H1", "甲")
        + styled("H2", "乙")
        + styled("Child", "丙")
        + styled("H2", "丁", '<w:numPr><w:ilvl w:val="0"/></w:numPr>')
        + styled("Bare", "戊")
        + styled("H1", "己", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr>')
        + styled("H1", "庚", '<w:numPr><w:numId w:val="0"/></w:numPr>')
    )
    assert texts(body, TIED, STYLES) == ["第一章甲", "第一节乙", "第二章丙", "第三章丁", "戊", "第一章己", "庚"]


def test_newer_formats_stand_in_a_choice() -> None:
    form = (
        '<mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="001, 002, 003, ..."/>'
        '</mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent>'
    )
    own = f'<w:lvl w:ilvl="0"><w:start w:val="9"/>{form}<w:lvlText w:val="%1号"/></w:lvl>'
    assert run_through(abstract(0, own) + num(1), (1, 0), (1, 0)) == ["009号", "010号"]


@pytest.mark.parametrize(
    ("form", "count", "printed"),
    [
        ("chineseCounting", 10, "十"),
        ("chineseCountingThousand", 21, "二十一"),
        ("chineseCountingThousand", 110, "一百一十"),
        ("chineseCountingThousand", 1010, "一千零一十"),
        ("japaneseCounting", 0, "〇"),
        ("ideographDigital", 10, "一〇"),
        ("taiwaneseDigital", 105, "一〇五"),
        ("chineseLegalSimplified", 23, "贰拾叁"),
        ("decimalEnclosedCircle", 20, "⑳"),
        ("decimalEnclosedCircle", 21, "21"),
        ("decimalEnclosedParen", 3, "（3）"),
        ("ideographEnclosedCircle", 2, "㊁"),
        ("ideographZodiacTraditional", 13, "丙子"),
        ("upperRoman", 44, "XLIV"),
        ("lowerLetter", 28, "bb"),
        ("numberInDash", 5, "- 5 -"),
        ("ordinal", 22, "22nd"),
        ("ordinal", 12, "12th"),
        ("hex", 31, "1F"),
        ("decimalFullWidth", 0, "０"),
        ("chineseCounting", 10_000, "10000"),
    ],
)
def test_counts_are_spelled(form: str, count: int, printed: str) -> None:
    assert format_count(count, form) == printed


def test_libreoffice_prints_the_same_numbers(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed here")
    numbering = (
        CHAPTERS
        + abstract(1, level(0, "decimal", "%1."), level(1, "decimal", "%1.%2"), level(2, "decimalEnclosedCircle", "%3"))
        + abstract(2, level(0, "upperRoman", "%1."), level(1, "lowerLetter", "(%2)"), level(2, "decimalZero", "%3、"))
        + "".join((num(1), num(2, 1), num(3, 0, restart(2, 1)), num(4, 2), num(5, 1, restart(0, 7))))
    )
    places = [(1, 0), (1, 1), (1, 2), (1, 3), (1, 3), (1, 4), (1, 4), (1, 2), (1, 3), (1, 1), (1, 2), (1, 0), (1, 1)]
    places += [(2, 0), (2, 1), (2, 1), (2, 2), (2, 2), (2, 0), (2, 1), (3, 2), (3, 2), (4, 0), (4, 1), (4, 2), (4, 0)]
    places += [(5, 0), (5, 1), (5, 0), (1, 2), (1, 3), *[(1, 4)] * 12]
    body = "".join(p(f"题{index}", numbered(*place)) for index, place in enumerate(places))
    data = word_file(body, numbering=numbering)
    source = tmp_path / "来文.docx"
    source.write_bytes(data)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(source)], check=True, capture_output=True, timeout=600)
    printed = (tmp_path / "来文.txt").read_text("utf-8-sig").splitlines()
    document = read_word_blocks(data, "来文.docx")
    ours = [block.text for block in document.blocks if isinstance(block, ParagraphBlock)]
    assert ["".join(line.split()) for line in ours] == ["".join(line.split()) for line in printed if line.strip()]

"""Text that a PDF broke into lines: put together again, without the page numbers and heads between."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.reading import ReadingChoices
from importers.line_wrap import Joined, join_lines, split_lines
from importers.page_marks import find_page_marks

PARAGRAPHS = [
    "海州市城市更新实施方案",
    "为有序推进城市更新，改善人居环境，提升城市品质，依据有关规定，结合本市实际，经市人民政府同意，特制定本实施方案。",
    "一、总体要求",
    "坚持规划引领、民生优先，到2027年完成老旧小区改造120个，惠及居民3.6万户，城市功能明显完善，居民满意度达到95%以上。",
    "二、重点任务",
    "（一）改造老旧小区，补齐配套设施短板，加装电梯并同步完善适老化和无障碍设施，推动形成长效管理机制",
    "以2005年底前建成的小区为重点，统筹水电气热管网更新，按照一区一策的要求编制改造方案，充分听取居民意见。",
    "（二）活化利用历史建筑",
    "建立保护名录，明确修缮标准，鼓励社会力量参与运营，在确保安全的前提下引入文化、旅游、办公等业态，焕发新的活力。",
    "三、保障措施",
    "市住房城乡建设局牵头建立联席会议制度，定期研究解决跨部门事项，各区人民政府承担主体责任并于每季度末报送进展情况。",
]


@dataclass(frozen=True)
class Page:
    """How a text is broken: characters a line, what begins and ends a paragraph, what stands between lines."""

    width: int = 32
    indent: str = ""
    tail: str = ""
    between: str = "\n"
    lines: int = 0
    foot: str = ""
    head: str = ""


def broken(page: Page, paragraphs: list[str] | None = None) -> str:
    rows: list[str] = []
    for paragraph in paragraphs or PARAGRAPHS:
        text = page.indent + paragraph
        rows += [text[at : at + page.width] for at in range(0, len(text), page.width)]
        rows[-1] += page.tail
    if not page.lines:
        return page.between.join(rows) + "\n"
    printed: list[str] = []
    for number, at in enumerate(range(0, len(rows), page.lines), start=1):
        printed += [page.head] if page.head else []
        printed += rows[at : at + page.lines]
        printed += [page.foot.format(number)] if page.foot else []
    return page.between.join(printed) + "\n"


def join(text: str, picks: dict[str, str] | None = None) -> Joined:
    return join_lines(split_lines(text), ReadingChoices(picks=picks or {}))


def texts(joined: Joined) -> list[str]:
    return [line.text.strip() for line in joined.lines if line.text.strip()]


PAGES = {
    "by indent": Page(indent="\u3000\u3000"),
    "by four blanks": Page(indent="    "),
    "by a blank at the end": Page(tail=" "),
    "blank lines inside sentences": Page(indent="\u3000\u3000", between="\n\n"),
    "page numbers in dashes": Page(indent="\u3000\u3000", lines=7, foot="— {} —"),
    "page numbers in hyphens": Page(indent="\u3000\u3000", lines=7, foot="- {} -"),
    "page of pages": Page(indent="\u3000\u3000", lines=7, foot="第 {} 页 共 9 页"),
    "page with a stroke": Page(indent="\u3000\u3000", lines=7, foot="{}/9"),
    "bare page numbers": Page(width=22, indent="\u3000\u3000", lines=11, foot="{}"),
    "running heads": Page(indent="\u3000\u3000", lines=6, foot="— {} —", head="海州市住房城乡建设局文件"),
    "narrow": Page(width=24, indent="\u3000\u3000"),
}


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())
def test_a_broken_text_is_put_together_again(page: Page) -> None:
    joined = join(broken(page))
    assert texts(joined) == PARAGRAPHS
    assert [finding.question for finding in joined.findings if finding.question] == []


def test_what_is_left_out_is_told() -> None:
    joined = join(broken(Page(indent="\u3000\u3000", lines=6, foot="— {} —", head="海州市住房城乡建设局文件")))
    assert {piece.text for piece in joined.aside} >= {"— 1 —", "— 2 —", "海州市住房城乡建设局文件"}
    (said,) = joined.findings
    assert said.code == "page_marks"
    assert str(len(joined.aside)) in said.message


def test_a_title_that_is_also_the_running_head_stays_once() -> None:
    page = Page(indent="\u3000\u3000", lines=6, foot="— {} —", head="")
    rows = broken(page).split("\n")
    rows[7:7] = [PARAGRAPHS[0]]
    rows[14:14] = [PARAGRAPHS[0]]
    assert texts(join("\n".join(rows))) == PARAGRAPHS


def test_a_head_that_stands_there_once_is_asked_about() -> None:
    rows = broken(Page(indent="\u3000\u3000")).split("\n")
    assert not rows[4].endswith("。")
    rows[5:5] = ["— 1 —", "海州市城市管理局"]
    text = "\n".join(rows)
    assert texts(join(text)) == PARAGRAPHS
    (asked,) = [finding for finding in join(text).findings if finding.question]
    assert (asked.question, asked.options[0].key) == ("page_head:7", "left_out")
    assert "海州市城市管理局" in "".join(texts(join(text, {"page_head:7": "text"})))


@pytest.mark.parametrize(
    "lines",
    [
        ["序号", "1", "甲", "乙", "2", "丙", "丁", "3", "戊"],
        ["2026", "目标", "2027"],
        ["附表1", *["甲。"] * 8, "附表2", *["甲。"] * 8, "附表3"],
        ["工作目标", "甲。", *["乙。"] * 8, "工作目标", "丙。", *["乙。"] * 8, "工作目标", "丁。"],
        ["序号\t名称", *["甲"] * 12, "1", *["乙"] * 12, "2", *["丙"] * 12, "3"],
    ],
)
def test_numbers_and_repeated_words_of_the_text_stay(lines: list[str]) -> None:
    assert find_page_marks(lines) == set()


def test_a_number_at_the_start_of_a_broken_line_is_no_heading() -> None:
    text = (
        "坚持以点带面、示范引领，在全市范围内选择条件成熟的县区先行先试，形成可复制可推广的经验做法，覆盖全市重点产业"
    )
    paragraphs = [*PARAGRAPHS[:4], text[:28] + "三、四线城市同步推进" + text, *PARAGRAPHS[4:]]
    joined = join(broken(Page(width=28), paragraphs))
    assert paragraphs[4] in texts(joined)


def test_a_full_line_that_ends_a_sentence_is_asked_about() -> None:
    first = "坚持规划引领和民生优先相统一的原则，系统推进城市更新各项任务。"
    paragraphs = [*PARAGRAPHS[:3], first, *PARAGRAPHS[3:]]
    text = broken(Page(width=len(first)), paragraphs)
    (asked,) = [finding for finding in join(text).findings if finding.question]
    assert [option.key for option in asked.options] == ["joined", "split"]
    split = texts(join(text, {asked.question: "split"}))
    assert first in split
    assert first not in texts(join(text))
    assert [one for one in split if one not in texts(join(text))] == [first, PARAGRAPHS[3]]


def test_a_line_that_ends_in_a_comma_goes_on() -> None:
    text = "海州市方案\n一、目标\n坚持问题导向，健全工作机制，\n推动各项任务落地见效。\n二、任务\n甲。\n"
    joined = join(text)
    assert texts(joined)[2] == "坚持问题导向，健全工作机制，推动各项任务落地见效。"
    (asked,) = joined.findings
    assert texts(join(text, {asked.question: "split"})) == text.strip().split("\n")


@given(st.lists(st.text(alphabet="甲乙。，：1.（）一、 \u3000\tA-—第页共", max_size=90), max_size=30))
def test_no_character_is_lost(lines: list[str]) -> None:
    joined = join("\n".join(lines))
    kept = "".join(line.text for line in joined.lines) + "".join(piece.text for piece in joined.aside)
    assert sorted("".join(kept.split())) == sorted("".join("".join(lines).split()))

"""Paper, margins, grid and page numbers of every section (GB/T 9704 5.1, 5.2, 6, 7.5, 8)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from domain.checks import Severity
from domain.word_facts import LineRule, NumberFacts, NumberPlace, SectionFacts, WordFacts
from exporters import page
from exporters.layout_check_placed import Placed, Role
from exporters.layout_check_problems import Mend, Place, Problem, Repair
from exporters.layout_check_text import chars_of
from exporters.layout_check_words import chars_words, mm, mm_words, same_font, size_words
from exporters.page import Layout, Mm
from exporters.profile import Face

_SPARE = page.to_twips(Mm(1))  # 5.2.1: 37±1 mm
_SPARE_ACROSS = page.to_twips(Mm(2))  # turned strictly, or centred: both are right
_DASH_SPARE = page.to_twips(Mm(1.5))
_DASH_ABOVE_MIDDLE = page.to_twips(Mm(0.13))
_NATURAL = 1.3
_NUMBER = re.compile(r"—\s*#\s*—")
_CHAR_GRIDS = ("linesAndChars", "snapToChars")
_SIDES = {"right": "right", "end": "right", "left": "left", "start": "left", "both": "left", "": "left"}
_SIDE_WORDS = {"right": "右", "left": "左", "center": "中"}
_TEXT = (Role.BODY,)
_INDENT_SPARE = 35


def page_problems(layout: Layout, facts: WordFacts, placed: Sequence[Placed]) -> Iterator[Problem]:
    """P1–P4, the grid of P6, P7, P8, N1–N3, N5 and F5."""
    with_text = {one.facts.section for one in placed if one.role in _TEXT}
    spacing = _spacing_of_text(placed)
    for index, section in enumerate(facts.sections):
        yield from _paper_problems(layout, index, section)
        if index in with_text and not section.landscape:
            yield from _grid_problems(layout, index, section, spacing)
        if index and section.starts_at >= 0:
            yield _at(
                index, "N5", "页码", f"从 {section.starts_at} 重新开始", "与前一节连续", Repair(Mend.RUNS_ON, index)
            )
        yield from _number_problems(layout, facts, index, section)
    if layout.profile.page.mirrored and not facts.mirrored:
        repair = Repair(Mend.MIRROR)
        yield Problem(
            "P7", "没有设“对称页边距”，双面印刷时正反面版心对不齐", "", "", Severity.LOOK, Place.FILE, 0, "", (repair,)
        )


def _at(
    index: int, clause: str, what: str, actual: str, wanted: str, *repairs: Repair, severity: Severity = Severity.MUST
) -> Problem:
    return Problem(clause, what, actual, wanted, severity, Place.SECTION, index + 1, "", repairs)


def _paper_problems(layout: Layout, index: int, section: SectionFacts) -> Iterator[Problem]:
    paper = layout.paper(section.landscape)
    if not _is_sheet(layout, section):
        actual = f"{mm(section.width):.0f}×{mm(section.height):.0f} 毫米"
        wanted = f"A4（{mm(paper.width):.0f}×{mm(paper.height):.0f} 毫米）"
        yield _at(index, "P1", "纸张", actual, wanted, Repair(Mend.PAPER, index, f"{paper.width} {paper.height}"))
    # Lengths below are judged on the sheet that it should be.
    if section.landscape:
        yield from _frame_across(layout, index, section)
        return
    left = section.left + section.gutter
    sides = (
        ("P2", "上边距（天头）", section.top, "top"),
        ("P3", "左边距（订口）", left, "left"),
        ("P4", "下边距", section.bottom, "bottom"),
        ("P4", "右边距", section.right, "right"),
    )
    right = True
    for clause, what, actual_length, side in sides:
        wanted_length = getattr(paper, side)
        if abs(actual_length - wanted_length) > _SPARE:
            right = False
            repair = Repair(Mend.MARGIN, index, f"{side}={wanted_length}")
            yield _at(index, clause, what, mm_words(actual_length), mm_words(wanted_length), repair)
    width = paper.width - left - section.right
    height = paper.height - section.top - section.bottom
    off = abs(width - paper.frame_width) > _SPARE or abs(height - paper.frame_height) > _SPARE
    if right and off:
        yield _at(
            index,
            "P4",
            "版心",
            _frame_words(width, height),
            _frame_words(paper.frame_width, paper.frame_height),
            *(Repair(Mend.MARGIN, index, f"{side}={getattr(paper, side)}") for *_, side in sides),
        )


def _is_sheet(layout: Layout, section: SectionFacts) -> bool:
    paper = layout.paper(section.landscape)
    return abs(section.width - paper.width) <= _SPARE and abs(section.height - paper.height) <= _SPARE


def _frame_across(layout: Layout, index: int, section: SectionFacts) -> Iterator[Problem]:
    paper = layout.landscape
    repairs = [
        Repair(Mend.MARGIN, index, f"{side}={getattr(paper, side)}") for side in ("top", "right", "bottom", "left")
    ]
    width = paper.width - section.left - section.right - section.gutter
    height = paper.height - section.top - section.bottom
    if abs(width - paper.frame_width) > _SPARE or abs(height - paper.frame_height) > _SPARE:
        wanted = _frame_words(paper.frame_width, paper.frame_height)
        yield _at(index, "P4", "横排页的版心", _frame_words(width, height), wanted, *repairs)
    elif abs(section.top - paper.top) > _SPARE_ACROSS or abs(section.left - paper.left) > _SPARE_ACROSS:
        actual = f"上边距 {mm_words(section.top)}、左边距 {mm_words(section.left)}"
        wanted = f"上边距 {mm_words(paper.top)}、左边距 {mm_words(paper.left)}"
        yield _at(index, "P4", "横排页的版心位置", actual, wanted, *repairs)


def _frame_words(width: int, height: int) -> str:
    return f"{mm(width):.1f}×{mm(height):.1f} 毫米"


def _spacing_of_text(placed: Sequence[Placed]) -> int:
    """The spacing that most characters of the text have."""
    counts: dict[int, int] = {}
    for one in placed:
        if one.role is Role.BODY:
            for run in one.facts.runs:
                counts[run.look.spacing] = counts.get(run.look.spacing, 0) + len(run.text)
    return max(counts, key=lambda spacing: counts[spacing], default=0)


def _grid_problems(layout: Layout, index: int, section: SectionFacts, spacing: int) -> Iterator[Problem]:
    pitch = layout.size_body * 20 + spacing
    if section.grid in _CHAR_GRIDS:
        pitch += section.char_space / 4096 * 20
    chars = int(layout.portrait.frame_width / max(pitch, 1) + 0.01)
    if chars != layout.profile.page.chars:
        # Characters with a spacing of their own are not to be brought into a grid blindly.
        mend = () if spacing else (Repair(Mend.GRID, index),)
        wanted = f"{layout.profile.page.chars} 字"
        yield _at(index, "P6", "每行字数", f"{chars} 字", wanted, *mend, severity=Severity.LOOK)


def _number_problems(layout: Layout, facts: WordFacts, index: int, section: SectionFacts) -> Iterator[Problem]:
    number = section.number
    if number is None:
        yield _at(index, "N1", "没有页码", "", "", Repair(Mend.NUMBER, index))
        return
    mend = [Repair(Mend.NUMBER, index)] if _all_alone(section) else []
    if section.title_page and section.first_number is None:
        repair = Repair(Mend.NO_FIRST_PAGE, index)
        yield _at(index, "N1", "首页没有页码", "", "", repair, severity=Severity.LOOK)
    yield from _number_look(layout, index, section, mend)
    if section.landscape and layout.has_side_number:
        yield from _turned(index, section, mend)
        return
    if not section.landscape:
        yield from _number_height(layout, index, section, number, mend)
    yield from _number_sides(layout, facts, index, section, mend)


def _all_alone(section: SectionFacts) -> bool:
    return all(one is None or one.is_alone for one in (section.number, section.even_number))


def _number_look(layout: Layout, index: int, section: SectionFacts, mend: list[Repair]) -> Iterator[Problem]:
    size = page.half_points(layout.size_page_number)
    song = layout.font(Face.SONG)
    for one in dict.fromkeys((section.number, section.even_number)):
        if one is None:
            continue
        if not _NUMBER.fullmatch(one.text.strip()) or section.number_format not in ("", "decimal"):
            shown = one.text.strip().replace("#", "1")
            yield _at(index, "N1", "页码样式", f"“{shown}”", "“— 1 —”（数字左右各一条一字线）", *mend)
        if one.number_look.size != size:
            yield _at(index, "N1", "页码字号", size_words(one.number_look.size), size_words(size), *mend)
        if not same_font(one.number_look.latin, song):
            yield _at(index, "N1", "页码数字的字体", one.number_look.latin or "未指定", f"半角{song}", *mend)


def _turned(index: int, section: SectionFacts, mend: list[Repair]) -> Iterator[Problem]:
    for one in (section.number, section.even_number):
        if one is not None and not one.turned:
            place = "页脚" if one.place is NumberPlace.FOOTER else "页眉"
            yield _at(index, "F5", "横排页的页码", f"在{place}", "在纸的左侧，顺时针转 90 度", *mend)
            return


def _number_height(
    layout: Layout, index: int, section: SectionFacts, number: NumberFacts, mend: list[Repair]
) -> Iterator[Problem]:
    if number.place is NumberPlace.HEADER:
        yield _at(index, "N2", "页码", "在页眉", "在版心下边缘之下", *mend)
        return
    if number.floats:
        return  # where a frame stands in its footer no file says
    look = number.paragraph
    if look.rule is LineRule.EXACT:
        line = float(look.line)
    else:
        line = number.number_look.size * 10 * _NATURAL * (look.line / 240 if look.rule is LineRule.AUTO else 1)
    dash = layout.portrait.height - section.footer - number.room_below - look.after - line / 2 - _DASH_ABOVE_MIDDLE
    figures = layout.profile.page
    wanted = page.to_twips(Mm(figures.top + figures.frame_height + figures.dash_below))
    frame_end = layout.portrait.height - section.bottom
    repair = [Repair(Mend.MARGIN, index, f"footer={layout.footer_distance}"), *mend] if mend else []
    if dash <= frame_end:
        yield _at(index, "P8", "页码", f"在版心之内（距纸上边 {mm_words(dash)}）", "在版心之外", *repair)
    elif abs(dash - wanted) > _DASH_SPARE:
        yield _at(
            index,
            "N2",
            "页码的一字线距纸上边",
            f"约 {mm_words(dash)}",
            f"{mm_words(wanted)}（版心下边缘之下 {figures.dash_below:g} 毫米）",
            *repair,
            severity=Severity.LOOK,
        )


def _number_sides(
    layout: Layout, facts: WordFacts, index: int, section: SectionFacts, mend: list[Repair]
) -> Iterator[Problem]:
    odd, even = section.number, section.even_number
    assert odd is not None
    if odd.floats and odd.side == "outside" and not facts.odd_and_even:
        return
    mend = [*mend, Repair(Mend.ODD_EVEN)] if mend else []
    if not facts.odd_and_even:
        yield _at(
            index, "N3", "页码", f"单双页一样（居{_SIDE_WORDS[_side(odd)]}）", "单页居右、双页居左，各空一字", *mend
        )
        return
    if even is None:
        yield _at(index, "N3", "双页没有页码", "", "", *mend)
    for one, side, what in ((odd, "right", "单页页码"), (even, "left", "双页页码")):
        if one is None or one.floats:
            continue
        if _side(one) != side:
            yield _at(index, "N3", what, f"居{_SIDE_WORDS[_side(one)]}", f"居{_SIDE_WORDS[side]}空一字", *mend)
            continue
        blank = _blank(one, side, page.half_points(layout.size_page_number))
        if abs(blank - 100) > _INDENT_SPARE:
            yield _at(index, "N3", f"{what}空出", chars_words(blank), "1 字", *mend)


def _side(one: NumberFacts) -> str:
    return (
        one.paragraph.alignment if one.paragraph.alignment == "center" else _SIDES.get(one.paragraph.alignment, "left")
    )


def _blank(one: NumberFacts, side: str, size: int) -> float:
    """Characters of the number's own size left blank at its side, in hundredths."""
    look = one.paragraph
    spaces = (
        one.text[len(one.text.rstrip()) :] if side == "right" else one.text[: len(one.text) - len(one.text.lstrip())]
    )
    typed = 100 * sum(1.0 if char == "\u3000" else 0.5 for char in spaces)
    if side == "right":
        return chars_of(look.right, look.right_chars, size) + typed
    return chars_of(look.left + look.first, look.left_chars + look.first_chars, size) + typed

"""Fonts, sizes, alignment, indents and lines of every paragraph by what it is for (GB/T 9704 5.2, 7.3)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.checks import Severity
from domain.word_facts import LineRule, ParagraphLook, RunFacts, SectionFacts, WordFacts
from exporters import page
from exporters.layout_check_placed import CENTRED, Placed, Role
from exporters.layout_check_problems import Mend, Problem, Repair, in_paragraph
from exporters.layout_check_words import chars_words, points_words, same_font, size_words
from exporters.page import Layout
from exporters.profile import Face

_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_LATIN = re.compile("[A-Za-z0-9]")
_QUOTES = re.compile("[“”‘’…—]")
_BLACK = ("", "000000")
_NATURAL = 1.3  # of the size: the height of a line that the font decides
_INDENT_SPARE = 40  # twips
_CHARS_SPARE = 25  # hundredths
_LEFT = ("", "left", "start", "both", "distribute")
_LINE_ROLES = frozenset(
    {Role.BODY, Role.HEADING, Role.ADDRESSEES, Role.NOTE, Role.NOTE_NEXT, Role.SIGNER, Role.DATE, Role.ANNOTATION}
)
_BODY_FONT = _LINE_ROLES - {Role.HEADING}
_FIRST_INDENTED = frozenset({Role.BODY, Role.HEADING})
_GRIDS = ("lines", "linesAndChars", "snapToChars")


@dataclass(frozen=True)
class Want:
    """How the text of a role shall look; `size` in half points, `bold` None where it does not matter."""

    clause: str
    face: Face
    size: int
    bold: bool | None = None
    centred: bool = False
    name: str = ""


def wanted_text(layout: Layout, one: Placed) -> Want | None:
    """What a paragraph's text shall look like; None where nothing is said of it."""
    body = page.half_points(layout.size_body)
    title = page.half_points(layout.size_title)
    if one.role in _BODY_FONT:
        return Want("P5", Face.BODY, body, name="正文")
    if one.role is Role.HEADING:
        headings = layout.profile.headings
        return Want("T6", headings.face(one.level), body, headings.is_bold(one.level), name=f"第{one.level}层标题")
    fixed = {
        Role.TITLE: Want("T1", Face.TITLE, title, False, True, "标题"),
        Role.ANNEX_TITLE: Want("F3", Face.TITLE, title, False, True, "附件标题"),
        Role.MARK: Want("T1", Face.KAI, body, False, True, "文稿标识"),
        Role.LABEL: Want("F2", Face.HEAD, body, False, False, "附件序号"),
    }
    return fixed.get(one.role)


def text_problems(layout: Layout, facts: WordFacts, placed: Sequence[Placed]) -> Iterator[Problem]:
    """P5, the font part of T1, T6, F2 and F3, T5, and the lines of P6."""
    for one in placed:
        want = wanted_text(layout, one)
        if want is not None:
            yield from _look_problems(layout, one, want)
        if one.lead:
            yield from _lead_problems(layout, one)
        if one.role in _FIRST_INDENTED and not (one.style in CENTRED and _is_centred(one)):
            yield from _indent_problems(layout, one)
        if one.role in _LINE_ROLES and not facts.sections[one.facts.section].landscape:
            yield from line_problems(layout, one, facts.sections[one.facts.section])
        if one.role is Role.HEADING and not one.facts.look.outline:
            note = in_paragraph(
                one,
                "T6",
                "标题没有设大纲级别，导航窗格和目录里看不到它",
                "",
                "",
                Repair(Mend.OUTLINE, one.facts.index, str(one.level)),
                severity=Severity.NOTE,
            )
            yield note


def _is_centred(one: Placed) -> bool:
    return one.facts.look.alignment == "center"


def _look_problems(layout: Layout, one: Placed, want: Want) -> Iterator[Problem]:
    index = one.facts.index
    font = layout.font(want.face)
    runs = _judged_runs(one)
    start = max(one.lead - len(one.facts.label), 0)
    names = _different(run.look.east for run in runs if _HAN.search(run.text) and not same_font(run.look.east, font))
    if names:
        yield in_paragraph(one, want.clause, f"{want.name}字体", names, font, Repair(Mend.FONT, index, font, start))
    sizes = _different(size_words(run.look.size) for run in runs if run.look.size != want.size)
    if sizes:
        yield in_paragraph(
            one,
            want.clause,
            f"{want.name}字号",
            sizes,
            size_words(want.size),
            Repair(Mend.SIZE, index, str(want.size), start),
        )
    inks = _different(run.look.color for run in runs if run.look.color not in _BLACK)
    if inks:
        yield in_paragraph(one, "P5", "文字颜色", f"彩色（{inks}）", "黑色", Repair(Mend.INK, index))
    yield from _latin_problems(layout, one, runs)
    yield from _weight_problems(one, want, runs)
    if want.centred and not _is_centred(one):
        yield in_paragraph(
            one,
            want.clause,
            f"{want.name}对齐方式",
            "不居中",
            "居中",
            Repair(Mend.ALIGN, index, "center"),
            Repair(Mend.INDENT, index),
        )
    if any(_QUOTES.search(run.text) and not run.look.hinted and not same_font(run.look.latin, font) for run in runs):
        yield in_paragraph(
            one,
            "P5",
            "引号等标点没有标明用中文字体，可能按西文字体显示",
            "",
            "",
            Repair(Mend.HINT, index),
            severity=Severity.NOTE,
        )


def _latin_problems(layout: Layout, one: Placed, runs: Sequence[RunFacts]) -> Iterator[Problem]:
    """Figures in the office's Latin font, or in any of its Chinese ones: the standard is silent."""
    allowed = [layout.latin_font, *(layout.font(face) for face in Face)]
    names = _different(
        run.look.latin
        for run in runs
        if _LATIN.search(run.text) and not any(same_font(run.look.latin, name) for name in allowed)
    )
    if names:
        mend = Repair(Mend.LATIN, one.facts.index, layout.latin_font)
        yield in_paragraph(one, "P5", "数字和西文字体", names, layout.latin_font, mend, severity=Severity.NOTE)


def _lead_problems(layout: Layout, one: Placed) -> Iterator[Problem]:
    """The first sentence of a paragraph that is its heading has the font of its level."""
    font = layout.font(layout.profile.headings.face(one.level))
    end = one.lead - len(one.facts.label)
    at = 0
    names = []
    for run in one.facts.runs:
        if at < end and _HAN.search(run.text[: end - at]) and not same_font(run.look.east, font):
            names.append(run.look.east or "未指定")
        at += len(run.text)
    if names and not same_font(layout.font(Face.BODY), font):
        actual = "、".join(dict.fromkeys(names))
        mend = Repair(Mend.FONT, one.facts.index, font, 0, end)
        what = f"段首第{one.level}层标题字体"
        yield in_paragraph(one, "T6", what, actual, font, mend, severity=Severity.LOOK)


def _weight_problems(one: Placed, want: Want, runs: Sequence[RunFacts]) -> Iterator[Problem]:
    if want.bold is None or not runs:
        return
    if any(run.look.bold != want.bold for run in runs):
        words = ("加粗", "不加粗")
        yield in_paragraph(
            one,
            want.clause,
            f"{want.name}字形",
            words[want.bold],
            words[not want.bold],
            Repair(Mend.BOLD, one.facts.index, str(int(want.bold))),
            severity=Severity.LOOK,
        )


def _judged_runs(one: Placed) -> list[RunFacts]:
    """Runs with text; of a paragraph that begins with a heading only the text behind it is judged as text."""
    runs = [run for run in one.facts.runs if run.text.strip()]
    if not one.lead:
        return runs
    left = one.lead - len(one.facts.label)
    kept = []
    for run in runs:
        if left < len(run.text):
            kept.append(run)
        left -= len(run.text)
    return kept


def _different(names: Iterator[str]) -> str:
    return "、".join(dict.fromkeys(name or "未指定" for name in names))


def first_indent(layout: Layout) -> str:
    """左空二字 as attributes of w:ind."""
    return f"firstLineChars={page.FIRST_LINE_CHARS} firstLine={layout.first_line_indent}"


def _indent_problems(layout: Layout, one: Placed) -> Iterator[Problem]:
    look, index = one.facts.look, one.facts.index
    mend = Repair(Mend.INDENT, index, first_indent(layout))
    if look.alignment not in _LEFT:
        words = {"center": "居中", "right": "右对齐", "end": "右对齐"}
        yield in_paragraph(
            one,
            "T5",
            "段落对齐方式",
            words.get(look.alignment, look.alignment),
            "两端对齐",
            Repair(Mend.ALIGN, index, "both"),
            mend,
        )
        return
    size = one.facts.runs[0].look.size if one.facts.runs else page.half_points(layout.size_body)
    first = chars_of(look.first, look.first_chars, size)
    left = chars_of(look.left, look.left_chars, size)
    blanks = one.facts.text[: len(one.facts.text) - len(one.facts.text.lstrip())]
    spaced = 100 * sum(1.0 if char == "\u3000" else 0.5 for char in blanks if char != "\n")
    if blanks and abs(first + left + spaced - page.FIRST_LINE_CHARS) <= _CHARS_SPARE and abs(left) <= _CHARS_SPARE:
        yield in_paragraph(one, "T5", "首行缩进是用空格打出来的，应设为首行缩进 2 字", severity=Severity.NOTE)
    elif abs(first - page.FIRST_LINE_CHARS) > _CHARS_SPARE:
        actual = chars_words(first) if first >= 0 else f"悬挂 {chars_words(-first)}"
        yield in_paragraph(one, "T5", "首行缩进", actual, "2 字", mend)
    elif abs(left) > _CHARS_SPARE:
        yield in_paragraph(one, "T5", "左缩进", chars_words(left), "0 字（回行顶格）", mend)


def chars_of(twips: int, hundredths: int, size: int) -> float:
    """An indent in hundredths of a character; one in characters goes before one in twips."""
    return float(hundredths) if hundredths else twips / max(size * 10, 1) * 100


def line_problems(layout: Layout, one: Placed, section: SectionFacts) -> Iterator[Problem]:
    """Whether so many lines fill a page as the profile wants (P6)."""
    look, index = one.facts.look, one.facts.index
    size = max((run.look.size for run in one.facts.runs), default=one.facts.mark.size)
    pitch = line_pitch(look, size, section)
    frame = layout.portrait.frame_height
    lines = int(frame // pitch) if pitch else 0
    if lines != layout.profile.page.lines:
        yield in_paragraph(
            one,
            "P6",
            "行距",
            f"{points_words(pitch)}（每面 {lines} 行）",
            f"固定值 {points_words(layout.line_pitch)}（每面 {layout.profile.page.lines} 行）",
            Repair(Mend.LINE, index, str(layout.line_pitch)),
            severity=Severity.LOOK,
        )
    if look.before or look.after:
        yield in_paragraph(
            one,
            "P6",
            "段前段后间距",
            f"段前 {points_words(look.before)}、段后 {points_words(look.after)}",
            "0 磅",
            Repair(Mend.GAPS, index),
            severity=Severity.LOOK,
        )
    if look.widow_control and one.role is Role.BODY:
        yield in_paragraph(
            one,
            "P6",
            "段落设了孤行控制，有的页会少一行",
            "",
            "",
            Repair(Mend.NO_WIDOWS, index),
            severity=Severity.NOTE,
        )


def line_pitch(look: ParagraphLook, size: int, section: SectionFacts) -> float:
    """Distance of lines in twips; an estimate where the font decides."""
    if look.rule is LineRule.EXACT:
        return float(look.line)
    natural = size * 10 * _NATURAL
    if section.grid in _GRIDS and section.line_pitch and look.snaps_to_grid:
        natural = -(-natural // section.line_pitch) * section.line_pitch
    return max(natural, look.line) if look.rule is LineRule.AT_LEAST else natural * look.line / 240

"""Words, order and blank lines: title lines, 主送机关, 附件说明 and its pages, signature, date (GB/T 9704 7.3)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from domain.checks import Severity
from domain.numbering import NumberLabel, NumberStyle, format_label, parse_label
from domain.word_facts import WordFacts
from exporters.characters import em_width
from exporters.layout_check_annexes import annex_problems
from exporters.layout_check_placed import MARK, Placed, Role, with_role
from exporters.layout_check_problems import Mend, Problem, Repair, in_paragraph
from exporters.layout_check_signature import signature_problems
from exporters.layout_check_text import chars_of, line_pitch
from exporters.layout_check_words import chars_words
from exporters.page import Layout
from exporters.title_lines import title_lines

_FORMS = (NumberStyle.HAN, NumberStyle.HAN_PAREN, NumberStyle.ARABIC, NumberStyle.ARABIC_PAREN)
_FORWARD = re.compile(r"印发《(.+)》的?通知")
_SPARE = 25
_LINES_LEFT = 2  # lines of text that a first page must have room for


def form_problems(layout: Layout, facts: WordFacts, placed: Sequence[Placed]) -> Iterator[Problem]:
    """T2–T4, the numbers of T6, and what `annex_problems` and `signature_problems` find."""
    yield from _title_problems(layout, facts, placed)
    yield from _addressee_problems(placed)
    yield from _first_page(layout, facts, placed)
    yield from _number_problems(placed)
    yield from annex_problems(layout, placed)
    yield from signature_problems(layout, placed)
    yield from _forwarded(placed)


def title_groups(placed: Sequence[Placed]) -> Iterator[list[Placed]]:
    """The lines of each title."""
    group: list[Placed] = []
    for one in placed:
        if group and one.role is not group[0].role:
            yield group
            group = []
        if one.role in (Role.TITLE, Role.ANNEX_TITLE):
            group.append(one)
    if group:
        yield group


def _title_problems(layout: Layout, facts: WordFacts, placed: Sequence[Placed]) -> Iterator[Problem]:
    for group in title_groups(placed):
        lines = [line.strip() for one in group for line in one.text.split("\n") if line.strip()]
        most = layout.title_chars(facts.sections[group[0].facts.section].landscape)
        advised = title_lines("".join(lines), most)
        told = f"可分为：{' / '.join(advised)}" if len(advised) > 1 else ""
        fault = _title_fault(lines, most) if tuple(lines) != advised else ""
        if fault:
            yield in_paragraph(group[0], "T2", f"标题{fault}" + (f"，{told}" if told else ""), severity=Severity.LOOK)


def _title_fault(lines: Sequence[str], most: int) -> str:
    widths = [em_width(line) for line in lines]
    if max(widths) > most:
        return "没有按词意分行，由软件自动换行"
    if any(line.count("《") != line.count("》") for line in lines) and "《" in "".join(lines):
        return "在书名号中间分了行"
    if any(after > here < before for before, here, after in zip(widths, widths[1:], widths[2:], strict=False)):
        return "各行中间短、两头长，应排成梯形或菱形"
    if len(lines) > 1 and len(set(widths)) == 1:
        return "各行一样长，应排成梯形或菱形"
    return ""


def _addressee_problems(placed: Sequence[Placed]) -> Iterator[Problem]:
    for at, one in enumerate(placed):
        if one.role is not Role.ADDRESSEES:
            continue
        index, size = one.facts.index, _size(one)
        start = chars_of(
            one.facts.look.left + one.facts.look.first, one.facts.look.left_chars + one.facts.look.first_chars, size
        )
        if abs(start) > _SPARE or one.facts.look.alignment in ("center", "right", "end"):
            yield in_paragraph(
                one,
                "T3",
                "主送机关左边",
                f"空 {chars_words(start)}",
                "顶格",
                Repair(Mend.INDENT, index),
                Repair(Mend.ALIGN, index, "left"),
            )
        if one.text[-1] != "：":
            end = len(one.facts.text.rstrip())
            yield in_paragraph(
                one,
                "T3",
                "主送机关末尾",
                f"“{one.text[-1]}”",
                "全角冒号“：”",
                Repair(Mend.SPLICE, index, f"{end - 1}:{end}:："),
            )
        if at and placed[at - 1].role in (Role.TITLE, Role.MARK):
            yield in_paragraph(one, "T3", "标题和主送机关之间没有空行", "", "空一行", Repair(Mend.BLANK_BEFORE, index))


def _size(one: Placed) -> int:
    return one.facts.runs[0].look.size if one.facts.runs else one.facts.mark.size


def _first_page(layout: Layout, facts: WordFacts, placed: Sequence[Placed]) -> Iterator[Problem]:
    """T4: a title page of its own, or a head so high that no text fits below it."""
    first = next((at for at, one in enumerate(placed) if one.role in (Role.BODY, Role.HEADING)), -1)
    head = [at for at, one in enumerate(placed[: max(first, 0)]) if one.role in (Role.TITLE, Role.AUTHORITY)]
    if not head:
        return
    if any(one.starts_page for one in placed[head[-1] + 1 : first + 1]):
        yield in_paragraph(placed[first], "T4", "首页没有正文，正文从另一页开始", severity=Severity.LOOK)
        return
    height = 0.0
    for one in placed[:first]:
        size = max((run.look.size for run in one.facts.runs), default=one.facts.mark.size)
        pitch = line_pitch(one.facts.look, size, facts.sections[one.facts.section])
        lines = max(1, -(-em_width(one.text) * size * 10 // layout.portrait.frame_width))
        height += pitch * lines + one.facts.look.before + one.facts.look.after
    if height > layout.portrait.frame_height - _LINES_LEFT * layout.line_pitch:
        yield in_paragraph(placed[first], "T4", "首页排不下正文，正文落到了另一页", severity=Severity.LOOK)


def _number_problems(placed: Sequence[Placed]) -> Iterator[Problem]:
    """Numbers of headings in the form and in the order of 7.3.3."""
    open_levels: set[int] = set()
    for one in placed:
        if one.role is Role.LABEL:
            open_levels.clear()
        if one.role is not Role.HEADING and not one.lead:
            continue
        label = parse_label(one.text)
        if label is None:
            continue
        yield from _form(one, label)
        if label.value == 1 and one.level not in open_levels and any(level > one.level for level in open_levels):
            message = "层次序数颠倒，依次应为“一、”“（一）”“1.”“（1）”"
            yield in_paragraph(one, "T6", message, severity=Severity.LOOK)
        open_levels = {level for level in open_levels if level <= one.level} | {one.level}


def _form(one: Placed, label: NumberLabel) -> Iterator[Problem]:
    if label.style not in _FORMS:
        return
    wanted = format_label(label.style, label.value)
    actual = one.text[: label.length].strip()
    if actual == wanted or not actual:
        return
    start = len(one.facts.text) - len(one.facts.text.lstrip())
    repairs = (
        () if one.facts.label else (Repair(Mend.SPLICE, one.facts.index, f"{start}:{start + label.length}:{wanted}"),)
    )
    yield in_paragraph(one, "T6", "层次序数写法", f"“{actual}”", f"“{wanted}”", *repairs, severity=Severity.LOOK)


def _forwarded(placed: Sequence[Placed]) -> Iterator[Problem]:
    """T13: what a notice forwards is no 附件 of it."""
    title = "".join(one.text for one in with_role(placed, Role.TITLE))
    match = _FORWARD.search(re.sub(r"\s", "", title))
    if match is None:
        return
    for one in with_role(placed, Role.NOTE, Role.NOTE_NEXT):
        if match.group(1) in re.sub(r"[\s《》]", "", MARK.sub("", one.text)):
            yield in_paragraph(one, "T13", "印发类通知所印发的文件不作附件，不写附件说明", severity=Severity.LOOK)

"""附件说明 and the pages of 附件: form, blank lines, and that both say the same (GB/T 9704 7.3.4, 7.3.7)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.checks import Severity
from exporters import page
from exporters.characters import em_width
from exporters.layout_check_placed import LABEL, NOTE, NOTE_ITEM, NUMBERED_LABEL, Placed, Role, with_role
from exporters.layout_check_problems import Mend, Problem, Repair, in_paragraph
from exporters.layout_check_text import chars_of
from exporters.layout_check_words import chars_words
from exporters.page import Layout

_ENDS = re.compile(r"[。；;，,、！!：:.]+\s*$")
_SPARE = 30
_NUMBER = re.compile(r"(附件|附表)\s*[：:]?\s*([0-9０-９]{1,2})?(\s*[.．、])?")
_FLUSH_SPARE = 25


@dataclass(frozen=True)
class _Item:
    """One 附件 as the note or its page names it."""

    word: str
    number: str
    title: str
    one: Placed


def annex_problems(layout: Layout, placed: Sequence[Placed]) -> Iterator[Problem]:
    """T7, T8, F1–F4 and F6."""
    for at, one in enumerate(placed):
        if one.role is Role.NOTE:
            yield from _note_place(placed, at)
        if one.role in (Role.NOTE, Role.NOTE_NEXT):
            yield from _note_form(layout, one)
        if one.role is Role.LABEL:
            yield from _label_form(placed, at)
    yield from _agreement(layout, placed)


def _note_place(placed: Sequence[Placed], at: int) -> Iterator[Problem]:
    one = placed[at]
    blanks = 0
    while blanks < at and placed[at - 1 - blanks].role is Role.BLANK:
        blanks += 1
    above = placed[at - 1 - blanks].role if at > blanks else Role.NOTE
    if above in (Role.NOTE, Role.NOTE_NEXT) or blanks == 1:
        return
    repairs = (Repair(Mend.BLANK_BEFORE, one.facts.index),) if not blanks else ()
    yield in_paragraph(one, "T7", "附件说明上方", f"空 {blanks} 行", "空一行", *repairs)


def _note_form(layout: Layout, one: Placed) -> Iterator[Problem]:
    text, index = one.facts.text, one.facts.index
    end = _ENDS.search(text.rstrip())
    if end and text.strip():
        mend = Repair(Mend.SPLICE, index, f"{end.start()}:{end.end()}:")
        yield in_paragraph(one, "T7", "附件名称后面有标点", f"“{end.group().strip()}”", "不加标点", mend)
    half = re.match(r"\s*(?:附件|附表)\s*(:)", text)
    if half:
        mend = Repair(Mend.SPLICE, index, f"{half.start(1)}:{half.end(1)}:：")
        yield in_paragraph(one, "T7", "“附件”后的冒号", "半角", "全角“：”", mend)
    number = re.match(r"\s*(?:(?:附件|附表)\s*[：:]\s*)?([0-9０-９]{1,2})(\s*[．、])", text)
    if number:
        mend = Repair(Mend.SPLICE, index, f"{number.start(2)}:{number.end(2)}:.")
        yield in_paragraph(one, "T7", "附件序号后", f"“{number.group(2).strip()}”", "“.”", mend)
    yield from _note_indent(layout, one)


def _note_indent(layout: Layout, one: Placed) -> Iterator[Problem]:
    look = one.facts.look
    size = one.facts.runs[0].look.size if one.facts.runs else page.half_points(layout.size_body)
    blanks = one.facts.text[: len(one.facts.text) - len(one.facts.text.lstrip())]
    typed = 100 * sum(1.0 if char == "\u3000" else 0.5 for char in blanks)
    left = chars_of(look.left, look.left_chars, size)
    start = left + chars_of(look.first, look.first_chars, size) + typed
    is_first = one.role is Role.NOTE
    wanted = page.NOTE_INDENT_CHARS + (0 if is_first else page.NOTE_WORD_CHARS)
    # Blanks that were typed are nobody's to guess.
    repairs = () if typed else (Repair(Mend.INDENT, one.facts.index, note_indent(layout, one)),)
    if abs(start - wanted) > (_SPARE if is_first else 2 * _SPARE):
        what = "附件说明左边空出" if is_first else "第二项起左边空出"
        yield in_paragraph(one, "T7", what, chars_words(start), chars_words(wanted), *repairs)
        return
    room = layout.profile.page.chars - wanted / 100
    if em_width(one.text) > room and left <= wanted + _SPARE:
        yield in_paragraph(one, "T7", "附件名称回行没有与名称的第一个字对齐", "", "", *repairs, severity=Severity.LOOK)


def note_indent(layout: Layout, one: Placed) -> str:
    """The hanging indent of 附件说明 as attributes of w:ind."""
    numbered = NOTE_ITEM.fullmatch(NOTE.sub(r"\2", one.text)) is not None
    number = page.NOTE_NUMBER_CHARS if numbered else 0
    left = page.NOTE_INDENT_CHARS + page.NOTE_WORD_CHARS + number
    hanging = number + (page.NOTE_WORD_CHARS if one.role is Role.NOTE else 0)
    tenths = layout.portrait.frame_width / layout.profile.page.chars / 100
    return f"leftChars={left} left={round(left * tenths)} hangingChars={hanging} hanging={round(hanging * tenths)}"


def _label_form(placed: Sequence[Placed], at: int) -> Iterator[Problem]:
    one, index = placed[at], placed[at].facts.index
    if not one.starts_page:
        yield in_paragraph(one, "F1", "附件没有另面编排", "", "另起一页", Repair(Mend.NEW_PAGE, index))
    if NUMBERED_LABEL.fullmatch(one.text) and one.number > 1:
        message = "附件序号前写了发文字号，只有与正文分开装订的附件才这样写"
        yield in_paragraph(one, "F4", message, severity=Severity.LOOK)
    look = one.facts.look
    size = one.facts.runs[0].look.size if one.facts.runs else 32
    start = chars_of(look.left + look.first, look.left_chars + look.first_chars, size)
    if look.alignment in ("center", "right", "end") or abs(start) > _FLUSH_SPARE:
        actual = {"center": "居中", "right": "右对齐", "end": "右对齐"}.get(look.alignment, f"空 {chars_words(start)}")
        yield in_paragraph(
            one, "F2", "附件序号左边", actual, "顶格", Repair(Mend.INDENT, index), Repair(Mend.ALIGN, index, "left")
        )
    if one.text[-1] in "：:":
        end = len(one.facts.text.rstrip())
        mend = Repair(Mend.SPLICE, index, f"{end - 1}:{end}:")
        yield in_paragraph(one, "F2", "附件序号后面", f"“{one.text[-1]}”", "不加冒号", mend)
    yield from _title_place(placed, at)


def _title_place(placed: Sequence[Placed], at: int) -> Iterator[Problem]:
    """附件标题 on the third line (F3)."""
    blanks = 0
    while at + 1 + blanks < len(placed) and placed[at + 1 + blanks].role is Role.BLANK:
        blanks += 1
    below = placed[at + 1 + blanks] if at + 1 + blanks < len(placed) else None
    if below is None or below.role is not Role.ANNEX_TITLE or blanks == 1:
        return
    repairs = () if blanks else (Repair(Mend.BLANK_BEFORE, below.facts.index),)
    yield in_paragraph(below, "F3", "附件标题与附件序号之间", f"空 {blanks} 行", "空一行（标题在版心第三行）", *repairs)


def _agreement(layout: Layout, placed: Sequence[Placed]) -> Iterator[Problem]:
    noted, paged = list(_noted(placed)), list(_paged(placed))
    wish = layout.profile.words.appendix_word
    words = {item.word for item in noted} or {wish}
    for item in paged:
        if (wish and item.word != wish) or (noted and item.word not in words):
            wanted = wish or "、".join(sorted(words))
            yield in_paragraph(
                item.one, "F6", "附件用词", f"“{item.word}”", f"“{wanted}”（与附件说明一致）", severity=Severity.LOOK
            )
    if paged and noted:
        yield from _same_list(noted, paged)
    elif paged and layout.profile.parts.annex_note:
        above = placed[: _at(placed, paged[0].one)]
        if any(one.role is Role.BODY for one in above):
            message = "文后有附件，正文后面没有附件说明"
            yield in_paragraph(paged[0].one, "T8", message, severity=Severity.LOOK)


def _same_list(noted: Sequence[_Item], paged: Sequence[_Item]) -> Iterator[Problem]:
    if len(noted) != len(paged):
        yield in_paragraph(
            noted[0].one, "T8", "附件说明列出的附件", f"{len(noted)} 个", f"{len(paged)} 个（与附件页一致）"
        )
        return
    for note, sheet in zip(noted, paged, strict=True):
        if len(noted) == 1 and (note.number or sheet.number):
            yield in_paragraph(note.one, "T8", "只有一个附件却编了序号", "", "不编序号", severity=Severity.LOOK)
        elif note.number != sheet.number:
            yield in_paragraph(sheet.one, "T8", "附件序号", f"“{sheet.number}”", f"“{note.number}”（与附件说明一致）")
        if sheet.title and note.title != sheet.title:
            yield in_paragraph(sheet.one, "T8", "附件标题", f"“{sheet.title}”", f"“{note.title}”（与附件说明一致）")


def _at(placed: Sequence[Placed], one: Placed) -> int:
    return next(at for at, other in enumerate(placed) if other is one)


def _noted(placed: Sequence[Placed]) -> Iterator[_Item]:
    word = ""
    for one in with_role(placed, Role.NOTE, Role.NOTE_NEXT):
        text = one.text
        note = NOTE.fullmatch(text) if one.role is Role.NOTE else None
        if note:
            word, text = note.group(1), note.group(2)
        item = NOTE_ITEM.fullmatch(text)
        number, title = (item.group(1), item.group(2)) if item else ("", text)
        if title.strip():
            yield _Item(word, _plain(number), _plain(_ENDS.sub("", title)), one)


def _paged(placed: Sequence[Placed]) -> Iterator[_Item]:
    for at, one in enumerate(placed):
        if one.role is not Role.LABEL:
            continue
        label = LABEL.fullmatch(one.text)
        found = label or _NUMBER.search(one.text)
        if found is None:
            continue
        lines: list[str] = []
        for below in placed[at + 1 :]:
            if below.role is Role.ANNEX_TITLE:
                lines.append(below.text)
            elif below.role is not Role.BLANK or lines:
                break
        yield _Item(found.group(1), _plain(found.group(2) or ""), _plain("".join(lines)), one)


def _plain(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))

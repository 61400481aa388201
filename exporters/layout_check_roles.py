"""What each paragraph of a Word file is for, told by its words and its place: title, heading, 附件说明, date …

Nothing is asked of the program that saved the file: styles are a hint at most.
"""

from __future__ import annotations

import re
from dataclasses import replace

from domain.numbering import NumberStyle, parse_label
from domain.word_facts import WordFacts
from exporters.layout_check_placed import (
    CLASSIFICATION,
    COPY,
    DATE,
    LABEL,
    MARK,
    NOTE,
    NOTE_ITEM,
    NUMBER_LINE,
    NUMBERED_LABEL,
    URGENCY,
    Placed,
    Role,
    framed,
    is_red,
)

_TITLE_LONGEST = 60
_TITLE_MOST_LINES = 6
_HEADING_LONGEST = 50
_NAME_LONGEST = 40
_BIG = 36  # half points: what stands centred in this size is a title

_ANNOTATION = re.compile(r"[（(].*[）)]")
_UNIT = re.compile(r"[（(]?\s*(?:计量|金额)?单位\s*[：:].{1,20}")
_TABLE_NOTE = re.compile(r"(?:注|备注|说明|资料来源|数据来源|图例|填表说明)\s*[0-9]*\s*[：:].*", re.DOTALL)
_CONTINUED = re.compile(r"[（(]?(?:续表|表\s*\d+\s*[（(]共\s*\d+\s*表[）)]).{0,10}")
_CAPTION = re.compile(r"(?:附?表|图)\s*[0-9一二三四五六七八九十]+(?:[-－.．]\d+)?[\s\u3000:：.、]*\S?.*")
_COPIED = re.compile(r"抄\s*送\s*[：:].*", re.DOTALL)
_PRINTED = re.compile(r".*20\d\d年\d{1,2}月\d{1,2}日\s*印\s*发\s*", re.DOTALL)
_BODIES = re.compile(r"政府|[委局办厅部处署院校会社]|单位|部门|公司|中心|集团|银行|机构|各")
_NO_ADDRESSEE = re.compile(r"为|根据|按照|按|现|经|依据|结合|关于|近年|以下|如下|制定|通知")
_KIND = re.compile(
    r"(?:方案|规划|计划|纲要|要点|意见|措施|办法|通知|通报|报告|请示|决定|细则|规定|清单|预案|条例|制度|章程|一览表|汇总表|分解表)"
    r"(?:[（(].{1,12}[）)])?$"
)
_SPLIT_LINES = 4
_SENTENCE_END = "。；;！!"
_LEVELS = {
    **dict.fromkeys((NumberStyle.BOOK, NumberStyle.VOLUME, NumberStyle.PART, NumberStyle.CHAPTER), 1),
    **dict.fromkeys((NumberStyle.HAN, NumberStyle.ROMAN, NumberStyle.DECIMAL1), 1),
    **dict.fromkeys((NumberStyle.SECTION, NumberStyle.HAN_PAREN, NumberStyle.DECIMAL), 2),
    **dict.fromkeys((NumberStyle.ARABIC, NumberStyle.DECIMAL3, NumberStyle.ARTICLE), 3),
}
_DEEPEST = 4


def place_roles(facts: WordFacts) -> list[Placed]:
    """Give every paragraph outside of tables its role, in order."""
    return _Roles(facts).placed()


class _Roles:
    def __init__(self, facts: WordFacts) -> None:
        self._facts = facts
        self._all = framed(facts)

    def placed(self) -> list[Placed]:
        """All paragraphs with their roles, by passes from what is surest."""
        self._annexes(self._front())
        self._tables()
        self._notes()
        self._ends()
        for at, one in enumerate(self._all):
            if one.role is Role.OTHER:
                self._all[at] = _text_role(one)
        return self._all

    def _set(self, at: int, role: Role) -> None:
        self._all[at] = replace(self._all[at], role=role)

    def _open(self, start: int) -> list[int]:
        """Places from one on that have text and no role yet."""
        return [at for at in range(start, len(self._all)) if self._all[at].role is Role.OTHER]

    def _front(self) -> int:
        """版头, title, stage mark, 主送机关; returns the place behind them."""
        at = self._letterhead()
        todo = self._open(at)
        if not todo or LABEL.fullmatch(self._all[todo[0]].text) or NUMBERED_LABEL.fullmatch(self._all[todo[0]].text):
            return at
        at = self._title(todo[0], Role.TITLE)
        todo = self._open(at)
        while todo and MARK.fullmatch(self._all[todo[0]].text):
            self._set(todo[0], Role.MARK)
            at = todo[0] + 1
            todo = self._open(at)
        if todo and _is_addressees(self._all[todo[0]]):
            self._set(todo[0], Role.ADDRESSEES)
            at = todo[0] + 1
        return at

    def _letterhead(self) -> int:
        end = 0
        found: list[tuple[int, Role]] = []
        for at in self._open(0)[:10]:
            role = _head_role(self._all[at])
            if role is None:
                break
            found.append((at, role))
            if role is Role.NUMBER_LINE:
                break
        if not any(role in (Role.AUTHORITY, Role.NUMBER_LINE, Role.CLASSIFICATION) for _, role in found):
            return 0
        for at, role in found:
            self._set(at, role)
            end = at + 1
        return end

    def _title(self, first: int, role: Role) -> int:
        """Title lines from a place on, if a title stands there; returns the place behind them."""
        if not _may_be_title(self._all[first]):
            return first
        head = self._all[first]
        self._set(first, role)
        at = self._split_title(first, role)
        while at < len(self._all) and at - first < _TITLE_MOST_LINES:
            one = self._all[at]
            if one.role is not Role.OTHER or not _goes_on(head, self._all[at - 1], one):
                break
            self._set(at, role)
            at += 1
        return at

    def _split_title(self, first: int, role: Role) -> int:
        """Lines of a title that nothing but its last word shows to be one; returns the place behind them."""
        if _KIND.search(self._all[first].text):
            return first + 1
        lines = self._all[first + 1 : first + _SPLIT_LINES]
        for count, one in enumerate(lines, start=1):
            if one.role is not Role.OTHER or not _may_be_title(one) or _look(one) != _look(self._all[first]):
                break
            if _KIND.search(one.text):
                for at in range(first + 1, first + 1 + count):
                    self._set(at, role)
                return first + 1 + count
        return first + 1

    def _annexes(self, start: int) -> None:
        for at in self._open(start):
            one = self._all[at]
            if one.role is not Role.OTHER:
                continue
            if _is_label(one):
                self._set(at, Role.LABEL)
                below = [place for place in self._open(at + 1) if place <= at + 4]
                if below and not self._all[below[0]].starts_page:
                    self._title(below[0], Role.ANNEX_TITLE)
            elif one.facts.look.alignment == "center" and _size(one) >= _BIG and one.starts_page:
                self._title(at, Role.ANNEX_TITLE)

    def _tables(self) -> None:
        for at, one in enumerate(self._all):
            if one.role is not Role.OTHER:
                continue
            if _CONTINUED.fullmatch(one.text):
                self._set(at, Role.CONTINUED)
            elif one.before_table:
                self._above_table(at)
            elif one.after_table and (_TABLE_NOTE.fullmatch(one.text) or _size(one) < self._body_size()):
                self._set(at, Role.TABLE_NOTE)
                self._more_notes(at)

    def _above_table(self, at: int) -> None:
        if _UNIT.fullmatch(self._all[at].text):
            self._set(at, Role.UNIT)
            at -= 1
        if at < 0 or self._all[at].role is not Role.OTHER:
            return
        one = self._all[at]
        short = len(one.text) <= _NAME_LONGEST and one.text[-1] not in _SENTENCE_END + "：:"
        if short and not one.facts.look.outline and (_CAPTION.fullmatch(one.text) or _is_centred(one)):
            self._set(at, Role.CAPTION)

    def _more_notes(self, at: int) -> None:
        for place in range(at + 1, len(self._all)):
            one = self._all[place]
            if one.role is not Role.OTHER or _look(one) != _look(self._all[at]) or _size(one) >= self._body_size():
                return
            self._set(place, Role.TABLE_NOTE)

    def _body_size(self) -> int:
        """The size most characters outside of tables have."""
        counts: dict[int, int] = {}
        for one in self._all:
            for run in one.facts.runs:
                counts[run.look.size] = counts.get(run.look.size, 0) + len(run.text)
        return max(counts, key=lambda size: counts[size], default=0)

    def _notes(self) -> None:
        for at in self._open(0):
            one = self._all[at]
            match = NOTE.fullmatch(one.text)
            if one.role is not Role.OTHER or match is None or len(one.text) > 200:
                continue
            self._set(at, Role.NOTE)
            for place in range(at + 1, len(self._all)):
                below = self._all[place]
                if below.role is not Role.OTHER or not NOTE_ITEM.fullmatch(below.text) or below.starts_page:
                    break
                self._set(place, Role.NOTE_NEXT)

    def _ends(self) -> None:
        for at in self._open(0):
            one = self._all[at]
            if _COPIED.fullmatch(one.text) or _PRINTED.fullmatch(one.text):
                self._set(at, Role.IMPRINT)
            elif DATE.fullmatch(one.text) and not one.facts.look.outline and self._has_text_before(at):
                self._set(at, Role.DATE)
                self._signers(at)
                below = [place for place in self._open(at + 1) if place <= at + 2]
                if below and _ANNOTATION.fullmatch(self._all[below[0]].text):
                    self._set(below[0], Role.ANNOTATION)

    def _has_text_before(self, at: int) -> bool:
        return any(len(one.text) > _HEADING_LONGEST or one.text.endswith("。") for one in self._all[:at])

    def _signers(self, date: int) -> None:
        for at in range(date - 1, max(date - 12, -1), -1):
            one = self._all[at]
            text = one.text
            numbered = parse_label(text) is not None
            if one.role is not Role.OTHER or len(text) > 30 or text[-1] in _SENTENCE_END + "：:，" or numbered:
                return
            if one.facts.look.outline:
                return
            self._set(at, Role.SIGNER)


def _head_role(one: Placed) -> Role | None:
    text = one.text
    red = any(is_red(run.look.color) for run in one.facts.runs if run.text.strip())
    if red and not NUMBER_LINE.fullmatch(text) and len(text) <= _NAME_LONGEST:
        return Role.AUTHORITY
    for pattern, role in ((COPY, Role.COPY), (CLASSIFICATION, Role.CLASSIFICATION), (URGENCY, Role.URGENCY)):
        if pattern.fullmatch(text):
            return role
    return Role.NUMBER_LINE if NUMBER_LINE.fullmatch(text) else None


def _may_be_title(one: Placed) -> bool:
    text = one.text
    if not text or len(text) > _TITLE_LONGEST or text[-1] in _SENTENCE_END + "：:，、":
        return False
    label = parse_label(text)
    return label is None or one.facts.look.alignment == "center"


def _goes_on(head: Placed, before: Placed, one: Placed) -> bool:
    """Whether a centred line belongs to the title above it; one line set otherwise may be a slip."""
    centred = _is_centred(head) and _is_centred(one)
    if not centred or not _may_be_title(one) or MARK.fullmatch(one.text) or DATE.fullmatch(one.text):
        return False
    own, other = _look(one), _look(head)
    slip = (own[0] == other[0] or own[1] == other[1]) and _KIND.search(before.text) is None
    return own == other or slip


def _is_addressees(one: Placed) -> bool:
    text = one.text
    return (
        text[-1] in "：:"
        and len(text) <= 160
        and "。" not in text
        and parse_label(text) is None
        and not one.facts.look.outline
        and _BODIES.search(text) is not None
        and _NO_ADDRESSEE.search(text) is None
    )


def _is_label(one: Placed) -> bool:
    if NUMBERED_LABEL.fullmatch(one.text):
        return True
    if LABEL.fullmatch(one.text) is None:
        return False
    return one.starts_page or one.text[-1] not in "：:"


def _text_role(one: Placed) -> Placed:
    """A heading, or text with or without a heading that runs on into it."""
    outline = one.facts.look.outline
    label = parse_label(one.text, loose=bool(outline))
    if label is None:
        return replace(one, role=Role.HEADING, level=outline) if outline else replace(one, role=Role.BODY)
    level = _LEVELS.get(label.style, _DEEPEST)
    first = _first_sentence(one.text)
    whole = first == len(one.text) and len(one.text) <= _HEADING_LONGEST
    if outline or (whole and one.text[-1] not in "；;：:，、"):
        return replace(one, role=Role.HEADING, level=level, style=label.style)
    lead = first if first < len(one.text) and first <= _HEADING_LONGEST and label.style in _LEVELS else 0
    return replace(one, role=Role.BODY, level=level, style=label.style, lead=lead)


def _first_sentence(text: str) -> int:
    ends = [text.find(mark) + 1 for mark in "。：\n" if mark in text]
    return min(ends, default=len(text))


def _look(one: Placed) -> tuple[str, int]:
    runs = [run for run in one.facts.runs if run.text.strip()]
    return (runs[0].look.east, runs[0].look.size) if runs else ("", 0)


def _size(one: Placed) -> int:
    return _look(one)[1]


def _is_centred(one: Placed) -> bool:
    return one.facts.look.alignment == "center"

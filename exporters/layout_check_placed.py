"""A paragraph of a Word file with what it is for, and the words that tell it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from domain.numbering import NumberStyle
from domain.word_facts import LineRule, ParagraphFacts, TableFacts, WordFacts

_TINY_LINE = 160  # twips: an empty paragraph lower than this only holds something

COPY = re.compile(r"\d{4,8}")
CLASSIFICATION = re.compile(r"(绝密|机密|秘密)\s*([★☆*]?.{0,8})")
URGENCY = re.compile(r"特\s*急|加\s*急|平\s*急|特\s*提|紧\s*急")
NUMBER_LINE = re.compile(
    r"\S{1,20}\s*[〔\[［(（【]\s*\d{2,4}\s*[〕\]］)）】]\s*第?\s*\d{1,5}\s*号(\s*签发人\s*[：:].*)?"
)
MARK = re.compile(r"[（(][^（()）]{0,12}(?:稿|草案|试行|暂行|修订)[^（()）]{0,6}[）)]")
LABEL = re.compile(r"(附件|附表|附录|附图)\s*([0-9０-９一二三四五六七八九十]{0,3})\s*[：:]?")
NUMBERED_LABEL = re.compile(r"\S{1,20}[〔\[［(（]\d{4}[〕\]］)）]\d{1,5}号\s*(?:附件|附表)\s*[0-9０-９]{0,3}")
NOTE = re.compile(r"(附件|附表)\s*[：:]\s*(.*)", re.DOTALL)
NOTE_ITEM = re.compile(r"\s*([0-9０-９]{1,2})\s*[.．、:：]?\s*(\S.*)", re.DOTALL)
DATE = re.compile(
    r"\s*((?:20\d\d|[二〇○ＯO零一九]{4})\s*年\s*[0-9元一二三四五六七八九十]{1,3}\s*月\s*[0-9一二三四五六七八九十]{1,3}\s*日)\s*"
)
CENTRED = frozenset({NumberStyle.BOOK, NumberStyle.VOLUME, NumberStyle.PART, NumberStyle.CHAPTER, NumberStyle.SECTION})


class Role(Enum):
    """What a paragraph is for."""

    BLANK = auto()
    SPACER = auto()  # holds a section break or a floating table, or keeps a distance
    OTHER = auto()
    CONTENTS = auto()
    COPY = auto()
    CLASSIFICATION = auto()
    URGENCY = auto()
    AUTHORITY = auto()
    NUMBER_LINE = auto()
    TITLE = auto()
    MARK = auto()
    ADDRESSEES = auto()
    HEADING = auto()
    BODY = auto()
    NOTE = auto()
    NOTE_NEXT = auto()
    SIGNER = auto()
    DATE = auto()
    ANNOTATION = auto()
    LABEL = auto()
    ANNEX_TITLE = auto()
    CAPTION = auto()
    CONTINUED = auto()
    UNIT = auto()
    TABLE_NOTE = auto()
    IMPRINT = auto()


@dataclass(frozen=True)
class Placed:
    """A paragraph with its role; `number` counts paragraphs with text from 1, `level` is that of a heading.

    `lead` is the length of a heading that runs on into its text (0: none); `starts_page` tells that nothing but
    blanks stands above it on its page, as far as breaks say.
    """

    facts: ParagraphFacts
    role: Role
    number: int
    level: int = 0
    style: NumberStyle | None = None
    lead: int = 0
    starts_page: bool = False
    after_table: bool = False
    before_table: bool = False

    @property
    def text(self) -> str:
        """Number and text without blanks around them."""
        return self.facts.full_text.strip()


def is_red(color: str) -> bool:
    """Whether RRGGBB is a red."""
    if not re.fullmatch("[0-9A-F]{6}", color):
        return False
    red, green, blue = (int(color[at : at + 2], 16) for at in (0, 2, 4))
    return red >= 0xB0 and green <= 0x50 and blue <= 0x50


def framed(facts: WordFacts) -> list[Placed]:
    """Paragraphs in order with what surrounds them; empty ones and contents have their role already, others OTHER."""
    tables: dict[int, list[TableFacts]] = {}
    for table in facts.tables:
        if not table.floats:
            tables.setdefault(table.after, []).append(table)
    placed: list[Placed] = []
    number = 0
    section = -1
    fresh = True  # nothing stands on the page yet
    after_table = -1 in tables
    for one in facts.paragraphs:
        text = one.full_text.strip()
        number += bool(text)
        begins = one.section != section and (section < 0 or facts.sections[one.section].kind != "continuous")
        fresh = fresh or begins or one.look.breaks_before or one.breaks_first
        section = one.section
        before = one.index in tables
        placed.append(Placed(one, _blank_role(one, text), number, 0, None, 0, fresh, after_table, before))
        fresh = (fresh and not text and not one.drawings and not before) or one.breaks_inside
        after_table = before
    return placed


def _blank_role(one: ParagraphFacts, text: str) -> Role:
    if one.is_contents:
        return Role.CONTENTS
    if text:
        return Role.OTHER
    tiny = one.look.rule is LineRule.EXACT and one.look.line <= _TINY_LINE
    shifts = one.look.rule is LineRule.EXACT and one.mark.size <= 4
    # The gap above a table in a small size is no blank line either.
    return Role.SPACER if tiny or shifts or one.drawings or _is_gap(one) else Role.BLANK


def _is_gap(one: ParagraphFacts) -> bool:
    return one.look.rule is LineRule.EXACT and one.look.line < 320 and one.mark.size <= 24


def with_role(placed: Sequence[Placed], *roles: Role) -> list[Placed]:
    """Those of the roles, in order."""
    return [one for one in placed if one.role in roles]

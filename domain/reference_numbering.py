"""How the headings and tables of a plan are numbered at one time, for references to point by."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from domain.numbering import NumberStyle
from domain.outline import PlacedNode
from domain.patterns import pattern
from domain.reference_context import HAN
from domain.text import comparison_key, parse_chinese_number

COUNTED = {
    "编": NumberStyle.BOOK,
    "篇": NumberStyle.VOLUME,
    "部分": NumberStyle.PART,
    "章": NumberStyle.CHAPTER,
    "节": NumberStyle.SECTION,
    "条": NumberStyle.ARTICLE,
}
_LABEL = pattern(rf"(?P<stem>.*?)(?P<number>[0-9０-９]{{1,3}}|{HAN})", re.S)
TABLE_STEMS = ("附表",)


@dataclass(frozen=True)
class Numbering:
    """How headings and tables are numbered at one time; `labels` are those of the tables by id."""

    placed: tuple[PlacedNode, ...]
    labels: tuple[tuple[int, str], ...] = ()
    title: str = ""

    @cached_property
    def by_id(self) -> dict[int, PlacedNode]:
        """Headings by id."""
        return {one.node.id: one for one in self.placed}

    @cached_property
    def _numbered(self) -> dict[tuple[NumberStyle, int], list[int]]:
        found: dict[tuple[NumberStyle, int], list[int]] = {}
        for one in self.placed:
            if one.node.style is not None and one.value:
                found.setdefault((one.node.style, one.value), []).append(one.node.id)
        return found

    @cached_property
    def styles(self) -> frozenset[NumberStyle]:
        """The styles in use."""
        return frozenset(style for style, _ in self._numbered)

    @cached_property
    def tables(self) -> dict[tuple[str, int], int]:
        """Tables by the words and the number of their label."""
        return {split: table for table, label in self.labels if (split := split_label(label)) is not None}

    @cached_property
    def stems(self) -> tuple[str, ...]:
        """The words that labels begin with, the longest first."""
        return tuple(sorted({*(stem for stem, _ in self.tables if stem), *TABLE_STEMS}, key=len, reverse=True))

    @cached_property
    def label_pattern(self) -> re.Pattern[str]:
        """What a reference to a table begins with."""
        stems = "|".join(re.escape(stem) for stem in self.stems)
        return pattern(rf"(?P<stem>{stems})\s*(?P<number>[0-9０-９]{{1,3}}|{HAN})", re.I)

    def line_up(self, node_id: int | None) -> list[int]:
        """A heading and those it stands below, upwards."""
        line: list[int] = []
        while node_id is not None and node_id in self.by_id:
            line.append(node_id)
            node_id = self.by_id[node_id].node.parent
        return line

    def candidates(self, styles: Iterable[NumberStyle], value: int, below: int | None = None) -> list[int]:
        """Headings with a number of one of these styles, anywhere or below a heading, direct children first."""
        found = [one for style in styles for one in self._numbered.get((style, value), ())]
        if below is None:
            return found
        children = [one for one in found if self.by_id[one].node.parent == below]
        return children or [one for one in found if below in self.line_up(one)[1:]]

    def styles_of(self, word: str, *, is_first: bool) -> tuple[NumberStyle, ...]:
        """What “第N + word” may be: a plan that counts 一、二、三 speaks of 第一部分, 第二条 below it is 2."""
        style = COUNTED[word]
        if style in self.styles:
            return (style,)
        if word == "部分" and is_first:
            return (NumberStyle.HAN,)
        if word == "条" and not is_first:
            return (NumberStyle.ARABIC, NumberStyle.HAN_PAREN, NumberStyle.HAN)
        return ()

    def nearest(self, found: Sequence[int], where: int | None) -> int | None:
        """The one that is meant at a place: the only one, or the only one in the closest heading around."""
        if len(found) == 1:
            return found[0]
        for around in self.line_up(where):
            near = [one for one in found if around in self.line_up(one)]
            if near:
                return near[0] if len(near) == 1 else None
        return None


def split_label(label: str) -> tuple[str, int] | None:
    """附表1 → (附表, 1); None for a label that does not end in a number."""
    match = _LABEL.fullmatch(unicodedata.normalize("NFKC", label).strip())
    if match is None:
        return None
    value = number_of(match["number"])
    return (comparison_key(match["stem"]), value) if value else None


def number_of(text: str) -> int:
    """三, 3 or ３; 0 for what is no number."""
    plain = unicodedata.normalize("NFKC", text).strip()
    return int(plain) if plain.isdecimal() else parse_chinese_number(plain) or 0


@dataclass(frozen=True)
class Step:
    """One number in a reference, from `start` to `end` of the text with the words around it; `target` the heading or
    table, None where it points to none.
    """

    start: int
    end: int
    number: str
    target: int | None
    word: str = ""  # 章, 部分 …; （ for a number in brackets, 、 for one that stands bare; empty for a table


@dataclass(frozen=True)
class Reference:
    """A reference: a chain of headings each below the one before, or a list of headings or tables side by side.

    `reaches` are the places of the steps of a list that a dash joins to the step behind. `anchor` is the heading that
    “本章” before a chain means.
    """

    start: int
    end: int
    steps: tuple[Step, ...]
    is_table: bool = False
    is_list: bool = False
    reaches: frozenset[int] = frozenset()
    anchor: int | None = None
    stem: str = field(default="", compare=False)

    @property
    def is_dangling(self) -> bool:
        """Whether a part of it points to nothing."""
        return any(step.target is None for step in self.steps)

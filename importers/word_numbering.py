"""Word's automatic numbers, counted and printed as Word does: 第一章, 一、, （一）, 1., 1.1, ①."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from importers.word_counts import format_count, format_custom
from importers.word_xml import Element, is_on, local, number, value, w

_PLACE = re.compile(r"%([1-9])")
_LEVELS = 9
_SILENT = ("bullet", "none")
_MAX_LINKS = 5


@dataclass(frozen=True)
class _Level:
    """One w:lvl. `restart` is the level from 1 whose use, or that of a higher one, starts this one anew; 0: none."""

    start: int
    format: str
    pattern: str
    text: str
    is_legal: bool
    restart: int
    suffix: str


@dataclass
class _List:
    """One w:num: its levels and the levels it starts afresh when it is first used."""

    abstract: str
    levels: dict[int, _Level]
    starts: dict[int, int] = field(default_factory=dict)

    def start_of(self, place: int) -> int:
        level = self.levels.get(place)
        return self.starts.get(place, level.start if level else 1)


@dataclass(frozen=True)
class Label:
    """A printed number: its text, what Word sets behind it (tab, space, nothing), whether it is a dot or dash."""

    text: str
    suffix: str = "tab"
    is_bullet: bool = False

    def before(self, text: str) -> str:
        """The label in front of a text: “1.1 标题” needs the blank, “一、标题” must not have one."""
        if not self.text or not text:
            return self.text + text
        latin = self.text[-1].isalnum() and self.text[-1].isascii()
        blank = self.suffix == "space" or (latin and (self.suffix == "tab" or text[0].isascii()))
        return f"{self.text} {text}" if blank and not self.text[-1].isspace() else self.text + text


NO_LABEL = Label("")


class Numbering:
    """Counts through a document; ask for every numbered paragraph, in order."""

    def __init__(self, part: Element | None, style_lists: Mapping[str, str] | None = None) -> None:
        """`style_lists` names the w:num of each numbering style."""
        self._lists: dict[str, _List] = {}
        self._style_levels: dict[tuple[str, str], int] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._started: set[str] = set()
        if part is not None:
            self._load(part, style_lists or {})

    def level_of_style(self, num_id: str, styles: tuple[str, ...]) -> int | None:
        """The level a list ties to the first of these paragraph styles that it knows; None when it knows none."""
        numbered = self._lists.get(num_id)
        for style in styles if numbered else ():
            assert numbered is not None
            found = self._style_levels.get((numbered.abstract, style))
            if found is not None:
                return found
        return None

    def next_label(self, num_id: str, level: int) -> Label:
        """Count one paragraph and print its number; empty for unknown lists and lists switched off."""
        numbered = self._lists.get(num_id)
        if numbered is None or level not in numbered.levels:
            return NO_LABEL
        counters = self._counters.setdefault(numbered.abstract, {})
        if num_id not in self._started:
            self._started.add(num_id)
            for place in numbered.starts:
                counters.pop(place, None)
        own = numbered.levels[level]
        counters[level] = counters[level] + 1 if level in counters else numbered.start_of(level)
        for deeper in range(level + 1, _LEVELS):
            below = numbered.levels.get(deeper)
            if below is None or level < below.restart:
                counters.pop(deeper, None)
        if own.format == "bullet":
            # Some lists keep words (注：) where others have a dot.
            words = own.text if any(char.isalnum() and ord(char) < 0xE000 for char in own.text) else ""
            return Label(words, own.suffix, is_bullet=not words)
        text = _PLACE.sub(lambda place: self._printed(numbered, counters, int(place.group(1)) - 1, own), own.text)
        return Label(text, own.suffix)

    def _printed(self, numbered: _List, counters: dict[int, int], place: int, own: _Level) -> str:
        level = numbered.levels.get(place)
        if level is None or level.format in _SILENT:
            return ""
        # A level that was never used shows its start, and counts on from there.
        count = counters.setdefault(place, numbered.start_of(place))
        if level.format == "custom" and not own.is_legal:
            return format_custom(count, level.pattern)
        return format_count(count, "decimal" if own.is_legal else level.format)

    def _load(self, part: Element, style_lists: Mapping[str, str]) -> None:
        elements = {one.get(w("abstractNumId"), ""): one for one in part.findall(w("abstractNum"))}
        owners = {num.get(w("numId"), ""): value(num.find(w("abstractNumId"))) for num in part.findall(w("num"))}
        linked = {value(one.find(w("styleLink"))): key for key, one in elements.items()}
        abstracts: dict[str, dict[int, _Level]] = {}
        for key in elements:
            source = key
            for _ in range(_MAX_LINKS):
                # A list of a numbering style keeps its levels in the list that defines the style.
                style = value(elements[source].find(w("numStyleLink"))) if source in elements else ""
                if not style:
                    break
                source = linked.get(style) or owners.get(style_lists.get(style, ""), "")
            abstracts[key] = self._load_levels(elements[source], key) if source in elements else {}
        for num in part.findall(w("num")):
            key = value(num.find(w("abstractNumId")))
            self._lists[num.get(w("numId"), "")] = self._load_list(num, key, abstracts.get(key, {}))

    def _load_list(self, num: Element, key: str, levels: Mapping[int, _Level]) -> _List:
        numbered = _List(key, dict(levels))
        for override in num.findall(w("lvlOverride")):
            place = override.get(w("ilvl"), "")
            if not place.isdecimal() or int(place) >= _LEVELS:
                continue
            own = self._load_levels(override, key)
            # The level inside an override says its place a second time, and programs get that wrong.
            numbered.levels.update({int(place): level for level in own.values()})
            start = number(override.find(w("startOverride")))
            if start is not None:
                numbered.starts[int(place)] = start
        return numbered

    def _load_levels(self, parent: Element, abstract: str) -> dict[int, _Level]:
        levels = {}
        for element in parent.findall(w("lvl")):
            place = element.get(w("ilvl"), "")
            if not place.isdecimal() or int(place) >= _LEVELS:
                continue
            levels[int(place)] = _read_level(element, int(place))
            style = value(element.find(w("pStyle")))
            if style:
                self._style_levels.setdefault((abstract, style), int(place))
        return levels


def _read_level(element: Element, place: int) -> _Level:
    form, pattern = _format_of(element)
    restart = number(element.find(w("lvlRestart")))
    return _Level(
        # The standard says 0 where a level names no start.
        number(element.find(w("start"))) or 0,
        form,
        pattern,
        value(element.find(w("lvlText"))),
        is_on(element, "isLgl"),
        place if restart is None or restart > place else max(restart, 0),
        value(element.find(w("suff")), "tab"),
    )


def _format_of(level: Element) -> tuple[str, str]:
    """The number format and its pattern; newer formats stand in a choice beside an older one."""
    for child in level:
        if local(child) == "AlternateContent":
            for newer in child.iter(w("numFmt")):
                return value(newer, "decimal"), newer.get(w("format"), "")
    form = level.find(w("numFmt"))
    return value(form, "decimal"), form.get(w("format"), "") if form is not None else ""

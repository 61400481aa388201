"""Paragraph styles of a Word file, with what they inherit."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from importers.word_xml import Element, is_on, local, number, value, w

_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])$", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|目录)\s*[0-9]|toc\s*(?:heading|标题)", re.IGNORECASE)
_MAX_CHAIN = 20


@dataclass(frozen=True)
class ParagraphFormat:
    """What matters of a paragraph's looks; `outline_level` counts from 1, `num_id` names the list it is in.

    `num_style` is the style that put it into the list; `has_leader` tells that its tabs print as dots.
    """

    style_name: str = ""
    alignment: str = ""
    outline_level: int | None = None
    bold: bool = False
    num_id: str = ""
    num_level: int | None = None
    hidden: bool = False
    has_leader: bool = False
    num_style: str = ""

    @property
    def is_contents(self) -> bool:
        """Whether it is a line of the table of contents."""
        return _CONTENTS.match(self.style_name) is not None


class Styles:
    """Looks up paragraph styles by id; a paragraph without a style has the default one."""

    def __init__(self, part: Element | None) -> None:
        self._elements: dict[str, Element] = {}
        self._characters: dict[str, Element] = {}
        self._known: dict[str, ParagraphFormat] = {}
        self._hidden: dict[str, bool] = {}
        self._default = ""
        # Numbering styles and the list each of them names.
        self.lists: dict[str, str] = {}
        for style in part.findall(w("style")) if part is not None else []:
            self._take(style, style.get(w("styleId"), ""))

    def _take(self, style: Element, key: str) -> None:
        kind = style.get(w("type"))
        if kind == "paragraph":
            self._elements[key] = style
            if style.get(w("default")) in ("1", "true", "on"):
                self._default = key
        elif kind == "character":
            self._characters[key] = style
        elif kind == "numbering":
            for num_id in style.iter(w("numId")):
                self.lists[key] = value(num_id)

    def format_of(self, properties: Element | None) -> tuple[str, ParagraphFormat]:
        """The style id and the format of a paragraph, its own properties over those of its style."""
        style = value(properties.find(w("pStyle"))) if properties is not None else ""
        style = style or self._default
        inherited = self._of_style(style)
        return style, inherited if properties is None else _overlay(inherited, properties)

    def is_hidden(self, key: str, depth: int = 0) -> bool:
        """Whether a character style hides its text."""
        if key not in self._hidden:
            element = self._characters.get(key)
            if element is None or depth > _MAX_CHAIN:
                return False
            own = element.find(w("rPr"))
            if own is not None and own.find(w("vanish")) is not None:
                self._hidden[key] = is_on(own, "vanish")
            else:
                self._hidden[key] = self.is_hidden(value(element.find(w("basedOn"))), depth + 1)
        return self._hidden[key]

    def _of_style(self, key: str, depth: int = 0) -> ParagraphFormat:
        if key in self._known:
            return self._known[key]
        element = self._elements.get(key)
        if element is None or depth > _MAX_CHAIN:
            return ParagraphFormat()
        found = self._of_style(value(element.find(w("basedOn"))), depth + 1)
        name = value(element.find(w("name")))
        looks, properties = element.find(w("rPr")), element.find(w("pPr"))
        heading = _HEADING.match(name)
        found = replace(
            found,
            style_name=name,
            bold=_toggle(looks, "b", found.bold),
            hidden=_toggle(looks, "vanish", found.hidden),
        )
        if heading:
            found = replace(found, outline_level=int(heading.group(1)))
        if properties is not None:
            found = _overlay(found, properties)
            if properties.find(f"{w('numPr')}/{w('numId')}") is not None:
                found = replace(found, num_style=key)
        self._known[key] = found
        return found


def _toggle(looks: Element | None, name: str, inherited: bool) -> bool:
    if looks is None or looks.find(w(name)) is None:
        return inherited
    return is_on(looks, name)


def _overlay(base: ParagraphFormat, properties: Element) -> ParagraphFormat:
    changes: dict[str, object] = {}
    for child in properties:
        name = local(child)
        if name == "jc":
            changes["alignment"] = value(child)
        elif name == "outlineLvl":
            level = number(child)
            changes["outline_level"] = level + 1 if level is not None and 0 <= level < 9 else None
        elif name == "tabs":
            leaders = [tab.get(w("leader"), "none") for tab in child.findall(w("tab"))]
            changes["has_leader"] = base.has_leader or any(leader != "none" for leader in leaders)
        elif name == "numPr":
            changes |= _list_of(child)
    return replace(base, **changes)  # type: ignore[arg-type]


def _list_of(properties: Element) -> dict[str, object]:
    changes: dict[str, object] = {}
    num_id, level = properties.find(w("numId")), number(properties.find(w("ilvl")))
    if num_id is not None:
        changes |= {"num_id": value(num_id), "num_level": None, "num_style": ""}
    if level is not None:
        changes |= {"num_level": level, "num_style": ""}
    return changes

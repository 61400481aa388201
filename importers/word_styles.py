"""Paragraph styles of a Word file, with what they inherit."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from importers.word_xml import Element, is_on, local, number, value, w

_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])$", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|目录)\s*[0-9]|toc heading", re.IGNORECASE)
_MAX_CHAIN = 20


@dataclass(frozen=True)
class ParagraphFormat:
    """What matters of a paragraph's looks; `outline_level` counts from 1, `num_id` names the list it is in."""

    style_name: str = ""
    alignment: str = ""
    outline_level: int | None = None
    bold: bool = False
    num_id: str = ""
    num_level: int | None = None

    @property
    def is_contents(self) -> bool:
        """Whether it is a line of the table of contents."""
        return _CONTENTS.match(self.style_name) is not None


class Styles:
    """Looks up paragraph styles by id; a paragraph without a style has the default one."""

    def __init__(self, part: Element | None) -> None:
        self._elements: dict[str, Element] = {}
        self._known: dict[str, ParagraphFormat] = {}
        self._default = ""
        for style in part.findall(w("style")) if part is not None else []:
            if style.get(w("type")) != "paragraph":
                continue
            key = style.get(w("styleId"), "")
            self._elements[key] = style
            if style.get(w("default")) in ("1", "true", "on"):
                self._default = key

    def format_of(self, properties: Element | None) -> tuple[str, ParagraphFormat]:
        """The style id and the format of a paragraph, its own properties over those of its style."""
        style = value(properties.find(w("pStyle"))) if properties is not None else ""
        style = style or self._default
        inherited = self._of_style(style)
        return style, inherited if properties is None else _overlay(inherited, properties)

    def _of_style(self, key: str, depth: int = 0) -> ParagraphFormat:
        if key in self._known:
            return self._known[key]
        element = self._elements.get(key)
        if element is None or depth > _MAX_CHAIN:
            return ParagraphFormat()
        found = self._of_style(value(element.find(w("basedOn"))), depth + 1)
        name = value(element.find(w("name")))
        properties = element.find(w("pPr"))
        heading = _HEADING.match(name)
        found = replace(found, style_name=name, bold=found.bold or is_on(element.find(w("rPr")), "b"))
        if heading:
            found = replace(found, outline_level=int(heading.group(1)))
        if properties is not None:
            found = _overlay(found, properties)
        self._known[key] = found
        return found


def _overlay(base: ParagraphFormat, properties: Element) -> ParagraphFormat:
    changes: dict[str, object] = {}
    for child in properties:
        name = local(child)
        if name == "jc":
            changes["alignment"] = value(child)
        elif name == "outlineLvl":
            level = number(child)
            changes["outline_level"] = level + 1 if level is not None and 0 <= level < 9 else None
        elif name == "numPr":
            num_id, level = child.find(w("numId")), number(child.find(w("ilvl")))
            if num_id is not None:
                changes["num_id"] = value(num_id)
            if level is not None:
                changes["num_level"] = level
    return replace(base, **changes)  # type: ignore[arg-type]

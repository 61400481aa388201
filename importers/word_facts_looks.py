"""How text and paragraphs of a Word file look: direct properties over styles over the document's defaults."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from domain.word_facts import LineRule, ParagraphLook, TextLook
from importers.word_xml import Element, is_on, local, value, w

Looks = dict[str, Any]

_THEME_FONT = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_MEASURE = re.compile(r"(-?\d{1,9}(?:\.\d{1,6})?)(pt|mm|cm|in|pc|pi)?")
_TWIPS = {"pt": 20.0, "mm": 1440 / 25.4, "cm": 14400 / 25.4, "in": 1440.0, "pc": 240.0, "pi": 240.0}
_MAX_CHAIN = 20
_NO_RULE = ("none", "nil", "")
_LINE_GRID = 240
_SIDES = {"start": "left", "end": "right", "startChars": "leftChars", "endChars": "rightChars"}
_RULES = {one.value: one for one in LineRule}


def measure(text: str | None, default: int = 0) -> int:
    """A length as twips; strict files write “28mm”. `default` for what is no length."""
    match = _MEASURE.fullmatch(text or "")
    return round(float(match.group(1)) * _TWIPS.get(match.group(2) or "", 1.0)) if match else default


def half_points(text: str | None, default: int = 0) -> int:
    """A font size in half points; strict files write “16pt”."""
    match = _MEASURE.fullmatch(text or "")
    if match is None:
        return default
    unit = match.group(2)
    return round(float(match.group(1)) * (_TWIPS[unit] / 10 if unit else 1))


def rule_width(border: Element | None) -> int:
    """Thickness of a border in eighths of a point; 0 for none."""
    if border is None or value(border) in _NO_RULE:
        return 0
    return max(measure(border.get(w("sz"))), 1)


class LookBook:
    """Resolves the look of runs and paragraphs; every style is worked out once."""

    def __init__(self, styles: Element | None, theme: Element | None, numbering: Element | None) -> None:
        self._theme = _theme_fonts(theme)
        self._styles: dict[str, Element] = {}
        self._known: dict[str, tuple[Looks, Looks]] = {}
        self._levels = _list_levels(numbering)
        self._default_paragraph = ""
        self._base_text: Looks = {}
        self._base_paragraph: Looks = {}
        for style in styles.findall(w("style")) if styles is not None else []:
            key = style.get(w("styleId"), "")
            self._styles[key] = style
            if style.get(w("type")) == "paragraph" and style.get(w("default")) in ("1", "true", "on"):
                self._default_paragraph = key
        defaults = styles.find(w("docDefaults")) if styles is not None else None
        if defaults is not None:
            self._base_text = self._text_of(defaults.find(f"{w('rPrDefault')}/{w('rPr')}"))
            self._base_paragraph = paragraph_of(defaults.find(f"{w('pPrDefault')}/{w('pPr')}"))

    @property
    def normal(self) -> TextLook:
        """Text without a style of its own."""
        return text_look({**self._base_text, **self._style(self._default_paragraph)[0]})

    def table_style(self, key: str) -> Element | None:
        """A table style, or the nearest one it is based on, that says something of borders."""
        for _ in range(_MAX_CHAIN):
            style = self._styles.get(key)
            if style is None:
                return None
            borders = style.find(f"{w('tblPr')}/{w('tblBorders')}")
            if borders is not None:
                return borders
            key = value(style.find(w("basedOn")))
        return None

    def paragraph(self, properties: Element | None) -> tuple[Looks, Looks]:
        """What a paragraph's runs start from, and how the paragraph is set, both as properties by name."""
        key = value(properties.find(w("pStyle"))) if properties is not None else ""
        key = key if key in self._styles else self._default_paragraph
        text, paragraph = self._style(key)
        own = paragraph_of(properties)
        merged = {**self._base_paragraph, **paragraph, **own}
        listed = self._levels.get((merged.get("num_id", ""), merged.get("num_level", 0)))
        if listed:
            by_style = {} if "num_id" in own else paragraph
            merged = {**merged, **listed, **{k: v for k, v in by_style.items() if k in listed}, **own}
        return {**self._base_text, **text}, {**merged, "style": key}

    def text(self, base: Looks, properties: Element | None) -> Looks:
        """The properties of a run over what its paragraph starts from."""
        if properties is None:
            return base
        key = value(properties.find(w("rStyle")))
        of_style = self._style(key)[0] if key in self._styles else {}
        return {**base, **of_style, **self._text_of(properties)}

    def _style(self, key: str) -> tuple[Looks, Looks]:
        if key not in self._known:
            chain: list[Element] = []
            name = key
            while name in self._styles and self._styles[name] not in chain and len(chain) < _MAX_CHAIN:
                chain.append(self._styles[name])
                name = value(self._styles[name].find(w("basedOn")))
            text: Looks = {}
            paragraph: Looks = {}
            for style in reversed(chain):
                text |= self._text_of(style.find(w("rPr")))
                paragraph |= paragraph_of(style.find(w("pPr")))
            self._known[key] = text, paragraph
        return self._known[key]

    def _text_of(self, properties: Element | None) -> Looks:
        found: Looks = {}
        for child in properties if properties is not None else ():
            name = local(child)
            if name == "rFonts":
                found |= self._fonts(child)
            elif name in ("b", "i", "vanish"):
                found[name] = is_on(properties, name)
            elif name == "u":
                found["u"] = value(child, "single") not in _NO_RULE
            elif name == "sz":
                found["sz"] = half_points(value(child), 20)
            elif name == "color":
                ink = value(child, "auto")
                found["color"] = "" if ink.lower() == "auto" else ink.upper()
            elif name == "spacing":
                found["spacing"] = measure(value(child))
        return found

    def _fonts(self, fonts: Element) -> Looks:
        found: Looks = {}
        for key, plain, themed in (("east", "eastAsia", "eastAsiaTheme"), ("latin", "ascii", "asciiTheme")):
            name = self._theme.get(fonts.get(w(themed), "")) or fonts.get(w(plain))
            if name:
                found[key] = name
        if fonts.get(w("hint")) is not None:
            found["hint"] = fonts.get(w("hint")) == "eastAsia"
        return found


def text_look(looks: Looks) -> TextLook:
    """Properties by name as a value."""
    return TextLook(
        east=looks.get("east", ""),
        latin=looks.get("latin", ""),
        hinted=looks.get("hint", False),
        size=looks.get("sz", 20),
        bold=looks.get("b", False),
        italic=looks.get("i", False),
        underlined=looks.get("u", False),
        color=looks.get("color", ""),
        spacing=looks.get("spacing", 0),
    )


def paragraph_look(looks: Looks) -> ParagraphLook:
    """Properties by name as a value."""
    return ParagraphLook(
        style=looks.get("style", ""),
        alignment=looks.get("jc", ""),
        left=looks.get("left", 0),
        right=looks.get("right", 0),
        first=looks.get("first", 0),
        left_chars=looks.get("leftChars", 0),
        right_chars=looks.get("rightChars", 0),
        first_chars=looks.get("firstChars", 0),
        before=looks.get("before", 0),
        after=looks.get("after", 0),
        line=looks.get("line", _LINE_GRID),
        rule=looks.get("rule", LineRule.AUTO),
        keeps_next=looks.get("keepNext", False),
        breaks_before=looks.get("pageBreakBefore", False),
        widow_control=looks.get("widowControl", True),
        snaps_to_grid=looks.get("snapToGrid", True),
        rule_below=looks.get("rule_below", 0),
        rule_below_color=looks.get("rule_below_color", ""),
    )


def paragraph_of(properties: Element | None) -> Looks:
    """The properties that stand in one w:pPr."""
    found: Looks = {}
    for child in properties if properties is not None else ():
        name = local(child)
        if name in ("keepNext", "pageBreakBefore", "widowControl", "snapToGrid"):
            found[name] = is_on(properties, name)
        elif name == "jc":
            found["jc"] = value(child)
        elif name in _GROUPS:
            found |= _GROUPS[name](child)
    return found


def _indents(element: Element) -> Looks:
    found: Looks = {}
    for attribute, text in element.attrib.items():
        name = str(attribute).rpartition("}")[2]
        name = _SIDES.get(name, name)
        if name in ("firstLine", "hanging"):
            found["first"] = measure(str(text)) * (-1 if name == "hanging" else 1)
        elif name in ("firstLineChars", "hangingChars"):
            found["firstChars"] = measure(str(text)) * (-1 if name == "hangingChars" else 1)
        elif name in ("left", "right", "leftChars", "rightChars"):
            found[name] = measure(str(text))
    return found


def _distances(element: Element) -> Looks:
    found: Looks = {}
    for name in ("before", "after"):
        in_lines = element.get(w(f"{name}Lines"))
        if element.get(w(f"{name}Autospacing")) in ("1", "true", "on"):
            found[name] = 280
        elif in_lines is not None and measure(in_lines):
            found[name] = round(measure(in_lines) * 3.12)  # hundredths of a line of 15.6 pt
        elif element.get(w(name)) is not None:
            found[name] = measure(element.get(w(name)))
    if element.get(w("line")) is not None:
        found["line"] = measure(element.get(w("line")), _LINE_GRID)
        found["rule"] = _RULES.get(element.get(w("lineRule"), "auto"), LineRule.AUTO)
    return found


def _list(element: Element) -> Looks:
    found: Looks = {}
    num_id, level = element.find(w("numId")), element.find(w("ilvl"))
    if num_id is not None:
        found["num_id"] = value(num_id)
        found["num_level"] = 0
    if level is not None:
        found["num_level"] = measure(value(level))
    return found


def _rules(element: Element) -> Looks:
    below = element.find(w("bottom"))
    width = rule_width(below)
    color = below.get(w("color"), "") if below is not None and width else ""
    return {"rule_below": width, "rule_below_color": color.upper()}


def _tabs(element: Element) -> Looks:
    stops = [measure(tab.get(w("pos"))) for tab in element.findall(w("tab")) if value(tab) in ("right", "end")]
    return {"right_tab": max(stops)} if stops else {}


_GROUPS = {"ind": _indents, "spacing": _distances, "numPr": _list, "pBdr": _rules, "tabs": _tabs}


def _theme_fonts(theme: Element | None) -> Mapping[str, str]:
    """Fonts by the names that runs use for them: minorEastAsia, majorHAnsi …"""
    found: dict[str, str] = {}
    for group in ("major", "minor") if theme is not None else ():
        assert theme is not None
        fonts = next(theme.iter(f"{_THEME_FONT}{group}Font"), None)
        if fonts is None:
            continue
        by_script = {one.get("script"): one.get("typeface", "") for one in fonts.findall(f"{_THEME_FONT}font")}
        east = fonts.find(f"{_THEME_FONT}ea")
        latin = fonts.find(f"{_THEME_FONT}latin")
        found[f"{group}EastAsia"] = (east.get("typeface") if east is not None else "") or by_script.get("Hans", "")
        name = latin.get("typeface", "") if latin is not None else ""
        found |= dict.fromkeys((f"{group}HAnsi", f"{group}Ascii"), name)
    return found


def _list_levels(numbering: Element | None) -> Mapping[tuple[str, int], Looks]:
    """Indents of list levels, by list and level."""
    if numbering is None:
        return {}
    abstracts = {one.get(w("abstractNumId"), ""): one for one in numbering.findall(w("abstractNum"))}
    found: dict[tuple[str, int], Looks] = {}
    for num in numbering.findall(w("num")):
        abstract = abstracts.get(value(num.find(w("abstractNumId"))))
        for level in abstract.findall(w("lvl")) if abstract is not None else []:
            looks = paragraph_of(level.find(w("pPr")))
            if looks:
                found[num.get(w("numId"), ""), measure(level.get(w("ilvl")))] = looks
    return found

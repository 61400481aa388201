"""Formulas of a Word file → one line of text: (a+b)/c, x^2, √(x), ∑_(i=1)^n."""

from __future__ import annotations

from importers.word_xml import Element, local

_MAX_DEPTH = 60
_PARTS = ("ctrlPr", "rPr", "argPr")


def formula_text(formula: Element) -> str:
    """The formula as people type it on one line; every letter of it is kept."""
    return _inside(formula, 0)


def _inside(element: Element, depth: int) -> str:
    return "".join(_text(child, depth) for child in element)


def _text(element: Element, depth: int) -> str:
    name = local(element)
    if name in ("t", "delText"):
        return element.text or ""
    if depth > _MAX_DEPTH:
        return "".join(one.text or "" for one in element.iter() if local(one) == "t")
    if name.endswith("Pr") or name in _PARTS:
        return ""
    writer = _WRITERS.get(name)
    return writer(element, depth + 1) if writer else _inside(element, depth + 1)


def _part(element: Element, name: str, depth: int) -> str:
    return "".join(_inside(child, depth) for child in element if local(child) == name)


def _group(text: str) -> str:
    return text if len(text) == 1 or text.isalnum() else f"({text})"


def _fraction(element: Element, depth: int) -> str:
    return f"{_group(_part(element, 'num', depth))}/{_group(_part(element, 'den', depth))}"


def _script(element: Element, depth: int) -> str:
    low, high = _part(element, "sub", depth), _part(element, "sup", depth)
    base = _part(element, "e", depth)
    return base + (f"_{_group(low)}" if low else "") + (f"^{_group(high)}" if high else "")


def _root(element: Element, depth: int) -> str:
    degree = _part(element, "deg", depth)
    return f"{degree}√({_part(element, 'e', depth)})"


def _sum(element: Element, depth: int) -> str:
    sign = _property(element, "chr", "∫")
    low, high = _part(element, "sub", depth), _part(element, "sup", depth)
    limits = (f"_{_group(low)}" if low else "") + (f"^{_group(high)}" if high else "")
    return sign + limits + _part(element, "e", depth)


def _delimited(element: Element, depth: int) -> str:
    begin, end = _property(element, "begChr", "("), _property(element, "endChr", ")")
    parts = [_inside(child, depth) for child in element if local(child) == "e"]
    return begin + _property(element, "sepChr", "|").join(parts) + end


def _matrix(element: Element, depth: int) -> str:
    rows = [
        ",".join(_inside(cell, depth) for cell in row if local(cell) == "e") for row in element if local(row) == "mr"
    ]
    return f"[{';'.join(rows)}]"


def _lines(element: Element, depth: int) -> str:
    return "; ".join(_inside(child, depth) for child in element if local(child) == "e")


def _limit(element: Element, depth: int) -> str:
    sign = "_" if local(element) == "limLow" else "^"
    return f"{_part(element, 'e', depth)}{sign}{_group(_part(element, 'lim', depth))}"


def _property(element: Element, name: str, default: str) -> str:
    for properties in element:
        if local(properties).endswith("Pr"):
            for child in properties:
                if local(child) == name:
                    return next((text for key, text in child.attrib.items() if str(key).endswith("val")), "")
    return default


_WRITERS = {
    "f": _fraction,
    "sSup": _script,
    "sSub": _script,
    "sSubSup": _script,
    "sPre": _script,
    "rad": _root,
    "nary": _sum,
    "d": _delimited,
    "m": _matrix,
    "eqArr": _lines,
    "limLow": _limit,
    "limUpp": _limit,
}

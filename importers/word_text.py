"""The text of a Word paragraph, run by run: insertions kept, deletions left out, fields by their result."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from importers.word_xml import Element, is_on, local, value, w

# Private codes of symbol fonts that offices use as marks; the rest is shown as 〓 and said.
_SYMBOLS = {
    0xAB: "★",
    0x6C: "●",
    0x6E: "■",
    0x71: "□",
    0xA8: "□",
    0x6F: "□",
    0xFC: "√",
    0xFE: "☑",
    0xD8: "➢",
    0xB7: "·",
    0x75: "◆",
}
_CHARACTERS = {"tab": " ", "noBreakHyphen": "-", "cr": "\n", "softHyphen": "", "ptab": " "}
_SKIPPED = {
    "del",
    "moveFrom",
    "rPr",
    "pPr",
    "instrText",
    "delText",
    "delInstrText",
    "rt",
    "sdtPr",
    "sdtEndPr",
    "Fallback",
}
_INSERTIONS = (w("ins"), w("moveTo"))
_COUNTED = {
    "footnoteReference": "footnotes",
    "endnoteReference": "footnotes",
    "commentReference": "comments",
    "object": "objects",
    "pict": "pictures",
    "drawing": "pictures",
    "oMath": "formulas",
}


@dataclass
class InlineReader:
    """Reads paragraphs and remembers across the document what was left out, by kind, and open fields."""

    left_out: Counter[str] = field(default_factory=Counter)
    hidden: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    _fields: list[bool] = field(default_factory=list)

    def read(self, paragraph: Element) -> str:
        """The text of a paragraph; \\n stands for a line break inside it. Text boxes met go to `boxes`."""
        pieces: list[str] = []
        self._walk(paragraph, pieces)
        return "".join(pieces)

    def _walk(self, parent: Element, pieces: list[str]) -> None:
        for child in parent:
            name = local(child)
            self._count(child, name)
            if name == "r":
                self._read_run(child, pieces)
            elif name in ("drawing", "pict", "object"):
                self._find_boxes(child)
            elif name == "t":
                pieces.append(child.text or "")
            elif name not in _SKIPPED and name not in _COUNTED:
                self._walk(child, pieces)
            elif name == "oMath":
                pieces.append("".join(element.text or "" for element in child.iter() if local(element) == "t"))

    def _read_run(self, run: Element, pieces: list[str]) -> None:
        own: list[str] = []
        for child in run:
            name = local(child)
            self._count(child, name)
            if name == "fldChar":
                self._read_field_mark(child.get(w("fldCharType"), ""))
            elif name in ("drawing", "pict", "object"):
                self._find_boxes(child)
            elif name in ("AlternateContent", "ruby"):
                self._walk(child, own)
            elif not any(self._fields):
                own.append(self._character(child, name))
        text = "".join(own)
        if text.strip() and is_on(run.find(w("rPr")), "vanish"):
            self.hidden.append(text)
        else:
            pieces.append(text)

    def _character(self, element: Element, name: str) -> str:
        if name == "t":
            return element.text or ""
        if name == "br":
            return "\n" if element.get(w("type"), "textWrapping") == "textWrapping" else ""
        if name == "sym":
            return self._symbol(element)
        return _CHARACTERS.get(name, "")

    def _symbol(self, element: Element) -> str:
        code = element.get(w("char"), "")
        try:
            point = int(code, 16)
        except ValueError:
            return ""
        if not 0xF000 <= point <= 0xF0FF:
            return chr(point) if 0x20 <= point < 0xD800 else ""
        if point - 0xF000 not in _SYMBOLS:
            self.left_out["symbols"] += 1
        return _SYMBOLS.get(point - 0xF000, "〓")

    def _read_field_mark(self, kind: str) -> None:
        # True while the instruction of a field is being passed over, False while its result is.
        if kind == "begin":
            self._fields.append(True)
        elif kind == "separate" and self._fields:
            self._fields[-1] = False
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _find_boxes(self, drawing: Element) -> None:
        for box in drawing.iter(w("txbxContent")):
            fallback = any(local(above) == "Fallback" for above in box.iterancestors())
            if not fallback:
                self.boxes.append(box)
                self.left_out["pictures"] -= 1

    def _count(self, element: Element, name: str) -> None:
        if name in _COUNTED:
            self.left_out[_COUNTED[name]] += 1
        elif element.tag in _INSERTIONS:
            self.left_out["insertions"] += 1
        elif name in ("del", "moveFrom"):
            self.left_out["deletions"] += 1


def is_deleted_mark(properties: Element | None) -> bool:
    """Whether the end of a paragraph is itself deleted: it then runs on into the next one."""
    marks = properties.find(w("rPr")) if properties is not None else None
    return marks is not None and any(local(child) in ("del", "moveFrom") for child in marks)


def is_bold(paragraph: Element, by_style: bool) -> bool:
    """Whether every run with text is bold."""
    runs = [run for run in paragraph.iter(w("r")) if any((text.text or "").strip() for text in run.findall(w("t")))]
    return bool(runs) and all(_run_is_bold(run.find(w("rPr")), by_style) for run in runs)


def _run_is_bold(properties: Element | None, by_style: bool) -> bool:
    toggle = properties.find(w("b")) if properties is not None else None
    return by_style if toggle is None else value(toggle, "1") not in ("0", "false", "off")

"""The text of a Word paragraph, run by run, with what stands beside it: changes, comments, notes, fields, boxes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from importers.word_fields import Fields, form_value
from importers.word_math import formula_text
from importers.word_styles import Styles
from importers.word_symbols import SYMBOL_FONTS, UNKNOWN, is_private, symbol
from importers.word_xml import Element, chosen_branch, is_on, local, value, w

_CHARACTERS = {"tab": " ", "ptab": " ", "noBreakHyphen": "-", "cr": "\n", "softHyphen": ""}
_LEADER = "……"
_PASSED = frozenset(("rPr", "pPr", "sdtPr", "sdtEndPr", "rt", "tcPr", "tblPr", "trPr"))
_COUNTED = {"object": "objects", "pict": "pictures", "drawing": "pictures"}
_NOTES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}
_INSERTING = ("ins", "moveTo")
_DELETING = ("del", "moveFrom")


@dataclass(frozen=True)
class Change:
    """Who made a tracked change, and when (as the file says it)."""

    author: str = ""
    made_at: str = ""


@dataclass(frozen=True)
class Span:
    """A stretch of text with what was done to it; `in_contents` marks a table of contents made by a field."""

    text: str
    inserted: Change | None = None
    deleted: Change | None = None
    hidden: bool = False
    in_contents: bool = False


@dataclass(frozen=True)
class Mark:
    """A place in the text: `kind` is comment_start, comment_end, comment, footnotes or endnotes; `id` names which."""

    kind: str
    id: str


Inline = Span | Mark


@dataclass
class InlineReader:
    """Reads paragraphs and remembers across the document what it met: counts by kind, boxes, left-out words."""

    styles: Styles
    fields: Fields
    counts: Counter[str] = field(default_factory=Counter)
    # Text boxes whose text waits to be read, and words of WordArt.
    boxes: list[Element] = field(default_factory=list)
    art: list[str] = field(default_factory=list)
    # Prompts of content controls and readings above characters (ruby), which are no text.
    prompts: list[str] = field(default_factory=list)
    readings: list[str] = field(default_factory=list)
    unknown_symbols: Counter[str] = field(default_factory=Counter)
    _leader: bool = False

    def read(self, paragraph: Element, *, hidden: bool = False, has_leader: bool = False) -> list[Inline]:
        """The text of a paragraph in stretches, with marks between; \\n stands for a line break inside it."""
        self._leader = has_leader
        found: list[Inline] = []
        self._walk(paragraph, Span("", hidden=hidden), found)
        return found

    def _walk(self, parent: Element, state: Span, found: list[Inline]) -> None:
        for child in parent:
            name = local(child)
            if name == "r":
                self._read_run(child, state, found)
            elif name in _INSERTING:
                self.counts["insertions"] += 1
                self._walk(child, replace(state, inserted=change_of(child)), found)
            elif name in _DELETING:
                self.counts["deletions"] += 1
                self._walk(child, replace(state, deleted=change_of(child)), found)
            elif name in _HANDLERS:
                _HANDLERS[name](self, child, state, found)
            elif name not in _PASSED:
                self._walk(child, state, found)

    def _read_control(self, control: Element, state: Span, found: list[Inline]) -> None:
        if is_prompt(control):
            self.prompts.append("".join(text.text or "" for text in control.iter(w("t"))))
            return
        self._walk(control, state, found)

    def _read_field(self, simple: Element, state: Span, found: list[Inline]) -> None:
        is_toc = simple.get(w("instr"), "").split()[:1] == ["TOC"]
        self._walk(simple, replace(state, in_contents=state.in_contents or is_toc), found)

    def _read_formula(self, formula: Element, state: Span, found: list[Inline]) -> None:
        self.counts["formulas"] += 1
        found.append(replace(state, text=formula_text(formula)))

    def _read_choice(self, alternatives: Element, state: Span, found: list[Inline]) -> None:
        branch = chosen_branch(alternatives)
        if branch is not None:
            self._read_run(branch, state, found)

    def _read_ruby(self, ruby: Element, state: Span, found: list[Inline]) -> None:
        for reading in ruby.findall(w("rt")):
            self.readings.append("".join(text.text or "" for text in reading.iter(w("t"))))
        for base in ruby.findall(w("rubyBase")):
            self._walk(base, state, found)

    def _take_mark(self, mark: Element, state: Span, found: list[Inline]) -> None:
        found.append(Mark(_MARKS[local(mark)], mark.get(w("id"), "")))

    def _read_run(self, run: Element, state: Span, found: list[Inline]) -> None:
        properties = run.find(w("rPr"))
        state = self._with_looks(properties, state)
        font = _symbol_font(properties)
        for child in run:
            name = local(child)
            if name in ("fldChar", "instrText", "delInstrText"):
                self._read_field_part(child, name, state, found)
            elif name in _COUNTED:
                self._read_drawing(child, name)
            elif name in _HANDLERS:
                _HANDLERS[name](self, child, state, found)
            elif name in ("r", "ins", "del"):
                self._walk(run, state, found)
                return
            elif not self.fields.in_code:
                self._append(found, self._character(child, name, font), state)

    def _append(self, found: list[Inline], text: str, state: Span) -> None:
        if text:
            found.append(replace(state, text=text, in_contents=state.in_contents or self.fields.in_contents))

    def _with_looks(self, properties: Element | None, state: Span) -> Span:
        if properties is None:
            return state
        if properties.find(w("vanish")) is not None:
            state = replace(state, hidden=is_on(properties, "vanish"))
        elif (style := value(properties.find(w("rStyle")))) and self.styles.is_hidden(style):
            state = replace(state, hidden=True)
        # A mark of the run itself, as inside the character properties of formulas.
        for child in properties:
            if local(child) in _INSERTING:
                state = replace(state, inserted=change_of(child))
            elif local(child) in _DELETING:
                state = replace(state, deleted=change_of(child))
        return state

    def _read_field_part(self, child: Element, name: str, state: Span, found: list[Inline]) -> None:
        if name != "fldChar":
            self.fields.add_code(child.text or "")
            return
        shown = form_value(child) if not self.fields.in_code else ""
        shown += self.fields.mark(child)
        self._append(found, shown, state)

    def _character(self, element: Element, name: str, font: str) -> str:
        if name in ("t", "delText"):
            return self._plain(element.text or "", font)
        if name == "br":
            return "\n"
        if name == "sym":
            return self._symbol(element.get(w("font"), ""), element.get(w("char"), ""))
        if name in ("tab", "ptab") and (self._leader or element.get(w("leader"), "none") != "none"):
            return _LEADER
        return _CHARACTERS.get(name, "")

    def _plain(self, text: str, font: str) -> str:
        if not font and not any(map(is_private, text)):
            return text
        return "".join(
            self._symbol(font, f"{ord(char):X}") if is_private(char) or (font and char.isascii()) else char
            for char in text
        )

    def _symbol(self, font: str, code: str) -> str:
        try:
            point = int(code, 16)
        except ValueError:
            return ""
        known = font.casefold() in SYMBOL_FONTS
        if not known and 0x20 <= point < 0xD800:
            return chr(point)
        if point == 0xF020 or (shown := symbol(font, point)) == " ":
            return " "
        if shown is None:
            self.unknown_symbols[f"{font or '符号字体'} {point:04X}"] += 1
        return shown or UNKNOWN

    def _read_drawing(self, drawing: Element, name: str) -> None:
        boxes = [box for box in drawing.iter(w("txbxContent")) if not is_second(box, drawing)]
        art = [path.get("string", "") for path in drawing.iter() if local(path) == "textpath"]
        self.boxes += boxes
        self.art += [text for text in art if text.strip()]
        if not boxes and not any(art):
            self.counts[_COUNTED[name]] += 1


_MARKS = {
    "commentRangeStart": "comment_start",
    "commentRangeEnd": "comment_end",
    "commentReference": "comment",
    **_NOTES,
}
_Handler = Callable[[InlineReader, Element, Span, list[Inline]], None]
_HANDLERS: dict[str, _Handler] = {
    "sdt": InlineReader._read_control,
    "fldSimple": InlineReader._read_field,
    "oMath": InlineReader._read_formula,
    "AlternateContent": InlineReader._read_choice,
    "ruby": InlineReader._read_ruby,
    **dict.fromkeys(_MARKS, InlineReader._take_mark),
}


def change_of(element: Element) -> Change:
    """Author and date of a tracked change."""
    return Change(element.get(w("author"), ""), element.get(w("date"), ""))


def is_prompt(control: Element) -> bool:
    """Whether a content control shows its prompt (“单击此处输入文字”) instead of a content."""
    properties = control.find(w("sdtPr"))
    return properties is not None and is_on(properties, "showingPlcHdr")


def is_second(element: Element, top: Element) -> bool:
    """Whether an element below `top` stands in a branch of alternatives that is not the chosen one, or in a box."""
    for above in element.iterancestors():
        if above is top:
            return False
        if local(above) == "txbxContent":
            return True
        parent = above.getparent()
        if parent is not None and local(parent) == "AlternateContent" and chosen_branch(parent) is not above:
            return True
    return False


def is_bold(paragraph: Element, by_style: bool) -> bool:
    """Whether every run with text is bold."""
    runs = [run for run in paragraph.iter(w("r")) if any((text.text or "").strip() for text in run.findall(w("t")))]
    return bool(runs) and all(_run_is_bold(run.find(w("rPr")), by_style) for run in runs)


def _run_is_bold(properties: Element | None, by_style: bool) -> bool:
    toggle = properties.find(w("b")) if properties is not None else None
    return by_style if toggle is None else value(toggle, "1") not in ("0", "false", "off")


def _symbol_font(properties: Element | None) -> str:
    fonts = properties.find(w("rFonts")) if properties is not None else None
    if fonts is None:
        return ""
    font = fonts.get(w("ascii"), "") or fonts.get(w("hAnsi"), "")
    return font if font.casefold() in SYMBOL_FONTS else ""

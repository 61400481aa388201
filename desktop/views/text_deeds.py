"""What Enter, Backspace, Delete, cutting and pasting do to the plan, where more than the words of one line changes."""

from __future__ import annotations

import re

from PySide6.QtCore import QObject

from db.outline import set_deadline, set_title
from db.text import (
    add_paragraph,
    heading_to_paragraph,
    join_paragraphs,
    move_range,
    remove_paragraphs,
    split_heading,
    split_paragraph,
)
from desktop.models.outline_model import PREAMBLE
from desktop.models.text_lines import LineKind, TextLine
from desktop.views.text_clipboard import CopiedLine, TextClipboard, read_form
from desktop.views.text_editor import TextEditor
from desktop.views.text_verbs import cut_chips, cut_texts, join_texts, paste_below, paste_headings
from desktop.widgets.text_keys import KeyDeed
from desktop.widgets.text_places import Place
from domain.changes import ChangeSet
from domain.paragraph_edits import TextPlace
from domain.text import trim


class TextDeeds(QObject):
    """Turns deeds on the sheet into verbs, and puts the caret where a typist expects it then."""

    def __init__(self, editor: TextEditor, parent: QObject) -> None:
        super().__init__(parent)
        self._editor = editor
        self._sheet = editor.sheet
        self._session = editor.session
        self._sheet.deed.connect(self.on_deed)
        self._sheet.pasted.connect(self.on_pasted)
        self._sheet.dragged.connect(self.on_dragged)
        clipboard = TextClipboard(editor.session, editor.sheet)
        self._sheet.copied_text, self._sheet.copied_form = clipboard.text, clipboard.form

    def on_deed(self, deed: KeyDeed) -> None:
        """Do it."""
        {
            KeyDeed.BREAK: self.break_line,
            KeyDeed.JOIN_BEFORE: self.join_before,
            KeyDeed.JOIN_AFTER: self.join_after,
            KeyDeed.REMOVE: self.remove_selection,
            KeyDeed.CUT: self.cut,
            KeyDeed.REMOVE_CHIP: self.remove_chip,
        }.get(deed, lambda: None)()

    # Enter

    def break_line(self) -> None:
        """Begin another paragraph."""
        if not self._sheet.is_simple():
            self.remove_selection()
        elif self._sheet.textCursor().hasSelection():
            self._sheet.write("")
        self._editor.finish()
        place = self._clamped(self._sheet.place())
        line = self._line(place.line)
        if line.key.kind is LineKind.TITLE:
            self._sheet.go_to(Place(place.line + 1, 0))
        elif line.key.kind is LineKind.TABLE:
            self._sheet.table_wanted.emit(place.line)
        elif line.is_heading:
            self._break_heading(place, line)
        elif line.paragraph_id is not None:
            version = self._editor.version(line.node_id)
            done = self._session.perform(split_paragraph, line.paragraph_id, place.offset, version)
            self._go_after(done, Place(place.line + 1, 0))

    def _break_heading(self, place: Place, line: TextLine) -> None:
        self._sheet.text.reveal(min(place.line + 1, len(self._sheet.text.lines) - 1))
        if place.offset < len(line.text):
            done = self._session.perform(split_heading, line.node_id, place.offset)
        else:
            done = self._session.perform(add_paragraph, line.node_id, 0)
        self._go_after(done, Place(place.line + 1, 0))

    # Backspace and Delete

    def join_before(self) -> None:
        """Put the line behind the one before it."""
        self._editor.finish()
        place = self._sheet.place()
        line = self._line(place.line)
        if place.line == 0:
            return
        above = self._line(place.line - 1)
        self._sheet.text.reveal(place.line - 1)
        end = Place(place.line - 1, len(above.text))
        if line.is_heading:
            self._dissolve(place, line, end)
        elif line.paragraph_id is None or above.key.kind in (LineKind.TITLE, LineKind.TABLE):
            self._sheet.go_to(end)
        elif not line.text and not line.chips and above.paragraph_id is not None:
            self._go_after(self._session.perform(remove_paragraphs, [line.paragraph_id]), end)
        elif above.paragraph_id is not None and above.node_id == line.node_id:
            self._go_after(self._session.perform(join_paragraphs, above.paragraph_id, line.paragraph_id), end)
        else:
            self._join(end, place, end)

    def join_after(self) -> None:
        """Put the next line behind this one."""
        self._editor.finish()
        place = self._clamped(self._sheet.place())
        line = self._line(place.line)
        if place.line + 1 >= len(self._sheet.text.lines) or self._text_place(place) is None:
            return
        self._sheet.text.reveal(place.line + 1)
        below = self._line(place.line + 1)
        if line.paragraph_id is not None and not line.text and not line.chips:
            self._go_after(self._session.perform(remove_paragraphs, [line.paragraph_id]), Place(place.line, 0))
        elif below.paragraph_id is not None and not below.text and not below.chips:
            self._go_after(self._session.perform(remove_paragraphs, [below.paragraph_id]), place)
        elif below.paragraph_id is not None and line.paragraph_id is not None:
            self._go_after(self._session.perform(join_paragraphs, line.paragraph_id, below.paragraph_id), place)
        else:
            self._join(place, Place(place.line + 1, 0), place)

    def _dissolve(self, place: Place, line: TextLine, end: Place) -> None:
        """A heading before which Backspace is pressed becomes text; an empty one goes."""
        done = self._session.perform(heading_to_paragraph, line.node_id)
        self._go_after(done, Place(place.line, 0) if line.text else end)

    def _join(self, start: Place, end: Place, caret: Place) -> None:
        first, last = self._text_place(start), self._text_place(end)
        if first is not None and last is not None:
            self._go_after(self._session.perform(join_texts, first, last), caret)

    # Selections

    def remove_selection(self) -> None:
        """Take out what is selected."""
        self._replace_selection("")

    def cut(self) -> None:
        """Take out what is selected and keep it on the clipboard."""
        if not self._sheet.textCursor().hasSelection():
            return
        self._sheet.copy()
        if self._sheet.is_simple():
            self._sheet.write("")
        else:
            self.remove_selection()

    def on_pasted(self, text: str, form: bytes) -> None:
        """Put text in place of what is selected: one line into the line, several as paragraphs; headings stay such."""
        copied = [line for line in read_form(form) if line.text]
        if any(line.level for line in copied) and self._paste_headings(copied):
            return
        lines = [trim(one) for one in re.split("\r\n|[\r\n\u2028\u2029]", text)]
        while len(lines) > 1 and not lines[-1]:
            lines.pop()
        if not any(lines):
            return
        kind = self._line(self._sheet.place().line).key.kind
        if kind is LineKind.TITLE and self._sheet.is_simple():
            self._sheet.write(" ".join(one for one in lines if one))
        elif len(lines) == 1 and self._sheet.is_simple():
            self._sheet.write(text.strip("\r\n"))
        elif kind in (LineKind.OPENING, LineKind.CLAUSE) and not self._sheet.textCursor().hasSelection():
            self._paste_below(lines)
        else:
            self._replace_selection("\n".join(lines))

    def on_dragged(self, target: Place) -> None:
        """Put what is selected where it was dropped, as one step; not into itself, nor chips alone."""
        start, end = self._sheet.span()
        text = self._sheet.copied_text()
        self._editor.finish()
        start, end, target = self._clamped(start), self._clamped(end), self._clamped(target)
        places = [self._text_place(one) for one in (start, end, target)]
        if start <= target <= end or not text or None in places or (start.line == end.line and end.chip >= 0):
            return
        behind = target > end
        first, last = (start, end) if start.line == end.line else self._whole_lines(start, end)
        ends = self._text_place(first), self._text_place(last)
        if first <= target <= last or ends[0] is None or ends[1] is None or places[2] is None:
            return
        lines = len(self._sheet.text.lines)
        key, offset = self._line(target.line).key, target.offset
        done = self._session.perform(move_range, ends[0], ends[1], places[2], text, behind=behind)
        index = self._sheet.text.index_of(key)
        if done and index >= 0 and "\n" not in text and lines == len(self._sheet.text.lines):
            moved_on = len(text) if behind and target.line == start.line else 0
            self._sheet.go_to(Place(index, offset - moved_on), Place(index, offset - moved_on + len(text)))
        else:
            self._go_after(done, Place(max(index, 0), offset))

    def _paste_headings(self, copied: list[CopiedLine]) -> bool:
        """Put lines below that of the caret, above it where the caret is at its start; False where they cannot be."""
        self._editor.finish()
        start, end = self._sheet.span()
        start = self._clamped(start)
        removed = None
        if start != end:
            ends = self._text_place(start), self._text_place(self._clamped(end))
            if ends[0] is None or ends[1] is None:
                return False
            removed = (ends[0], ends[1])
        line = start.line
        if removed is None and not start.offset and self._line(line).text:
            line -= 1
        anchor = self._text_place(Place(line, start.offset if removed else len(self._line(line).text)))
        if anchor is None:
            return False
        done = self._session.perform(paste_headings, removed, anchor, copied)
        self._go_after(done, Place(line + len(copied), len(copied[-1].text)))
        return True

    def _paste_below(self, lines: list[str]) -> None:
        self._editor.finish()
        place = self._sheet.place()
        line, texts = self._line(place.line), [one for one in lines if one]
        node_id = None if line.node_id == PREAMBLE else line.node_id
        done = self._session.perform(paste_below, node_id, texts)
        self._go_after(done, Place(place.line + len(texts) - 1, len(texts[-1])))

    def _replace_selection(self, text: str) -> None:
        start, end = self._sheet.span()
        self._editor.finish()
        start, end = self._clamped(start), self._clamped(end)
        if start.line == end.line and not text:
            self._remove_in_line(start, end)
            return
        title = None
        if start.line == 0:
            title, start = self._line(0).text[: start.offset], Place(1, 0)
        start, end = self._inside(start, forward=True), self._inside(end, forward=False)
        if not text:
            start, end = self._whole_lines(start, end)
        first, last = self._text_place(start), self._text_place(end)
        if first is None or last is None:
            return
        kept = [one for one in text.split("\n") if one]
        above = self._text_place(Place(start.line - 1, len(self._line(start.line - 1).text)))
        if start == end and len(kept) > 1 and self._line(start.line).is_heading and not start.offset and above:
            # A heading stays one: paragraphs go before it.
            first = last = above
            text, start = "\n" + text, Place(start.line, 0)
        done = self._session.perform(cut_texts, first, last, text, title)
        caret = start
        if len(kept) > 1:
            caret = Place(start.line + len(kept) - 1, len(kept[-1]))
        elif kept:
            caret = Place(start.line, start.offset + len(kept[0]))
        self._go_after(done, caret)

    def _remove_in_line(self, start: Place, end: Place) -> None:
        line = self._line(start.line)
        words = line.text[: start.offset] + line.text[end.offset :]
        if line.paragraph_id is None and line.key.kind is not LineKind.CLAUSE:
            self._session.perform(set_title, line.node_id, words)
            return
        first = max(start.chip, 0)
        last = end.chip if end.chip >= 0 else first
        units = [chip.unit_id for chip in line.chips[first:last] if chip.role is not None]
        changed = (line.paragraph_id, words) if line.paragraph_id is not None and words != line.text else None
        done = self._session.perform(cut_chips, line.node_id, units, changed)
        self._go_after(done, Place(start.line, start.offset, start.chip))

    def _whole_lines(self, start: Place, end: Place) -> tuple[Place, Place]:
        """Lines that are selected from end to end go as a whole."""
        if start.offset or end.offset < len(self._line(end.line).text) or start.line == end.line:
            return start, end
        after = Place(end.line + 1, 0)
        if after.line < len(self._sheet.text.lines) and self._text_place(after) is not None:
            return start, after
        above = Place(start.line - 1, len(self._line(start.line - 1).text))
        return (above, end) if self._text_place(above) is not None else (start, end)

    # Chips

    def remove_chip(self) -> None:
        """Take away the unit the caret is on; on the place for one more, the last unit."""
        self._editor.finish()
        place = self._sheet.place()
        chips = self._line(place.line).chips
        number = min(place.chip, len(chips) - 1)
        if number >= 0:
            node_id, chip = self._line(place.line).node_id, chips[number]
            if chip.role is None:
                done = self._session.perform(set_deadline, node_id, "")
            else:
                done = self._session.perform(cut_chips, node_id, [chip.unit_id], None)
            self._go_after(done, Place(place.line, place.offset, min(place.chip, number)))

    # Places

    def _line(self, index: int) -> TextLine:
        return self._sheet.text.lines[index]

    def _clamped(self, place: Place) -> Place:
        """A place after lines were written, when blanks at their ends have gone."""
        lines = self._sheet.text.lines
        index = min(place.line, len(lines) - 1)
        return Place(index, min(place.offset, len(lines[index].text)), place.chip)

    def _inside(self, place: Place, *, forward: bool) -> Place:
        """The nearest place in a heading or a paragraph."""
        lines = self._sheet.text.lines
        if self._text_place(place) is not None:
            return place
        if forward and place.line + 1 < len(lines):
            return self._inside(Place(place.line + 1, 0), forward=True)
        return Place(max(place.line - 1, 0), len(lines[max(place.line - 1, 0)].text))

    def _text_place(self, place: Place) -> TextPlace | None:
        """A place as verbs know it; None in the title and where no paragraph is."""
        line = self._line(place.line)
        node_id = None if line.node_id == PREAMBLE else line.node_id
        if line.is_heading or line.paragraph_id is not None:
            return TextPlace(node_id, line.paragraph_id, place.offset)
        return None

    def _go_after(self, done: ChangeSet, place: Place) -> None:
        if done:
            place = place._replace(line=min(place.line, len(self._sheet.text.lines) - 1))
            self._sheet.go_to(place)

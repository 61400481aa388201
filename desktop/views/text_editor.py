"""Binds the page to the plan: typing is written after a pause and on leaving a line, changes made elsewhere show."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from db.outline import set_title
from db.text import add_paragraph, replace_range, set_paragraph
from desktop.models.outline_model import PREAMBLE
from desktop.models.text_lines import LineKey, LineKind, LineReader, TextLine, heading_key, paragraph_key
from desktop.session import Session
from desktop.views.text_change import changed_spot
from desktop.views.text_verbs import set_plan_title
from desktop.widgets.text_places import Place
from desktop.widgets.text_sheet import TextSheet
from domain.changes import ChangeSet, Direction
from domain.errors import FanganError
from domain.paragraph_edits import TextPlace
from domain.text import trim

_PAUSE_MS = 900
_STEP_MS = 20_000  # typing that goes on longer becomes more than one step to undo
_OVERTAKEN = ("stale_edit", "row_gone")  # refusals after which the newest state is shown


class Spot(NamedTuple):
    """A place by the key of its line, so that it is found again when lines moved."""

    key: LineKey
    offset: int
    chip: int = -1


class TextEditor(QObject):
    """Shows the whole plan on a sheet. `moved` tells that the caret went to another line."""

    moved = Signal()

    def __init__(self, session: Session, sheet: TextSheet, parent: QObject) -> None:
        super().__init__(parent)
        self.session = session
        self.sheet = sheet
        self._dirty: dict[LineKey, int | None] = {}  # lines typed in, with the version they were typed upon
        self._unread: set[LineKey] = set()  # written while typing, so that a clause in them was not yet read
        self._writing: LineKey | None = None
        self._waiting: list[ChangeSet] = []
        self._line: LineKey | None = None
        self._refusal = ""
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.on_paused)
        self._step = QTimer(self, singleShot=True, interval=_STEP_MS)
        self._step.timeout.connect(session.store.end_merging)
        self._reader = LineReader()
        sheet.text.load(self._reader.read(session.content))
        sheet.go_to(Place(0, 0))
        sheet.typed.connect(self.on_typed)
        sheet.left.connect(self.finish)
        sheet.composed.connect(self.on_composed)
        sheet.cursorPositionChanged.connect(self.on_caret_moved)
        session.failed.connect(self.on_failed)

    # Where the caret is

    @property
    def line(self) -> TextLine:
        """The line of the caret."""
        return self.sheet.text.lines[self.sheet.place().line]

    def spot(self) -> Spot:
        """The place of the caret."""
        place = self.sheet.place()
        return Spot(self.sheet.text.lines[place.line].key, place.offset, place.chip)

    def go_to(self, key: LineKey, offset: int = 0) -> bool:
        """Put the caret into a line; False where it is not there."""
        index = self.sheet.text.index_of(key)
        if index >= 0:
            self.sheet.go_to(Place(index, offset))
        return index >= 0

    def go_to_node(self, node_id: int) -> None:
        """Put the caret before a heading, or before the title."""
        self.go_to(heading_key(node_id))

    def version(self, node_id: int) -> int | None:
        """The stored state of a heading; None for what stands before the first."""
        return next((node.version for node in self.session.content.nodes if node.id == node_id), None)

    # Writing

    def on_typed(self, index: int) -> None:
        """Remember to write a line."""
        line = self.sheet.text.lines[index]
        self._dirty.setdefault(line.key, self.version(line.node_id))
        self._pause.start()

    def on_paused(self) -> None:
        """Write what was typed; typing goes on in the same step."""
        if self.sheet.is_composing:
            self._pause.start()
            return
        if self._dirty and not self._step.isActive():
            self._step.start()
        self._write_all(is_typing=True)

    def on_caret_moved(self) -> None:
        """Finish a line on leaving it."""
        if self.sheet.text.is_patching or self._writing is not None:
            return
        key = self.line.key
        if key != self._line:
            self._line = key
            self.finish()
            self.moved.emit()

    def finish(self) -> None:
        """Write what was typed and close the step."""
        self._pause.stop()
        self._write_all(is_typing=False)
        self._step.stop()
        self.session.store.end_merging()

    def _write_all(self, *, is_typing: bool) -> None:
        keys = list(self._dirty) + ([] if is_typing else [key for key in self._unread if key not in self._dirty])
        for key in keys:
            self._write(key, is_typing=is_typing)

    def _write(self, key: LineKey, *, is_typing: bool) -> None:
        text = self.sheet.text
        index = text.index_of(key)
        if index < 0:
            self._forget(key)
            return
        line, words, self._refusal = text.lines[index], text.typed(index), ""
        if trim(words) != line.text or (key in self._unread and not is_typing):
            self._writing = key
            self._perform(line, words, is_typing=is_typing)
            key, self._writing = self._writing, None
            if self._refusal not in ("", *_OVERTAKEN):
                return  # the disk, not the plan, refused: it stays here until it can be written
        self._forget(key)
        index = text.index_of(key)
        if is_typing and not self._refusal:
            self._unread.add(key)  # a clause in it is read, and blanks at its ends go, when it is left
        elif index >= 0:
            text.settle(index)

    def _perform(self, line: TextLine, words: str, *, is_typing: bool) -> None:
        version = self._dirty.get(line.key, self.version(line.node_id))
        session, kind = self.session, line.key.kind
        if kind is LineKind.TITLE:
            session.perform(set_plan_title, words)
        elif kind is LineKind.HEADING:
            session.perform(set_title, line.node_id, " ".join(words.split("\n")), version)
        elif kind is LineKind.PARAGRAPH and "\n" in words:
            place = TextPlace(None if line.node_id == PREAMBLE else line.node_id, line.key.id, 0)
            session.perform(replace_range, place, replace(place, offset=len(line.text)), words)
        elif kind is LineKind.PARAGRAPH:
            session.perform(set_paragraph, line.key.id, words, version, is_typing=is_typing)
        elif kind in (LineKind.OPENING, LineKind.CLAUSE) and trim(words):
            session.perform(add_paragraph, line.node_id if line.node_id != PREAMBLE else None, 0, words)

    def _forget(self, key: LineKey) -> None:
        self._dirty.pop(key, None)
        self._unread.discard(key)

    def on_failed(self, error: FanganError) -> None:
        """Remember why the last verb was refused."""
        self._refusal = error.code

    # Following

    def is_held(self, key: LineKey) -> bool:
        """Whether words that are typed, and not yet written, must stay."""
        return key in self._dirty and key != self._writing

    def is_writing(self, key: LineKey) -> bool:
        """Whether a line was typed in since the caret came to it."""
        return key in self._dirty or key in self._unread

    def on_composed(self) -> None:
        """Show what waited for the input method."""
        waiting, self._waiting = self._waiting, []
        for changes in waiting:
            self.apply(changes)

    def apply(self, changes: ChangeSet) -> None:
        """Show what a change means to the text; after undo and redo go where it happened."""
        if not changes.touches("plan", "outline_node", "paragraph", "unit", "duty", "appendix_table"):
            return
        if self.sheet.is_composing:
            self._waiting.append(changes)
            return
        sheet = self.sheet
        self._adopt(changes)
        lines = self._reader.read(self.session.content)
        self._note_overtaken(lines)
        caret, top = self._caret(), sheet.top_line()
        sheet.text.apply(lines, self.is_held)
        self._put_caret(*caret)
        sheet.keep_top(top)
        if changes.direction is not Direction.DO:
            self._go_to_change(changes)
        self._line = self.line.key
        self.moved.emit()

    def _adopt(self, changes: ChangeSet) -> None:
        """What was written where there was no paragraph is one now: its line goes on as that."""
        key = self._writing
        if key is None or key.kind not in (LineKind.OPENING, LineKind.CLAUSE):
            return
        added = [one.row_id for one in changes.changes if one.table == "paragraph" and one.before is None]
        index = self.sheet.text.index_of(key)
        if added and index >= 0:
            line = self.sheet.text.lines[index]
            self.sheet.text.rename(index, replace(line, key=paragraph_key(added[0])))
            self._dirty.pop(key, None)
            self._writing = paragraph_key(added[0])

    def _note_overtaken(self, lines: list[TextLine]) -> None:
        """Typing goes on upon the newest state, unless that changed the very words."""
        stored = {line.key: line.text for line in lines} if self._dirty else {}
        text = self.sheet.text
        for key in self._dirty:
            index = text.index_of(key)
            if index >= 0 and stored.get(key) == text.lines[index].text:
                self._dirty[key] = self.version(text.lines[index].node_id)

    def _caret(self) -> tuple[Spot, Spot]:
        cursor, lines = self.sheet.textCursor(), self.sheet.text.lines
        places = [self.sheet.place_of(position) for position in (cursor.position(), cursor.anchor())]
        spot, anchor = (Spot(lines[place.line].key, place.offset, place.chip) for place in places)
        return spot, anchor

    def _put_caret(self, spot: Spot, anchor: Spot) -> None:
        if self._caret() == (spot, anchor):
            return
        index = self.sheet.text.index_of(spot.key)
        start = self.sheet.text.index_of(anchor.key)
        if index < 0:
            return
        other = Place(start, anchor.offset, anchor.chip) if start >= 0 and anchor != spot else None
        self.sheet.go_to(Place(index, spot.offset, spot.chip), other)

    def _go_to_change(self, changes: ChangeSet) -> None:
        found = changed_spot(changes, self.sheet.text)
        if found is not None:
            self.sheet.go_to(found)
            self.sheet.ensureCursorVisible()

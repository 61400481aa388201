"""The document behind the page: one block a line, patched where lines changed and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from difflib import SequenceMatcher

from PySide6.QtCore import QObject
from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument

from desktop.models.outline_model import PREAMBLE
from desktop.models.text_lines import TITLE_KEY, LineKey, TextLine, subtree_end
from desktop.widgets.duty_chips import OBJECT, ChipObject, append_chips, chip_words, words_of
from desktop.widgets.text_style import TextStyle
from domain.patterns import pattern
from domain.text import trim

_BREAK = "\u2028"
_BREAKS = pattern("\r\n|[\r\n\u2029]")
_KEEP = QTextCursor.MoveMode.KeepAnchor
Held = Callable[[LineKey], bool]


class TextDocument(QObject):
    """Lines and their blocks, in step: line i is block i.

    What is typed stands in the blocks before the lines know of it; `typed` reads it. `is_patching` is set while the
    document is changed from here. The document has no undo of its own: steps are the plan's.
    """

    def __init__(self, style: TextStyle, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.document = QTextDocument(self)
        self.document.setUndoRedoEnabled(False)
        self.is_patching = False
        self.lines: list[TextLine] = [TextLine(TITLE_KEY, PREAMBLE, "")]
        self.folded: set[int] = set()
        self.touched: list[LineKey] = []  # what the last patch wrote, for whoever measures it
        self._hidden: list[bool] = [False]
        self._places: dict[LineKey, int] | None = None
        self.style = style
        self.chips = ChipObject(self.document, style.chip, style.ascent)
        self.set_style(style)

    def set_style(self, style: TextStyle) -> None:
        """Set everything in other faces or another size."""
        self.style = style
        self.document.setDefaultFont(style.body)
        self.document.setDocumentMargin(style.side)
        self.chips.set_font(style.chip, style.ascent)
        lines, words = self.lines, [self.typed(index) for index in range(len(self.lines))]
        self.lines = []
        self.load(lines)
        for index, text in enumerate(words):
            if text != lines[index].text:
                self._replace_words(index, text)

    def load(self, lines: Sequence[TextLine]) -> None:
        """Show lines in place of whatever was there."""
        self.is_patching = True
        cursor = QTextCursor(self.document)
        cursor.beginEditBlock()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.removeSelectedText()
        for index, line in enumerate(lines):
            self._write_line(cursor, line, is_first=index == 0)
        cursor.endEditBlock()
        self._take(list(lines))
        self._hidden = [False] * len(lines)
        self.is_patching = False
        self.show_folds()

    def index_of(self, key: LineKey) -> int:
        """Where a line stands, -1 where it does not."""
        if self._places is None:
            self._places = {line.key: index for index, line in enumerate(self.lines)}
        return self._places.get(key, -1)

    def block(self, index: int) -> QTextBlock:
        """The block of a line."""
        return self.document.findBlockByNumber(index)

    def typed(self, index: int) -> str:
        """The words of a line as they stand on the page."""
        return words_of(self.block(index).text()).replace(_BREAK, "\n")

    def rename(self, index: int, line: TextLine) -> None:
        """Know a line by another key from now on; its block stays as it is."""
        self.lines[index] = line
        self._places = None

    def settle(self, index: int) -> None:
        """Let a line stand as it is stored, without the blanks at its ends."""
        if self.typed(index) != self.lines[index].text:
            self._replace_words(index, self.lines[index].text)

    def apply(self, lines: Sequence[TextLine], is_held: Held) -> None:
        """Become other lines; words that `is_held` says are being written stay as they stand."""
        self.is_patching = True
        self.touched = []
        cursor = QTextCursor(self.document)
        cursor.beginEditBlock()
        before = self._restructure(cursor, lines)
        for index, (old, new) in enumerate(zip(before, lines, strict=True)):
            if old is not new and old != new:
                self._update(index, old, new, is_held)
                self.touched.append(new.key)
        cursor.endEditBlock()
        self._take(list(lines))
        self.is_patching = False
        self.show_folds()

    # Folding

    def can_fold(self, index: int) -> bool:
        """Whether something stands below a heading."""
        line, below = self.lines[index], self.lines[index + 1 : index + 2]
        return line.is_heading and any(not one.level or one.level > line.level for one in below)

    def fold(self, node_ids: Collection[int]) -> None:
        """Fold exactly these headings."""
        self.folded = set(node_ids)
        self.show_folds()

    def is_hidden(self, index: int) -> bool:
        """Whether a line is folded away."""
        return self._hidden[index]

    def reveal(self, index: int) -> None:
        """Unfold what hides a line."""
        if not self._hidden[index]:
            return
        for above in range(index - 1, -1, -1):
            line = self.lines[above]
            if line.node_id in self.folded and line.is_heading and subtree_end(self.lines, above) > index:
                self.folded.discard(line.node_id)
        self.show_folds()

    def show_folds(self) -> None:
        """Hide what stands below folded headings."""
        wanted = [False] * len(self.lines)
        index = 0
        while index < len(self.lines):
            line = self.lines[index]
            if line.is_heading and line.node_id in self.folded:
                end = subtree_end(self.lines, index)
                wanted[index + 1 : end] = [True] * (end - index - 1)
                index = end
            else:
                index += 1
        changed = [place for place, (old, new) in enumerate(zip(self._hidden, wanted, strict=True)) if old != new]
        for place in changed:
            self.block(place).setVisible(not wanted[place])
        self._hidden = wanted
        if changed:
            start, last = self.block(changed[0]).position(), self.block(changed[-1])
            self.document.markContentsDirty(start, last.position() + last.length() - start)

    # Patching

    def _take(self, lines: list[TextLine]) -> None:
        self.lines = lines
        self._places = None

    def _restructure(self, cursor: QTextCursor, lines: Sequence[TextLine]) -> list[TextLine]:
        """Take out and put in blocks, from the end; returns what every block says before it is updated."""
        old = self.lines
        first = _common(old, lines)
        behind = _common(old[first:][::-1], lines[first:][::-1])
        before = list(old)
        matcher = SequenceMatcher(
            None,
            [line.key for line in old[first : len(old) - behind]],
            [line.key for line in lines[first : len(lines) - behind]],
            autojunk=False,
        )
        for tag, start, end, from_, to in reversed(matcher.get_opcodes()):
            if tag == "equal":
                continue
            place = first + start
            fresh = list(lines[first + from_ : first + to])
            if end > start:
                self._remove(cursor, place, first + end)
            if fresh:
                self._insert(cursor, place, fresh)
            before[place : first + end] = fresh
            self._hidden[place : first + end] = [False] * len(fresh)
            self.touched += [line.key for line in fresh]
        return before

    def _remove(self, cursor: QTextCursor, start: int, end: int) -> None:
        above, last = self.block(start - 1), self.block(end - 1)
        shape, letters = above.blockFormat(), above.charFormat()
        cursor.setPosition(above.position() + above.length() - 1)
        cursor.setPosition(last.position() + last.length() - 1, _KEEP)
        cursor.removeSelectedText()
        cursor.setBlockFormat(shape)
        cursor.setBlockCharFormat(letters)
        # What is left may be the last block with the words of the first.
        self.block(start - 1).setVisible(not self._hidden[start - 1])

    def _insert(self, cursor: QTextCursor, place: int, lines: Sequence[TextLine]) -> None:
        above = self.block(place - 1)
        cursor.setPosition(above.position() + above.length() - 1)
        for line in lines:
            self._write_line(cursor, line)

    def _write_line(self, cursor: QTextCursor, line: TextLine, *, is_first: bool = False) -> None:
        shape, letters = self.style.block_format(line), self.style.char_format(line)
        if is_first:
            cursor.setBlockFormat(shape)
            cursor.setBlockCharFormat(letters)
        else:
            cursor.insertBlock(shape, letters)
        cursor.insertText(_one_block(line.text), letters)
        append_chips(cursor, line)

    def _update(self, index: int, old: TextLine, new: TextLine, is_held: Held) -> None:
        words = self.typed(index)
        if words != new.text and not is_held(new.key) and trim(words) != new.text:
            self._replace_words(index, new.text, new)
        if (chip_words(old), old.tail) != (chip_words(new), new.tail):
            cursor = self._select(index, len_units(self.typed(index)), None)
            cursor.removeSelectedText()
            append_chips(cursor, new)
        if _looks(old) != _looks(new):
            self._dress(index, old, new)

    def _dress(self, index: int, old: TextLine, new: TextLine) -> None:
        cursor = self._select(index, 0, len_units(self.typed(index)))
        shape = self.style.block_format(new)
        if shape != cursor.blockFormat():
            cursor.setBlockFormat(shape)
        letters = self.style.char_format(new)
        if letters != self.style.char_format(old):
            cursor.setCharFormat(letters)
            cursor.setBlockCharFormat(letters)

    def _replace_words(self, index: int, text: str, line: TextLine | None = None) -> None:
        """Change only what differs, so that the caret stays where it can."""
        before = self.typed(index)
        start = _common(before, text)
        end = _common(before[start:][::-1], text[start:][::-1])
        cursor = self._select(index, len_units(before[:start]), len_units(before[: len(before) - end]))
        was = self.is_patching
        self.is_patching = True
        cursor.insertText(_one_block(text[start : len(text) - end]), self.style.char_format(line or self.lines[index]))
        self.is_patching = was

    def _select(self, index: int, start: int, end: int | None) -> QTextCursor:
        block = self.block(index)
        cursor = QTextCursor(block)
        cursor.setPosition(block.position() + start)
        cursor.setPosition(block.position() + (block.length() - 1 if end is None else end), _KEEP)
        return cursor


def _one_block(text: str) -> str:
    """A text that stays in its block whatever a source put into it."""
    return _BREAKS.sub(_BREAK, text).replace(OBJECT, "")


def len_units(text: str) -> int:
    """Length as Qt counts it: characters beyond the first plane are two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def from_units(text: str, units: int) -> int:
    """How many characters so many of Qt's are."""
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * units].decode("utf-16-le", "ignore"))


def _looks(line: TextLine) -> tuple[object, ...]:
    return line.label, line.level, line.look, line.is_centred, bool(line.mark)


def _common(one: Sequence[object], other: Sequence[object]) -> int:
    """How long both begin alike, lines by their keys."""
    length = 0
    for left, right in zip(one, other, strict=False):
        if left is not right and _name(left) != _name(right):
            break
        length += 1
    return length


def _name(thing: object) -> object:
    return thing.key if isinstance(thing, TextLine) else thing

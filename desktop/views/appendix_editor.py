"""The editor inside a cell of an appendix table: its lines are items, with a grade or a number of their own."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QTextCursor

from desktop.widgets.cell_editor import CellEditor
from domain.cell_lines import Lines, finished_text, grade_lines, join_lines, move_lines, split_line
from domain.tables import ColumnKind

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_GRADES = {Qt.Key.Key_0: None, Qt.Key.Key_1: 1, Qt.Key.Key_2: 2, Qt.Key.Key_3: 3}
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_KEEP = QTextCursor.MoveMode.KeepAnchor


class ItemEditor(CellEditor):
    """A CellEditor that knows what a line is.

    Alt with Enter splits the line, which keeps its grade or goes on numbering; Delete at its end and Backspace at
    its beginning join lines; a figure typed over whole lines grades them.
    """

    kind = ColumnKind.TEXT

    def grade_line(self, grade: int | None) -> None:
        """Give the lines of the caret or the selection a grade (1–3), or take it off."""
        if self.kind is ColumnKind.ITEMS:
            first, last = self._chosen()
            self._put(grade_lines(self._lines(), first, last, grade, self.kind))

    def move_line(self, offset: int) -> None:
        """Move the lines of the caret or the selection up (-1) or down (1)."""
        first, last = self._chosen()
        count = self.document().blockCount()
        if first + offset >= 0 and last + offset < count:
            caret = self.textCursor().blockNumber(), self.textCursor().positionInBlock()
            self._put(move_lines(self._lines(), first, last, offset, self.kind))
            self._go(caret[0] + offset, caret[1])

    def tidy(self) -> None:
        """Let go of a mark at the end that nothing was written behind."""
        text = finished_text(self.text, self.kind)
        if text != self.text:
            self._put(text.split("\n"))

    def show_line(self, line: int) -> None:
        """Put the caret at the end of a line."""
        self._go(line, len(self.document().findBlockByNumber(line).text()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Split, join and grade; the rest is as in every cell."""
        key, modifiers = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        cursor = self.textCursor()
        plain = not modifiers
        if key in _ENTER and not plain and self.is_multiline:
            self._split()
        elif key in _STEPS and modifiers == Qt.KeyboardModifier.AltModifier:
            self.move_line(_STEPS[Qt.Key(key)])
        elif key in (*_ENTER, Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.tidy()
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_Delete and plain and cursor.atBlockEnd() and self._can_join(cursor, 0):
            self._join(cursor.blockNumber())
        elif key == Qt.Key.Key_Backspace and plain and cursor.atBlockStart() and self._can_join(cursor, -1):
            self._join(cursor.blockNumber() - 1)
        elif key in _GRADES and plain and self.kind is ColumnKind.ITEMS and self._has_whole_lines():
            self.grade_line(_GRADES[Qt.Key(key)])
        else:
            super().keyPressEvent(event)

    def _split(self) -> None:
        cursor = self.textCursor()
        cursor.removeSelectedText()
        self.setTextCursor(cursor)
        self._take(split_line(self._lines(), cursor.blockNumber(), cursor.positionInBlock(), self.kind))
        self.ensureCursorVisible()

    def _join(self, line: int) -> None:
        self._take(join_lines(self._lines(), line, self.kind))

    def _can_join(self, cursor: QTextCursor, offset: int) -> bool:
        line = cursor.blockNumber() + offset
        return not cursor.hasSelection() and 0 <= line < self.document().blockCount() - 1

    def _has_whole_lines(self) -> bool:
        cursor, document = self.textCursor(), self.document()
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        first, last = document.findBlock(start), document.findBlock(end)
        return start < end and start == first.position() and end == last.position() + last.length() - 1

    def _chosen(self) -> tuple[int, int]:
        """The first and the last line of the selection, or the line of the caret."""
        cursor, document = self.textCursor(), self.document()
        first = document.findBlock(cursor.selectionStart()).blockNumber()
        return first, document.findBlock(cursor.selectionEnd()).blockNumber()

    def _lines(self) -> list[str]:
        return self.text.split("\n")

    def _take(self, lines: Lines) -> None:
        self._put(lines.texts)
        self._go(lines.line, lines.column)

    def _put(self, lines: Sequence[str]) -> None:
        """Write lines in the place of the present ones: only those that differ, as one step to undo while typing."""
        before = self._lines()
        most = min(len(before), len(lines))
        head = next((place for place in range(most) if before[place] != lines[place]), most)
        most -= head
        tail = next((place for place in range(most) if before[-1 - place] != lines[-1 - place]), most)
        if head == len(before) == len(lines):
            return
        while not len(before) - head - tail or not len(lines) - head - tail:  # a line goes with the break beside it
            head, tail = (head, tail - 1) if tail else (head - 1, tail)
        old, new = before[head : len(before) - tail], lines[head : len(lines) - tail]
        document = self.document()
        caret = self.textCursor()
        cursor = QTextCursor(document.findBlockByNumber(head))
        last = document.findBlockByNumber(head + len(old) - 1)
        cursor.setPosition(last.position() + last.length() - 1, _KEEP)
        place = caret.blockNumber(), caret.positionInBlock()
        cursor.insertText("\n".join(new))
        self._go(*place)

    def _go(self, line: int, column: int) -> None:
        block = self.document().findBlockByNumber(min(line, self.document().blockCount() - 1))
        cursor = QTextCursor(block)
        cursor.setPosition(block.position() + min(column, block.length() - 1))
        self.setTextCursor(cursor)

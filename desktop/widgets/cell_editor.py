"""The editor inside a cell: plain text that looks as it will print and grows while it is typed."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QKeyEvent,
    QPalette,
    QTextBlockFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from desktop.widgets.text_layout import line_pitch
from domain.cell_items import parse_cell, with_grade

SIDE = 7  # px between the lines of a cell and its text
ABOVE = 6
_FRAME = 2
_BREAKS = str.maketrans({"\u2028": "\n", "\u2029": "\n"})


class CellEditor(QTextEdit):
    """Plain text in a cell.

    Enter commits and goes down, Tab goes right, Esc leaves the cell as it was; Alt, Ctrl or Shift with Enter starts
    a new line where several may be. `finished` carries the step to the next cell (rows, columns) and whether to
    keep the text; `grew` the height in px that the cell now needs.
    """

    finished = Signal(int, int, bool)
    grew = Signal(int)

    def __init__(self, font: QFont, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.place = QPersistentModelIndex()
        self.version: int | None = None
        self.is_multiline = True
        self.started = False
        self._original = ""
        self._pitch = line_pitch(font)
        self.setFont(font)
        self.setAcceptRichText(False)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.Box)
        self.setFrameShadow(QFrame.Shadow.Plain)
        self.setLineWidth(_FRAME)
        self.setAutoFillBackground(True)
        self.document().setDocumentMargin(0)
        self.document().documentLayout().documentSizeChanged.connect(self.on_size_changed)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, palette.color(QPalette.ColorRole.Accent))
        palette.setColor(QPalette.ColorRole.Window, palette.color(QPalette.ColorRole.Base))
        self.setPalette(palette)

    @property
    def text(self) -> str:
        """What stands in the editor, every character kept."""
        return self.document().toRawText().translate(_BREAKS)

    @property
    def is_changed(self) -> bool:
        """Whether the text is another than at the start."""
        return self.text != self._original

    def begin(self, text: str, alignment: Qt.AlignmentFlag, *, replaces: bool) -> None:
        """Start from a text: all of it selected when typing replaces it, else with the cursor at its end."""
        self.started = True
        self._original = text
        self.document().setUndoRedoEnabled(False)
        self.setPlainText(text)
        cursor = self.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        form = QTextBlockFormat()
        form.setLineHeight(self._pitch, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        form.setAlignment(alignment & Qt.AlignmentFlag.AlignHorizontal_Mask)
        cursor.mergeBlockFormat(form)
        if not replaces:
            cursor.movePosition(QTextCursor.MoveOperation.End)
        self.setTextCursor(cursor)
        self.document().setUndoRedoEnabled(True)

    def take_back(self, text: str) -> None:
        """Put in a text that could not be written before, in place of that of the cell; undo brings that back."""
        cursor = self.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        self.setTextCursor(cursor)

    def grade_line(self, grade: int | None) -> None:
        """Give the line the cursor is on a grade (1–3), or take it off."""
        cursor = self.textCursor()
        block = cursor.block()
        if not block.text().strip():
            return
        item = parse_cell(block.text()).items[0]
        cursor.setPosition(block.position())
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(with_grade(item, grade).printed)
        self.setTextCursor(cursor)

    def needed_height(self) -> int:
        """Px from line to line of the cell that the text needs."""
        return round(self.document().size().height()) + 2 * ABOVE + 1

    def fit_inside(self) -> None:
        """Let the text stand where it stands in the cell: in the middle of its height."""
        spare = self.height() - round(self.document().size().height())
        above = max(spare // 2, ABOVE) - _FRAME
        side = SIDE - _FRAME
        self.setViewportMargins(side, above, side, 0)

    def on_size_changed(self) -> None:
        """Tell the table that the text takes more or less room."""
        if self.started:
            self.fit_inside()
            self.grew.emit(self.needed_height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, Tab and Esc end the edit; everything else is typing."""
        key, modifiers = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if modifiers == Qt.KeyboardModifier.NoModifier:
                self.finished.emit(1, 0, True)
            elif self.is_multiline:
                self.textCursor().insertBlock()
                self.ensureCursorVisible()
        elif key == Qt.Key.Key_Tab and modifiers == Qt.KeyboardModifier.NoModifier:
            self.finished.emit(0, 1, True)
        elif key == Qt.Key.Key_Backtab:
            self.finished.emit(0, -1, True)
        elif key == Qt.Key.Key_Escape:
            self.finished.emit(0, 0, False)
        else:
            super().keyPressEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste plain text; line breaks only where the cell may have them."""
        text = source.text().replace("\r\n", "\n").replace("\r", "\n")
        self.textCursor().insertText(text if self.is_multiline else " ".join(text.split("\n")))

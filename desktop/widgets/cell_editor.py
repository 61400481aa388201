"""The editor inside a cell: plain text that looks as it will print and grows while it is typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QMimeData, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QKeyEvent,
    QPalette,
    QTextBlockFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QCompleter, QFrame, QTextEdit, QWidget

from desktop.widgets.text_layout import line_pitch
from domain.cell_items import parse_cell, with_grade

SIDE = 7  # px between the lines of a cell and its text
ABOVE = 6
_FRAME = 2
_BREAKS = str.maketrans({"\u2028": "\n", "\u2029": "\n"})
_SEPARATORS = "、，,\n"


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
        self._completer: QCompleter | None = None
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

    def offer_names(self, names: Callable[[], Sequence[str]]) -> None:
        """Complete what is typed after the last 、 from these names."""
        completer = QCompleter(list(names()), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setWidget(self)
        completer.activated[str].connect(self.on_name_chosen)  # type: ignore[index]
        completer.popup().setAccessibleName(self.tr("可选的单位"))
        self._completer = completer
        self.textChanged.connect(self.on_typed)

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

    def on_typed(self) -> None:
        """Offer the names that hold what is being typed."""
        if self._completer is None or not self.hasFocus():
            return
        typed = self._fragment()
        self._completer.setCompletionPrefix(typed)
        if not typed or self._completer.completionCount() == 0:
            self._completer.popup().hide()
            return
        self._completer.popup().setCurrentIndex(self._completer.completionModel().index(0, 0))
        rect = self.cursorRect().translated(self.viewport().pos())
        rect.setWidth(self._completer.popup().sizeHintForColumn(0) + 2 * SIDE)
        self._completer.complete(rect)

    def on_name_chosen(self, name: str) -> None:
        """Put a name in the place of what was typed of it."""
        cursor = self.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, len(self._fragment()))
        self.blockSignals(True)  # the name itself is not to be completed again
        cursor.insertText(name)
        self.blockSignals(False)
        self.setTextCursor(cursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, Tab and Esc end the edit; everything else is typing."""
        key, modifiers = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if self._completer is not None and self._completer.popup().isVisible() and key in _POPUP_KEYS:
            event.ignore()  # the list of names takes it
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
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

    def _fragment(self) -> str:
        before = self.textCursor().block().text()[: self.textCursor().positionInBlock()]
        return before[max(before.rfind(mark) for mark in _SEPARATORS) + 1 :].strip()


_POPUP_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Escape)

"""The matrix at work: a click, a key, a drag or the clipboard gives units their roles."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QItemSelectionRange, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QWidget

from desktop.models.matrix_model import MatrixModel
from desktop.widgets.matrix_blocks import block_text, filled, read_block
from desktop.widgets.matrix_paint import handle_rect
from desktop.widgets.matrix_table import MatrixTable
from domain.units import Role

ROLE_KEYS: dict[int, Role | None] = {
    Qt.Key.Key_1: Role.LEAD,
    Qt.Key.Key_Q: Role.LEAD,
    Qt.Key.Key_2: Role.SUPPORT,
    Qt.Key.Key_P: Role.SUPPORT,
    Qt.Key.Key_3: Role.RESPONSIBLE,
    Qt.Key.Key_L: Role.RESPONSIBLE,
    Qt.Key.Key_0: None,
    Qt.Key.Key_Delete: None,
    Qt.Key.Key_Backspace: None,
}
_CLIPBOARD = (QKeySequence.StandardKey.Copy, QKeySequence.StandardKey.Cut, QKeySequence.StandardKey.Paste)


class MatrixGrid(MatrixTable):
    """A MatrixTable that takes roles; `passed_over` tells how many texts of a clipboard were none."""

    passed_over = Signal(int)

    def __init__(self, model: MatrixModel, parent: QWidget | None = None) -> None:
        super().__init__(model, parent)
        self._pressed = QModelIndex()

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where a click begins; take hold of the selection by its handle."""
        place = event.position().toPoint()
        plain = event.button() is Qt.MouseButton.LeftButton and not event.modifiers()
        if plain and handle_rect(self).adjusted(-2, -2, 2, 2).contains(place):
            self.filling = self.block()
            return
        self._pressed = self.indexAt(place) if plain else QModelIndex()
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click is two clicks."""
        self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light what is under the pointer; show how far a drag would fill."""
        place = event.position().toPoint()
        index = self.indexAt(place)
        self.hover(index.row(), index.column())
        if self.filling is not None:
            self._stretch(self.filling, place)
            return
        over = not event.buttons() and handle_rect(self).contains(place)
        self.viewport().setCursor(Qt.CursorShape.CrossCursor if over else Qt.CursorShape.ArrowCursor)
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click that ends where it began gives the next role; a drag of the handle fills."""
        if self.filling is not None:
            source, target = self.filling, self.target
            self.filling = self.target = None
            self.viewport().update()
            if target is not None:
                self.fill(source, target)
            return
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and index.isValid() and index == self._pressed:
            self.matrix.cycle_role(index)
        self._pressed = QModelIndex()

    def leaveEvent(self, event: QEvent) -> None:
        """Light nothing."""
        self.hover(-1, -1)
        super().leaveEvent(event)

    def _stretch(self, source: QItemSelectionRange, place: QPoint) -> None:
        """Let the target reach from the source to a place, in the direction that lies farther."""
        row, column = self.rowAt(place.y()), self.columnAt(place.x())
        row = row if row >= 0 else (0 if place.y() < 0 else self.matrix.rowCount() - 1)
        column = column if column >= 0 else (0 if place.x() < 0 else self.matrix.columnCount() - 1)
        down = max(row - source.bottom(), source.top() - row, 0) * self.units.pitch * 2
        across = max(column - source.right(), source.left() - column, 0) * self.units.defaultSectionSize()
        top, left, bottom, right = source.top(), source.left(), source.bottom(), source.right()
        if down >= across:
            top, bottom = min(top, row), max(bottom, row)
        else:
            left, right = min(left, column), max(right, column)
        index = self.matrix.index
        self.target = QItemSelectionRange(index(top, left), index(bottom, right)) if down or across else None
        self.scrollTo(index(row, column))
        self.viewport().update()

    # Keys

    def event(self, event: QEvent) -> bool:
        """Claim the clipboard's keys before a window's own shortcuts do."""
        if event.type() is QEvent.Type.ShortcutOverride and _is_clipboard_key(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters and digits give a role, 0 and Delete take it, the space bar gives the next one, Enter goes down."""
        key, modified = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        for sequence, deed in zip(_CLIPBOARD, (self.copy, self.cut, self.paste), strict=True):
            if event.matches(sequence):
                deed()
                return
        if key == Qt.Key.Key_Escape and (self.filling is not None or self.units.is_dragging):
            self.filling = self.target = None
            self.units.end_drag()
            self.viewport().update()
        elif key in ROLE_KEYS and not modified:
            self.matrix.set_roles(self.selected_cells(), ROLE_KEYS[key])
        elif key == Qt.Key.Key_Space and not modified and self.currentIndex().isValid():
            self.matrix.set_roles(
                self.selected_cells(), self.matrix.following(self.matrix.role_at(self.currentIndex()))
            )
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not modified:
            self._go_down()
        elif modified or not event.text().isalnum():  # a letter without a role would search
            super().keyPressEvent(event)

    def _go_down(self) -> None:
        row = next(
            (at for at in range(self.currentIndex().row() + 1, self.matrix.rowCount()) if self.matrix.is_task(at)), -1
        )
        if row >= 0:
            self.show_cell(row, -1)

    # Blocks

    def copy(self) -> None:
        """Put the selected cells on the clipboard."""
        text = block_text(self.matrix, self._places())
        if text:
            QGuiApplication.clipboard().setText(text)

    def cut(self) -> None:
        """Copy the selected cells and empty them."""
        self.copy()
        self.matrix.write(dict.fromkeys(self._places()), self.tr("剪切"))

    def paste(self) -> None:
        """Write the clipboard's cells, their corner at the first selected one, and select what was written."""
        text, places = QGuiApplication.clipboard().text(), self._places()
        if not text or not places:
            return
        corner = places[0]
        pasted = read_block(self.matrix, text, corner, places)
        if pasted.cells:
            self.matrix.write(pasted.cells, self.tr("粘贴"))
            self.select_block(*corner, pasted.bottom, pasted.right)
        if pasted.passed_over:
            self.passed_over.emit(pasted.passed_over)

    def fill(self, source: QItemSelectionRange, target: QItemSelectionRange) -> None:
        """Go on the pattern of some cells over others, and select them all."""
        self.matrix.write(filled(self.matrix, source, target), self.tr("填充"))
        self.select_block(target.top(), target.left(), target.bottom(), target.right())

    def fill_from_edge(self, *, down: bool) -> None:
        """Fill the selection from its first row or column; a single one from the cell before it."""
        block = self.block()
        if block is None:
            return
        top, left = block.top(), block.left()
        if down and block.height() == 1:
            top = next((at for at in range(top - 1, -1, -1) if self.matrix.is_task(at)), top)
        elif not down and block.width() == 1:
            left = max(left - 1, 0)
        index, bottom, right = self.matrix.index, block.bottom(), block.right()
        last = index(top, right) if down else index(bottom, left)
        source = QItemSelectionRange(index(top, left), last)
        self.matrix.write(
            filled(self.matrix, source, QItemSelectionRange(index(top, left), index(bottom, right))), self.tr("填充")
        )

    def _places(self) -> Sequence[tuple[int, int]]:
        return [(one.row(), one.column()) for one in self.selected_cells()]


def _is_clipboard_key(event: QEvent) -> bool:
    return isinstance(event, QKeyEvent) and any(event.matches(key) for key in _CLIPBOARD)

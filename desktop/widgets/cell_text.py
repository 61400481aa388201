"""How a cell of document text is drawn, measured and edited."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QPainter, QPalette, QTextLayout
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.models.columns import FINDING_ROLE, MULTILINE_ROLE, VERSION_ROLE, ColumnModel, Index
from desktop.widgets.cell_editor import ABOVE, SIDE, CellEditor
from desktop.widgets.finding_marks import paint_marks
from desktop.widgets.text_layout import LaidText, TextLayouts
from domain.checks import Severity
from domain.errors import FanganError, InputError

_DOT = 6  # px across
_AMBER_HUE = 38  # degrees


def paint_dot(painter: QPainter, x: float, y: float, palette: QPalette) -> None:
    """A small amber dot with its middle at (x, y): something to look at."""
    dark = palette.color(QPalette.ColorRole.Base).lightness() < palette.color(QPalette.ColorRole.Text).lightness()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor.fromHsl(_AMBER_HUE, 220, 140 if dark else 100))
    painter.drawEllipse(QRectF(x - _DOT / 2, y - _DOT / 2, _DOT, _DOT))
    painter.restore()


class CellTextDelegate(QStyledItemDelegate):
    """Cells of wrapped text between hairlines.

    `stepped` asks for the next cell after an edit (rows, columns); `grew` says which height in px the cell that is
    being edited needs.
    """

    stepped = Signal(int, int)
    grew = Signal(object, int)

    def __init__(self, font: QFont, parent: QAbstractItemView) -> None:
        super().__init__(parent)
        self.layouts = TextLayouts(font)
        self.marks: Callable[[Index], Sequence[tuple[int, int, Severity]]] = lambda _index: ()
        self.replaces = False  # whether the next edit begins with typing over the text
        self._view = parent
        self._kept: tuple[QPersistentModelIndex, str] | None = None  # what was typed and refused

    def needed_height(self, text: str, width: int) -> int:
        """Height in px that a text needs in a cell of that width, lines included."""
        return self.layouts.lay_out(text, self.text_width(width)).height + 2 * ABOVE + 1

    def estimated_height(self, text: str, width: int) -> int:
        """The same by arithmetic, for cells out of sight."""
        return self.layouts.estimate_height(text, self.text_width(width)) + 2 * ABOVE + 1

    def text_width(self, width: int) -> int:
        """Px for text in a cell of that width."""
        return width - 1 - 2 * SIDE

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """The size of the text in the column as wide as it is."""
        width = self._view.visualRect(index).width()
        return QSize(width, self.needed_height(str(index.data()), width))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw paper, text, hairlines, the dot of a finding and the frame of the current cell."""
        palette, rect = option.palette, option.rect  # type: ignore[attr-defined]  # absent from the stubs
        is_current = index == self._view.currentIndex()
        state = option.state  # type: ignore[attr-defined]
        selected = bool(state & QStyle.StateFlag.State_Selected) and not is_current
        is_centred = bool(index.data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignHCenter)
        painter.save()
        painter.setClipRect(rect)
        painter.fillRect(rect, palette.highlight() if selected else palette.base())
        laid = self.layouts.lay_out(str(index.data()), self.text_width(rect.width()), is_centred=is_centred)
        painter.setPen(palette.color(QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text))
        top = rect.top() + max((rect.height() - 1 - laid.height) // 2, ABOVE)
        laid.draw(painter, rect.left() + SIDE, top, () if selected else self.formats(index))
        if marks := self.marks(index):
            paint_marks(painter, laid.layout, QPointF(rect.left() + SIDE, top), str(index.data()), marks, palette)
        painter.setPen(palette.color(QPalette.ColorRole.Mid))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        if index.column() == 0:
            painter.drawLine(rect.topLeft(), rect.bottomLeft())
        if index.data(FINDING_ROLE):
            paint_dot(painter, rect.left() + SIDE / 2 + 1, top + self.layouts.pitch / 2 + 1, palette)
        self.paint_over(painter, rect, top, laid, index)
        if is_current:
            role = QPalette.ColorRole.Accent if self._view.hasFocus() else QPalette.ColorRole.PlaceholderText
            painter.setPen(palette.color(role))
            painter.drawRect(rect.adjusted(0, 0, -2, -2))
            painter.drawRect(rect.adjusted(1, 1, -3, -3))
        painter.restore()

    def paint_over(self, painter: QPainter, rect: QRect, top: int, laid: LaidText, index: Index) -> None:
        """Draw more over a cell, the first line of which begins at `top`."""

    def formats(self, index: Index) -> Sequence[QTextLayout.FormatRange]:
        """Parts of a cell's text that are drawn in another way."""
        return ()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """An editor in the face of the cell."""
        editor = CellEditor(self.layouts.font, parent)
        editor.setAccessibleName(str(index.model().headerData(index.column(), Qt.Orientation.Horizontal)))
        editor.finished.connect(self.on_finished)
        editor.grew.connect(self.on_grew)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Start from the text of the cell; an edit that goes on keeps what was typed."""
        assert isinstance(editor, CellEditor)
        if editor.started:
            return
        editor.place = QPersistentModelIndex(index)
        editor.version = index.data(VERSION_ROLE)
        editor.is_multiline = bool(index.data(MULTILINE_ROLE))
        editor.begin(
            str(index.data(Qt.ItemDataRole.EditRole)),
            index.data(Qt.ItemDataRole.TextAlignmentRole),
            replaces=self.replaces,
        )
        if self._kept is not None and self._kept[0] == editor.place:
            if not self.replaces:
                editor.take_back(self._kept[1])
            self._kept = None

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Write the text if it is another one, with the version the edit began from; what is refused is kept."""
        assert isinstance(editor, CellEditor) and isinstance(model, ColumnModel)
        if not editor.is_changed:
            return
        place, text = QPersistentModelIndex(index), editor.text
        refusals: list[FanganError] = []
        note = model.session.failed.connect(refusals.append)
        model.write(index, text, editor.version)
        model.session.failed.disconnect(note)
        if refusals and text.strip() and place.isValid():
            self._kept = (place, text)
            hint = self.tr("您输入的文字还留着：在这一格按 F2 取回。")
            model.session.failed.emit(InputError(refusals[-1].code, refusals[-1].message, hint))

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Cover the cell up to its hairlines."""
        assert isinstance(editor, CellEditor)
        editor.setGeometry(option.rect.adjusted(0, 0, -1, -1))  # type: ignore[attr-defined]
        editor.fit_inside()

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Leave the keys to the editor: it knows which of them end the edit."""
        if event.type() is QEvent.Type.KeyPress and isinstance(editor, CellEditor):
            return False
        return super().eventFilter(editor, event)

    def on_finished(self, rows: int, columns: int, keep: bool) -> None:
        """Close the editor that says it is done, writing its text or not, and go to the next cell."""
        editor = self.sender()
        assert isinstance(editor, CellEditor)
        if keep:
            self.commitData.emit(editor)
            self.closeEditor.emit(editor, self.EndEditHint.NoHint)
        else:
            self.closeEditor.emit(editor, self.EndEditHint.RevertModelCache)
        if rows or columns:
            self.stepped.emit(rows, columns)

    def on_grew(self, height: int) -> None:
        """Pass on what the edited cell needs."""
        editor = self.sender()
        assert isinstance(editor, CellEditor)
        self.grew.emit(editor, height)

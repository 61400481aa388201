"""The list of columns of a designed table, typed into as into a spreadsheet."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QCoreApplication, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFrame,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop.models.design_model import COLUMN_KIND_LABELS, GROUP, KIND, NAME, WIDTH, DesignModel

_ROW = 28  # px
_Index = QModelIndex | QPersistentModelIndex


class DesignGrid(QTableView):
    """Click selects, typing replaces, Enter commits and goes down, Tab right, Esc leaves as it was."""

    def __init__(self, model: DesignModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setAccessibleName(self.tr("附表的列"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setItemDelegate(_FieldDelegate(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.AnyKeyPressed | trigger.DoubleClicked | trigger.EditKeyPressed)
        self.verticalHeader().setDefaultSectionSize(_ROW)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setFixedWidth(self.fontMetrics().horizontalAdvance("000") + 8)
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        self.verticalHeader().setHighlightSections(False)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(GROUP, QHeaderView.ResizeMode.Stretch)
        for column, sample in ((KIND, "　编号措施　　"), (WIDTH, "宽度（毫米）　")):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column, self.fontMetrics().horizontalAdvance(sample))
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)

    def place(self) -> tuple[int, int]:
        """Row and column of the current field, -1 for none."""
        return self.currentIndex().row(), self.currentIndex().column()

    def go_to(self, row: int, column: int = NAME) -> None:
        """Select a field, as far as there is one."""
        rows = self.model().rowCount()
        if rows:
            self.setCurrentIndex(self.model().index(min(max(row, 0), rows - 1), max(column, 0)))

    def finish_editing(self) -> None:
        """Take what is being typed."""
        if self.state() is QAbstractItemView.State.EditingState:
            self.setFocus()  # the editor commits when it loses the focus

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes down."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            row, column = self.place()
            self.go_to(row + 1, column)
            return
        super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Let an input method begin an edit as keys do; Qt itself opens the editor but keeps the text back."""
        super().inputMethodEvent(event)
        editor = next((one for one in self.viewport().findChildren(QLineEdit) if one.isVisible()), None)
        if editor is not None and (event.commitString() or event.preeditString()):
            QCoreApplication.sendEvent(editor, event)


class _FieldDelegate(QStyledItemDelegate):
    def __init__(self, grid: DesignGrid) -> None:
        super().__init__(grid)
        self._grid = grid

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        if index.column() == KIND:
            box = QComboBox(parent)
            for kind, label in COLUMN_KIND_LABELS.items():
                box.addItem(label, kind.value)
            box.activated.connect(self.on_chosen)
            return box
        edit = QLineEdit(parent)
        edit.setAccessibleName(str(index.model().headerData(index.column(), Qt.Orientation.Horizontal)))
        return edit

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        value = index.data(Qt.ItemDataRole.EditRole)
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(editor.findData(value))
        elif isinstance(editor, QLineEdit):
            editor.setText(str(value) if index.column() != WIDTH or value else "")

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentData())
        elif isinstance(editor, QLineEdit):
            model.setData(index, editor.text())

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and isinstance(editor, QLineEdit)
        ):
            row, column = self._grid.place()
            self.commitData.emit(editor)
            self.closeEditor.emit(editor, self.EndEditHint.NoHint)
            self._grid.go_to(row + 1, column)
            return True
        return super().eventFilter(editor, event)

    def on_chosen(self) -> None:
        """Take the kind as soon as it is chosen."""
        box = self.sender()
        if isinstance(box, QComboBox):
            self.commitData.emit(box)
            self.closeEditor.emit(box, self.EndEditHint.NoHint)

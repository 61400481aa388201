"""The tree of headings, as calm as the list of places beside it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from desktop.theme import MARGIN

_PAD = 5  # px above and below a row's text
_INDENT = 18  # px a level
_MEASURED = 40  # rows by which the note's column is fitted: measuring all of a long plan takes too long


class OutlineTree(QTreeView):
    """Shows a model whose first column is a heading and whose second a quiet note."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("章节"))
        self.setHeaderHidden(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setIndentation(_INDENT)
        self.setUniformRowHeights(True)
        self.setExpandsOnDoubleClick(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_HeadingDelegate(self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Window)
        self.setMinimumWidth(200)

    def fit_columns(self) -> None:
        """Give the note what it needs and the heading the rest; after a model was set."""
        header = self.header()
        header.setStretchLastSection(False)
        header.setResizeContentsPrecision(_MEASURED)
        header.setMinimumSectionSize(0)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)


class _HeadingDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        size = super().sizeHint(option, index)
        metrics = option.fontMetrics  # type: ignore[attr-defined]  # missing from the stubs
        width = metrics.horizontalAdvance(str(index.data() or "")) + 2 * MARGIN if index.column() else size.width()
        return QSize(width, metrics.height() + 2 * _PAD)

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        option.state &= ~QStyle.StateFlag.State_HasFocus  # type: ignore[attr-defined]  # the whole row is marked
        if index.column():
            option.text = f"{index.data()}\u2002"  # type: ignore[attr-defined]  # room before the hairline
            palette: QPalette = option.palette  # type: ignore[attr-defined]
            quiet = palette.color(QPalette.ColorRole.PlaceholderText)
            palette.setColor(QPalette.ColorRole.Text, quiet)
            palette.setColor(QPalette.ColorRole.HighlightedText, quiet)
            option.palette = palette  # type: ignore[attr-defined]

"""The list of recent plans: name, folder, when it was edited, how far it has come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeySequence, QPainter, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from desktop.recent_files import RecentFile
from desktop.widgets.status_line import short_time

PATH_ROLE = Qt.ItemDataRole.UserRole
NOTE_ROLE = Qt.ItemDataRole.UserRole + 1
MISSING_ROLE = Qt.ItemDataRole.UserRole + 2
_PAD, _SIDE = 6, 8  # px


class RecentList(QListWidget):
    """`chosen` and `forgotten` carry a path: Enter or a click opens, Delete takes it off the list."""

    chosen = Signal(object)
    forgotten = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("最近打开"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Window)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setItemDelegate(_RecentDelegate(self))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self.on_menu_wanted)
        self.forget = QAction(self.tr("从列表中移去"), self)
        self.forget.setShortcut(QKeySequence(Qt.Key.Key_Delete))
        self.forget.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.forget.setToolTip(self.tr("只从列表中移去，文件不动（Delete）"))
        self.forget.triggered.connect(self.forget_current)
        self.addAction(self.forget)
        self.itemActivated.connect(self.on_chosen)
        self.itemClicked.connect(self.on_chosen)

    def show_files(self, files: Sequence[RecentFile]) -> None:
        """List files, newest first."""
        row = self.currentRow()
        self.clear()
        for one in files:
            item = QListWidgetItem(one.path.stem)
            note = self._note(one)
            item.setData(PATH_ROLE, str(one.path))
            item.setData(NOTE_ROLE, note)
            item.setData(MISSING_ROLE, one.edited is None)
            item.setToolTip("\n".join(part for part in (one.title, str(one.path)) if part))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{one.path.stem}，{note}")
            self.addItem(item)
        if row >= 0:
            self.setCurrentRow(min(row, self.count() - 1))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keys begin at the newest."""
        super().focusInEvent(event)
        if self.currentRow() < 0:
            self.setCurrentRow(0)

    def on_chosen(self, item: QListWidgetItem) -> None:
        """Tell which file is wanted."""
        self.chosen.emit(Path(str(item.data(PATH_ROLE))))

    def forget_current(self) -> None:
        """Take the current file off the list."""
        item = self.currentItem()
        if item is not None:
            self.forgotten.emit(Path(str(item.data(PATH_ROLE))))

    def on_menu_wanted(self, place: QPoint) -> None:
        """Offer to take a file off the list."""
        item = self.itemAt(place)
        if item is not None:
            self.setCurrentItem(item)
            menu = QMenu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.addAction(self.forget)
            menu.popup(self.viewport().mapToGlobal(place))

    def _note(self, one: RecentFile) -> str:
        now = datetime.now().astimezone()
        when = self.tr("找不到这个文件") if one.edited is None else short_time(one.edited, now)
        parent = one.path.parent
        folder = str(Path("~") / parent.relative_to(Path.home())) if parent.is_relative_to(Path.home()) else str(parent)
        return " · ".join(part for part in (when, one.mark, folder) if part)


class _RecentDelegate(QStyledItemDelegate):
    """Two lines: the name, and below it quietly the rest."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        metrics = option.fontMetrics  # type: ignore[attr-defined]  # missing from the stubs of 6.9
        return QSize(0, 2 * metrics.height() + 2 * _PAD + 2)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect: QRect = option.rect  # type: ignore[attr-defined]
        palette: QPalette = option.palette  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        painter.save()
        has_keys = bool(state & QStyle.StateFlag.State_HasFocus)
        if has_keys or state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, palette.base())
        if has_keys:
            painter.fillRect(rect.left(), rect.top(), 3, rect.height(), palette.color(QPalette.ColorRole.Accent))
        inner = rect.adjusted(_SIDE, _PAD, -_SIDE, -_PAD)
        metrics = painter.fontMetrics()
        quiet = palette.color(QPalette.ColorRole.PlaceholderText)
        painter.setPen(quiet if index.data(MISSING_ROLE) else palette.color(QPalette.ColorRole.WindowText))
        name = metrics.elidedText(str(index.data()), Qt.TextElideMode.ElideMiddle, inner.width())
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft), name)
        painter.setPen(quiet)
        note = metrics.elidedText(str(index.data(NOTE_ROLE)), Qt.TextElideMode.ElideMiddle, inner.width())
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft), note)
        painter.restore()

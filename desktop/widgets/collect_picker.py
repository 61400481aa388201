"""Choosing one of many by typing Chinese, pinyin or initials: an enterprise, a field of a form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desktop.widgets.task_overlay import Overlay
from domain.pinyin import Match, match

_WIDTH, _HEIGHT = 340, 340  # px
_MOST = 200
_MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
NEW = "+"  # the key of what was typed and is not on the list


@dataclass(frozen=True)
class Option:
    """Something to choose: its key, its words, and what is said beside them."""

    key: str
    text: str
    detail: str = ""


class Picker(Overlay):
    """`chosen` carries the key and the words of what was chosen; then the list goes away."""

    chosen = Signal(str, str)

    def __init__(self, parent: QWidget, title: str, options: Sequence[Option], *, can_add: bool = False) -> None:
        """`can_add` offers what is typed itself where nothing on the list is called so."""
        super().__init__(parent)
        self._options = tuple(options)
        self._can_add = can_add
        label = QLabel(title)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        self.input = QLineEdit()
        self.input.setAccessibleName(title)
        self.input.setPlaceholderText(self.tr("汉字、拼音或首字母"))
        self.input.installEventFilter(self)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("可选的内容"))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(9, 9, 9, 9)
        layout.setSpacing(6)
        for widget in (label, self.input):
            layout.addWidget(widget)
        layout.addWidget(self.list, 1)
        self.input.textChanged.connect(self.on_typed)
        self.list.itemClicked.connect(self.on_clicked)
        self.on_typed("")

    def open_at(self, viewport: QWidget, rect: QRect) -> None:
        """Appear beside a cell."""
        place = QRect(viewport.mapToGlobal(rect.topLeft()), rect.size())
        if not rect.isValid():
            place = QRect(viewport.mapToGlobal(QPoint(8, 8)), QSize(1, 1))
        self.show_beside(place, QSize(_WIDTH, _HEIGHT), self.input)

    def keys(self) -> list[str]:
        """What is on offer now, from the top."""
        return [str(self.list.item(row).data(Qt.ItemDataRole.UserRole)) for row in range(self.list.count())]

    def on_typed(self, text: str) -> None:
        """Show what fits, the best first."""
        asked = text.strip()
        found = [(hit.score, place, one) for place, one in enumerate(self._options) if (hit := _hit(asked, one))]
        shown = [one for _, _, one in sorted(found, key=lambda each: each[:2])] if asked else list(self._options)
        self.list.clear()
        for one in shown[:_MOST]:
            self._add(one)
        if self._can_add and asked and all(one.text != asked for one in shown):
            self._add(Option(NEW, asked, self.tr("新增")))
        self.list.setCurrentRow(0)

    def on_clicked(self, item: QListWidgetItem) -> None:
        """Take what was clicked."""
        self._choose(item)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows move, Enter chooses, Esc leaves; before the window's own keys."""
        if watched is self.input and isinstance(event, QKeyEvent):
            if event.type() is QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() is QEvent.Type.KeyPress:
                return self._is_ours(event)
        return super().eventFilter(watched, event)

    def on_left(self) -> None:
        """The keys went elsewhere: choose nothing."""
        self.leave()
        self.deleteLater()

    def _is_ours(self, event: QKeyEvent) -> bool:
        step = _MOVES.get(Qt.Key(event.key()))
        if step is not None:
            row = min(max(self.list.currentRow() + step, 0), self.list.count() - 1)
            self.list.setCurrentRow(row)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.list.currentItem())
        elif event.key() == Qt.Key.Key_Escape:
            self.on_left()
        else:
            return False
        return True

    def _choose(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        key, text = str(item.data(Qt.ItemDataRole.UserRole)), str(item.data(Qt.ItemDataRole.UserRole + 1))
        self.leave()
        self.chosen.emit(key, text)
        self.deleteLater()

    def _add(self, one: Option) -> None:
        item = QListWidgetItem(f"{one.text}　{one.detail}" if one.detail else one.text)
        item.setData(Qt.ItemDataRole.UserRole, one.key)
        item.setData(Qt.ItemDataRole.UserRole + 1, one.text)
        self.list.addItem(item)


def _hit(asked: str, one: Option) -> Match | None:
    return match(asked, one.text) if asked else None

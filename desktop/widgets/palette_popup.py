"""What drops from the field of the command palette: results in groups, and how to ask for less."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLabel,
    QListView,
    QVBoxLayout,
    QWidget,
)

from desktop.models.palette_model import PaletteModel
from desktop.palette_index import Found, Hit
from desktop.theme import GAP, MARGIN
from desktop.widgets.frame import Hairline, QuietLabel
from desktop.widgets.palette_lines import ResultDelegate

_WIDTH = 640  # px


class PalettePopup(QFrame):
    """Lies over the window below the field and never takes the keys; `chosen` comes with a Hit that was clicked."""

    chosen = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("palette")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.model = PaletteModel(self)
        self.list = _ResultList(self)
        self.list.setModel(self.model)
        self.list.setItemDelegate(ResultDelegate(self.list))
        self.list.clicked.connect(self.on_clicked)
        self.none = QuietLabel()
        self.none.setMargin(MARGIN)
        self.foot = QLabel()
        self.foot.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.foot.setContentsMargins(MARGIN, 4, MARGIN, 4)
        self._usual = self.tr(">命令　#章节　@单位　!提示　　　↑↓ 选择　回车 前往　Ctrl+回车 换一处　Esc 返回")
        self.foot.setText(self._usual)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.none)
        layout.addWidget(Hairline(Qt.Orientation.Horizontal))
        layout.addWidget(self.foot)
        self._anchor: QWidget | None = None
        self._is_moved = False
        self.hide()

    def drop_from(self, anchor: QWidget) -> None:
        """Open below a field, and stay below it."""
        self._anchor = anchor
        self.window().installEventFilter(self)
        self.show()
        self.raise_()
        self.fit()

    def dismiss(self) -> None:
        """Close."""
        self.window().removeEventFilter(self)
        self.hide()

    def begin(self) -> None:
        """Another query: its best result will be chosen."""
        self._is_moved = False

    def show_results(self, found: Sequence[Found], sentence: str = "") -> None:
        """Show what is known by now; what the keys went to stays chosen. A sentence stands for no result."""
        self.foot.setText(self._usual)
        before = self.current() if self._is_moved else None
        self.model.show(found)
        row = self.model.row_of(before.entry.key if before is not None else "")
        self.list.setCurrentIndex(self.model.index(row))
        if before is None:
            self.list.scrollToTop()
        self.none.setText(sentence)
        self.none.setVisible(bool(sentence) and row < 0)
        self.fit()

    def say(self, sentence: str) -> None:
        """Say something in the line below the results, until there are others."""
        self.foot.setText(sentence)

    def current(self) -> Hit | None:
        """The result that Enter would take."""
        return self.model.hit(self.list.currentIndex().row())

    def step(self, by: int) -> None:
        """Choose the result so many further."""
        self._is_moved = True
        row = self.model.step(self.list.currentIndex().row(), by)
        if row >= 0:
            self.list.setCurrentIndex(self.model.index(row))
            if row == self.model.row_of(""):
                self.list.scrollToTop()

    def fit(self) -> None:
        """As wide and high as its results need and the window has room for."""
        if self._anchor is None or not self.isVisible():
            return
        window = self.window()
        width = min(_WIDTH, window.width() - 2 * MARGIN)
        below = self._anchor.mapTo(window, QPoint(0, self._anchor.height()))
        left = max(MARGIN, min(below.x(), window.width() - MARGIN - width))
        lines = sum(self.list.sizeHintForRow(row) for row in range(self.model.rowCount()))
        self.list.setVisible(lines > 0)
        # Without a result the sentence needs its own height.
        rest = self.foot.sizeHint().height() + 3 + (self.none.sizeHint().height() if self.none.isVisibleTo(self) else 0)
        room = int(window.height() * 0.7) - below.y()
        self.setGeometry(left, below.y() + 2, width, min(lines + rest + (GAP if lines else 0), room))

    def on_clicked(self, index: QModelIndex) -> None:
        """A result was clicked."""
        hit = self.model.hit(index.row())
        if hit is not None:
            self.chosen.emit(hit)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move with the window."""
        if event.type() == QEvent.Type.Resize:
            self.fit()
        return False

    def paintEvent(self, event: object) -> None:
        """One hairline around."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().base())
        painter.setPen(self.palette().color(QPalette.ColorRole.Mid))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()


class _ResultList(QListView):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("查找结果"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()  # the field has the keys

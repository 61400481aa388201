"""改动: what reading the file again would do to the plan, ticked or not, with the difference of the selected step."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QListView,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop.models.step_model import STEP_ROLE, STEP_WORDS, StepModel, step_excerpt
from desktop.source_reading import Ticks
from desktop.theme import GAP, MARGIN
from desktop.widgets.choice_marks import paint_tick_box
from desktop.widgets.frame import QuietLabel
from desktop.widgets.severity_dot import paint_severity
from domain.checks import Severity
from domain.merge_report import MergeStep

_BAR = 3  # px
_PAD = 5  # px
_BOX = 16  # px of a tick box
_LEFT = MARGIN + _BOX + GAP
_Index = QModelIndex | QPersistentModelIndex


class StepPane(QWidget):
    """`selected` carries the step that is looked at, `ticked` the Ticks that are wanted."""

    selected = Signal(object)
    ticked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = StepModel(self)
        self.list = _StepList()
        self.list.setModel(self.model)
        self.list.setItemDelegate(_StepDelegate(self.list))
        self.all = QPushButton(self.tr("全选"))
        self.none = QPushButton(self.tr("全不选"))
        self.conflicts = QCheckBox(self.tr("只看冲突"))
        self._counts = QuietLabel()
        self._counts.setWordWrap(False)
        row = QHBoxLayout()
        row.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
        row.setSpacing(GAP)
        row.addWidget(self.all)
        row.addWidget(self.none)
        row.addWidget(self.conflicts)
        row.addStretch(1)
        row.addWidget(self._counts)
        self._nothing = QuietLabel(self.tr("这份文件与方案内容相同，没有要改的地方。"))
        self._nothing.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(row)
        layout.addWidget(self._nothing)
        layout.addWidget(self.list, 1)
        self.setFocusProxy(self.list)
        self.all.clicked.connect(lambda: self.model.tick_shown(True))
        self.none.clicked.connect(lambda: self.model.tick_shown(False))
        self.conflicts.toggled.connect(self.on_filter)
        self.model.ticked.connect(self.ticked)
        self.list.selectionModel().currentChanged.connect(self.on_current_changed)

    def show_steps(self, steps: Sequence[MergeStep], ticks: Ticks) -> None:
        """Take the steps of a report; the selected one stays selected where it is still there."""
        current = self.current()
        self.model.show(steps, ticks)
        self.conflicts.setVisible(self.model.conflict_count() > 0 or self.conflicts.isChecked())
        self._nothing.setVisible(not steps)
        self.list.setVisible(bool(steps))
        for widget in (self.all, self.none):
            widget.setEnabled(bool(steps))
        row = self.model.row_of(current.key) if current is not None else 0
        self.list.setCurrentIndex(self.model.index(max(row, 0)))
        self._show_counts()

    def take_ticks(self, ticks: Ticks) -> None:
        """Show ticks decided elsewhere."""
        self.model.take_ticks(ticks)
        self._show_counts()

    def current(self) -> MergeStep | None:
        """The step that is looked at."""
        return self.model.step(self.list.currentIndex().row())

    def toggle(self) -> None:
        """Turn the ticks of the selected steps."""
        self.model.toggle(sorted(index.row() for index in self.list.selectedIndexes()))

    def on_filter(self, only: bool) -> None:
        """Show all, or what both sides changed."""
        self.model.show_only_conflicts(only)
        self.list.setCurrentIndex(self.model.index(0))

    def on_current_changed(self) -> None:
        """Tell which step is looked at."""
        step = self.current()
        if step is not None:
            self.selected.emit(step)

    def _show_counts(self) -> None:
        counts = self.model.counts()
        said = [f"{word} {counts[kind]}" for kind, word in STEP_WORDS.items() if counts[kind]]
        conflicts = self.model.conflict_count()
        said += [self.tr("冲突 {}").format(conflicts)] if conflicts else []
        self._counts.setText(" · ".join(said))


class _StepList(QListView):
    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("要做的改动"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Window)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on the box turns the tick and leaves the selection."""
        index = self.indexAt(event.position().toPoint())
        model = self.model()
        if index.isValid() and event.position().x() < _LEFT and isinstance(model, StepModel):
            self.setCurrentIndex(index)
            model.toggle([index.row()])
            return
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space turns the ticks of what is selected."""
        model = self.model()
        if event.key() == Qt.Key.Key_Space and isinstance(model, StepModel):
            model.toggle(sorted(index.row() for index in self.selectedIndexes()))
            return
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Claim Space before the page takes it for the doubtful place."""
        is_asked = event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if is_asked and event.key() == Qt.Key.Key_Space:  # type: ignore[attr-defined]  # a QKeyEvent
            event.accept()
            return True
        return super().event(event)


class _StepDelegate(QStyledItemDelegate):
    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(200, 2 * self._view.fontMetrics().height() + 2 * _PAD)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        rect: QRect = option.rect  # type: ignore[attr-defined]  # absent from the stubs
        palette: QPalette = option.palette  # type: ignore[attr-defined]
        step: MergeStep = index.data(STEP_ROLE)
        ticked = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:  # type: ignore[attr-defined]
            painter.fillRect(rect, palette.base())
        if index == self._view.currentIndex():
            painter.fillRect(rect.left(), rect.top(), _BAR, rect.height(), palette.color(QPalette.ColorRole.Accent))
        metrics = self._view.fontMetrics()
        top = rect.top() + _PAD
        box = QRect(rect.left() + MARGIN, top + (metrics.height() - _BOX) // 2, _BOX, _BOX)
        paint_tick_box(painter, box, palette, ticked=ticked)
        inner = QRect(rect.left() + _LEFT, top, rect.width() - _LEFT - MARGIN, metrics.height())
        quiet = palette.color(QPalette.ColorRole.PlaceholderText)
        painter.setPen(palette.color(QPalette.ColorRole.WindowText) if ticked else quiet)
        if step.conflict:
            paint_severity(painter, inner.left() + 3, top + metrics.height() / 2, palette, Severity.MUST)
            inner.setLeft(inner.left() + 12)
        elide = Qt.TextElideMode.ElideRight
        painter.drawText(inner, 0, metrics.elidedText(str(index.data()), elide, inner.width()))
        inner = QRect(rect.left() + _LEFT, inner.bottom() + 1, rect.width() - _LEFT - MARGIN, metrics.height())
        painter.setPen(quiet)
        painter.drawText(inner, 0, metrics.elidedText(step_excerpt(step), elide, inner.width()))
        painter.restore()

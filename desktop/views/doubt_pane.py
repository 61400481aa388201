"""存疑: the findings of a reading above, the ways to settle the selected one below."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop.models.doubt_model import FINDING_ROLE, SETTLED_ROLE, STATE_ROLE, DoubtModel
from desktop.source_reading import SourceReading, finding_key
from desktop.theme import GAP, MARGIN
from desktop.widgets.choice_marks import ChoiceButton
from desktop.widgets.frame import Hairline, HeadingLabel, QuietLabel
from desktop.widgets.severity_dot import paint_severity
from desktop.widgets.text_layout import TextLayouts
from domain.checks import Finding

_BAR = 3  # px
_PAD = 6  # px
_LEFT = MARGIN + 14  # px, where the words begin
_MOST_KEYS = 9
_Index = QModelIndex | QPersistentModelIndex


class DoubtPane(QWidget):
    """`selected` carries the finding that is looked at."""

    selected = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = DoubtModel(self)
        self._reading: SourceReading | None = None
        self._title = HeadingLabel()
        self.list = _DoubtList()
        self.list.setModel(self.model)
        self.list.setItemDelegate(_DoubtDelegate(self.list))
        self._none = QuietLabel(self.tr("没有存疑的地方。"))
        self._none.setContentsMargins(MARGIN, 0, MARGIN, 0)
        self._answers = QWidget()
        self._answer_lines = QVBoxLayout(self._answers)
        self._answer_lines.setContentsMargins(MARGIN, GAP, MARGIN, MARGIN)
        self._answer_lines.setSpacing(6)
        self._question = QuietLabel()
        self._answer_lines.addWidget(self._question)
        self.options: list[ChoiceButton] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        top = QVBoxLayout()
        top.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
        top.addWidget(self._title)
        layout.addLayout(top)
        layout.addWidget(self._none)
        layout.addWidget(self.list, 1)
        layout.addStretch(0)
        layout.addWidget(Hairline(Qt.Orientation.Horizontal))
        layout.addWidget(self._answers)
        self.setFocusProxy(self.list)
        self.setMinimumWidth(240)
        self.list.selectionModel().currentChanged.connect(self.on_current_changed)

    def show_reading(self, reading: SourceReading, findings: list[Finding]) -> None:
        """List the findings of a reading, the selected one kept where it is still there."""
        current = self.current()
        self._reading = reading
        self.model.show(reading, findings)
        row = self.model.row_of(finding_key(current)) if current is not None else -1
        row = row if row >= 0 else max(self.model.next_open(-1), 0)
        self._select(row)
        self.refresh()

    def refresh(self) -> None:
        """Show new decisions."""
        self.model.refresh()
        count, still = self.model.rowCount(), self.model.open_count()
        if not count:
            title = self.tr("存疑与提示")
        else:
            title = self.tr("存疑与提示 {}").format(count)
            if still:
                title += self.tr("　{} 处待核").format(still)
            elif self.model.next_open(-1) < 0:
                title += self.tr("　已全部核过")
        self._title.setText(title)
        self._none.setVisible(not count)
        self.list.setVisible(bool(count))
        self._show_answers()

    def current(self) -> Finding | None:
        """The finding that is looked at."""
        row = self.list.currentIndex().row()
        return self.model.findings[row] if 0 <= row < len(self.model.findings) else None

    def select(self, finding: Finding) -> None:
        """Go to a finding."""
        self._select(self.model.row_of(finding_key(finding)))

    def confirm(self) -> None:
        """Leave the selected place as it is read, and go on to the next one nobody looked at."""
        finding = self.current()
        if finding is not None and self._reading is not None:
            self._reading.settle(finding)
            self._go_on()

    def toggle(self) -> None:
        """Change to the next option; without options, look or not."""
        finding = self.current()
        if finding is None or self._reading is None:
            return
        if not finding.options:
            self._reading.settle(finding, not self._reading.is_settled(finding))
            return
        keys = [one.key for one in finding.options]
        chosen = self._reading.chosen(finding)
        place = keys.index(chosen) if chosen in keys else 0
        self._reading.pick(finding, keys[(place + 1) % len(keys)])

    def choose(self, number: int) -> None:
        """Take an option by its number from 1."""
        finding = self.current()
        if finding is not None and self._reading is not None and 1 <= number <= len(finding.options):
            self._reading.pick(finding, finding.options[number - 1].key)

    def on_current_changed(self) -> None:
        """Offer the options of another finding."""
        self._show_answers()
        finding = self.current()
        if finding is not None:
            self.selected.emit(finding)

    def _go_on(self) -> None:
        row = self.model.next_open(self.list.currentIndex().row())
        if row >= 0:
            self._select(row)

    def _select(self, row: int) -> None:
        index = self.model.index(row)
        if index.isValid():
            self.list.setCurrentIndex(index)
            self.list.scrollTo(index)

    def _show_answers(self) -> None:
        finding = self.current()
        options = finding.options if finding is not None else ()
        self._answers.setVisible(finding is not None)
        if not options:
            self._question.setText(self.tr("回车：看过，转到下一处。"))
        else:
            self._question.setText(self.tr("这一处应当（回车：维持；空格：换一种）"))
        row = self.list.currentIndex().row()
        chosen = self.model.chosen(row) if finding is not None else None
        while len(self.options) < len(options):
            button = ChoiceButton()
            number = len(self.options) + 1
            button.clicked.connect(lambda _checked=False, number=number: self.choose(number))
            self._answer_lines.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            self.options.append(button)
        for number, button in enumerate(self.options, start=1):
            button.setVisible(number <= len(options))
            if number <= len(options):
                option = options[number - 1]
                key = f"{number}　" if number <= _MOST_KEYS else ""
                button.setText(f"{key}{option.label}".replace("&", "&&"))
                button.setAccessibleName(option.label)
                button.setChecked(option == chosen)


class _DoubtList(QListView):
    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("存疑与提示"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setTabKeyNavigation(False)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Window)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()


class _DoubtDelegate(QStyledItemDelegate):
    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view
        self._texts = TextLayouts(view.font(), 400)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        width = self._view.viewport().width()
        metrics = self._view.fontMetrics()
        body = self._texts.lay_out(str(index.data()), self._inner(width))
        lines = sum(bool(text) for text in (index.data(FINDING_ROLE).where, index.data(STATE_ROLE)))
        return QSize(width, body.height + lines * metrics.height() + 2 * _PAD)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        rect: QRect = option.rect  # type: ignore[attr-defined]  # absent from the stubs
        palette: QPalette = option.palette  # type: ignore[attr-defined]
        selected = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        finding: Finding = index.data(FINDING_ROLE)
        settled, state = bool(index.data(SETTLED_ROLE)), str(index.data(STATE_ROLE))
        quiet = palette.color(QPalette.ColorRole.PlaceholderText)
        painter.save()
        if selected:
            painter.fillRect(rect, palette.base())
            painter.fillRect(rect.left(), rect.top(), _BAR, rect.height(), palette.color(QPalette.ColorRole.Accent))
        metrics = self._view.fontMetrics()
        top = rect.top() + _PAD
        if settled:
            painter.setPen(quiet)
            painter.drawText(QRect(rect.left() + MARGIN - 2, top, 14, metrics.height()), 0, "✓")
        else:
            paint_severity(painter, rect.left() + MARGIN + 3, top + metrics.height() / 2, palette, finding.severity)
        inner = QRect(rect.left() + _LEFT, top, self._inner(rect.width()), rect.height())
        if finding.where:
            painter.setPen(quiet)
            where = metrics.elidedText(finding.where, Qt.TextElideMode.ElideRight, inner.width())
            painter.drawText(inner, 0, where)
            inner.setTop(inner.top() + metrics.height())
        painter.setPen(quiet if settled else palette.color(QPalette.ColorRole.WindowText))
        body = self._texts.lay_out(finding.message, inner.width())
        body.draw(painter, inner.left(), inner.top())
        if state:
            inner.setTop(inner.top() + body.height)
            painter.setPen(quiet)
            painter.drawText(inner, 0, metrics.elidedText(state, Qt.TextElideMode.ElideRight, inner.width()))
        painter.restore()

    @staticmethod
    def _inner(width: int) -> int:
        return max(width - _LEFT - MARGIN, 40)

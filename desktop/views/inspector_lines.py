"""The lines of a card as widgets: quiet words at the left, what belongs to them at the right, fields among them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.theme import MARGIN, title_font
from desktop.views.inspector_cards import Card, Line
from desktop.widgets.frame import QuietLabel
from desktop.widgets.severity_dot import paint_severity
from domain.checks import Severity
from domain.labels import SEVERITY_LABELS
from domain.plan_findings import PlanFinding


class LinesView(QWidget):
    """`edited` (field, text); `spot_wanted` a Spot; `units_wanted` (Role, global rect); `settled` a finding;
    `left`: a field was left, so that what waited for it can be shown.
    """

    edited = Signal(str, str)
    left = Signal()
    spot_wanted = Signal(object)
    units_wanted = Signal(object, QRect)
    settled = Signal(object)
    info_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._shown: object = None
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._inner = QWidget()
        self._whole.addWidget(self._inner)
        self._layout = QGridLayout(self._inner)
        self.fields: dict[str, QWidget] = {}

    def is_editing(self) -> bool:
        """Whether something is being typed here."""
        return any(isinstance(one, FieldEdit) and one.hasFocus() and one.is_changed() for one in self.fields.values())

    def show_card(self, card: Card, findings: Sequence[PlanFinding], origin: Sequence[tuple[str, str]]) -> None:
        """Show a card, what is to be said about it, and where it comes from; nothing moves where nothing is new."""
        shown = (card, tuple(findings), tuple(origin))
        if shown == self._shown:
            return
        self._shown = shown
        focused = next((name for name, field in self.fields.items() if field.hasFocus()), "")
        self._clear()
        title = QLabel(card.title)
        title.setTextFormat(Qt.TextFormat.PlainText)
        title.setWordWrap(True)
        title.setFont(title_font(self.font()))
        title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._add_whole(title)
        for finding in findings:
            self._add_finding(finding)
        for line in card.lines:
            self._add_line(line)
        for word, text in origin:
            self._add_pair(word, QuietLabel(text))
        if card.command == "info":
            button = QPushButton(self.tr("修改方案信息"))
            button.setToolTip(self.tr("标题、稿次、文号、日期和版记（Ctrl+Shift+I）"))
            button.clicked.connect(self.info_wanted)
            self._layout.addWidget(button, self._layout.rowCount(), 0, 1, 2, Qt.AlignmentFlag.AlignLeft)
        self._layout.setRowStretch(self._layout.rowCount(), 1)
        if focused in self.fields:
            self.fields[focused].setFocus()

    def _clear(self) -> None:
        """Begin afresh: a grid never gives its rows back."""
        self.fields = {}
        former, self._inner = self._inner, QWidget()
        self._whole.replaceWidget(former, self._inner)
        former.hide()
        former.deleteLater()
        self._layout = QGridLayout(self._inner)
        self._layout.setContentsMargins(MARGIN, 0, MARGIN, MARGIN)
        self._layout.setHorizontalSpacing(MARGIN)
        self._layout.setVerticalSpacing(6)
        self._layout.setColumnStretch(1, 1)

    def _add_whole(self, widget: QWidget) -> None:
        self._layout.addWidget(widget, self._layout.rowCount(), 0, 1, 2)

    def _add_pair(self, word: str, widget: QWidget) -> None:
        row = self._layout.rowCount()
        label = QuietLabel(word)
        label.setWordWrap(False)
        label.setBuddy(widget)
        top = Qt.AlignmentFlag.AlignTop
        self._layout.addWidget(
            label, row, 0, top if not isinstance(widget, (QLineEdit, QComboBox)) else Qt.AlignmentFlag(0)
        )
        self._layout.addWidget(widget, row, 1)

    def _add_line(self, line: Line) -> None:
        if line.spot is not None:
            self._layout.addWidget(self._link(line), self._layout.rowCount(), 1)
            return
        widget = self._widget(line)
        self._add_pair(line.label, widget)
        if line.quiet:
            quiet = QuietLabel(line.quiet)
            self._layout.addWidget(quiet, self._layout.rowCount(), 1)

    def _widget(self, line: Line) -> QWidget:
        if line.role is not None:
            return self._units(line)
        if line.choices:
            return self._choice(line)
        if line.field:
            edit = FieldEdit(line.text)
            edit.setAccessibleName(line.label)
            edit.setPlaceholderText(self.tr("未填"))
            edit.entered.connect(lambda text, field=line.field: self.edited.emit(field, text))
            edit.gone.connect(self.left)
            self.fields[line.field] = edit
            return edit
        label = QLabel(line.text)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.setAccessibleName(f"{line.label} {line.text}")
        return label

    def _units(self, line: Line) -> QWidget:
        """The units of a role; a click or Enter opens the list."""
        button = WrappingButton(line.text or self.tr("未定"), is_quiet=not line.text)
        button.setAccessibleName(f"{line.label} {line.text or self.tr('未定')}")
        button.setToolTip(self.tr("选择{}").format(line.label))
        button.clicked.connect(lambda: self.units_wanted.emit(line.role, _rect(button)))
        self.fields[str(line.role)] = button
        return button

    def _choice(self, line: Line) -> QWidget:
        box = QComboBox()
        box.setAccessibleName(line.label)
        for value, word in line.choices:
            box.addItem(word, value)
        box.setCurrentIndex(max(box.findData(line.text), 0))
        box.activated.connect(
            lambda _row: self.edited.emit(line.field, "" if not box.currentData() else box.currentText())
        )
        self.fields[line.field] = box
        return box

    def _link(self, line: Line) -> QWidget:
        link = QToolButton()
        link.setAutoRaise(True)
        link.setText(line.text)
        link.setToolTip(self.tr("前往 {}").format(line.text))
        link.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        link.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        link.clicked.connect(lambda: self.spot_wanted.emit(line.spot))
        return link

    def _add_finding(self, finding: PlanFinding) -> None:
        self._add_whole(FindingLine(finding))
        if finding.fix is not None:
            button = QPushButton(finding.fix.label)
            button.clicked.connect(lambda: self.settled.emit(finding))
            self._layout.addWidget(button, self._layout.rowCount(), 0, 1, 2, Qt.AlignmentFlag.AlignLeft)


class FindingLine(QuietLabel):
    """What is to be looked at here: its sign, its words."""

    def __init__(self, finding: PlanFinding) -> None:
        super().__init__(finding.message)
        self._severity: Severity = finding.severity
        self.setForegroundRole(QPalette.ColorRole.WindowText)
        self.setContentsMargins(MARGIN + 4, 0, 0, 0)
        self.setToolTip(f"{finding.sentence}\n{finding.why}")
        self.setAccessibleName(f"{SEVERITY_LABELS[finding.severity]}，{finding.sentence}")

    def paintEvent(self, event: QPaintEvent) -> None:
        """The words, and the sign before their first line."""
        super().paintEvent(event)
        painter = QPainter(self)
        paint_severity(painter, 6, self.fontMetrics().height() / 2 + 0.5, self.palette(), self._severity)
        painter.end()


class FieldEdit(QLineEdit):
    """A line that looks like text until the keys are in it. `entered` when it says another thing and is left or
    Enter is pressed; Esc brings back what stood there. `gone` when the keys have left it.
    """

    entered = Signal(str)
    gone = Signal()

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._before = text
        self.setCursorPosition(0)
        self.setMinimumWidth(40)
        self.setToolTip(text)
        self.editingFinished.connect(self.take)

    def is_changed(self) -> bool:
        """Whether something else was typed."""
        return self.text() != self._before

    def take(self) -> None:
        """Write what was typed."""
        if self.is_changed():
            self._before = self.text()
            self.entered.emit(self.text())
        if not self.hasFocus():
            self.gone.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves it as it was; a second one goes to the editor."""
        if event.key() == Qt.Key.Key_Escape and self.is_changed():
            self.setText(self._before)
            return
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
            return
        super().keyPressEvent(event)


class WrappingButton(QPushButton):
    """Words that wrap, quietly; a hairline below while the mouse or the keys are on them."""

    def __init__(self, text: str, *, is_quiet: bool = False) -> None:
        super().__init__()
        self._words = text
        self._is_quiet = is_quiet
        self.setFlat(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def text(self) -> str:  # the words are drawn here, not by the style
        """What it says."""
        return self._words

    def hasHeightForWidth(self) -> bool:
        """As tall as its words need."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Room for every line."""
        return self._rect(width).height() + 6

    def paintEvent(self, event: QPaintEvent) -> None:
        """The words; a line below them where they can be clicked now."""
        painter = QPainter(self)
        role = QPalette.ColorRole.PlaceholderText if self._is_quiet else QPalette.ColorRole.WindowText
        painter.setPen(self.palette().color(role))
        painter.drawText(self.rect().adjusted(0, 1, 0, 0), int(_WRAP), self._words)
        if self.hasFocus() or self.underMouse():
            role = QPalette.ColorRole.Accent if self.hasFocus() else QPalette.ColorRole.Mid
            painter.fillRect(0, self.height() - 2, self.width(), 1, self.palette().color(role))
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, as a click does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def _rect(self, width: int) -> QRect:
        return self.fontMetrics().boundingRect(QRect(0, 0, max(width, 40), 4000), int(_WRAP), self._words)


_WRAP = Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere


def _rect(widget: QWidget) -> QRect:
    return QRect(widget.mapToGlobal(QPoint()), widget.size())

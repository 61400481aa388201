"""The lines of a card as widgets: quiet words at the left, what belongs to them at the right, fields among them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QGridLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.theme import MARGIN, title_font
from desktop.views.inspector_cards import Card, Line
from desktop.widgets.field_edit import FieldEdit, WrappingButton
from desktop.widgets.frame import QuietLabel
from desktop.widgets.severity_dot import paint_severity
from domain.checks import Severity
from domain.labels import SEVERITY_LABELS
from domain.plan_findings import PlanFinding

_WORD = 5  # characters of the words at the left


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
        self._inner.show()
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
        most = self.fontMetrics().horizontalAdvance("国") * _WORD
        if label.fontMetrics().horizontalAdvance(word) > most:
            label.setFixedWidth(most)  # a column's long name wraps
        else:
            label.setWordWrap(False)
        label.setBuddy(widget)
        top = Qt.AlignmentFlag.AlignTop
        self._layout.addWidget(label, row, 0, top if not isinstance(widget, QLineEdit) else Qt.AlignmentFlag(0))
        self._layout.addWidget(widget, row, 1)

    def _add_line(self, line: Line) -> None:
        if line.spot is not None:
            self._layout.addWidget(self._link(line), self._layout.rowCount(), 1)
            return
        widget = self._widget(line)
        if not line.label:
            self._add_whole(widget)
            return
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
        label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
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
        """A word and the others to choose from."""
        shown = next((word for value, word in line.choices if value == line.text), "")
        button = WrappingButton(f"{shown} ▾", is_quiet=not line.text)
        button.setAccessibleName(f"{line.label} {shown}")
        button.setToolTip(self.tr("修改{}").format(line.label))
        menu = QMenu(button)
        for value, word in line.choices:
            action = menu.addAction(word)
            action.setCheckable(True)
            action.setChecked(value == line.text)
            text = word if value else ""
            action.triggered.connect(lambda _checked=False, text=text: self.edited.emit(line.field, text))
        button.clicked.connect(lambda: menu.popup(button.mapToGlobal(button.rect().bottomLeft())))
        self.fields[line.field] = button
        return button

    def _link(self, line: Line) -> QWidget:
        link = WrappingButton(line.text)
        link.setToolTip(self.tr("前往 {}").format(line.text))
        link.setAccessibleName(link.toolTip())
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
        super().__init__(finding.message.removeprefix("的").rstrip("。"))
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


def _rect(widget: QWidget) -> QRect:
    return QRect(widget.mapToGlobal(QPoint()), widget.size())

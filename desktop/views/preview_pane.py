"""The pane beside the editors: pages as they will be printed, which one is shown, and how large."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIntValidator, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QStackedLayout, QToolButton, QVBoxLayout, QWidget

from desktop.theme import GAP, MARGIN
from desktop.views.view_commands import add_command
from desktop.widgets.frame import HeadingLabel, QuietLabel
from desktop.widgets.page_view import PageView

_WIDTH = 460  # px
_LEAST_WIDTH = 300  # px
_FIGURES = 5


class PreviewPane(QWidget):
    """`closed` comes when the user puts the pane away, `left` when Esc sends the keys back to the editor,
    `print_wanted` when what is shown is to be printed.
    """

    closed = Signal()
    left = Signal()
    print_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("预览"))
        self.view = PageView()
        self.title = HeadingLabel()
        self.number = QLineEdit()
        self.number.setValidator(QIntValidator(1, 10**_FIGURES - 1, self.number))
        self.number.setFixedWidth(self.fontMetrics().horizontalAdvance("0" * _FIGURES) + 2 * GAP)
        self.number.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.number.setAccessibleName(self.tr("页码"))
        self.number.setToolTip(self.tr("输入页码后按回车"))
        self.total = QLabel()
        self.percent = QLabel()
        self.percent.setMinimumWidth(self.fontMetrics().horizontalAdvance("400%"))
        self.percent.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.note = QuietLabel()
        self.note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.note.setMargin(2 * MARGIN)
        self._build_commands()
        self._stack = QStackedLayout()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.note)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GAP, 0, 0)
        layout.setSpacing(GAP)
        layout.addLayout(self._head())
        tools = self._tools()
        layout.addLayout(tools)
        layout.addLayout(self._stack, 1)
        self.view.page_changed.connect(self.on_page_changed)
        self.view.zoomed.connect(self.on_zoomed)
        self.view.number_typed.connect(self.on_number_typed)
        self.number.returnPressed.connect(self.on_number_entered)
        self.number.editingFinished.connect(self._show_number)
        self.show_total(None)
        self.setMinimumWidth(max(_LEAST_WIDTH, tools.minimumSize().width()))
        self.setFocusProxy(self.view)

    def sizeHint(self) -> QSize:
        """Wide enough to read a page."""
        return QSize(_WIDTH, 600)

    def show_part(self, name: str) -> None:
        """Name the part whose pages come."""
        self.title.setText(self.tr("预览 · {}").format(name) if name else self.tr("预览"))
        self.view.clear()
        self.show_total(None)
        self._stack.setCurrentWidget(self.view)

    def show_pages(self) -> None:
        """Show the pages, where a sentence stood in their place."""
        self._stack.setCurrentWidget(self.view)

    def show_note(self, sentence: str) -> None:
        """Say why there are no pages."""
        self.note.setText(sentence)
        self._stack.setCurrentWidget(self.note)

    def show_total(self, count: int | None) -> None:
        """Say how many pages there are; None while that is not known."""
        self.total.setText(self.tr("页 / 共 {} 页").format(count) if count is not None else self.tr("页"))
        self._show_number()

    def on_page_changed(self, _number: int) -> None:
        """Name the page in sight, unless another is being typed."""
        if not self.number.hasFocus():
            self._show_number()

    def on_zoomed(self, percent: int) -> None:
        """Say how large the page in sight is."""
        self.percent.setText(f"{percent}%")
        self._fit.setChecked(self.view.fits)

    def on_number_typed(self, text: str) -> None:
        """Go on typing a page number in its field."""
        self.number.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.number.setText(text)

    def on_number_entered(self) -> None:
        """Go to the page that was typed."""
        if self.number.text():
            self.view.go_to_page(int(self.number.text()))
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves a number as it was, or goes back to the editor."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.number.hasFocus():
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.left.emit()

    def _show_number(self) -> None:
        self.number.setText(str(self.view.page) if self.view.page else "")

    def _build_commands(self) -> None:
        add_command(
            self,
            self.tr("放大"),
            ["Ctrl+=", "Ctrl++"],
            self.view.zoom_in,
            icon="zoom-in",
            tip=self.tr("放大预览的页面"),
        )
        add_command(
            self, self.tr("缩小"), ["Ctrl+-"], self.view.zoom_out, icon="zoom-out", tip=self.tr("缩小预览的页面")
        )
        add_command(
            self,
            self.tr("实际大小"),
            ["Ctrl+0"],
            lambda: self.view.set_zoom(1.0),
            icon="actual-size",
            tip=self.tr("页面与纸张一样大"),
        )
        add_command(
            self,
            self.tr("适合宽度"),
            ["Ctrl+9"],
            lambda: self.view.set_zoom(None),
            icon="fit-width",
            tip=self.tr("页面与窗格同宽"),
        )

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(MARGIN, 0, GAP, 0)
        head.addWidget(self.title, 1)
        head.addWidget(_button("×", self.tr("关闭预览（F7）"), self.closed.emit))
        return head

    def _tools(self) -> QHBoxLayout:
        tools = QHBoxLayout()
        tools.setContentsMargins(MARGIN, 0, GAP, 0)
        tools.setSpacing(4)
        smaller = _button("−", self.tr("缩小（Ctrl+-）"), self.view.zoom_out)
        larger = _button("＋", self.tr("放大（Ctrl+=）"), self.view.zoom_in)
        self._fit = _button(self.tr("适合宽度"), self.tr("适合宽度（Ctrl+9）"), lambda: self.view.set_zoom(None))
        self._fit.setCheckable(True)
        self._fit.setChecked(True)
        printing = _button(self.tr("打印…"), self.tr("打印这一部分（Ctrl+P）"), self.print_wanted.emit)
        tools.addWidget(self.number)
        tools.addWidget(self.total)
        tools.addStretch(1)
        for widget in (smaller, self.percent, larger, self._fit, printing):
            tools.addWidget(widget)
        return tools


def _button(text: str, tip: str, slot: object) -> QToolButton:
    button = QToolButton()
    button.setAutoRaise(True)
    button.setText(text)
    button.setToolTip(tip)
    button.setAccessibleName(tip.split("（")[0])
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    button.clicked.connect(slot)
    return button

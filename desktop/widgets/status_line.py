"""The line at the foot of the window: where the plan stands, and how much there is."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QMenu, QSizePolicy, QStatusBar, QToolButton, QWidget

from desktop.theme import MARGIN

_DOT = " · "
_PATH_WIDTH = 560  # px
_FINDINGS_WIDTH = 420  # px
ZOOMS = (80, 90, 100, 110, 125, 150, 175, 200)


class StatusLine(QStatusBar):
    """Where the plan stands and what is to be looked at, at the left; counts and the size of the text at the right.

    `save_as_wanted` comes from 另存为…, which is offered while the file cannot be written; `findings_wanted` from the
    sentence about the findings, `zoom_wanted` (percent) from the menu of sizes.
    """

    save_as_wanted = Signal()
    findings_wanted = Signal()
    zoom_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state, self._counts = QLabel(), QLabel()
        for label in (self._state, self._counts):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setContentsMargins(MARGIN, 2, MARGIN, 2)
        self.save_as = QToolButton()
        self.save_as.setAutoRaise(True)
        self.save_as.setText(self.tr("另存为…"))
        font = self.save_as.font()
        font.setUnderline(True)  # flat as it is, it must still look like something to click
        self.save_as.setFont(font)
        self.save_as.clicked.connect(self.save_as_wanted)
        self.findings = QToolButton()
        self.findings.setAutoRaise(True)
        self.findings.setMinimumWidth(24)
        self.findings.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.findings.clicked.connect(self.findings_wanted)
        self.findings.hide()
        self.zoom = QToolButton()
        self.zoom.setAutoRaise(True)
        self.zoom.setToolTip(self.tr("编辑区文字大小（Ctrl+=、Ctrl+-）"))
        self.sizes = self._zoom_menu()
        self.zoom.clicked.connect(self.on_zoom_clicked)
        for button in (self.findings, self.zoom):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.show_zoom(100)
        self.addWidget(self._state)
        self.addWidget(self.save_as)
        self.addWidget(self.findings)
        self.addPermanentWidget(self._counts)
        self.addPermanentWidget(self.zoom)
        self.setSizeGripEnabled(False)
        self._did = ""
        self._show("")

    def saved(self) -> str:
        """What the left side says."""
        return self._state.text()

    def counts(self) -> str:
        """What the right side says."""
        return self._counts.text()

    def note(self, did: str) -> None:
        """What was done last, said after the state until the next thing is done; empty for a plain edit."""
        self._did = did

    def show_saved(self, at: datetime) -> None:
        """“已保存 09:41”, and after it what was done; `at` in local time. Only for what the file has."""
        self._show(self.tr("已保存 {}").format(short_time(at, datetime.now().astimezone())), self._did)

    def show_saved_to(self, path: Path) -> None:
        """“已保存到 …”, the answer to Ctrl+S; of a long path the ends, lest it push the window wide."""
        shown = self.fontMetrics().elidedText(str(path), Qt.TextElideMode.ElideMiddle, _PATH_WIDTH)
        self._show(self.tr("已保存到 {}").format(shown))
        self._state.setToolTip(str(path))

    def show_pending(self) -> None:
        """Say that the file will have it in a moment."""
        self._show(self.tr("正在保存…"), self._did)

    def show_stranded(self, reason: str) -> None:
        """“尚未写回：…”, and the way out."""
        self._show(self.tr("尚未写回：{}").format(reason), save_as=True)

    def show_read_only(self) -> None:
        """Say that nothing can be changed, and the way out."""
        self._show(self.tr("只读"), save_as=True)

    def show_unsaved(self) -> None:
        """Say that the last step was not taken."""
        self._show(self.tr("上一步未能保存"))

    def show_counts(self, tasks: int, units: int, rows: int) -> None:
        """“3 项任务 · 4 个单位 · 附表 2 行”."""
        self._counts.setText(self.tr("{} 项任务 · {} 个单位 · 附表 {} 行").format(tasks, units, rows))

    def show_findings(self, sentence: str, all_of_it: str = "") -> None:
        """“3 处提示：附表2第3行预期成效未写完 ▸”; an empty sentence takes the place away."""
        words = self.fontMetrics().elidedText(sentence, Qt.TextElideMode.ElideRight, _FINDINGS_WIDTH)
        self.findings.setText(f"{words} ▸" if sentence else "")
        self.findings.setAccessibleName(sentence)
        self.findings.setToolTip(all_of_it)
        self.findings.setVisible(bool(sentence))

    def show_zoom(self, percent: int) -> None:
        """“100% ▾”."""
        self.zoom.setText(f"{percent}% ▾")
        self.zoom.setAccessibleName(self.tr("文字大小 {}%").format(percent))

    def on_zoom_clicked(self) -> None:
        """Offer the sizes above the button."""
        corner = self.zoom.mapToGlobal(self.zoom.rect().topRight())
        self.sizes.popup(corner - QPoint(self.sizes.sizeHint().width(), self.sizes.sizeHint().height()))

    def _zoom_menu(self) -> QMenu:
        menu = QMenu(self)
        for percent in ZOOMS:
            action = QAction(f"{percent}%", menu)
            action.triggered.connect(lambda _checked=False, percent=percent: self.zoom_wanted.emit(percent))
            menu.addAction(action)
        return menu

    def _show(self, state: str, did: str = "", *, save_as: bool = False) -> None:
        self._state.setToolTip("")
        self._state.setText(_DOT.join(part for part in (state, did) if part))
        self.save_as.setVisible(save_as)


def short_time(then: datetime, now: datetime) -> str:
    """09:41 for today, 11月20日 09:41 in this year, else with the year."""
    clock = f"{then:%H:%M}"
    if then.date() == now.date():
        return clock
    day = f"{then.month}月{then.day}日 {clock}"
    return day if then.year == now.year else f"{then.year}年{day}"

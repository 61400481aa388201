"""The bar at the bottom: what has just happened, what went wrong, how far work has come. Never modal."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPropertyAnimation, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QGraphicsOpacityEffect,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QToolButton,
    QWidget,
)

from desktop.jobs.runner import Job
from desktop.theme import GAP, MARGIN
from domain.errors import FanganError

_STAY_MS = 9000
_FADE_MS = 180
_PATIENCE_MS = 500

NoticeAction = tuple[str, Callable[[], object]]


class NoticeBar(QWidget):
    """One notice at a time; a new one takes the place of the old one."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None, *, stay_ms: int = _STAY_MS) -> None:
        """`stay_ms` is how long a notice that is no error stays."""
        super().__init__(parent)
        self._stay_ms = stay_ms
        self.setAccessibleName(self.tr("通知"))
        self._error = False
        self._text = QLabel(self)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._progress = QProgressBar(self)
        self._progress.setFixedWidth(160)
        self._progress.setTextVisible(False)
        self._progress.setFixedHeight(6)
        self._close = QToolButton(self)
        self._close.setAutoRaise(True)
        self._close.setText("×")
        self._close.setToolTip(self.tr("收起"))
        self._close.setAccessibleName(self.tr("收起通知"))
        self._close.clicked.connect(self.dismiss)
        self._buttons: list[QPushButton] = []
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(MARGIN + 4, 6, GAP, 6)
        self._layout.setSpacing(GAP)
        self._layout.addWidget(self._text, 1)
        self._layout.addWidget(self._progress)
        self._layout.addWidget(self._close)
        self._opacity = QGraphicsOpacityEffect(self)
        self._opacity.setEnabled(False)
        self.setGraphicsEffect(self._opacity)
        self._fade = QPropertyAnimation(self._opacity, b"opacity", self)
        self._fade.setDuration(_FADE_MS)
        self._fade.setStartValue(1.0)
        self._fade.setEndValue(0.0)
        self._fade.finished.connect(self.dismiss)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._fade_away)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.timeout.connect(self._show_work)
        self._job: Job | None = None
        self._job_text = ""
        self.hide()

    def text(self) -> str:
        """What the bar says now; empty while it is hidden."""
        return "" if self.isHidden() else self._text.text()

    def is_error(self) -> bool:
        """Whether the bar shows something that went wrong."""
        return self._error and not self.isHidden()

    def buttons(self) -> list[QPushButton]:
        """The actions offered now, in order."""
        return list(self._buttons)

    def say(self, text: str, *actions: NoticeAction) -> None:
        """Tell what happened, with up to two things to do about it; gone by itself after some seconds."""
        self._present(text, actions, error=False)
        self._timer.start(self._stay_ms)

    def keep(self, text: str, *actions: NoticeAction) -> None:
        """Tell what the user should decide about; stays until it is closed or another notice comes."""
        self._present(text, actions, error=False)

    def fail(self, error: FanganError, *actions: NoticeAction) -> None:
        """Tell what went wrong and what to do; stays until it is closed."""
        self._present(str(error), actions, error=True)

    def follow(self, job: Job, text: str) -> None:
        """Show the progress of a job and a way to stop it, once it has taken half a second."""
        self._job, self._job_text = job, text
        job.progressed.connect(self._on_progress, Qt.ConnectionType.QueuedConnection)
        job.ended.connect(self._on_job_ended, Qt.ConnectionType.QueuedConnection)
        self._progress.setRange(0, 0)
        self._patience.start(_PATIENCE_MS)

    def dismiss(self) -> None:
        """Close the bar."""
        self._timer.stop()
        self._fade.stop()
        self._opacity.setEnabled(False)
        self._error = False
        self.hide()
        self.closed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A sheet of its own with a hairline above; a thin accent at the left when something went wrong."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().base())
        painter.fillRect(0, 0, self.width(), 1, self.palette().mid())
        if self._error:
            painter.fillRect(0, 1, 3, self.height() - 1, self.palette().color(QPalette.ColorRole.Accent))
        painter.end()

    def _present(self, text: str, actions: tuple[NoticeAction, ...], *, error: bool) -> None:
        self._timer.stop()
        self._fade.stop()
        self._opacity.setEnabled(False)
        self._error = error
        self._text.setText(text)
        self._text.setAccessibleName(text)
        self._progress.hide()
        self._set_buttons(actions)
        self.show()
        self.update()

    def _set_buttons(self, actions: tuple[NoticeAction, ...]) -> None:
        for button in self._buttons:
            self._layout.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = []
        for text, slot in actions:
            button = QPushButton(text, self)
            button.setAutoDefault(False)
            button.clicked.connect(self.dismiss)
            button.clicked.connect(lambda _checked=False, slot=slot: slot())
            self._layout.insertWidget(self._layout.count() - 1, button)
            self._buttons.append(button)

    def _show_work(self) -> None:
        if self._job is not None:
            self._present(self._job_text, ((self.tr("取消"), self._job.cancel),), error=False)
            self._progress.show()

    def _on_progress(self, done: int, whole: int) -> None:
        self._progress.setRange(0, max(whole, 0))
        self._progress.setValue(done)

    def _on_job_ended(self, job: Job) -> None:
        self._patience.stop()
        if self._job is job:
            self._job = None
            if not self._progress.isHidden():
                self.dismiss()

    def _fade_away(self) -> None:
        if self.underMouse():
            self._timer.start(self._stay_ms)
            return
        self._opacity.setEnabled(True)
        self._fade.start()

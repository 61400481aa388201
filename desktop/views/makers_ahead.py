"""The modules of the editors, loaded on another thread before anybody goes there: a first visit need not wait."""

from __future__ import annotations

from importlib import import_module

from PySide6.QtCore import QObject, QTimer

from desktop.jobs.runner import IsCancelled, JobRunner, Progress

_REST_MS = 1_200  # after the plan is shown; findings and panes come first
_MODULES = ("task_view", "matrix_view", "appendix_view", "collect_view")


class Ahead(QObject):
    """Loads what is not loaded yet, once the window rests."""

    def __init__(self, runner: JobRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = runner
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self.load)

    def begin(self) -> None:
        """A plan is shown."""
        self._rest.start()

    def leave(self) -> None:
        """The plan is closed; a module under way is waited for."""
        self._rest.stop()
        self._runner.wait()

    def load(self) -> None:
        """Load the modules one after another, as long as nobody stops it."""
        self._runner.start(self._runner.prepare(_load))


def _load(_progress: Progress, is_cancelled: IsCancelled) -> None:
    for name in _MODULES:
        if is_cancelled():
            return
        import_module(f"desktop.views.{name}")

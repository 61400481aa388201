"""Journeys through the window, and a heartbeat that notices when the event loop is away."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from desktop.main_window import MainWindow

BEAT_MS = 5
POLL_MS = 10
PATIENCE = 240.0  # seconds for one wait

# What a journey waits for: so many milliseconds, or until something is true.
Wait = int | Callable[[], object]
Journey = Generator[Wait, None, None]


@dataclass
class Gaps:
    """How long the loop was away while a journey went on: the longest time in milliseconds, and how often over 50.

    `work` is the longest time the main thread itself worked between two beats: on a busy machine it tells more.
    """

    longest: float = 0.0
    work: float = 0.0
    often: int = 0
    seconds: float = 0.0


class Heart(QObject):
    """Beats every few milliseconds on the main thread; what lies between two beats is a gap."""

    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._last, self._worked = time.perf_counter(), time.thread_time()
        self._gaps = Gaps()
        self._timer.start(BEAT_MS)

    def listen(self) -> None:
        """Begin anew."""
        self._gaps = Gaps()
        self._last = self._began = time.perf_counter()
        self._worked = time.thread_time()

    def tell(self) -> Gaps:
        """What was noticed since `listen`."""
        self._beat()
        self._gaps.seconds = time.perf_counter() - self._began
        return self._gaps

    def _beat(self) -> None:
        now = time.perf_counter()
        gap, self._last = (now - self._last) * 1000 - BEAT_MS, now
        self._gaps.longest = max(self._gaps.longest, gap)
        self._gaps.often += gap > 50
        worked = time.thread_time()
        self._gaps.work, self._worked = max(self._gaps.work, (worked - self._worked) * 1000), worked


class Driver(QObject):
    """Walks journeys one after another inside the running event loop, then ends it."""

    def __init__(self, journeys: list[tuple[str, Callable[[], Journey]]], tell: Callable[[str, Gaps], None]) -> None:
        super().__init__()
        self._journeys = list(journeys)
        self._tell = tell
        self._heart = Heart()
        self._name = ""
        self._journey: Journey | None = None
        self._until: Callable[[], object] = bool
        self._deadline = 0.0
        QTimer.singleShot(200, self._next)

    def _next(self) -> None:
        if not self._journeys:
            QApplication.quit()
            return
        self._name, begin = self._journeys.pop(0)
        self._journey = begin()
        self._heart.listen()
        self._step()

    def _step(self) -> None:
        assert self._journey is not None
        try:
            wait = next(self._journey)
        except StopIteration:
            self._tell(self._name, self._heart.tell())
            QTimer.singleShot(300, self._next)
            return
        if callable(wait):
            self._until, self._deadline = wait, time.perf_counter() + PATIENCE
            QTimer.singleShot(POLL_MS, self._poll)
        else:
            QTimer.singleShot(wait, self._step)

    def _poll(self) -> None:
        if time.perf_counter() > self._deadline:
            raise SystemExit(f"“{self._name}” takes more than {PATIENCE:.0f} s")
        if self._until():
            self._step()
        else:
            QTimer.singleShot(POLL_MS, self._poll)


def focused(window: QWidget) -> QWidget:
    """Where a key goes."""
    return QApplication.focusWidget() or window


def opening(window: MainWindow, plan: Path) -> Journey:
    """Open the plan file, as the start page, the menu and a drop do."""
    window.files.open_soon(plan)
    yield lambda: window.session is not None
    yield 1500


def visiting(window: MainWindow) -> Journey:
    """Go to every place, twice: the first time its editor is built."""
    assert window.workspace is not None
    for _ in range(2):
        for place in window.workspace.places:
            window.on_place_wanted(place.key)
            yield 250
    window.on_place_wanted("outline")
    yield 100


def typing(window: MainWindow, place: str, keys: int = 30) -> Journey:
    """Type into a place, one key after another, and commit."""
    window.on_place_wanted(place)
    yield 400
    QTest.keyClick(focused(window), Qt.Key.Key_Down)
    yield 100
    QTest.keyClick(focused(window), Qt.Key.Key_F2)
    yield 200
    for number in range(keys):
        QTest.keyClicks(focused(window), "0123456789"[number % 10])
        yield 40
    QTest.keyClick(focused(window), Qt.Key.Key_Return)
    yield 600


def cells(window: MainWindow, place: str, count: int = 10) -> Journey:
    """Fill one cell after another in a table: each is an edit that is written and told to every view."""
    window.on_place_wanted(place)
    yield 400
    for number in range(count):
        QTest.keyClick(focused(window), Qt.Key.Key_Tab)
        yield 60
        QTest.keyClicks(focused(window), str(number))
        yield 60
        QTest.keyClick(focused(window), Qt.Key.Key_Return)
        yield 150


def undoing(window: MainWindow, times: int = 20) -> Journey:
    """Take steps back and do them again."""
    for _ in range(times):
        window.undo()
        yield 60
    for _ in range(times):
        window.redo()
        yield 60


def reading(window: MainWindow, source: Path) -> Journey:
    """Read a newer version and look at what it would change."""
    window.read_sources([source])
    yield lambda: window.desk.page is not None and window.desk.page.go.isEnabled()
    yield 300


def applying(window: MainWindow) -> Journey:
    """Take every change of the version that is shown."""
    page = window.desk.page
    assert page is not None
    page.accept()
    yield lambda: window.desk.page is None
    yield 1500


def exporting(window: MainWindow, folder: Path) -> Journey:
    """Write every part in every format."""
    from desktop.transfer import ExportWish
    from exporters.export import FORMATS, part_names

    assert window.session is not None
    content = window.session.content
    window.export_files(ExportWish(folder, tuple(FORMATS), tuple(part_names(content))))
    yield lambda: not window.runner.is_busy()
    yield 300


def previewing(window: MainWindow) -> Journey:
    """Show the pages and edit beside them."""
    window.on_place_wanted("outline")
    window.commands.preview.trigger()
    yield 3000
    yield from typing(window, "outline", 10)
    yield 2000
    window.commands.preview.trigger()
    yield 200


def printing(window: MainWindow, target: Path) -> Journey:
    """Print the text into a PDF file."""
    from PySide6.QtPrintSupport import QPrinter

    from desktop.jobs.print_job import PrintOrder

    class Chooser:
        def choose(self, _title: str, *, review: bool = False) -> tuple[QPrinter, PrintOrder]:
            printer = QPrinter(QPrinter.PrinterMode.HighResolution)
            printer.setOutputFileName(str(target))
            return printer, PrintOrder()

    window.printing.chooser = Chooser()  # type: ignore[assignment]
    window.on_place_wanted("outline")
    window.printing.print_part()
    yield 200
    yield lambda: not window.runner.is_busy()
    yield 300


def closing(window: MainWindow) -> Journey:
    """Save and close."""
    window.saving.save()
    yield 500
    window.close_plan()
    yield 300

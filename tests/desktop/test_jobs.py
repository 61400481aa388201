"""Work on another thread: results, refusals, stopping and bugs all arrive on the main thread."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QObject, Qt, QThread, QTimer

from desktop.jobs.runner import JobRunner
from domain.errors import Cancelled, ExportError


class Listener(QObject):
    """Remembers what a job said, and on which thread it was heard."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[tuple[str, object]] = []
        self.threads: set[QThread] = set()

    def listen(self, job) -> None:
        job.done.connect(self.on_done)
        job.failed.connect(self.on_failed)
        job.progressed.connect(self.on_progressed)

    def on_done(self, result: object) -> None:
        self._hear("done", result)

    def on_failed(self, error: object) -> None:
        self._hear("failed", error)

    def on_progressed(self, done: int, whole: int) -> None:
        self._hear("progressed", (done, whole))

    def on_ended(self, job: object) -> None:
        self._hear("ended", job)

    def _hear(self, word: str, value: object) -> None:
        self.heard.append((word, value))
        self.threads.add(QThread.currentThread())


@pytest.fixture
def runner(qapp):
    runner = JobRunner()
    yield runner
    runner.wait()


@pytest.fixture
def listener(qapp) -> Listener:
    return Listener()


def test_the_result_arrives_on_the_main_thread(runner, listener, qtbot):
    ran_on: list[threading.Thread] = []

    def work(progress, _cancelled):
        ran_on.append(threading.current_thread())
        progress(1, 2)
        progress(2, 2)
        return "fertig"

    job = runner.prepare(work)
    listener.listen(job)
    runner.start(job)
    qtbot.waitUntil(lambda: not runner.is_busy())
    assert listener.heard == [("progressed", (1, 2)), ("progressed", (2, 2)), ("done", "fertig")]
    assert listener.threads == {QThread.currentThread()}
    assert ran_on[0] is not threading.main_thread()


def test_a_known_failure_is_handed_over(runner, listener, qtbot):
    def work(_progress, _cancelled):
        raise ExportError("file_open", "文件被占用。")

    job = runner.prepare(work)
    listener.listen(job)
    runner.start(job)
    qtbot.waitUntil(lambda: not runner.is_busy())
    assert [(word, error.code) for word, error in listener.heard] == [("failed", "file_open")]


def test_a_cancelled_job_ends_as_cancelled_even_if_it_finished(runner, listener, qtbot):
    started, go_on = threading.Event(), threading.Event()

    def work(_progress, _cancelled):
        started.set()
        go_on.wait(60)
        return "too late"

    job = runner.prepare(work)
    listener.listen(job)
    runner.start(job)
    assert started.wait(60)
    runner.cancel_all()
    go_on.set()
    qtbot.waitUntil(lambda: not runner.is_busy())
    assert [type(value) for _, value in listener.heard] == [Cancelled]


def test_waiting_leaves_nothing_running(runner, listener):
    stopped = threading.Event()

    def work(_progress, cancelled):
        while not cancelled():
            pass
        stopped.set()
        raise Cancelled

    job = runner.prepare(work)
    listener.listen(job)
    runner.start(job)
    runner.wait()
    assert stopped.is_set()


def test_a_bug_reaches_the_hook(runner, qtbot):
    def work(_progress, _cancelled):
        raise ZeroDivisionError("bug")

    job = runner.prepare(work)
    with qtbot.captureExceptions() as caught:
        runner.start(job)
        qtbot.waitUntil(lambda: not runner.is_busy())
    assert [kind for kind, _, _ in caught] == [ZeroDivisionError]


def test_a_job_lives_until_everybody_has_heard_that_it_ended(runner, qtbot):
    """The worker tells one listener after the other; meanwhile the main thread goes on."""
    gate = threading.Event()
    listener = Listener()
    job = runner.prepare(lambda _progress, _is_cancelled: None)
    job.ended.connect(lambda _: gate.wait(60), Qt.ConnectionType.DirectConnection)
    job.ended.connect(listener.on_ended)
    QTimer.singleShot(50, gate.set)
    runner.start(job)
    qtbot.waitUntil(lambda: listener.heard == [("ended", job)])
    qtbot.waitUntil(lambda: not runner.is_busy())

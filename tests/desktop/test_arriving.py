"""A plan file is opened, checked and read on another thread; the window goes on meanwhile."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from db.document import Document
from db.places import Home
from db.snapshot import load_snapshot
from desktop.arriving import Arrival
from desktop.main_window import MainWindow
from domain.errors import ImportFileError


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Every file waits for this event before it is opened."""
    gate, open_document = threading.Event(), Document.open

    def wait_and_open(path: Path, home: Home | None = None, *, force: bool = False) -> Document:
        assert threading.current_thread() is not threading.main_thread()
        gate.wait()
        return open_document(path, home, force=force)

    monkeypatch.setattr(Document, "open", wait_and_open)
    return gate


def test_a_file_of_the_command_line_comes_with_its_content(plan: Path) -> None:
    arrival = Arrival.begin(plan)
    document, snapshot = arrival.result()
    assert snapshot == load_snapshot(document.store)
    document.close()


def test_what_is_wrong_with_a_file_is_told_to_whoever_asks(tmp_path: Path) -> None:
    path = tmp_path / "方案.fangan"
    path.write_text("这不是方案文件")
    with pytest.raises(ImportFileError):
        Arrival.begin(path).result()


def test_the_window_is_free_while_a_file_is_read(
    window: MainWindow, plan: Path, qtbot: QtBot, slow: threading.Event
) -> None:
    window.files.open_soon(plan)
    assert window.session is None
    window.files.open_soon(plan)  # a second press asks for nothing more
    slow.set()
    qtbot.waitUntil(lambda: window.session is not None)
    assert window.session is not None
    assert window.session.content == load_snapshot(window.session.store).content


def test_a_file_that_is_stopped_on_its_way_is_let_go(
    window: MainWindow, plan: Path, qtbot: QtBot, slow: threading.Event
) -> None:
    with qtbot.waitSignal(window.files.working) as working:
        window.files.open_soon(plan)
    job = working.args[0]
    with qtbot.waitSignal(job.ended):
        job.cancel()
        slow.set()
    assert window.session is None
    arrival = Arrival.begin(plan)
    document, _ = arrival.result()  # nobody holds its lock
    document.close()


def test_a_closing_window_lets_go_of_what_is_on_its_way(window: MainWindow, plan: Path, slow: threading.Event) -> None:
    window.files.open_soon(plan)
    slow.set()
    window.close()
    assert window.session is None
    arrival = Arrival.begin(plan)
    document, _ = arrival.result()  # nobody holds its lock
    document.close()

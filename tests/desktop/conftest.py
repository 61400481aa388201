"""A plan to open, the session over it, the window around it, and an application dressed as ours is."""

from __future__ import annotations

from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from db.places import Home
from db.store import Store
from desktop.main_window import MainWindow
from desktop.session import Session
from desktop.settings import Settings
from desktop.theme import SchemeChoice, ThemeKeeper
from tests.desktop.sample_plan import fill_plan
from tests.desktop.window_helpers import SOURCE, Chooser

_PATIENCE_MS = 60_000


class PatientBot(QtBot):
    """Waits as long as a busy machine needs: how soon something comes is no matter of these tests."""

    def waitSignal(self, signal: Any, *, timeout: int = _PATIENCE_MS, **options: Any) -> Any:
        return super().waitSignal(signal, timeout=timeout, **options)

    def waitSignals(self, signals: Any, *, timeout: int = _PATIENCE_MS, **options: Any) -> Any:
        return super().waitSignals(signals, timeout=timeout, **options)

    def waitUntil(self, callback: Callable[[], Any], *, timeout: int = _PATIENCE_MS) -> None:
        super().waitUntil(callback, timeout=timeout)

    def waitExposed(self, widget: QWidget, *, timeout: int = _PATIENCE_MS) -> Any:
        return super().waitExposed(widget, timeout=timeout)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """pytest-qt's bot with more patience than its five seconds."""
    return PatientBot(request)


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    """The one application, in the style the program uses."""
    qapp.setStyle("Fusion")
    return qapp


@pytest.fixture(autouse=True)
def data(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Home:
    """The program's own folder: a fresh one, also for what asks for the default."""
    home = Home(tmp_path_factory.mktemp("home"))
    monkeypatch.setenv("FANGAN_HOME", str(home.root))
    return home


@pytest.fixture
def store(tmp_path: Path) -> Generator[Store]:
    """The small plan of `sample_plan`, in a file of its own."""
    path = tmp_path / "方案.fangan"
    with Store.create(path) as fresh:
        fill_plan(fresh)
    store = Store.open(path)
    yield store
    store.close()


@pytest.fixture
def session(qapp: QApplication, store: Store) -> Session:
    """A session over the small plan."""
    return Session(store)


@pytest.fixture
def chooser() -> Chooser:
    """Answers in place of file dialogs."""
    return Chooser()


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """The small plan in a closed file, in a folder of its own: some tests take that away."""
    path = tmp_path / "优盘" / "加装电梯.fangan"
    with Store.create(path) as store:
        fill_plan(store)
    return path


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A text plan to read."""
    path = tmp_path / "停车.txt"
    path.write_text(SOURCE, encoding="utf-8")
    return path


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot, tmp_path: Path, chooser: Chooser, data: Home) -> Generator[MainWindow]:
    """The window on its start page; settings and documents folder are temporary."""
    palette, font = qapp.palette(), qapp.font()
    settings = Settings(QSettings(str(tmp_path / "fangan.ini"), QSettings.Format.IniFormat))
    theme = ThemeKeeper(qapp, SchemeChoice.LIGHT)
    window = MainWindow(settings, theme, chooser=chooser, home=tmp_path / "文档", data=data)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    yield window
    window.close()
    theme.deleteLater()
    qapp.setPalette(palette)
    qapp.setFont(font)


@pytest.fixture
def opened(window: MainWindow, plan: Path) -> MainWindow:
    """The window with the small plan open."""
    window.files.open_plan(plan)
    return window

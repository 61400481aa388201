"""Editors' modules are loaded on another thread, so that a first visit does not wait for them."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desktop.jobs.runner import JobRunner
from desktop.views import makers_ahead


def test_modules_are_loaded_elsewhere_than_on_the_main_thread(
    qapp: QObject, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[tuple[str, bool]] = []

    def load(name: str) -> None:
        loaded.append((name, threading.current_thread() is threading.main_thread()))

    monkeypatch.setattr(makers_ahead, "import_module", load)
    owner = QObject()
    runner = JobRunner(owner)
    makers_ahead.Ahead(runner, owner).load()
    qtbot.waitUntil(lambda: not runner.is_busy())
    assert ("desktop.views.task_view", False) in loaded
    assert not any(is_main for _, is_main in loaded)


def test_nothing_is_loaded_when_the_plan_is_closed_before(qapp: QObject, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(makers_ahead, "import_module", pytest.fail)
    owner = QObject()
    ahead = makers_ahead.Ahead(JobRunner(owner), owner)
    ahead.begin()
    ahead.leave()
    assert not ahead._rest.isActive()

"""The application as a whole: opened for real, every place visited, closed."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator

from db.store import Store
from desktop.app import build_application, run_window


@pytest.fixture(autouse=True)
def kept_application(qapp):
    palette, font, hook = qapp.palette(), qapp.font(), sys.excepthook
    yield
    qapp.setPalette(palette)
    qapp.setFont(font)
    assert sys.excepthook is hook


def test_the_tour_visits_every_place(plan):
    assert run_window(plan, smoke=True) == 0
    Store.open(plan).close()


def test_the_tour_works_without_a_plan():
    assert run_window(None, smoke=True) == 0


def test_the_tour_notices_a_file_that_cannot_be_opened(tmp_path):
    assert run_window(tmp_path / "没有.fangan", smoke=True) == 1


def test_there_is_one_application(qapp):
    assert build_application() is qapp


def test_qt_speaks_chinese(qapp):
    translator = QTranslator()
    assert translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    QCoreApplication.installTranslator(translator)
    try:
        assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "取消"
    finally:
        QCoreApplication.removeTranslator(translator)

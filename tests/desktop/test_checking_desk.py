"""格式体检 from the window: a file chosen, judged, put away again."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from PySide6.QtCore import Qt

from desktop.main_window import MainWindow
from tests.desktop.window_helpers import Chooser, settle


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    """A Word file that another program saved, after no official layout."""
    path = tmp_path / "来文.docx"
    document = docx.Document()
    document.add_paragraph("关于停车治理的意见")
    document.add_paragraph("一、总体要求")
    document.save(str(path))
    return path


def test_a_file_is_judged_without_a_plan(window: MainWindow, chooser: Chooser, foreign: Path, qtbot) -> None:
    chooser.answer = foreign
    window.commands.check_layout.trigger()
    settle(window, qtbot)
    page = window.checking.page
    assert page is not None
    assert page.model.rowCount() > 0
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert window.checking.page is None
    assert window.pages.page is None


def test_a_file_that_is_none_is_refused_with_a_sentence(
    window: MainWindow, chooser: Chooser, tmp_path: Path, qtbot
) -> None:
    chooser.answer = tmp_path / "坏.docx"
    chooser.answer.write_bytes(b"PK nothing")
    window.commands.check_layout.trigger()
    settle(window, qtbot)
    assert window.notice.text()


def test_a_corrected_copy_is_told(opened: MainWindow, chooser: Chooser, foreign: Path, tmp_path: Path, qtbot) -> None:
    opened.checking.check(foreign)
    settle(opened, qtbot)
    chooser.answer = tmp_path / "改正.docx"
    opened.checking.page.write()
    settle(opened, qtbot)
    assert chooser.answer.exists()
    assert "改正.docx" in opened.notice.text()

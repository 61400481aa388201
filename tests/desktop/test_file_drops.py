"""A file dragged onto the window: what it will become is said first, wherever in the window it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from desktop.main_window import MainWindow
from tests.desktop.window_helpers import settle

COPY, LEFT, NO_KEYS = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def data_of(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    data.setText("\n".join(map(str, paths)))
    return data


def drag(window: MainWindow, data: QMimeData, place: QPoint | None = None) -> QDragEnterEvent:
    """The pointer comes into the window with something, as the system tells it."""
    event = QDragEnterEvent(place or QPoint(300, 300), COPY, data, LEFT, NO_KEYS)
    QApplication.sendEvent(window.windowHandle(), event)
    return event


def may_be_dropped(window: MainWindow, data: QMimeData) -> bool:
    event = QDragMoveEvent(QPoint(320, 320), COPY, data, LEFT, NO_KEYS)
    QApplication.sendEvent(window.windowHandle(), event)
    return event.isAccepted()


def drop(window: MainWindow, data: QMimeData) -> None:
    QApplication.sendEvent(window.windowHandle(), QDropEvent(QPointF(320, 320), COPY, data, LEFT, NO_KEYS))


@pytest.mark.parametrize(
    ("name", "words", "is_welcome"),
    [
        ("城市更新.fangan", "打开方案“城市更新”", True),
        ("原稿.docx", "读取为新方案：原稿.docx", True),
        ("原稿.doc", "不能直接读取 .doc 文件", False),
        ("批复.pdf", "不能读取 PDF 文件", False),
        ("图.png", "不能读取这种文件", False),
    ],
)
def test_what_will_come_of_it_is_said_before(window: MainWindow, name: str, words: str, is_welcome: bool) -> None:
    data = data_of(Path("/地方") / name)
    drag(window, data)
    sign = window.drops.sign
    assert sign.isVisible()
    assert (sign.words(), sign.is_welcome()) == (words, is_welcome)
    assert may_be_dropped(window, data) is is_welcome
    QApplication.sendEvent(window.windowHandle(), QDragLeaveEvent())
    assert not sign.isVisible()


def test_with_a_plan_open_a_document_is_read_into_it(opened: MainWindow, source: Path, tmp_path: Path) -> None:
    data = data_of(source, tmp_path / "附表.xlsx")
    drag(opened, data)
    assert opened.drops.sign.words() == "导入到当前方案：停车.txt 等 2 个文件"


def test_a_drop_on_a_text_field_is_a_file_all_the_same(opened: MainWindow, qtbot, source: Path) -> None:
    place = opened.workspace.view().mapTo(opened, opened.workspace.view().rect().center())
    data = data_of(source)
    drag(opened, data, place)
    drop(opened, data)
    assert not opened.drops.sign.isVisible()
    settle(opened, qtbot)
    settle(opened, qtbot)
    assert "停车.txt" in opened.notice.text(), "it is read, and belongs to another plan"


def test_a_dropped_plan_opens(window: MainWindow, plan: Path, qtbot) -> None:
    data = data_of(plan)
    drag(window, data)
    drop(window, data)
    qtbot.waitUntil(lambda: window.session is not None)
    assert window.session is not None
    assert window.session.store.path == plan


def test_a_plan_waits_until_a_page_is_done(opened: MainWindow, qtbot, source: Path, tmp_path: Path) -> None:
    opened.read_sources([source], as_new_plan=True)
    settle(opened, qtbot)
    assert opened.pages.page is not None, opened.notice.text()
    drag(opened, data_of(tmp_path / "别的.fangan"))
    assert opened.drops.sign.words() == "先处理完这一页，再打开方案"
    assert not opened.drops.sign.is_welcome()


def test_words_dragged_within_the_window_are_nobody_elses_business(opened: MainWindow) -> None:
    words = QMimeData()
    words.setText("一段文字")
    drag(opened, words)
    assert not opened.drops.sign.isVisible()

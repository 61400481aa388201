"""The line that takes a name."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.widgets.name_edit import NameEdit


@pytest.fixture
def edit(qtbot):
    host = QWidget()
    edit = NameEdit("单位名称")
    QVBoxLayout(host).addWidget(edit)
    qtbot.addWidget(host)
    edit.host = host
    with qtbot.waitExposed(host):
        host.show()
    host.activateWindow()
    return edit


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # popups of the offscreen platform
def test_names_are_offered_by_initials_and_characters(edit, qtbot):
    edit.begin("", ("市财政局", "市市场监管委", "市场处"))
    qtbot.keyClicks(edit, "sscjgw")
    assert edit.offers.stringList() == ["市市场监管委"]
    qtbot.keyClick(edit._completer.popup(), Qt.Key.Key_Down)
    qtbot.keyClick(edit._completer.popup(), Qt.Key.Key_Return)
    assert edit.text() == "市市场监管委"
    edit.clear()
    edit.insert("市场")
    edit.on_typed(edit.text())
    assert edit.offers.stringList() == ["市场处", "市市场监管委"]


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_new_name_is_told_and_the_same_one_is_not(edit, qtbot):
    edit.begin("市财政局", ())
    with qtbot.assertNotEmitted(edit.finished):
        qtbot.keyClick(edit, Qt.Key.Key_Return)
    edit.begin("市财政局", ())
    edit.insert("市教委")
    with qtbot.waitSignal(edit.finished) as told:
        qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert told.args == ["市教委"] and edit.isHidden()

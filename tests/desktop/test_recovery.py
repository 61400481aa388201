"""What a crash left is offered on the start page and in a notice, goes on, or is put aside."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from db.document import Document
from db.units import add_unit
from db.working_copies import leftovers


@pytest.fixture
def crashed(plan: Path, data) -> Path:
    """A plan whose program died with two steps not written back."""
    document = Document.open(plan, data)
    add_unit(document.store, "甲局")
    add_unit(document.store, "乙局")
    document._owner.close()  # what the system does when a process dies
    document.store.close()
    document.lock.release()
    return plan


def offers(window) -> list[str]:
    """The buttons of the start page for what was left."""
    buttons = [one for one in window.start.findChildren(QPushButton) if one.accessibleName()]
    return [one.accessibleName() for one in buttons if not one.parentWidget().isHidden()]


def press(window, text: str) -> None:
    buttons = [*window.notice.buttons(), *window.start.findChildren(QPushButton)]
    button = next(one for one in buttons if one.isVisible() and one.text() == text)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def unit_names(window) -> list[str]:
    return [unit.name for unit in window.session.content.units]


def test_the_start_page_says_what_was_left(crashed, window):
    restore, put_aside = offers(window)
    assert restore.startswith("恢复 加装电梯.fangan（")
    assert restore.endswith("），2 步，最近一步：新增单位 乙局")
    assert put_aside.startswith("放弃 ")


def test_restoring_goes_on_and_writes_it_back(crashed, window, data, qtbot):
    press(window, "恢复")
    assert unit_names(window)[-2:] == ["甲局", "乙局"]
    qtbot.waitUntil(lambda: window.status.saved().startswith("已保存 "))
    window.close_plan()
    assert leftovers(data) == []
    assert offers(window) == []
    window.files.open_plan(crashed)
    assert unit_names(window)[-2:] == ["甲局", "乙局"]


def test_opening_the_plan_offers_what_belongs_to_it(crashed, window, qtbot):
    window.files.open_plan(crashed)
    assert "乙局" not in unit_names(window)
    assert window.notice.text().startswith("上次未写回的内容：加装电梯.fangan（")
    press(window, "恢复")
    assert unit_names(window)[-2:] == ["甲局", "乙局"]


def test_restoring_over_newer_work_makes_a_copy(crashed, window, data, qtbot):
    window.files.open_plan(crashed)
    window.session.perform(add_unit, "丙局")
    press(window, "恢复")
    qtbot.waitUntil(lambda: "冲突副本" in window.files.open_path.name)
    assert unit_names(window)[-2:] == ["甲局", "乙局"]
    window.files.open_plan(crashed)
    assert unit_names(window)[-1] == "丙局"


def test_putting_aside_deletes_nothing(crashed, window, data):
    press(window, "放弃")
    assert offers(window) == []
    assert leftovers(data) == []
    (folder,) = (data.root / "discarded").iterdir()
    assert (folder / "plan.fangan").exists()


def test_what_was_left_of_another_plan_is_offered_once(crashed, window, chooser, tmp_path):
    chooser.answer = tmp_path / "新.fangan"
    window.commands.new.trigger()
    assert "加装电梯.fangan" in window.notice.text()
    window.commands.sample.trigger()
    assert window.notice.text() == ""

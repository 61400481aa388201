"""The unit picker, used by keys and mouse as an officer uses it."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop.widgets.unit_picker import UnitChooser, UnitPicker
from domain.task_names import names_of
from domain.units import Role


@pytest.fixture
def host(qtbot, session):
    host = QWidget()
    host.line = QLineEdit()
    layout = QVBoxLayout(host)
    layout.addWidget(host.line)
    layout.addStretch(1)
    host.picker = UnitPicker(session, host)
    qtbot.addWidget(host)
    host.resize(700, 560)
    with qtbot.waitExposed(host):
        host.show()
    host.activateWindow()
    host.line.setFocus()
    return host


def task_of(session, title):
    return next(node.id for node in session.content.nodes if node.title == title)


def open_picker(host, *titles, role=Role.LEAD):
    tasks = [task_of(host.picker.session, title) for title in titles]
    host.picker.open_for_tasks(tasks, role, QRect(host.mapToGlobal(QPoint(20, 20)), host.line.size()))
    assert host.picker.isVisible() and host.picker.input.hasFocus()
    return host.picker


def press(qtbot, picker, *keys):
    for key in keys:
        if isinstance(key, str) and not key.isascii():
            picker.input.insert(key)  # as an input method does
        elif isinstance(key, str):
            qtbot.keyClicks(picker.input, key)
        else:
            qtbot.keyClick(picker.input, key)


def held(session, title):
    names = names_of(session.content, task_of(session, title))
    return {role.value: listed for role, listed in names.items() if listed}


def shown(picker):
    return [picker.model.index(row).data() for row in range(picker.model.rowCount())]


def test_initials_enter_and_enter_again(host, qtbot, session):
    picker = open_picker(host, "落实资金保障")
    press(qtbot, picker, "qmzj")
    assert shown(picker)[0] == "区民政局"
    press(qtbot, picker, Qt.Key.Key_Return)
    assert picker.isVisible() and picker.input.text() == ""
    press(qtbot, picker, "zhufang", Qt.Key.Key_Return)
    with qtbot.waitSignal(picker.finished) as told:
        press(qtbot, picker, Qt.Key.Key_Return)
    assert told.args == [1, 0] and not picker.isVisible() and host.line.hasFocus()
    assert held(session, "落实资金保障") == {"lead": ["区民政局", "区住房建设局"]}
    session.undo()
    assert held(session, "落实资金保障") == {}


def test_plan_units_come_first_in_office_order(host):
    names = shown(open_picker(host, "落实资金保障"))
    assert names[:4] == ["区住房建设局", "区民政局", "区市场监管局", "各镇街"]
    assert "市财政局" in names and len(names) == len(set(names))


def test_esc_leaves_as_it_was(host, qtbot, session):
    before = session.store.revision
    picker = open_picker(host, "摸清加装需求")
    press(qtbot, picker, Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_Escape)
    assert not picker.isVisible() and session.store.revision == before
    assert held(session, "摸清加装需求") == {"lead": ["区住房建设局"], "support": ["区民政局"]}


def test_one_key_changes_the_role(host, qtbot, session):
    picker = open_picker(host, "摸清加装需求")
    press(qtbot, picker, Qt.Key.Key_Down)
    assert picker.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole) == "区住房建设局 牵头"
    press(qtbot, picker, "2")
    assert picker.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole) == "区住房建设局 配合"
    press(qtbot, picker, Qt.Key.Key_Down, "3", Qt.Key.Key_Tab)
    assert held(session, "摸清加装需求") == {"support": ["区住房建设局"], "responsible": ["区民政局"]}


def test_digit_after_initials_gives_that_role(host, qtbot, session):
    picker = open_picker(host, "落实资金保障")
    press(qtbot, picker, "gzj", "3", Qt.Key.Key_Return)
    assert held(session, "落实资金保障") == {"responsible": ["各镇街"]}


def test_unticking_takes_the_unit_off(host, qtbot, session):
    picker = open_picker(host, "摸清加装需求")
    press(qtbot, picker, "zfjs", Qt.Key.Key_Return, Qt.Key.Key_Return)
    assert held(session, "摸清加装需求") == {"support": ["区民政局"]}


def test_what_is_no_unit_is_offered_as_a_new_one(host, qtbot, session):
    picker = open_picker(host, "落实资金保障")
    press(qtbot, picker, "区河长办")
    assert shown(picker)[-1] == "新增单位“区河长办”"
    press(qtbot, picker, Qt.Key.Key_Up, Qt.Key.Key_Return, Qt.Key.Key_Return)
    assert held(session, "落实资金保障") == {"lead": ["区河长办"]}
    assert session.content.units[-1].name == "区河长办"


def test_list_of_names_is_pasted(host, qtbot, session):
    picker = open_picker(host, "落实资金保障", role=Role.SUPPORT)
    picker.input.setText("区民政局、区河长办、各镇街")
    press(qtbot, picker, Qt.Key.Key_Return, Qt.Key.Key_Return)
    assert held(session, "落实资金保障") == {"support": ["区民政局", "区河长办", "各镇街"]}


def test_several_tasks_are_one_step(host, qtbot, session):
    picker = open_picker(host, "摸清加装需求", "落实资金保障")
    assert "2 项任务" in picker.title.text()
    assert picker.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole) == "区住房建设局 牵头 1/2"
    press(qtbot, picker, Qt.Key.Key_Down, Qt.Key.Key_Space)
    assert picker.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole) == "区住房建设局 牵头"
    press(qtbot, picker, Qt.Key.Key_Tab)
    assert held(session, "落实资金保障") == {"lead": ["区住房建设局"]}
    session.undo()
    assert held(session, "落实资金保障") == {}
    assert held(session, "摸清加装需求")["lead"] == ["区住房建设局"]


def test_measure_starts_from_the_units_of_its_task(host, qtbot, session):
    picker = open_picker(host, "入户走访", role=Role.SUPPORT)
    press(qtbot, picker, "gzj", Qt.Key.Key_Return, Qt.Key.Key_Return)
    assert held(session, "入户走访") == {"lead": ["区住房建设局"], "support": ["区民政局", "各镇街"]}
    assert held(session, "摸清加装需求") == {"lead": ["区住房建设局"], "support": ["区民政局"]}


def test_click_ticks_and_leaving_takes(host, qtbot, session):
    picker = open_picker(host, "落实资金保障")
    place = picker.list.visualRect(picker.model.index(1)).center()
    qtbot.mouseClick(picker.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert picker.isVisible() and picker.input.hasFocus()
    qtbot.mouseClick(host.line, Qt.MouseButton.LeftButton)
    host.line.setFocus()
    assert not picker.isVisible()
    assert held(session, "落实资金保障") == {"lead": ["区民政局"]}


def test_picker_stays_inside_the_window(host):
    picker = host.picker
    corner = host.mapToGlobal(QPoint(host.width() - 30, host.height() - 30))
    picker.open_for(task_of(picker.session, "落实资金保障"), Role.LEAD, QRect(corner, host.line.size()))
    assert host.rect().contains(picker.geometry())


def test_chooser_takes_one_unit_that_has_work(host, qtbot, session):
    chooser = UnitChooser(session, host)
    chooser.open_at(QRect(host.mapToGlobal(QPoint(20, 20)), host.line.size()))
    assert shown(chooser) == ["区住房建设局", "区民政局", "区市场监管局", "各镇街"]
    with qtbot.waitSignal(chooser.chosen) as told:
        press(qtbot, chooser, "scjg", Qt.Key.Key_Return)
    assert told.args == [session.content.units[2].id] and not chooser.isVisible()

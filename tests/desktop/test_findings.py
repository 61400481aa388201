"""Findings in the window: looked for in the pauses, told in the status line, walked through, settled."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication

from db.outline import set_deadline, set_title
from db.units import add_unit, set_role
from desktop.main_window import MainWindow
from desktop.models.finding_model import WHAT, FindingModel
from domain.plan_findings import PlanFinding
from domain.units import Role


@pytest.fixture
def spoilt(opened: MainWindow, qtbot) -> MainWindow:
    """The open plan with a task nobody reads the time limit of, a unit without work, a number typed twice."""
    opened.resize(1366, 768)
    opened.frame.findings._pause_ms = 0
    session = opened.session
    tasks = [task.node.id for task in session.content.tasks()]
    session.perform(set_role, tasks[2], session.content.units[1].id, Role.LEAD)
    session.perform(set_role, tasks[0], session.content.units[1].id, None)
    session.perform(set_deadline, tasks[0], "尽量快些")
    session.perform(set_title, tasks[1], "2.守住安全底线")
    session.perform(add_unit, "区数据局")
    looked_through(opened, qtbot)
    qtbot.waitUntil(lambda: opened.frame.listed is not None)
    opened.activateWindow()
    qtbot.waitUntil(opened.isActiveWindow)
    return opened


def looked_through(window: MainWindow, qtbot) -> None:
    qtbot.waitUntil(lambda: not window.frame.findings.is_looking())


def codes(window: MainWindow) -> list[str]:
    return [one.code for one in window.frame.findings.findings]


def test_the_status_line_says_how_many_and_the_first(spoilt: MainWindow) -> None:
    assert codes(spoilt) == ["deadline_unread", "heading_two_numbers", "unit_idle"]
    assert spoilt.status.findings.text().startswith("3 处提示：“（二）2.守住安全底线”有两个编号")
    assert spoilt.status.findings.text().endswith(" ▸")


def test_the_sentence_opens_and_closes_the_pane(spoilt: MainWindow) -> None:
    QTest.mouseClick(spoilt.status.findings, Qt.MouseButton.LeftButton)
    assert spoilt.panes.findings.isVisible()
    QTest.mouseClick(spoilt.status.findings, Qt.MouseButton.LeftButton)
    assert not spoilt.panes.findings.isVisible()


def test_f8_walks_from_finding_to_finding_and_round(spoilt: MainWindow) -> None:
    tasks = [task.node.id for task in spoilt.session.content.tasks()]
    spoilt.workspace.view().setFocus()
    keys = []
    for _ in range(4):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_F8)
        keys.append((spoilt.workspace.key, spoilt.workspace.view().spot().node))
    assert keys[0] == ("outline", tasks[1]), "the gravest, which the status line names"
    assert keys[1][0] == "matrix"
    assert keys[2] == ("tasks", tasks[0])
    assert keys[3] == keys[0]
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert spoilt.workspace.key == "tasks"


def test_enter_in_the_pane_goes_to_the_place(spoilt: MainWindow) -> None:
    spoilt.frame.commands.findings.trigger()
    listed = spoilt.frame.listed.list
    listed.setFocus()
    QTest.keyClick(listed, Qt.Key.Key_Down)
    QTest.keyClick(listed, Qt.Key.Key_Return)
    assert spoilt.workspace.view().spot().node == spoilt.session.content.tasks()[1].node.id
    assert not listed.hasFocus()


def test_ctrl_enter_settles_in_one_step_that_can_be_undone(spoilt: MainWindow, qtbot) -> None:
    spoilt.frame.commands.findings.trigger()
    pane = spoilt.frame.listed
    pane.list.setFocus()
    pane.list.setCurrentIndex(pane.model.index(1, WHAT))
    assert pane.fix.text() == "改为“守住安全底线”"
    QTest.keyClick(pane.list, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    looked_through(spoilt, qtbot)
    assert spoilt.session.content.tasks()[1].node.title == "守住安全底线"
    assert codes(spoilt) == ["deadline_unread", "unit_idle"]
    spoilt.undo()
    looked_through(spoilt, qtbot)
    assert codes(spoilt) == ["deadline_unread", "heading_two_numbers", "unit_idle"]


def test_a_finding_without_a_remedy_offers_none(spoilt: MainWindow) -> None:
    spoilt.frame.commands.findings.trigger()
    pane = spoilt.frame.listed
    pane.list.setCurrentIndex(pane.model.index(0, WHAT))
    assert not pane.fix.isVisible()
    QTest.keyClick(pane.list, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(pane.model._findings) == 3


def test_an_edit_while_looking_begins_anew(spoilt: MainWindow, qtbot) -> None:
    desk = spoilt.frame.findings
    spoilt.session.perform(set_deadline, spoilt.session.content.tasks()[0].node.id, "长期坚持")
    assert desk.is_looking()
    spoilt.session.perform(set_title, spoilt.session.content.tasks()[1].node.id, "")
    looked_through(spoilt, qtbot)
    assert codes(spoilt) == ["heading_no_title", "unit_idle"]


def test_a_closed_plan_has_no_findings(spoilt: MainWindow) -> None:
    spoilt.close_plan()
    assert spoilt.frame.findings.findings == ()
    assert spoilt.status.findings.isHidden()


def test_the_list_names_weight_sentence_and_reason(spoilt: MainWindow, qtbot) -> None:
    model = FindingModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    found: tuple[PlanFinding, ...] = spoilt.frame.findings.findings
    model.show(found)
    assert model.index(1, 0).data() == "必须核对"
    assert model.index(2, 0).data() == "供参考"
    said = model.index(1, 1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == f"必须核对，{found[1].sentence},{found[1].why}".replace(",", "，")
    tester.deleteLater()

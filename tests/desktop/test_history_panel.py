"""操作记录: newest first, what each step changed, the way to where it did, the way back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from db.outline import set_title
from db.tables import remove_row, set_cell
from db.units import add_unit, set_role
from desktop.views.history_panel import HistoryPanel, excerpts
from domain.spots import Spot
from domain.units import Role


@pytest.fixture
def panel(session, qtbot) -> HistoryPanel:
    panel = HistoryPanel(session)
    qtbot.addWidget(panel)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def details(panel: HistoryPanel) -> list[str]:
    return [panel.detail.item(row).text() for row in range(panel.detail.count())]


def test_it_lists_newest_first_and_goes_back_and_forth(session, panel, qtbot):
    session.perform(add_unit, "甲局")
    session.perform(add_unit, "乙局")
    assert panel.list.item(0).text().startswith("新增单位 乙局\n")
    panel.list.setCurrentRow(1)
    assert panel.back.text() == "撤销到这一步之前"
    told: list[str] = []
    session.changed.connect(lambda changes: told.append(changes.operation.label))
    QTest.mouseClick(panel.back, Qt.MouseButton.LeftButton)
    assert told == ["新增单位 乙局", "新增单位 甲局"]
    assert "甲局" not in [unit.name for unit in session.content.units]
    assert "已撤销" in panel.list.item(1).text()
    panel.list.setCurrentRow(0)
    assert panel.back.text() == "重做到这一步"
    QTest.mouseClick(panel.back, Qt.MouseButton.LeftButton)
    assert [unit.name for unit in session.content.units][-2:] == ["甲局", "乙局"]


def test_the_selected_step_stays_selected_while_others_come(session, panel):
    session.perform(add_unit, "甲局")
    panel.list.setCurrentRow(0)
    session.perform(add_unit, "乙局")
    assert panel.list.currentRow() == 1
    assert details(panel) == ["单位名称\n新增：甲局"]


def test_it_shows_what_a_step_changed(session, panel):
    node = session.content.nodes[0]
    session.perform(set_title, node.id, "总体目标")
    panel.list.setCurrentRow(0)
    assert details(panel) == ["“总体目标” 标题\n工作目标\n→ 总体目标"]
    row = session.content.tables[0].rows[1]
    session.perform(remove_row, row.id)
    panel.list.setCurrentRow(0)
    assert "附表1 原第2行\n删去：一行" in details(panel)


def test_long_texts_are_shown_from_shortly_before_they_differ():
    same = "甲" * 40
    before, after = excerpts(same + "旧" + "乙" * 80, same + "新")
    assert before.startswith("…" + "甲" * 12 + "旧乙")
    assert before.endswith("乙…")
    assert len(before) == 62
    assert after == "…" + "甲" * 12 + "新"
    assert excerpts("一\n二", "") == ("一 二", "")


def test_a_step_leads_to_the_cell_it_changed(opened):
    session = opened.session
    table = session.content.tables[0]
    column = table.spec.columns[2]
    session.perform(set_cell, table.rows[1].id, column.id, "★新的问题")
    opened.commands.history.trigger()
    panel = opened.panel.content()
    panel.list.itemActivated.emit(panel.list.item(0))
    assert opened.workspace.key == f"table:{table.id}"
    assert opened.workspace.view().grid.current_place() == (1, 2)


def test_lines_lead_to_heading_and_matrix(opened):
    session = opened.session
    task, unit = session.content.tasks()[1].node, session.content.units[1]
    session.perform(set_title, task.id, "守牢底线")
    session.perform(set_role, task.id, unit.id, Role.LEAD)
    opened.commands.history.trigger()
    panel = opened.panel.content()
    panel.detail.itemActivated.emit(panel.detail.item(0))
    view = opened.workspace.view()
    assert opened.workspace.key == "matrix"
    current = view.grid.currentIndex()
    assert view.model.ids_at(current.row(), current.column()) == (task.id, unit.id)
    panel.list.setCurrentRow(1)
    panel.detail.itemActivated.emit(panel.detail.item(0))
    assert opened.workspace.key == "outline"
    assert opened.workspace.view().current_node == task.id


def test_what_has_gone_since_leads_as_near_as_can_be(opened):
    opened.commands.history.trigger()
    panel = opened.panel.content()
    panel.spot_wanted.emit(Spot(table=1, row=9999, column=9999))
    assert opened.workspace.key == "table:1"
    panel.spot_wanted.emit(Spot(node=9999))
    assert opened.workspace.key == "outline"
    panel.spot_wanted.emit(Spot(unit=9999))
    assert opened.workspace.key == "matrix"

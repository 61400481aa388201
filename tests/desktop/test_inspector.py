"""详情 follows what is selected, says what there is to say, and writes the plain fields as one step each."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from db.outline import set_deadline
from desktop.main_window import MainWindow
from desktop.views.inspector import Inspector
from desktop.views.inspector_cards import card_of, spell_deadline
from desktop.views.spots import show_spot
from desktop.widgets.field_edit import WrappingButton
from domain.deadlines import parse_deadline
from domain.spots import Spot


@pytest.fixture
def inspected(opened: MainWindow, qtbot) -> MainWindow:
    """The open plan with its inspector shown."""
    opened.resize(1366, 768)
    qtbot.waitUntil(lambda: opened.frame.inspector is not None and opened.frame.inspector.isVisible())
    opened.activateWindow()
    qtbot.waitUntil(opened.isActiveWindow)
    return opened


def inspector_of(window: MainWindow) -> Inspector:
    assert window.frame.inspector is not None
    return window.frame.inspector


def select(window: MainWindow, spot: Spot, qtbot) -> Inspector:
    show_spot(window.workspace, spot)
    inspector = inspector_of(window)
    qtbot.waitUntil(lambda: inspector.spot == window.workspace.view().spot() and not inspector._soon.isActive())
    return inspector


def words(inspector: Inspector) -> list[str]:
    return [label.text() for label in inspector.lines.findChildren(QLabel) if label.isVisibleTo(inspector.lines)]


def test_a_task_with_its_duties_and_last_change(inspected: MainWindow, qtbot) -> None:
    task = inspected.session.content.tasks()[0].node
    inspector = select(inspected, Spot(node=task.id), qtbot)

    assert inspector.kind.text() == "任务 一"
    said = words(inspector)
    assert said[0] == "摸清加装需求"
    assert {"牵头单位", "配合单位", "完成时限", "进展", "备注", "修改"} <= set(said)
    assert inspector.lines.fields["lead"].text() == "区住房建设局"
    assert "截止日 2026年6月30日" in said
    assert any(inspected.session.store.who in one for one in said)


def test_a_deadline_is_written_as_one_step(inspected: MainWindow, qtbot) -> None:
    task = inspected.session.content.tasks()[0].node
    inspector = select(inspected, Spot(node=task.id), qtbot)
    field = inspector.lines.fields["deadline"]
    field.setFocus()
    field.selectAll()
    field.insert("2027年底前")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert inspected.session.content.tasks()[0].node.deadline == "2027年底前"
    qtbot.waitUntil(lambda: "截止日 2027年12月31日" in words(inspector))
    inspected.undo()
    assert inspected.session.content.tasks()[0].node.deadline == "2026年6月底前"


def test_esc_leaves_a_field_as_it_was_then_goes_to_the_editor(inspected: MainWindow, qtbot) -> None:
    task = inspected.session.content.tasks()[0].node
    inspector = select(inspected, Spot(node=task.id), qtbot)
    field = inspector.lines.fields["note"]
    field.setFocus()
    QTest.keyClicks(field, "abc")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert not field.hasFocus()
    assert inspected.session.content.tasks()[0].node.note == ""


def test_an_edit_elsewhere_does_not_take_away_what_is_typed(inspected: MainWindow, qtbot) -> None:
    tasks = inspected.session.content.tasks()
    inspector = select(inspected, Spot(node=tasks[0].node.id), qtbot)
    field = inspector.lines.fields["note"]
    field.setFocus()
    QTest.keyClicks(field, "abc")
    inspected.session.perform(set_deadline, tasks[1].node.id, "2027年底前")
    inspector.refresh()
    assert inspector.lines.fields["note"] is field
    assert field.text() == "abc"


def test_the_state_is_chosen_by_key(inspected: MainWindow, qtbot) -> None:
    task = inspected.session.content.tasks()[0].node
    inspector = select(inspected, Spot(node=task.id), qtbot)
    inspector.lines.edited.emit("state", "推进中")
    qtbot.waitUntil(lambda: inspector.lines.fields["state"].text() == "推进中 ▾")
    assert inspected.session.content.tasks()[0].node.state.value == "under_way"


def test_a_cell_shows_its_items_with_their_grades(inspected: MainWindow, qtbot) -> None:
    table = inspected.session.content.tables[0]
    spot = Spot(table=table.id, row=table.rows[0].id, column=table.spec.columns[2].id)
    inspector = select(inspected, spot, qtbot)

    assert inspector.kind.text() == "附表1 · 第1行"
    said = words(inspector)
    assert said[0] == "技术问题"
    assert said[1:3] == ["① ★★★ 管线交错，井道基础难以开挖", "② ★★ 楼梯间净宽不足"]


def test_a_cell_of_the_matrix_leads_to_its_unit_and_back_to_a_task(inspected: MainWindow, qtbot) -> None:
    content = inspected.session.content
    inspector = select(inspected, Spot(node=content.tasks()[0].node.id, unit=content.units[0].id), qtbot)
    assert "区住房建设局：牵头" in words(inspector)
    link = next(one for one in inspector.lines.findChildren(WrappingButton) if one.text() == "区住房建设局 的详情")
    QTest.mouseClick(link, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: inspector.kind.text() == "责任单位")
    assert "1 项" in words(inspector)
    link = next(one for one in inspector.lines.findChildren(WrappingButton) if "摸清加装需求" in one.text())
    QTest.mouseClick(link, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: inspector.kind.text() == "任务 一")
    assert inspected.workspace.key == "outline"


def test_the_other_names_of_a_unit_are_written(inspected: MainWindow, qtbot) -> None:
    unit = inspected.session.content.units[0]
    inspector = inspector_of(inspected)
    inspector.on_spot_wanted(Spot(unit=unit.id))
    qtbot.waitUntil(lambda: "aliases" in inspector.lines.fields)
    field = inspector.lines.fields["aliases"]
    field.setFocus()
    field.setText("区住建局、住建局")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert inspected.session.content.units[0].aliases == ("区住建局", "住建局")


def test_nothing_selected_is_the_plan_in_brief(inspected: MainWindow, qtbot) -> None:
    inspector = select(inspected, Spot(), qtbot)
    assert inspector.kind.text() == "方案"
    assert words(inspector)[0] == "老旧小区加装电梯工作方案"
    inspector.info_wanted.emit()
    assert inspected.panel.isVisible()


def test_every_spot_of_the_plan_has_a_card(inspected: MainWindow) -> None:
    content = inspected.session.content
    spots = [Spot(node=node.id) for node in content.nodes] + [Spot(unit=unit.id) for unit in content.units]
    table = content.tables[0]
    spots += [Spot(table=table.id, row=row.id, column=one.id) for row in table.rows for one in table.spec.columns]
    spots += [Spot(table=table.id), Spot(node=987654), Spot(unit=987654), Spot(table=987654)]
    assert all(card_of(content, spot).title for spot in spots)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2026年底前", "截止日 2026年12月31日"),
        ("长期坚持", "长期任务，没有截止日"),
        ("每季度末", "每季度一次"),
        ("尽量快些", "看不出时间，排序和筛选时排在最后"),
        ("", ""),
    ],
)
def test_what_the_program_makes_of_a_time_limit(text: str, said: str) -> None:
    assert spell_deadline(text, parse_deadline(text, 2026)) == said

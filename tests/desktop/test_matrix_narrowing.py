"""A part of the matrix: chapters, filters, search, findings, and the numbers beside it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt

from db.outline import remove_node
from db.units import add_unit
from desktop.models.matrix_rows import Narrowing
from domain.spots import Spot
from domain.units import Role
from tests.desktop.matrix_helpers import (
    CIVIL,
    FUNDING,
    HOUSING,
    LEFT,
    MARKET,
    SAFETY,
    SURVEY,
    TOWNS,
    add_chapter,
    centre,
    drag,
    show_matrix,
    words,
)


@pytest.fixture
def view(qtbot, session):
    return show_matrix(qtbot, session)


def shown(view):
    return [row.text for row in view.model.rows]


def names(view):
    return [unit.name for unit in view.model.units]


def test_chapters_are_bands_between_tasks_of_several(view, qtbot, session):
    assert shown(view) == ["摸清加装需求", "守住安全底线", "落实资金保障"]
    add_chapter(session)
    assert shown(view) == ["二、重点任务", *shown(view)[1:4], "三、保障措施", "建立专班", "强化督查"]
    assert [row.number for row in view.model.rows] == [0, 1, 2, 3, 0, 4, 5]
    view.grid.show_cell(3, HOUSING)
    qtbot.keyClick(view.grid, Qt.Key.Key_Down)
    assert view.grid.currentIndex().row() == 5
    qtbot.keyClick(view.grid, Qt.Key.Key_Return)
    assert view.grid.currentIndex().row() == 6
    revision = session.store.revision
    qtbot.mouseClick(view.grid.viewport(), LEFT, pos=centre(view, 4, CIVIL))
    assert session.store.revision == revision


def test_only_tasks_with_findings(view, qtbot):
    qtbot.mouseClick(view.bar.faulty, LEFT, pos=QPoint(8, view.bar.faulty.height() // 2))
    assert shown(view) == ["守住安全底线", "落实资金保障"] and "（2）" in view.bar.faulty.text()
    view.grid.show_cell(0, HOUSING)
    qtbot.keyClick(view.grid, "q")
    assert len(shown(view)) == 2 and "（1）" in view.bar.faulty.text()  # it stays in sight until it is asked again
    view._clear.trigger()
    assert len(shown(view)) == 3 and not view.bar.faulty.isChecked() and not view.bar.clear.isVisible()


def test_tasks_of_a_unit_and_only_its_partners(view, qtbot):
    view.bar.unit.setCurrentIndex(view.bar.unit.findText("区民政局"))
    assert shown(view) == ["摸清加装需求"] and len(names(view)) == 4
    view.bar.busy.setChecked(True)
    assert names(view) == ["区住房建设局", "区民政局"]
    assert "列出 1 项，共 3 项" in view.bar.said.text()
    assert view.model.used_roles() == [Role.LEAD, Role.SUPPORT]  # of what is shown
    qtbot.keyClick(view.grid, "l")
    assert view.model.unit_counts(HOUSING) == {Role.LEAD: 0, Role.RESPONSIBLE: 1}


def test_tasks_of_a_chapter(view, session):
    add_chapter(session)
    view.bar.chapter.setCurrentIndex(view.bar.chapter.findText("三、保障措施"))
    assert shown(view) == ["三、保障措施", "建立专班", "强化督查"]
    chapter = session.content.nodes[-3]
    session.perform(remove_node, chapter.id)
    assert len(shown(view)) == 3 and not view.model.narrowing.is_on


def test_nothing_left_speaks(view, session):
    session.perform(add_unit, "区财政局")
    view.narrow(Narrowing(unit=session.content.units[-1].id))
    assert view.model.rowCount() == 0 and "没有符合" in view.grid.note


def test_a_spot_that_is_not_shown_lifts_the_filter(view, session):
    view.narrow(Narrowing(findings_only=True, busy_only=True))
    task, unit = session.content.tasks()[SURVEY].node.id, session.content.units[HOUSING].id
    view.show_spot(Spot(node=task, unit=unit))
    assert not view.model.narrowing.is_on
    assert (view.spot().node, view.spot().unit) == (task, unit)


def test_pinyin_finds_tasks_and_units_while_typing(view, qtbot):
    qtbot.keyClick(view.grid, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    assert view.bar.line.hasFocus()
    qtbot.keyClicks(view.bar.line, "qmzj")
    assert view.grid.currentIndex().column() == CIVIL
    assert view.bar.hits.text() == "1/1" and len(view.grid.found_units) == 1
    view.bar.line.clear()
    qtbot.keyClicks(view.bar.line, "qu")
    rows = set()
    for _ in range(3):
        rows.add((view.grid.currentIndex().row(), view.grid.currentIndex().column()))
        qtbot.keyClick(view.bar.line, Qt.Key.Key_Return)
    assert len(rows) == 3
    view.bar.line.clear()
    qtbot.keyClicks(view.bar.line, "zjbz")
    assert view.grid.currentIndex().row() == FUNDING
    qtbot.keyClicks(view.bar.line, "xx")
    assert view.bar.hits.text() == "没有"
    qtbot.keyClick(view.bar.line, Qt.Key.Key_Escape)
    assert view.grid.hasFocus() and not view.grid.found_tasks and view.bar.hits.text() == ""


def test_f8_goes_from_finding_to_finding(view, qtbot):
    view.grid.show_cell(SURVEY, TOWNS)
    for expected in (SAFETY, FUNDING, SAFETY):
        qtbot.keyClick(view.grid, Qt.Key.Key_F8, Qt.KeyboardModifier.AltModifier)
        assert view.grid.currentIndex().row() == expected
    assert view.bar.said.text() == "第2项没有牵头单位" == view.bar.said.accessibleName()
    qtbot.keyClick(view.grid, Qt.Key.Key_F8, Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier)
    assert view.grid.currentIndex().row() == FUNDING and "尚无责任单位" in view.bar.said.text()


def test_findings_are_told_to_the_ear_too(view):
    told = view.model.headerData(FUNDING, Qt.Orientation.Vertical, Qt.ItemDataRole.AccessibleTextRole)
    assert "尚无责任单位" in told and "落实资金保障" in told


def test_totals_are_live(view, qtbot):
    assert view.model.unit_counts(HOUSING)[Role.LEAD] == 1
    wide = view.board.task_totals.sizeHint().width()
    view.grid.show_cell(SAFETY, HOUSING)
    qtbot.keyClick(view.grid, "q")
    assert view.model.unit_counts(HOUSING)[Role.LEAD] == 2
    assert view.model.task_counts(SAFETY) == {Role.LEAD: 1, Role.RESPONSIBLE: 2}
    view.grid.select_block(SAFETY, MARKET, SAFETY, TOWNS)
    qtbot.keyClick(view.grid, Qt.Key.Key_0)
    assert view.board.task_totals.sizeHint().width() < wide  # nobody is 落实 any more


def test_totals_stand_beside_their_rows_and_columns(view):
    grid, right, below = view.grid, view.board.task_totals, view.board.unit_totals
    assert right.mapTo(view, QPoint()).x() == grid.mapTo(view, QPoint()).x() + grid.width()
    assert below.mapTo(view, QPoint()).y() == grid.mapTo(view, QPoint()).y() + grid.height()
    assert grid.viewport().height() == grid.tasks.length()  # right below the last task


def test_pointer_lights_row_and_column(view, qtbot):
    qtbot.mouseMove(view.grid.viewport(), centre(view, SURVEY, HOUSING))
    qtbot.mouseMove(view.grid.viewport(), centre(view, SAFETY, MARKET))
    assert view.grid.hovered == (SAFETY, MARKET)
    image = view.grid.viewport().grab().toImage()
    lit, quiet = (image.pixel(centre(view, *cell) + QPoint(-14, 8)) for cell in ((SAFETY, CIVIL), (FUNDING, CIVIL)))
    assert lit != quiet


def test_head_is_dragged_to_another_place(view, qtbot, session):
    header = view.grid.units
    start, end = header.cell_rect(HOUSING).center(), header.cell_rect(MARKET).center() + QPoint(6, 0)
    drag(qtbot, header.viewport(), start, end)
    assert names(view) == ["区民政局", "区市场监管局", "区住房建设局", "各镇街"]
    assert words(view, SURVEY) == ["配合", "", "牵头", ""]
    assert session.store.history()[0].label == "调整单位顺序 区住房建设局"


def test_unit_moves_past_units_that_are_not_shown(view, qtbot, session):
    view.narrow(Narrowing(busy_only=True, chapter=None, unit=session.content.units[TOWNS].id))
    assert names(view) == ["区市场监管局", "各镇街"]
    view.grid.show_cell(0, 1)
    qtbot.keyClick(view.grid, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert [unit.name for unit in session.content.units][2:] == ["各镇街", "区市场监管局"]


def test_double_click_on_a_task_asks_for_it_in_the_text(view, qtbot, session):
    header = view.grid.tasks
    with qtbot.waitSignal(view.spot_wanted) as told:
        qtbot.mouseDClick(header.viewport(), LEFT, pos=header.cell_rect(SAFETY).center())
    assert told.args == [Spot(node=session.content.tasks()[SAFETY].node.id)]
    view.grid.show_cell(FUNDING, CIVIL)
    with qtbot.waitSignal(view.spot_wanted) as told:
        qtbot.keyClick(view.grid, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert told.args == [Spot(node=session.content.tasks()[FUNDING].node.id)]


def test_zoom_makes_rows_and_heads_larger(view):
    before = view.grid.tasks.length(), view.grid.units.sizeHint().height(), view.grid.signs.size
    view.show_zoom(150)
    after = view.grid.tasks.length(), view.grid.units.sizeHint().height(), view.grid.signs.size
    assert all(now > then for now, then in zip(after, before, strict=True))


def test_everything_in_the_bar_has_a_name(view):
    bar = view.bar
    for part in (bar.line, bar.chapter, bar.unit, bar.faulty, bar.busy):
        assert part.accessibleName() and part.toolTip()
    assert view.grid.corner.accessibleDescription() == "●表示牵头单位，○表示配合单位，△表示落实单位"
    assert view.board.task_totals.accessibleName() and view.board.unit_totals.accessibleName()


def test_window_shows_the_task_in_the_text(opened, qtbot):
    opened.on_place_wanted("matrix")
    view = opened.workspace.view()
    task = opened.session.content.tasks()[FUNDING].node.id
    header = view.grid.tasks
    qtbot.mouseDClick(header.viewport(), LEFT, pos=header.cell_rect(FUNDING).center())
    assert opened.workspace.key == "outline" and opened.workspace.view().spot().node == task


def test_nothing_of_the_bar_is_cut_in_a_narrow_window(view, qtbot):
    bar = view.bar
    parts = (bar.line, bar.chapter, bar.unit, bar.faulty, bar.busy)
    for width in (1300, 340):
        view.resize(width, 600)
        qtbot.waitUntil(lambda width=width: view.width() == width)
        view.grab()
        assert all(part.geometry().right() < bar.width() for part in parts)
        assert all(part.width() >= part.sizeHint().width() for part in (bar.faulty, bar.busy))
        assert (bar.faulty.y() > bar.chapter.geometry().bottom()) is (width == 340)

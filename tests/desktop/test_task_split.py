"""拆分为任务 and 合并回原段落, by keys and mouse."""

import pytest
from PySide6.QtCore import Qt

from db.outline import set_text
from db.units import set_role_names
from desktop.models.task_model import MEASURE, TASK
from desktop.views.task_view import TaskView
from domain.outline import NodeKind
from domain.units import Role

TEXT = "抓好三件事：一是筹集资金，用好财政补贴；二是公开账目；三是加强审计。"
FUNDING = 5


@pytest.fixture
def view(qtbot, session):
    funding = next(node for node in session.content.nodes if node.title == "落实资金保障")
    session.perform(set_text, funding.id, TEXT)
    session.perform(set_role_names, funding.id, Role.LEAD, "区民政局")
    view = TaskView(session)
    qtbot.addWidget(view)
    view.resize(1200, 640)
    with qtbot.waitExposed(view):
        view.show()
    view.activateWindow()
    view.grid.setFocus()
    view.grid.show_cell(FUNDING, TASK)
    return view


def titles(view):
    texts = [view.model.text_at(row, MEASURE) for row in range(FUNDING, view.model.rowCount())]
    return [text.split("\n")[0] for text in texts]


def press(qtbot, widget, *keys):
    for key in keys:
        qtbot.keyClick(widget, key)


def test_pieces_are_proposed_and_taken_by_keys(view, qtbot, session):
    view.commands.split.trigger()
    rows = view.split.rows
    assert [row.title.text() for row in rows if row.is_taken] == ["筹集资金", "公开账目", "加强审计"]
    assert "抓好三件事" in view.split.lead.text() and view.split.go.text() == "拆分为 3 项举措"
    assert rows[0].box.hasFocus()
    press(qtbot, rows[0].box, Qt.Key.Key_Return)
    assert view.split.isHidden() and view.grid.hasFocus()
    assert titles(view) == ["抓好三件事：", "筹集资金", "公开账目", "加强审计"]
    assert view.grid.current_line().title == "筹集资金"
    assert view.model.row_at(FUNDING + 1).units[Role.LEAD] == ("区民政局",)
    session.undo()
    assert view.model.rowCount() == FUNDING + 1 and view.model.text_at(FUNDING, MEASURE) == TEXT


def test_untick_and_rename(view, qtbot):
    view.commands.split.trigger()
    rows = view.split.rows
    last = [row for row in rows if row.is_taken][-1]
    press(qtbot, last.box, Qt.Key.Key_Space)
    assert view.split.go.text() == "拆分为 2 项举措" and last.title.isHidden()
    first = rows[0].title
    first.setText("多渠道筹资")
    qtbot.mouseClick(view.split.go, Qt.MouseButton.LeftButton)
    assert titles(view)[1:] == ["多渠道筹资", "公开账目"]


def test_esc_leaves_all_as_it_was(view, qtbot, session):
    before = session.store.revision
    view.commands.split.trigger()
    press(qtbot, view.split.rows[0].box, Qt.Key.Key_Down, Qt.Key.Key_Escape)
    assert view.split.isHidden() and session.store.revision == before and view.grid.hasFocus()


def test_as_tasks_with_units_written(view, qtbot, session):
    view.commands.split.trigger()
    view.split.kind.setCurrentIndex(0)
    view.split.units.setCurrentIndex(1)
    assert view.split.go.text() == "拆分为 3 项任务"
    view.split.take()
    made = [node for node in session.content.nodes if node.split_from]
    assert {node.kind for node in made} == {NodeKind.TASK} and len(made) == 3
    assert all(len(session.content.duties_of(node.id)) == 1 for node in made)


def test_source_is_shown_with_the_piece_and_joined_again(view, qtbot, session):
    assert not view.commands.source.isEnabled()
    view.commands.split.trigger()
    view.split.take()
    view.grid.show_cell(FUNDING + 2, TASK)
    assert view.commands.source.isEnabled()
    view.commands.source.trigger()
    assert "<u>二是公开账目；</u>" in view.source.text.text() and "第 2 项" in view.source.note.text()
    view.grid.show_cell(FUNDING + 3, TASK)
    assert "<u>三是加强审计。" in view.source.text.text()
    qtbot.mouseClick(view.source.merge, Qt.MouseButton.LeftButton)
    assert view.model.text_at(FUNDING, MEASURE) == TEXT and view.model.rowCount() == FUNDING + 1
    assert view.source.merge.isHidden()
    session.undo()
    assert titles(view) == ["抓好三件事：", "筹集资金", "公开账目", "加强审计"]
    press(qtbot, view.source, Qt.Key.Key_Escape)
    assert view.source.isHidden()


def test_text_that_says_one_thing_is_not_opened(view):
    view.grid.show_cell(4, TASK)
    assert not view.open_split() and view.split.isHidden()
    assert "没有可以拆分" in view.filters.count.text()

"""From a place on a page to the editor, and from the editor to its page."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt

from desktop.views.outline_view import OutlineView
from desktop.views.preview_spots import node_of, rect_of
from tests.desktop.preview_helpers import long, previewed, rest

__all__ = ["long", "previewed"]


def click(window, qtbot, wanted) -> None:
    """Click in the middle of the first spot that is wanted, after its page was brought into sight."""
    desk = window.preview
    spot = next(spot for spots in desk._spots.values() for spot in spots if wanted(spot))
    view = desk.pane.view
    view.go_to_page(spot.page)
    rest(window, qtbot)
    point = view.point_of(spot.page, QPointF(rect_of(spot).center()))
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point)


def test_click_on_a_heading_goes_to_it(previewed, qtbot):
    node = previewed.session.content.nodes[-1]
    click(
        previewed,
        qtbot,
        lambda spot: spot.key.startswith("h") and node_of(previewed.session.content, spot.key) == node.id,
    )
    view = previewed.workspace.view()
    assert isinstance(view, OutlineView)
    assert view.current_node == node.id
    assert previewed.preview.pane.view.mark is not None


def test_click_on_a_cell_goes_to_it(previewed, qtbot):
    table = previewed.session.content.tables[0]
    previewed.workspace.go_to(f"table:{table.id}")
    rest(previewed, qtbot)
    column = table.spec.columns[2]
    click(previewed, qtbot, lambda spot: (spot.row, spot.column) == (f"r{table.rows[1].id}", f"c{column.id}"))
    assert previewed.workspace.view().grid.current_place() == (1, 2)


def test_click_in_a_table_of_the_whole_plan_opens_its_editor(previewed, qtbot):
    table = previewed.session.content.tables[0]
    click(previewed, qtbot, lambda spot: spot.row == f"r{table.rows[1].id}")
    assert previewed.workspace.key == f"table:{table.id}"
    assert previewed.workspace.view().grid.current_place()[0] == 1


def test_click_on_a_task_goes_to_its_row(previewed, qtbot):
    previewed.workspace.go_to("tasks")
    rest(previewed, qtbot)
    model = previewed.workspace.view().model
    last = model.row_at(model.rowCount() - 1)
    click(previewed, qtbot, lambda spot: spot.row == f"k{last.task_id}_{last.part_id}")
    assert previewed.workspace.view().grid.current_place()[0] == model.rowCount() - 1


def test_selection_in_the_editor_shows_its_page(long, qtbot):
    view = long.preview.pane.view
    view.go_to_page(1)
    node = long.session.content.nodes[-1]
    long.workspace.view().select_node(node.id)
    number, rect = view.mark
    assert number in view.in_sight()
    spot = next(spot for spot in long.preview._spots[number] if spot.key == f"h{node.id}")
    assert rect == rect_of(spot)


def test_mark_moves_with_the_text(long, qtbot):
    node = long.session.content.nodes[-1]
    long.workspace.view().select_node(node.id)
    number, rect = long.preview.pane.view.mark
    long.session.undo()
    rest(long, qtbot)
    long.workspace.view().select_node(node.id)
    assert long.preview.pane.view.mark != (number, rect)

"""What every editor answers: what is selected, how to get there, and what it finds again."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtTest import QTest

from db.outline import set_title
from db.tables import add_row
from db.units import add_unit
from desktop.models.navigation_model import Place, places_of
from desktop.session import Session
from desktop.views.plan_view import PlanView
from desktop.views.workspace import make_view
from domain.spots import Spot


def view_of(session: Session, key: str, qtbot) -> PlanView:
    place: Place = next(one for one in places_of(session.content) if one.key == key)
    view = make_view(session, place)
    qtbot.addWidget(view)
    view.resize(900, 600)
    view.show()
    return view


def spots(session: Session) -> dict[str, Spot]:
    table, task = session.content.tables[0], session.content.tasks()[1].node
    unit = session.content.units[1]
    cell = Spot(table=table.id, row=table.rows[1].id, column=table.spec.columns[2].id)
    return {
        "outline": Spot(node=task.id),
        "tasks": Spot(node=task.id, field="deadline"),
        "matrix": Spot(node=task.id, unit=unit.id),
        f"table:{table.id}": cell,
    }


@pytest.mark.parametrize("number", range(4))
def test_a_spot_is_shown_and_told(session: Session, qtbot, number: int) -> None:
    key, spot = list(spots(session).items())[number]
    view = view_of(session, key, qtbot)

    with qtbot.waitSignal(view.selected):
        view.show_spot(spot)

    told = view.spot()
    assert (told.node, told.unit, told.table, told.row, told.column) == (
        spot.node,
        spot.unit,
        spot.table,
        spot.row,
        spot.column,
    )


@pytest.mark.parametrize("number", range(4))
def test_a_view_finds_its_spot_again(session: Session, qtbot, number: int) -> None:
    key, spot = list(spots(session).items())[number]
    view = view_of(session, key, qtbot)
    view.show_spot(spot)
    memory = view.memory()

    again = view_of(session, key, qtbot)
    assert again.spot() != view.spot()
    again.recall(memory)

    assert again.spot() == view.spot()


@pytest.mark.parametrize("memory", [{}, {"spot": 7, "scroll": "far", "widths": [1], "folded": 3}, {"spot": {"x": {}}}])
@pytest.mark.parametrize("number", range(4))
def test_a_memory_that_makes_no_sense_is_passed_over(session: Session, qtbot, number: int, memory: dict) -> None:
    key = list(spots(session))[number]
    view = view_of(session, key, qtbot)

    view.recall(memory)

    assert view.isVisible()


def test_widths_the_user_set_come_again(session: Session, qtbot) -> None:
    key = list(spots(session))[3]
    view, again = view_of(session, key, qtbot), view_of(session, key, qtbot)
    assert view.memory()["widths"] == []
    header = view.grid.header
    edge = header.sectionViewportPosition(1) + header.sectionSize(1)
    before = header.sectionSize(1)
    at = header.viewport().rect().center()
    at.setX(edge - 1)
    QTest.mousePress(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
    at.setX(edge + 39)
    QTest.mouseMove(header.viewport(), at)
    QTest.mouseRelease(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert header.sectionSize(1) > before

    again.recall(view.memory())

    assert again.grid.columnWidth(1) == header.sectionSize(1)


@pytest.mark.parametrize("key", ["outline", "tasks", "matrix", "table"])
def test_an_editor_that_is_hidden_waits_and_follows_at_once_when_it_is_shown(session: Session, qtbot, key: str) -> None:
    key = f"table:{session.content.tables[0].id}" if key == "table" else key
    view = view_of(session, key, qtbot)
    told = []
    view.plan_changed.connect(told.append)
    view.hide()
    task = session.content.tasks()[0].node.id
    session.perform(set_title, task, "换了名字的任务")
    session.perform(add_row, session.content.tables[0].id, 0)
    session.perform(add_unit, "市新设单位")
    assert not told

    view.show()

    assert {change.table for change in told[0].changes} == {"outline_node", "appendix_row", "unit"}
    fresh = view_of(session, key, qtbot)
    assert _shown(view) == _shown(fresh)
    assert len(told) == 1


def _shown(view: PlanView) -> list[str]:
    model = next(one for one in view.findChildren(QAbstractItemModel) if one.rowCount() > 1)
    words = [model.headerData(at, Qt.Orientation.Horizontal) for at in range(model.columnCount())]
    words += [model.headerData(at, Qt.Orientation.Vertical) for at in range(model.rowCount())]
    for row in range(model.rowCount()):
        words += [model.index(row, column).data() for column in range(model.columnCount())]
    return words

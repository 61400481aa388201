"""What the tests of the matrix share."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from db.outline import add_node
from desktop.session import Session
from desktop.views.matrix_view import MatrixView
from domain.outline import NodeKind
from tests.desktop.sample_plan import inserted

HOUSING, CIVIL, MARKET, TOWNS = range(4)
SURVEY, SAFETY, FUNDING = range(3)
LEFT = Qt.MouseButton.LeftButton


def show_matrix(qtbot: QtBot, session: Session) -> MatrixView:
    view = MatrixView(session)
    qtbot.addWidget(view)
    view.resize(1100, 600)
    with qtbot.waitExposed(view):
        view.show()
    view.activateWindow()
    view.grid.setFocus()
    return view


def add_chapter(
    session: Session, title: str = "保障措施", tasks: tuple[str, ...] = ("建立专班", "强化督查")
) -> list[int]:
    """A chapter with tasks at the end of the plan; their ids."""
    last = len([node for node in session.content.nodes if node.parent is None])
    chapter = inserted(session.perform(add_node, None, last, title), "outline_node")
    return [
        inserted(session.perform(add_node, chapter, place, task, NodeKind.TASK), "outline_node")
        for place, task in enumerate(tasks)
    ]


def centre(view: MatrixView, row: int, column: int) -> QPoint:
    return view.grid.visualRect(view.model.index(row, column)).center()


def words(view: MatrixView, row: int) -> list[str]:
    return [view.model.index(row, column).data() for column in range(view.model.columnCount())]


def drag(qtbot: QtBot, widget, start: QPoint, end: QPoint) -> None:
    qtbot.mousePress(widget, LEFT, pos=start)
    qtbot.mouseMove(widget, (start + end) / 2)
    qtbot.mouseMove(widget, end)
    qtbot.mouseRelease(widget, LEFT, pos=end)

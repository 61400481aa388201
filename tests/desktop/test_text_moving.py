"""Moving in 正文: a paragraph by the keyboard, words by the mouse, and the way to a table that stands in the text."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from db.store import Store
from desktop.main_window import MainWindow
from desktop.models.text_lines import LineKey, LineKind
from desktop.session import Session
from desktop.views.outline_view import OutlineView
from desktop.widgets.text_places import Place
from domain.changes import ChangeSet
from tests.desktop.text_helpers import (
    ALT,
    KEY,
    SHIFT,
    agree,
    caret,
    headings,
    index_of,
    press,
    put,
    select,
    texts,
    view,
)

__all__ = ["view"]

SHARED, GRADED = "居民出资与财政补贴相结合。", "补贴按层数分档。"


class OwnDrop(QDropEvent):
    """A drop of what was taken from a page."""

    def __init__(self, view: OutlineView, point: QPointF, action: Qt.DropAction) -> None:
        self.data = view.sheet.createMimeDataFromSelection()
        self.page = view.sheet
        actions = Qt.DropAction.MoveAction | Qt.DropAction.CopyAction
        super().__init__(point, actions, self.data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
        self.setDropAction(action)

    def source(self) -> QObject:
        return self.page.viewport()


def drop(view: OutlineView, words: str, offset: int, action: Qt.DropAction = Qt.DropAction.MoveAction) -> None:
    """Let what is selected fall before a character of a line."""
    cursor = view.sheet.textCursor()
    cursor.setPosition(view.sheet.position_of(Place(index_of(view, words), offset)))
    view.sheet.dropEvent(OwnDrop(view, QPointF(view.sheet.cursorRect(cursor).center()), action))


def test_a_paragraph_moves_by_keys_with_the_caret(view: OutlineView, session: Session) -> None:
    key = put(view, "居民出资", 3)
    press(view, KEY.Key_Down, ALT | SHIFT)
    agree(view)
    assert texts(session, "落实资金保障") == [GRADED, SHARED]
    assert view.sheet.text.lines[view.sheet.place().line].key == key and caret(view) == (SHARED, 3)
    press(view, KEY.Key_Up, ALT | SHIFT)
    press(view, KEY.Key_Up, ALT | SHIFT)
    agree(view)
    assert texts(session, "守住安全底线")[-1] == SHARED and texts(session, "落实资金保障") == [GRADED]
    for _ in range(3):
        session.undo()
    agree(view)
    assert texts(session, "落实资金保障") == [SHARED, GRADED]


def test_selected_paragraphs_move_together_and_a_heading_moves_as_one(view: OutlineView, session: Session) -> None:
    select(view, "居民出资", 2, "补贴按", 2)
    press(view, KEY.Key_Up, ALT | SHIFT)
    assert texts(session, "守住安全底线")[-2:] == [SHARED, GRADED]
    put(view, "落实资金保障", 0)
    press(view, KEY.Key_Up, ALT | SHIFT)
    assert headings(session)[-2:] == ["（二）落实资金保障", "（三）守住安全底线"]
    agree(view)


def test_words_dropped_elsewhere_move_in_one_step(view: OutlineView, session: Session) -> None:
    select(view, "居民出资", 0, "居民出资", 4)
    drop(view, "补贴按", 2)
    assert texts(session, "落实资金保障") == ["与财政补贴相结合。", "补贴居民出资按层数分档。"]
    agree(view)
    assert view.sheet.textCursor().selectedText() == "居民出资"
    drop(view, "与财政", 0)
    assert texts(session, "落实资金保障") == [SHARED, GRADED]
    drop(view, "居民出资", 5)
    assert texts(session, "落实资金保障") == ["与居民出资财政补贴相结合。", GRADED]
    for _ in range(3):
        session.undo()
    assert texts(session, "落实资金保障") == [SHARED, GRADED]
    agree(view)


def test_lines_dropped_elsewhere_leave_nothing_behind(view: OutlineView, session: Session) -> None:
    select(view, "居民出资", 0, "补贴按", -1)
    drop(view, "用两年时间", 3)
    agree(view)
    assert texts(session, "工作目标") == [f"用两年{SHARED}", f"{GRADED}时间，为具备条件的小区加装电梯。"]
    assert "".join(texts(session, "落实资金保障")) == ""
    session.undo()
    assert texts(session, "落实资金保障") == [SHARED, GRADED]


def test_with_ctrl_what_is_dropped_is_copied(view: OutlineView, session: Session) -> None:
    select(view, "居民出资", 0, "居民出资", 4)
    drop(view, "补贴按", 0, Qt.DropAction.CopyAction)
    view.finish_editing()
    assert texts(session, "落实资金保障") == [SHARED, f"居民出资{GRADED}"]


def test_what_is_dropped_on_itself_stays(view: OutlineView, session: Session) -> None:
    before = session.next_undo()
    select(view, "居民出资", 1, "居民出资", 4)
    drop(view, "居民出资", 2)
    assert texts(session, "落实资金保障") == [SHARED, GRADED] and session.next_undo() == before


@pytest.mark.parametrize("by", ["key", "mouse"])
def test_the_strip_of_a_table_opens_the_table(by: str, opened: MainWindow) -> None:
    session, workspace = opened.session, opened.workspace
    assert session is not None and workspace is not None
    table, node = session.content.tables[0], session.content.nodes[0]

    def place(store: Store) -> ChangeSet:
        with store.operation("放入正文") as scope:
            scope.update("appendix_table", table.id, {"place_node_id": node.id, "place_after": 1})
        return scope.changes

    session.perform(place)
    view = workspace.view()
    assert isinstance(view, OutlineView)
    strip = view.sheet.text.index_of(LineKey(LineKind.TABLE, table.id))
    view.sheet.go_to(Place(strip, 0))
    if by == "key":
        press(view, KEY.Key_Return)
    else:
        centre = view.sheet.line_rect(strip).center()
        QTest.mouseMove(view.sheet.viewport(), centre)
        QTest.mouseClick(view.sheet.viewport(), Qt.MouseButton.LeftButton, pos=centre)
    assert workspace.key == f"table:{table.id}"
    assert workspace.view().hasFocus() or workspace.view().isAncestorOf(QApplication.focusWidget())

"""批注 beside what is selected: listed, followed, taken away and brought back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.session import Session
from domain.remarks import RemarkKind


@pytest.fixture
def node_id(opened) -> int:
    """The first chapter, with a remark beside it, and another beside the plan as a whole."""
    node = opened.session.content.nodes[0].id

    def write(store):
        with store.operation("写批注") as scope:
            for at, text, quote in ((node, "口径请再核。", "两年时间"), (None, "全文请法规处审。", "")):
                values = {"kind": RemarkKind.COMMENT.value, "text": text, "quote": quote, "author": "李四"}
                scope.insert("remark", {**values, "made_at": "2026-03-01T09:30:00", "node_id": at})
        return scope.changes

    assert isinstance(opened.session, Session)
    opened.session.perform(write)
    return node


def _lines(opened) -> list[str]:
    panel = opened.panel.content()
    return [panel.list.item(row).text() for row in range(panel.list.count())]


def test_the_remarks_of_the_selected_heading_are_listed(opened, node_id):
    opened.commands.remarks.trigger()
    view = opened.workspace.view()
    view.select_node(node_id)
    assert len(_lines(opened)) == 1
    assert _lines(opened)[0].splitlines()[1:] == ["“两年时间”", "口径请再核。"]
    assert "李四" in _lines(opened)[0]
    view.select_node(0)
    assert _lines(opened)[0].endswith("全文请法规处审。")
    opened.panel.content().whole.click()
    assert len(_lines(opened)) == 2


def test_the_tree_says_where_there_are_remarks(opened, node_id):
    model = opened.workspace.view().model
    assert model.index_of(node_id, 1).data() == "批注 1"


def test_delete_takes_a_remark_away_and_undo_brings_it_back(opened, node_id):
    opened.workspace.view().select_node(node_id)
    opened.commands.remarks.trigger()
    panel = opened.panel.content()
    panel.list.setFocus()
    QTest.keyClick(panel.list, Qt.Key.Key_Delete)
    assert len(opened.session.content.remarks) == 1
    assert _lines(opened) == []
    opened.undo()
    assert len(opened.session.content.remarks) == 2
    assert len(_lines(opened)) == 1


def test_enter_goes_to_the_place_of_a_remark(opened, node_id):
    opened.commands.remarks.trigger()
    panel = opened.panel.content()
    opened.workspace.go_to("tasks")
    assert panel.list.count() == 0
    panel.whole.click()
    panel.list.setCurrentRow(0)
    panel.list.setFocus()
    QTest.keyClick(panel.list, Qt.Key.Key_Return)
    assert opened.workspace.key == "outline"
    assert opened.workspace.view().current_node == node_id


def test_space_settles_a_remark_and_brings_it_back(opened, node_id):
    opened.workspace.view().select_node(node_id)
    opened.commands.remarks.trigger()
    panel = opened.panel.content()
    panel.list.setFocus()
    QTest.keyClick(panel.list, Qt.Key.Key_Space)
    assert opened.session.content.remarks[0].is_settled
    assert opened.workspace.view().model.index_of(node_id, 1).data() == ""
    assert _lines(opened)[0].startswith("✓ 已处理 · ")
    assert panel.settle.text() == "恢复"
    QTest.mouseClick(panel.settle, Qt.MouseButton.LeftButton)
    assert not opened.session.content.remarks[0].is_settled
    assert panel.settle.text() == "已处理"
    opened.undo()
    assert opened.session.content.remarks[0].is_settled


def test_what_is_dealt_with_stands_last_and_stays_selected(opened, node_id):
    opened.commands.remarks.trigger()
    panel = opened.panel.content()
    panel.whole.click()
    panel.list.setCurrentRow(0)
    panel.settle_current()
    assert [line.startswith("✓") for line in _lines(opened)] == [False, True]
    assert panel.list.currentRow() == 1

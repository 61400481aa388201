"""Reading a newer file into a plan that has content: steps, ticks, the difference, one operation, one undo."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from db.outline import set_text
from domain.changes import Direction
from domain.merge_report import StepKind
from tests.desktop.window_helpers import SOURCE, read_and_write, settle

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
NEWER = SOURCE.replace("新增泊位一千个。", "新增泊位二千个。\n建成智慧平台。").replace(
    "开放机关大院。", "开放机关大院的泊位。"
)


@pytest.fixture
def page(window, source, qtbot):
    """The page with a newer file, over the plan made of the older one, one paragraph of which the office changed."""
    read_and_write(window, qtbot, source)
    node = next(one for one in window.session.content.nodes if one.title == "挖掘存量")
    window.session.perform(set_text, node.id, "开放各机关大院。", node.version)
    window.session.store.end_merging()
    source.write_text(NEWER, encoding="utf-8")
    window.read_sources([source])
    settle(window, qtbot)
    return window.desk.page


def _row(page, kind: StepKind, *, conflict: bool = False) -> int:
    steps = [page.steps.model.step(row) for row in range(page.steps.model.rowCount())]
    return next(row for row, one in enumerate(steps) if one.kind is kind and one.conflict is conflict)


def _texts(window) -> list[str]:
    return [paragraph.text for node in window.session.content.nodes for paragraph in node.paragraphs]


def test_what_would_change_is_listed_and_nothing_is_written(page, window):
    assert page.tabs.isVisible()
    assert page.steps.model.size() >= 3
    assert page.steps.model.conflict_count() == 1
    assert "新增泊位一千个。" in _texts(window)
    assert page.count.text().startswith(f"将写入 {page.steps.model.size() - 1} 处，共 {page.steps.model.size()} 处")


def test_the_difference_of_a_step_is_shown_by_characters(page):
    page.steps.list.setCurrentIndex(page.steps.model.index(_row(page, StepKind.CHANGED)))
    html = page.detail.text.toHtml()
    assert "line-through" in html and "underline" in html
    assert page.detail.text.toPlainText().endswith("新增泊位一二千个。")


def test_ticked_steps_are_written_as_one_operation_with_an_undo(page, window, qtbot):
    before = window.session.content
    page.steps.list.setFocus()
    page.steps.list.setCurrentIndex(page.steps.model.index(_row(page, StepKind.NEW)))
    QTest.keyClick(page.steps.list, Qt.Key.Key_Space)
    QTest.keyClick(page.steps.list, Qt.Key.Key_Return, CTRL)
    settle(window, qtbot)
    assert "新增泊位二千个。" in _texts(window)
    assert "建成智慧平台。" not in _texts(window)
    assert "开放各机关大院。" in _texts(window)  # both sides changed it: ours stays until somebody says otherwise
    assert window.notice.text().startswith("已导入“停车.txt”：")
    QTest.mouseClick(window.notice.buttons()[-1], Qt.MouseButton.LeftButton)
    assert window.session.content.nodes == before.nodes


def test_a_conflict_is_taken_when_it_is_ticked(page, window, qtbot):
    row = _row(page, StepKind.CHANGED, conflict=True)
    page.steps.conflicts.click()
    assert page.steps.model.rowCount() == 1
    rect = page.steps.list.visualRect(page.steps.model.index(0))
    QTest.mouseClick(page.steps.list.viewport(), Qt.MouseButton.LeftButton, pos=rect.topLeft() + QPoint(18, 12))
    page.steps.conflicts.click()
    assert page.steps.model.index(row).data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
    page.accept()
    settle(window, qtbot)
    assert any(text.startswith("开放机关大院的泊位。") for text in _texts(window))


def test_all_and_none_and_ctrl_z(page, window):
    QTest.mouseClick(page.steps.none, Qt.MouseButton.LeftButton)
    assert page.count.text().startswith("将写入 0 处")
    QTest.keyClick(page.steps.list, Qt.Key.Key_Z, CTRL)
    assert sum(page.steps.model.counts().values()) == page.steps.model.size() - 1
    QTest.mouseClick(page.steps.all, Qt.MouseButton.LeftButton)
    assert sum(page.steps.model.counts().values()) == page.steps.model.size()


def test_several_steps_are_ticked_at_once(page):
    page.steps.list.setFocus()
    page.steps.list.setCurrentIndex(page.steps.model.index(0))
    for _ in range(page.steps.model.rowCount() - 1):
        QTest.keyClick(page.steps.list, Qt.Key.Key_Down, SHIFT)
    QTest.keyClick(page.steps.list, Qt.Key.Key_Space)
    ticked = [page.steps.model.is_ticked(page.steps.model.step(row)) for row in range(page.steps.model.rowCount())]
    assert len(set(ticked)) == 1


def test_a_plan_edited_meanwhile_is_compared_anew(page, window, qtbot):
    size = page.steps.model.size()
    node = window.session.content.nodes[0]
    window.session.perform(set_text, node.id, "新增泊位二千个。\n建成智慧平台。", node.version)
    assert not page.go.isEnabled()
    settle(window, qtbot)
    assert page.go.isEnabled()
    assert page.steps.model.size() < size


def test_everything_declined_writes_nothing(page, window, qtbot):
    told = []
    window.session.changed.connect(lambda changes: told.append(changes.direction))
    QTest.mouseClick(page.steps.none, Qt.MouseButton.LeftButton)
    page.accept()
    settle(window, qtbot)
    assert Direction.DO not in told
    assert window.pages.page is None

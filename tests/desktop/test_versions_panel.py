"""版本: naming the present state, seeing what has changed since, and choosing what the margin compares with."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from db.outline import set_title
from db.snapshot import load_snapshot
from db.tables import set_cell
from db.text import set_paragraph
from desktop import routines
from desktop.main_window import MainWindow
from desktop.views.versions_panel import VersionsPanel


@pytest.fixture
def panel(opened: MainWindow, qtbot) -> VersionsPanel:
    """The panel with one version, 草稿 1, kept by its command."""
    opened.commands.keep_version.trigger()
    panel = opened.panel.content()
    assert isinstance(panel, VersionsPanel)
    qtbot.waitUntil(lambda: "相同" in panel.note.text())
    return panel


def _lines(panel: VersionsPanel) -> list[str]:
    return [panel.detail.item(row).text() for row in range(panel.detail.count())]


def _names(panel: VersionsPanel) -> list[str]:
    return [panel.list.item(row).text().split("\n")[0] for row in range(panel.list.count())]


def test_the_command_keeps_a_version_at_once(panel: VersionsPanel, opened: MainWindow) -> None:
    assert _names(panel) == ["草稿 1"]
    assert panel.name.text() == "草稿 2"
    assert "正文对照中" in panel.list.item(0).text()
    opened.undo()
    assert _names(panel) == []
    assert "还没有留存过版本" in panel.note.text()


def test_a_name_is_typed_and_entered(panel: VersionsPanel, opened: MainWindow) -> None:
    panel.name.setFocus()
    panel.name.selectAll()
    QTest.keyClicks(panel.name, "v2")
    QTest.keyClick(panel.name, Qt.Key.Key_Return)
    assert _names(panel) == ["v2", "草稿 1"]
    panel.name.setText("v2")
    QTest.mouseClick(panel.keep, Qt.MouseButton.LeftButton)
    assert _names(panel) == ["v2", "草稿 1"]
    panel.list.setFocus()
    panel.list.setCurrentRow(1)
    QTest.keyClick(panel.list, Qt.Key.Key_Delete)
    assert _names(panel) == ["v2"]
    opened.undo()
    assert _names(panel) == ["v2", "草稿 1"]


def test_what_has_changed_is_listed_and_leads_there(panel: VersionsPanel, opened: MainWindow, qtbot) -> None:
    session = opened.session
    node = session.content.nodes[0]
    table = session.content.tables[0]
    session.perform(set_paragraph, node.paragraphs[0].id, "用三年时间，为具备条件的小区加装电梯。")
    session.perform(set_cell, table.rows[0].id, table.spec.columns[1].id, "梧桐苑")
    qtbot.waitUntil(lambda: len(_lines(panel)) == 2)
    assert panel.note.text() == "此后修改 2 处"
    assert _lines(panel)[0].startswith("～ 一、工作目标\n用两年时间")
    assert _lines(panel)[1] == "～ 附表1 第1行 小区名称\n梧桐里\n→ 梧桐苑"
    panel.detail.setCurrentRow(1)
    panel.detail.setFocus()
    QTest.keyClick(panel.detail, Qt.Key.Key_Return)
    assert opened.workspace.key == f"table:{table.id}"
    panel.detail.itemActivated.emit(panel.detail.item(0))
    assert opened.workspace.key == "outline"
    assert opened.workspace.view().spot().paragraph == node.paragraphs[0].id


def test_the_margin_compares_with_the_version_that_was_chosen(panel: VersionsPanel, opened: MainWindow, qtbot) -> None:
    session = opened.session
    session.perform(set_title, session.content.nodes[0].id, "目标")
    panel.keep_version()
    watch = opened.workspace.view().margins.watch
    qtbot.waitUntil(lambda: watch.version is not None and watch.version.name == "草稿 2")
    panel.list.setCurrentRow(1)
    QTest.mouseClick(panel.watch, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: [one.after for one in watch.changes] == ["目标"])
    assert watch.version.name == "草稿 1"
    assert "正文对照中" in panel.list.item(1).text()


def test_a_version_becomes_a_plan_of_its_own(
    panel: VersionsPanel, opened: MainWindow, chooser, tmp_path, qtbot
) -> None:
    session = opened.session
    titles = [node.title for node in session.content.nodes]
    session.perform(set_title, session.content.nodes[0].id, "改过的标题")
    chooser.answer = target = tmp_path / "另一份.fangan"
    panel.save.setFocus()
    QTest.keyClick(panel.save, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "另一份" in opened.notice.text())
    with routines.viewed(target) as store:
        content = load_snapshot(store).content
    assert sorted(node.title for node in content.nodes) == sorted(titles)
    assert len(content.duties) == len(session.content.duties) and content.tables[0].rows[0].cells
    assert opened.files.open_path != target
    panel.save.click()
    qtbot.waitUntil(lambda: "已经存在" in opened.notice.text())

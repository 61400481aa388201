"""Ways back: backups, a damaged file, a copy without its history."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from db.document import Document
from db.snapshot import load_snapshot
from db.units import add_unit
from desktop.views.backups_panel import BackupsPanel


def press(window, text: str) -> None:
    button = next(button for button in window.notice.buttons() if button.text() == text)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def damage(path) -> None:
    content = bytearray(path.read_bytes())
    content[4096 * 5 : 4096 * 6] = bytes(4096)
    path.write_bytes(content)


def test_a_backup_is_taken_and_opened_as_a_new_plan(opened, plan, data):
    opened.commands.backups.trigger()
    panel = opened.panel.content()
    assert isinstance(panel, BackupsPanel)
    QTest.mouseClick(panel.take, Qt.MouseButton.LeftButton)
    assert "手动" in panel.list.item(0).text()
    opened.session.perform(add_unit, "后来加的局")
    QTest.mouseClick(panel.go, Qt.MouseButton.LeftButton)
    restored = opened.files.open_path
    assert restored != plan
    assert "恢复" in restored.name
    assert "后来加的局" not in [unit.name for unit in opened.session.content.units]
    assert opened.notice.text() == f"已从备份恢复为“{restored.name}”"
    opened.close_plan()
    document = Document.open(plan, data)
    assert "后来加的局" in [unit.name for unit in load_snapshot(document.store).content.units]
    document.close()


def test_a_damaged_file_can_be_salvaged_or_restored_from_the_window(opened, plan):
    opened.session.perform(add_unit, "甲局")
    opened.close_plan()  # which leaves a backup
    damage(plan)
    before = plan.read_bytes()
    assert not opened.files.open_plan(plan)
    assert "已损坏" in opened.notice.text()
    press(opened, "恢复备份…")
    assert "关闭时" in opened.panel.content().list.item(0).text()
    opened.files.open_plan(plan)
    press(opened, "抢救内容")
    assert "（抢救）" in opened.files.open_path.name
    assert "已抢救" in opened.notice.text()
    assert "甲局" in [unit.name for unit in opened.session.content.units]
    assert plan.read_bytes() == before


def test_a_clean_copy_has_the_content_and_no_history(opened, chooser, tmp_path, data):
    opened.session.perform(add_unit, "甲局")
    chooser.answer = tmp_path / "干净.fangan"
    opened.commands.clean_copy.trigger()
    assert "不含操作记录" in opened.notice.text()
    document = Document.open(chooser.answer, data)
    assert document.store.history() == ()
    assert load_snapshot(document.store).content == opened.session.content
    document.close()


def test_without_a_backup_the_panel_says_when_one_will_be_taken(qtbot):
    panel = BackupsPanel(lambda: ())
    qtbot.addWidget(panel)
    panel.show()
    assert not panel.go.isEnabled()
    assert not panel.take.isVisible()
    assert any("还没有备份" in label.text() for label in panel.findChildren(QLabel))

"""Documents into the window and official files out of it: by command, by button and by dropping."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from db.store import Store
from desktop import routines
from desktop.reading_desk import Tally
from desktop.session import Session
from domain.checks import Finding, Severity
from domain.errors import ImportFileError
from domain.merge_report import MergeReport
from tests.desktop.text_helpers import put
from tests.desktop.window_helpers import drop, read_and_write, settle


def test_reading_a_document_makes_a_plan_beside_it(window, chooser, source, qtbot):
    chooser.answer = source
    QTest.mouseClick(window.start.read, Qt.MouseButton.LeftButton)
    settle(window, qtbot)
    assert window.session is None
    assert not source.with_suffix(".fangan").exists()  # nothing is written before somebody says so
    QTest.mouseClick(window.desk.page.go, Qt.MouseButton.LeftButton)
    settle(window, qtbot)
    assert window.session.store.path == source.with_name("停车.fangan")
    assert window.session.content.info.title == "停车治理工作方案"
    assert {unit.name for unit in window.session.content.units} == {"市城管局", "市公安局"}
    assert window.notice.text().startswith("已导入“停车.txt”并存为“停车.fangan”：新增 ")
    assert window.desk.page is None
    assert window.pages.currentWidget() is window.workspace


def test_importing_into_an_empty_plan_is_one_step(window, chooser, source, tmp_path, qtbot):
    chooser.answer = tmp_path / "空.fangan"
    window.commands.new.trigger()
    chooser.answer = source
    window.commands.read.trigger()
    settle(window, qtbot)
    assert window.session.content.nodes == ()
    window.desk.page.accept()
    settle(window, qtbot)
    assert len(window.session.content.nodes) == 3
    assert window.notice.text().startswith("已导入“停车.txt”：新增 ")
    QTest.mouseClick(window.notice.buttons()[-1], Qt.MouseButton.LeftButton)
    assert window.session.content.nodes == ()
    assert window.workspace.key == "outline"


def test_reading_the_same_document_again_says_that_nothing_changed(window, source, qtbot):
    read_and_write(window, qtbot, source)
    before = window.session.content
    window.read_sources([source])
    settle(window, qtbot)
    assert window.desk.page.steps.model.size() == 0
    assert window.desk.page.count.text().startswith("没有改动")
    window.desk.page.accept()
    settle(window, qtbot)
    assert window.notice.text() == "已导入“停车.txt”：与方案内容相同，没有改动"
    assert window.notice.buttons() == []
    assert window.session.content == before


def test_what_is_typed_while_a_document_is_read_is_kept(window, source, qtbot):
    read_and_write(window, qtbot, source)
    view = window.workspace.view()
    put(view, window.session.content.nodes[0].paragraphs[0].text)
    window.read_sources([source])
    QTest.keyClicks(view.sheet, "typed ")
    settle(window, qtbot)
    assert window.session.content.nodes[0].paragraphs[0].text.startswith("typed ")
    QTest.keyClick(window.desk.page, Qt.Key.Key_Escape)
    assert window.session.content.nodes[0].paragraphs[0].text.startswith("typed ")
    assert not window.notice.is_error()


def test_importing_another_plan_over_this_one_is_refused(opened, source, qtbot):
    before = opened.session.content
    source.write_text("防汛应急预案\n\n一、总则\n统一指挥。\n\n二、预警\n分级响应。\n", encoding="utf-8")
    opened.read_sources([source])
    settle(opened, qtbot)
    assert opened.notice.is_error()
    assert "不是同一个方案" in opened.notice.text()
    assert opened.session.content == before
    assert opened.pages.page is None
    QTest.mouseClick(opened.notice.buttons()[0], Qt.MouseButton.LeftButton)  # 读取为新方案
    settle(opened, qtbot)
    opened.desk.page.accept()
    settle(opened, qtbot)
    assert opened.session.content.info.title == "防汛应急预案"


def test_a_document_that_cannot_be_read_is_told_and_nothing_is_left_behind(window, tmp_path, qtbot):
    broken = tmp_path / "坏.docx"
    broken.write_bytes(b"PK\x03\x04 no archive")
    window.read_sources([broken])
    settle(window, qtbot)
    assert window.notice.is_error()
    assert window.session is None
    assert not broken.with_suffix(".fangan").exists()


def test_findings_of_a_reading_can_be_looked_at(opened):
    report = MergeReport(new=2, gone=1, findings=[Finding(Severity.LOOK, "x", "第3段", "编号不连续。")])
    opened.outcomes.on_imported(Tally(["甲.docx"], report, made=Path("甲.fangan")))
    assert opened.notice.text() == "已导入“甲.docx”并存为“甲.fangan”：新增 2 处，删去 1 处，1 处提示"
    QTest.mouseClick(opened.notice.buttons()[0], Qt.MouseButton.LeftButton)
    assert opened.panel.isVisible()


def test_exporting_writes_the_ticked_parts(opened, chooser, tmp_path, qtbot):
    opened.commands.export.trigger()
    panel = opened.panel.content()
    assert "任务分解表" in [box.text() for box in panel.parts]
    for box in panel.parts:
        box.setChecked(box.text() == "任务分解表")
    chooser.answer = tmp_path / "报送"
    panel.choose_folder()
    QTest.mouseClick(panel.go, Qt.MouseButton.LeftButton)
    settle(opened, qtbot)
    written = sorted(path.suffix for path in (tmp_path / "报送").rglob("*") if path.is_file())
    assert written == [".docx", ".xlsx"]
    assert opened.notice.text() == "已导出 2 个文件"
    assert opened.notice.buttons()[0].text() == "打开文件夹"


def test_the_export_folder_lies_beside_the_plan_and_nothing_ticked_is_nothing_to_do(opened, plan):
    opened.commands.export.trigger()
    panel = opened.panel.content()
    assert panel._folder == plan.with_name("加装电梯 导出")
    for box in panel.formats:
        box.setChecked(False)
    assert not panel.go.isEnabled()


def test_files_are_dropped_onto_the_window(window, plan, source, tmp_path, qtbot):
    assert drop(window, plan)
    assert window.session.store.path == plan
    window.close_plan()
    assert drop(window, source)
    settle(window, qtbot)
    window.desk.page.accept()
    settle(window, qtbot)
    assert window.session.content.info.title == "停车治理工作方案"
    assert not drop(window, tmp_path / "图片.png")


def test_closing_waits_for_work_and_drops_its_result(opened, source, plan):
    opened.read_sources([source])
    assert opened.close()
    assert opened.runner.wait() is None
    QApplication.processEvents()
    assert not opened.runner.is_busy()
    again = Session(Store.open(plan))
    assert again.content.info.title == "老旧小区加装电梯工作方案"
    again.store.close()


def test_a_refused_document_shows_the_reader_s_sentence(window, source, qtbot, monkeypatch):
    def broken(*_args):
        raise ImportFileError("odd", "读不出。", "换一份。")

    monkeypatch.setattr(routines, "read_source", broken)
    window.read_sources([source])
    settle(window, qtbot)
    assert window.notice.text() == "读不出。换一份。"

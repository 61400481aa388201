"""The page on which a file is read: both sides shown and joined, doubts settled by keys, nothing written before."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop import routines
from desktop.models.piece_model import MARK, TEXT, PieceModel
from desktop.models.source_links import SourceLinks
from desktop.widgets.source_view import SourceView
from domain.checks import Finding, Severity
from domain.content import PlanContent, PlanDraft, SourceFile
from domain.errors import Cancelled, ImportFileError
from domain.numbering import NumberStyle
from domain.outline import NodeKind, OutlineNode
from domain.reading import Fate, ReadingChoices, Revisions, SourcePiece
from tests.desktop.reading_samples import read_sample
from tests.desktop.window_helpers import drop, settle

AS_ASSUMED = ReadingChoices()
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def readings(monkeypatch):
    """The choices the sample was read with, in order."""
    seen: list[ReadingChoices] = []

    def read(path, progress=None, is_cancelled=None, choices=AS_ASSUMED):
        seen.append(choices)
        return read_sample(path, progress, is_cancelled, choices)

    monkeypatch.setattr(routines, "read_source", read)
    return seen


@pytest.fixture
def page(window, readings, tmp_path, qtbot):
    """The page with the sample, for a new plan."""
    window.read_sources([tmp_path / "停车.docx"])
    settle(window, qtbot)
    return window.desk.page


def _tree_texts(page) -> list[str]:
    model, texts = page.result, []

    def visit(parent) -> None:
        for row in range(model.rowCount(parent)):
            index = model.index(row, 0, parent)
            texts.append(index.data())
            visit(index)

    visit(model.index(-1, -1))
    return texts


def test_the_source_stands_beside_what_it_becomes(page):
    assert _tree_texts(page) == [
        "停车治理工作方案",
        "引言",
        "一、工作目标",
        "二、重点任务",
        "（一）挖掘存量",
        "附表1　停车问题清单",
    ]
    task = page.result.index_of_key("node:3")
    assert task.siblingAtColumn(1).data() == "1 个单位 · 2026年底前"
    marks = [page.pieces.index(row, MARK).data() for row in range(page.pieces.rowCount())]
    assert marks == [
        *("方案标题", "引言", "一级标题", "正文", "一级标题", "二级标题", "正文"),
        "页码，不收入",
        "附表1",
        "",
        "",
    ]
    assert page.count.text().startswith("3 个标题 · 1 项任务 · 1 个单位 · 1 张表 · 2 处存疑待核")


def test_selecting_one_side_shows_the_other(page, qtbot):
    page.tree.setFocus()
    page.tree.setCurrentIndex(page.result.index_of_key("node:1"))
    assert page.source.current_piece() == 2
    assert "新增泊位一千个" in page.detail.text.toPlainText()
    page.source.setCurrentIndex(page.pieces.index(6, TEXT))
    assert page.result.key_at(page.tree.currentIndex()) == "node:3"
    assert "完成时限：2026年底前" in page.detail.text.toPlainText()
    page.source.setCurrentIndex(page.pieces.index(page.pieces.row_of(8), TEXT))
    assert page.result.key_at(page.tree.currentIndex()) == "table:1"
    header = [(cell.text, cell.row_span, cell.column_span) for cell in page.detail.table.header.cells]
    assert header == [("序号", 2, 1), ("小区", 2, 1), ("问题", 1, 2), ("技术", 1, 1), ("管理", 1, 1)]


def test_doubts_come_with_the_gravest_first_and_lead_to_their_place(page):
    assert [one.code for one in page.doubts.model.findings] == ["unit", "bold", "kind"]
    assert page.doubts.current().code == "unit"
    assert page.source.current_piece() == 5
    QTest.keyClick(page.doubts.list, Qt.Key.Key_Down)
    assert page.source.current_piece() == 4
    assert page.result.key_at(page.tree.currentIndex()) == "node:2"
    assert [button.text() for button in page.doubts.options if button.isVisible()] == ["1　作为标题", "2　作为正文"]
    assert page.doubts.options[0].isChecked()


def test_enter_confirms_and_goes_on_to_the_next(page, readings):
    page.doubts.list.setFocus()
    QTest.keyClick(page.doubts.list, Qt.Key.Key_Return)
    assert page.doubts.current().code == "bold"
    QTest.keyClick(page.doubts.list, Qt.Key.Key_Return)
    assert page.doubts.current().code == "kind"
    assert page.count.text().endswith("没有待核的存疑")
    assert len(readings) == 1  # what was assumed needs no reading anew


def test_a_digit_changes_the_option_and_ctrl_z_takes_it_back(page, readings, window, qtbot):
    page.doubts.list.setFocus()
    QTest.keyClick(page.doubts.list, Qt.Key.Key_Down)
    QTest.keyClick(page.doubts.list, Qt.Key.Key_2)
    settle(window, qtbot)
    assert readings[-1].picks == {"heading:5": "text"}
    assert "二、其他" in _tree_texts(page)
    assert page.doubts.current().question == "heading:5"
    assert page.doubts.options[1].isChecked()
    QTest.keyClick(page.doubts.list, Qt.Key.Key_Z, CTRL)
    settle(window, qtbot)
    assert readings[-1].picks == {}
    assert "二、重点任务" in _tree_texts(page)
    QTest.keyClick(page.doubts.list, Qt.Key.Key_Y, CTRL)
    settle(window, qtbot)
    assert "二、其他" in _tree_texts(page)


def test_space_and_the_mouse_change_the_option_too(page, readings, window, qtbot):
    page.doubts.list.setFocus()
    QTest.keyClick(page.doubts.list, Qt.Key.Key_Down)
    QTest.keyClick(page.doubts.list, Qt.Key.Key_Space)
    settle(window, qtbot)
    assert readings[-1].picks == {"heading:5": "text"}
    QTest.mouseClick(page.doubts.options[0], Qt.MouseButton.LeftButton)
    settle(window, qtbot)
    assert readings[-1].picks == {}


def test_tracked_changes_are_taken_the_other_way(page, readings, window, qtbot):
    assert page.head.tracked.isVisible()
    assert page.head.choices[Revisions.ACCEPTED].isChecked()
    QTest.mouseClick(page.head.choices[Revisions.ORIGINAL], Qt.MouseButton.LeftButton)
    settle(window, qtbot)
    assert readings[-1].revisions is Revisions.ORIGINAL
    page.tree.setCurrentIndex(page.result.index_of_key("node:1"))
    assert "八百" in page.detail.text.toPlainText()


def test_escape_leaves_and_writes_nothing(page, window, tmp_path):
    QTest.keyClick(page.doubts.list, Qt.Key.Key_Escape)
    assert window.desk.page is None
    assert window.pages.currentWidget() is window.start
    assert not list(tmp_path.glob("*.fangan"))
    assert window.commands.new.isEnabled()


def test_ctrl_enter_writes(page, window, tmp_path, qtbot):
    assert not window.commands.open.isEnabled()
    QTest.keyClick(page.source, Qt.Key.Key_Return, CTRL)
    assert not page.go.isEnabled()
    settle(window, qtbot)
    assert window.session.store.path == tmp_path / "停车.fangan"
    assert [node.title for node in window.session.content.nodes] == ["工作目标", "重点任务", "挖掘存量"]
    assert window.commands.open.isEnabled() and window.commands.export.isEnabled()
    assert window.pages.currentWidget() is window.workspace


def test_several_files_come_one_after_another(window, readings, tmp_path, qtbot):
    paths = [tmp_path / name for name in ("一.docx", "二.docx")]
    assert drop(window, *paths)
    settle(window, qtbot)
    window.desk.page.accept()
    settle(window, qtbot)
    page = window.desk.page
    assert window.session.store.path == tmp_path / "一.fangan"
    assert window.desk.reading.path == paths[1]
    page.accept()
    settle(window, qtbot)
    assert window.notice.text().startswith("已导入 2 份文件并存为“一.fangan”")
    assert window.pages.page is None


def test_a_file_refused_in_a_run_is_told_and_the_next_one_read(window, tmp_path, qtbot, monkeypatch):
    def read(path, progress=None, is_cancelled=None, choices=AS_ASSUMED):
        if path.name == "坏.docx":
            raise ImportFileError("odd", "读不出。", "换一份。")
        return read_sample(path)

    monkeypatch.setattr(routines, "read_source", read)
    window.read_sources([tmp_path / "坏.docx", tmp_path / "好.docx"])
    settle(window, qtbot)
    qtbot.waitUntil(lambda: window.desk.page is not None)
    assert window.desk.reading.path.name == "好.docx"
    assert window.notice.text() == "读不出。换一份。"


def test_a_choice_that_cannot_be_read_is_taken_back(page, window, qtbot, monkeypatch):
    def broken(*_args):
        raise ImportFileError("odd", "读不出。", "换一份。")

    monkeypatch.setattr(routines, "read_source", broken)
    page.doubts.list.setFocus()
    QTest.keyClick(page.doubts.list, Qt.Key.Key_Down)
    QTest.keyClick(page.doubts.list, Qt.Key.Key_2)
    settle(window, qtbot)
    assert window.notice.is_error()
    assert page.doubts.options[0].isChecked()
    assert page.go.isEnabled()


def test_a_long_reading_is_shown_and_stopped(window, tmp_path, qtbot, monkeypatch):
    begun = threading.Event()

    def slow(path, progress, is_cancelled, choices):
        progress(1, 10)
        begun.set()
        while not is_cancelled():
            begun.wait(0.01)
        raise Cancelled()

    monkeypatch.setattr(routines, "read_source", slow)
    window.read_sources([tmp_path / "大.docx", tmp_path / "二.docx"])
    qtbot.waitUntil(lambda: window.notice.text() == "正在读取“大.docx”")
    QTest.mouseClick(window.notice.buttons()[0], Qt.MouseButton.LeftButton)
    settle(window, qtbot)
    assert window.desk.reading is None
    assert window.notice.text() == ""
    assert window.pages.currentWidget() is window.start


def test_a_file_of_one_line_is_linked_piece_by_piece():
    first = SourcePiece(1, "一、目标", Fate.HEADING, "一级标题", 1)
    texts = [SourcePiece(1, text, Fate.TEXT, "正文") for text in ("甲。", "乙“提质”行动。")]
    second = SourcePiece(1, "二、任务", Fate.HEADING, "一级标题", 1)
    nodes = tuple(
        OutlineNode(number, None, number, NodeKind.SECTION, title, NumberStyle.HAN, (), 1)
        for number, title in ((1, "目标"), (2, "任务"))
    )
    pieces = (first, texts[0], second, texts[1])
    finding = Finding(Severity.LOOK, "x", "正文", "“提质”是行动的名称。", line=1)
    links = SourceLinks(PlanDraft(PlanContent(nodes=nodes), SourceFile("一.txt", ""), (finding,), pieces))
    assert [links.key_of(place) for place in range(4)] == ["node:1", "node:1", "node:2", "node:2"]
    assert (links.place_of("node:2"), links.place_of_finding(finding)) == (2, 3)
    assert (links.key_of(9), links.place_of("node:9")) == ("", -1)


def test_heights_out_of_sight_are_reckoned_until_they_are_seen(qtbot):
    model = PieceModel()
    view = SourceView(model)
    qtbot.addWidget(view)
    view.resize(500, 400)
    view.show()
    model.show([SourcePiece(line, "统筹推进各项工作。" * 30, Fate.TEXT, "正文") for line in range(1, 3001)], [])
    exact = [row for row in range(3000) if view.is_exact(row)]
    assert 0 < len(exact) < 50
    view.show_piece(2000)
    assert view.is_exact(2000) and not view.is_exact(1000)


def test_every_part_of_the_page_has_a_name(page):
    widgets = [
        page.source,
        page.tree,
        page.doubts.list,
        page.steps.list,
        page.detail.text,
        page.detail.table,
        page.tabs,
    ]
    assert all(widget.accessibleName() for widget in (page, *widgets))
    index = page.doubts.model.index(1)
    words = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert words == "请看一眼，第5段，没有编号，按标题读取。，暂按：作为标题"


def test_after_a_bug_in_a_reader_the_next_file_can_be_read(window, tmp_path, qtbot, monkeypatch):
    def crash(*_args):
        raise RuntimeError("a bug")

    monkeypatch.setattr(routines, "read_source", crash)
    with qtbot.capture_exceptions() as caught:
        window.read_sources([tmp_path / "一.docx"])
        settle(window, qtbot)
    assert [type(one[1]) for one in caught] == [RuntimeError]
    assert window.desk.reading is None
    monkeypatch.setattr(routines, "read_source", read_sample)
    window.read_sources([tmp_path / "二.docx"])
    settle(window, qtbot)
    assert window.desk.page is not None

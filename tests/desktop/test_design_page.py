"""Designing an appendix table: typed, seen as it prints, checked, taken from a file, written as one step."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit

from desktop import routines
from desktop.models.design_model import GROUP, KIND, NAME, WIDTH, DesignModel
from domain.errors import ImportFileError
from domain.tables import ColumnKind, TableColumn
from tests.desktop.reading_samples import sample_table
from tests.desktop.window_helpers import settle

ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier


def write(widget, text: str) -> None:
    """Type Chinese the way an input method does."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def editor(page) -> QLineEdit:
    return next(one for one in page.grid.viewport().findChildren(QLineEdit) if one.isVisible())


@pytest.fixture
def page(opened):
    """The page on a new table of the small plan."""
    opened.commands.new_table.trigger()
    return opened.design.page


def _headers(page) -> list[str]:
    return [cell.text for cell in page.sheet.table.header.cells]


def test_a_new_table_starts_with_a_free_label(page, opened):
    assert page.label.text() == "附表2"
    assert _headers(page) == ["序号", "名称"]
    assert opened.pages.currentWidget() is page
    assert page.title.hasFocus()


def test_a_table_is_designed_by_keys_and_written(page, opened):
    write(page.title, "重点小区清单")
    page.grid.setFocus()
    page.grid.go_to(1)
    for name in ("问题", "措施"):
        QTest.keyClick(page.grid, Qt.Key.Key_Insert)
        write(editor(page), name)
        QTest.keyClick(editor(page), Qt.Key.Key_Return)
    assert _headers(page) == ["序号", "名称", "问题", "措施"]
    QTest.keyClick(page.grid, Qt.Key.Key_Up, ALT)
    assert _headers(page) == ["序号", "名称", "措施", "问题"]
    QTest.keyClick(page.grid, Qt.Key.Key_Return, CTRL)
    table = opened.session.content.tables[-1]
    assert (table.spec.label, table.spec.title) == ("附表2", "重点小区清单")
    assert [column.path for column in table.spec.columns] == [("序号",), ("名称",), ("措施",), ("问题",)]
    assert opened.workspace.key == f"table:{table.id}"
    assert opened.commands.undo.isEnabled()
    opened.undo()
    assert len(opened.session.content.tables) == 1


def test_groups_merge_in_the_header_as_they_print(page):
    for name in ("技术", "管理"):
        row = page.model.add(page.model.rowCount() - 1)
        page.model.setData(page.model.index(row, NAME), name)
        page.model.setData(page.model.index(row, GROUP), "主要问题")
    merged = next(cell for cell in page.sheet.table.header.cells if cell.text == "主要问题")
    assert (merged.row, merged.column, merged.column_span) == (0, 2, 2)


def test_kind_and_width_are_chosen_in_the_grid(page):
    page.grid.setFocus()
    page.grid.go_to(1, KIND)
    QTest.keyClick(page.grid, Qt.Key.Key_F2)
    box = next(one for one in page.grid.viewport().findChildren(QComboBox) if one.isVisible())
    box.setCurrentIndex(box.findData(ColumnKind.ITEMS.value))
    box.activated.emit(box.currentIndex())
    assert page.model.columns[1].kind is ColumnKind.ITEMS
    page.grid.go_to(1, WIDTH)
    QTest.keyClick(page.grid, Qt.Key.Key_5)
    QTest.keyClick(editor(page), Qt.Key.Key_5)
    QTest.keyClick(editor(page), Qt.Key.Key_Return)
    assert page.model.columns[1].width == 55


def test_typing_chinese_replaces_a_name(page):
    page.grid.setFocus()
    page.grid.go_to(1)
    write(page.grid, "小区")
    QTest.keyClick(editor(page), Qt.Key.Key_Return)
    assert _headers(page) == ["序号", "小区"]


def test_what_is_wrong_is_said_and_not_written(page, opened):
    page.label.setText("附表1")
    assert "附表1" in page.problems.text()
    assert not page.go.isEnabled()
    page.accept()
    assert len(opened.session.content.tables) == 1
    page.label.setText("附表2")
    assert page.go.isEnabled()


def test_delete_takes_a_column_out_and_ctrl_z_brings_it_back(page):
    page.grid.setFocus()
    page.grid.go_to(1)
    QTest.keyClick(page.grid, Qt.Key.Key_Delete)
    assert _headers(page) == ["序号"]
    QTest.keyClick(page.grid, Qt.Key.Key_Z, CTRL)
    assert _headers(page) == ["序号", "名称"]


def test_escape_leaves_all_as_it_was(page, opened):
    write(page.title, "不要了")
    QTest.keyClick(page.grid, Qt.Key.Key_Escape)
    assert opened.design.page is None
    assert opened.pages.currentWidget() is opened.workspace
    assert len(opened.session.content.tables) == 1


def test_a_form_is_taken_from_a_file(page, opened, chooser, tmp_path, qtbot, monkeypatch):
    spec = sample_table().spec
    monkeypatch.setattr(routines, "read_table_forms", lambda *_args: (spec, spec))
    chooser.answer = tmp_path / "表.xlsx"
    QTest.mouseClick(page.from_file, Qt.MouseButton.LeftButton)
    settle(opened, qtbot)
    assert [column.path for column in page.spec().columns] == [column.path for column in spec.columns]
    assert page.label.text() == "附表2"
    assert page.title.text() == "停车问题清单"
    assert page.forms.isVisible()


def test_a_file_without_tables_is_told_and_the_design_stays(page, opened, chooser, tmp_path, qtbot, monkeypatch):
    def refuse(*_args):
        raise ImportFileError("none", "文件里没有表。", "换一份。")

    monkeypatch.setattr(routines, "read_table_forms", refuse)
    chooser.answer = tmp_path / "表.xlsx"
    page.from_file.click()
    settle(opened, qtbot)
    assert opened.notice.text() == "文件里没有表。换一份。"
    assert _headers(page) == ["序号", "名称"]


def test_a_table_is_designed_anew_and_its_cells_stay(opened):
    opened.on_place_wanted("table:1")
    opened.commands.redesign.trigger()
    page = opened.design.page
    row = next(row for row, one in enumerate(page.model.columns) if one.name == "小区名称")
    page.model.setData(page.model.index(row, NAME), "小区")
    page.model.remove(next(row for row, one in enumerate(page.model.columns) if one.name == "管理问题"))
    assert "2 格内容" in page.problems.text()
    page.accept()
    table = opened.session.content.tables[0]
    assert [column.title for column in table.spec.columns] == ["序号", "小区", "技术问题", "推进举措"]
    assert table.rows[0].cell("estate").text == "梧桐里"
    assert opened.workspace.view().grid.header.cells[1].text == "小区"
    opened.undo()
    assert opened.session.content.tables[0].rows[0].cell("managerial").text == "★低层住户意见不一"


def test_the_menu_of_the_places_copies_moves_and_removes(opened):
    def act(word: str, key: str) -> None:
        place = next(one for one in opened.workspace.places if one.key == key)
        menu = opened.workspace.table_menu(place)
        next(one for one in menu.actions() if one.text() == word).trigger()

    act("复制附表", "table:1")
    first, copy = opened.session.content.tables
    assert copy.spec.label == "附表2" and len(copy.rows) == len(first.rows)
    act("上移", f"table:{copy.id}")
    assert [one.id for one in opened.session.content.tables] == [copy.id, first.id]
    act("删除附表", f"table:{copy.id}")
    assert [one.id for one in opened.session.content.tables] == [first.id]
    assert opened.notice.buttons()[-1].text() == "撤销"
    QTest.mouseClick(opened.notice.buttons()[-1], Qt.MouseButton.LeftButton)
    assert len(opened.session.content.tables) == 2


def test_a_column_of_a_file_with_the_same_header_is_the_column_that_was_there(qapp):
    model = DesignModel()
    model.begin([TableColumn("a", ("名称",), id=7), TableColumn("c1", ("问题", "技术"), id=8)])
    model.take([TableColumn("x", ("问题", "技 术"), width=40), TableColumn("y", ("来源",))])
    taken = model.table_columns()
    assert (taken[0].id, taken[0].key, taken[0].width) == (8, "c1", 40)
    assert taken[1].id == 0 and taken[1].key not in ("a", "c1")

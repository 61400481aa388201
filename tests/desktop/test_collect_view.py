"""Collecting in the window: forms out, files in, rounds, layouts, ledger, the table, and back to the cell."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from desktop.collecting_origins import returns_behind
from desktop.main_window import MainWindow
from desktop.models.collect_rows_model import SIGNS
from desktop.views.collect_page import MAPPING_TAB
from desktop.views.collect_view import CONSOLIDATION
from desktop.widgets.collect_picker import Picker
from domain.ledger import LedgerFilter
from domain.returns import RowKind
from domain.spots import Spot
from tests.desktop.collect_case import (
    FIRST,
    HEAD,
    OTHER,
    SECOND,
    WRONG,
    kinds,
    open_sample,
    read,
    take,
    view_of,
    write_csv,
    write_xlsx,
)
from tests.desktop.window_helpers import drop, settle

ENTER = Qt.Key.Key_Return


@pytest.fixture
def sample(window: MainWindow, tmp_path: Path) -> MainWindow:
    return open_sample(window, tmp_path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "回收"


def pick(window: MainWindow, text: str) -> None:
    """Type into the list that is open and choose the first."""
    picker = next(one for one in window.findChildren(Picker) if one.isVisible())
    if text.isascii():
        QTest.keyClicks(picker.input, text)
    else:
        picker.input.setText(text)  # as an input method gives it
    QTest.keyClick(picker.input, ENTER)


def submissions(window: MainWindow):
    return window.session.content.collection.submissions


def test_a_zip_dropped_is_looked_through_taken_in_and_undone_as_one_step(sample, folder, qtbot):
    write_xlsx(folder, "甲.xlsx", FIRST, SECOND)
    write_csv(folder, "乙.csv", OTHER)
    write_csv(folder, "丙.csv", WRONG)
    (folder / "坏.xlsx").write_bytes(b"PK\x03\x04 broken")
    archive = folder.with_suffix(".zip")
    with zipfile.ZipFile(archive, "w") as packed:
        for path in sorted(folder.iterdir()):
            packed.write(path, path.name)
    before = len(sample.session.content.enterprises)
    sample.on_place_wanted("outline")
    assert drop(sample, archive)
    settle(sample, qtbot)
    page = sample.collecting.imports.page
    assert sorted(kinds(page)) == ["读不了", "首次报送", "首次报送", "首次报送"]
    assert submissions(sample) == ()  # nothing is written before somebody says so
    assert "将收入 3 份：新增 4 行" in page.count.text()
    page.activateWindow()
    page.accept()
    settle(sample, qtbot)
    assert len(submissions(sample)) == 3
    assert len(sample.session.content.enterprises) == before + 3
    assert sample.notice.text() == "已收入 3 份，其中 1 行有错，没有收下"
    assert [button.text() for button in sample.notice.buttons()] == ["查看", "撤销"]
    place = next(one for one in sample.workspace.places if one.key == "collecting")
    assert place.count == "3/3"
    sample.undo()
    settle(sample, qtbot)
    content = sample.session.content
    assert (content.collection.submissions, content.collection.forms) == ((), ())
    assert len(content.enterprises) == before


def test_a_corrected_file_is_a_second_round_with_signs(sample, folder, qtbot):
    take(sample, qtbot, write_csv(folder, "a.csv", FIRST, SECOND))
    third = (*FIRST[:3], "品牌", "知名度低，溢价不足", "1")
    changed = (*FIRST[:4], "车载终端在低温下启动很慢，影响冬季交付", "★★★")
    page = read(sample, qtbot, write_csv(folder, "b.csv", changed, third))
    assert kinds(page) == ["更正 第2次"]
    signs = [page.rows.index(row, 0).data() for row in range(page.rows.rowCount())]
    assert signs == [SIGNS[RowKind.CHANGED], SIGNS[RowKind.NEW], SIGNS[RowKind.GONE]]
    assert "（原：车载终端在低温下启动缓慢" in page.rows.index(0, 5).data()
    page.accept()
    settle(sample, qtbot)
    view = view_of(sample)
    row = view.ledger.model.row_at(0)
    assert (row.name, len(row.returns), row.taken) == (FIRST[0], 2, 2)
    page = read(sample, qtbot, folder / "b.csv")
    assert kinds(page) == ["已收过"]
    assert not page.go.isEnabled()
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert sample.pages.page is None


def test_a_sender_is_named_by_typing(sample, folder, qtbot):
    nameless = ("", *FIRST[1:])
    page = read(sample, qtbot, write_csv(folder, "表.csv", nameless))
    known = sample.session.content.enterprises[0]
    page.list.setFocus()
    QTest.keyClick(page.list, ENTER)
    pick(sample, known.name)
    settle(sample, qtbot)
    one = page.current()
    assert one.sender == known
    assert not any(finding.code == "sender_unknown" for finding in one.findings)


def test_a_layout_is_confirmed_once_for_all_its_files_and_remembered(sample, folder, qtbot):
    head = (*HEAD[:4], "啥情况", "等级")
    write_csv(folder, "a.csv", FIRST, head=head)
    write_csv(folder, "b.csv", OTHER, head=head)
    page = read(sample, qtbot, folder)
    page.tabs.setCurrentIndex(MAPPING_TAB)
    settle(sample, qtbot)
    model = page.mapping.model
    row = next(place for place, one in enumerate(model.sheet.columns) if one.header == "啥情况")
    assert FIRST[4][:10] in model.index(row, 2).data()
    page.mapping.table.selectRow(row)
    page.mapping.table.setFocus()
    QTest.keyClick(page.mapping.table, ENTER)
    pick(sample, "wtms")
    assert model.fields["啥情况"] == "text"
    page.mapping.apply.click()
    settle(sample, qtbot)
    plan = sample.collecting.imports.run.plan
    assert [one.draft.sheets[0].confidence for one in plan.files] == [plan.files[0].draft.sheets[0].confidence] * 2
    assert all(one.draft.rows[0].values["text"] for one in plan.files)
    assert sample.session.content.collection.mappings == ()
    page.accept()
    settle(sample, qtbot)
    assert [one.fields["啥情况"] for one in sample.session.content.collection.mappings] == ["text"]
    sample.undo()
    settle(sample, qtbot)
    assert sample.session.content.collection.mappings == ()


def test_a_layout_of_one_sender_is_remembered_for_that_sender_alone(sample, folder, qtbot):
    head = (*HEAD[:4], "啥情况", "等级")
    page = read(sample, qtbot, write_csv(folder, "a.csv", FIRST, head=head))
    page.tabs.setCurrentIndex(MAPPING_TAB)
    row = next(place for place, one in enumerate(page.mapping.model.sheet.columns) if one.header == "所在区")
    page.mapping.model.set_field(row, "")
    page.mapping.only_sender.setChecked(True)
    page.mapping.apply.click()
    settle(sample, qtbot)
    page.accept()
    settle(sample, qtbot)
    (mapping,) = sample.session.content.collection.mappings
    assert (mapping.sender, mapping.fields["所在区"]) == (FIRST[0], "")
    changed = (*FIRST[:4], "车载终端在低温下启动很慢，影响冬季交付", "★★★")
    page = read(
        sample, qtbot, write_csv(folder, "b.csv", changed, head=head), write_csv(folder, "c.csv", OTHER, head=head)
    )
    found = {
        one.file: {c.header: c.field for c in one.draft.sheets[0].columns}
        for one in sample.collecting.imports.run.plan.files
    }
    assert (found["b.csv"]["所在区"], found["c.csv"]["所在区"]) == ("", "district")


def test_the_round_before_counts_again_when_the_last_is_removed(sample, folder, qtbot):
    take(sample, qtbot, write_csv(folder, "a.csv", FIRST))
    take(sample, qtbot, write_csv(folder, "b.csv", FIRST, SECOND))
    view = view_of(sample)
    view.ledger.grid.selectRow(0)
    assert view.ledger.chosen()[0].taken == 2
    sample.collecting.drop_returns(view)
    row = view.ledger.model.row_at(0)
    assert (row.present.file, row.taken) == ("a.csv", 1)
    sample.undo()
    assert view.ledger.model.row_at(0).taken == 2


def test_files_that_are_unticked_stay_out(sample, folder, qtbot):
    write_csv(folder, "a.csv", FIRST)
    write_csv(folder, "b.csv", OTHER)
    page = read(sample, qtbot, folder)
    page.list.setFocus()
    QTest.keyClick(page.list, Qt.Key.Key_Space)
    page.accept()
    settle(sample, qtbot)
    assert [one.file for one in submissions(sample)] == ["b.csv"]


def test_returns_become_lines_of_the_table_and_lead_back_to_their_cell(sample, folder, qtbot):
    take(sample, qtbot, write_xlsx(folder, "甲.xlsx", FIRST, SECOND), write_csv(folder, "乙.csv", OTHER))
    view = view_of(sample)
    view.show_page(CONSOLIDATION)
    settle(sample, qtbot)
    pane = view.consolidation
    texts = [row.step.text for row in pane.model.rows if row.step is not None]
    assert FIRST[4] in texts
    before = sample.session.content.tables
    pane.go.click()
    settle(sample, qtbot)
    table = sample.session.content.tables[0]
    places = [
        (row, column, item)
        for row in table.rows
        for column in table.spec.columns
        for item in row.cell(column.key).items
        if item.text == FIRST[4]
    ]
    assert len(places) == 1
    assert sample.notice.text().startswith("已汇总到附表1")
    row, column, _ = places[0]
    sample.on_place_wanted(f"table:{table.id}")
    spot = Spot(table=table.id, row=row.id, column=column.id)
    sample.workspace.view().show_spot(spot)
    assert returns_behind(sample.session.content, spot) == 1
    sample.commands.collect_source.trigger()
    settle(sample, qtbot)
    page = sample.collecting.sources.page
    assert "甲.xlsx" in page.place.text() and "E2" in page.place.text()
    assert page.sheets.grid.framed() == [(1, 4)]
    assert page.sheets.grid.sheet.text_at(1, 4) == FIRST[4]
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert sample.pages.page is None
    sample.undo()
    settle(sample, qtbot)
    assert sample.session.content.tables == before


def test_near_doubles_are_joined_by_a_key(sample, folder, qtbot):
    same_place = (OTHER[0], *FIRST[1:4], OTHER[4], OTHER[5])
    take(sample, qtbot, write_csv(folder, "a.csv", FIRST), write_csv(folder, "b.csv", same_place))
    view = view_of(sample)
    view.show_page(CONSOLIDATION)
    settle(sample, qtbot)
    pane = view.consolidation
    row = next(place for place, one in enumerate(pane.model.rows) if one.double is not None)
    assert pane.model.open_doubles() == 1
    pane.table.setCurrentIndex(pane.model.index(row, 0))
    pane.table.selectRow(row)
    QTest.keyClick(pane.table, Qt.Key.Key_J)
    assert pane.model.open_doubles() == 0
    pane.accept()
    settle(sample, qtbot)
    items = [
        item for one in sample.session.content.tables[0].rows for cell in one.cells.values() for item in cell.items
    ]
    joined = [item for item in items if item.text == FIRST[4]]
    sources = [one for one in sample.session.content.collection.sources if one.item_id == joined[0].id]
    assert (len(joined), len(sources)) == (1, 2)
    assert all(item.text != OTHER[4] for item in items)


def test_forms_go_out_the_ledger_knows_and_the_missing_are_listed(sample, chooser, tmp_path, qtbot):
    view = view_of(sample)
    chooser.answer = tmp_path / "下发"
    view.ledger.due.setText("2020年3月1日")
    sample.collecting.write_forms(view)
    settle(sample, qtbot)
    count = len(sample.session.content.enterprises)
    assert len(list(chooser.answer.glob("*.xlsx"))) == count
    assert view.ledger.model.counts()[LedgerFilter.MISSING] == count
    view.ledger.show_filter(LedgerFilter.LATE)
    assert {row.state for row in view.ledger.shown()} == {"逾期未报"}
    view.ledger.search.setText(sample.session.content.enterprises[0].name)
    sample.collecting.copy_reminders(view)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert len(lines) == 2 and "应于2020年3月1日前报送" in lines[1]
    chooser.answer = tmp_path / "名单"
    sample.collecting.write_reminders(view)
    settle(sample, qtbot)
    assert len(list(chooser.answer.glob("*催报名单*.xlsx"))) == 1
    view.ledger.due.setText("随便")
    sample.collecting.write_forms(view)
    assert sample.notice.is_error()


def test_files_with_mistakes_go_back_and_originals_come_out(sample, folder, chooser, tmp_path, qtbot):
    path = write_xlsx(folder, "丙.xlsx", WRONG, (*WRONG[:4], "标准滞后于产品", "★"))
    take(sample, qtbot, path)
    view = view_of(sample)
    view.ledger.show_filter(LedgerFilter.MISTAKES)
    assert [row.wrong for row in view.ledger.shown()] == [1]
    view.ledger.grid.selectRow(0)
    chooser.answer = tmp_path / "退回"
    sample.collecting.send_back(view)
    settle(sample, qtbot)
    (back,) = chooser.answer.iterdir()
    assert "退回说明" in load_workbook(back).sheetnames[0]
    chooser.answer = tmp_path / "原件"
    sample.collecting.save_originals(view)
    settle(sample, qtbot)
    assert (chooser.answer / "丙.xlsx").read_bytes() == path.read_bytes()
    sample.collecting.sources.show_selected()
    settle(sample, qtbot)
    assert sample.collecting.sources.page.sheets.grid.framed()


def test_a_reading_is_cancelled_and_leaves_nothing(sample, folder, qtbot):
    for number in range(6):
        write_csv(folder, f"{number}.csv", (f"企业{number}科技有限公司", *FIRST[1:]))
    sample.collecting.import_paths([folder])
    sample.collecting.imports.leave()
    settle(sample, qtbot)
    assert sample.pages.page is None
    assert submissions(sample) == ()

"""企业库 with real keys: entries, doubles, filter, where an enterprise is used, lists in and out."""

from __future__ import annotations

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from db.enterprises import add_enterprise
from db.tables import set_cell
from desktop.main_window import MainWindow
from desktop.views.enterprise_library_view import EnterpriseLibraryView
from domain.enterprises import ChainPosition, Enterprise
from domain.spots import Spot
from tests.desktop.window_helpers import settle

KEY = Qt.Key
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def at_work(opened: MainWindow, qtbot) -> MainWindow:
    opened.activateWindow()
    qtbot.waitUntil(opened.isActiveWindow)
    for name in ("海州电梯有限公司", "槐荫物业服务有限公司"):
        opened.session.perform(add_enterprise, Enterprise(0, name))
    opened.on_place_wanted("enterprises")
    return opened


@pytest.fixture
def view(at_work: MainWindow) -> EnterpriseLibraryView:
    found = at_work.workspace.view()
    assert isinstance(found, EnterpriseLibraryView)
    return found


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)


def paste(view: EnterpriseLibraryView, row: int, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    view.grid.show_cell(row, 1)
    press(KEY.Key_V, CTRL)


def test_a_block_from_a_spreadsheet_fills_entries(at_work, view):
    paste(view, 1, "槐荫物业服务有限公司\t下\t槐荫区\t\t是\t王工\t8800\n东湾部件厂\t上游产业\t东湾区\n")
    second, third = at_work.session.content.enterprises[1:]
    assert (second.chain_position, second.is_lead, second.contact, second.phone) == (
        ChainPosition.DOWNSTREAM,
        True,
        "王工",
        "8800",
    )
    assert (third.name, third.chain_position, third.district) == ("东湾部件厂", ChainPosition.UPSTREAM, "东湾区")
    at_work.commands.undo.trigger()
    assert len(at_work.session.content.enterprises) == 2


def test_doubles_are_offered_and_tables_follow_the_merger(at_work, view, qtbot):
    table = at_work.session.content.tables[0]
    estate = table.spec.column("estate").id
    at_work.session.perform(set_cell, table.rows[0].id, estate, "梧桐里（海州市海州电梯股份有限公司）")
    at_work.session.perform(
        add_enterprise, Enterprise(0, "海州电梯股份有限公司", aliases=("海州市海州电梯股份有限公司",))
    )
    qtbot.waitUntil(view.doubles.isVisible)
    assert "名称相同" in view.doubles.words.text()
    row = view.model.place_of(at_work.session.content.enterprises[2].id)
    assert view.model.text_at(row, 8) == "1"
    QTest.mouseClick(view.doubles.first, Qt.MouseButton.LeftButton)
    kept = at_work.session.content.enterprises[0]
    assert kept.aliases == ("海州电梯股份有限公司", "海州市海州电梯股份有限公司")
    assert len(at_work.session.content.enterprises) == 2


def test_the_rows_that_name_it_are_one_click_away(at_work, view):
    table = at_work.session.content.tables[0]
    at_work.session.perform(set_cell, table.rows[1].id, table.spec.column("estate").id, "槐荫物业服务有限公司")
    index = view.model.index(1, 8)
    assert index.data() == "1"
    QTest.mouseClick(view.grid.viewport(), Qt.MouseButton.LeftButton, pos=view.grid.visualRect(index).center())
    assert at_work.workspace.key == f"table:{table.id}"
    assert at_work.workspace.view().spot().row == table.rows[1].id


def test_the_filter_takes_pinyin_and_a_spot_lifts_it(at_work, view):
    view.filter.setText("hywy")
    assert view.model.rowCount() == 1
    first = at_work.session.content.enterprises[0]
    view.show_spot(Spot(enterprise=first.id))
    assert view.spot() == Spot(enterprise=first.id)
    assert view.filter.text() == ""


def test_lists_go_out_and_come_in(at_work, view, qtbot, chooser, tmp_path):
    chooser.answer = tmp_path / "企业.csv"
    chooser.answer.write_text(
        "企业名称,所在区,联系电话\n海州电梯有限公司,海州区,0531\n新城钢构有限公司,新城区,\n", "utf-8"
    )
    press(KEY.Key_O, CTRL | ALT)
    settle(at_work, qtbot)
    assert at_work.notice.text() == "读到 2 家，新增 1 家"
    assert at_work.session.content.enterprises[0].phone == "0531"
    chooser.answer = tmp_path / "企业库.xlsx"
    press(KEY.Key_X, CTRL | ALT)
    settle(at_work, qtbot)
    rows = list(load_workbook(chooser.answer).active.iter_rows(values_only=True))
    assert any("新城钢构有限公司" in map(str, row) for row in rows)


def test_ctrl_k_leads_to_an_enterprise(at_work, qtbot):
    at_work.on_place_wanted("outline")
    at_work.finder.open()
    QTest.keyClicks(at_work.finder.field, "hywy")
    qtbot.waitUntil(lambda: at_work.finder.popup.current() is not None)
    press(KEY.Key_Return)
    assert at_work.workspace.key == "enterprises"
    assert at_work.workspace.view().grid.currentIndex().data() == "槐荫物业服务有限公司"


def test_an_empty_library_speaks(opened):
    opened.on_place_wanted("enterprises")
    assert opened.workspace.view()._note.isVisibleTo(opened)

"""The preview beside the editors, driven through the window while edits go on."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt, QTimer

from db.outline import set_title
from db.tables import set_cell
from desktop.jobs.preview_job import SKETCH_DOTS, Page, compose_place, read_picture
from exporters.export import layout_of
from exporters.typesetting import Typesetter
from tests.desktop.preview_helpers import long, previewed, rest

__all__ = ["long", "previewed"]


def picture(window, number: int):
    return window.preview.pane.view.pictures.fine[number].image


def expected(window, number: int):
    """The picture of a page of the place that is open, made directly."""
    content = window.session.content
    layout = layout_of(content)
    document = compose_place(layout, content, window.workspace.place.key)
    setter = Typesetter(layout)
    try:
        [png] = setter.pages(document, number, number, window.preview.pane.view.dots(number))
    finally:
        setter.close()
    return read_picture(png)


def test_nothing_is_made_before_it_is_asked_for(opened):
    assert opened.preview.pane is None
    assert not opened.preview.maker.is_busy


def test_first_page_comes_first_and_then_the_rest(opened, qtbot):
    opened.resize(1300, 800)
    came: list[Page] = []
    opened.preview.maker.painted.connect(came.append)
    opened.commands.preview.trigger()
    rest(opened, qtbot)
    pane = opened.preview.pane
    assert (came[0].number, came[0].dots > SKETCH_DOTS) == (1, True)
    assert {page.number for page in came} == set(range(1, pane.view.count + 1))
    assert pane.total.text() == f"页 / 共 {pane.view.count} 页"
    assert pane.title.text() == "预览 · 方案全文"
    assert opened.commands.preview.isChecked()


@pytest.mark.parametrize(
    ("place", "name"),
    [("outline", "方案全文"), ("tasks", "任务分解表"), ("matrix", "责任单位矩阵"), ("table", "附表1")],
)
def test_part_of_the_place_is_shown(previewed, qtbot, place, name):
    key = next(one.key for one in previewed.workspace.places if one.key.startswith(place))
    previewed.workspace.go_to(key)
    rest(previewed, qtbot)
    assert previewed.preview.pane.title.text() == f"预览 · {name}"
    assert picture(previewed, 1) == expected(previewed, 1)


def test_pages_follow_an_edit_and_its_undoing(previewed, qtbot):
    before = picture(previewed, 1).copy()
    previewed.session.perform(set_title, previewed.session.content.nodes[0].id, "总体目标和原则")
    rest(previewed, qtbot)
    after = picture(previewed, 1).copy()
    assert after != before
    assert after == expected(previewed, 1)
    previewed.session.undo()
    rest(previewed, qtbot)
    assert picture(previewed, 1) == before


def test_pages_come_and_go(long, qtbot):
    pane = long.preview.pane
    many = pane.view.count
    long.session.undo()
    rest(long, qtbot)
    assert pane.view.count < many
    assert pane.total.text() == f"页 / 共 {pane.view.count} 页"


def test_scroll_and_zoom_stay_while_pages_are_set_anew(long, qtbot):
    view = long.preview.pane.view
    view.set_zoom(0.75)
    view.go_to_page(3)
    rest(long, qtbot)
    place = view.verticalScrollBar().value()
    long.session.perform(set_title, long.session.content.nodes[1].id, "重点工作")
    rest(long, qtbot)
    assert (view.page, view.zoom, view.verticalScrollBar().value()) == (3, pytest.approx(0.75), place)
    assert picture(long, 3) == expected(long, 3)


def test_newer_edits_take_the_place_of_older_ones(long, qtbot, monkeypatch):
    # So long a pause that no busy machine makes one between two edits.
    monkeypatch.setattr("desktop.preview_desk._PAUSE", 3_600_000)
    monkeypatch.setattr("desktop.preview_desk._LONGEST_PAUSE", 7_200_000)
    shown = []
    make = long.preview.maker.show
    long.preview.maker.show = lambda *args: (shown.append(args[0]), make(*args))
    node = long.session.content.nodes[0]
    for number in range(12):
        long.session.perform(set_title, node.id, f"工作目标{number}")
        long.preview.refresh() if number % 4 == 0 else qtbot.wait(15)
    assert long.preview._pause.isActive()
    long.preview.refresh()
    rest(long, qtbot)
    assert len(shown) == 4
    assert shown[-1] is long.session.content
    assert picture(long, 1) == expected(long, 1)


def test_the_event_loop_goes_on_while_pages_are_made(long, qtbot, monkeypatch):
    """Every page waits until the event loop has turned: made or waited for on the main thread, none would come."""
    turned, threads = threading.Event(), set()
    make = Typesetter.pages

    def patient(self, *args):
        threads.add(threading.get_ident())
        turned.clear()
        assert turned.wait(60)
        return make(self, *args)

    monkeypatch.setattr(Typesetter, "pages", patient)
    timer = QTimer(interval=5)
    timer.timeout.connect(turned.set)
    timer.start()
    node = long.session.content.nodes[0]
    for number in range(4):
        long.session.perform(set_title, node.id, f"工作目标{number}")
        qtbot.wait(15)
    rest(long, qtbot)
    monkeypatch.undo()
    assert threads
    assert threading.get_ident() not in threads
    assert picture(long, 1) == expected(long, 1)


def test_plan_can_be_closed_while_pages_are_made(long):
    long.session.perform(set_title, long.session.content.nodes[0].id, "总体目标")
    long.preview.refresh()
    assert long.preview.maker.is_busy
    long.close_plan()
    assert not long.preview.maker.is_busy
    assert not long.preview.pane.isVisible()


def test_window_can_be_closed_while_pages_are_made(long):
    long.preview.refresh()
    assert long.preview.maker.is_busy
    assert long.close()
    assert not long.runner.is_busy() or not long.preview.maker.is_busy


def test_page_keys_and_numbers_turn_pages(long, qtbot):
    pane = long.preview.pane
    view = pane.view
    view.go_to_page(1)
    qtbot.keyClick(view, Qt.Key.Key_PageDown)
    assert (view.page, pane.number.text()) == (2, "2")
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert view.page == view.count
    qtbot.keyClick(view, Qt.Key.Key_PageUp)
    assert view.page == view.count - 1
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_3)
    qtbot.keyClick(pane.number, Qt.Key.Key_Return)
    assert (view.page, pane.number.text()) == (3, "3")
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert view.page == 1


def test_zoom_steps_and_fits(long, qtbot):
    pane = long.preview.pane
    view = pane.view
    assert view.fits
    long.activateWindow()
    qtbot.waitUntil(long.isActiveWindow)
    pane.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom == pytest.approx(1.0)
    qtbot.keyClick(view, Qt.Key.Key_Equal, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom == pytest.approx(1.1)
    qtbot.keyClick(view, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(view, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert (view.zoom, pane.percent.text()) == (pytest.approx(0.9), "90%")
    rest(long, qtbot)
    assert picture(long, view.page).width() == pytest.approx(595.3 * 0.9 * 96 / 72, abs=1)
    qtbot.keyClick(view, Qt.Key.Key_9, Qt.KeyboardModifier.ControlModifier)
    assert view.fits


def test_only_pages_in_sight_hold_fine_pictures(long, qtbot, monkeypatch):
    view = long.preview.pane.view
    most = 3 * picture(long, 1).sizeInBytes()
    monkeypatch.setattr("desktop.widgets.page_column.MOST_BYTES", most)
    for number in range(1, view.count + 1):
        view.go_to_page(number)
        rest(long, qtbot)
    assert set(view.in_sight()) <= set(view.pictures.fine)
    assert view.pictures.held_bytes() <= most
    assert len(view.pictures.fine) < view.count
    assert set(view.pictures.sketches) == set(range(1, view.count + 1))


def test_cell_edit_is_seen_in_the_table(previewed, qtbot):
    table = previewed.session.content.tables[0]
    previewed.workspace.go_to(f"table:{table.id}")
    rest(previewed, qtbot)
    before = picture(previewed, 1).copy()
    previewed.session.perform(set_cell, table.rows[0].id, table.spec.columns[1].id, "梧桐里二期")
    rest(previewed, qtbot)
    assert picture(previewed, 1) != before
    assert picture(previewed, 1) == expected(previewed, 1)


def test_hidden_preview_makes_nothing(previewed, qtbot):
    came = []
    previewed.preview.maker.painted.connect(came.append)
    previewed.preview.pane.closed.emit()
    assert not previewed.commands.preview.isChecked()
    previewed.session.perform(set_title, previewed.session.content.nodes[0].id, "总体目标")
    qtbot.wait(300)
    assert not previewed.preview.maker.is_busy
    assert not came


def test_preview_is_remembered(previewed, qtbot, plan):
    previewed.close_plan()
    assert not previewed.preview.pane.isVisible()
    previewed.files.open_plan(plan)
    rest(previewed, qtbot)
    assert previewed.preview.pane.isVisible()


def test_page_over_the_plan_hides_the_preview(previewed, qtbot):
    previewed.design.design_new()
    assert not previewed.preview.pane.isVisible()
    previewed.design.leave()
    rest(previewed, qtbot)
    assert previewed.preview.pane.isVisible()


def test_empty_place_says_so(window, qtbot, tmp_path, chooser):
    chooser.answer = tmp_path / "空白.fangan"
    window.files.create_plan()
    window.commands.preview.trigger()
    qtbot.waitUntil(lambda: window.preview.pane is not None and bool(window.preview.pane.note.text()))
    assert window.preview.pane.view.count == 0
    assert "还没有可以排版的内容" in window.preview.pane.note.text()


def test_escape_returns_to_the_editor(previewed, qtbot):
    view = previewed.preview.pane.view
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert previewed.workspace.view().isAncestorOf(previewed.focusWidget())

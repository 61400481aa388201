"""Notices, the panel at the right, the list of places, the error hook."""

from __future__ import annotations

import logging
import sys
import threading
from datetime import datetime

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from db.outline import add_node, remove_node
from db.tables import set_cell
from db.units import add_unit
from desktop.errors import LOGGER, ErrorHook, describe, start_log, stop_log
from desktop.jobs.runner import JobRunner
from desktop.models.navigation_model import COUNT_ROLE, NavigationModel
from desktop.session import Session
from desktop.views.info_panel import InfoPanel
from desktop.widgets.navigation import NavigationList
from desktop.widgets.notice_bar import NoticeBar
from desktop.widgets.side_panel import PairList, SidePanel
from desktop.widgets.status_line import short_time
from domain.errors import InputError, StorageError
from domain.labels import PlanStage
from domain.outline import NodeKind


@pytest.fixture
def bar(qtbot) -> NoticeBar:
    bar = NoticeBar()
    qtbot.addWidget(bar)
    return bar


def test_a_notice_offers_its_actions_and_is_gone_once_one_is_taken(bar):
    done: list[str] = []
    bar.say("已导入 28 份", ("查看", lambda: done.append("look")), ("撤销", lambda: done.append("undo")))
    assert bar.text() == "已导入 28 份"
    assert not bar.is_error()
    QTest.mouseClick(bar.buttons()[1], Qt.MouseButton.LeftButton)
    assert done == ["undo"]
    assert bar.text() == ""


def test_a_notice_fades_by_itself_and_an_error_stays(qtbot):
    bar = NoticeBar(stay_ms=1)
    qtbot.addWidget(bar)
    bar.move(QCursor.pos() + QPoint(300, 300))  # a bar under the mouse waits
    with qtbot.waitSignal(bar.closed):
        bar.say("已保存")
    assert bar.text() == ""
    bar.fail(InputError("bad", "这样不行。", "请换一种。"))
    assert bar.text() == "这样不行。请换一种。"
    assert bar.is_error()
    bar.dismiss()
    assert not bar.is_error()


def test_long_work_shows_progress_and_can_be_stopped(bar, qtbot):
    runner = JobRunner()
    go_on = threading.Event()

    def work(progress, _cancelled):
        progress(3, 8)
        go_on.wait(60)

    job = runner.prepare(work)
    bar.follow(job, "正在导出")
    runner.start(job)
    assert bar.text() == "", "short work says nothing"
    qtbot.waitUntil(lambda: bar.text() == "正在导出")
    assert (bar._progress.value(), bar._progress.maximum()) == (3, 8)
    QTest.mouseClick(bar.buttons()[0], Qt.MouseButton.LeftButton)
    assert job.is_cancelled()
    go_on.set()
    qtbot.waitUntil(lambda: not runner.is_busy())
    assert bar.text() == ""


def test_the_panel_shows_one_content_and_closes_with_escape(qtbot):
    panel = SidePanel()
    qtbot.addWidget(panel)
    assert panel.isHidden()
    panel.present("一", QPushButton("甲"))
    second = QPushButton("乙")
    panel.present("二", second)
    assert panel.content() is second
    QTest.keyClick(panel, Qt.Key.Key_Escape)
    assert panel.isHidden()
    assert panel.content() is None


def test_pairs_show_both_words(qtbot):
    pairs = PairList([("新建", "Ctrl+N"), ("打开", "Ctrl+O")])
    qtbot.addWidget(pairs)
    assert [label.text() for label in pairs.findChildren(QLabel)] == ["新建", "Ctrl+N", "打开", "Ctrl+O"]


@pytest.fixture
def places(session: Session, qtmodeltester) -> NavigationModel:
    model = NavigationModel(session.content)
    session.changed.connect(lambda changes: model.apply(changes, session.content))
    qtmodeltester.check(model, force_py=True)
    return model


def test_places_and_their_counts_follow_the_plan(session, places):
    def shown() -> list[tuple[str, int | None]]:
        return [(place.title, place.count) for place in places.places if place.group < 2]

    assert shown() == [("正文", None), ("任务分解", 3), ("责任单位矩阵", 4), ("附表1", 5)]
    session.perform(add_node, None, 0, "新任务", NodeKind.TASK)
    session.perform(add_unit, "区财政局")
    assert shown()[1:3] == [("任务分解", 4), ("责任单位矩阵", 5)]
    table = session.content.tables[0]
    session.perform(set_cell, table.rows[1].id, table.spec.column("technical").id, "★甲\n★乙\n★丙")
    assert places.index(3).data(COUNT_ROLE) == 7
    assert places.index(3).data(Qt.ItemDataRole.ToolTipRole) == "附表1 加装电梯问题清单：2 行，7 条"
    session.perform(remove_node, session.content.tasks()[0].node.id)
    assert places.index(1).data(Qt.ItemDataRole.AccessibleTextRole) == "任务分解，3"


def test_a_table_that_goes_leaves_the_list(session, places, qtbot):
    def drop(store):
        with store.operation("删除附表1") as scope:
            scope.delete("appendix_table", session.content.tables[0].id)
        return scope.changes

    with qtbot.waitSignal(places.modelReset):
        session.perform(drop)
    assert places.row_of("table:1") == -1
    session.undo()
    assert places.row_of("table:1") == 3


def test_a_place_is_chosen_by_click_and_by_arrow(session, places, qtbot):
    view = NavigationList()
    qtbot.addWidget(view)
    view.setModel(places)
    view.resize(180, 300)
    with qtbot.waitExposed(view):
        view.show()
    center = view.visualRect(places.index(2)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=center)
    assert view.currentIndex().row() == 2
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert view.currentIndex().row() == 3


def test_info_is_written_field_by_field(session, qtbot):
    panel = InfoPanel(session)
    qtbot.addWidget(panel)
    panel.show()
    panel.number.setFocus()
    QTest.keyClicks(panel.number, "No1")
    QTest.keyClick(panel.number, Qt.Key.Key_Return)
    assert session.content.info.document_number == "No1"
    panel.stage.setCurrentIndex(panel.stage.findText("送审稿"))
    panel.stage.activated.emit(panel.stage.currentIndex())
    assert session.content.info.stage is PlanStage.REVIEW
    session.undo()
    assert panel.stage.currentText() == "不标稿次"
    assert session.next_undo().label == "修改 方案信息"


def test_times_are_short():
    now = datetime(2026, 11, 21, 18, 0)
    assert short_time(datetime(2026, 11, 21, 9, 41), now) == "09:41"
    assert short_time(datetime(2026, 3, 2, 9, 41), now) == "3月2日 09:41"
    assert short_time(datetime(2025, 3, 2, 9, 41), now) == "2025年3月2日 09:41"


def test_an_unexpected_error_is_logged_without_words_of_the_plan_and_told(tmp_path):
    told: list[StorageError] = []
    logger = start_log(tmp_path / "log")
    hook = ErrorHook(logger, told.append)
    before = sys.excepthook
    hook.install()
    try:
        try:
            raise ValueError("绝密的句子")
        except ValueError as error:
            sys.excepthook(type(error), error, error.__traceback__)
        hook.on_exception(InputError, InputError("unit_known", "单位已在名单里。"), None)
    finally:
        hook.remove()
        stop_log(logger)
    assert sys.excepthook is before
    assert hook.failures == 2
    assert "没有损坏" in told[0].message
    assert told[1].code == "unit_known"
    text = (tmp_path / "log" / "fangan.log").read_text(encoding="utf-8")
    assert "ValueError at test_frame_notices.py" in text
    assert "InputError unit_known" in text
    assert "绝密" not in text


def test_a_home_that_cannot_be_written_does_not_stop_the_program(tmp_path):
    (tmp_path / "file").touch()
    logger = start_log(tmp_path / "file" / "log")
    assert logger.handlers
    stop_log(logger)
    assert logging.getLogger(LOGGER).handlers == []


def test_errors_are_described_by_code():
    assert describe(StorageError("disk_full", "满了。")) == "StorageError disk_full"
    assert describe(KeyError("机密")) == "KeyError"

"""A bulk write borrows the plan file: edits wait, it can be stopped, and several files are one step."""

from __future__ import annotations

import threading

import pytest

from db.store import Store
from desktop.lending import Loan
from domain.changes import ChangeSet
from tests.desktop.window_helpers import SOURCE, read_and_write, settle

WAIT_S = 60


class Slow:
    """Writes ten units, one at a time, and stands still before the fourth until somebody lets it go on."""

    def __init__(self) -> None:
        self.there, self.go_on = threading.Event(), threading.Event()

    def __call__(self, store: Store, tick) -> tuple[ChangeSet, str]:
        with store.operation("导入 名单", kind="read") as scope:
            for number in range(10):
                if number == 3:
                    self.there.set()
                    assert self.go_on.wait(WAIT_S)
                tick(number, 10)
                scope.insert("unit", {"name": f"市第{number}局", "seq": 100 + number})
        return scope.changes, "写完了"


@pytest.fixture
def slow() -> Slow:
    return Slow()


@pytest.fixture
def loan(opened) -> Loan:
    return Loan(opened.runner, opened)


def units(window) -> set[str]:
    return {unit.name for unit in window.session.content.units if unit.name.startswith("市第")}


def test_edits_wait_and_the_models_answer_from_what_they_hold(opened, loan, slow, qtbot):
    refused, before = [], opened.session.content
    opened.session.failed.connect(refused.append)
    loan.start(opened.session, slow, "正在写入")
    assert slow.there.wait(WAIT_S)
    steps = opened.session.next_undo()
    assert opened.session.undo() == ChangeSet()
    assert [error.code for error in refused] == ["plan_lent"]
    assert opened.session.content is before
    opened.saving.hasten()  # as when the window loses the focus: nothing is published from the middle of a write
    assert opened.saving.keeper.problem is None
    slow.go_on.set()
    with qtbot.waitSignal(loan.done) as done:
        pass
    assert done.args == ["写完了"]
    assert len(units(opened)) == 10
    assert opened.session.next_undo().label == "导入 名单" != (steps and steps.label)
    opened.session.undo()
    assert units(opened) == set()


def test_a_stopped_write_takes_everything_back(opened, loan, slow, qtbot):
    loan.start(opened.session, slow, "正在写入")
    assert slow.there.wait(WAIT_S)
    loan.cancel()
    slow.go_on.set()
    with qtbot.waitSignal(loan.failed) as failed:
        pass
    assert failed.args[0].code == "cancelled"
    assert units(opened) == set() and not loan.is_busy
    assert not opened.session.store.is_lent


def test_a_window_that_closes_meanwhile_waits_for_the_plan_and_leaves_it_whole(opened, slow, qtbot):
    desk, path, session = opened.desk, opened.session.store.path, opened.session
    desk._loan.start(session, slow, "正在写入")
    assert slow.there.wait(WAIT_S)
    timer = threading.Timer(0.05, slow.go_on.set)  # the write notices a moment later that it is to stop
    timer.start()
    opened.close_plan()
    timer.join()
    assert opened.session is None
    store = Store.open(path)
    assert not list(store.db.query("SELECT name FROM unit WHERE name LIKE '市第%'"))
    store.close()


def test_files_read_together_are_one_step(opened, tmp_path, qtbot):
    opened.close_plan()
    paths = [tmp_path / name for name in ("甲.txt", "乙.txt", "丙.txt")]
    for number, path in enumerate(paths):
        path.write_text(SOURCE.replace("一千个", f"{number + 1}千个"), encoding="utf-8")
    read_and_write(opened, qtbot, paths[0])
    before, steps = opened.session.content, len(opened.session.store.history())
    read_and_write(opened, qtbot, *paths[1:])
    assert opened.session.content != before
    assert len(opened.session.store.history()) == steps + 1
    assert opened.session.next_undo().label == "导入 2 份文件"
    opened.undo()
    settle(opened, qtbot)
    assert opened.session.content == before

"""Files that came back: onto the page, and from there into the plan when the officer says so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.jobs.runner import JobRunner
from desktop.lending import Loan, Tick
from desktop.pages import Pages
from desktop.session import Session
from domain.changes import ChangeSet
from domain.errors import Cancelled, FanganError, InputError

if TYPE_CHECKING:
    from db.store import Store
    from desktop.collecting_run import CollectRun
    from desktop.views.collect_page import CollectPage


class ImportDesk(QObject):
    """`working` carries a Job and its sentence, `failed` a FanganError, `taken` a sentence about what was taken in."""

    working = Signal(object, str)
    failed = Signal(object)
    taken = Signal(str)

    def __init__(
        self,
        session: Callable[[], Session | None],
        pages: Pages,
        runner: JobRunner,
        prepare: Callable[[], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._pages = pages
        self._runner = runner
        self._prepare = prepare
        self._loan = Loan(runner, self)
        self._followed: Session | None = None
        self.run: CollectRun | None = None
        self.page: CollectPage | None = None
        self._loan.working.connect(self.working)
        self._loan.done.connect(self.on_written)
        self._loan.failed.connect(self.on_not_written)

    def begin(self, paths: Sequence[Path], form_key: str) -> None:
        """Read files; what is dropped while the page is open is read with the others."""
        session = self._session()
        if session is None:
            self.failed.emit(InputError("no_plan", "没有打开的方案。", "请先打开或新建一份方案，再导入回收的文件。"))
            return
        if self._loan.is_busy:
            return
        if self.run is None:
            from desktop.collecting_run import CollectRun

            self.run = CollectRun(self._runner, self)
            self.run.working.connect(self.working)
            self.run.failed.connect(self.failed)
            self.run.stopped.connect(self.on_stopped)
            self.run.planned.connect(self.on_planned)
            self._followed = session
            session.changed.connect(self.on_plan_changed)
        key = self.run.reading.form.key if self.run.reading is not None else form_key
        self.run.start(paths, key, session.snapshot())
        if self.page is not None:
            self.page.show_busy()

    def on_planned(self) -> None:
        """Show what would be taken in; the first time, on a page of its own."""
        run, session = self.run, self._session()
        if run is None or session is None:
            return
        if self.page is None:
            if run.plan is not None and not run.plan.files:
                self.leave()
                self.failed.emit(
                    InputError("no_returns", "没有找到可以导入的文件。", "请选择回收的表格、文件夹或压缩包。")
                )
                return
            from desktop.views.collect_page import CollectPage

            self.page = CollectPage(run, self._runner)
            self.page.accepted.connect(self.write)
            self.page.cancelled.connect(self.cancel)
            self.page.failed.connect(self.failed)
            self.page.working.connect(self.working)
            self._pages.cover(self.page)
        self.page.show_plan(session.content)

    def on_plan_changed(self) -> None:
        """The plan was edited meanwhile: compare anew, lest something else be written than is shown."""
        session = self._session()
        if self.run is not None and session is not None and not self._loan.is_busy:
            self.run.follow(session.snapshot())

    def on_stopped(self) -> None:
        """The user gave up the reading: leave, unless there is something on the page."""
        if self.page is None or self.run is None or self.run.plan is None:
            self.leave()
        else:
            self.page.show_state()

    def write(self) -> None:
        """Take in what is ticked, in the background, as one step to undo."""
        session, run = self._session(), self.run
        if session is None or run is None or run.plan is None or run.reading is None or run.is_busy:
            return
        if self._loan.is_busy or not run.plan.wanted():
            return
        self._prepare()
        plan, read, mappings = run.plan, run.reading.read, run.confirmed()

        def write(store: Store, tick: Tick) -> tuple[ChangeSet, int]:
            from desktop import collecting

            return collecting.take_in(store, plan, read, mappings, tick), len(plan.wanted())

        self._loan.start(session, write, self.tr("正在收入方案"))
        if self.page is not None:
            self.page.show_busy(is_writing=True)

    def on_written(self, count: int) -> None:
        """Leave the page and say what was taken in."""
        wrong = sum(one.mistakes for one in self.run.plan.wanted()) if self.run and self.run.plan else 0
        self.leave()
        text = self.tr("已收入 {} 份").format(count)
        self.taken.emit(text + (self.tr("，其中 {} 行有错，没有收下").format(wrong) if wrong else ""))

    def on_not_written(self, error: FanganError) -> None:
        """Say why; the page stays as it was."""
        if self.page is not None:
            self.page.show_state()
        if not isinstance(error, Cancelled):
            self.failed.emit(error)

    def cancel(self) -> None:
        """Leave all as it was; a write that goes on is only stopped."""
        if self._loan.is_busy:
            self._loan.cancel()
            return
        self.leave()

    def leave(self) -> None:
        """Put everything away."""
        self._loan.stop()
        run, self.run = self.run, None
        if run is not None:
            run.stop()
            run.deleteLater()
        followed, self._followed = self._followed, None
        if followed is not None:
            followed.changed.disconnect(self.on_plan_changed)
        page, self.page = self.page, None
        if page is not None:
            page.stop()
            self._pages.uncover()

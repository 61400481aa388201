"""Reading files into a plan: one after another onto the page, from there into the plan when the officer says so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from db.store import Store
from desktop.jobs.runner import JobRunner
from desktop.lending import Loan
from desktop.pages import Pages
from desktop.reading_jobs import Comparer, PlanMaker
from desktop.session import Session
from desktop.source_reading import SourceReading, is_stopped
from domain.changes import ChangeSet
from domain.errors import FanganError
from domain.merge_report import MergeReport

if TYPE_CHECKING:
    from desktop.views.reading_page import ReadingPage


@dataclass
class Tally:
    """What came of a run of files: `first` is its first operation in the open plan, `made` a plan file made for it."""

    names: list[str] = field(default_factory=list)
    report: MergeReport = field(default_factory=MergeReport)
    first: int | None = None
    made: Path | None = None


@dataclass(frozen=True)
class Target:
    """Where what is read goes.

    `session` gives the open plan; `open_plan` opens a plan file in its place, False when it could not, which was
    told; `prepare` writes what is being typed and backs the plan up as it is.
    """

    session: Callable[[], Session | None]
    open_plan: Callable[[Path], bool]
    prepare: Callable[[], None]


class ReadingDesk(QObject):
    """`working` carries a Job and its sentence, `failed` a FanganError, `finished` a Tally once all files are done.

    `foreign` carries a path and the error that says it is another plan's file.
    """

    working = Signal(object, str)
    failed = Signal(object)
    foreign = Signal(object, object)
    finished = Signal(object)

    def __init__(self, target: Target, pages: Pages, runner: JobRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._target = target
        self._pages = pages
        self._runner = runner
        self._waiting: list[Path] = []
        self._count = self._number = 0
        self._is_new_plan = False
        self._is_writing = False
        self._reading: SourceReading | None = None
        self._shown: SourceReading | None = None
        self._comparer = Comparer(runner, self)
        self._maker = PlanMaker(runner, self)
        self._loan = Loan(runner, self)
        self._session: Session | None = None
        self._tally = Tally()
        self.page: ReadingPage | None = None
        self._comparer.working.connect(self.working)
        self._comparer.compared.connect(self.on_compared)
        self._comparer.failed.connect(self.on_not_comparable)
        self._maker.working.connect(self.working)
        self._maker.made.connect(self.on_made)
        self._maker.failed.connect(self.on_not_made)
        self._loan.working.connect(self.working)
        self._loan.done.connect(self.on_written)
        self._loan.failed.connect(self.on_not_made)

    @property
    def reading(self) -> SourceReading | None:
        """The file that is being read or looked at."""
        return self._reading

    def read(self, paths: Sequence[Path], *, as_new_plan: bool = False) -> None:
        """Read files one after another; while one is looked at, further ones wait for their turn."""
        self._waiting += paths
        if self._reading is not None:
            self._count += len(paths)
            return
        self._count, self._number = len(self._waiting), 0
        self._tally = Tally()
        self._is_new_plan = as_new_plan or self._target.session() is None
        self._follow(None if self._is_new_plan else self._target.session())
        self._next()

    def leave(self) -> None:
        """Put everything away; nothing more is read or written."""
        if self._is_writing:
            return  # a new plan takes the place of the open one, and this run goes on in it
        self._loan.stop()
        self._waiting.clear()
        self._drop_reading()
        self._follow(None)
        self.page = None
        self._pages.uncover()

    def on_read(self) -> None:
        """Compare a draft with the plan it is for; the first one for an empty desk has none."""
        if self.sender() is not self._reading:
            return
        if self._is_new_plan:
            self._show_draft()
            return
        if self._shown is self._reading:
            self._show_draft()
        self.compare()

    def compare(self) -> None:
        """Find out in the background what writing would do."""
        session, reading = self._target.session(), self._reading
        self._comparer.stop()
        if self._is_new_plan or session is None or reading is None or reading.draft is None:
            return
        if self.page is not None:
            self.page.show_report(None)
        try:
            self._comparer.start(session.store, reading.draft)
        except FanganError as error:
            self.failed.emit(error)

    def on_compared(self, report: MergeReport) -> None:
        """Show what writing would do."""
        self._show_draft()
        if self.page is not None:
            self.page.show_report(report)

    def on_not_comparable(self, error: FanganError) -> None:
        """Another plan's file, or the user stopped: leave this file."""
        if self._reading is None:
            return
        path = self._reading.path
        if is_stopped(error):
            self.cancel()
            return
        self._next()
        self.foreign.emit(path, error)

    def on_failed(self, error: FanganError) -> None:
        """A file that cannot be read is told and passed over; what is shown stays."""
        reading = self._reading
        if self.sender() is not reading or reading is None:
            return
        if reading.draft is not None:
            if self.page is not None:
                self.page.show_state()
        elif is_stopped(error):
            self.cancel()
        else:
            self._next()
        if not is_stopped(error):
            self.failed.emit(error)

    def on_decided(self) -> None:
        """Show a decision at once, before the file is read by it."""
        if self.page is not None:
            self.page.show_state()

    def on_plan_changed(self) -> None:
        """The plan was edited meanwhile: compare anew, lest something else be written than is shown."""
        if not self._is_writing and not self._loan.is_busy and self._shown is not None:
            self.compare()

    def write(self) -> None:
        """Write what is shown, then go on to the next file."""
        reading = self._reading
        is_busy = self._comparer.is_busy or self._maker.is_busy or self._loan.is_busy
        if reading is None or reading.draft is None or reading.is_busy or is_busy:
            return
        if self._is_new_plan:
            self._maker.start(reading.path, reading.draft)
            self._show_writing()
        else:
            self._apply(reading)

    def on_made(self, path: Path, report: MergeReport) -> None:
        """Open the plan file that was made, and go on in it."""
        reading = self._reading
        if reading is None:
            return
        if not self._guarded(lambda: self._target.open_plan(path)):
            self._show_writing()
            return
        self._tally.made = path
        self._tally.names.append(reading.path.name)
        _add(self._tally.report, report)
        self._is_new_plan = False
        self._follow(self._target.session())
        self._next()

    def on_not_made(self, error: FanganError) -> None:
        """Say why it could not be written; the page stays, with every decision."""
        self._show_writing()
        if not is_stopped(error):
            self.failed.emit(error)

    def cancel(self) -> None:
        """Leave this file and those after it; what was written before stays. A write that goes on is only stopped."""
        if self._loan.is_busy:
            self._loan.cancel()
            return
        self._waiting.clear()
        self._next()

    def _guarded(self, deed: Callable[[], bool]) -> bool:
        """Do what changes the open plan or puts another in its place, without taking that for an edit or an end."""
        self._is_writing = True
        try:
            return deed()
        finally:
            self._is_writing = False

    def _show_writing(self) -> None:
        if self.page is not None:
            self.page.show_writing(self._maker.is_busy or self._loan.is_busy)

    def on_written(self, written: tuple[int, MergeReport]) -> None:
        """Count what was written, and go on to the next file."""
        reading = self._reading
        if reading is None:
            return
        operation_id, report = written
        _add(self._tally.report, report)
        self._tally.first = self._tally.first or operation_id or None
        self._tally.names.append(reading.path.name)
        self._next()

    def _apply(self, reading: SourceReading) -> None:
        """Write a file in the background; the files of one run are one step to undo."""
        session, draft = self._target.session(), reading.draft
        if session is None or draft is None:
            return
        ticks = reading.decisions.ticks
        self._guarded(self._prepare)
        label = f"导入 {self._count} 份文件" if self._tally.first else f"导入 {draft.source.name}"
        first = self._tally.first or 0

        def write(store: Store, tick: Callable[[int, int], None]) -> tuple[ChangeSet, tuple[int, MergeReport]]:
            from db.drafts import Run, apply_draft

            run = Run(label, first)
            changes, report = apply_draft(store, draft, ticks.declined, ticks.adopted, run=run, tick=tick)
            return changes, (changes.operation.id if changes.operation is not None else 0, report)

        self._loan.start(session, write, self.tr("正在写入“{}”").format(reading.path.name))
        self._show_writing()

    def _prepare(self) -> bool:
        self._target.prepare()
        return True

    def _next(self) -> None:
        self._drop_reading()
        if not self._waiting:
            tally, self._tally = self._tally, Tally()
            self.leave()
            if tally.names:
                self.finished.emit(tally)
            return
        self._number += 1
        reading = self._reading = SourceReading(self._waiting.pop(0), self._runner, self)
        reading.working.connect(self.working)
        reading.read.connect(self.on_read)
        reading.decided.connect(self.on_decided)
        reading.failed.connect(self.on_failed)
        reading.start()

    def _show_draft(self) -> None:
        """The first draft of a run brings the page, the first of a file that file's name."""
        reading = self._reading
        if reading is None:
            return
        if self.page is None:
            from desktop.views.reading_page import ReadingPage

            self.page = ReadingPage()
            self.page.accepted.connect(self.write)
            self.page.cancelled.connect(self.cancel)
            self._pages.cover(self.page)
        if self._shown is reading:
            self.page.show_draft()
            return
        self._shown = reading
        place = self.tr("第 {} 份，共 {} 份").format(self._number, self._count) if self._count > 1 else ""
        self.page.show_reading(reading, place, self._where_to(), is_new_plan=self._is_new_plan)

    def _where_to(self) -> str:
        session = self._target.session()
        if self._is_new_plan or session is None:
            return self.tr("写入后另存为一份新方案。来源文件不会改动。")
        title = session.content.info.title or self.tr("未命名方案")
        return self.tr("写入当前方案《{}》，写入后可以撤销。来源文件不会改动。").format(title)

    def _drop_reading(self) -> None:
        self._comparer.stop()
        self._maker.stop()
        reading, self._reading, self._shown = self._reading, None, None
        if reading is not None:
            reading.stop()
            reading.deleteLater()

    def _follow(self, session: Session | None) -> None:
        former, self._session = self._session, session
        if former is not None and former is not session:
            former.changed.disconnect(self.on_plan_changed)
        if session is not None and former is not session:
            session.changed.connect(self.on_plan_changed)


def _add(total: MergeReport, report: MergeReport) -> None:
    total.new += report.new
    total.changed += report.changed
    total.gone += report.gone
    total.same += report.same
    total.findings += report.findings

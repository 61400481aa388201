"""Taking a document into the open plan, and official files out of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from db.store import Store
from desktop import routines
from desktop.dialogs.file_chooser import FileChooser
from desktop.jobs.runner import IsCancelled, JobRunner, Progress
from desktop.session import Session
from domain.changes import ChangeSet
from domain.errors import Cancelled, FanganError
from domain.exchange import PlanDraft
from domain.merge_report import MergeReport


class Transfer(QObject):
    """Import and export for one open plan.

    `working` carries a Job and a sentence, `read` (ChangeSet, MergeReport), `written` the paths in order, `failed` a
    FanganError; a cancelled job says nothing more.
    """

    working = Signal(object, str)
    read = Signal(object, object)
    written = Signal(object)
    failed = Signal(object)

    def __init__(
        self, session: Session, chooser: FileChooser, runner: JobRunner, finish_editing: Callable[[], None]
    ) -> None:
        """`finish_editing` writes what is being typed: reading leaves time to type before the draft is taken in."""
        super().__init__(session)
        self._finish_editing = finish_editing
        self._session = session
        self._chooser = chooser
        self._runner = runner

    def choose_source(self) -> None:
        """Ask for a Word or text plan and take it into the open one."""
        path = self._chooser.source_to_read()
        if path is not None:
            self.read_source(path)

    def read_source(self, path: Path) -> None:
        """Read a document in the background, then take it in as one step."""

        def work(progress: Progress, _cancelled: IsCancelled) -> PlanDraft:
            return routines.read_source(path, progress)

        job = self._runner.prepare(work)
        job.done.connect(self.take_in)
        job.failed.connect(self.on_failed)
        self.working.emit(job, self.tr("正在读取“{}”").format(path.name))
        self._runner.start(job)

    def take_in(self, draft: PlanDraft) -> None:
        """Take a draft into the plan; a refusal is told by the session."""
        self._finish_editing()
        reports: list[MergeReport] = []

        def verb(store: Store) -> ChangeSet:
            changes, report = routines.apply_to(store, draft)
            reports.append(report)
            return changes

        changes = self._session.perform(verb)
        if reports:
            self.read.emit(changes, reports[0])

    def export(self, folder: Path, formats: Sequence[str], parts: Sequence[str]) -> None:
        """Write official files in the background, from the plan as it is now."""
        snapshot = self._session.snapshot()

        def work(progress: Progress, cancelled: IsCancelled) -> tuple[Path, ...]:
            from exporters.export import export_plan

            def step(done: int, whole: int, _name: str) -> None:
                progress(done, whole)

            return export_plan(snapshot, folder, formats=formats, parts=parts, progress=step, cancelled=cancelled)

        job = self._runner.prepare(work)
        job.done.connect(self.written)
        job.failed.connect(self.on_failed)
        self.working.emit(job, self.tr("正在导出到“{}”").format(folder.name))
        self._runner.start(job)

    def on_failed(self, error: FanganError) -> None:
        """Pass on what went wrong, unless the user stopped it."""
        if not isinstance(error, Cancelled):
            self.failed.emit(error)


def reading_sentence(report: MergeReport, into: str = "") -> str:
    """“已读取：新增 46 处，改动 2 处，3 处提示” — what is zero is not said. `into` names a new plan file."""
    counts = (("新增", report.new), ("改动", report.changed), ("删去", report.gone))
    said = [f"{word} {count} 处" for word, count in counts if count] or ["与方案内容相同，没有改动"]
    if report.findings:
        said.append(f"{len(report.findings)} 处提示")
    return f"已读取{f'并存入“{into}”' if into else ''}：{'，'.join(said)}"


def folder_opener(folder: Path) -> Callable[[], bool]:
    """A function that shows a folder in the system's file manager."""
    return lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

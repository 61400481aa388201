"""Taking a document into the open plan, and official files out of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from desktop.jobs.runner import IsCancelled, JobRunner, Progress
from desktop.session import Session
from domain.errors import Cancelled, FanganError
from domain.merge_report import MergeReport


class Transfer(QObject):
    """Export for one open plan.

    `working` carries a Job and a sentence, `written` the paths in order, `failed` a FanganError; a cancelled job says
    nothing more.
    """

    working = Signal(object, str)
    written = Signal(object)
    failed = Signal(object)

    def __init__(self, session: Session, runner: JobRunner) -> None:
        super().__init__(session)
        self._session = session
        self._runner = runner

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


def reading_sentence(names: Sequence[str], report: MergeReport, into: str = "") -> str:
    """“已导入“甲.docx”：新增 46 处，改动 2 处，3 处提示” — what is zero is not said. `into` names a new plan file."""
    counts = (("新增", report.new), ("改动", report.changed), ("删去", report.gone))
    said = [f"{word} {count} 处" for word, count in counts if count] or ["与方案内容相同，没有改动"]
    if report.findings:
        said.append(f"{len(report.findings)} 处提示")
    what = f"“{names[0]}”" if len(names) == 1 else f" {len(names)} 份文件"
    return f"已导入{what}{f'并存为“{into}”' if into else ''}：{'，'.join(said)}"


def folder_opener(folder: Path) -> Callable[[], bool]:
    """A function that shows a folder in the system's file manager."""
    return lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

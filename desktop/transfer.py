"""Official files out of the open plan."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from desktop.jobs.runner import IsCancelled, JobRunner, Progress
from desktop.session import Session
from domain.checks import Finding
from domain.errors import Cancelled, FanganError
from domain.merge_report import MergeReport


@dataclass(frozen=True)
class ExportWish:
    """What somebody wants written where; a review copy is PDF, `copies` of each with a 份号, 0 for one without."""

    folder: Path
    formats: tuple[str, ...]
    parts: tuple[str, ...]
    working_copies: bool = False
    review: bool = False
    copies: int = 0


@dataclass(frozen=True)
class Written:
    """What an export left behind: paths in order, and what a person should know of the fonts they name."""

    paths: tuple[Path, ...]
    findings: tuple[Finding, ...] = ()


class Transfer(QObject):
    """Export for one open plan.

    `working` carries a Job and a sentence, `written` a Written, `failed` a FanganError; a cancelled job says
    nothing more.
    """

    working = Signal(object, str)
    written = Signal(object)
    failed = Signal(object)

    def __init__(self, session: Session, runner: JobRunner) -> None:
        super().__init__(session)
        self._session = session
        self._runner = runner

    def export(self, wish: ExportWish) -> None:
        """Write official files in the background, from the plan as it is now."""
        snapshot = self._session.snapshot()

        def work(progress: Progress, cancelled: IsCancelled) -> Written:
            from exporters.export import export_plan, layout_of
            from exporters.fonts import export_findings

            def step(done: int, whole: int, _name: str) -> None:
                progress(done, whole)

            paths = export_plan(
                snapshot,
                wish.folder,
                formats=wish.formats,
                parts=wish.parts,
                working_copies=wish.working_copies,
                review=wish.review,
                copies=wish.copies,
                progress=step,
                cancelled=cancelled,
            )
            return Written(paths, tuple(export_findings(layout_of(snapshot.content), snapshot.content)))

        job = self._runner.prepare(work)
        job.done.connect(self.written)
        job.failed.connect(self.on_failed)
        self.working.emit(job, self.tr("正在导出到“{}”").format(wish.folder.name))
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

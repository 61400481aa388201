"""Paper: the part that is shown, or review copies, through the system's print dialog and in the background."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.jobs.preview_job import find_part
from desktop.jobs.runner import IsCancelled, JobRunner, Progress
from desktop.session import Session
from desktop.views.plan_view import Composer
from desktop.views.workspace import Workspace
from domain.errors import Cancelled, FanganError, InputError
from domain.exchange import PlanSnapshot
from domain.labels import PART_PLAN

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from desktop.dialogs.print_dialog import PrinterChooser
    from desktop.jobs.print_job import PrintOrder

_REVIEWED_PLACE = "outline"


class Printing(QObject):
    """`working` carries a Job and its sentence, `failed` a FanganError, `printed` a sentence."""

    working = Signal(object, str)
    failed = Signal(object)
    printed = Signal(str)

    def __init__(
        self,
        session: Callable[[], Session | None],
        workspace: Callable[[], Workspace | None],
        runner: JobRunner,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._workspace = workspace
        self._runner = runner
        self._window = parent
        self.chooser: PrinterChooser | None = None  # the system's dialog, unless somebody else answers

    def print_part(self) -> None:
        """Print the part that belongs to the place that is shown, as it will be issued."""
        workspace = self._workspace()
        if workspace is not None:
            self._print(workspace.place.key, review=False)

    def print_review(self) -> None:
        """Print the whole plan as a review copy: watermark, state and day on every page."""
        self._print(_REVIEWED_PLACE, review=True)

    def on_failed(self, error: FanganError) -> None:
        """Pass on what went wrong, unless the user stopped it."""
        if not isinstance(error, Cancelled):
            self.failed.emit(error)

    def _print(self, place: str, *, review: bool) -> None:
        session, workspace = self._session(), self._workspace()
        if session is None or workspace is None:
            return
        workspace.finish_editing()
        snapshot = session.snapshot()
        compose = None if review else workspace.view().composer()
        try:
            name = workspace.view().heading() if compose is not None else _name_of(snapshot, place)
        except FanganError as error:
            self.failed.emit(error)
            return
        title = self.tr("{}审阅稿").format(snapshot.content.info.title) if review else name
        chosen = self._ask(title, review)
        if chosen is None:
            return
        printer, order = chosen

        def work(progress: Progress, is_cancelled: IsCancelled) -> int:
            from desktop.jobs.print_job import print_copies

            make = maker_of(snapshot, place, is_cancelled, review=review, compose=compose)
            return print_copies(printer, order, make, progress, is_cancelled)

        job = self._runner.prepare(work)
        job.done.connect(self.on_done)
        job.failed.connect(self.on_failed)
        self.working.emit(job, self.tr("正在打印{}").format(title))
        self._runner.start(job)

    def _ask(self, title: str, review: bool) -> tuple[QPrinter, PrintOrder] | None:
        if self.chooser is None:
            from desktop.dialogs.print_dialog import SystemPrinterChooser

            self.chooser = SystemPrinterChooser(self._window)
        return self.chooser.choose(title, review=review)

    def on_done(self, pages: int) -> None:
        """Say how much was sent to the printer."""
        if pages:
            self.printed.emit(self.tr("已送往打印机：{} 页").format(pages))
        else:
            self.failed.emit(InputError("no_pages", "选定的页码范围里没有页面，没有打印。", "请核对页码范围后再打印。"))


def maker_of(
    snapshot: PlanSnapshot, place: str, is_cancelled: IsCancelled, *, review: bool, compose: Composer | None = None
) -> Callable[[int], bytes]:
    """A function that sets copy 1, 2, … of a part as PDF, with its 份号 where it is a review copy; 0: without one.

    `compose` makes another document of the content than the whole part.
    """
    from exporters.export import layout_of, review_lines
    from exporters.pdf import PdfWriter, Review

    layout = layout_of(snapshot.content)
    when = datetime.now(UTC)
    content = snapshot.content
    document = compose(layout, content) if compose else find_part(layout, content, place).compose()

    def tick() -> None:
        if is_cancelled():
            raise Cancelled

    def make(copy: int) -> bytes:
        marks = None
        if review:
            marks = Review(left=f"份号 {copy:06d}" if copy else "", right=review_lines(snapshot, when))
        target = io.BytesIO()
        PdfWriter(layout, marks).write(document, target, when, tick)
        return target.getvalue()

    return make


def _name_of(snapshot: PlanSnapshot, place: str) -> str:
    """The name of the part of a place. Raises InputError where there is nothing to print."""
    from exporters.export import layout_of

    part = find_part(layout_of(snapshot.content), snapshot.content, place)
    if part is None:
        what = PART_PLAN if place == _REVIEWED_PLACE else "这里"
        raise InputError("nothing_to_print", f"{what}还没有内容，没有可以打印的页面。", "请先写入或导入方案。")
    return str(part.name)

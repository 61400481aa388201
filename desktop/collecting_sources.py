"""来源: from a line of a table, or a row of the ledger, to the cell of the file it came in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.collecting_errands import Errands
from desktop.collecting_origins import Origin, origins_of, origins_of_row
from desktop.jobs.runner import IsCancelled, JobRunner, Progress
from desktop.lending import Loan, Tick
from desktop.pages import Pages
from desktop.session import Session
from domain.changes import ChangeSet
from domain.collection import Submission
from domain.errors import Cancelled, FanganError, InputError
from domain.source_sheet import SourceSheet

if TYPE_CHECKING:
    from db.store import Store
    from desktop.views.collect_source_page import SourcePage
    from desktop.views.workspace import Workspace

Sheets = tuple[SourceSheet, ...]


class SourceDesk(QObject):
    """`working` carries a Job and its sentence, `failed` a FanganError."""

    working = Signal(object, str)
    failed = Signal(object)

    def __init__(
        self,
        session: Callable[[], Session | None],
        workspace: Callable[[], Workspace | None],
        pages: Pages,
        runner: JobRunner,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._workspace, self._pages = session, workspace, pages
        self._errands = Errands(runner, self)
        self._loan = Loan(runner, self)
        self._known: dict[str, Sheets] = {}
        self._wanted: Origin | None = None
        self.page: SourcePage | None = None
        for one in (self._errands, self._loan):
            one.working.connect(self.working)
        self._errands.failed.connect(self.failed)
        self._loan.done.connect(self.on_fetched)
        self._loan.failed.connect(self.on_failed)

    def show_selected(self) -> None:
        """Show where what is selected came from."""
        session, workspace = self._session(), self._workspace()
        if session is None or workspace is None:
            return
        from desktop.views.collect_view import CollectView

        view = workspace.view()
        view.finish_editing()
        if isinstance(view, CollectView):
            rows = [row for row in view.ledger.chosen() if row.returns]
            self.show_origins(origins_of_row(session.content, rows[0]) if rows else [])
        else:
            self.show_origins(origins_of(session.content, view.spot()))

    def show_origins(self, origins: Sequence[Origin]) -> None:
        """Open the page on some places, the first shown."""
        if not origins:
            sentence = "这里的内容不是从回收表汇总来的，没有来源可看。"
            self.failed.emit(InputError("no_source", sentence, "请选择由征集汇总来的条目，或台账里已报送的企业。"))
            return
        from desktop.views.collect_source_page import SourcePage

        if self.page is None:
            self.page = SourcePage()
            self.page.closed.connect(self.leave)
            self.page.wanted.connect(self.fetch)
            self.page.show_origins(origins)
            self._pages.cover(self.page)
        self.fetch(origins[0])

    def fetch(self, origin: Origin) -> None:
        """Show a file that was read before, else take it out of the plan and read it."""
        self._wanted = origin
        known = self._known.get(origin.submission.sha256)
        if known is not None:
            self._show(known)
            return
        session = self._session()
        if session is None or self._loan.is_busy or self._errands.is_busy:
            return

        def read(store: Store, _tick: Tick) -> tuple[ChangeSet, tuple[Submission, bytes]]:
            from db.attachments import load_attachment

            return ChangeSet(), (origin.submission, load_attachment(store.db, origin.submission.sha256))

        self._loan.start(session, read, self.tr("正在取出原件"))

    def on_fetched(self, found: tuple[Submission, bytes]) -> None:
        """Read the sheets of a file in the reading process."""
        submission, data = found

        def work(_progress: Progress, is_cancelled: IsCancelled) -> tuple[str, Sheets]:
            from importers.guard import GivenFile
            from importers.worker import Reader

            with Reader() as reader:
                file = GivenFile(submission.file, data)
                return submission.sha256, reader.read_source_sheets(file, is_cancelled=is_cancelled)

        self._errands.run(work, self.tr("正在打开“{}”").format(submission.file), self.on_read)

    def on_read(self, found: tuple[str, Sheets]) -> None:
        """Show the sheets, if they are still asked for; else those that are."""
        self._known[found[0]] = found[1]
        if self._wanted is not None:
            self.fetch(self._wanted)

    def on_failed(self, error: FanganError) -> None:
        """Say why a file cannot be shown."""
        if not isinstance(error, Cancelled):
            self.failed.emit(error)

    def leave(self) -> None:
        """Put the page away."""
        self._errands.stop()
        self._loan.stop()
        self._known.clear()
        self._wanted = None
        page, self.page = self.page, None
        if page is not None:
            self._pages.uncover()

    def _show(self, sheets: Sheets) -> None:
        if self.page is not None and self._wanted is not None:
            self.page.show_sheets(self._wanted, sheets)

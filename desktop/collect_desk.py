"""征集 at work: forms out, reminders, files back to their senders, consolidation; files in by its import desk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QWidget

from db.collections import remove_submissions, send_form, set_sender, settle_submissions
from desktop.collecting_errands import Errands
from desktop.collecting_import import ImportDesk
from desktop.collecting_sources import SourceDesk
from desktop.collecting_tables import ConsolidationDesk
from desktop.dialogs.file_chooser import FileChooser
from desktop.jobs.runner import IsCancelled, JobRunner, Progress
from desktop.lending import Loan, Tick
from desktop.pages import Pages
from desktop.session import Session
from desktop.transfer import folder_opener
from desktop.widgets.notice_bar import NoticeAction
from domain.changes import ChangeSet
from domain.collection import Submission
from domain.errors import Cancelled, FanganError, InputError
from domain.ledger import reminders

if TYPE_CHECKING:
    from db.store import Store
    from desktop.views.collect_view import CollectView
    from desktop.views.workspace import Workspace

PLACE = "collecting"


class Host(Protocol):
    """What the desk needs of the window."""

    session: Session | None
    workspace: Workspace | None
    pages: Pages
    runner: JobRunner


class CollectDesk(QObject):
    """`working` carries a Job and its sentence, `failed` a FanganError, `said` and `offered` a sentence and what can be
    done about it (`offered`: also be taken back). `place_wanted` carries the key of a place.
    """

    working = Signal(object, str)
    failed = Signal(object)
    said = Signal(str, object)
    offered = Signal(str, object)
    place_wanted = Signal(str)

    def __init__(
        self,
        parent: QObject,
        host: Host,
        chooser: FileChooser,
        prepare: Callable[[], None],
    ) -> None:
        """`prepare` writes what is being typed and backs the plan up as it is."""
        super().__init__(parent)
        pages, runner = host.pages, host.runner
        session: Callable[[], Session | None] = lambda: host.session  # noqa: E731
        workspace: Callable[[], Workspace | None] = lambda: host.workspace  # noqa: E731
        self._session, self._workspace = session, workspace
        self._chooser = chooser
        self.row_actions: list[QAction] = []  # commands of the window that belong into the menu of a row
        self._errands = Errands(runner, self)
        self._loan = Loan(runner, self)
        self._lent: Callable[[Any], object] = _nothing
        self.sources = SourceDesk(session, workspace, pages, runner, self)
        self.imports = ImportDesk(session, pages, runner, prepare, self)
        self.tables = ConsolidationDesk(session, runner, prepare, self)
        for desk in (self._errands, self.sources, self.imports, self.tables, self._loan):
            desk.working.connect(self.working)
        for one in (self._errands, self.sources, self.imports, self.tables):
            one.failed.connect(self.failed)
        self._loan.failed.connect(self.on_not_written)
        self._loan.done.connect(self.on_loan_done)
        self.imports.taken.connect(self.on_taken)
        self.tables.written.connect(self.on_consolidated)

    def leave(self) -> None:
        """The plan is about to be closed."""
        self._errands.stop()
        self._loan.stop()
        self.imports.leave()
        self.tables.leave()
        self.sources.leave()

    def on_place_changed(self) -> None:
        """Give the view of 征集 what does the work, and tables the way to their sources."""
        workspace = self._workspace()
        grid = getattr(workspace.view(), "grid", None) if workspace is not None else None
        if workspace is not None and workspace.place.table_id is not None and isinstance(grid, QWidget):
            grid.addActions(self.row_actions)
        view = self.view()
        if view is not None and view.desk is None:
            view.import_wanted.connect(self.import_files)
            view.attach_desk(self)
            view.ledger.grid.addActions(self.row_actions)

    def view(self) -> CollectView | None:
        """The view of 征集 where it is open."""
        workspace = self._workspace()
        if workspace is None or workspace.key != PLACE:
            return None
        from desktop.views.collect_view import CollectView

        view = workspace.view()
        return view if isinstance(view, CollectView) else None

    # Files in

    def import_files(self) -> None:
        """Ask for files that came back and read them."""
        self.import_paths(self._chooser.returned_files())

    def import_folder(self) -> None:
        """Ask for a folder of files that came back and read them."""
        folder = self._chooser.returned_folder()
        self.import_paths([folder] if folder is not None else [])

    def import_paths(self, paths: Sequence[Path]) -> None:
        """Read files, folders and zip files that came back."""
        view = self.view()
        if paths:
            self.imports.begin(paths, view.ledger.form().key if view is not None else "")

    def on_taken(self, text: str) -> None:
        """Say what was taken in; it can be looked at and taken back."""
        self.offered.emit(text, ((self.tr("查看"), lambda: self.place_wanted.emit(PLACE)),))

    def on_consolidated(self, text: str, table_id: int) -> None:
        """Say what was written into a table; it can be looked at and taken back."""
        self.offered.emit(text, ((self.tr("查看"), lambda: self.place_wanted.emit(f"table:{table_id}")),))

    # Forms out

    def write_forms(self, view: CollectView, *, only_chosen: bool = False) -> None:
        """Write a form for each enterprise and note in the ledger that it was asked."""
        rows = view.ledger.chosen() if only_chosen else view.ledger.shown()
        asked = [row.enterprise for row in rows if row.enterprise is not None]
        if view.ledger.has_wrong_day():
            self.failed.emit(InputError("no_day", "看不出报送期限是哪一天。", "请写成 2026-12-1 这样，或空着。"))
        elif not asked:
            self.failed.emit(InputError("nobody", "没有可以下发的企业。", "请先在企业库里登记企业，或生成一份空白表。"))
        else:
            self._write_copies(view, [one.id for one in asked])

    def write_blank(self, view: CollectView) -> None:
        """Write one blank form."""
        self._write_copies(view, [])

    def _write_copies(self, view: CollectView, asked: list[int]) -> None:
        session = self._session()
        folder = self._folder(self.tr("征集表"))
        if session is None or folder is None:
            return
        form, due = view.ledger.form(), view.ledger.due_day()
        snapshot = session.snapshot()
        key = snapshot.origin.document_id if snapshot.origin else ""
        enterprises = [one for one in snapshot.content.enterprises if one.id in set(asked)]

        def work(progress: Progress, is_cancelled: IsCancelled) -> tuple[Path, ...]:
            from exporters.forms import FormCopy, write_forms

            copies = [FormCopy(form, key, one, due) for one in enterprises] or [FormCopy(form, key, due=due)]
            return write_forms(copies, folder, progress, is_cancelled)

        def done(paths: tuple[Path, ...]) -> None:
            if asked:
                session.perform(send_form, form, asked, session.store.now(), due)
            text = self.tr("已生成征集表 {} 份，记入台账") if asked else self.tr("已生成空白表 {} 份")
            self.said.emit(text.format(len(paths)), _opener(folder))

        self._errands.run(work, self.tr("正在生成{}").format(form.title), done)

    # Reminders

    def copy_reminders(self, view: CollectView) -> None:
        """Put the reminder list on the clipboard."""
        from exporters.reminders import reminder_lines

        listed = reminders(view.ledger.shown())
        QGuiApplication.clipboard().setText(reminder_lines(listed))
        self.said.emit(self.tr("已复制催报名单 {} 家").format(len(listed)), ())

    def write_reminders(self, view: CollectView) -> None:
        """Write the reminder list as a workbook."""
        session, folder = self._session(), self._folder(self.tr("催报名单"))
        if session is None or folder is None:
            return
        content, title, listed = session.content, view.ledger.form().title, reminders(view.ledger.shown())

        def work(_progress: Progress, _cancelled: IsCancelled) -> Path:
            from exporters.export import layout_of
            from exporters.reminders import write_reminders

            return write_reminders(layout_of(content), listed, title, folder)

        text = self.tr("已导出催报名单 {} 家").format(len(listed))
        self._errands.run(work, self.tr("正在导出催报名单"), lambda _: self.said.emit(text, _opener(folder)))

    # What came back

    def send_back(self, view: CollectView) -> None:
        """Write files with mistakes back for their senders: those selected that have any, else all that have."""
        chosen = [row for row in view.ledger.chosen() if row.wrong] if len(view.ledger.chosen()) > 1 else []
        rows = chosen or [row for row in view.ledger.model.all_rows if row.wrong]
        folder = self._folder(self.tr("退回企业"))
        session = self._session()
        if folder is None or session is None:
            return
        from desktop import collecting

        choices = collecting.choices_for(view.ledger.form(), session.content)
        names = {row.present.id: row.name for row in rows if row.present is not None}

        def fetched(files: list[tuple[Submission, bytes]]) -> None:
            given = [(one.file, data, names[one.id]) for one, data in files]

            def work(progress: Progress, is_cancelled: IsCancelled) -> tuple[Path, ...]:
                return collecting.write_marked_again(given, choices, folder, progress, is_cancelled)

            def done(paths: tuple[Path, ...]) -> None:
                self.said.emit(self.tr("已写出退回企业的文件 {} 份").format(len(paths)), _opener(folder))

            self._errands.run(work, self.tr("正在标注退回的文件"), done)

        self._fetch([row.present for row in rows if row.present is not None], fetched)

    def save_originals(self, view: CollectView) -> None:
        """Write the files of the selected rows as they came into a folder."""
        folder = self._folder(self.tr("回收原件"))
        if folder is None:
            return

        def fetched(files: list[tuple[Submission, bytes]]) -> None:
            def work(_progress: Progress, _cancelled: IsCancelled) -> int:
                from desktop import collecting

                return collecting.write_originals([(one.file, data) for one, data in files], folder)

            def done(count: int) -> None:
                self.said.emit(self.tr("已另存原件 {} 份").format(count), _opener(folder))

            self._errands.run(work, self.tr("正在另存原件"), done)

        self._fetch([one for row in view.ledger.chosen() for one in row.returns], fetched)

    def choose_sender(self, view: CollectView) -> None:
        """Ask whose a file is, by typing."""
        session, rows = self._session(), view.ledger.chosen()
        if session is None or not rows or rows[0].present is None:
            return
        from desktop.widgets.collect_picker import Option, Picker

        submission = rows[0].present.id
        options = [Option(str(one.id), one.name, one.district) for one in session.content.enterprises]
        picker = Picker(view, self.tr("{}的报送企业").format(rows[0].present.file), options)
        picker.chosen.connect(lambda key, _text: session.perform(set_sender, submission, int(key)))
        grid = view.ledger.grid
        picker.open_at(grid.viewport(), grid.visualRect(grid.currentIndex()))

    def settle(self, view: CollectView) -> None:
        """Note that the selected files have been looked at."""
        self._perform(settle_submissions, [row.present.id for row in view.ledger.chosen() if row.present and row.doubt])

    def drop_returns(self, view: CollectView) -> None:
        """Take the last returns of the selected rows out."""
        self._perform(remove_submissions, [row.returns[-1].id for row in view.ledger.chosen() if row.returns])

    def on_loan_done(self, result: object) -> None:
        """Go on with what came of it."""
        done, self._lent = self._lent, _nothing
        done(result)

    def on_not_written(self, error: FanganError) -> None:
        """Say why, unless the user stopped it."""
        self._lent = _nothing
        if not isinstance(error, Cancelled):
            self.failed.emit(error)

    def _fetch(self, submissions: Sequence[Submission], done: Callable[[Any], object]) -> None:
        """The bytes of files kept in the plan, read off the main thread."""
        session = self._session()
        if session is None or self._loan.is_busy or not submissions:
            return

        def read(store: Store, tick: Tick) -> tuple[ChangeSet, list[tuple[Submission, bytes]]]:
            from db.attachments import load_attachment

            found = []
            for number, one in enumerate(submissions):
                tick(number, len(submissions))
                found.append((one, load_attachment(store.db, one.sha256)))
            return ChangeSet(), found

        self._lend(session, read, self.tr("正在取出原件"), done)

    def _lend(self, session: Session, write: Any, sentence: str, done: Callable[[Any], object]) -> None:
        self._lent = done
        self._loan.start(session, write, sentence)

    def _perform(self, verb: Callable[..., ChangeSet], ids: list[int]) -> None:
        session = self._session()
        if session is not None and ids:
            session.perform(verb, ids)

    def _folder(self, word: str) -> Path | None:
        session = self._session()
        if session is None:
            return None
        path = session.store.path.absolute()
        return self._chooser.folder_for_export(path.with_name(f"{path.stem} {word}"))


def _nothing(_: object) -> None:
    """What is done with a result nobody waits for."""


def _opener(folder: Path) -> tuple[NoticeAction, ...]:
    return ((QCoreApplication.translate("CollectDesk", "打开文件夹"), folder_opener(folder)),)

"""Opening and making plan files for the window."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, Signal

from db.document import Document
from db.lock import LockedError
from db.places import Home
from db.working_copies import Leftover
from desktop import routines
from desktop.dialogs.file_chooser import FileChooser, free_path
from desktop.jobs.runner import JobRunner
from desktop.keeper import DocumentKeeper
from desktop.session import Session
from desktop.settings import Settings
from domain.errors import Cancelled, FanganError, StorageError
from domain.exchange import PlanDraft
from domain.merge_report import MergeReport

SOURCE_SUFFIXES = (".docx", ".txt", ".md")


class PlanFiles(QObject):
    """Opens documents.

    `opened` carries a Session and the DocumentKeeper under it, `locked` (path, LockedError), `damaged` (path,
    StorageError), `failed` a FanganError, `reading` a Job and its sentence, `source_read` (path of the new plan file,
    MergeReport).
    """

    opened = Signal(object, object)
    locked = Signal(object, object)
    damaged = Signal(object, object)
    failed = Signal(object)
    reading = Signal(object, str)
    source_read = Signal(object, object)

    def __init__(
        self, chooser: FileChooser, runner: JobRunner, settings: Settings, home: Path, data: Home, parent: QObject
    ) -> None:
        """`home` is where the sample plan is put, `data` takes working copies; `open_path` is what the window shows."""
        super().__init__(parent)
        self._chooser = chooser
        self._runner = runner
        self._settings = settings
        self._home = home
        self._data = data
        self._source: Path | None = None
        self.open_path: Path | None = None

    def choose_plan(self) -> None:
        """Ask for a plan file and open it."""
        path = self._chooser.plan_to_open()
        if path is not None:
            self.open_plan(path)

    def create_plan(self) -> None:
        """Ask where a new plan shall be, make it there and open it."""
        path = self._chooser.plan_to_create()
        if path is not None:
            self._make(path, lambda: routines.create_plan(path))

    def open_sample(self) -> None:
        """Put the sample plan into the documents folder, under a free name, and open it."""
        path = free_path(self._home, routines.SAMPLE_NAME, routines.PLAN_SUFFIX)
        self._make(path, lambda: routines.create_sample(path))

    def open_plan(self, path: Path) -> bool:
        """Open a plan file; False when it cannot be opened. The one that is open already stays open."""
        if self._is_open(path):
            return True
        try:
            return self._open(path, lambda: Document.open(path, self._data))
        except LockedError as error:
            self.locked.emit(path, error)
            return False

    def open_anyway(self, path: Path) -> None:
        """Open for editing what somebody else has open (仍然编辑)."""
        self._open(path, lambda: Document.open(path, self._data, force=True))

    def open_read_only(self, path: Path) -> None:
        """Open to look at it (只读打开)."""
        self._open(path, lambda: Document.open_read_only(path, self._data))

    def open_copy(self, path: Path) -> None:
        """Ask for another place, copy the plan file there and open the copy (另存副本)."""
        target = self._chooser.plan_to_save_as(free_path(path.parent, path.stem, path.suffix))
        if target is None:
            return
        try:
            shutil.copyfile(path, target)
        except OSError as error:
            self.failed.emit(
                StorageError("copy_failed", f"副本“{target.name}”没能写成。", "请检查存储位置和剩余空间。", str(error))
            )
            return
        self.open_plan(target)

    def recover(self, leftover: Leftover) -> None:
        """Go on with what was not written back."""
        self._open(leftover.origin, lambda: Document.adopt(leftover))

    def choose_source(self) -> None:
        """Ask for a Word or text plan and make a plan file of it."""
        path = self._chooser.source_to_read()
        if path is not None:
            self.read_new(path)

    def read_new(self, source: Path) -> None:
        """Read a Word or text plan into a new plan file beside it, then open that."""
        self._source = source
        job = self._runner.prepare(lambda progress, _cancelled: routines.read_source(source, progress))
        job.done.connect(self.on_source_read)
        job.failed.connect(self.on_failed)
        self.reading.emit(job, self.tr("正在读取“{}”").format(source.name))
        self._runner.start(job)

    def on_source_read(self, draft: PlanDraft) -> None:
        """Make the plan file a draft was read for; it appears whole or not at all."""
        source = self._source
        if source is None:
            return
        path = free_path(source.parent, source.stem, routines.PLAN_SUFFIX)
        reports: list[MergeReport] = []
        if self._make(path, lambda: reports.append(routines.read_into(path, [draft]))):
            self.source_read.emit(path, reports[0])

    def on_failed(self, error: FanganError) -> None:
        """Pass on what went wrong, unless the user stopped it."""
        if not isinstance(error, Cancelled):
            self.failed.emit(error)

    def _is_open(self, path: Path) -> bool:
        present = self.open_path
        return present is not None and path.exists() and present.exists() and path.samefile(present)

    def _open(self, path: Path, open_document: Callable[[], Document]) -> bool:
        try:
            document = open_document()
            session = Session(document.store)
        except LockedError:
            raise
        except FanganError as error:
            if error.code == "plan_damaged":  # there is more to offer than a sentence
                self.damaged.emit(path, error)
            else:
                self.failed.emit(error)
            return False
        self._settings.remember_file(document.path)
        self.opened.emit(session, DocumentKeeper(document))
        return True

    def _make(self, path: Path, make: Callable[[], None]) -> bool:
        try:
            make()
        except FanganError as error:
            self.failed.emit(error)
            return False
        return self.open_plan(path)


def dropped_file(data: QMimeData) -> Path | None:
    """The first plan file or readable document among what is dragged."""
    for url in data.urls():
        path = Path(url.toLocalFile())
        if url.isLocalFile() and path.suffix.lower() in (routines.PLAN_SUFFIX, *SOURCE_SUFFIXES):
            return path
    return None

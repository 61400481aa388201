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
from desktop.arriving import Arrival
from desktop.dialogs.file_chooser import FileChooser, free_path
from desktop.jobs.runner import Job, JobRunner
from desktop.keeper import DocumentKeeper
from desktop.session import Session
from desktop.settings import Settings
from domain.errors import FanganError, StorageError
from domain.exchange import PlanSnapshot

PLAN_SUFFIX = routines.PLAN_SUFFIX
SOURCE_SUFFIXES = (".docx", ".docm", ".dotx", ".txt", ".md", ".xlsx", ".xlsm", ".xls", ".ods", ".csv")
# Taken as well, so that the officer is told what to save them as.
_REFUSED_SUFFIXES = (".doc", ".wps", ".et", ".rtf", ".pdf", ".odt")


_AT_ONCE = 0.05  # s, what nobody notices


class PlanFiles(QObject):
    """Opens documents.

    `opened` carries a Session and the DocumentKeeper under it, `locked` (path, LockedError), `damaged` (path,
    StorageError), `failed` a FanganError, `working` the Job that reads a file and its sentence.
    """

    opened = Signal(object, object)
    locked = Signal(object, object)
    damaged = Signal(object, object)
    failed = Signal(object)
    working = Signal(object, str)

    def __init__(self, chooser: FileChooser, settings: Settings, home: Path, data: Home, parent: QObject) -> None:
        """`home` is where the sample plan is put, `data` takes working copies; `open_path` is what the window shows."""
        super().__init__(parent)
        self.chooser = self._chooser = chooser
        self._settings = settings
        self._home = home
        self._data = data
        self.open_path: Path | None = None
        self._runner = JobRunner(self)
        self._arrival: Arrival | None = None
        self._job: Job | None = None

    def choose_plan(self) -> None:
        """Ask for a plan file and open it."""
        path = self._chooser.plan_to_open()
        if path is not None:
            self.open_soon(path)

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

    def open_soon(self, path: Path) -> None:
        """Open a plan file that is read on another thread; a small one is there at once, without a flicker."""
        if self._is_open(path) or self._arrival is not None:
            return
        arrival = self._arrival = Arrival(path, lambda: Document.open(path, self._data))
        job = self._job = self._runner.prepare(lambda _progress, _is_cancelled: arrival.run())
        job.ended.connect(self.on_arrived)
        self.working.emit(job, self.tr("正在打开“{}”").format(path.stem))
        self._runner.start(job)
        if arrival.wait(_AT_ONCE):
            self.on_arrived()

    def on_arrived(self) -> None:
        """Show what was read, unless somebody stopped it."""
        arrival, job = self._arrival, self._job
        self._arrival = self._job = None
        if arrival is None or job is None:
            return  # it was there at once
        if job.is_cancelled():
            arrival.drop()
        else:
            self.open_arrived(arrival)

    def open_arrived(self, arrival: Arrival) -> None:
        """Show a file that another thread has read, or say why it could not."""
        try:
            self._open(arrival.path, arrival.result)
        except LockedError as error:
            self.locked.emit(arrival.path, error)

    def leave(self) -> None:
        """Let go of what is on its way: the window is being closed."""
        arrival, self._arrival = self._arrival, None
        self._runner.wait()
        if arrival is not None:
            arrival.drop()

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

    def _is_open(self, path: Path) -> bool:
        present = self.open_path
        return present is not None and path.exists() and present.exists() and path.samefile(present)

    def _open(self, path: Path, open_document: Callable[[], Document | tuple[Document, PlanSnapshot]]) -> bool:
        try:
            opened = open_document()
            document, snapshot = opened if isinstance(opened, tuple) else (opened, None)
            session = Session(document.store, snapshot=snapshot)
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


def dropped_files(data: QMimeData) -> list[Path]:
    """The plan files and documents among what is dragged."""
    known = (routines.PLAN_SUFFIX, *SOURCE_SUFFIXES, *_REFUSED_SUFFIXES)
    paths = (Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())
    return [path for path in paths if path.suffix.lower() in known]

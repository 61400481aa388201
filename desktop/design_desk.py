"""Appendix tables themselves: new ones, their form, their order, and taking them away; every step can be undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from db.table_design import create_table, duplicate_table, redesign_table, remove_table, shift_table
from desktop import routines
from desktop.dialogs.file_chooser import FileChooser
from desktop.jobs.runner import Job, JobRunner
from desktop.pages import Pages
from desktop.session import Session
from desktop.source_reading import is_stopped
from domain.changes import ChangeSet
from domain.errors import FanganError
from domain.labels import APPENDIX_WORD
from domain.tables import AppendixTable, ColumnKind, TableColumn, TableSpec, check_spec, free_label

if TYPE_CHECKING:
    from desktop.views.design_page import DesignPage


class DesignDesk(QObject):
    """`working` carries a Job and its sentence, `failed` a FanganError, `made` the key of the place to go to."""

    working = Signal(object, str)
    failed = Signal(object)
    made = Signal(str)

    def __init__(
        self,
        session: Callable[[], Session | None],
        pages: Pages,
        chooser: FileChooser,
        runner: JobRunner,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._pages = pages
        self._chooser = chooser
        self._runner = runner
        self._table_id: int | None = None
        self._reading: Job | None = None
        self._path = Path()
        self.page: DesignPage | None = None

    def design_new(self) -> None:
        """Open the page on a table that is not there yet."""
        session = self._session()
        if session is not None:
            labels = [table.spec.label for table in session.content.tables]
            columns = (
                TableColumn("c1", ("序号",), ColumnKind.NUMBER, 12),
                TableColumn("c2", ("名称",), ColumnKind.TEXT, 40),
            )
            self._open(AppendixTable(0, TableSpec(free_label(f"{APPENDIX_WORD}1", labels), "", columns)), None)

    def redesign(self, table_id: int) -> None:
        """Open the page on a table of the plan."""
        table = self._table(table_id)
        if table is not None:
            self._open(table, table_id)

    def serve(self, wish: str, table_id: int) -> None:
        """Do what the menu of the places asked for."""
        deeds: dict[str, Callable[[], None]] = {
            "new": self.design_new,
            "redesign": partial(self.redesign, table_id),
            "duplicate": partial(self.duplicate, table_id),
            "remove": partial(self.remove, table_id),
            "up": partial(self.shift, table_id, -1),
            "down": partial(self.shift, table_id, 1),
        }
        deeds[wish]()

    def duplicate(self, table_id: int) -> None:
        """Put a copy of a table behind it."""
        self._perform(duplicate_table, table_id)

    def remove(self, table_id: int) -> None:
        """Take a table out with all its rows."""
        self._perform(remove_table, table_id)

    def shift(self, table_id: int, offset: int) -> None:
        """Move a table up (-1) or down (1) among the tables."""
        session = self._session()
        if session is not None and session.perform(shift_table, table_id, offset):
            self.made.emit(f"table:{table_id}")

    def leave(self) -> None:
        """Put the page away; nothing is written."""
        job, self._reading = self._reading, None
        if job is not None:
            job.cancel()
        if self.page is not None:
            self.page = None
            self._pages.uncover()

    def write(self, spec: TableSpec) -> None:
        """Write what was designed and go there."""
        session, table_id = self._session(), self._table_id
        if session is None:
            return
        if table_id is None:
            changes = session.perform(create_table, spec)
        else:
            changes = session.perform(redesign_table, table_id, spec)
        if changes or self._says_the_same(session, spec):
            self.leave()
            key = _made_key(changes) or (f"table:{table_id}" if table_id is not None else "")
            if key:
                self.made.emit(key)

    def choose_form(self) -> None:
        """Ask for a file and take the form of its table; it is read in the background."""
        path = self._chooser.table_to_read()
        if path is None or self.page is None:
            return
        self._path = path
        job = self._reading = self._runner.prepare(
            lambda progress, is_cancelled: routines.read_table_forms(path, progress, is_cancelled)
        )
        job.done.connect(self.on_forms)
        job.failed.connect(self.on_failed)
        self.working.emit(job, self.tr("正在读取“{}”").format(path.name))
        self._runner.start(job)

    def on_forms(self, forms: Sequence[TableSpec]) -> None:
        """Show the forms a file holds."""
        if self.sender() is self._reading and self.page is not None:
            self._reading = None
            self.page.show_forms(self._path, forms)

    def on_failed(self, error: FanganError) -> None:
        """Say why a file was refused; what is designed stays."""
        self._reading = None
        if not is_stopped(error):
            self.failed.emit(error)

    def _open(self, table: AppendixTable, table_id: int | None) -> None:
        self._table_id = table_id
        session = self._session()
        tables = session.content.tables if session is not None else ()
        labels = [one.spec.label for one in tables if one.id != table_id]
        check = partial(check_spec, taken_labels=labels)
        from desktop.views.design_page import DesignPage

        page = self.page = DesignPage(table, check, is_new=table_id is None)
        page.accepted.connect(self.write)
        page.cancelled.connect(self.leave)
        page.form_wanted.connect(self.choose_form)
        self._pages.cover(page)

    def _table(self, table_id: int) -> AppendixTable | None:
        session = self._session()
        tables = session.content.tables if session is not None else ()
        return next((one for one in tables if one.id == table_id), None)

    def _says_the_same(self, session: Session, spec: TableSpec) -> bool:
        table = self._table(self._table_id) if self._table_id is not None else None
        return table is not None and table.spec == spec

    def _perform(self, verb: Callable[..., ChangeSet], table_id: int) -> None:
        session = self._session()
        if session is None:
            return
        changes = session.perform(partial(verb), table_id)
        key = _made_key(changes)
        if key:
            self.made.emit(key)


def _made_key(changes: ChangeSet) -> str:
    made = (one.row_id for one in changes.changes if one.table == "appendix_table" and one.before is None)
    return next((f"table:{row_id}" for row_id in made), "")

"""What an editor asks the window for: another place with something selected, a search, a list from or to a file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QObject

from desktop.widgets.grid_view import GridView
from domain.changes import ChangeSet
from domain.library_draft import LibraryDraft, ListKind
from domain.spots import Spot

if TYPE_CHECKING:
    from desktop.main_window import MainWindow
    from desktop.views.find_commands import FindCommands
    from exporters.library_lists import ListSheet


class Errands(QObject):
    """Answers `PlanView.errand`: “find” (words), “unit_tasks” (unit id), “tasks” (ids), “rows” (table and row ids),
    “place” (key), “read_list” and “write_list” (a ListKind), “write_sheets” (name and sheets).
    """

    def __init__(self, window: MainWindow, finding: FindCommands) -> None:
        super().__init__(window)
        self._window = window
        self._finding = finding
        window.files.opened.connect(self.on_opened)

    def on_opened(self) -> None:
        """Serve the editors of a plan that was opened."""
        if self._window.workspace is not None:
            self._window.workspace.errand.connect(self.do)

    def do(self, name: str, value: Any) -> None:
        """Do one errand."""
        match name:
            case "find":
                self._finding.find(str(value))
            case "unit_tasks":
                self._show_unit_tasks(int(value))
            case "tasks":
                self._show_tasks(list(value))
            case "rows":
                self._show_rows(list(value))
            case "place":
                self._window.on_place_wanted(str(value))
            case "read_list":
                self.read_list(ListKind(value))
            case "write_list":
                self.write_list(ListKind(value))
            case "write_sheets":
                self.write_sheets(*value)

    def read_list(self, kind: ListKind) -> None:
        """Read a list in the reading process and take it in, as one step to undo."""
        window = self._window
        path = window.files.chooser.list_to_read()
        if path is None or window.session is None:
            return

        def work(_progress: object, is_cancelled: Any) -> LibraryDraft:
            from importers.worker import Reader

            with Reader() as reader:
                return reader.read_library_list(path, kind, is_cancelled=is_cancelled)

        job = window.runner.prepare(work)
        job.done.connect(self.on_list_read)
        job.failed.connect(window.outcomes.on_failed)
        window.notice.follow(job, self.tr("正在读取“{}”").format(path.name))
        window.runner.start(job)

    def on_list_read(self, draft: LibraryDraft) -> None:
        """Take a list in, and say what came of it."""
        session, outcomes = self._window.session, self._window.outcomes
        if session is None:
            return
        from db.enterprises import take_enterprises
        from db.unit_library import take_units

        is_units = draft.kind is ListKind.UNITS
        before = len(session.content.units if is_units else session.content.enterprises)
        changes: ChangeSet
        if is_units:
            changes = session.perform(take_units, draft.units, draft.source)
        else:
            changes = session.perform(take_enterprises, draft.enterprises, draft.source)
        count = len(draft.units) + len(draft.enterprises)
        now = len(session.content.units if is_units else session.content.enterprises)
        more = self.tr("，{} 行没有名称，未收入").format(draft.skipped) if draft.skipped else ""
        if changes:
            words = self.tr("读到 {} 家，新增 {} 家").format(count, now - before)
            outcomes.offer_undo(words + more)
        else:
            self._window.notice.say(self.tr("读到 {} 家，库里都已有").format(count) + more)

    def write_list(self, kind: ListKind) -> None:
        """Write a library as a workbook."""
        from exporters.library_lists import enterprise_sheet, unit_sheet

        session = self._window.session
        if session is not None:
            content = session.content
            sheet = unit_sheet(content.units) if kind is ListKind.UNITS else enterprise_sheet(content.enterprises)
            self.write_sheets(sheet.title, [sheet])

    def write_sheets(self, name: str, sheets: Sequence[ListSheet]) -> None:
        """Write lists as a workbook where the user says."""
        window = self._window
        session = window.session
        if session is None:
            return
        suggested = session.store.path.absolute().with_name(f"{session.store.path.stem} {name}.xlsx")
        path = window.files.chooser.list_to_write(suggested)
        if path is None:
            return

        def work(_progress: object, _is_cancelled: object) -> Path:
            from exporters.library_lists import write_list_sheets

            return write_list_sheets(path, sheets, datetime.now())

        job = window.runner.prepare(work)
        job.done.connect(self.on_written)
        job.failed.connect(window.outcomes.on_failed)
        window.notice.follow(job, self.tr("正在写“{}”").format(path.name))
        window.runner.start(job)

    def on_written(self, path: Path) -> None:
        """Say where it is."""
        from desktop.transfer import folder_opener

        self._window.notice.say(
            self.tr("已写为“{}”").format(path.name), (self.tr("打开文件夹"), folder_opener(path.parent))
        )

    def _show_unit_tasks(self, unit_id: int) -> None:
        from desktop.views.task_view import TaskView

        self._window.on_place_wanted("tasks")
        view = self._window.workspace.view() if self._window.workspace is not None else None
        if isinstance(view, TaskView):
            view.filters.show_unit(unit_id)

    def _show_tasks(self, ids: Sequence[int]) -> None:
        from desktop.views.task_view import TaskView

        self._window.on_place_wanted("tasks")
        view = self._window.workspace.view() if self._window.workspace is not None else None
        if isinstance(view, TaskView) and ids:
            view.filters.reset()
            view.show_spot(Spot(node=ids[0]))
            _select_rows(view.grid, [view.model.unfold_to(one) for one in ids])

    def _show_rows(self, rows: Sequence[tuple[int, int]]) -> None:
        """Open the table of the first row and show those of its rows; the others are in other tables."""
        workspace = self._window.workspace
        if not rows or workspace is None:
            return
        table_id = rows[0][0]
        self._window.on_place_wanted(f"table:{table_id}")
        view = workspace.view()
        wanted = [row for table, row in rows if table == table_id]
        show_rows = getattr(view, "show_rows", None)
        if show_rows is not None:
            show_rows(wanted)
        else:
            view.show_spot(Spot(table=table_id, row=wanted[0]))
            grid = view.body()
            if isinstance(grid, GridView):
                _select_rows(grid, [grid.columns.place_of(one) for one in wanted])


def _select_rows(grid: GridView, rows: Sequence[int]) -> None:
    """Select whole rows; the first of them was made current before."""
    chosen = QItemSelection()
    last = grid.columns.columnCount() - 1
    for row in rows:
        if row >= 0:
            chosen.select(grid.columns.index(row, 0), grid.columns.index(row, last))
    grid.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)

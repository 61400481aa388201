"""The window: it wires commands, the open plan, the panel at the right, notices and the status line together."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QCloseEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from db.places import Home
from db.working_copies import Leftover
from desktop.actions import WindowActions
from desktop.checking_desk import CheckingDesk
from desktop.design_desk import DesignDesk
from desktop.dialogs.file_chooser import FileChooser, NativeFileChooser, documents_folder
from desktop.file_drops import FileDrops
from desktop.frame_commands import FrameCommands
from desktop.frame_desk import FrameDesk
from desktop.help_desk import HelpDesk
from desktop.jobs.runner import JobRunner
from desktop.keeper import DocumentKeeper
from desktop.outcomes import Outcomes
from desktop.pages import Pages
from desktop.palette import Palette
from desktop.panels import Panels
from desktop.panes import Panes
from desktop.plan_files import PlanFiles
from desktop.preview_desk import PreviewDesk
from desktop.printing import Printing
from desktop.reading_desk import ReadingDesk, Target
from desktop.recent_desk import RecentDesk
from desktop.recovery import Recovery
from desktop.safekeeping import Safekeeping
from desktop.saving import Saving
from desktop.session import Session
from desktop.settings import Settings
from desktop.stepping import Stepping
from desktop.theme import SchemeChoice, ThemeKeeper
from desktop.transfer import ExportWish, Transfer
from desktop.views.start_view import StartView
from desktop.views.workspace import Workspace
from desktop.widgets.frame import Hairline
from desktop.widgets.notice_bar import NoticeBar
from desktop.widgets.side_panel import SidePanel
from desktop.widgets.status_line import StatusLine
from desktop.wiring import connect_window, leave_collecting, make_collecting
from domain.changes import ChangeSet, Direction
from domain.errors import FanganError, StorageError


class MainWindow(QMainWindow):
    """One plan at a time, or the start page."""

    collecting = cached_property(make_collecting)

    def __init__(
        self,
        settings: Settings,
        theme: ThemeKeeper,
        *,
        chooser: FileChooser | None = None,
        home: Path | None = None,
        data: Home | None = None,
    ) -> None:
        """`chooser` asks for paths, `home` takes the sample plan, `data` working copies; all have defaults."""
        super().__init__()
        self._settings = settings
        self._theme = theme
        self._chooser = chooser or NativeFileChooser(settings, self)
        self.runner = JobRunner(self)
        data = data or Home.default()
        self.files = PlanFiles(self._chooser, settings, home or documents_folder(), data, self)
        self.session: Session | None = None
        self.workspace: Workspace | None = None
        self.transfer: Transfer | None = None
        self.notice = NoticeBar()
        self.panel = SidePanel()
        self.panels = Panels(self.panel, self._chooser)
        self.start = StartView()
        self.status = StatusLine()
        self.commands = WindowActions(self)
        self.recent = RecentDesk(settings, self.start, self.commands, self)
        self.saving = Saving(self.status, self.notice, self._chooser, self)
        self.safekeeping = Safekeeping(self.notice, self.panels, self._chooser, self.files, data, self)
        self.recovery = Recovery(data, self.start, self.notice, self)
        self.outcomes = Outcomes(self.notice, self.panels, self.files, self.undo, self._undo_to, self)
        self.pages = Pages(self.start)
        target = Target(lambda: self.session, self.files.open_plan, self.saving.prepare_import)
        self.desk = ReadingDesk(target, self.pages, self.runner, self)
        self.design = DesignDesk(lambda: self.session, self.pages, self._chooser, self.runner, self)
        self.checking = CheckingDesk(lambda: self.session, self.pages, self._chooser, self.runner, self)
        self.panes = Panes(self.pages, self.panel, settings)
        self.frame = FrameDesk(self.panes, FrameCommands(self), self.status, settings, self)
        self.preview = PreviewDesk(self.runner, settings, self.panes.add_pages, self)
        self.printing = Printing(lambda: self.session, lambda: self.workspace, self.runner, self)
        self.stepping = Stepping(self.runner, self)
        self._build()
        self.finder = Palette(self, self, settings, lambda: self.frame.findings.findings, self.panel.content)
        inside = self.pages.currentWidget
        self.help = HelpDesk(self.panel, self.panes.sides, self.shortcut_pairs, inside, self)
        connect_window(self)
        self._show_no_plan()

    def show_plan(self, session: Session, keeper: DocumentKeeper) -> None:
        """Put a plan into the window, in place of the one that is open."""
        self.close_plan()
        self.session = session
        self.files.open_path = keeper.path
        session.setParent(self)
        session.carrier = self.stepping.carry
        self.workspace = self.frame.build_workspace(session)
        self.transfer = Transfer(session, self.runner)
        self.pages.show_below(self.workspace)
        self.workspace.place_changed.connect(self.on_place_changed)
        self.workspace.table_wanted.connect(self.design.serve)
        self.workspace.places_changed.connect(self.on_places_changed)
        session.changed.connect(self.on_changed)
        session.changed.connect(keeper.on_changed)
        session.failed.connect(self.on_refused)
        self.transfer.working.connect(self.notice.follow)
        self.transfer.written.connect(self.outcomes.on_written)
        self.transfer.failed.connect(self.outcomes.on_failed)
        self._show_frame(True)
        self.on_places_changed()
        self.on_place_changed()
        self.saving.attach(keeper, self.workspace.finish_editing)
        self._show_state()
        self.recent.note(keeper.path, session.content.info)
        self.recent.refresh()
        if not self.notice.text():
            self.recovery.offer(keeper.path)
        if not self.notice.text():
            self.safekeeping.conflicts.look(keeper.path)
        self.workspace.view().setFocus(Qt.FocusReason.OtherFocusReason)
        self.frame.attach(session, self.workspace)
        self.preview.attach(session, self.workspace)

    def close_plan(self) -> None:
        """Write what is being typed, close the plan file and return to the start page."""
        if self.session is None or self.workspace is None:
            return
        self.workspace.finish_editing()
        for part in (self.stepping, self.desk, self.design, self.preview):
            part.leave()
        leave_collecting(self)
        self.runner.wait()
        self.recent.note(self.files.open_path, self.session.content.info)
        self.frame.leave()
        self.panel.dismiss()
        self.notice.dismiss()
        self.pages.show_below(None)
        self.workspace.deleteLater()
        self.session.deleteLater()
        self.session = self.workspace = self.transfer = self.files.open_path = None
        self.saving.release()
        self._show_no_plan()

    def undo(self) -> None:
        """Take the newest step back."""
        self._step(Direction.UNDO)

    def redo(self) -> None:
        """Do the last undone step again."""
        self._step(Direction.REDO)

    def read_sources(self, paths: Sequence[Path] = (), *, as_new_plan: bool = False) -> None:
        """Show what files will become in the open plan, or in a new one where none is open; nothing is written yet."""
        paths = paths or self._chooser.sources_to_read()
        if paths:
            self.desk.read(paths, as_new_plan=as_new_plan)

    def show_export(self) -> None:
        """Offer what can be exported."""
        if self.session is not None and self.workspace is not None and self.transfer is not None:
            self.workspace.finish_editing()
            self.panels.show_export(self.session, self.export_files, self.workspace.view().part())

    def export_files(self, wish: ExportWish) -> None:
        """Write official files."""
        if self.transfer is not None and self.workspace is not None:
            self.workspace.finish_editing()
            self.panel.dismiss()
            self.transfer.export(wish)

    def shortcut_pairs(self) -> list[tuple[str, str]]:
        """The keys of the window and of what is shown."""
        return self.commands.shortcut_list(self.commands.shown())

    def choose_scheme(self, choice: SchemeChoice) -> None:
        """Turn light or dark, or do as the system does."""
        self._settings.scheme = choice
        self._theme.choose(choice)

    def on_changed(self, changes: ChangeSet) -> None:
        """Say what was done; offer to take a deletion back."""
        operation = changes.operation
        self.outcomes.withdraw()
        if operation is not None:
            words = {Direction.UNDO: self.tr("已撤销 {}"), Direction.REDO: self.tr("已重做 {}")}
            self.status.note(words.get(changes.direction, "").format(operation.label))
            if changes.direction is Direction.DO and operation.label.startswith(self.tr("删除")):
                self.outcomes.offer_undo(self.tr("已{}").format(operation.label))
        self._show_state()
        if self.workspace is not None:
            self.commands.show_places(self.workspace.places)

    def on_refused(self, error: FanganError) -> None:
        """Say why an edit was not taken, and that it is not in the plan where the disk was the reason."""
        self.outcomes.on_failed(error)
        if isinstance(error, StorageError) and self.session is not None and not self.session.store.is_read_only:
            self.status.show_unsaved()

    def on_moved(self, path: Path) -> None:
        """The plan is kept at another path from now on."""
        self.files.open_path = path
        self._settings.remember_file(path)
        self._show_state()
        self.recent.refresh()

    def recover(self, leftover: Leftover) -> None:
        """Go on with what was not written back, in place of the plan that is open."""
        self.close_plan()
        self.files.recover(leftover)

    def on_place_changed(self) -> None:
        """Offer the commands of the editor that is shown."""
        if self.workspace is not None:
            self.commands.show_view(self.workspace.view().actions())
            self.commands.show_place(self.workspace.place.table_id)

    def on_places_changed(self) -> None:
        """Offer the places of the plan."""
        if self.workspace is not None:
            self.commands.show_places(self.workspace.places)

    def on_covered(self) -> None:
        """A page of its own is shown: put away what is about the plan behind it."""
        if self.workspace is not None:
            self.workspace.finish_editing()
        self.panel.dismiss()
        self.commands.suspend()

    def on_uncovered(self) -> None:
        """Back to the plan: offer its commands again."""
        self.commands.resume()
        self.commands.show_plan_open(self.session is not None)
        self.on_places_changed()
        self.on_place_changed()
        self._show_state()

    def on_place_wanted(self, key: str) -> None:
        """Go to a place and into its editor."""
        if self.workspace is not None:
            self.workspace.go_to(key)
            self.workspace.view().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def redesign_table(self) -> None:
        """Open the form of the table that is shown."""
        table_id = self.workspace.place.table_id if self.workspace is not None else None
        if table_id is not None and self.workspace is not None:
            self.workspace.finish_editing()
            self.design.redesign(table_id)

    def changeEvent(self, event: QEvent) -> None:
        """Draw icons in the ink of a new palette; publish when the user turns to another window or comes back."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange:
            self.saving.hasten()
        if event.type() == QEvent.Type.PaletteChange and self.workspace is not None:
            self.workspace.dress(self.palette())

    def closeEvent(self, event: QCloseEvent) -> None:
        """Leave nothing behind: typing written, jobs ended, the file closed."""
        self._settings.keep_layout("geometry", self.saveGeometry())
        self.hide()  # the plan may wait for its place; a window that waits would look frozen
        self.files.leave()
        self.close_plan()
        self.runner.wait()
        self.preview.close()
        self._settings.sync()
        super().closeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """The frame is there now: watch for files dragged onto it."""
        super().showEvent(event)
        self.drops.watch()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open a plan file, read documents."""
        if self.drops.take(event.mimeData()):
            event.acceptProposedAction()

    def _build(self) -> None:
        centre = QWidget()
        layout = QVBoxLayout(centre)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.panes, 1)
        layout.addWidget(self.notice)
        self._line = Hairline(Qt.Orientation.Horizontal)
        layout.addWidget(self._line)
        self.setCentralWidget(centre)
        self.drops = FileDrops(self, centre)
        self.setStatusBar(self.status)
        self.commands.frame_actions = self.frame.commands.all()
        self.commands.build_menus(self.menuBar())
        self.addActions(self.frame.commands.moves() + self.frame.commands.panes())
        self.commands.show_scheme(self._theme.choice)
        self.setAcceptDrops(True)
        self.resize(QSize(1280, 800).boundedTo(self.screen().availableSize()))
        self.restoreGeometry(self._settings.layout("geometry"))

    def _step(self, direction: Direction) -> None:
        if self.session is None or self.workspace is None:
            return
        self.workspace.finish_editing()
        self.stepping.step(self.session, direction)

    def _undo_to(self, operation_id: int) -> None:
        if self.session is not None:
            self.session.undo_to(operation_id)

    def _show_no_plan(self) -> None:
        self.pages.show_below(None)
        self._show_frame(False)
        self.setWindowTitle(self.tr("方案工作台"))
        self.recent.refresh()
        self.recovery.look()

    def _show_frame(self, is_open: bool) -> None:
        self.commands.show_plan_open(is_open)
        self.status.setVisible(is_open)
        self._line.setVisible(is_open)

    def _show_state(self) -> None:
        if self.session is None:
            return
        content = self.session.content
        name = content.info.title or self.tr("未命名方案")
        file = self.session.store.path.name
        if self.session.store.is_read_only:
            file = self.tr("{}（只读）").format(file)
        self.setWindowTitle(f"{name} — {file} — {self.tr('方案工作台')}")
        rows = sum(len(table.rows) for table in content.tables)
        self.status.show_counts(len(content.tasks()), len(content.units), rows)
        self.commands.show_history(self.session.next_undo(), self.session.next_redo())

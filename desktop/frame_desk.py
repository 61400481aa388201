"""The frame around the open plan: panes, their commands, the size of the text, and where the user was last time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from db.publishing import document_id
from desktop.finding_desk import FindingDesk
from desktop.frame_commands import FrameCommands
from desktop.jobs.runner import JobRunner
from desktop.panes import FINDINGS, INSPECTOR, NAVIGATION, Panes
from desktop.session import Session
from desktop.settings import Settings
from desktop.views.makers_ahead import Ahead
from desktop.views.workspace import Workspace
from desktop.widgets.status_line import ZOOMS, StatusLine

if TYPE_CHECKING:
    from desktop.views.finding_pane import FindingPane
    from desktop.views.inspector import Inspector

_ZOOM = "zoom"
_REST_MS = 400  # Alt and a digit may be held down


class FrameDesk(QObject):
    """Joins `panes`, `commands` and `findings` while a plan is open. `info_wanted`: the plan's own data are wanted;
    `rules_wanted`: the list of checks, at the rule of that code.
    """

    info_wanted = Signal()
    rules_wanted = Signal(str)

    def __init__(
        self, panes: Panes, commands: FrameCommands, status: StatusLine, settings: Settings, parent: QObject
    ) -> None:
        super().__init__(parent)
        self.panes = panes
        self.commands = commands
        self.findings = FindingDesk(self)
        self._status = status
        self._settings = settings
        self._session: Session | None = None
        self._workspace: Workspace | None = None
        self.inspector: Inspector | None = None
        self.listed: FindingPane | None = None
        self._zoom = min(max(settings.number(_ZOOM, 100), ZOOMS[0]), ZOOMS[-1])
        self._fill_soon = QTimer(self, singleShot=True)
        self._fill_soon.timeout.connect(self._fill)
        self._keep_soon = QTimer(self, singleShot=True, interval=_REST_MS)
        self._keep_soon.timeout.connect(self.on_rested)
        self._ahead = Ahead(JobRunner(self), self)
        self._connect()
        status.show_zoom(self._zoom)
        commands.show_plan_open(False)

    def build_workspace(self, session: Session) -> Workspace:
        """The places of a plan, as the user left them."""
        memory = self._settings.memory(document_id(session.store.db))
        workspace = Workspace(session, memory=memory, zoom=self._zoom)
        workspace.splitter.restoreState(self._settings.layout("splitter"))
        return workspace

    def attach(self, session: Session, workspace: Workspace) -> None:
        """A plan was opened. What the panes hold comes after the first picture of it."""
        self._session, self._workspace = session, workspace
        for action in self.commands.zooms():
            workspace.addAction(action)
        workspace.list.left.connect(self.panes.return_to_editor)
        workspace.place_changed.connect(self.on_place_changed)
        self.commands.show_plan_open(True)
        self.panes.attach(workspace.side, self._to_editor, workspace.needed_width)
        self.findings.attach(session, workspace)
        self.on_place_changed()
        self._fill_soon.start(0)
        self._ahead.begin()

    def leave(self) -> None:
        """The plan is about to be closed: remember where the user is."""
        if self._session is None or self._workspace is None:
            return
        self._fill_soon.stop()
        self._ahead.leave()
        self._settings.keep_layout("splitter", self._workspace.splitter.saveState())
        self._keep()
        if self.inspector is not None:
            self.inspector.leave()
        self.inspector = self.listed = None
        self.findings.leave()
        self.panes.leave()
        self.commands.show_plan_open(False)
        self._session = self._workspace = None

    def on_covered(self) -> None:
        """A page of its own fills the window."""
        self.panes.cover(True)
        self.commands.show_plan_open(False)

    def on_uncovered(self) -> None:
        """The plan is to be seen again."""
        self.panes.cover(False)
        self.commands.show_plan_open(self._session is not None)

    def on_place_changed(self) -> None:
        """Ctrl+0 means another thing in a table."""
        if self._workspace is not None:
            self.commands.show_place(self._workspace.place.table_id)
            self.panes.arrange()
            self._keep_soon.start()

    def zoom_to(self, percent: int) -> None:
        """Show the text of the editors at this size, now and at the next start."""
        self._zoom = percent
        self._settings.keep_number(_ZOOM, percent)
        self._status.show_zoom(percent)
        if self._workspace is not None:
            self._workspace.show_zoom(percent)

    def zoom_by(self, steps: int) -> None:
        """One size up or down."""
        larger = [one for one in ZOOMS if one > self._zoom]
        smaller = [one for one in ZOOMS if one < self._zoom]
        wanted = larger[:1] if steps > 0 else smaller[-1:]
        for percent in wanted:
            self.zoom_to(percent)

    def on_rested(self) -> None:
        """A place was left: remember it now, for a day that does not end well."""
        if self._session is not None and not self._session.store.is_lent:
            self._keep()

    def _keep(self) -> None:
        self._keep_soon.stop()
        if self._session is not None and self._workspace is not None:
            self._settings.keep_memory(document_id(self._session.store.db), self._workspace.remember())

    def _to_editor(self) -> None:
        if self._workspace is not None:
            self._workspace.view().setFocus()

    def _fill(self) -> None:
        """Make what the panes hold; their modules are imported now."""
        if self._session is None or self._workspace is None:
            return
        from desktop.views.finding_pane import FindingPane
        from desktop.views.inspector import Inspector

        inspector = self.inspector = Inspector(self._session, self._workspace, self.findings)
        inspector.info_wanted.connect(self.info_wanted)
        inspector.closed.connect(lambda: self.panes.want(INSPECTOR, False))
        self.panes.fill_inspector(inspector)
        listed = self.listed = FindingPane(self.findings)
        listed.closed.connect(lambda: self.panes.want(FINDINGS, False))
        listed.rules_wanted.connect(self.rules_wanted)
        self.panes.fill_findings(listed)

    def _connect(self) -> None:
        commands = self.commands
        for action, name in (
            (commands.navigation, NAVIGATION),
            (commands.inspector, INSPECTOR),
            (commands.findings, FINDINGS),
        ):
            action.setChecked(self.panes.is_wanted(name))
            action.triggered.connect(lambda checked, name=name: self.panes.want(name, checked))
        self.panes.shown.connect(self.on_shown)
        commands.next_pane.triggered.connect(lambda: self.panes.step(1))
        commands.previous_pane.triggered.connect(lambda: self.panes.step(-1))
        commands.next_finding.triggered.connect(lambda: self.findings.walk(1))
        commands.previous_finding.triggered.connect(lambda: self.findings.walk(-1))
        commands.settle_finding.triggered.connect(self.findings.settle_here)
        commands.rules.triggered.connect(lambda: self.rules_wanted.emit(""))
        commands.zoom_in.triggered.connect(lambda: self.zoom_by(1))
        commands.zoom_out.triggered.connect(lambda: self.zoom_by(-1))
        commands.zoom_reset.triggered.connect(lambda: self.zoom_to(100))
        self._status.zoom_wanted.connect(self.zoom_to)
        self._status.findings_wanted.connect(commands.findings.trigger)
        self.findings.told.connect(self._status.show_findings)

    def on_shown(self, name: str, wanted: bool) -> None:
        """Tick what is wanted."""
        actions = {
            NAVIGATION: self.commands.navigation,
            INSPECTOR: self.commands.inspector,
            FINDINGS: self.commands.findings,
        }
        actions[name].setChecked(wanted)

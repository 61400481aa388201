"""详情: what there is to say about what is selected, and the plain fields of it to edit."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPalette, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QToolButton, QVBoxLayout, QWidget

from db.origins import last_change, source_of
from db.tasks import write_cells
from db.unit_library import set_unit_names, unit_names_from_text
from desktop.collecting_origins import returns_behind
from desktop.finding_desk import FindingDesk
from desktop.session import Session
from desktop.theme import GAP, MARGIN
from desktop.views.inspector_cards import ALIASES, DEADLINE, FULL_NAME, NOTE, STATE, Card, card_of
from desktop.views.inspector_lines import LinesView
from desktop.views.spots import show_spot
from desktop.views.workspace import Workspace
from desktop.widgets.frame import ElidedLabel
from desktop.widgets.status_line import short_time
from domain.spots import Spot
from domain.task_fields import TaskEdit, TaskField, field_label
from domain.units import Role

_SETTLE_MS = 40  # the keys may go on through a table
_TASK_FIELDS = {DEADLINE: TaskField.DEADLINE, STATE: TaskField.STATE, NOTE: TaskField.NOTE}


class Inspector(QWidget):
    """Follows the editor that is open. `closed`: put away; `info_wanted`: the plan's own data are to be edited."""

    closed = Signal()
    info_wanted = Signal()

    def __init__(
        self, session: Session, workspace: Workspace, findings: FindingDesk, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._workspace = workspace
        self._findings = findings
        self._spot = Spot()
        self._is_left = False
        self._pinned: Spot | None = None  # what was asked for here, until something else is selected
        self.setAccessibleName(self.tr("详情"))
        self.kind = ElidedLabel()
        self.kind.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.lines = LinesView()
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self.lines)
        self.area = area
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GAP, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(self._head())
        layout.addWidget(area, 1)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self.refresh)
        self._connect()

    def sizeHint(self) -> QSize:
        """A third of a small window at most."""
        return QSize(288, 320)

    @property
    def spot(self) -> Spot:
        """What is shown."""
        return self._spot

    def leave(self) -> None:
        """The plan is about to be closed: ask it nothing any more."""
        self._is_left = True
        self._soon.stop()

    def showEvent(self, event: QShowEvent) -> None:
        """Say what is selected now: nothing was followed out of sight."""
        super().showEvent(event)
        self.on_changed()

    def refresh(self) -> None:
        """Show what is selected now."""
        self._soon.stop()
        if self._is_left or self.lines.is_editing():  # what is being typed is not to be taken away
            return
        self._spot = self._pinned or self._workspace.view().spot()
        card = card_of(self._session.content, self._spot)
        self.kind.setText(card.kind)
        self.lines.show_card(card, self._findings.on_spot(self._spot), self._origin(card))

    def on_changed(self) -> None:
        """Follow an edit, a new selection or other findings, once they rest."""
        if self.isVisible() and not self._is_left:
            self._soon.start(_SETTLE_MS)

    def on_selected(self) -> None:
        """Turn to what is selected."""
        self._pinned = None
        self.on_changed()

    def on_edited(self, field: str, text: str) -> None:
        """Write a field, as one step to undo."""
        node, unit = self._spot.node, self._spot.unit
        if field in _TASK_FIELDS and node is not None:
            edit = TaskEdit(node, _TASK_FIELDS[field], text)
            self._session.perform(write_cells, [edit], None, field_label(edit.field))
        elif field in (ALIASES, FULL_NAME) and unit is not None:
            known = next((one for one in self._session.content.units if one.id == unit), None)
            if known is not None:
                full = text if field == FULL_NAME else known.full_name
                aliases = unit_names_from_text(text) if field == ALIASES else list(known.aliases)
                self._session.perform(set_unit_names, unit, full, aliases)
        self._session.store.end_merging()
        self.on_changed()

    def on_spot_wanted(self, spot: Spot) -> None:
        """Go elsewhere; a unit is told of here."""
        if spot.unit is not None and spot.node is None:
            self._pinned = spot
            self.on_changed()
            return
        show_spot(self._workspace, spot)
        self._workspace.view().setFocus()

    def on_units_wanted(self, role: Role, rect: QRect) -> None:
        """Open the list of units for the task."""
        if self._spot.node is None:
            return
        from desktop.widgets.unit_picker import UnitPicker

        picker = UnitPicker(self._session, self)
        picker.finished.connect(picker.deleteLater)
        picker.finished.connect(lambda *_: self.setFocus())
        picker.open_for(self._spot.node, role, rect)

    def _origin(self, card: Card) -> list[tuple[str, str]]:
        """Where it was read from and who changed it last."""
        db = self._session.store.db
        told = []
        if self._spot.node is not None and card.rows:
            name = source_of(db, *card.rows[0])
            node = next((one for one in self._session.content.nodes if one.id == self._spot.node), None)
            if name and node is not None and node.source_line:
                told.append((self.tr("来源"), self.tr("{} 第{}段").format(name, node.source_line)))
        elif self._spot.row is not None and (count := returns_behind(self._session.content, self._spot)):
            told.append((self.tr("来源"), self.tr("{} 份回收表（Ctrl+Alt+Y 查看）").format(count)))
        elif self._spot.row is not None and (name := source_of(db, "appendix_row", self._spot.row)):
            told.append((self.tr("来源"), name))
        operation = last_change(db, card.rows)
        if operation is not None:
            time = short_time(datetime.fromisoformat(operation.at), datetime.now().astimezone())
            told.append((self.tr("修改"), f"{operation.who} {time}"))
        return told

    def _head(self) -> QHBoxLayout:
        close = QToolButton()
        close.setAutoRaise(True)
        close.setText("×")
        close.setToolTip(self.tr("收起详情栏（F9）"))
        close.setAccessibleName(self.tr("收起详情栏"))
        close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        close.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.setContentsMargins(MARGIN, 0, GAP, 0)
        head.addWidget(self.kind, 1)
        head.addWidget(close)
        return head

    def _connect(self) -> None:
        self._workspace.selected.connect(self.on_selected)
        self._session.changed.connect(self.on_changed)
        self._findings.changed.connect(self.on_changed)
        self.lines.edited.connect(self.on_edited)
        self.lines.left.connect(self.on_changed)
        self.lines.spot_wanted.connect(self.on_spot_wanted)
        self.lines.settled.connect(self._findings.settle)
        self.lines.info_wanted.connect(self.info_wanted)
        self.lines.units_wanted.connect(self.on_units_wanted)

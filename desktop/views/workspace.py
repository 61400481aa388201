"""An open plan in the window: places at the left, heading, tools and editor of the chosen one beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QMenu, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from db.table_design import shift_table
from desktop.models.navigation_model import NavigationModel, Place
from desktop.session import Session
from desktop.theme import MARGIN
from desktop.views.plan_view import PlanView
from desktop.widgets.frame import Hairline, HairlineSplitter, HeadingLabel
from desktop.widgets.icons import dress_actions
from desktop.widgets.navigation import NavigationList
from desktop.widgets.tool_row import ToolRow
from domain.changes import ChangeSet
from domain.spots import Spot

_LEAST = QSize(320, 160)  # px of an editor

ViewMaker = Callable[[Session, Place], PlanView]


def make_view(session: Session, place: Place) -> PlanView:
    """The editor for a place; its module is imported when it is first wanted."""
    if place.table_id is not None:
        from desktop.views.appendix_view import AppendixView

        return AppendixView(session, place.table_id)
    if place.key == "tasks":
        from desktop.views.task_view import TaskView

        return TaskView(session)
    if place.key == "matrix":
        from desktop.views.matrix_view import MatrixView

        return MatrixView(session)
    if place.key == "collecting":
        from desktop.views.collect_view import CollectView

        return CollectView(session)
    if place.key == "units":
        from desktop.views.unit_library_view import UnitLibraryView

        return UnitLibraryView(session)
    if place.key == "statistics":
        from desktop.views.statistics_view import StatisticsView

        return StatisticsView(session)
    if place.key == "enterprises":
        from desktop.views.enterprise_library_view import EnterpriseLibraryView

        return EnterpriseLibraryView(session)
    from desktop.views.outline_view import OutlineView

    return OutlineView(session)


class Workspace(QWidget):
    """Editors are built when they are first visited and kept; `place_changed` tells that another one is shown.

    `errand` passes on what an editor wants of the window. `selected` tells that something else may be selected in the
    editor that is open. `table_wanted` carries what the
    list's menu asked for (“new”, “redesign”, “duplicate”, “up”, “down”, “remove”) and the id of the table, 0 for none.
    """

    place_changed = Signal()
    places_changed = Signal()
    selected = Signal()
    errand = Signal(str, object)
    table_wanted = Signal(str, int)

    def __init__(
        self,
        session: Session,
        maker: ViewMaker = make_view,
        parent: QWidget | None = None,
        *,
        memory: Mapping[str, Any] | None = None,
        zoom: int = 100,
    ) -> None:
        """`memory` is what `remember` gave another day, `zoom` the size of the editors' text in percent."""
        super().__init__(parent)
        self._session = session
        self._maker = maker
        places = (memory or {}).get("places")
        self._remembered: dict[str, Any] = dict(places) if isinstance(places, Mapping) else {}
        self._zoom = zoom
        self._views: dict[str, PlanView] = {}
        self._rows: dict[str, ToolRow] = {}
        self._key = ""
        self.navigation = NavigationModel(session.content, self)
        self.list = NavigationList()
        self.list.setModel(self.navigation)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self.on_menu_wanted)
        self._heading = HeadingLabel()
        self._tools = QStackedWidget()
        self._tools.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._stack = QStackedWidget()
        # Not as wide as the widest editor there is: the window must fit a small screen at double scale.
        self._stack.setMinimumSize(_LEAST)
        self.splitter = HairlineSplitter(Qt.Orientation.Horizontal)
        self.side = self._side()
        self.splitter.addWidget(self.side)
        self.splitter.addWidget(self._middle())
        self.splitter.setStretchFactor(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter)
        self.list.selectionModel().currentChanged.connect(self.on_current_changed)
        self.list.moved.connect(self.on_table_moved)
        session.changed.connect(self.on_changed)
        self.go_to("outline")
        self.go_to(str((memory or {}).get("at", "")))

    @property
    def places(self) -> tuple[Place, ...]:
        """Where one can go."""
        return self.navigation.places

    @property
    def place(self) -> Place:
        """The place that is open."""
        return next((one for one in self.places if one.key == self._key), self.places[0])

    @property
    def key(self) -> str:
        """The key of the place that is open."""
        return self._key

    def view(self) -> PlanView:
        """The editor that is open."""
        return self._views[self._key]

    def views(self) -> Mapping[str, PlanView]:
        """The editors built so far, by key."""
        return self._views

    def go_to(self, key: str) -> None:
        """Open a place; nothing happens when it is not there."""
        row = self.navigation.row_of(key)
        if row >= 0:
            self.list.setCurrentIndex(self.navigation.index(row))

    def show_zoom(self, percent: int) -> None:
        """Show the text of every editor at this size."""
        self._zoom = percent
        for view in self._views.values():
            view.show_zoom(percent)

    def remember(self) -> dict[str, Any]:
        """Where the user is, in every editor that was visited; plain values."""
        known = {key: value for key, value in self._remembered.items() if self.navigation.row_of(key) >= 0}
        return {"at": self._key, "places": {**known, **{key: view.memory() for key, view in self._views.items()}}}

    def needed_width(self) -> int:
        """Px that the list of places and the editor that is open cannot well do without."""
        side = 0 if self.side.isHidden() else self.side.width()
        return side + self.view().minimumSizeHint().width()

    def finish_editing(self) -> None:
        """Write what is being typed."""
        if self._key in self._views:
            self.view().finish_editing()

    def on_current_changed(self, current: QModelIndex) -> None:
        """Show the editor of the selected place."""
        if current.isValid():
            self._show(self.places[current.row()])

    def on_spot_wanted(self, spot: Spot) -> None:
        """Show a heading in the text, or a table in its place."""
        self.go_to("outline" if spot.table is None else f"table:{spot.table}")
        self.view().show_spot(spot)
        self.view().setFocus()

    def on_table_moved(self, table_id: int, offset: int) -> None:
        """Put a table elsewhere among the tables, as one step, and stay with it."""
        self.finish_editing()
        self._session.perform(shift_table, table_id, offset)
        self.go_to(f"table:{table_id}")

    def on_menu_wanted(self, point: QPoint) -> None:
        """Offer what can be done with the table at a place of the list."""
        index = self.list.indexAt(point)
        menu = self.table_menu(self.places[index.row()] if index.isValid() else None)
        menu.popup(self.list.viewport().mapToGlobal(point))

    def table_menu(self, place: Place | None) -> QMenu:
        """The menu of a place; what is not about a table can only make one."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        table_id = place.table_id if place is not None and place.table_id is not None else 0
        tables = [one.table_id for one in self.places if one.table_id is not None]
        menu.addAction(self.tr("新建附表…")).triggered.connect(partial(self._want_table, "new", 0))
        if not table_id:
            return menu
        menu.addSeparator()
        for word, text in (
            ("redesign", self.tr("修改表样…")),
            ("duplicate", self.tr("复制附表")),
            ("up", self.tr("上移")),
            ("down", self.tr("下移")),
            ("remove", self.tr("删除附表")),
        ):
            action = menu.addAction(text)
            action.triggered.connect(partial(self._want_table, word, table_id))
            end = {"up": tables[0], "down": tables[-1]}.get(word)
            action.setEnabled(table_id != end)
        return menu

    def on_changed(self, changes: ChangeSet) -> None:
        """Follow the plan: counts, headings, tables that came or went."""
        keys = [place.key for place in self.places]
        self.navigation.apply(changes, self._session.content)
        if keys != [place.key for place in self.places]:
            self._drop_views()
            self.places_changed.emit()
            self.go_to(self._key if self.navigation.row_of(self._key) >= 0 else "outline")
        self._heading.setText(self.view().heading())

    def dress(self, palette: QPalette) -> None:
        """Take icons in the colours of a palette."""
        for view in self._views.values():
            dress_actions(view.actions(), palette)

    def _show(self, place: Place) -> None:
        if place.key == self._key:
            return
        self.finish_editing()
        if place.key not in self._views:
            view = self._views[place.key] = self._maker(self._session, place)
            dress_actions(view.actions(), self.palette())
            view.show_zoom(self._zoom)
            recalled = self._remembered.get(place.key)
            if isinstance(recalled, Mapping):
                view.recall(recalled)
            view.selected.connect(partial(self._tell_selected, place.key))
            view.spot_wanted.connect(self.on_spot_wanted)
            view.errand.connect(self.errand)
            self._stack.addWidget(view)
            self._rows[place.key] = ToolRow(view.actions())
            self._tools.addWidget(self._rows[place.key])
        self._key = place.key
        self._stack.setCurrentWidget(self.view())
        self._heading.setText(self.view().heading())
        self._tools.setCurrentWidget(self._rows[self._key])
        self.place_changed.emit()
        self.selected.emit()

    def _tell_selected(self, key: str) -> None:
        if key == self._key:
            self.selected.emit()

    def _want_table(self, word: str, table_id: int, _checked: bool = False) -> None:
        self.table_wanted.emit(word, table_id)

    def _drop_views(self) -> None:
        for key in [key for key in self._views if self.navigation.row_of(key) < 0]:
            for stack, widget in ((self._stack, self._views.pop(key)), (self._tools, self._rows.pop(key))):
                stack.removeWidget(widget)
                widget.deleteLater()

    def _side(self) -> QWidget:
        side = QWidget()
        layout = QVBoxLayout(side)
        layout.setContentsMargins(0, MARGIN, 0, 0)
        layout.addWidget(self.list)
        return side

    def _middle(self) -> QWidget:
        top = QWidget()
        line = QVBoxLayout(top)
        line.setContentsMargins(MARGIN, MARGIN - 2, MARGIN, 6)
        line.setSpacing(6)
        line.addWidget(self._heading)
        line.addWidget(self._tools)
        middle = QWidget()
        layout = QVBoxLayout(middle)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(top)
        layout.addWidget(Hairline(Qt.Orientation.Horizontal))
        layout.addWidget(self._stack, 1)
        return middle

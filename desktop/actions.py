"""The menus of the window, and which commands can be used at the moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from desktop.actions_own import OwnActions
from desktop.models.navigation_model import Place
from desktop.theme import SchemeChoice
from desktop.views.view_commands import complete, describe, shortcut_text
from desktop.widgets.icons import dress_actions, name_icon
from domain.changes import Operation

_PLACES_WITH_KEYS = 9
_PLACE_ICONS = {
    "outline": "text",
    "tasks": "tasks",
    "matrix": "matrix",
    "units": "unit",
    "enterprises": "enterprise",
    "statistics": "statistics",
}


class WindowActions(OwnActions):
    """The commands of the window in their menus; the window connects them."""

    place_wanted = Signal(str)
    file_wanted = Signal(object)
    scheme_wanted = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._needing_plan = (
            *(self.save, self.save_as, self.backups, self.clean_copy),
            *(self.print, self.print_review, self.preview),
            *(self.export, self.close, self.info, self.layout, self.history, self.remarks, self.new_table),
            *(self.keep_version, self.versions),
            *(self.collect, self.collect_folder, self.collect_source),
            *self.finding(),
        )
        self.schemes.triggered.connect(lambda action: self.scheme_wanted.emit(SchemeChoice(action.data())))
        self.recent_menu = QMenu(self.tr("最近打开"), window)
        self.recent_menu.setToolTipsVisible(True)
        name_icon(self.recent_menu.menuAction(), "history")
        describe(self.recent_menu.menuAction(), self.tr("打开最近用过的方案"))
        self.menus: list[QMenu] = []
        self._places: list[QAction] = []
        self._shown_places: tuple[Place, ...] | None = None
        self._view: list[QAction] = []
        self._pane: Callable[[], Iterable[QAction]] = tuple
        self.frame_actions: list[QAction] = []  # what shows, hides and walks the panes
        self._is_suspended = False
        window.installEventFilter(self)

    def build_menus(self, bar: QMenuBar) -> None:
        """Fill the menu bar."""
        # The search field stands in the bar: it must be in the window on every desktop.
        bar.setNativeMenuBar(False)
        self._menu(
            bar,
            self.tr("文件(&F)"),
            (self.new, self.open, self.recent_menu, self.sample, None, self.read_new, self.read, None),
            (self.save, self.save_as, self.backups, None, self.print, None, self.close, self.quit),
        )
        self.edit_menu = self._menu(bar, self.tr("编辑(&E)"), (self.undo, self.redo, None, *self.finding()))
        self.view_menu = self._menu(bar, self.tr("视图(&V)"))
        self.view_menu.aboutToShow.connect(self.on_view_menu_wanted)
        self._menu(
            bar,
            self.tr("方案(&P)"),
            (self.info, self.layout, self.history, self.remarks, None),
            (self.keep_version, self.versions, None, self.new_table, self.redesign),
        )
        self._menu(bar, self.tr("征集(&C)"), (self.collect, self.collect_folder, None, self.collect_source))
        self._menu(bar, self.tr("导出(&X)"), (self.export, self.clean_copy, None, self.print_review, self.check_layout))
        self._menu(bar, self.tr("帮助(&H)"), (self.help, self.shortcuts, None, self.about))
        self.show_places(())

    def finding(self) -> list[QAction]:
        """What finds and replaces."""
        return [self.find, self.find_next, self.find_previous, self.replace]

    def show_plan_open(self, is_open: bool) -> None:
        """Offer what needs a plan only while one is open."""
        for action in self._needing_plan:
            action.setEnabled(is_open and not self._is_suspended)
        if not is_open:
            self.show_place(None)
            self.show_history(None, None)
            self.show_places(())
            self.show_view(())

    def suspend(self) -> None:
        """A page of its own is shown: offer nothing that is about the plan behind it."""
        self._is_suspended = True
        self._enable_own(False)
        self.show_places(())
        self.show_view(())

    def resume(self) -> None:
        """The page is gone; whether a plan is open, its places, editor and history are to be shown again."""
        self._is_suspended = False
        self._enable_own(True)

    def show_history(self, undo: Operation | None, redo: Operation | None) -> None:
        """Name the operations that undo and redo are about."""
        for action, word, operation in ((self.undo, self.tr("撤销"), undo), (self.redo, self.tr("重做"), redo)):
            action.setEnabled(operation is not None and not self._is_suspended)
            text = f"{word} {operation.label}".replace("&", "&&") if operation else word
            if action.text() != text:
                action.setText(text)
                describe(action, f"{word} {operation.label}" if operation else word)

    def show_place(self, table_id: int | None) -> None:
        """Offer to change a table's form while a table is open."""
        self.redesign.setEnabled(table_id is not None and not self._is_suspended)

    def show_view(self, actions: Iterable[QAction]) -> None:
        """Put the commands of the open editor, or of the page over it, into the edit menu."""
        self._view = list(actions)
        for action in self._view:
            complete(action)
        self.edit_menu.clear()
        if not self._is_suspended:
            self.edit_menu.addActions([self.undo, self.redo])
            self.edit_menu.addSeparator()
            self.edit_menu.addActions(self.finding())
            self.edit_menu.addSeparator()
        self.edit_menu.addActions(self._view)

    def follow_pane(self, actions: Callable[[], Iterable[QAction]]) -> None:
        """Ask this for the commands of the pane beside the editors, whenever they are to be shown."""
        self._pane = actions

    def show_places(self, places: Sequence[Place]) -> None:
        """Offer the places of the plan, the first nine by Alt and a digit."""
        if tuple(places) == self._shown_places:  # most edits change no place
            return
        self._shown_places = tuple(places)
        self.view_menu.clear()
        for action in self._places:
            action.deleteLater()
        self._places = []
        for number, place in enumerate(places, start=1):
            action = QAction(place.title, self)
            action.setObjectName(place.key)
            name_icon(action, _PLACE_ICONS.get(place.key, "table"))
            if number <= _PLACES_WITH_KEYS:
                action.setShortcut(QKeySequence(f"Alt+{number}"))
            describe(action, self.tr("前往{}").format(place.hint or place.title))
            action.triggered.connect(lambda _checked=False, key=place.key: self.place_wanted.emit(key))
            self._places.append(action)
        self._fill_view_menu()

    def show_recent(self, paths: Sequence[Path]) -> None:
        """List recent files."""
        self.recent_menu.clear()
        for path in paths:
            action = self.recent_menu.addAction(path.name.replace("&", "&&"))
            name_icon(action, "text")
            describe(action, str(path))
            action.triggered.connect(lambda _checked=False, path=path: self.file_wanted.emit(path))
        self.recent_menu.setEnabled(bool(paths))

    def show_scheme(self, choice: SchemeChoice) -> None:
        """Tick the scheme that was chosen."""
        for action in self.schemes.actions():
            action.setChecked(action.data() == choice)

    def shortcut_list(self, more: Iterable[QAction]) -> list[tuple[str, str]]:
        """Every command that has a shortcut, with it; those of the open editor last."""
        # QAction.menu() gives a second owner to a menu in PySide6 6.9, which then dies twice.
        menus = {menu.menuAction(): menu for menu in self._window.findChildren(QMenu)}
        inside = [one for action in more for one in (menus[action].actions() if action in menus else (action,))]
        return [
            (action.text().split(" ")[0].rstrip("…"), shortcut_text(action))
            for action in [*self.own(), *self._places, *inside]
            if not action.shortcut().isEmpty()
        ]

    def places(self) -> list[QAction]:
        """The commands that lead to the places of the plan."""
        return list(self._places)

    def shown(self) -> list[QAction]:
        """The commands of what is shown: the editor or the page over it, and the pane beside it."""
        return [*(action for action in self._view if not action.isSeparator()), *self.frame_actions, *self._pane()]

    def reason(self, action: QAction) -> str:
        """Say why a command cannot be used now; empty when it can."""
        if action.isEnabled():
            return ""
        if self._is_suspended and action in self.own():
            return self.tr("先处理完这一页")
        if action in self._needing_plan and not self.save.isEnabled():
            return self.tr("先打开一份方案")
        known = {
            self.undo: self.tr("没有可以撤销的步骤"),
            self.redo: self.tr("没有可以重做的步骤"),
            self.redesign: self.tr("先打开一张附表"),
        }
        return known.get(action, self.tr("所选内容不适用"))

    def dress(self) -> None:
        """Put the icons on, in the colours of the window; menus that were never opened are dressed as they open."""
        dress_actions([*self.own(), *self._places, self.recent_menu.menuAction()], self._window.palette())

    def on_menu_opens(self) -> None:
        """Dress what a menu is about to show."""
        menu = self.sender()
        if isinstance(menu, QMenu):
            dress_actions(menu.actions(), menu.palette())

    def on_view_menu_wanted(self) -> None:
        """The pane beside the editors may have come or gone."""
        self._fill_view_menu()
        dress_actions(self.view_menu.actions(), self.view_menu.palette())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wear the colours of a new palette."""
        if event.type() == QEvent.Type.PaletteChange and watched is self._window:
            dress_actions([action for action in self.own() if not action.icon().isNull()], self._window.palette())
        return False

    def _fill_view_menu(self) -> None:
        self.view_menu.clear()
        self.view_menu.addActions(self._places)
        self.view_menu.addSeparator()
        self.view_menu.addAction(self.palette)
        self.view_menu.addAction(self.preview)
        self.view_menu.addActions(self.frame_actions)
        self.view_menu.addActions(list(self._pane()))
        self.view_menu.addSeparator()
        self.view_menu.addActions(self.schemes.actions())

    def _enable_own(self, enabled: bool) -> None:
        staying = (self.quit, self.palette, self.help, self.shortcuts, self.about, *self.schemes.actions())
        for action in self.own():
            if action not in staying:
                action.setEnabled(enabled)
        self.recent_menu.setEnabled(enabled and bool(self.recent_menu.actions()))

    def _menu(self, bar: QMenuBar, title: str, *groups: Sequence[QAction | QMenu | None]) -> QMenu:
        menu = bar.addMenu(title)
        menu.setToolTipsVisible(True)
        menu.aboutToShow.connect(self.on_menu_opens)
        for entry in (one for group in groups for one in group):
            if entry is None:
                menu.addSeparator()
            elif isinstance(entry, QMenu):
                menu.addMenu(entry)
            else:
                menu.addAction(entry)
        self.menus.append(menu)
        return menu

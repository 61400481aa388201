"""The command palette: from a few letters to any command, place, unit, row, setting or file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import QByteArray, QObject, QRunnable, Qt, QThreadPool, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu, QWidget
from shiboken6 import isValid

from desktop.actions import WindowActions
from desktop.palette_entries import (
    Entry,
    Group,
    cell_spot,
    command_entries,
    file_entries,
    finding_entry,
    place_entries,
)
from desktop.palette_index import Found, Hit, PaletteIndex
from desktop.palette_settings import setting_entries
from desktop.plan_files import PlanFiles
from desktop.session import Session
from desktop.settings import Settings
from desktop.views.spots import place_of
from desktop.views.workspace import Workspace
from desktop.widgets.palette_field import TopLine
from desktop.widgets.palette_popup import PalettePopup
from domain.pinyin import Match, preload
from domain.plan_findings import PlanFinding
from domain.spots import Spot

_REMEMBERED = "commands"
_MOST_RECENT = 6
_PREFIXES = {
    ">": Group.COMMANDS,
    "》": Group.COMMANDS,
    "＞": Group.COMMANDS,
    "#": Group.HEADINGS,
    "＃": Group.HEADINGS,
    "@": Group.UNITS,
    "＠": Group.UNITS,
    "!": Group.FINDINGS,
    "！": Group.FINDINGS,
}
_FIRST = ("read", "export", "preview", "info", "history", "new", "open", "sample", "read_new", "help")


class Host(Protocol):
    """What the palette needs of the window."""

    session: Session | None
    workspace: Workspace | None
    commands: WindowActions
    files: PlanFiles


class Palette(QObject):
    """Opens with Ctrl+K or a click into its field; nothing of it is modal."""

    def __init__(
        self,
        window: QMainWindow,
        host: Host,
        settings: Settings,
        findings: Callable[[], Sequence[PlanFinding]] = tuple,
        panel: Callable[[], QWidget | None] = lambda: None,
    ) -> None:
        """`findings` are those of the open plan, `panel` the content of the panel at the right."""
        super().__init__(window)
        self._window, self._host, self._settings = window, host, settings
        self._findings, self._panel = findings, panel
        self._recent: list[str] = bytes(settings.layout(_REMEMBERED).data()).decode("ascii", "ignore").split()
        self._before: QWidget | None = None
        self._loader: _Loader | None = None
        self._is_spelling_known = False
        self._entries: list[Entry] = []
        commands = host.commands
        self.line = TopLine((commands.undo, commands.redo, commands.print_review), self._passing)
        self.field = self.line.field
        self.popup = PalettePopup(window)
        self.index = PaletteIndex(self)
        window.menuBar().setCornerWidget(self.line, Qt.Corner.TopRightCorner)
        commands.palette.triggered.connect(self.open)
        self.field.entered.connect(self.on_entered)
        self.field.left.connect(self.on_left)
        self.field.dismissed.connect(self.dismiss)
        self.field.textChanged.connect(self.on_text_changed)
        self.field.stepped.connect(self.popup.step)
        self.field.accepted.connect(self.on_accepted)
        self.popup.chosen.connect(self.on_chosen)
        self.index.found.connect(self.on_found)
        self.index.finished.connect(self.on_finished)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self.on_focus_changed)

    def open(self) -> None:
        """Take the keys into the field and show what there is; once more: begin a new query."""
        if self.field.hasFocus():
            self.field.selectAll()
            self._drop()
        else:
            self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            if not self.popup.isVisible():
                self._drop()  # where the window is not the active one, focus comes later

    def dismiss(self) -> None:
        """Close, and give the keys back to where they were."""
        before, self._before = self._before, None
        self._close()
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.field.hasFocus():
            self._window.setFocus(Qt.FocusReason.OtherFocusReason)

    def on_focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        """Remember where the keys were."""
        if new is self.field and old is not None and old is not self.field and isValid(old):
            self._before = old

    def on_entered(self) -> None:
        """The keys came into the field."""
        self._drop()

    def on_left(self) -> None:
        """The keys went elsewhere by themselves."""
        self._before = None
        self._close()

    def on_text_changed(self, text: str) -> None:
        """Answer another query."""
        if not self.popup.isVisible() and not text:
            return
        if not self.popup.isVisible():
            self._drop()
        self._search(text)

    def on_found(self, found: list[Found]) -> None:
        """Show results as they come."""
        self.popup.show_results(found)

    def on_finished(self) -> None:
        """Nothing more will come."""
        if self.popup.model.rowCount() == 0:
            self.popup.show_results((), self._sentence())

    def on_accepted(self, is_other: bool) -> None:
        """Take the chosen result, or the other place it leads to."""
        hit = self.popup.current()
        if hit is not None:
            self._take(self._placed(hit), is_other=is_other)

    def on_chosen(self, hit: Hit) -> None:
        """Take a result that was clicked."""
        self._take(self._placed(hit), is_other=False)

    def _placed(self, hit: Hit) -> Entry:
        """A row of a table leads to the cell that was found in it."""
        session, spans = self._host.session, hit.found.spans
        if session is None or not spans:
            return hit.entry
        return replace(hit.entry, spot=cell_spot(hit.entry, spans[0][0], session.content.tables))

    def _passing(self) -> list[QAction]:
        commands = self._host.commands
        editing = (commands.undo, commands.redo)
        return [*(one for one in commands.own() if one not in editing), *commands.places(), *commands.frame_actions]

    def _drop(self) -> None:
        session = self._host.session
        self.index.take(session.content if session is not None else None)
        self._entries = list(self._other_entries())
        self._preload()
        self.popup.drop_from(self.field)
        self._search(self.field.text())

    def _close(self) -> None:
        self.index.stop()
        self.popup.dismiss()
        self._entries = []
        self.field.clear()

    def _search(self, text: str) -> None:
        self.popup.begin()
        group = _PREFIXES.get(text[:1])
        query = text[1:] if group else text
        if not query.strip():
            self.index.stop()
            self.popup.show_results(self._unasked(group), self._sentence())
            return
        if not query.isascii() or self._is_spelling_known or not any(map(str.isalpha, query)):
            wanted = frozenset((group,)) if group else frozenset(Group) - {Group.FINDINGS}
            entries = self._entries if group is not Group.FINDINGS else self._finding_entries()
            self.index.search(query, entries, wanted, self._find_name)

    def _unasked(self, group: Group | None) -> list[Found]:
        """What stands there before anything is typed: what was used last, or all of the group asked for."""
        content = self._host.session.content if self._host.session is not None else None
        if group is Group.FINDINGS:
            return _listed(self._finding_entries(), group)
        if group in (Group.HEADINGS, Group.UNITS) and content is not None:
            return _listed(self.index.entries_of(group), group)
        if group is not None:
            return _listed([entry for entry in self._entries if entry.group is group], group)
        usable = {entry.key: entry for entry in self._entries if not entry.reason}
        if content is not None:
            usable |= {
                entry.key: entry for one in (Group.HEADINGS, Group.UNITS) for entry in self.index.entries_of(one)
            }
        recent = [usable[key] for key in self._recent if key in usable]
        first = [usable[key] for name in _FIRST if (key := f"command:{name}") in usable and key not in self._recent]
        places = [entry for entry in usable.values() if entry.key.startswith("place:") and entry not in recent]
        return [
            *_listed([replace(entry, group=Group.RECENT) for entry in recent], Group.RECENT),
            *_listed(places[:6], Group.HEADINGS),
            *_listed(first[:6], Group.COMMANDS),
        ]

    def _other_entries(self) -> Iterator[Entry]:
        commands = self._host.commands
        own = [action for action in commands.own() if action not in commands.schemes.actions()]
        own.remove(commands.palette)
        # QAction.menu() gives a second owner to a menu in PySide6 6.9, which then dies twice.
        menus = {menu.menuAction(): menu for menu in self._window.findChildren(QMenu)}
        yield from command_entries([*own, *commands.shown()], commands.reason, menus)
        yield from command_entries(commands.schemes.actions(), commands.reason, {}, Group.SETTINGS)
        if self._host.workspace is not None and commands.places():
            yield from place_entries(self._host.workspace.places)
            yield from setting_entries(commands, self._panel)
        yield from file_entries(self._settings.recent_files(), self._host.files.open_soon)

    def _finding_entries(self) -> list[Entry]:
        return [finding_entry(number, one) for number, one in enumerate(self._findings())]

    def _sentence(self) -> str:
        text = self.field.text()
        if _PREFIXES.get(text[:1]) is Group.FINDINGS and not text[1:].strip():
            return self.tr("没有需要核对的地方。")
        if self._host.session is None:
            return self.tr("没有找到。打开方案以后，还可以查找章节、任务、单位和附表的行。")
        return self.tr("没有找到。可以少输几个字，或改用拼音、首字母。")

    def _take(self, entry: Entry, *, is_other: bool) -> None:
        if entry.reason:
            self.popup.say(f"{entry.title}：{entry.reason}")
            return
        self._remember(entry)
        self.dismiss()
        if entry.action is not None:
            entry.action.trigger()
        elif entry.call is not None and (is_other or entry.spot is None):
            entry.call()
        else:
            place = (entry.other if is_other else "") or entry.place
            self._go(place or (place_of(entry.spot) if entry.spot is not None else ""), entry.spot)

    def _go(self, place: str, spot: Spot | None) -> None:
        workspace = self._host.workspace
        if workspace is None:
            return
        workspace.go_to(place)
        view = workspace.view()
        if spot is not None and spot.unit is not None and place == "tasks":
            from desktop.views.task_view import TaskView

            if isinstance(view, TaskView):
                view.filters.show_unit(spot.unit)
        elif spot is not None:
            view.show_spot(spot)
        view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _find_name(self, name: str) -> None:
        """Go to the first row that names an enterprise."""
        session = self._host.session
        if session is None:
            return
        for table in session.content.tables:
            for row in table.rows:
                for column in table.spec.columns:
                    if name in row.cell(column.key).text:
                        self._go(f"table:{table.id}", Spot(table=table.id, row=row.id, column=column.id))
                        return

    def _remember(self, entry: Entry) -> None:
        self._recent = [entry.key, *(key for key in self._recent if key != entry.key)][:_MOST_RECENT]
        # Between two starts nothing of a plan is remembered: only which commands were used.
        commands = [key for key in self._recent if key.startswith("command:") and key.isascii()]
        self._settings.keep_layout(_REMEMBERED, QByteArray(" ".join(commands).encode("ascii")))

    def _preload(self) -> None:
        if self._loader is None:
            self._loader = _Loader()
            self._loader.loaded.connect(self.on_spelling_known)
            QThreadPool.globalInstance().start(_Loading(self._loader))

    def on_spelling_known(self) -> None:
        """Letters can be answered from now on."""
        self._is_spelling_known = True
        if self.popup.isVisible() and self.field.text():
            self._search(self.field.text())


class _Loader(QObject):
    loaded = Signal()


class _Loading(QRunnable):
    """Loads the table of readings on another thread, once."""

    def __init__(self, loader: _Loader) -> None:
        super().__init__()
        self._loader = loader

    def run(self) -> None:
        """Load, and tell; the program may be ending meanwhile."""
        preload()
        if isValid(self._loader):
            self._loader.loaded.emit()


def _listed(entries: Sequence[Entry], group: Group) -> list[Found]:
    hits = tuple(Hit(entry, Match(0, ())) for entry in entries[:200])
    return [Found(group, hits, len(entries))] if hits else []

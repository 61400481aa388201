"""Finding and replacing in the open plan: what is looked for, what was found, where one is, what is ticked."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from itertools import groupby

from PySide6.QtCore import QObject, QTimer, Signal

from db.unit_library import merged_into, replace_and_merge
from desktop.jobs.runner import Job, JobRunner
from desktop.models.find_model import Find, FindRow, Group, Results, arrange, excerpt
from desktop.models.find_places import FindPlaces
from desktop.session import Session
from desktop.views.find_spots import show_find
from desktop.views.workspace import Workspace
from domain.content import PlanContent
from domain.searching import Hit, Query, TextIndex
from domain.searching import Spot as FoundSpot
from domain.units import Unit

_PAUSE = 120  # ms after a key
_FEW_TEXTS = 20_000  # more are searched off the main thread


class FindDesk(QObject):
    """Lives as long as the window and looks again after every edit while somebody watches.

    `changed`: other finds, or ticks, than before. `reached` carries the number of the find the user was led to.
    `replaced` carries how many were replaced.
    """

    changed = Signal()
    reached = Signal(int)
    replaced = Signal(int)

    def __init__(
        self,
        session: Callable[[], Session | None],
        workspace: Callable[[], Workspace | None],
        runner: JobRunner,
        parent: QObject,
        *,
        few: int = _FEW_TEXTS,
    ) -> None:
        """`session` and `workspace` give those of the open plan; `few` texts are searched at once."""
        super().__init__(parent)
        self._open_session, self._open_workspace, self._runner, self._few = session, workspace, runner, few
        self._session: Session | None = None
        self._index, self._lock = TextIndex(), threading.Lock()
        self._job: Job | None = None
        self._flipped: set[tuple[FoundSpot, int]] = set()
        self.query = Query("")
        self.by = ""
        self.is_replacing = False
        self.results = Results()
        self.current = -1
        self.places = FindPlaces(PlanContent())
        self.is_watched = False
        self._pause = QTimer(self, singleShot=True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self.look)

    # Looking

    def ask(self, query: Query) -> None:
        """Look for something else, when the keys rest."""
        if query != self.query:
            self.query = query
            self._flipped.clear()
            self.current = -1
            self._pause.start()

    def look(self) -> None:
        """Look now; the finds come at once, or, of a large plan, from another thread."""
        self._pause.stop()
        self._drop_job()
        session = self._attach()
        if session is None or not self.query.words:
            self._take(Results(), FindPlaces(session.content if session else PlanContent()))
            return
        content, query = session.content, self.query
        if _texts(content) <= self._few:
            self._take(*self._search(content, query))
            return
        job = self._job = self._runner.prepare(lambda _, is_cancelled: self._search(content, query, is_cancelled))
        job.done.connect(self.on_done)
        self._runner.start(job)

    def is_looking(self) -> bool:
        """Whether what is shown may not be the last word."""
        return self._pause.isActive() or self._job is not None

    def on_done(self, found: tuple[Results, FindPlaces]) -> None:
        """Show what came from the other thread, unless something else is looked for by now."""
        if self.sender() is self._job:
            self._job = None
            self._take(*found)

    def on_changed(self) -> None:
        """Look again when the edits rest; places may have moved."""
        if self.is_watched and self.query.words:
            self._pause.start()
        else:
            self.results = Results()

    def leave(self) -> None:
        """The plan is closed; what was looked for stays."""
        self._pause.stop()
        self._drop_job()
        self._session = None
        self._index = TextIndex()
        self._take(Results(), FindPlaces(PlanContent()))

    # Going from one to the next

    def step(self, step: int) -> None:
        """Go to the next find (1) or the one before (-1), behind the last to the first."""
        if self._pause.isActive() or (not self.results.finds and self.query.words and self._job is None):
            self.look()
        count = len(self.results.finds)
        if count:
            self.go_to((self.current + step) % count if self.current >= 0 else self._nearest())

    def go_to(self, number: int) -> None:
        """Show a find where it stands, its words selected; the keys stay where they are."""
        workspace = self._open_workspace()
        if workspace is None or not 0 <= number < len(self.results.finds):
            return
        self.current = number
        find = self.results.finds[number]
        show_find(workspace, self.places.target(find.hit.spot), find)
        self.reached.emit(number)

    # Replacing

    def replace_with(self, by: str, *, is_replacing: bool) -> None:
        """Say what is to come instead of what was found."""
        if (by, is_replacing) != (self.by, self.is_replacing):
            self.by, self.is_replacing = by, is_replacing
            self.changed.emit()

    def is_ticked(self, number: int) -> bool:
        """Whether an occurrence is to be replaced: every one but those that would make one unit of two."""
        find = self.results.finds[number]
        return (self._merged(find) is None) != (find.key in self._flipped)

    def tick(self, number: int) -> None:
        """Tick an occurrence, or take its tick away."""
        self._flipped ^= {self.results.finds[number].key}
        self.changed.emit()

    def tick_group(self, group: Group) -> None:
        """Tick all of a group; where all are, none."""
        wanted = not self.group_tick(group)
        self._flipped ^= {
            self.results.finds[number].key
            for number in range(group.first, group.last)
            if self.is_ticked(number) != wanted
        }
        self.changed.emit()

    def group_tick(self, group: Group) -> bool | None:
        """Whether all of a group are ticked; None while nothing is being replaced."""
        return all(map(self.is_ticked, range(group.first, group.last))) if self.is_replacing else None

    def count_ticked(self) -> int:
        """How many would be replaced."""
        return sum(map(self.is_ticked, range(len(self.results.finds))))

    def replace(self) -> None:
        """Replace what is ticked as one step; where the plan says another thing by now, say so and look again."""
        workspace = self._open_workspace()
        if workspace is not None:
            workspace.finish_editing()
        session = self._attach()
        chosen = [find for number, find in enumerate(self.results.finds) if self.is_ticked(number)]
        if session is None or not chosen or not self.is_replacing:
            return
        hits = [
            replace(hit, spans=tuple((find.start, find.end) for find in finds))
            for hit, finds in groupby(chosen, key=lambda find: find.hit)
        ]
        changes = session.perform(replace_and_merge, hits, self.by, self.query.words)
        self.look()
        if changes:
            self.replaced.emit(len(chosen))

    def describe(self, number: int) -> FindRow:
        """The row of an occurrence."""
        find = self.results.finds[number]
        before, words, after = excerpt(find)
        if not self.is_replacing:
            return FindRow(self.places.label(find.hit.spot), before, words, after)
        other = self._merged(find)
        note = self.tr("将与“{}”合并为一个单位").format(other.name) if other is not None else ""
        where = "" if note else self.places.label(find.hit.spot)
        return FindRow(where, before, words, after, self.by, self.is_ticked(number), note)

    def _merged(self, find: Find) -> Unit | None:
        if find.hit.spot.record != "unit" or self._session is None:
            return None
        return merged_into(find.hit, self.by, self._session.content.units)

    def _search(
        self, content: PlanContent, query: Query, is_cancelled: Callable[[], bool] = lambda: False
    ) -> tuple[Results, FindPlaces]:
        places = FindPlaces(content)
        with self._lock:
            self._index.update(content)
            hits: list[Hit] = self._index.find(query, is_cancelled)
        return arrange(hits, places), places

    def _take(self, results: Results, places: FindPlaces) -> None:
        current = self.results.finds[self.current].key if 0 <= self.current < len(self.results.finds) else None
        self.results, self.places = results, places
        keys = (number for number, find in enumerate(results.finds) if find.key == current)
        self.current = next(keys, -1) if current is not None else -1
        self.changed.emit()

    def _nearest(self) -> int:
        """The first find of the place that is open; the very first where it has none."""
        workspace = self._open_workspace()
        here = workspace.key if workspace is not None else ""
        places = ((number, self.places.target(group_find.hit.spot).place) for number, group_find in self._firsts())
        return next((number for number, place in places if place == here), 0)

    def _firsts(self) -> list[tuple[int, Find]]:
        return [(group.first, self.results.finds[group.first]) for group in self.results.groups]

    def _attach(self) -> Session | None:
        session = self._open_session()
        if session is not self._session:
            self._session = session
            self._index = TextIndex()
            if session is not None:
                session.changed.connect(self.on_changed)
        return session

    def _drop_job(self) -> None:
        job, self._job = self._job, None
        if job is not None:
            job.cancel()


def _texts(content: PlanContent) -> int:
    """About how many texts a plan has."""
    cells = sum(len(table.rows) * len(table.spec.columns) for table in content.tables)
    return cells + sum(1 + len(node.paragraphs) for node in content.nodes)

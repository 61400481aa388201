"""What has changed in a plan since a version of it: line by line, cell by cell, each line known again by its id.

The version is laid out once; comparing it with what the plan says now costs little more than printing the plan, so it
can be done after every edit. How a line was reworded, character by character, is `domain.text_runs`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from domain.alignment import SIMILAR, align, similarity
from domain.content import PlanContent
from domain.outline_alignment import match_nodes
from domain.text import comparison_key
from domain.version_tables import CellChange, ChangeKind, compare_tables

__all__ = ["CellChange", "ChangeKind", "LineChange", "TextLine", "VersionComparison", "VersionDifference"]


@dataclass(frozen=True)
class TextLine:
    """A line of the plan's text: the title of a heading where `paragraph` is None, else a paragraph.

    `text` is what is printed, `words` without the duty clause. `node` is None before the first heading.
    """

    node: int | None
    paragraph: int | None
    text: str
    words: str
    clause: str = ""
    level: int = 0


@dataclass(frozen=True)
class LineChange:
    """What became of a line.

    `node` and `paragraph` say where it is now; of lines that are GONE, which line they stood behind (`paragraph` None:
    the heading, both None: the plan's title). `former` are the lines of the version: none for a NEW one, several for
    GONE ones that stood together. For a line that is moved `behind` says in the same way which line it stood behind.
    """

    kind: ChangeKind
    node: int | None
    paragraph: int | None
    before: str
    after: str
    former: tuple[TextLine, ...] = ()
    is_moved: bool = False
    behind: tuple[int | None, int | None] = (None, None)


@dataclass(frozen=True)
class VersionDifference:
    """Everything that a reader finds changed since a version; nothing for a line that is as it was."""

    lines: tuple[LineChange, ...] = ()
    cells: tuple[CellChange, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.lines or self.cells)


@dataclass
class _Side:
    """The text of one state, laid out."""

    lines: list[TextLine]
    titles: dict[int, int] = field(default_factory=dict)  # place among the lines by the id of a heading
    paragraphs: dict[int, int] = field(default_factory=dict)
    parents: dict[int, int | None] = field(default_factory=dict)


class VersionComparison:
    """A version, laid out to be compared with many later states."""

    def __init__(self, version: PlanContent) -> None:
        self._version = version
        self._old = _lay_out(version)

    def compare(self, now: PlanContent, *, with_tables: bool = True) -> VersionDifference:
        """What has changed since; without the tables where only the text is looked at."""
        new = _lay_out(now)
        matched = self._match(new, now)
        moved = _moved(self._old, new, matched)
        lines = [
            change
            for place, line in enumerate(new.lines)
            if (change := self._changed(line, matched.get(place), is_moved=place in moved)) is not None
        ]
        lines = [_with_origin(one, self._old, new, matched, moved) if one.is_moved else one for one in lines]
        cells = compare_tables(self._version.tables, now.tables) if with_tables else ()
        return VersionDifference(_with_gone(lines, self._old, new, matched), cells)

    def _changed(self, line: TextLine, former: int | None, *, is_moved: bool) -> LineChange | None:
        if former is None:
            return LineChange(ChangeKind.NEW, line.node, line.paragraph, "", line.text) if line.text else None
        old = self._old.lines[former]
        if old.text == line.text and not is_moved:
            return None
        kind = ChangeKind.MOVED if old.text == line.text else ChangeKind.CHANGED
        return LineChange(kind, line.node, line.paragraph, old.text, line.text, (old,), is_moved)

    def _match(self, new: _Side, now: PlanContent) -> dict[int, int]:
        """For the places of lines now those in the version."""
        old = self._old
        found: dict[int, int] = {}
        for mine, theirs in ((new.titles, old.titles), (new.paragraphs, old.paragraphs)):
            for key, place in mine.items():
                if key > 0 and key in theirs and _is_same(old, old.lines[theirs[key]], new, new.lines[place]):
                    found[place] = theirs[key]
        self._match_rest(new, now, found)
        return found

    def _match_rest(self, new: _Side, now: PlanContent, found: dict[int, int]) -> None:
        """Lines that came back under another id: headings by their place in the outline, paragraphs by their words."""
        taken = set(found.values())
        if any(place not in found for place in new.titles.values()) and len(taken) < len(self._old.lines):
            for mine, theirs in match_nodes(self._version.nodes, now.nodes).items():
                place, former = new.titles[mine], self._old.titles[theirs]
                if place not in found and former not in taken:
                    found[place] = former
                    taken.add(former)
        left = [place for place in self._old.paragraphs.values() if place not in taken]
        fresh = [place for place in new.paragraphs.values() if place not in found]
        equal: dict[str, list[int]] = {}
        for place in left:
            equal.setdefault(comparison_key(self._old.lines[place].text), []).append(place)
        for place in list(fresh):
            same = equal.get(comparison_key(new.lines[place].text))
            if same:
                found[place] = same.pop(0)
                left.remove(found[place])
                fresh.remove(place)
        self._match_alike(new, found, left, fresh)

    def _match_alike(self, new: _Side, found: dict[int, int], left: list[int], fresh: list[int]) -> None:
        """Paragraphs of one heading that read alike."""
        olds, news = _by_owner(self._old, left), _by_owner(new, fresh)
        for owner, places in news.items():
            former = olds.get(self._former_owner(owner, new, found), [])
            texts = [self._old.lines[one].words for one in former], [new.lines[one].words for one in places]
            for here, there in align(*texts):
                if here is not None and there is not None:
                    found[places[there]] = former[here]

    def _former_owner(self, owner: int | None, new: _Side, found: Mapping[int, int]) -> int | None:
        if owner is None:
            return None
        former = found.get(new.titles[owner])
        return -1 if former is None else self._old.lines[former].node


def _lay_out(content: PlanContent) -> _Side:
    side = _Side([])

    def put(line: TextLine) -> None:
        place = len(side.lines)
        if line.paragraph is not None:
            side.paragraphs[line.paragraph or -1 - place] = place  # a line without an id is known by its words
        elif line.node is not None:
            side.titles[line.node] = place
        side.lines.append(line)

    for one in content.preamble:
        put(TextLine(None, one.id, one.text, one.text, one.clause))
    for placed in content.placed():
        node = placed.node
        side.parents[node.id] = node.parent
        put(TextLine(node.id, None, node.title, node.title, level=placed.level))
        printed = content.printed_paragraphs(node)
        for one, text in zip(node.paragraphs, printed, strict=False):
            put(TextLine(node.id, one.id, text, one.text, one.clause))
        if not node.paragraphs and printed:
            put(TextLine(node.id, 0, printed[0], ""))
    return side


def _is_same(old: _Side, was: TextLine, new: _Side, line: TextLine) -> bool:
    """Whether two lines with one id are one line: the id of a line that was taken out may be given again elsewhere."""
    if line.paragraph is None:
        stays = old.parents.get(was.node or 0) == new.parents.get(line.node or 0)
    else:
        stays = was.node == line.node
    return stays or was.words in line.words or line.words in was.words or similarity(was.words, line.words) >= SIMILAR


def _by_owner(side: _Side, places: Iterable[int]) -> dict[int | None, list[int]]:
    found: dict[int | None, list[int]] = {}
    for place in places:
        found.setdefault(side.lines[place].node, []).append(place)
    return found


def _moved(old: _Side, new: _Side, matched: Mapping[int, int]) -> set[int]:
    """The fewest lines that must have been moved: below another heading, or past others below the same one."""
    twins = {new.lines[place].node: old.lines[matched[place]].node for place in new.titles.values() if place in matched}
    twins[None] = None
    groups: dict[tuple[int | None, bool], list[int]] = {}
    moved: set[int] = set()
    for place, former in matched.items():
        line, was = new.lines[place], old.lines[former]
        is_title = line.paragraph is None
        above = new.parents.get(line.node or 0) if is_title else line.node
        was_above = old.parents.get(was.node or 0) if is_title else was.node
        if twins.get(above, -1) != was_above:
            moved.add(place)
        else:
            groups.setdefault((above, is_title), []).append(place)
    for group in groups.values():
        group.sort()
        staying = _longest_rising([matched[place] for place in group])
        moved |= {place for index, place in enumerate(group) if index not in staying}
    return moved


def _with_origin(
    change: LineChange, old: _Side, new: _Side, matched: Mapping[int, int], moved: Collection[int]
) -> LineChange:
    """Say which line that still stands where it stood was the last one before a line that moved."""
    place = new.paragraphs.get(change.paragraph or 0, -1)
    end = place + 1
    if change.paragraph is None:
        place = new.titles[change.node or 0]
        level = new.lines[place].level
        later = range(place + 1, len(new.lines))
        end = next((one for one in later if 0 < new.lines[one].level <= level), len(new.lines))
    now = {former: mine for mine, former in matched.items()}
    for former in range(matched.get(place, 0) - 1, -1, -1):
        mine = now.get(former)
        if mine is not None and mine not in moved and not place <= mine < end and new.lines[mine].paragraph != 0:
            line = new.lines[mine]
            return replace(change, behind=(line.node, line.paragraph))
    return change


def _longest_rising(values: Sequence[int]) -> set[int]:
    """Indices of a longest rising subsequence."""
    tails: list[int] = []
    indices: list[int] = []
    before: list[int] = []
    for index, value in enumerate(values):
        place = bisect_left(tails, value)
        before.append(indices[place - 1] if place else -1)
        tails[place : place + 1] = [value]
        indices[place : place + 1] = [index]
    found: set[int] = set()
    at = indices[-1] if indices else -1
    while at >= 0:
        found.add(at)
        at = before[at]
    return found


def _with_gone(
    lines: Sequence[LineChange], old: _Side, new: _Side, matched: Mapping[int, int]
) -> tuple[LineChange, ...]:
    """The changes in reading order, with what is gone behind the line it stood behind."""
    forward = {former: place for place, former in matched.items()}
    behind: dict[int, list[TextLine]] = {}
    above = -1
    for place, line in enumerate(old.lines):
        if place in forward:
            above = forward[place]
        elif line.text:
            behind.setdefault(above, []).append(line)
    places = {(line.node, line.paragraph): place for place, line in enumerate(new.lines)}
    ordered = [(places[change.node, change.paragraph], 0, change) for change in lines]
    for place, gone in behind.items():
        at = new.lines[place] if place >= 0 else None
        text = "\n".join(line.text for line in gone)
        where = (at.node, at.paragraph) if at else (None, None)
        ordered.append((place, 1, LineChange(ChangeKind.GONE, *where, text, "", tuple(gone))))
    ordered.sort(key=lambda one: one[:2])
    return tuple(change for _, _, change in ordered)

"""The plan as the lines of one continuous text: what each line says, how it looks, and which duties stand behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import NamedTuple

from desktop.models.outline_model import PREAMBLE
from domain.content import PlanContent
from domain.duty_clause import is_inside
from domain.duty_parts import DEADLINE
from domain.heading_looks import is_centred, look_level
from domain.labels import TASK_COLUMNS
from domain.outline import NodeKind, OutlineNode, PlacedNode
from domain.units import Duty, Role

DEADLINE_WORD = TASK_COLUMNS["deadline"]
_ROLE_ORDER = (Role.LEAD, Role.RESPONSIBLE, Role.SUPPORT)


class LineKind(IntEnum):
    """What a line is."""

    TITLE = 0
    OPENING = 1  # where 引言 is to be written, while there is none
    HEADING = 2
    PARAGRAPH = 3
    CLAUSE = 4  # the duties of a heading that has no paragraph
    TABLE = 5  # the place of an appendix table in the text


class LineKey(NamedTuple):
    """Names a line through every change; `id` is that of the paragraph, or of the heading."""

    kind: LineKind
    id: int


TITLE_KEY = LineKey(LineKind.TITLE, 0)
OPENING_KEY = LineKey(LineKind.OPENING, 0)


@dataclass(frozen=True)
class Chip:
    """A unit behind a text, or the time limit where its clause prints that (`role` None); `opens` where it is the first
    of its role.
    """

    unit_id: int
    name: str
    role: Role | None
    opens: bool


@dataclass(frozen=True)
class TextLine:
    """One line of the text.

    `node_id` is the heading it belongs to, PREAMBLE for title and 引言; `level` is that of a heading, 0 for others,
    `look` the level whose face it wears. `mark` stands beside the words: the stage below the title, what a table is.
    `tail` is what print adds to the words where a clause stands inside its sentence; `holds_duties` asks for chips even
    where there is none yet.
    """

    key: LineKey
    node_id: int
    text: str
    label: str = ""
    level: int = 0
    look: int = 0
    is_centred: bool = False
    is_boxed: bool = False
    mark: str = ""
    tail: str = ""
    chips: tuple[Chip, ...] = ()
    holds_duties: bool = False

    @property
    def is_written(self) -> bool:
        """Whether it has words; a table in the text is edited elsewhere."""
        return self.key.kind is not LineKind.TABLE

    @property
    def is_heading(self) -> bool:
        """Whether it is the heading of a chapter, a task, a measure or a box."""
        return self.key.kind is LineKind.HEADING

    @property
    def paragraph_id(self) -> int | None:
        """The paragraph it is."""
        return self.key.id if self.key.kind is LineKind.PARAGRAPH else None


def heading_key(node_id: int) -> LineKey:
    """The key of a heading; of the title for PREAMBLE."""
    return TITLE_KEY if node_id == PREAMBLE else LineKey(LineKind.HEADING, node_id)


def paragraph_key(paragraph_id: int) -> LineKey:
    """The key of a paragraph."""
    return LineKey(LineKind.PARAGRAPH, paragraph_id)


def text_lines(content: PlanContent) -> list[TextLine]:
    """Every line of a plan in reading order, its title first."""
    return LineReader().read(content)


class LineReader:
    """Reads lines, again and again: those of a section that did not change are the very same as before."""

    def __init__(self) -> None:
        self._content = PlanContent()
        self._names: dict[int, str] = {}
        self._kept: dict[int, tuple[tuple[object, ...], list[TextLine]]] = {}

    def read(self, content: PlanContent) -> list[TextLine]:
        """Every line of a plan in reading order, its title first."""
        if content.duties is not self._content.duties or content.units is not self._content.units:
            self._kept = {}
            self._names = {unit.id: unit.name for unit in content.units}
        self._content = content
        tables = self._tables()
        lines = _with_tables(list(self._opening()), tables.get(PREAMBLE, ()))
        kept: dict[int, tuple[tuple[object, ...], list[TextLine]]] = {}
        boxed: set[int | None] = set()
        for placed in content.placed():
            node = placed.node
            if node.kind is NodeKind.BOX or node.parent in boxed:
                boxed.add(node.id)
            here = tables.get(node.id, ())
            state = (node, placed.label, placed.level, node.id in boxed, content.info.role_word, here)
            known = self._kept.get(node.id)
            if known is None or known[0] != state:
                known = (state, _with_tables(list(self._node_lines(placed, node.id in boxed)), here))
            kept[node.id] = known
            lines += known[1]
        self._kept = kept
        return lines

    def _tables(self) -> dict[int, tuple[tuple[int, TextLine], ...]]:
        """Tables that stand in the text, with the number of paragraphs before each, by heading."""
        found: dict[int, tuple[tuple[int, TextLine], ...]] = {}
        for table in self._content.tables:
            if table.place is not None:
                node_id = table.place.node_id or PREAMBLE
                key = LineKey(LineKind.TABLE, table.id)
                line = TextLine(key, node_id, "", mark=f"{table.spec.label}　{table.spec.title}".strip())
                found[node_id] = (*found.get(node_id, ()), (table.place.after, line))
        return found

    def _opening(self) -> Iterator[TextLine]:
        content = self._content
        mark = content.info.mark
        yield TextLine(TITLE_KEY, PREAMBLE, content.info.title, mark=f"（{mark}）" if mark else "")
        yield from (TextLine(paragraph_key(one.id), PREAMBLE, one.text) for one in content.preamble)
        if not content.preamble:
            yield TextLine(OPENING_KEY, PREAMBLE, "")

    def _node_lines(self, placed: PlacedNode, is_boxed: bool) -> Iterator[TextLine]:
        node, look, centred = placed.node, look_level(placed), is_centred(placed)
        key = heading_key(node.id)
        yield TextLine(key, node.id, node.title, placed.label, placed.level, look, centred, is_boxed)
        duties = self._content.duties_of(node.id)
        holds = bool(duties) or node.kind is NodeKind.TASK or any(one.clause for one in node.paragraphs)
        bare = [TextLine(paragraph_key(one.id), node.id, one.text, is_boxed=is_boxed) for one in node.paragraphs]
        if bare and holds:
            yield from self._with_chips(node, bare, duties)
        elif duties:
            clause = LineKey(LineKind.CLAUSE, node.id)
            yield TextLine(clause, node.id, "", is_boxed=is_boxed, chips=self._chips(duties), holds_duties=True)
        else:
            yield from bare

    def _with_chips(self, node: OutlineNode, lines: list[TextLine], duties: Sequence[Duty]) -> Iterator[TextLine]:
        """Chips behind the paragraphs whose clauses print them; behind the last where no clause is written."""
        holders = [index for index, one in enumerate(node.paragraphs) if one.clause] or [len(lines) - 1]
        last = holders[-1]
        if len(holders) == 1 and not is_inside(node.paragraphs[last].clause):
            chips = self._chips(duties) + _deadline(node, node.paragraphs[last].clause)
            lines[last] = replace(lines[last], chips=chips, holds_duties=True)
            yield from lines
            return
        printed = self._content.printed_paragraphs(node)
        shares = self._share_out(duties, [printed[index] for index in holders])
        for index, line in enumerate(lines):
            if index not in holders:
                yield line
                continue
            clause = node.paragraphs[index].clause
            tail = printed[index][len(line.text) :] if clause and is_inside(clause) else ""
            chips = self._chips(shares[holders.index(index)]) + _deadline(node, clause)
            # Further units are added behind the last clause.
            yield replace(line, tail=tail, chips=chips, holds_duties=bool(chips) or index == last)

    def _share_out(self, duties: Sequence[Duty], printed: Sequence[str]) -> list[list[Duty]]:
        """The duties by the first clause that names the unit; those no clause names go to the last."""
        shares: list[list[Duty]] = [[] for _ in printed]
        for duty in duties:
            name = self._names.get(duty.unit_id, "")
            place = next((index for index, text in enumerate(printed) if name in text), len(printed) - 1)
            shares[place].append(duty)
        return shares

    def _chips(self, duties: Sequence[Duty]) -> tuple[Chip, ...]:
        ordered = sorted(duties, key=lambda duty: duty.seq)
        chips = []
        for role in _ROLE_ORDER:
            units = [duty.unit_id for duty in ordered if duty.role is role]
            chips += [Chip(one, self._names.get(one, ""), role, not place) for place, one in enumerate(units)]
        return tuple(chips)


def _deadline(node: OutlineNode, clause: str) -> tuple[Chip, ...]:
    """The time limit, where the clause prints it."""
    return (Chip(0, node.deadline, None, True),) if node.deadline and "{" + DEADLINE in clause else ()


def _with_tables(lines: list[TextLine], tables: Sequence[tuple[int, TextLine]]) -> list[TextLine]:
    """Lines of a section with its tables between the paragraphs."""
    for after, line in reversed(tables):
        bodies = [at for at, one in enumerate(lines) if one.paragraph_id is not None]
        lines.insert(bodies[after] if after < len(bodies) else len(lines), line)
    return lines


def next_role(line: TextLine) -> Role:
    """The role of a unit that is added behind a text."""
    return Role.SUPPORT if any(chip.role is Role.LEAD for chip in line.chips) else Role.LEAD


def subtree_end(lines: Sequence[TextLine], index: int) -> int:
    """Where what stands below a heading ends: the index of the next heading that is not below it."""
    level = lines[index].level
    return next(
        (place for place in range(index + 1, len(lines)) if 0 < lines[place].level <= level),
        len(lines),
    )

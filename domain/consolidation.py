"""Consolidating (汇总): what submitted rows change in the appendix table their form fills.

What the officer wrote stays: a line that says something else than was submitted is the officer's own, a line that was
taken out does not come again. Running it again after new returns tells only what is new.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from domain.alignment import SIMILAR, similarity
from domain.collection import (
    Collection,
    CollectionForm,
    FieldRole,
    ItemSource,
    Submission,
    SubmissionState,
    SubmittedRow,
)
from domain.enterprises import Enterprise
from domain.near_doubles import NearDouble
from domain.tables import AppendixTable
from domain.text import comparison_key

_STOPS = "。；;.，,"


class StepKind(StrEnum):
    """What a step does; the order is that in which steps of one place are shown."""

    ADD = "add"  # a line, or a row, that is new
    LINK = "link"  # the same words are there already: one more source
    CHANGE = "change"  # the sender corrected it, and nobody touched it here
    KEEP = "keep"  # the sender corrected it, but the officer's own words stand there
    REMOVE = "remove"  # the sender took it back
    RELEASE = "release"  # the sender took it back, but the officer's own words stand there
    JOIN = "join"  # a name that is listed in a cell (district, enterprise)
    UNJOIN = "unjoin"


@dataclass(frozen=True)
class Step:
    """One change of the table; `key` is the same whenever the same rows are consolidated.

    `value` is the value of the row field (上游) the place belongs to, `column` a column key. `rows` are ids of the
    submitted rows it rests on, `sources` the ids of sources that go over to them. `values` are the cells of a new row.
    """

    key: str
    kind: StepKind
    text: str
    column: str = ""
    value: str = ""
    grade: int | None = None
    before: str = ""
    rows: tuple[int, ...] = ()
    sources: tuple[int, ...] = ()
    table_row_id: int | None = None
    item_id: int | None = None
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_quiet(self) -> bool:
        """Whether the step changes nothing a reader sees: sources that go over to a corrected return."""
        return self.kind in (StepKind.LINK, StepKind.KEEP, StepKind.RELEASE)


@dataclass(frozen=True)
class Consolidation:
    """The steps in the order of the table, and pairs of lines that say nearly the same, by keys of steps or items.

    The key of a line that stands there is “item:7”, of a row “row:7”.
    """

    form: CollectionForm
    table_id: int
    steps: tuple[Step, ...] = ()
    doubles: tuple[NearDouble, ...] = ()

    def counts(self) -> dict[StepKind, int]:
        """How many steps there are of each kind."""
        found: dict[StepKind, int] = {}
        for step in self.steps:
            found[step.kind] = found.get(step.kind, 0) + 1
        return found


@dataclass(frozen=True)
class Ground:
    """What consolidating rests on, laid out by id."""

    form: CollectionForm
    table: AppendixTable
    rows: Mapping[int, SubmittedRow]  # of accepted returns, without mistakes
    sources: Mapping[int, list[ItemSource]]  # by submitted row
    successors: Mapping[int, int | None]  # superseded row → row that corrects it, None: taken back
    enterprises: Mapping[int, Enterprise]  # by submission

    def name(self, row: SubmittedRow) -> str:
        """The sender of a row, by the name the library has."""
        known = self.enterprises.get(row.submission_id)
        return known.name if known else row.value(self.form.role(FieldRole.ENTERPRISE))


def lay_ground(
    form: CollectionForm, table: AppendixTable, collection: Collection, enterprises: Sequence[Enterprise]
) -> Ground:
    """Find the rows that count, the sources they have in this table, and what became of superseded rows."""
    mine = [one for one in collection.submissions if one.form_id == form.id]
    accepted = [one for one in mine if one.state is SubmissionState.ACCEPTED]
    rows = {row.id: row for one in accepted for row in one.taken}
    here = {row.id for row in table.rows}
    sources: dict[int, list[ItemSource]] = {}
    for source in collection.sources:
        if source.table_row_id in here or source.table_row_id is None:
            sources.setdefault(source.row_id, []).append(source)
    by_id = {one.id: one for one in enterprises}
    senders = {one.id: by_id[one.enterprise_id] for one in mine if one.enterprise_id in by_id}
    return Ground(form, table, rows, sources, _successors(form, mine, accepted, sources), senders)


def same_words(one: str, other: str) -> bool:
    """Whether two lines are the same but for widths, blanks and a stop at the end."""
    return comparison_key(one).rstrip(_STOPS) == comparison_key(other).rstrip(_STOPS)


def _successors(
    form: CollectionForm,
    submissions: Iterable[Submission],
    accepted: Sequence[Submission],
    sources: Mapping[int, list[ItemSource]],
) -> dict[int, int | None]:
    """For every row that has sources and does not count any more: the row of the sender's present return it became."""
    found: dict[int, int | None] = {}
    present = {one.enterprise_id: one for one in accepted if one.enterprise_id is not None}
    counted = {row.id for one in accepted for row in one.taken}
    for one in submissions:
        lost = [row for row in one.rows if row.id in sources and row.id not in counted]
        now = present.get(one.enterprise_id) if one.enterprise_id is not None else None
        free = [row for row in now.taken if row.id not in sources] if now is not None and now.id != one.id else []
        for old, new in match_rows(form, lost, free):
            found[old.id] = new.id if new is not None else None
            free = [row for row in free if new is None or row.id != new.id]
    return found


def match_rows(
    form: CollectionForm, old: Sequence[SubmittedRow], new: Sequence[SubmittedRow]
) -> Iterator[tuple[SubmittedRow, SubmittedRow | None]]:
    """Pair rows of a return with those of a later one: first the same words, then the likest ones."""
    text = form.role(FieldRole.TEXT)
    waiting = list(new)
    rest = []
    for row in old:
        same = next((one for one in waiting if same_words(one.value(text), row.value(text))), None)
        if same is None:
            rest.append(row)
        else:
            waiting.remove(same)
            yield row, same
    ranked = sorted(
        (
            (similarity(row.value(text), one.value(text)), -place, row, one)
            for row in rest
            for place, one in enumerate(waiting)
        ),
        key=lambda pair: pair[:2],
        reverse=True,
    )
    paired: dict[int, SubmittedRow] = {}
    taken: set[int] = set()
    for likeness, _, row, one in ranked:
        if likeness >= SIMILAR and row.id not in paired and one.id not in taken:
            paired[row.id] = one
            taken.add(one.id)
    for row in rest:
        yield row, paired.get(row.id)

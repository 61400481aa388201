"""A paragraph as an office sent it back, its duty clause in plain words → text, template and duties."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from domain.duty_clause import ParsedClause, parse_clause
from domain.outline import Paragraph
from domain.units import Duty, Role, Unit, duties_of, match_unit

Named = tuple[str, Role]


@dataclass
class DutyBook:
    """Units and duties while a returned file is merged; new ones get ids below 0."""

    units: list[Unit]
    duties: list[Duty]
    new_ids: Iterator[int]

    def change(self, node_id: int, gone: Iterable[Named], added: Iterable[Named]) -> None:
        """Take duties of a task away and give it others."""
        for name, role in gone:
            unit = match_unit(name, self.units)
            self.duties = [
                one
                for one in self.duties
                if not (one.task_id == node_id and unit is not None and one.unit_id == unit.id and one.role is role)
            ]
        for name, role in added:
            unit = self._unit(name)
            self.duties = [one for one in self.duties if (one.task_id, one.unit_id) != (node_id, unit.id)]
            seq = max((one.seq for one in duties_of(node_id, self.duties)), default=0) + 1
            self.duties.append(Duty(node_id, unit.id, role, seq, next(self.new_ids)))

    def order(self, node_id: int, names: Sequence[str]) -> None:
        """Put the duties of a task into the order of names, others behind."""
        units = [match_unit(name, self.units) for name in names]
        ranks = {unit.id: rank for rank, unit in enumerate(units) if unit is not None}
        own = sorted(duties_of(node_id, self.duties), key=lambda one: ranks.get(one.unit_id, len(ranks)))
        placed = {one.unit_id: replace(one, seq=seq) for seq, one in enumerate(own, start=1)}
        self.duties = [placed[one.unit_id] if one.task_id == node_id else one for one in self.duties]

    def drop(self, node_id: int) -> None:
        """Take all duties of a heading away."""
        self.duties = [one for one in self.duties if one.task_id != node_id]

    def knows(self, name: str) -> bool:
        """Whether a name is that of a unit."""
        return match_unit(name, self.units) is not None

    def _unit(self, name: str) -> Unit:
        unit = match_unit(name, self.units)
        if unit is None:
            seq = max((one.seq for one in self.units), default=0) + 1
            unit = Unit(next(self.new_ids), name, seq=seq)
            self.units.append(unit)
        return unit


def reworded(former: Paragraph, printed: str, text: str, node_id: int, book: DutyBook) -> Paragraph:
    """A paragraph that printed as `printed` and now reads `text`; its duties follow.

    Where only words before the clause changed, the clause keeps its template.
    """
    tail = printed[len(former.text) :] if printed.startswith(former.text) else ""
    if tail and text.endswith(tail):
        return replace(former, text=text[: -len(tail)])
    old = parse_clause(printed, book.knows) if tail else None
    new = parse_clause(text, book.knows)
    if new is None:
        if tail:
            book.change(node_id, _named(old) if old else (), ())
        return replace(former, text=text, clause="")
    before = set(_named(old)) if old else set()
    after = _named(new)
    book.change(node_id, before - set(after), [one for one in after if one not in before])
    book.order(node_id, [name for name, _ in after])
    return replace(former, text=new.body, clause=new.template)


def _named(clause: ParsedClause) -> list[Named]:
    return [(name, role) for role, held in clause.names.items() for name in held]

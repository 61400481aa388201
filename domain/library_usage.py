"""How much a plan uses the entries of its libraries: units in duties and texts, enterprises in tables and returns."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from domain.collection import SubmissionState
from domain.content import PlanContent
from domain.enterprises import Enterprise
from domain.tables import ColumnKind
from domain.unit_doubles import stands_alone
from domain.units import Role, Unit

_MOST = 200_000_000  # characters times names; beyond it counting would be felt
_MARK = "\0"
_NEAR = 40  # characters around a name that tell whether it is a part of another


@dataclass(frozen=True)
class UnitUsage:
    """Duties by role, and how often the text names the unit; `mentions` None: too many names to count them all."""

    duties: Mapping[Role, int]
    mentions: int | None

    def count(self, role: Role) -> int:
        """Number of duties of a role."""
        return self.duties.get(role, 0)


def unit_usage(content: PlanContent) -> dict[int, UnitUsage]:
    """The usage of every unit by its id."""
    duties: dict[int, Counter[Role]] = {}
    for duty in content.duties:
        duties.setdefault(duty.unit_id, Counter())[duty.role] += 1
    text = _whole_text(content)
    is_countable = len(text) * max(len(content.units), 1) <= _MOST
    longer = _longer_names(content.units) if is_countable else {}
    return {
        unit.id: UnitUsage(
            duties.get(unit.id, Counter()),
            count_mentions(text, unit.name, longer.get(unit.name, ())) if is_countable else None,
        )
        for unit in content.units
    }


def count_mentions(text: str, name: str, longer: Sequence[str]) -> int:
    """How often a text names something by itself, not as a part of one of the `longer` names."""
    if not name:
        return 0
    if not longer:
        return text.count(name)
    spans = (found.span() for found in re.finditer(re.escape(name), text))
    return sum(_is_itself(text, *span, longer) for span in spans)


def _is_itself(text: str, start: int, end: int, longer: Sequence[str]) -> bool:
    first = max(start - _NEAR, 0)
    return stands_alone(text[first : end + _NEAR], start - first, end - first, longer)


def enterprise_rows(content: PlanContent) -> dict[int, list[tuple[int, int]]]:
    """For every enterprise by its id: table and row of each row of a table that names it."""
    texts = []
    for table in content.tables:
        keys = [one.key for one in table.spec.columns if one.kind is not ColumnKind.NUMBER]
        texts += [(table.id, row.id, _MARK.join(row.cell(key).text for key in keys)) for row in table.rows]
    found: dict[int, list[tuple[int, int]]] = {one.id: [] for one in content.enterprises}
    whole = "\1".join(text for *_, text in texts)
    starts, at = [], 0
    for *_, text in texts:
        starts.append(at)
        at += len(text) + 1
    for one in content.enterprises:
        found[one.id] = _rows_naming(whole, starts, texts, one)
    return found


def rows_naming(content: PlanContent, enterprise: Enterprise) -> list[tuple[int, int]]:
    """Table and row of each row of a table that names an enterprise."""
    return enterprise_rows(replace(content, enterprises=(enterprise,)))[enterprise.id]


def submissions_by_enterprise(content: PlanContent) -> Counter[int]:
    """How many returned files that count each enterprise sent, by its id."""
    return Counter(
        one.enterprise_id
        for one in content.collection.submissions
        if one.enterprise_id is not None and one.state is not SubmissionState.REJECTED
    )


def _rows_naming(
    whole: str, starts: Sequence[int], texts: Sequence[tuple[int, int, str]], one: Enterprise
) -> list[tuple[int, int]]:
    rows: dict[int, tuple[int, int]] = {}
    for name in filter(None, (one.name, *one.aliases)):
        at = whole.find(name)
        while at >= 0:
            place = bisect_right(starts, at) - 1
            rows[place] = texts[place][:2]
            at = whole.find(name, at + len(name))
    return [rows[place] for place in sorted(rows)]


def _whole_text(content: PlanContent) -> str:
    return "\n".join(_texts(content))


def _texts(content: PlanContent) -> Iterable[str]:
    yield from (paragraph.text for paragraph in content.preamble)
    for node in content.nodes:
        yield node.title
        yield from (paragraph.text for paragraph in node.paragraphs)


def _longer_names(units: Sequence[Unit]) -> dict[str, list[str]]:
    """Names of other units that hold a unit's name, by that name."""
    names = sorted({name for unit in units for name in (unit.name, unit.full_name, *unit.aliases) if name}, key=len)
    joined = "\n".join(names)
    found = {}
    for unit in units:
        if unit.name and joined.count(unit.name) > 1:
            found[unit.name] = [name for name in names if unit.name in name and name != unit.name]
    return found

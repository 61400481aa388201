"""Values that a plan file's rules allow but that the program cannot read, as a changed byte leaves them behind.

One such value would keep the whole salvaged plan from opening: it is told here, and made readable with what is left.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date

from db.versions import is_packed_content
from domain.exchange_json import content_from_json
from domain.numbering import NumberStyle
from domain.patterns import pattern

Row = Mapping[str, object]

_BETWEEN = pattern(r'[\[\]",\\]+')


def is_readable(table: str, row: Row) -> bool:
    """Whether every value of a row is one the program reads."""
    return all(check(row[name]) for name, (check, _) in _RULES.get(table, {}).items() if name in row)


def mended(table: str, row: Row) -> dict[str, object] | None:
    """The row with what can be read of its values; None where nothing of use is left."""
    values = dict(row)
    for name, (check, mend) in _RULES.get(table, {}).items():
        if name in values and not check(values[name]):
            values[name] = mend(values[name])
    return values if is_readable(table, values) else None


def _is_list(value: object) -> bool:
    try:
        parts = json.loads(str(value))
    except ValueError:
        return False
    return isinstance(parts, list) and all(isinstance(part, str) for part in parts)


def _is_path(value: object) -> bool:
    return _is_list(value) and json.loads(str(value)) != []


def _is_styles(value: object) -> bool:
    return _is_list(value) and all(part in set(NumberStyle) for part in json.loads(str(value)))


def _is_day(value: object) -> bool:
    try:
        return not value or bool(date.fromisoformat(str(value)))
    except ValueError:
        return False


def _is_source(value: object) -> bool:
    try:
        content_from_json(json.loads(str(value)))
    except (ValueError, KeyError, TypeError, AttributeError):  # any value of a JSON form may be of another kind
        return False
    return True


def _parts(value: object) -> list[str]:
    return [part for part in _BETWEEN.split(str(value)) if part.strip()]


def _text(parts: list[str]) -> str:
    return json.dumps(parts, ensure_ascii=False)


def _list(value: object) -> str:
    return _text(_parts(value))


def _path(value: object) -> str:
    return _text(_parts(value) or ["（救回）列"])


def _styles(value: object) -> str:
    return _text([part for part in _parts(value) if part in set(NumberStyle)])


def _nothing(_: object) -> None:
    """A date with a changed digit is another date: none is better than a wrong one."""


_Rule = tuple[Callable[[object], bool], Callable[[object], object]]

_RULES: dict[str, dict[str, _Rule]] = {
    "plan": {"run_on": (_is_styles, _styles), "issued_on": (_is_day, _nothing), "printed_on": (_is_day, _nothing)},
    "unit": {"aliases": (_is_list, _list)},
    "enterprise": {"aliases": (_is_list, _list)},
    "appendix_table": {"notes": (_is_list, _list)},
    "appendix_column": {"path": (_is_path, _path)},
    "appendix_row": {"joined": (_is_list, _list)},
    "source_document": {"content": (_is_source, str)},
    "plan_version": {"content": (is_packed_content, str)},
}

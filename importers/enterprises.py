"""Enterprises named in the quality problem table, with the place in the chain their row tells."""

from __future__ import annotations

from collections.abc import Sequence

from domain.duty_clause import split_names
from domain.enterprises import ChainPosition, Enterprise, parse_chain_position
from domain.tables import AppendixTable, TableRow
from domain.text import comparison_key, trim

_NAMES, _POSITION = "enterprises", "position"
_AND_OTHERS = ("等企业", "等单位", "等")


def read_enterprises(tables: Sequence[AppendixTable]) -> tuple[Enterprise, ...]:
    """Enterprises in order of first appearance, each once; `district` stays empty, the table tells it by row only."""
    found: dict[str, Enterprise] = {}
    for table in tables:
        if not any(column.key == _NAMES for column in table.spec.columns):
            continue
        for row in table.rows:
            for name in _names(row):
                key = comparison_key(name)
                found.setdefault(key, Enterprise(len(found) + 1, name, _position(row)))
    return tuple(found.values())


def _names(row: TableRow) -> list[str]:
    names = []
    for line in row.cell(_NAMES).text.split("\n"):
        text = trim(line).rstrip("。；;")
        for ending in _AND_OTHERS:
            if text.endswith(ending):
                text = text.removesuffix(ending)
                break
        names += [trimmed for name in split_names(text) if (trimmed := trim(name))]
    return names


def _position(row: TableRow) -> ChainPosition:
    return parse_chain_position(row.cell(_POSITION).text)

"""The table specifications that ship with the program."""

from __future__ import annotations

import tomllib

from domain.tables import ColumnKind, TableColumn, TableSpec
from resources import resource


def load_table_specs() -> tuple[TableSpec, ...]:
    """Read `resources/tables/*.toml`, ordered by label; widths are mm of the page."""
    files = [entry for entry in resource("tables").iterdir() if entry.name.endswith(".toml")]
    specs = [_parse_spec(entry.read_text(encoding="utf-8")) for entry in files]
    return tuple(sorted(specs, key=lambda spec: spec.label))


def _parse_spec(text: str) -> TableSpec:
    data = tomllib.loads(text)
    columns = tuple(
        TableColumn(column["key"], tuple(column["path"]), ColumnKind(column["kind"]), column["width"])
        for column in data["column"]
    )
    return TableSpec(data["label"], data["title"], columns)

"""What rows are called when the history tells of them, as they are or as they were when they were last there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from db.database import Database
from domain.spots import Spot

Image = Mapping[str, Any]


class Names:
    """What rows are called now, or were when they were last there."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._known: dict[tuple[str, int], Image] = {}

    def image(self, table: str, row_id: int) -> Image:
        """A row as it is, else as the journal knew it last; empty when nobody remembers."""
        key = (table, row_id)
        if key not in self._known:
            row = next(iter(self._db.query(f"SELECT * FROM {table} WHERE id = ?", [row_id])), None)
            self._known[key] = row if row is not None else self._remembered(table, row_id)
        return self._known[key]

    def heading(self, node_id: int | None) -> str:
        """The title of a heading in quotation marks; 引言 for what stands before the first one."""
        return "引言" if node_id is None else f"“{self.image('outline_node', node_id).get('title', '')}”"

    def unit(self, unit_id: int) -> str:
        """The name of a unit."""
        return str(self.image("unit", unit_id).get("name", ""))

    def row(self, row_id: int) -> tuple[str, Spot]:
        """“附表1 第2行” and where that is."""
        row = self.image("appendix_row", row_id)
        table_id = row.get("table_id")
        if table_id is None:
            return "附表", Spot(row=row_id)
        label = self.image("appendix_table", table_id).get("label", "附表")
        place = self._db.execute(
            "SELECT count(*) FROM appendix_row WHERE table_id = ? AND seq <= ?", [table_id, row["seq"]]
        ).fetchone()[0]
        still = self._db.execute("SELECT 1 FROM appendix_row WHERE id = ?", [row_id]).fetchone()
        words = f"{label} 第{place}行" if still else f"{label} 原第{place + 1}行"
        return words, Spot(table=table_id, row=row_id)

    def _remembered(self, table: str, row_id: int) -> Image:
        row = next(
            iter(
                self._db.query(
                    "SELECT coalesce(after, before) AS image FROM change WHERE tbl = ? AND row_id = ? "
                    "ORDER BY id DESC LIMIT 1",
                    [table, row_id],
                )
            ),
            None,
        )
        return {} if row is None else json.loads(str(row["image"]), strict=False)

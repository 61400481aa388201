"""Where a text that was found stands: its group in the list, its place in words, and how to get there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from domain.content import PlanContent
from domain.labels import PART_BODY, ROLE_LABELS, TASK_COLUMNS
from domain.outline import PlacedNode
from domain.searching import Scope
from domain.searching import Spot as FoundSpot
from domain.spots import Spot
from domain.tables import AppendixTable
from domain.units import Role

_LONGEST = 24  # characters of a heading
SCOPE_LABELS = {
    Scope.TEXT: PART_BODY,
    Scope.TASKS: "任务",
    Scope.TABLES: "附表",
    Scope.UNITS: "单位",
    Scope.ENTERPRISES: "企业",
    Scope.REMARKS: "批注",
}
_FIELDS = {
    ("plan", "title"): "方案标题",
    ("appendix_table", "title"): "标题",
    ("appendix_table", "unit_line"): "计量单位",
    ("appendix_table", "notes"): "表注",
    ("unit", "name"): "简称",
    ("unit", "full_name"): "全称",
    ("unit", "aliases"): "别名",
    ("enterprise", "name"): "名称",
    ("enterprise", "district"): "地理分布",
    ("outline_node", "deadline"): TASK_COLUMNS["deadline"],
    ("outline_node", "note"): TASK_COLUMNS["remark"],
}


@dataclass(frozen=True)
class Target:
    """A place of the window, and what to select there."""

    place: str
    spot: Spot


class FindPlaces:
    """Reads one state of a plan; what it must look up is looked up when it is first asked for."""

    def __init__(self, content: PlanContent) -> None:
        self._content = content

    def group(self, spot: FoundSpot) -> tuple[str, str]:
        """Key and title of the group a text stands in."""
        if spot.scope is Scope.TABLES:
            table = self._tables.get(spot.table_id or 0)
            label = (table.spec.label or table.spec.title) if table is not None else SCOPE_LABELS[Scope.TABLES]
            return f"table:{spot.table_id}", label
        titles = {Scope.TASKS: "任务分解", Scope.UNITS: "单位库", Scope.ENTERPRISES: "企业库"}
        return spot.scope.value, titles.get(spot.scope, SCOPE_LABELS[spot.scope])

    def label(self, spot: FoundSpot) -> str:
        """The place in words."""
        match spot.record:
            case "cell_item":
                return self._cell_label(spot)
            case "appendix_column":
                return "表头"
            case "unit":
                return f"{_FIELDS[spot.record, spot.field]} · {self.duties(spot.id)}"
            case "paragraph":
                return self._heading(spot.node_id)
            case "remark":
                return self._heading(spot.node_id) if spot.node_id is not None else self._cell_label(spot)
        field = _FIELDS.get((spot.record, spot.field), "标题")
        return f"{self._heading(spot.node_id)} · {field}" if spot.node_id is not None else field

    def target(self, spot: FoundSpot) -> Target:
        """Where one gets to see it."""
        match spot.record:
            case "cell_item":
                return self._cell_target(spot)
            case "appendix_table" | "appendix_column":
                return Target(f"table:{spot.table_id}", Spot(table=spot.table_id))
            case "unit":
                return Target("units", Spot(unit=spot.id, field=spot.field))
            case "enterprise":
                return Target("enterprises", Spot(enterprise=spot.id, field=spot.field))
            case "paragraph":
                return Target("outline", Spot(node=spot.node_id, paragraph=spot.id))
            case "remark" if spot.row_id is not None:
                return self._cell_target(spot)
        if spot.field in ("deadline", "note"):
            return Target("tasks", Spot(node=spot.node_id, field=spot.field))
        return Target("outline", Spot(node=spot.node_id))

    def duties(self, unit_id: int) -> str:
        """What a unit has to do, counted by role."""
        counts = (f"{ROLE_LABELS[role]} {count}" for role in Role if (count := self._duties.get((unit_id, role), 0)))
        return "，".join(counts) or "没有任务"

    def _cell_label(self, spot: FoundSpot) -> str:
        table_id, number = self._rows.get(spot.row_id or 0, (0, 0))
        table = self._tables.get(spot.table_id or table_id)
        if table is None:
            return ""
        title = next((one.title for one in table.spec.columns if one.key == spot.column), "")
        row = f"第{number}行"
        label = f"{row} · {title}" if title else row
        return label if spot.scope is Scope.TABLES else f"{table.spec.label} {label}"

    def _cell_target(self, spot: FoundSpot) -> Target:
        table_id = spot.table_id or self._rows.get(spot.row_id or 0, (0, 0))[0]
        table = self._tables.get(table_id)
        columns = table.spec.columns if table is not None else ()
        column = next((one.id for one in columns if one.key == spot.column), None)
        return Target(f"table:{table_id}", Spot(table=table_id, row=spot.row_id, column=column))

    def _heading(self, node_id: int | None) -> str:
        placed = self._nodes.get(node_id) if node_id is not None else None
        if placed is None:
            return "引言"
        words = placed.heading or PART_BODY
        return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"

    @cached_property
    def _nodes(self) -> dict[int, PlacedNode]:
        return {placed.node.id: placed for placed in self._content.placed()}

    @cached_property
    def _tables(self) -> dict[int, AppendixTable]:
        return {table.id: table for table in self._content.tables}

    @cached_property
    def _rows(self) -> dict[int, tuple[int, int]]:
        """Table and printed number of every row."""
        return {
            row.id: (table.id, number)
            for table in self._content.tables
            for number, row in enumerate(table.rows, start=1)
        }

    @cached_property
    def _duties(self) -> dict[tuple[int, Role], int]:
        counts: dict[tuple[int, Role], int] = {}
        for duty in self._content.duties:
            counts[duty.unit_id, duty.role] = counts.get((duty.unit_id, duty.role), 0) + 1
        return counts

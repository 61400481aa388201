"""From a place on a page to the place in the editor that makes it, and back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF

from desktop.models.outline_model import PREAMBLE
from desktop.models.task_model import FIELDS, NOTE, SEQ
from desktop.views.appendix_view import AppendixView
from desktop.views.matrix_view import MatrixView
from desktop.views.outline_view import OutlineView
from desktop.views.plan_view import PlanView
from desktop.views.task_view import TaskView
from desktop.views.workspace import Workspace
from domain.exchange import PlanContent
from domain.returned import (
    CLAUSE,
    COLUMN,
    HEADING,
    MARK,
    PARAGRAPH,
    ROW,
    TABLE,
    TABLE_TITLE,
    TASK_ROW,
    TASK_TABLE,
    TITLE,
    ids_of,
    key_of,
)

if TYPE_CHECKING:
    from exporters.pdf_spots import Spot

POINTS_A_MM = 72 / 25.4
_TASK_COLUMNS = {
    f"{TASK_TABLE}{printed}": column
    for printed, column in {"seq": SEQ, "remark": NOTE, **{field.value: at for at, field in FIELDS.items()}}.items()
}


def rect_of(spot: Spot) -> QRectF:
    """Where a spot lies on its page, in points."""
    return QRectF(*(POINTS_A_MM * one for one in (spot.x, spot.y, spot.w, spot.h)))


def spot_at(spots: Iterable[Spot], place: QPointF) -> Spot | None:
    """The smallest spot around a place of their page, else the one whose lines are nearest in height."""
    around = [(spot, rect_of(spot)) for spot in spots]
    inside = [(rect.width() * rect.height(), index) for index, (_, rect) in enumerate(around) if rect.contains(place)]
    if inside:
        return around[min(inside)[1]][0]
    beside = [
        (spot, rect) for spot, rect in around if not spot.row and rect.top() - 8 <= place.y() <= rect.bottom() + 8
    ]
    return min(beside, key=lambda one: abs(one[1].center().y() - place.y()))[0] if beside else None


def show_in_editor(workspace: Workspace, content: PlanContent, spot: Spot) -> None:
    """Open the editor of what a spot prints, and select it there."""
    table = _table_of(content, spot)
    if table is not None:
        workspace.go_to(f"table:{table}")
    view = workspace.view()
    row, column = ids_of(ROW, spot.row), ids_of(COLUMN, spot.column)
    if isinstance(view, AppendixView):
        if row:
            columns = [one.id for one in view.model.table.spec.columns]
            view.grid.show_cell(view.model.place_of(row[0]), columns.index(column[0]) if column else -1)
    elif isinstance(view, TaskView) and (ids := ids_of(TASK_ROW, spot.row)):
        _show_task(view, ids, spot.column)
    elif isinstance(view, OutlineView) and (node := node_of(content, spot.row or spot.key)) is not None:
        view.select_node(node)


def _show_task(view: TaskView, ids: tuple[int, ...], column: str) -> None:
    row = view.model.unfold_to(ids[-1])
    if row >= 0:
        view.grid.show_cell(row, _TASK_COLUMNS.get(column, -1))


def _table_of(content: PlanContent, spot: Spot) -> int | None:
    """The appendix table that a spot is of."""
    ids = ids_of(TABLE, spot.key) or ids_of(TABLE_TITLE, spot.key)
    return ids[0] if ids and any(table.id == ids[0] for table in content.tables) else None


def node_of(content: PlanContent, key: str) -> int | None:
    """The heading that a key belongs to; PREAMBLE for what stands before the first, None for what is of none."""
    if key in (TITLE, MARK):
        return PREAMBLE
    for kind in (HEADING, CLAUSE):
        if ids := ids_of(kind, key):
            return ids[0]
    ids = ids_of(PARAGRAPH, key)
    if not ids:
        return None
    if any(paragraph.id == ids[0] for paragraph in content.preamble):
        return PREAMBLE
    return next((node.id for node in content.nodes if any(one.id == ids[0] for one in node.paragraphs)), None)


def keys_in_editor(view: PlanView, content: PlanContent) -> list[tuple[str, str]]:
    """What is selected in an editor, as (key of a block or a row, key of a column or nothing); the best one first."""
    if isinstance(view, OutlineView):
        return _outline_keys(content, view.current_node)
    if isinstance(view, MatrixView):
        return []
    if isinstance(view, AppendixView):
        row, column = view.grid.current_place()
        if 0 <= row < len(view.model.table.rows):
            columns = view.model.table.spec.columns
            cell = key_of(COLUMN, columns[column].id) if 0 <= column < len(columns) else ""
            return [(key_of(ROW, view.model.table.rows[row].id), cell)]
    if isinstance(view, TaskView):
        line, column = view.grid.current_line(), view.grid.current_place()[1]
        if line is not None and line.task_id:
            printed = next((key for key, at in _TASK_COLUMNS.items() if at == column), "")
            rows = view.model.printed_rows(line)
            return [(key_of(TASK_ROW, *ids), printed) for ids in rows]
    return []


def _outline_keys(content: PlanContent, node_id: int) -> list[tuple[str, str]]:
    if node_id == PREAMBLE:
        return [(key_of(PARAGRAPH, one.id), "") for one in content.preamble[:1]]
    node = next((one for one in content.nodes if one.id == node_id), None)
    paragraphs = node.paragraphs[:1] if node is not None else ()
    keys = [key_of(HEADING, node_id), key_of(CLAUSE, node_id), *(key_of(PARAGRAPH, one.id) for one in paragraphs)]
    return [(key, "") for key in keys]

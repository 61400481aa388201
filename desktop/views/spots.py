"""From a spot in the history to the place in the window where it is edited."""

from __future__ import annotations

from db.history_names import Spot
from desktop.models.outline_model import PREAMBLE
from desktop.views.appendix_view import AppendixView
from desktop.views.matrix_view import MatrixView
from desktop.views.outline_view import OutlineView
from desktop.views.workspace import Workspace


def show_spot(workspace: Workspace, spot: Spot) -> None:
    """Open the editor of a spot and select it there; what has gone since is looked for as near as it can be."""
    if spot.table is not None:
        workspace.go_to(f"table:{spot.table}")
    elif spot.unit is not None:
        workspace.go_to("matrix")
    else:
        workspace.go_to("outline")
    view = workspace.view()
    if isinstance(view, AppendixView) and spot.row is not None:
        columns = [column.id for column in view.model.table.spec.columns]
        column = columns.index(spot.column) if spot.column in columns else -1
        view.grid.show_cell(view.model.place_of(spot.row), column)
    elif isinstance(view, MatrixView) and spot.unit is not None:
        row, column = view.model.place_of(spot.node if spot.node is not None else -1, spot.unit)
        view.grid.show_cell(max(row, 0), column)
    elif isinstance(view, OutlineView):
        view.select_node(spot.node if spot.node is not None else PREAMBLE)

"""From a spot of the plan to the place in the window where it is edited."""

from __future__ import annotations

from desktop.views.workspace import Workspace
from domain.spots import Spot

TASK_FIELDS = frozenset(("lead", "support", "responsible", "deadline", "state", "note"))


def place_of(spot: Spot) -> str:
    """The key of the place in which a spot is edited best."""
    if spot.table is not None:
        return f"table:{spot.table}"
    if spot.enterprise is not None:
        return "enterprises"
    if spot.unit is not None:
        return "matrix"
    return "tasks" if spot.field in TASK_FIELDS else "outline"


def show_spot(workspace: Workspace, spot: Spot) -> None:
    """Open the editor of a spot and select it there; what has gone since is looked for as near as it can be."""
    workspace.go_to(place_of(spot))
    workspace.view().show_spot(spot)

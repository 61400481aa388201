"""Which version the margin of 正文 compares with."""

from __future__ import annotations

from desktop.views.outline_view import OutlineView
from desktop.views.workspace import Workspace


def chosen_version(workspace: Workspace) -> int | None:
    """The id of the version the margin compares with; None where there is none, or no margin."""
    for view in workspace.views().values():
        if isinstance(view, OutlineView) and view.margins.watch.version is not None:
            return view.margins.watch.version.id
    return None


def choose_version(workspace: Workspace, version_id: int) -> None:
    """Let the margin compare with this version, and go there."""
    for view in workspace.views().values():
        if isinstance(view, OutlineView):
            view.margins.watch.choose(version_id)
    workspace.go_to("outline")

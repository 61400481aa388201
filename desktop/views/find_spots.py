"""From a find to the place in the window where it stands, its words selected there."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QWidget

from desktop.models.find_model import Find
from desktop.models.find_places import Target
from desktop.models.text_lines import TITLE_KEY, LineKey, heading_key, paragraph_key
from desktop.views.workspace import Workspace
from desktop.widgets.text_places import Place


def show_find(workspace: Workspace, target: Target, find: Find) -> None:
    """Open the editor a find is in and select it; the keys stay where they are, unless that editor goes away."""
    before = QApplication.focusWidget()
    was_inside = before is not None and workspace.isAncestorOf(before) and before is not workspace.list
    workspace.go_to(target.place)
    view = workspace.view()
    if not _select_words(view, find):
        view.show_spot(target.spot)
    if was_inside:
        view.setFocus()


def _select_words(view: QWidget, find: Find) -> bool:
    """Select the words in the continuous text; False where the find is not in it."""
    from desktop.views.outline_view import OutlineView

    key = _line_of(find)
    if key is None or not isinstance(view, OutlineView):
        return False
    index = view.sheet.text.index_of(key)
    if index < 0:
        return False
    view.sheet.go_to(Place(index, find.end), Place(index, find.start))
    view.sheet.ensureCursorVisible()
    return True


def _line_of(find: Find) -> LineKey | None:
    spot = find.hit.spot
    match spot.record, spot.field:
        case "plan", "title":
            return TITLE_KEY
        case "outline_node", "title":
            return heading_key(spot.id)
        case "paragraph", _:
            return paragraph_key(spot.id)
    return None

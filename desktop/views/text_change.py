"""Where in the text a change happened: the place to go to after undo and redo."""

from __future__ import annotations

from desktop.models.text_lines import LineKey, heading_key, paragraph_key
from desktop.widgets.text_document import TextDocument
from desktop.widgets.text_places import Place
from domain.changes import ChangeSet, RowChange


def changed_spot(changes: ChangeSet, text: TextDocument) -> Place | None:
    """Behind what changed first in reading order; what came counts before what changed, and that before what went."""
    ranked = [(rank, place) for one in changes.changes if (found := _place(one, text)) for rank, place in [found]]
    return min(ranked)[1] if ranked else None


def _place(change: RowChange, text: TextDocument) -> tuple[int, Place] | None:
    rank = 0 if change.before is None else 1 if change.after is not None else 2
    image = change.after or change.before or {}
    if change.table == "paragraph":
        return _in_line(text, paragraph_key(change.row_id), change, "text", rank) or _owner(text, image, rank)
    if change.table == "outline_node":
        if change.before and change.after and _same(change, "title", "parent_id", "kind", "deadline"):
            return None if _same(change, "seq", "style") else _in_line(text, heading_key(change.row_id), change, "", 3)
        return _in_line(text, heading_key(change.row_id), change, "title", rank)
    if change.table == "duty":
        return _owner(text, image, 2)
    if change.table == "plan" and not _same(change, "title"):
        return 1, Place(0, len(text.typed(0)))
    return None


def _same(change: RowChange, *columns: str) -> bool:
    before, after = change.before or {}, change.after or {}
    return all(before.get(column) == after.get(column) for column in columns)


def _in_line(text: TextDocument, key: LineKey, change: RowChange, column: str, rank: int) -> tuple[int, Place] | None:
    index = text.index_of(key)
    if index < 0:
        return None
    before, after = (str((image or {}).get(column, "")) for image in (change.before, change.after))
    common = 0
    while common < min(len(before), len(after)) and before[-1 - common] == after[-1 - common]:
        common += 1
    return rank, Place(index, max(len(after) - common, 0))


def _owner(text: TextDocument, image: object, rank: int) -> tuple[int, Place] | None:
    node_id = image.get("node_id") if isinstance(image, dict) else None
    index = text.index_of(heading_key(node_id if isinstance(node_id, int) else 0))
    return (rank, Place(index, 0)) if index >= 0 else None

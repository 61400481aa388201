"""What 正文 does to headings: adding, moving, levels, kinds."""

from __future__ import annotations

from PySide6.QtGui import QAction

from db.outline import add_node, remove_node, set_kind
from db.text import move_paragraphs
from desktop.models.outline_model import PREAMBLE, OutlineModel
from desktop.views.plan_view import PlanView
from desktop.views.text_editor import TextEditor
from desktop.views.text_verbs import add_heading_after, move_headings, set_level
from desktop.widgets.outline_tree import OutlineTree
from desktop.widgets.text_places import Place
from desktop.widgets.text_sheet import TextSheet
from domain.changes import ChangeSet
from domain.outline import NodeKind


class HeadingsView(PlanView):
    """The commands on the heading the caret stands under, or on those that are selected."""

    model: OutlineModel
    tree: OutlineTree
    sheet: TextSheet
    editor: TextEditor

    @property
    def current_node(self) -> int:
        """The heading the caret stands under, PREAMBLE before the first."""
        return self.editor.line.node_id

    def line_id(self, index: int) -> int:
        """The id of what a line shows."""
        return self.sheet.text.lines[index].key.id

    def add_sibling(self) -> None:
        """Put a heading of the same level behind this one and all below it."""
        placed = self.model.placed(self.current_node)
        kind = placed.node.kind if placed is not None else NodeKind.SECTION
        self.editor.finish()
        changes = self.session.perform(add_heading_after, placed.node.id if placed else None, kind)
        self._go_to_new(changes)

    def add_child(self) -> None:
        """Put a heading below this one, as the last."""
        placed = self.model.placed(self.current_node)
        if placed is None:
            self.add_sibling()
            return
        kind = NodeKind.MEASURE if placed.node.kind is NodeKind.TASK else NodeKind.SECTION
        self.editor.finish()
        count = self.model.rowCount(self.model.index_of(placed.node.id))
        self._go_to_new(self.session.perform(add_node, placed.node.id, count, "", kind))

    def rename(self) -> None:
        """Edit the title in the list."""
        if self.current_node != PREAMBLE:
            self.tree.setFocus()
            self.tree.edit(self.tree.currentIndex().siblingAtColumn(0))

    def remove(self) -> None:
        """Take the heading out with all below it."""
        if self.current_node != PREAMBLE:
            self.editor.finish()
            self.session.perform(remove_node, self.current_node)

    def move_up(self) -> None:
        """Move the heading up among its siblings."""
        self._move("up")

    def move_down(self) -> None:
        """Move the heading down among its siblings."""
        self._move("down")

    def promote(self) -> None:
        """Raise the heading one level."""
        self._move("promote")

    def demote(self) -> None:
        """Lower the heading one level."""
        self._move("demote")

    def set_level(self, level: int) -> None:
        """Make what is selected headings of a level, 0 for text."""
        self.editor.finish()
        start, end = self.sheet.span()
        lines = self.sheet.text.lines[start.line : end.line + 1]
        nodes = [line.node_id for line in lines if line.is_heading]
        paragraphs = [line.key.id for line in lines if line.paragraph_id is not None]
        key, place = self.editor.spot().key, self.sheet.place()
        if not nodes and not (paragraphs and level):
            return
        done = self.session.perform(set_level, nodes, paragraphs, level)
        if done and self.sheet.text.index_of(key) < 0:
            self.sheet.go_to(Place(min(place.line, len(self.sheet.text.lines) - 1), place.offset))

    def change_kind(self, action: QAction) -> None:
        """Say what the heading stands for."""
        self.editor.finish()
        self.session.perform(set_kind, self.current_node, NodeKind(str(action.data())))

    def move_lines(self, offset: int) -> None:
        """Move the paragraph of the caret, or those selected, up (-1) or down (1); a heading with all below it."""
        start, end = self.sheet.span()
        lines = self.sheet.text.lines[start.line : end.line + 1]
        if any(line.is_heading for line in lines):
            self._move("up" if offset < 0 else "down")
            return
        self.editor.finish()
        paragraphs = [line.key.id for line in lines if line.paragraph_id is not None]
        if paragraphs and self.session.perform(move_paragraphs, paragraphs, offset):
            self.sheet.text.reveal(self.sheet.place().line)
            self.sheet.ensureCursorVisible()

    def _move(self, step: str) -> None:
        self.editor.finish()
        start, end = self.sheet.span()
        selected = [line for line in self.sheet.text.lines[start.line : end.line + 1] if line.is_heading]
        least = min((line.level for line in selected), default=0)
        nodes = [line.node_id for line in selected if line.level == least] or [self.current_node]
        if nodes != [PREAMBLE]:
            self.session.perform(move_headings, nodes, step)
            self.tree.expand(self.tree.currentIndex().parent())
            self.sheet.ensureCursorVisible()

    def _go_to_new(self, changes: ChangeSet) -> None:
        added = [change.row_id for change in changes.changes if change.table == "outline_node" and not change.before]
        if added:
            self.editor.go_to_node(added[0])
            self.sheet.setFocus()

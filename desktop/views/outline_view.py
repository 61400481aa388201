"""正文: the headings at the left, the page of the selected one at the right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QAbstractScrollArea, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from db.outline import add_node, demote, promote, remove_node, set_kind, shift_node
from desktop.models.outline_model import PREAMBLE, OutlineModel
from desktop.session import Session
from desktop.theme import GAP
from desktop.views.node_editor import NodeEditor
from desktop.views.plan_view import Memory, PlanView
from desktop.views.view_commands import add_command, add_gap
from desktop.widgets.empty_note import EmptyNote
from desktop.widgets.frame import HairlineSplitter
from desktop.widgets.icons import name_icon
from desktop.widgets.outline_tree import OutlineTree
from desktop.widgets.paper import PaperPage
from domain.changes import ChangeSet, Direction
from domain.labels import NODE_KIND_LABELS
from domain.outline import NodeKind
from domain.spots import Spot

_TREE_WIDTH = 340  # px


class OutlineView(PlanView):
    """Headings are selected, moved and renamed in the tree; text is written on the page."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.model = OutlineModel(session, self)
        self.tree = OutlineTree()
        self.tree.setModel(self.model)
        self.tree.fit_columns()
        self.tree.expandAll()
        self.page = PaperPage()
        self._editor = NodeEditor(session, self.page, self)
        splitter = HairlineSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self._tree_pane())
        splitter.addWidget(self.page)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([_TREE_WIDTH, 3 * _TREE_WIDTH])
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(splitter)
        self.setFocusProxy(self.tree)
        self._build_actions()
        self._empty = EmptyNote(
            self.tree, self.tr("还没有标题。\n已有 Word 方案的，从“文件”菜单导入。"), self._add_sibling
        )
        session.changed.connect(self.on_changed)
        self.tree.selectionModel().currentChanged.connect(self.on_current_changed)
        self.model.rowsInserted.connect(self.on_rows_inserted)
        self.model.modelReset.connect(self.on_reset)
        self.select_node(PREAMBLE)
        self._editor.show_node(PREAMBLE)

    def heading(self) -> str:
        """The plan's title."""
        return self.session.content.info.title or self.tr("未命名方案")

    def finish_editing(self) -> None:
        """Write what is being typed, in the tree and on the page."""
        if self.tree.state() is OutlineTree.State.EditingState:
            self.tree.setFocus()  # the cell editor commits when it loses the focus
        self._editor.finish()

    @property
    def current_node(self) -> int:
        """The selected heading, PREAMBLE for 引言."""
        return self.model.node_id(self.tree.currentIndex())

    def select_node(self, node_id: int) -> None:
        """Go to a heading."""
        index = self.model.index_of(node_id)
        if index.isValid():
            self.tree.setCurrentIndex(index)
            self.tree.scrollTo(index)

    def spot(self) -> Spot:
        """The selected heading."""
        return Spot(node=self.current_node or None)

    def show_spot(self, spot: Spot) -> None:
        """Go to a heading, or to what stands before the first."""
        self.select_node(spot.node if spot.node is not None else PREAMBLE)

    def body(self) -> QAbstractScrollArea:
        """The page."""
        return self.page

    def memory(self) -> Memory:
        """The headings that are folded, too."""
        folded = [
            node.id
            for node in self.session.content.nodes
            if (index := self.model.index_of(node.id)).isValid()
            and self.model.rowCount(index)
            and not self.tree.isExpanded(index)
        ]
        return {**super().memory(), "folded": folded}

    def recall(self, memory: Mapping[str, Any]) -> None:
        """Fold as remembered."""
        folded = memory.get("folded")
        for node_id in folded if isinstance(folded, list) else ():
            if isinstance(node_id, int) and (index := self.model.index_of(node_id)).isValid():
                self.tree.collapse(index)
        super().recall(memory)

    def on_current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        """Turn to the page of the selected heading."""
        node_id = self.model.node_id(current)
        if node_id != self._editor.node_id:
            self._editor.show_node(node_id)
        self._update_actions()
        self.selected.emit()

    def on_changed(self, changes: ChangeSet) -> None:
        """Follow a change; after undo and redo go where it happened."""
        self._editor.apply(changes)
        self.model.apply(changes)
        if changes.direction is not Direction.DO:
            self._go_to_change(changes)
        if self._editor.node_id != self.current_node:
            self._editor.show_node(self.current_node)
        self._update_actions()

    def on_rows_inserted(self, parent: QModelIndex, first: int, last: int) -> None:
        """Let what is new be seen."""
        self.tree.expand(parent)
        for row in range(first, last + 1):
            self.tree.expandRecursively(self.model.index(row, 0, parent))

    def on_reset(self) -> None:
        """Open the tree again and return to the heading on the page."""
        self.tree.expandAll()
        node_id = self._editor.node_id
        self.select_node(node_id if self.model.index_of(node_id).isValid() else PREAMBLE)

    def add_sibling(self) -> None:
        """Put a heading after the selected one and ask for its title."""
        node_id = self.current_node
        placed = self.model.placed(node_id)
        if placed is None:
            self._add(None, 0, NodeKind.SECTION)
            return
        parent, place = self.model.position(node_id)
        self._add(parent, place + 1, placed.node.kind)

    def add_child(self) -> None:
        """Put a heading below the selected one, as the last."""
        node_id = self.current_node
        placed = self.model.placed(node_id)
        if placed is None:
            self._add(None, 0, NodeKind.SECTION)
            return
        kind = NodeKind.MEASURE if placed.node.kind is NodeKind.TASK else NodeKind.SECTION
        self._add(node_id, self.model.rowCount(self.model.index_of(node_id)), kind)

    def rename(self) -> None:
        """Edit the title in the tree."""
        index = self.tree.currentIndex().siblingAtColumn(0)
        if self.current_node != PREAMBLE:
            self.tree.setFocus()
            self.tree.edit(index)

    def remove(self) -> None:
        """Take the selected heading out with all below it."""
        if self.current_node != PREAMBLE:
            self._editor.finish()
            self.session.perform(remove_node, self.current_node)

    def move_up(self) -> None:
        """Move the heading up among its siblings."""
        self._editor.finish()
        self.session.perform(shift_node, self.current_node, -1)

    def move_down(self) -> None:
        """Move the heading down among its siblings."""
        self._editor.finish()
        self.session.perform(shift_node, self.current_node, 1)

    def promote(self) -> None:
        """Raise the heading one level."""
        self._editor.finish()
        self.session.perform(promote, self.current_node)

    def demote(self) -> None:
        """Lower the heading one level."""
        self._editor.finish()
        self.session.perform(demote, self.current_node)
        self.tree.expand(self.tree.currentIndex().parent())

    def change_kind(self, action: QAction) -> None:
        """Say what the heading stands for."""
        self._editor.finish()
        self.session.perform(set_kind, self.current_node, NodeKind(str(action.data())))

    def _add(self, parent: int | None, place: int, kind: NodeKind) -> None:
        self._editor.finish()
        changes = self.session.perform(add_node, parent, place, "", kind)
        added = [change.row_id for change in changes.changes if change.table == "outline_node" and not change.before]
        if added:
            self.select_node(added[0])
            self.rename()

    def _go_to_change(self, changes: ChangeSet) -> None:
        owners = [value for value in changes.values("paragraph", "node_id") if isinstance(value, int)]
        touched = set(owners) or set(changes.rows("outline_node"))
        known = [one for one in touched if self.model.placed(one)]
        if known and self.current_node not in known:
            fresh = [
                change.row_id for change in changes.changes if change.table == "outline_node" and not change.before
            ]
            self.select_node(min(fresh or known))

    def _tree_pane(self) -> QWidget:
        pane = QWidget()
        layout = QVBoxLayout(pane)
        layout.setContentsMargins(0, GAP, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.tree)
        return pane

    def _build_actions(self) -> None:
        # Enter and Delete belong to the page while it is being written on; the moves work in both.
        self._add_sibling = self._for_tree(self.tr("新增"), ["Return", "Enter", "Ins"], self.add_sibling, "add")
        self._add_child = self._for_tree(self.tr("新增下级"), ["Shift+Return"], self.add_child, "add")
        self._rename = self._for_tree(self.tr("改标题"), ["F2"], self.rename, "text")
        self._remove = self._for_tree(self.tr("删除"), ["Del"], self.remove, "remove")
        add_gap(self)
        self._up = add_command(self, self.tr("上移"), ["Alt+Up"], self.move_up, icon="up")
        self._down = add_command(self, self.tr("下移"), ["Alt+Down"], self.move_down, icon="down")
        self._promote = add_command(self, self.tr("升级"), ["Alt+Left"], self.promote, icon="promote")
        self._demote = add_command(self, self.tr("降级"), ["Alt+Right"], self.demote, icon="demote")
        add_gap(self)
        self._kind_menu = QMenu(self.tr("类型"), self)
        self._kinds = QActionGroup(self)
        for kind in NodeKind:
            action = self._kinds.addAction(NODE_KIND_LABELS[kind])
            action.setCheckable(True)
            action.setData(kind.value)
            self._kind_menu.addAction(action)
        self._kinds.triggered.connect(self.change_kind)
        name_icon(self._kind_menu.menuAction(), "check")
        self.addAction(self._kind_menu.menuAction())

    def _for_tree(self, text: str, keys: list[str], slot: Callable[[], None], icon: str) -> QAction:
        action = add_command(self, text, keys, slot, icon=icon)
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.tree.addAction(action)
        return action

    def _update_actions(self) -> None:
        self._empty.setVisible(not self.session.content.nodes)
        placed = self.model.placed(self.current_node)
        for action in (self._rename, self._remove, self._kind_menu.menuAction()):
            action.setEnabled(placed is not None)
        for action in (self._up, self._down, self._promote, self._demote):
            action.setEnabled(False)
        if placed is None:
            return
        parent, place = self.model.position(placed.node.id)
        last = self.model.rowCount(self.tree.currentIndex().parent()) - (2 if parent is None else 1)
        self._up.setEnabled(place > 0)
        self._down.setEnabled(place < last)
        self._promote.setEnabled(parent is not None)
        self._demote.setEnabled(place > 0)
        for action in self._kinds.actions():
            action.setChecked(action.data() == placed.node.kind.value)

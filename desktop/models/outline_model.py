"""The tree of headings: 引言 first, then every heading with its number, as the plan file has them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt

from db.outline import relocate, set_title
from desktop.models.arrangement import Arrangement
from desktop.session import Session
from domain.changes import ChangeSet, RowChange
from domain.labels import NODE_KIND_LABELS
from domain.outline import NodeKind, PlacedNode

PREAMBLE = 0  # the id of the first row: no node of a plan file has it
NODE_ROLE = Qt.ItemDataRole.UserRole + 1
_MIME = "application/x-fangan-node"
_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class OutlineModel(QAbstractItemModel):
    """Two columns: the heading, and quietly how many units a task has.

    Edits and drops become verbs; what they did comes back by `apply`, like every other change.
    """

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._placed: dict[int, PlacedNode] = {}
        self._duties: dict[int, int] = {}
        self._remarks: dict[int, int] = {}
        self._words: dict[int, tuple[object, ...]] = {}
        self._load_values()
        self._shown = _arrangement(session.content.placed())

    def apply(self, changes: ChangeSet) -> None:
        """Show what the plan says after a change, keeping selection and expansion where they can be kept."""
        if not any(map(_is_seen, changes.changes)):
            return
        wanted = _arrangement(self._session.content.placed())
        if not self._shown.can_become(wanted):
            self.beginResetModel()
            self._load_values()
            self._shown = wanted
            self.endResetModel()
            return
        self._remove_rows(self._shown.ids() - wanted.ids())
        before = self._words
        self._load_values()
        self._move_rows(wanted.only(self._shown.ids()))
        self._insert_rows(wanted)
        self._tell_values(before)

    def node_id(self, index: _Index) -> int:
        """The id of the node at an index, PREAMBLE for 引言 and for no index."""
        return int(index.internalId()) if index.isValid() else PREAMBLE

    def placed(self, node_id: int) -> PlacedNode | None:
        """A node with its number; None for 引言 and for what is gone."""
        return self._placed.get(node_id)

    def index_of(self, node_id: int, column: int = 0) -> QModelIndex:
        """Where a node stands; an invalid index when it does not."""
        group = self._shown.children_of(self._shown.parent_of(node_id))
        return self.createIndex(group.index(node_id), column, node_id) if node_id in group else QModelIndex()

    def position(self, node_id: int) -> tuple[int | None, int]:
        """Parent and place among its siblings from 0, as the verbs count: 引言 is no sibling."""
        parent = self._shown.parent_of(node_id)
        place = self._shown.children_of(parent).index(node_id)
        return parent, place - 1 if parent is None else place

    def siblings(self, node_id: int) -> int:
        """How many headings stand beside a node, itself included."""
        return len([one for one in self._shown.children_of(self._shown.parent_of(node_id)) if one != PREAMBLE])

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Headings below a heading."""
        return 0 if parent.column() > 0 else len(self._group(parent))

    def columnCount(self, parent: _Index = _ROOT) -> int:
        """Heading and number of units."""
        return 2

    def index(self, row: int, column: int, parent: _Index = _ROOT) -> QModelIndex:
        """The index of a child."""
        group = self._group(parent)
        if parent.column() > 0 or not 0 <= row < len(group) or not 0 <= column < 2:
            return QModelIndex()
        return self.createIndex(row, column, group[row])

    def parent(self, index: _Index = _ROOT) -> QModelIndex:  # type: ignore[override]  # QObject.parent() is another
        """The index of the heading above."""
        if not index.isValid():
            return QModelIndex()
        return self._index_of_parent(self._shown.parent_of(self.node_id(index)))

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The printed heading; when edited, the title alone."""
        if not index.isValid():
            return None
        node_id = self.node_id(index)
        if role == NODE_ROLE:
            return node_id
        placed = self._placed.get(node_id)
        if index.column() == 1:
            return self._note(placed, role)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            if placed is None:
                return self.tr("引言")
            return placed.heading if placed.node.title else placed.label + self.tr("（未写标题）")
        if role == Qt.ItemDataRole.EditRole and placed is not None:
            return placed.node.title
        return None

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Change the words of a heading."""
        placed = self._placed.get(self.node_id(index))
        if role != Qt.ItemDataRole.EditRole or placed is None or not index.isValid():
            return False
        self._session.perform(set_title, placed.node.id, str(value), placed.node.version)
        self._session.store.end_merging()
        return True

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Headings can be edited and dragged, 引言 stays where it is."""
        flag = Qt.ItemFlag
        if not index.isValid():
            return flag.ItemIsDropEnabled
        flags = flag.ItemIsEnabled | flag.ItemIsSelectable
        if self.node_id(index) == PREAMBLE:
            return flags | flag.ItemNeverHasChildren
        flags |= flag.ItemIsDragEnabled | flag.ItemIsDropEnabled
        return flags | flag.ItemIsEditable if index.column() == 0 else flags

    def supportedDropActions(self) -> Qt.DropAction:
        """Headings move, they are not copied."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """Only headings of this tree are taken."""
        return [_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The id of the dragged heading."""
        data = QMimeData()
        data.setData(_MIME, str(self.node_id(indexes[0])).encode())
        return data

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: _Index) -> bool:
        """Move the dragged heading; the answer is always no, since the move has been made when it is given."""
        if not data.hasFormat(_MIME) or action is not Qt.DropAction.MoveAction:
            return False
        node_id = int(bytes(data.data(_MIME).data()).decode())
        if node_id not in self._placed:
            return False
        target = self.node_id(parent) if parent.isValid() else None
        group = [one for one in self._shown.children_of(target) if one != PREAMBLE]
        place = len(group) if row < 0 else max(row - (1 if target is None else 0), 0)
        if node_id in group[:place]:
            place -= 1
        self._session.perform(relocate, node_id, target, place)
        return False

    def _note(self, placed: PlacedNode | None, role: int) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if placed is None:
            return "" if role == Qt.ItemDataRole.DisplayRole else None
        count = self._duties.get(placed.node.id, 0)
        remarks = self._remarks.get(placed.node.id, 0)
        if role == Qt.ItemDataRole.DisplayRole:
            said = [self.tr("批注 {}").format(remarks)] if remarks else []
            if count or said:
                return " · ".join([*said, self.tr("{} 个单位").format(count)] if count else said)
            return "" if placed.node.kind is NodeKind.SECTION else NODE_KIND_LABELS[placed.node.kind]
        if role == Qt.ItemDataRole.ToolTipRole and count:
            return self.tr("这项{}有 {} 个责任单位").format(NODE_KIND_LABELS[placed.node.kind], count)
        return None

    def _load_values(self) -> None:
        content = self._session.content
        self._placed = {placed.node.id: placed for placed in content.placed()}
        self._duties = {}
        for duty in content.duties:
            self._duties[duty.task_id] = self._duties.get(duty.task_id, 0) + 1
        self._remarks = {}
        for remark in content.remarks:
            if remark.node_id is not None and remark.row_id is None and not remark.is_settled:
                self._remarks[remark.node_id] = self._remarks.get(remark.node_id, 0) + 1

        self._words = {
            node_id: (placed.heading, placed.node.kind, self._duties.get(node_id, 0), self._remarks.get(node_id, 0))
            for node_id, placed in self._placed.items()
        }

    def _group(self, parent: _Index) -> list[int]:
        return self._shown.children_of(self.node_id(parent) if parent.isValid() else None)

    def _index_of_parent(self, node_id: int | None) -> QModelIndex:
        return QModelIndex() if node_id is None else self.index_of(node_id)

    def _remove_rows(self, gone: set[int]) -> None:
        for node_id in [one for one in gone if self._shown.parent_of(one) not in gone]:
            parent = self._shown.parent_of(node_id)
            row = self._shown.children_of(parent).index(node_id)
            self.beginRemoveRows(self._index_of_parent(parent), row, row)
            self._shown.remove(node_id)
            self.endRemoveRows()

    def _move_rows(self, wanted: Arrangement) -> None:
        if wanted == self._shown:
            return
        self.layoutAboutToBeChanged.emit()
        indexes = self.persistentIndexList()
        kept = [(int(index.internalId()), index.column()) for index in indexes]
        self._shown = wanted
        self.changePersistentIndexList(indexes, [self.index_of(node_id, column) for node_id, column in kept])
        self.layoutChanged.emit()

    def _insert_rows(self, wanted: Arrangement) -> None:
        fresh = wanted.ids() - self._shown.ids()
        for parent, group in wanted.groups().items():
            if parent in fresh:
                continue
            for row, node_id in enumerate(group):
                if node_id in fresh:
                    self.beginInsertRows(self._index_of_parent(parent), row, row)
                    self._shown.insert(row, node_id, wanted)
                    self.endInsertRows()

    def _tell_values(self, before: dict[int, tuple[object, ...]]) -> None:
        """Tell about rows that read otherwise than before: a tree measures all it is told of."""
        for node_id, words in self._words.items():
            if before.get(node_id, words) != words:
                self.dataChanged.emit(self.index_of(node_id), self.index_of(node_id, 1))


def _is_seen(change: RowChange) -> bool:
    """Whether a change can show in the list; that of the text below a heading only gives it another version."""
    if change.table == "outline_node" and change.before is not None and change.after is not None:
        return {**change.before, "version": 0} != {**change.after, "version": 0}
    return change.table in ("plan", "outline_node", "duty", "unit", "remark")


def _arrangement(placed: Sequence[PlacedNode]) -> Arrangement:
    return Arrangement([(PREAMBLE, None), *((one.node.id, one.node.parent) for one in placed)])

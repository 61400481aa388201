"""What a draft will become: title, 引言, the headings with their numbers, and the tables."""

from __future__ import annotations

from collections import Counter
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel

from desktop.models.source_links import PREAMBLE, TITLE, node_key, table_key
from domain.deadlines import find_deadlines
from domain.exchange import PlanContent, PlanDraft
from domain.labels import NODE_KIND_LABELS
from domain.outline import NodeKind, PlacedNode
from domain.tables import AppendixTable

_Index = QModelIndex | QPersistentModelIndex
KEY_ROLE = int(Qt.ItemDataRole.UserRole) + 1


class ResultModel(QStandardItemModel):
    """Two columns: the place, and quietly its units and deadline or its size."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._content = PlanContent()
        self._nodes: dict[str, PlacedNode] = {}
        self._tables: dict[str, AppendixTable] = {}
        self._items: dict[str, QStandardItem] = {}
        self._units: Counter[int] = Counter()
        self._notes: dict[int, str] = {}

    @property
    def content(self) -> PlanContent:
        """What is shown."""
        return self._content

    def show(self, draft: PlanDraft) -> None:
        """Take a draft."""
        content = self._content = draft.content
        placed = content.placed()
        self._nodes = {node_key(one.node): one for one in placed}
        self._tables = {table_key(one): one for one in content.tables}
        self._items = {}
        self.clear()
        self.setColumnCount(2)
        self._add(None, TITLE, content.info.title or self.tr("（没有找到标题）"), content.info.mark)
        if content.preamble:
            self._add(None, PREAMBLE, self.tr("引言"), self.tr("{} 段").format(len(content.preamble)))
        self._units = Counter(duty.task_id for duty in content.duties)
        self._notes = {}
        for one in placed:
            parent = None if one.node.parent is None else self._items[f"node:{one.node.parent}"]
            heading = one.heading if one.node.title else one.label + self.tr("（没有标题）")
            self._add(parent, node_key(one.node), heading)
        for table in content.tables:
            name = f"{table.spec.label}　{table.spec.title}".strip("　") or self.tr("（没有名称的表）")
            size = self.tr("{} 行 × {} 列").format(len(table.rows), len(table.spec.columns))
            self._add(None, table_key(table), name, size)

    def node(self, key: str) -> PlacedNode | None:
        """The heading of a key."""
        return self._nodes.get(key)

    def table(self, key: str) -> AppendixTable | None:
        """The table of a key."""
        return self._tables.get(key)

    def key_at(self, index: QModelIndex) -> str:
        """The key of a place; empty for none."""
        return str(index.sibling(index.row(), 0).data(KEY_ROLE) or "") if index.isValid() else ""

    def index_of_key(self, key: str) -> QModelIndex:
        """Where a key stands; an invalid index when it does not."""
        item = self._items.get(key)
        return self.indexFromItem(item) if item is not None else QModelIndex()

    def counts(self) -> tuple[int, int, int, int]:
        """Headings, tasks, units, tables."""
        content = self._content
        return len(content.nodes), len(content.tasks()), len(content.units), len(content.tables)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What the items hold; the note of a heading is found out when it is first looked at."""
        if role == Qt.ItemDataRole.DisplayRole and index.column() == 1:
            placed = self._nodes.get(str(index.sibling(index.row(), 0).data(KEY_ROLE) or ""))
            if placed is not None:
                if placed.node.id not in self._notes:
                    self._notes[placed.node.id] = self._note(placed)
                return self._notes[placed.node.id]
        return super().data(index, role)

    def _note(self, placed: PlacedNode) -> str:
        units = self._units[placed.node.id]
        parts = [self.tr("{} 个单位").format(units)] if units else []
        deadline = placed.node.deadline or (self._deadline(placed) if parts else "")
        if deadline:
            parts.append(deadline)
        if not parts and placed.node.kind is not NodeKind.SECTION:
            parts.append(NODE_KIND_LABELS[placed.node.kind])
        return " · ".join(parts)

    def _deadline(self, placed: PlacedNode) -> str:
        """The first time limit the text of a task names."""
        year = self._content.info.year
        found = (one.text for paragraph in placed.node.paragraphs for one in find_deadlines(paragraph.text, year))
        return next(found, "")

    def _add(self, parent: QStandardItem | None, key: str, text: str, note: str = "") -> None:
        item, beside = QStandardItem(text), QStandardItem(note)
        for one in (item, beside):
            one.setEditable(False)
            one.setDragEnabled(False)
            one.setDropEnabled(False)
        item.setData(key, KEY_ROLE)
        item.setToolTip(text)
        item.setAccessibleText(f"{text}，{note}" if note else text)
        beside.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._items[key] = item
        (parent or self.invisibleRootItem()).appendRow([item, beside])

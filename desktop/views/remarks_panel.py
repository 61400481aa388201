"""批注: what was said beside the selected heading or table, who said it and when; what is dealt with stands back."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QBrush, QKeySequence, QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from db.remarks import remove_remark, set_settled
from desktop.models.outline_model import PREAMBLE
from desktop.session import Session
from desktop.theme import GAP
from desktop.views.outline_view import OutlineView
from desktop.views.spots import show_spot
from desktop.views.workspace import Workspace
from desktop.widgets.frame import QuietLabel
from desktop.widgets.status_line import short_time
from domain.changes import ChangeSet
from domain.remarks import Remark, RemarkKind
from domain.spots import Spot

REMARK_KIND_LABELS = {
    RemarkKind.COMMENT: "批注",
    RemarkKind.INSERTION: "修订：添加",
    RemarkKind.DELETION: "修订：删去",
    RemarkKind.FOOTNOTE: "脚注",
    RemarkKind.HIDDEN: "隐藏文字",
}
_REMARK = Qt.ItemDataRole.UserRole


class RemarksPanel(QWidget):
    """Follows what is selected in 正文, or which table is open."""

    def __init__(self, session: Session, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._workspace = workspace
        self._followed: OutlineView | None = None
        self.whole = QCheckBox(self.tr("整个方案的批注"))
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("批注"))
        self.list.setWordWrap(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSpacing(4)
        self._none = QuietLabel()
        self.settle = QPushButton(self.tr("已处理"))
        self.remove = QPushButton(self.tr("删除"))
        self.remove.setToolTip(self.tr("从方案里删去，可以撤销（Delete）"))
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP)
        buttons.addWidget(self.settle)
        buttons.addWidget(self.remove)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(self.whole)
        layout.addWidget(self._none)
        layout.addWidget(self.list, 1)
        layout.addStretch(0)
        layout.addLayout(buttons)
        self.setFocusProxy(self.list)
        for key, slot in ((Qt.Key.Key_Delete, self.remove_current), (Qt.Key.Key_Space, self.settle_current)):
            action = QAction(self.list)
            action.setShortcut(QKeySequence(key))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(lambda _checked=False, slot=slot: slot())
            self.list.addAction(action)
        self.settle.clicked.connect(self.settle_current)
        self.remove.clicked.connect(self.remove_current)
        self.whole.toggled.connect(self.refresh)
        self.list.itemActivated.connect(self.on_activated)
        self.list.currentRowChanged.connect(self.on_row_changed)
        workspace.place_changed.connect(self.on_place_changed)
        session.changed.connect(self.on_changed)
        self.on_place_changed()

    def on_changed(self, changes: ChangeSet) -> None:
        """Follow remarks that went or came back."""
        if changes.touches("remark", "outline_node", "appendix_row"):
            self.refresh()

    def on_place_changed(self) -> None:
        """Follow another place."""
        view = self._workspace.view()
        if isinstance(view, OutlineView) and view is not self._followed:
            self._followed = view
            view.tree.selectionModel().currentChanged.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """List the remarks of what is selected."""
        remarks = [one for one in self._session.content.remarks if self.whole.isChecked() or self._belongs(one)]
        remarks.sort(key=lambda one: one.is_settled)
        row, current = self.list.currentRow(), self._current()
        quiet = QBrush(self.palette().color(QPalette.ColorRole.PlaceholderText))
        self.list.blockSignals(True)
        self.list.clear()
        for remark in remarks:
            item = QListWidgetItem(_words(remark))
            item.setData(_REMARK, remark)
            if remark.is_settled:
                item.setText(self.tr("✓ 已处理 · {}").format(item.text()))
                item.setForeground(quiet)
            self.list.addItem(item)
        kept = next((at for at, one in enumerate(remarks) if current is not None and one.id == current.id), row)
        self.list.setCurrentRow(min(max(kept, 0), len(remarks) - 1))
        self.list.blockSignals(False)
        self.list.setVisible(bool(remarks))
        whole = len(self._session.content.remarks)
        here = self.tr("此处没有批注，整个方案有 {} 条。").format(whole)
        self._none.setText(here if whole else self.tr("方案里没有批注。从 Word 文件读取时，批注和修订会列在这里。"))
        self._none.setVisible(not remarks)
        self.on_row_changed()

    def on_row_changed(self) -> None:
        """Offer to settle what is selected, or to take it away."""
        remark = self._current()
        is_settled = remark is not None and remark.is_settled
        self.settle.setText(self.tr("恢复") if is_settled else self.tr("已处理"))
        self.settle.setToolTip(
            self.tr("重新作为未处理的批注（空格）") if is_settled else self.tr("标为已处理，留在列表末尾（空格）")
        )
        for button in (self.settle, self.remove):
            button.setVisible(self.list.count() > 0)
            button.setEnabled(remark is not None)

    def settle_current(self) -> None:
        """Put the selected remark away as dealt with, or bring it back."""
        remark = self._current()
        if remark is not None:
            self._session.perform(set_settled, remark.id, not remark.is_settled)

    def remove_current(self) -> None:
        """Take the selected remark away."""
        remark = self._current()
        if remark is not None:
            self._session.perform(remove_remark, remark.id)

    def on_activated(self, item: QListWidgetItem) -> None:
        """Go where the remark is about."""
        remark: Remark = item.data(_REMARK)
        table = next(
            (one.id for one in self._session.content.tables if any(row.id == remark.row_id for row in one.rows)), None
        )
        show_spot(self._workspace, Spot(node=remark.node_id, table=table, row=remark.row_id))

    def _current(self) -> Remark | None:
        item = self.list.currentItem()
        remark = item.data(_REMARK) if item is not None else None
        return remark if isinstance(remark, Remark) else None

    def _belongs(self, remark: Remark) -> bool:
        view = self._workspace.view()
        if isinstance(view, OutlineView):
            here = view.current_node
            return remark.row_id is None and (remark.node_id or PREAMBLE) == here
        key = self._workspace.key
        tables = (one for one in self._session.content.tables if f"table:{one.id}" == key)
        return any(row.id == remark.row_id for table in tables for row in table.rows)


def _words(remark: Remark) -> str:
    """Kind, author and date; what is quoted; what is said."""
    head = [REMARK_KIND_LABELS[remark.kind], remark.author, _date(remark.made_at)]
    lines = [" · ".join(part for part in head if part)]
    if remark.quote and remark.quote != remark.text:
        lines.append(f"“{remark.quote}”")
    lines.append(remark.text)
    return "\n".join(lines)


def _date(made_at: str) -> str:
    try:
        then = datetime.fromisoformat(made_at)
    except ValueError:
        return made_at
    return short_time(then, datetime.now(then.tzinfo))

"""恢复备份: the backups of a plan, newest first, each to be opened as a new plan."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QListWidget, QPushButton, QVBoxLayout, QWidget

from db.backups import Backup
from desktop.theme import GAP
from desktop.widgets.frame import QuietLabel
from desktop.widgets.status_line import short_time
from domain.labels import BACKUP_REASON_LABELS


class BackupsPanel(QWidget):
    """`restore_wanted` carries the Backup that shall be opened as a new plan.

    `take` backs the open plan up now; without it (the plan is not open) the button for that is not there.
    """

    restore_wanted = Signal(object)

    def __init__(
        self,
        load: Callable[[], Sequence[Backup]],
        take: Callable[[], None] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._load = load
        self._take = take
        self._backups: Sequence[Backup] = ()
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("备份"))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setSpacing(3)
        self.list.itemActivated.connect(lambda _item: self.restore())
        self.note = QuietLabel()
        self.go = QPushButton(self.tr("恢复为新方案"))
        self.go.clicked.connect(self.restore)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.note)
        layout.addWidget(self.go)
        self.take = QPushButton(self.tr("立即备份"))
        self.take.clicked.connect(self.back_up)
        self.take.setVisible(take is not None)
        layout.addWidget(self.take)
        self.setFocusProxy(self.list)
        self.refresh()

    def refresh(self) -> None:
        """List what there is now."""
        self._backups = self._load()
        self.list.clear()
        now = datetime.now().astimezone()
        for backup in self._backups:
            moment = short_time(backup.at.astimezone(), now)
            self.list.addItem(f"{moment}\n{BACKUP_REASON_LABELS[backup.reason]} · {_size(backup.size)}")
        self.list.setCurrentRow(0)
        self.go.setEnabled(bool(self._backups))
        self.note.setText(
            self.tr("备份会打开为一个新方案，现在的文件不受影响。")
            if self._backups
            else self.tr("还没有备份。编辑中每十分钟、导入前和关闭时会自动备份。")
        )

    def restore(self) -> None:
        """Ask for the selected backup."""
        row = self.list.currentRow()
        if 0 <= row < len(self._backups):
            self.restore_wanted.emit(self._backups[row])

    def back_up(self) -> None:
        """Take a backup now and show it."""
        if self._take is not None:
            self._take()
            self.refresh()


def _size(size: int) -> str:
    return f"{size / 1024 / 1024:.1f} MB" if size >= 1024 * 1024 else f"{max(size // 1024, 1)} KB"

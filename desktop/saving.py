"""Saving as the user sees it: where the plan stands, and ways out when its place or another person is in the way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from db.backups import BackupReason
from desktop.dialogs.file_chooser import FileChooser, free_path
from desktop.keeper import DocumentKeeper
from desktop.widgets.notice_bar import NoticeBar
from desktop.widgets.status_line import StatusLine
from domain.errors import StorageError

_PATIENCE_MS = 1_500
_REASONS = {
    "place_gone": "所在位置访问不到",
    "plan_read_only": "所在位置不能写入",
    "disk_full": "磁盘空间不足",
}


class Saving(QObject):
    """Follows the keeper of the open plan.

    `moved` carries the path the plan is kept at from now on, `conflicted` that path and the one it was kept at,
    `failed` a FanganError.
    """

    moved = Signal(object)
    conflicted = Signal(object, object)
    failed = Signal(object)

    def __init__(self, status: StatusLine, notice: NoticeBar, chooser: FileChooser, parent: QObject) -> None:
        super().__init__(parent)
        self._status = status
        self._notice = notice
        self._chooser = chooser
        self._keeper: DocumentKeeper | None = None
        self._finish_editing: Callable[[], None] = lambda: None
        self._told = ""  # the sentence of the last refusal that was told in a notice
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self.on_waiting)
        status.save_as_wanted.connect(self.save_as)

    @property
    def keeper(self) -> DocumentKeeper | None:
        """What keeps the open plan; None when none is open."""
        return self._keeper

    def attach(self, keeper: DocumentKeeper, finish_editing: Callable[[], None]) -> None:
        """Follow a plan that was opened; `finish_editing` writes what is being typed into it."""
        self._keeper, self._finish_editing, self._told = keeper, finish_editing, ""
        keeper.setParent(self)
        keeper.pending.connect(self.on_pending)
        keeper.published.connect(self.on_published)
        keeper.refused.connect(self.on_refused)
        keeper.conflicted.connect(self.on_conflicted)
        keeper.warned.connect(self.failed)
        keeper.saved.connect(self.on_saved)
        keeper.moved.connect(self.on_moved)
        keeper.not_moved.connect(self.failed)
        self._status.note("")
        if keeper.document.store.is_read_only:
            self._status.show_read_only()
        elif keeper.document.is_published:
            self._status.show_saved(datetime.fromtimestamp(keeper.path.stat().st_mtime).astimezone())
        if keeper.document.pruned is not None:
            self._notice.keep(keeper.document.pruned.message)
        keeper.start()

    def release(self) -> None:
        """Publish and close the plan; say so when its place did not take it."""
        keeper, self._keeper = self._keeper, None
        if keeper is None:
            return
        problem = keeper.close()
        if problem is not None:
            text = self.tr("“{}”尚未写回：{}。内容已留在本机，可以在开始页恢复。")
            self._notice.keep(text.format(keeper.path.name, _reason(problem)))
        keeper.deleteLater()

    def hasten(self) -> None:
        """Publish now if there is something to publish."""
        if self._keeper is not None:
            self._keeper.hasten()

    def prepare_import(self) -> None:
        """Write what is being typed and back the plan up as it is before a document is taken in."""
        self._finish_editing()
        if self._keeper is not None:
            self._keeper.back_up(BackupReason.IMPORT)

    def save(self) -> None:
        """Publish now and say where to; what was opened read-only needs a place of its own."""
        if self._keeper is None:
            return
        self._finish_editing()
        if self._keeper.document.store.is_read_only:
            self.save_as()
            return
        self._told = ""  # whoever asks is answered, be it with the same refusal
        self._keeper.save()
        self._patience.start()

    def on_saved(self) -> None:
        """Say where to."""
        if self._keeper is not None:
            self._status.show_saved_to(self._keeper.path)

    def on_moved(self) -> None:
        """Go on in the new place."""
        if self._keeper is not None:
            self.moved.emit(self._keeper.path)
            self._status.show_saved_to(self._keeper.path)

    def on_waiting(self) -> None:
        """Say that the place takes its time, and that nobody needs to wait for it."""
        if self._keeper is not None and self._keeper.is_delivering:
            self._status.note(self.tr("所在位置还没有回应，写回在后台继续，可以接着编辑"))

    def save_as(self) -> None:
        """Ask for another place and go on there."""
        if self._keeper is None:
            return
        self._finish_editing()
        present = self._keeper.path
        path = self._chooser.plan_to_save_as(free_path(present.parent, present.stem, present.suffix))
        if path is None or self._keeper is None:
            return
        self._keeper.save_as(path)
        self._patience.start()

    def on_pending(self) -> None:
        """Say quietly that the file does not have it yet; a refusal stays on the line until it is over."""
        if self._keeper is not None and self._keeper.problem is None:
            self._status.show_pending()

    def on_published(self) -> None:
        """Say that it is saved; what was said about a refusal is over."""
        self._status.show_saved(datetime.now().astimezone())
        if self._notice.is_error() and self._notice.text() == self._told:
            self._notice.dismiss()
        self._told = ""

    def on_refused(self, error: StorageError) -> None:
        """Say where the plan stands; in a notice once, not with every new attempt."""
        self._status.show_stranded(_reason(error))
        if self._told != str(error):
            self._told = str(error)
            self._notice.fail(error, (self.tr("另存为…"), self.save_as))

    def on_conflicted(self, mine: Path, theirs: Path) -> None:
        """Go on as the copy that was written beside the file."""
        self.moved.emit(mine)
        self.conflicted.emit(mine, theirs)


def _reason(error: StorageError) -> str:
    return _REASONS.get(error.code, error.message.rstrip("。"))

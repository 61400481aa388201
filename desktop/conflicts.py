"""Two versions of one plan: told, shown side by side, and never one written over the other."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from db.lock import find_conflict_copies
from db.places import Home
from db.snapshot import load_snapshot
from desktop.panels import Panels
from desktop.routines import viewed
from desktop.transfer import folder_opener
from desktop.widgets.notice_bar import NoticeBar
from domain.comparison import compare_contents
from domain.errors import FanganError
from domain.exchange import PlanContent


class Conflicts(QObject):
    """Speaks of versions beside the open plan. `open_wanted` carries one to open, `failed` a FanganError."""

    open_wanted = Signal(object)
    failed = Signal(object)

    def __init__(self, notice: NoticeBar, panels: Panels, data: Home, parent: QObject) -> None:
        super().__init__(parent)
        self._notice = notice
        self._panels = panels
        self._data = data

    def on_conflicted(self, mine: Path, theirs: Path) -> None:
        """Say that there are two now, and where, and lay them side by side."""
        self._notice.keep(
            self.tr("文件已在别处被改动，您的内容保存为“{}”").format(mine.name),
            (self.tr("对照两份内容"), lambda: self.compare(mine, theirs)),
            (self.tr("打开所在文件夹"), folder_opener(mine.parent)),
            (self.tr("打开对方版本"), lambda: self.open_wanted.emit(theirs)),
        )
        self.compare(mine, theirs)

    def look(self, path: Path) -> None:
        """Say which copies a sync program or another machine left beside a plan that is opened."""
        try:
            copies = find_conflict_copies(path)
        except FanganError:
            return  # the plan is open all the same; what is wrong with its place is told when it is saved
        if not copies:
            return
        names = "、".join(copy.name for copy in copies)
        self._notice.keep(
            self.tr("旁边还有这个方案的其他版本：{}").format(names),
            (self.tr("对照"), lambda: self.compare(path, copies[0])),
            (self.tr("打开所在文件夹"), folder_opener(path.parent)),
        )

    def compare(self, mine: Path, theirs: Path) -> None:
        """Lay two versions side by side in the panel."""
        try:
            left, right = self._read(theirs), self._read(mine)
        except FanganError as error:
            self.failed.emit(error)
            return
        self._panels.show_differences(theirs.name, compare_contents(left, right))

    def _read(self, path: Path) -> PlanContent:
        with viewed(path, self._data) as store:
            return load_snapshot(store).content

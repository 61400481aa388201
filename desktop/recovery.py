"""What was not written back last time, offered on the start page and in a notice."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from db.places import Home
from db.recovery import Recoverable, discard, recoverables
from desktop.views.start_view import StartView
from desktop.widgets.notice_bar import NoticeBar
from desktop.widgets.status_line import short_time
from domain.errors import StorageError

_LONGEST = 24  # characters of an operation's name


class Recovery(QObject):
    """Looks for leftovers and offers them. `wanted` carries the Leftover to go on with, `failed` a FanganError."""

    wanted = Signal(object)
    failed = Signal(object)

    def __init__(self, home: Home, start: StartView, notice: NoticeBar, parent: QObject) -> None:
        super().__init__(parent)
        self._home = home
        self._start = start
        self._notice = notice
        self._offered: set[Path] = set()
        start.recovery_wanted.connect(lambda one: self.wanted.emit(one.leftover))
        start.discard_wanted.connect(self.discard)

    def look(self) -> list[Recoverable]:
        """Show on the start page what there is now."""
        found = recoverables(self._home)
        self._start.show_leftovers([(describe(one), str(one.leftover.origin), one) for one in found])
        return found

    def offer(self, path: Path) -> None:
        """Offer in a notice what belongs to a plan that was just opened, else, once, what belongs to another."""
        found = self.look()
        own = [one for one in found if one.leftover.origin == path.absolute()]
        others = [one for one in found if one.leftover.folder not in self._offered]
        if not own and not others:
            return
        one = (own or others)[0]
        self._offered.add(one.leftover.folder)
        self._notice.keep(
            self.tr("上次未写回的内容：{}").format(describe(one)),
            (self.tr("恢复"), lambda: self.wanted.emit(one.leftover)),
            (self.tr("放弃"), lambda: self.discard(one)),
        )

    def discard(self, one: Recoverable) -> None:
        """Put it aside; nothing is deleted."""
        try:
            discard(one.leftover, self._home)
        except StorageError as error:
            self.failed.emit(error)
        self.look()


def describe(one: Recoverable) -> str:
    """“停车.fangan（09:41），3 步，最近是“修改标题 一、目标””: what it holds that the file lacks."""
    name = one.leftover.origin.name
    if one.newest is None:
        return f"{name}，内容已损坏"
    time = short_time(datetime.fromisoformat(one.newest.at), datetime.now().astimezone())
    label = one.newest.label if len(one.newest.label) <= _LONGEST else f"{one.newest.label[: _LONGEST - 1]}…"
    return f"{name}（{time}），{one.steps} 步，最近一步：{label}"

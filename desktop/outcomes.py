"""What came of opening, reading and exporting, told in a notice with what can be done about it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from db.lock import LockedError
from desktop.panels import Panels
from desktop.plan_files import PlanFiles
from desktop.reading_desk import Tally
from desktop.transfer import Written, folder_opener, reading_sentence
from desktop.widgets.notice_bar import NoticeAction, NoticeBar
from domain.errors import FanganError
from domain.merge_report import MergeReport


class Outcomes(QObject):
    """Speaks through the notice bar; an offer to take a step back goes with the next change.

    `new_plan_wanted` carries the path of a file that shall become a plan of its own.
    """

    new_plan_wanted = Signal(object)

    def __init__(
        self,
        notice: NoticeBar,
        panels: Panels,
        files: PlanFiles,
        undo: Callable[[], None],
        undo_to: Callable[[int], None],
        parent: QObject,
    ) -> None:
        """`undo` takes the newest step back, `undo_to` an operation by its id and all after it."""
        super().__init__(parent)
        self._notice = notice
        self._panels = panels
        self._files = files
        self._undo = undo
        self._undo_to = undo_to
        self._offers_undo = False
        panels.plan_made.connect(self.on_plan_made)

    def on_plan_made(self, path: Path) -> None:
        """Say that a version is a plan of its own now, and offer to open it."""
        self._notice.say(
            self.tr("已另存为新方案“{}”").format(path.name), (self.tr("打开"), lambda: self._files.open_plan(path))
        )

    def on_failed(self, error: FanganError) -> None:
        """Say what went wrong."""
        self._notice.fail(error)
        self._offers_undo = False

    def on_locked(self, path: Path, error: LockedError) -> None:
        """Say who has it open, and offer what can be done all the same."""
        self._notice.fail(
            error,
            (self.tr("只读打开"), lambda: self._files.open_read_only(path)),
            (self.tr("另存副本"), lambda: self._files.open_copy(path)),
            (self.tr("仍然编辑"), lambda: self._files.open_anyway(path)),
        )

    def on_imported(self, tally: Tally) -> None:
        """Say what came of reading files, and offer to take it back."""
        report, made = tally.report, tally.made
        text = reading_sentence(tally.names, report, made.name if made is not None else "")
        more = self._findings_action(report)
        if tally.first is None:
            self._notice.say(text, *more)
        elif len(tally.names) == 1:
            self.offer_undo(text, *more)
        else:
            first = tally.first
            self._notice.say(text, *more, (self.tr("撤销"), lambda: self._undo_to(first)))
            self._offers_undo = True

    def on_foreign(self, path: Path, error: FanganError) -> None:
        """Say that a file belongs to another plan, and offer to make a plan of it."""
        self._notice.fail(error, (self.tr("读取为新方案"), lambda: self.new_plan_wanted.emit(path)))
        self._offers_undo = False

    def on_written(self, written: Written) -> None:
        """Say what was exported, offer to look at it, and at what a person should know of its fonts."""
        paths = written.paths
        actions: list[NoticeAction] = [(self.tr("打开文件夹"), folder_opener(paths[0].parent))] if paths else []
        if written.findings:
            actions.append((self.tr("查看提示"), lambda: self._panels.show_findings(written.findings)))
        self._notice.say(self.tr("已导出 {} 个文件").format(len(paths)), *actions)

    def on_copy_written(self, path: Path) -> None:
        """Say that a corrected copy of a Word file is there."""
        self._notice.say(
            self.tr("改正稿已写为“{}”").format(path.name), (self.tr("打开文件夹"), folder_opener(path.parent))
        )

    def on_layout_saved(self, path: Path) -> None:
        """Say that a layout profile stands in a file now."""
        self._notice.say(
            self.tr("版式已存为“{}”").format(path.name), (self.tr("打开文件夹"), folder_opener(path.parent))
        )

    def offer_undo(self, text: str, *more: NoticeAction) -> None:
        """Say what was done and offer to take it back."""
        self._notice.say(text, *more, (self.tr("撤销"), self._undo))
        self._offers_undo = True

    def withdraw(self) -> None:
        """Take the offer away: something else has been done since."""
        if self._offers_undo:
            self._notice.dismiss()
        self._offers_undo = False

    def _findings_action(self, report: MergeReport) -> tuple[NoticeAction, ...]:
        if not report.findings:
            return ()
        return ((self.tr("查看提示"), lambda: self._panels.show_findings(report.findings)),)

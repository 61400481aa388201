"""What came of opening, reading and exporting, told in a notice with what can be done about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject

from db.lock import LockedError
from desktop.panels import Panels
from desktop.plan_files import PlanFiles
from desktop.transfer import folder_opener, reading_sentence
from desktop.widgets.notice_bar import NoticeAction, NoticeBar
from domain.changes import ChangeSet
from domain.errors import FanganError
from domain.merge_report import MergeReport


class Outcomes(QObject):
    """Speaks through the notice bar; an offer to take a step back goes with the next change."""

    def __init__(
        self, notice: NoticeBar, panels: Panels, files: PlanFiles, undo: Callable[[], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._notice = notice
        self._panels = panels
        self._files = files
        self._undo = undo
        self._offers_undo = False

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

    def on_read(self, changes: ChangeSet, report: MergeReport) -> None:
        """Say what came of an import."""
        more = self._findings_action(report)
        if changes:
            self.offer_undo(reading_sentence(report), *more)
        else:
            self._notice.say(reading_sentence(report), *more)

    def on_new_read(self, path: Path, report: MergeReport) -> None:
        """Say what came of reading a document into a new plan."""
        self._notice.say(reading_sentence(report, path.name), *self._findings_action(report))

    def on_written(self, paths: Sequence[Path]) -> None:
        """Say what was exported and offer to look at it."""
        folder = paths[0].parent if paths else Path()
        actions = ((self.tr("打开文件夹"), folder_opener(folder)),) if paths else ()
        self._notice.say(self.tr("已导出 {} 个文件").format(len(paths)), *actions)

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

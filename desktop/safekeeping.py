"""Ways back and ways out: backups, what is left of a damaged file, other versions, a copy without its history."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from db.backups import Backup, BackupReason, backups_of, restore, restored_path
from db.places import Home
from desktop.conflicts import Conflicts
from desktop.dialogs.file_chooser import FileChooser, documents_folder, free_path
from desktop.keeper import DocumentKeeper
from desktop.panels import Panels
from desktop.plan_files import PlanFiles
from desktop.session import Session
from desktop.transfer import folder_opener
from desktop.widgets.notice_bar import NoticeBar
from domain.errors import FanganError, StorageError


class Safekeeping(QObject):
    """Speaks through notices and the panel. `failed` carries a FanganError."""

    failed = Signal(object)

    def __init__(
        self, notice: NoticeBar, panels: Panels, chooser: FileChooser, files: PlanFiles, data: Home, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._notice = notice
        self._panels = panels
        self._chooser = chooser
        self._files = files
        self._data = data
        self.conflicts = Conflicts(notice, panels, data, self)
        self.conflicts.open_wanted.connect(files.open_plan)
        self.conflicts.failed.connect(self.failed)
        files.damaged.connect(self.on_damaged)

    def show_backups(self, keeper: DocumentKeeper | None) -> None:
        """恢复备份 for the plan that is open."""
        if keeper is not None:
            self._show_backups(keeper.path, keeper)

    def on_damaged(self, path: Path, error: StorageError) -> None:
        """Say that a file is damaged, and offer what can be done about it."""
        self._notice.fail(
            error,
            (self.tr("恢复备份…"), lambda: self._show_backups(path, None)),
            (self.tr("抢救内容"), lambda: self.salvage(path)),
        )

    def restore(self, backup: Backup, path: Path) -> None:
        """Make a new plan of a backup, beside the file it was taken of, and open it."""
        beside = path if path.parent.is_dir() else documents_folder() / path.name
        try:
            target = restore(backup, restored_path(beside, backup))
        except FanganError as error:
            self.failed.emit(error)
            return
        if self._files.open_plan(target):
            self._notice.say(self.tr("已从备份恢复为“{}”").format(target.name))

    def salvage(self, path: Path) -> None:
        """Write what can still be read of a damaged file into a new one beside it, and open that."""
        from db.salvage import salvage

        target = free_path(path.parent, self.tr("{}（抢救）").format(path.stem), path.suffix)
        try:
            report = salvage(path, target, self._data)
        except FanganError as error:
            self.failed.emit(error)
            return
        if self._files.open_plan(target):
            text = self.tr("已抢救 {taken} 条内容，{lost} 条没能读出，存为“{name}”，原文件没有改动")
            if report.stand_ins:
                text += self.tr("；名称以“（救回）”开头的是顶替，请改回原名")
            self._notice.keep(text.format(taken=report.taken, lost=report.lost, name=target.name))

    def export_clean(self, session: Session | None) -> None:
        """导出干净副本: ask for a place and write the plan there without its history."""
        if session is None:
            return
        from db.retention import export_clean_copy

        path = session.store.path
        target = self._chooser.plan_to_save_as(
            free_path(path.parent, self.tr("{}（干净副本）").format(path.stem), path.suffix)
        )
        if target is None:
            return
        try:
            written = export_clean_copy(session.store, target)
        except FanganError as error:
            self.failed.emit(error)
            return
        text = self.tr("已导出不含操作记录的副本“{}”").format(written.name)
        self._notice.say(text, (self.tr("打开文件夹"), folder_opener(written.parent)))

    def _show_backups(self, path: Path, keeper: DocumentKeeper | None) -> None:
        from desktop.views.backups_panel import BackupsPanel

        take = None if keeper is None else lambda: keeper.back_up(BackupReason.MANUAL)
        content = BackupsPanel(lambda: backups_of(self._data, path), take)
        content.restore_wanted.connect(lambda backup: self.restore(backup, path))
        self._panels.show(self.tr("恢复备份"), content)

"""The only modal dialogs: the system's own file choice. Tests give the window another chooser."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.settings import Settings

_RETURNS = "回收的表格和压缩包 (*.xlsx *.xlsm *.xls *.et *.ods *.csv *.docx *.zip)"
_SOURCES = "Word、文本和表格 (*.docx *.docm *.dotx *.txt *.md *.xlsx *.xlsm *.xls *.ods *.csv)"


class FileChooser(Protocol):
    """Asks for paths; None when the user changes their mind."""

    def plan_to_open(self) -> Path | None:
        """An existing plan file."""

    def plan_to_create(self) -> Path | None:
        """Where a new plan file shall be."""

    def plan_to_save_as(self, suggested: Path) -> Path | None:
        """Where a plan shall go on; the system has asked before something is replaced."""

    def sources_to_read(self) -> list[Path]:
        """Plans and tables that other programs saved; none when the user changes their mind."""

    def table_to_read(self) -> Path | None:
        """A file that holds a table."""

    def list_to_read(self) -> Path | None:
        """A list of units or enterprises."""

    def list_to_write(self, suggested: Path) -> Path | None:
        """Where a list shall be written as a workbook."""

    def folder_for_export(self, suggested: Path) -> Path | None:
        """A folder for exported files."""

    def returned_files(self) -> list[Path]:
        """Files or zip files that came back from enterprises."""

    def returned_folder(self) -> Path | None:
        """A folder of files that came back."""

    def document_to_check(self) -> Path | None:
        """A Word file of anybody's."""

    def corrected_copy(self, suggested: Path) -> Path | None:
        """Where a corrected copy of a Word file shall be."""

    def layout_to_load(self) -> Path | None:
        """A layout profile that another office wrote."""

    def layout_to_save(self, name: str) -> Path | None:
        """Where a layout profile shall be written; `name` is what it is called."""


class NativeFileChooser:
    """Asks with the system's file dialog and remembers the folder."""

    def __init__(self, settings: Settings, parent: QWidget) -> None:
        self._settings = settings
        self._parent = parent

    def plan_to_open(self) -> Path | None:
        """An existing plan file."""
        found, _ = QFileDialog.getOpenFileName(
            self._parent, _tr("打开方案"), str(self._folder()), _tr("方案文件 (*.fangan)")
        )
        return self._kept(found)

    def plan_to_create(self) -> Path | None:
        """Where a new plan file shall be."""
        start = self._folder() / _tr("新方案.fangan")
        found, _ = QFileDialog.getSaveFileName(self._parent, _tr("新建方案"), str(start), _tr("方案文件 (*.fangan)"))
        path = self._kept(found)
        return path.with_name(path.name + ".fangan") if path is not None and path.suffix != ".fangan" else path

    def plan_to_save_as(self, suggested: Path) -> Path | None:
        """Where a plan shall go on; the system has asked before something is replaced."""
        start = suggested if suggested.parent.is_dir() else self._folder() / suggested.name
        found, _ = QFileDialog.getSaveFileName(self._parent, _tr("另存方案"), str(start), _tr("方案文件 (*.fangan)"))
        path = self._kept(found)
        if path is None or path.suffix == ".fangan":
            return path
        return free_path(path.parent, path.name, ".fangan")  # the system asked about the name without the ending

    def sources_to_read(self) -> list[Path]:
        """Plans and tables that other programs saved; none when the user changes their mind."""
        found, _ = QFileDialog.getOpenFileNames(
            self._parent, _tr("读取现有方案"), str(self._folder()), ";;".join((_tr(_SOURCES), _tr("所有文件 (*)")))
        )
        return [path for path in map(self._kept, found) if path is not None]

    def table_to_read(self) -> Path | None:
        """A file that holds a table."""
        found, _ = QFileDialog.getOpenFileName(
            self._parent,
            _tr("从文件取表样"),
            str(self._folder()),
            _tr("Word、表格文件 (*.docx *.xlsx *.xls *.ods *.csv)"),
        )
        return self._kept(found)

    def list_to_read(self) -> Path | None:
        """A list of units or enterprises."""
        kinds = _tr("名单 (*.xlsx *.xls *.ods *.csv *.txt)")
        found, _ = QFileDialog.getOpenFileName(self._parent, _tr("导入名单"), str(self._folder()), kinds)
        return self._kept(found)

    def list_to_write(self, suggested: Path) -> Path | None:
        """Where a list shall be written as a workbook."""
        found, _ = QFileDialog.getSaveFileName(
            self._parent, _tr("导出名单"), str(suggested), _tr("Excel 文件 (*.xlsx)")
        )
        path = self._kept(found)
        return path.with_name(path.name + ".xlsx") if path is not None and path.suffix != ".xlsx" else path

    def folder_for_export(self, suggested: Path) -> Path | None:
        """A folder for exported files."""
        start = suggested if suggested.is_dir() else suggested.parent
        found = QFileDialog.getExistingDirectory(self._parent, _tr("导出到文件夹"), str(start))
        return Path(found) if found else None

    def returned_files(self) -> list[Path]:
        """Files or zip files that came back from enterprises."""
        found, _ = QFileDialog.getOpenFileNames(
            self._parent, _tr("导入回收文件"), str(self._folder()), ";;".join((_tr(_RETURNS), _tr("所有文件 (*)")))
        )
        return [path for path in map(self._kept, found) if path is not None]

    def returned_folder(self) -> Path | None:
        """A folder of files that came back."""
        found = QFileDialog.getExistingDirectory(self._parent, _tr("导入回收文件夹"), str(self._folder()))
        return Path(found) if found else None

    def document_to_check(self) -> Path | None:
        """A Word file of anybody's."""
        found, _ = QFileDialog.getOpenFileName(
            self._parent, _tr("格式体检"), str(self._folder()), _tr("Word 文件 (*.docx)")
        )
        return self._kept(found)

    def corrected_copy(self, suggested: Path) -> Path | None:
        """Where a corrected copy of a Word file shall be."""
        found, _ = QFileDialog.getSaveFileName(
            self._parent, _tr("写出改正稿"), str(suggested), _tr("Word 文件 (*.docx)")
        )
        path = self._kept(found)
        return path.with_name(path.name + ".docx") if path is not None and path.suffix != ".docx" else path

    def layout_to_load(self) -> Path | None:
        """A layout profile that another office wrote."""
        found, _ = QFileDialog.getOpenFileName(
            self._parent, _tr("载入版式"), str(self._folder()), _tr("版式文件 (*.json)")
        )
        return self._kept(found)

    def layout_to_save(self, name: str) -> Path | None:
        """Where a layout profile shall be written; `name` is what it is called."""
        start = self._folder() / name.replace("/", "-").replace("\\", "-")
        found, _ = QFileDialog.getSaveFileName(self._parent, _tr("另存版式"), str(start), _tr("版式文件 (*.json)"))
        path = self._kept(found)
        return path.with_name(path.name + ".json") if path is not None and path.suffix != ".json" else path

    def _folder(self) -> Path:
        return self._settings.last_folder() or documents_folder()

    def _kept(self, found: str) -> Path | None:
        if not found:
            return None
        path = Path(found)
        self._settings.keep_folder(path.parent)
        return path


def documents_folder() -> Path:
    """The user's documents folder."""
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))


def free_path(folder: Path, stem: str, suffix: str) -> Path:
    """A path that is not taken yet: 名称, 名称（2）, 名称（3） …"""
    path = folder / f"{stem}{suffix}"
    number = 1
    while path.exists():
        number += 1
        path = folder / f"{stem}（{number}）{suffix}"
    return path


def _tr(text: str) -> str:
    return QCoreApplication.translate("NativeFileChooser", text)

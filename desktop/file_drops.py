"""Files dragged onto the window: what they will become, and doing it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QObject
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from desktop.plan_files import PLAN_SUFFIX, SOURCE_SUFFIXES, dropped_files
from desktop.widgets.drop_sign import DropSign

if TYPE_CHECKING:
    from desktop.main_window import MainWindow

_AS_WHAT = {".doc": ".docx", ".wps": ".docx", ".rtf": ".docx", ".odt": ".docx", ".et": ".xlsx"}


@dataclass(frozen=True)
class DropMeaning:
    """What a drop will do, in words; `act` is None where it does nothing."""

    words: str
    detail: str = ""
    act: Callable[[], object] | None = None


class FileDrops(QObject):
    """Watches the window's frame, so that no field inside takes a file for text. `sign` speaks while one is dragged."""

    def __init__(self, window: MainWindow, area: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.sign = DropSign(area)
        self.sign.installEventFilter(self)

    def watch(self) -> None:
        """Begin, when the window has a frame."""
        handle = self._window.windowHandle()
        if handle is not None:
            handle.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Raise the sign before anything in the window sees the file; take what is dropped on it."""
        kind = event.type()
        if watched is not self.sign:
            if kind == QEvent.Type.DragEnter and isinstance(event, QDragEnterEvent):
                self._show(event.mimeData())
            return False
        if kind in (QEvent.Type.DragEnter, QEvent.Type.DragMove) and isinstance(event, QDropEvent):
            # An unwelcome file stays over the sign, so that it can say why, but cannot be let go.
            event.setAccepted(kind == QEvent.Type.DragEnter or self.sign.is_welcome())
            return True
        if kind == QEvent.Type.DragLeave:
            self.sign.hide()
        if kind == QEvent.Type.Drop and isinstance(event, QDropEvent):
            self.sign.hide()
            if self.take(event.mimeData()):
                event.acceptProposedAction()
            return True
        return False

    def take(self, data: QMimeData) -> bool:
        """Do what a drop means; False where it means nothing."""
        act = self.meaning(data).act
        if act is not None:
            act()
        return act is not None

    def meaning(self, data: QMimeData) -> DropMeaning:
        """What would come of a drop: a plan is opened, documents are read, the rest is told why not."""
        tr, window = self.tr, self._window
        paths = dropped_files(data)
        plans = [path for path in paths if path.suffix.lower() == PLAN_SUFFIX]
        if plans and window.pages.page is not None:
            return DropMeaning(tr("先处理完这一页，再打开方案"))
        if plans:
            more = tr("一次打开一份，其余 {} 份不打开").format(len(plans) - 1) if len(plans) > 1 else ""
            return DropMeaning(tr("打开方案“{}”").format(plans[0].stem), more, lambda: window.files.open_soon(plans[0]))
        returns = self._returns(data)
        if returns:
            words = tr("导入回收文件：{}").format(_named(returns, tr))
            hint = tr("收入之前可以逐份核对，原文件不动")
            return DropMeaning(words, hint, lambda: window.collecting.import_paths(returns))
        readable = [path for path in paths if path.suffix.lower() in SOURCE_SUFFIXES]
        if readable:
            words = tr("导入到当前方案") if window.session is not None else tr("读取为新方案")
            hint = tr("写入之前可以逐处核对，原文件不动")
            return DropMeaning(f"{words}：{_named(readable, tr)}", hint, lambda: window.read_sources(paths))
        return self._refusal([Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()])

    def _returns(self, data: QMimeData) -> list[Path]:
        """What is dropped as returns of enterprises: folders and zip files anywhere, all files on their own places."""
        window = self._window
        if window.session is None or (window.pages.page is not None and window.collecting.imports.page is None):
            return []
        paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if window.workspace is not None and window.workspace.key == "collecting":
            return paths
        return paths if paths and all(path.is_dir() or path.suffix.lower() == ".zip" for path in paths) else []

    def _refusal(self, paths: list[Path]) -> DropMeaning:
        tr = self.tr
        suffix = paths[0].suffix.lower() if paths else ""
        if suffix in _AS_WHAT:
            hint = tr("请先用 WPS 或 Word 另存为 {}，再拖进来").format(_AS_WHAT[suffix])
            return DropMeaning(tr("不能直接读取 {} 文件").format(suffix), hint)
        if suffix == ".pdf":
            return DropMeaning(tr("不能读取 PDF 文件"), tr("请拖入它的 Word 原稿"))
        known = tr("可以拖入方案文件、Word、文本和表格文件")
        return DropMeaning(tr("不能读取这种文件") if paths else tr("这里只接收文件"), known)

    def _show(self, data: QMimeData) -> None:
        if data.hasUrls():
            meaning = self.meaning(data)
            self.sign.present(meaning.words, meaning.detail, is_welcome=meaning.act is not None)


def _named(paths: list[Path], tr: Callable[[str], str]) -> str:
    return paths[0].name if len(paths) == 1 else tr("{} 等 {} 个文件").format(paths[0].name, len(paths))

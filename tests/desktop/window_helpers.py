"""What the tests of the window share: a plan and a document to open, and answers in place of dialogs."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent

from desktop.main_window import MainWindow

SOURCE = "停车治理工作方案\n\n为规范停车秩序，制定本方案。\n\n一、工作目标\n新增泊位一千个。\n\n二、重点任务\n"
SOURCE += "（一）挖掘存量\n开放机关大院。（牵头单位：市城管局；配合单位：市公安局）\n"


class Chooser:
    """Answers what a test laid out, instead of a dialog."""

    def __init__(self) -> None:
        self.answer: Path | None = None

    def plan_to_open(self) -> Path | None:
        return self.answer

    def plan_to_create(self) -> Path | None:
        return self.answer

    def plan_to_save_as(self, suggested: Path) -> Path | None:
        return self.answer

    def sources_to_read(self) -> list[Path]:
        return [self.answer] if self.answer is not None else []

    def returned_files(self) -> list[Path]:
        return [self.answer] if self.answer is not None else []

    def returned_folder(self) -> Path | None:
        return self.answer

    def table_to_read(self) -> Path | None:
        return self.answer

    def list_to_read(self) -> Path | None:
        return self.answer

    def list_to_write(self, suggested: Path) -> Path | None:
        return self.answer

    def folder_for_export(self, suggested: Path) -> Path | None:
        return self.answer

    def layout_to_load(self) -> Path | None:
        return self.answer

    def document_to_check(self) -> Path | None:
        return self.answer

    def corrected_copy(self, suggested: Path) -> Path | None:
        return self.answer

    def layout_to_save(self, name: str) -> Path | None:
        return self.answer


def settle(window: MainWindow, qtbot) -> None:
    """Wait until background work, and what follows from it, has ended and was told of."""
    qtbot.waitUntil(lambda: not window.runner.is_busy())


def read_and_write(window: MainWindow, qtbot, *paths: Path) -> None:
    """Read files and write what the page shows, as somebody does who agrees with all of it."""
    window.read_sources(paths)
    for _ in paths:
        settle(window, qtbot)
        window.desk.page.accept()
    settle(window, qtbot)


def drop(window: MainWindow, *paths: Path) -> bool:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPoint(50, 50), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    event.setAccepted(False)
    window.dropEvent(event)
    return event.isAccepted()

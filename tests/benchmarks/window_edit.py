"""From a key to its picture in every editor, beside the same key in a bare QTextEdit or QTableView with the same text.

    python3 packaging/dev.py bench

The long plan: 300 tasks, 40 units, 500 rows. A committed cell is on the disk, can be undone, and is told to every view.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSettings, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableView, QTextEdit, QWidget

LETTERS = 40
COMMITS = 12
TARGET_MS = 16
SIZE = (1100, 700)

Times = list[float]


class Painted(QObject):
    """Knows when a widget or one inside it was painted."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        self.count += event.type() == QEvent.Type.Paint
        return False


def main() -> int:
    """Measure and print the table."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["FANGAN_HOME"] = folder
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        return _measure(Path(folder))


def _measure(folder: Path) -> int:
    from db.drafts import apply_draft
    from db.store import Store
    from desktop.app import build_application, collect_from_now_on
    from desktop.main_window import MainWindow
    from desktop.settings import Settings
    from desktop.theme import SchemeChoice, ThemeKeeper
    from domain.content import PlanDraft, SourceFile
    from tests.exporters.long_plan import make_long_plan

    app = build_application()
    plan = folder / "方案.fangan"
    with Store.create(plan) as store:
        apply_draft(store, PlanDraft(make_long_plan(), SourceFile("长方案.docx", "0" * 64)))
    settings = Settings(QSettings(str(folder / "fangan.ini"), QSettings.Format.IniFormat))
    window = MainWindow(settings, ThemeKeeper(app, SchemeChoice.LIGHT))
    window.resize(1366, 768)
    window.show()
    window.files.open_plan(plan)
    window.activateWindow()
    collect_from_now_on()
    sys.stdout.write(f"{'':<44}{'ours':>10}{'bound':>10}{'ratio':>8}{'target':>8}\n")
    window.on_place_wanted("outline")
    _rest(500)
    sheet = window.workspace.view().sheet  # type: ignore[union-attr, attr-defined]
    sheet.setFocus()
    text = "\n".join(sheet.text.typed(index) for index in range(len(sheet.text.lines)))
    for _ in range(4):
        QTest.keyClick(sheet, Qt.Key.Key_Down)
    _tell("正文: a letter / QTextEdit", _letters(sheet), _letters(_text_peer(text)))
    view = window.workspace.view()  # type: ignore[union-attr]
    view.finish_editing()
    for place, word in (("tasks", "任务分解"), ("table:1", "附表")):
        window.on_place_wanted(place)
        _rest(500)
        grid = _grid(window)
        peer = _table_peer(grid)
        _tell(f"{word}: a letter / QTableView", _in_cell(grid), _in_cell(peer))
        _tell(f"{word}: a committed cell / QTableView", _commits(grid), _commits(peer))
    window.close()
    return 0


def _tell(name: str, ours: Times, bound: Times) -> None:
    mine, theirs = median(ours), median(bound)
    sys.stdout.write(
        f"{name:<44}{mine:>7.1f} ms{theirs:>7.1f} ms{mine / max(theirs, 0.01):>8.2f}{TARGET_MS:>5} ms"
        f"   at most {max(ours):.0f} ms\n"
    )
    sys.stdout.flush()


def _timed(root: QWidget, deed: Callable[[], None]) -> float:
    """Milliseconds from a deed until what it changed has been painted."""
    painted = Painted()
    QApplication.instance().installEventFilter(painted)  # type: ignore[union-attr]
    started = time.perf_counter()
    deed()
    while not painted.count and time.perf_counter() - started < 0.5:
        QApplication.processEvents()
    taken = (time.perf_counter() - started) * 1000
    QApplication.instance().removeEventFilter(painted)  # type: ignore[union-attr]
    assert painted.count, f"nothing was painted in {root}"
    return taken


def _letters(target: QWidget) -> Times:
    times = []
    for number in range(LETTERS):
        times.append(_timed(target, lambda n=number: QTest.keyClicks(target, "0123456789"[n % 10])))  # type: ignore[misc]
        _rest(15)
    return times


def _in_cell(grid: QTableView) -> Times:
    """Letters into the editor of a cell; Esc leaves it as it was."""
    _go_to_text(grid, 1)
    QTest.keyClick(grid, Qt.Key.Key_F2)
    _rest(100)
    editor = _editor(grid)
    times = _letters(editor)
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    _rest(100)
    return times


def _commits(grid: QTableView) -> Times:
    """Enter after a letter was typed into a cell."""
    times = []
    for row in range(COMMITS):
        _go_to_text(grid, row)
        QTest.keyClick(grid, Qt.Key.Key_F2)
        _rest(60)
        editor = _editor(grid)
        QTest.keyClicks(editor, "1")
        _rest(30)
        times.append(_timed(grid, lambda field=editor: QTest.keyClick(field, Qt.Key.Key_Return)))  # type: ignore[misc]
        _rest(60)
    return times


def _go_to_text(grid: QTableView, row: int) -> None:
    """The first cell of a row that can be edited and holds words."""
    model = grid.model()
    for column in range(model.columnCount(QModelIndex())):
        index = model.index(row, column)
        words = str(index.data(Qt.ItemDataRole.EditRole) or "")
        if index.flags() & Qt.ItemFlag.ItemIsEditable and len(words) > 1 and not grid.isColumnHidden(column):
            grid.window().activateWindow()
            grid.setFocus()
            grid.setCurrentIndex(index)
            _rest(30)
            return


def _editor(grid: QTableView) -> QWidget:
    inside = [one for one in grid.viewport().findChildren(QWidget) if one.isVisible() and one.hasFocus()]
    return inside[-1] if inside else (QApplication.focusWidget() or grid)


def _grid(window: QWidget) -> QTableView:
    return next(one for one in window.findChildren(QTableView) if one.isVisible() and one.model().rowCount() > 10)


def _text_peer(text: str) -> QTextEdit:
    peer = QTextEdit()
    peer.setPlainText(text)
    peer.resize(*SIZE)
    peer.show()
    peer.activateWindow()
    peer.setFocus()
    _rest(300)
    return peer


def _table_peer(grid: QTableView) -> QTableView:
    """A bare table with the same words and the same sizes of rows and columns."""
    source = grid.model()
    rows, columns = source.rowCount(QModelIndex()), source.columnCount(QModelIndex())
    model = QStandardItemModel(rows, columns, grid.window())
    peer = QTableView()
    peer.setModel(model)
    peer.setWordWrap(True)
    for row in range(rows):
        for column in range(columns):
            model.setItem(row, column, QStandardItem(str(source.index(row, column).data() or "")))
        peer.setRowHeight(row, grid.rowHeight(row))
    for column in range(columns):
        peer.setColumnWidth(column, grid.columnWidth(column))
    peer.resize(*SIZE)
    peer.show()
    _rest(300)
    return peer


def _rest(milliseconds: int) -> None:
    QTest.qWait(milliseconds)


if __name__ == "__main__":
    sys.exit(main())

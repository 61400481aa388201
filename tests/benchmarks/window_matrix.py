"""The matrix of 300 tasks and 60 units beside a plain QTableView over a QStandardItemModel of the same size and words.

    python3 packaging/dev.py bench

Opening, scrolling by a page, moving the pointer over the cells and giving a role, each until it is painted, in turns;
ratios of medians. The plain table writes nothing: what giving a role takes with the plan file written is told in
milliseconds, and so is a block of 600 cells.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

TASKS, UNITS, DUTIES = 300, 60, 5
ROUNDS = 7
STEPS = 20
EDIT_MS = 16
_TARGETS = {"open, first paint": 1.5, "scroll by a page": 0.6}


def main() -> int:
    """Measure and print the table."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["FANGAN_HOME"] = folder
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        return _measure(Path(folder))


def _measure(folder: Path) -> int:
    from PySide6.QtWidgets import QApplication

    from db.store import Store
    from desktop.session import Session
    from desktop.theme import SchemeChoice, ThemeKeeper

    app = QApplication([])
    keeper = ThemeKeeper(app, SchemeChoice.LIGHT)
    path = folder / "矩阵.fangan"
    with Store.create(path) as store:
        _fill(store)
    store = Store.open(path)
    session = Session(store)
    ours: dict[str, list[float]] = {}
    plain: dict[str, list[float]] = {}
    for turn in range(ROUNDS + 1):
        for taken, measure in ((ours, _ours), (plain, _plain)):
            for name, seconds in measure(app, session, turn).items():
                if turn:
                    taken.setdefault(name, []).append(seconds * 1000)
    for name, values in ours.items():
        _print(name, median(values), median(plain[name]) if name in plain else None, max(values))
    store.close()
    keeper.deleteLater()
    return 0


def _print(name: str, ours: float, plain: float | None, most: float) -> None:
    if plain is None:
        target = f"≤ {EDIT_MS} ms" if "cells" not in name else ""
        sys.stdout.write(f"{name:<34}{ours:>8.2f} ms, at most {most:.2f} ms  {target}\n")
    else:
        target = f"≤ {_TARGETS[name]}" if name in _TARGETS else ""
        sys.stdout.write(f"{name:<34}{ours:>8.2f} ms, plain {plain:.2f} ms, × {ours / plain:.2f}  {target}\n")


def _ours(app: Any, session: Any, turn: int) -> dict[str, float]:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from desktop.views.matrix_view import MatrixView

    started = time.perf_counter()
    view = MatrixView(session)
    view.resize(1160, 640)
    view.show()
    app.processEvents()
    taken = {"open, first paint": time.perf_counter() - started}
    grid = view.grid
    grid.setFocus()
    app.processEvents()
    taken["scroll by a page"] = _each(app, lambda step: _scroll(grid, step))
    taken["pointer over a cell"] = _each(app, lambda step: _point(grid, step))
    grid.show_cell(2 + turn, 3 + turn)
    app.processEvents()
    keys = (Qt.Key.Key_P, Qt.Key.Key_Q)
    started = time.thread_time()
    taken["give a role, written and painted"] = _each(app, lambda step: QTest.keyClick(grid, keys[step % 2]))
    taken["… of which this thread works"] = (time.thread_time() - started) / STEPS
    grid.show_cell(0, 0)
    grid.select_block(2, 0, 2 + 9, UNITS - 1)
    app.processEvents()
    started = time.perf_counter()
    QTest.keyClick(grid, Qt.Key.Key_P)
    app.processEvents()
    taken[f"a block of {10 * UNITS} cells, written"] = time.perf_counter() - started
    session.undo()
    view.close()
    view.deleteLater()
    session.changed.disconnect(view.model.on_changed)
    app.processEvents()
    return taken


def _plain(app: Any, session: Any, turn: int) -> dict[str, float]:
    from PySide6.QtGui import QStandardItem, QStandardItemModel
    from PySide6.QtWidgets import QTableView

    from domain.labels import ROLE_LABELS
    from domain.responsibilities import responsibility_matrix

    started = time.perf_counter()
    matrix = responsibility_matrix(session.content)
    model = QStandardItemModel(TASKS, UNITS)
    model.setVerticalHeaderLabels([task.node.title for task in matrix.tasks])
    model.setHorizontalHeaderLabels([unit.name for unit in matrix.units])
    for row, task in enumerate(matrix.tasks):
        for column, unit in enumerate(matrix.units):
            role = matrix.roles.get((task.node.id, unit.id))
            model.setItem(row, column, QStandardItem(ROLE_LABELS[role] if role else ""))
    table = QTableView()
    table.setModel(model)
    table.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
    for column in range(UNITS):
        table.setColumnWidth(column, 36)
    table.resize(1160, 600)
    table.show()
    app.processEvents()
    taken = {"open, first paint": time.perf_counter() - started}
    taken["scroll by a page"] = _each(app, lambda step: _scroll(table, step))
    table.close()
    table.deleteLater()
    model.deleteLater()
    app.processEvents()
    return taken


def _each(app: Any, deed: Callable[[int], object]) -> float:
    """The median time of a deed until all it led to has been painted."""
    times = []
    for step in range(STEPS):
        started = time.perf_counter()
        deed(step)
        app.processEvents()
        times.append(time.perf_counter() - started)
    return median(times)


def _scroll(table: Any, step: int) -> None:
    bar = table.verticalScrollBar()
    bar.setValue((step * bar.pageStep()) % max(bar.maximum(), 1))


def _point(table: Any, step: int) -> None:
    from PySide6.QtCore import QPoint
    from PySide6.QtTest import QTest

    QTest.mouseMove(table.viewport(), QPoint(20 + 31 * step, 20 + 17 * step))


def _fill(store: Any) -> None:
    """300 tasks in 30 chapters, 60 units, five duties a task."""
    with store.operation("填写") as scope:
        units = [
            scope.insert("unit", {"name": f"市第{number}工作部门", "seq": number}) for number in range(1, UNITS + 1)
        ]
        for chapter in range(30):
            values = {"parent_id": None, "seq": chapter + 1, "kind": "section", "title": "重点任务", "style": "han"}
            above = scope.insert("outline_node", values)
            for place in range(TASKS // 30):
                number = chapter * (TASKS // 30) + place
                title = f"推进产业链供应链质量联动提升第{number}项工作，建设公共服务平台"
                values = {"parent_id": above, "seq": place + 1, "kind": "task", "title": title, "style": "arabic"}
                task = scope.insert("outline_node", values)
                for seq in range(DUTIES):
                    unit = units[(number * 7 + seq * 11) % UNITS]
                    role = "support" if seq else "lead"
                    scope.insert("duty", {"node_id": task, "unit_id": unit, "role": role, "seq": seq + 1})


if __name__ == "__main__":
    sys.exit(main())

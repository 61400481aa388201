"""An appendix table of 10,000 rows beside a plain QTableView over a QStandardItemModel of the same words.

    python3 packaging/dev.py bench

Rows of 9 columns, cells of 20–200 characters in 1–4 paragraphs. Opening, heights, scrolling by a page, one edit until
it is painted, a filter beside a scan of a list of strings, and a paste of 1,000 × 5 cells with the longest gap that the
event loop had meanwhile; in turns, medians. The plain table writes nothing.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

ROWS, PASTED = int(os.environ.get("FANGAN_ROWS", "10000")), (1000, 5)
ROUNDS, STEPS = 5, 20
WORDS = "产业链供应链质量联动提升工作方案重点任务责任单位关键零部件检验检测标准计量认证品牌服务数据平台"


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
    path = folder / "附表.fangan"
    with Store.create(path) as store:
        _fill(store)
    store = Store.open(path)
    started = time.perf_counter()
    session = Session(store)
    _print("read the plan", [time.perf_counter() - started])
    taken: dict[str, list[float]] = {}
    for turn in range(ROUNDS):
        for measure in (_ours, _plain, _scan):
            for name, seconds in measure(app, session, turn).items():
                taken.setdefault(name, []).append(seconds)
    pairs = {
        "heights of all rows": ("resizeRowsToContents", "≤ 0.02"),
        "scroll by a page": ("scroll, default delegate", "≤ 0.6"),
        "filter by words": ("scan of a list", "≤ 1.5"),
    }
    for name, values in taken.items():
        peer, target = pairs.get(name, ("", ""))
        _print(name, values, taken.get(peer), target)
    _paste(app, session)
    store.close()
    keeper.deleteLater()
    return 0


def _print(name: str, values: Sequence[float], peer: Sequence[float] | None = None, target: str = "") -> None:
    words = f"{name:<38}{median(values) * 1000:>9.2f} ms, at most {max(values) * 1000:.2f} ms"
    if peer:
        words += f", × {median(values) / median(peer):.3f}  {target}"
    sys.stdout.write(words + "\n")


def _ours(app: Any, session: Any, turn: int) -> dict[str, float]:
    from PySide6.QtCore import QEvent, Qt
    from PySide6.QtTest import QTest

    from desktop.views.appendix_view import AppendixView
    from domain.row_filter import RowFilter

    taken = {}
    started = time.perf_counter()
    view = AppendixView(session, session.content.tables[0].id)
    view.resize(1160, 700)
    view.show()
    app.processEvents()
    taken["open, first paint"] = time.perf_counter() - started
    grid = view.grid
    while grid._heights.is_busy:  # what is left of opening
        app.processEvents()
    grid.setFocus()
    started = time.perf_counter()
    grid.fit_rows()
    while grid._heights.is_busy:
        grid._heights.take_turn()
    taken["heights of all rows"] = time.perf_counter() - started
    app.processEvents()
    taken["scroll by a page"] = _each(app, lambda step: _scroll(grid, step))
    grid.show_cell(ROWS // 2 + turn, 4)
    app.processEvents()
    started = time.perf_counter()
    grid.edit(grid.currentIndex())
    QTest.keyClicks(grid.editor(), "x")
    app.processEvents()
    taken["edit: begin, one key, painted"] = time.perf_counter() - started
    started = time.perf_counter()
    QTest.keyClick(grid.editor(), Qt.Key.Key_Return)
    app.processEvents()
    taken["edit: written, followed, painted"] = time.perf_counter() - started
    for name, asked in (("filter by words", RowFilter(text="样板甲")), ("filter ★★★", RowFilter(frozenset((3,))))):
        view.model._texts.all_of(view.model.table.rows)  # held from the first question on
        times = []
        for _ in range(5):
            started = time.perf_counter()
            view.model.asked = asked
            view.model.load_rows()
            times.append(time.perf_counter() - started)
            view.model.asked = RowFilter()
        taken[name] = median(times)
    started = time.perf_counter()
    view.model.show(RowFilter(text="样板甲"))
    app.processEvents()
    taken["filter until it is painted"] = time.perf_counter() - started
    started = time.perf_counter()
    view.insert_row()
    app.processEvents()
    taken["insert a row, painted"] = time.perf_counter() - started
    view.close()
    view.deleteLater()
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return taken


def _plain(app: Any, session: Any, turn: int) -> dict[str, float]:
    from PySide6.QtGui import QStandardItem, QStandardItemModel
    from PySide6.QtWidgets import QTableView

    if turn > 1:
        return {}  # it takes seconds, and says the same again
    table = session.content.tables[0]
    model = QStandardItemModel(len(table.rows), len(table.spec.columns))
    for row in range(len(table.rows)):
        for column, one in enumerate(table.spec.columns):
            model.setItem(row, column, QStandardItem(table.printed(row, one)))
    view = QTableView()
    view.setModel(model)
    view.setWordWrap(True)
    view.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
    view.resize(1160, 660)
    for column in range(len(table.spec.columns)):
        view.setColumnWidth(column, 125)
    view.show()
    app.processEvents()
    taken = {}
    started = time.perf_counter()
    view.resizeRowsToContents()
    taken["resizeRowsToContents"] = time.perf_counter() - started
    taken["scroll, default delegate"] = _each(app, lambda step: _scroll(view, step))
    view.close()
    view.deleteLater()
    model.deleteLater()
    app.processEvents()
    return taken


def _scan(_app: Any, session: Any, _turn: int) -> dict[str, float]:
    texts = ["\n".join(cell.text for cell in row.cells.values()) for row in session.content.tables[0].rows]
    times = []
    for _ in range(5):
        started = time.perf_counter()
        assert [place for place, text in enumerate(texts) if "样板甲" in text]
        times.append(time.perf_counter() - started)
    return {"scan of a list": median(times)}


def _paste(app: Any, session: Any) -> None:
    """With the write on a worker thread, as the window does it; the gaps are those of the event loop."""
    from PySide6.QtCore import QObject, QTimer
    from PySide6.QtWidgets import QApplication

    from desktop.jobs.runner import JobRunner
    from desktop.stepping import Stepping
    from desktop.views.appendix_view import AppendixView
    from desktop.widgets.clipboard_block import Block, block_to_mime
    from domain.changes import Direction

    owner = QObject()
    stepping = Stepping(JobRunner(owner), owner)
    session.carrier = stepping.carry
    view = AppendixView(session, session.content.tables[0].id)
    view.resize(1160, 700)
    view.show()
    while view.grid._heights.is_busy:
        app.processEvents()
    chance = random.Random(3)
    QApplication.clipboard().setMimeData(
        block_to_mime(Block([[_cell(chance) for _ in range(PASTED[1])] for _ in range(PASTED[0])]))
    )
    view.grid.show_cell(200, 3)
    app.processEvents()
    gaps, last = [], time.perf_counter()

    def tick() -> None:
        nonlocal last
        now = time.perf_counter()
        gaps.append(now - last)
        last = now

    timer = QTimer()
    timer.setInterval(0)
    timer.timeout.connect(tick)
    timer.start()
    for name, deed in (
        ("paste 1,000 × 5", view.grid.paste),
        ("take it back", lambda: stepping.step(session, Direction.UNDO)),
    ):
        gaps.clear()
        last = started = time.perf_counter()
        deed()
        while session.store.is_lent or view.grid._heights.is_busy:
            app.processEvents()
        app.processEvents()
        _print(name, [time.perf_counter() - started])
        _print("… longest gap of the event loop", [max(gaps)], None)
    timer.stop()
    view.close()
    view.deleteLater()
    app.processEvents()


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


def _cell(chance: random.Random) -> str:
    lines = []
    for _ in range(chance.randint(1, 4)):
        length = chance.randint(18, 48)
        start = chance.randrange(len(WORDS))
        lines.append("★" * chance.randint(1, 3) + (WORDS * 3)[start : start + length])
    return "\n".join(lines)


def _fill(store: Any) -> None:
    """Nine columns under a header of two rows."""
    import json

    from db.cell_writing import items_to_rows
    from domain.tables import ColumnKind, cell_of

    chance = random.Random(1)
    names = ["序号", "位置", "分布", "企业", "技术问题", "管理问题", "基础问题", "品牌问题", "其他问题"]
    with store.operation("填写") as scope:
        table = scope.insert("appendix_table", {"seq": 1, "label": "附表1", "title": "问题清单"})
        columns = []
        for seq, name in enumerate(names, start=1):
            kind = ColumnKind.NUMBER if seq == 1 else ColumnKind.TEXT if seq < 5 else ColumnKind.ITEMS
            path = json.dumps([name] if seq < 5 else ["质量问题", name])
            values = {"table_id": table, "seq": seq, "key": f"c{seq}", "path": path, "kind": kind.value, "width": 28}
            columns.append((scope.insert("appendix_column", values), kind))
        fresh: list[dict[str, object]] = []
        for seq in range(1, ROWS + 1):
            row = scope.insert("appendix_row", {"table_id": table, "seq": seq, "version": 1})
            for place, (column, kind) in enumerate(columns[1:]):
                text = f"样板{'甲乙丙'[seq % 3]}{seq}" if place < 2 else _cell(chance)
                fresh += items_to_rows(row, column, cell_of(kind, text).items)
        scope.insert_many("cell_item", fresh)


if __name__ == "__main__":
    sys.exit(main())

"""Finding words in 100,000 cells beside SQL `LIKE` over the same plan file and a plain `in` scan over the same texts.

    python3 packaging/dev.py bench

The index is built once for a state of the plan, as the window does; what building it and taking one edit cost is told
beside. The finds must be the very rows that `LIKE` names. Medians of rounds in turns; the window's own
answer, from a key to the painted list, and the longest gap of the event loop meanwhile are told in milliseconds.
"""

from __future__ import annotations

import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

ROWS, COLUMNS, ROUNDS = 12_500, 8, 9
WORDS = ("质量", "焊接工艺", "检验检测能力不足", "第7777项", "没有这样的词", "GB/T")
_CHARS = "质量管理体系供应链检验检测能力提升标准焊接工艺装备制造企业产品关键零部件可靠性试验数据平台建设服务保障"
_LONGEST_GAP = 100  # ms


def main() -> int:
    """Measure and print the table."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["FANGAN_HOME"] = folder
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        return _measure(Path(folder) / "大表.fangan")


def _measure(path: Path) -> int:
    from db.snapshot import load_snapshot
    from db.store import Store
    from domain.searching import Query, Scope, TextIndex

    with Store.create(path) as store:
        _fill(store)
    store = Store.open(path)
    content = load_snapshot(store).content
    index = TextIndex()
    _say("build the index of the first state", _ms(lambda: index.update(content)))
    texts = [
        item.text for table in content.tables for row in table.rows for c in row.cells.values() for item in c.items
    ]
    _say("texts", len(texts), "")
    failures = 0
    for words in WORDS:
        query = Query(words, any_width=False, any_case=False, scopes=frozenset({Scope.TABLES}))
        sql = f"SELECT id FROM cell_item WHERE text LIKE '%{words}%'"
        ours, like, plain, loose = [], [], [], []
        for turn in range(ROUNDS + 1):
            taken = (
                _ms(lambda q=query: index.find(q)),
                _ms(lambda s=sql: list(store.db.execute(s))),
                _ms(lambda w=words: [text for text in texts if w in text]),
                _ms(lambda w=words: index.find(Query(w, scopes=frozenset({Scope.TABLES})))),
            )
            if turn:
                for held, one in zip((ours, like, plain, loose), taken, strict=True):
                    held.append(one)
        found = {hit.spot.id for hit in index.find(query)}
        same = found == {row[0] for row in store.db.execute(sql)}
        failures += not same
        sys.stdout.write(
            f"{words:<12} {len(found):>7} hits {'equal' if same else 'NOT EQUAL'}  ours {median(ours):>7.2f} ms  "
            f"LIKE {median(like):>7.2f} ms (× {median(ours) / median(like):.2f}, ≤ 1.0)  "
            f"in {median(plain):>7.2f} ms (× {median(ours) / median(plain):.2f})  any width {median(loose):>7.2f} ms\n"
        )
    _window(store)
    store.close()
    return failures


def _window(store: Any) -> None:
    """From a key to the painted list, with the search on its own thread."""
    from PySide6.QtCore import QObject, QTimer
    from PySide6.QtWidgets import QApplication

    from desktop.jobs.runner import JobRunner
    from desktop.models.find_model import FindModel
    from desktop.session import Session
    from desktop.theme import SchemeChoice, ThemeKeeper
    from desktop.views.find_desk import FindDesk
    from desktop.widgets.find_list import FindList
    from domain.searching import Query

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    keeper = ThemeKeeper(app, SchemeChoice.LIGHT)
    session, owner = Session(store), QObject()
    runner = JobRunner(owner)
    desk = FindDesk(lambda: session, lambda: None, runner, owner)
    model, shown = FindModel(desk.describe, owner), FindList()
    shown.setModel(model)
    shown.resize(300, 600)
    shown.show()
    desk.changed.connect(lambda: model.show(desk.results, desk.group_tick))
    gaps: list[float] = []
    last = time.perf_counter()

    def tick() -> None:
        nonlocal last
        now = time.perf_counter()
        gaps.append((now - last) * 1000)
        last = now

    timer = QTimer(owner)
    timer.timeout.connect(tick)
    timer.start(1)
    for words in WORDS:
        gaps.clear()
        last = started = time.perf_counter()
        desk.query = Query(words)
        desk.look()
        while desk.is_looking():
            app.processEvents()
        shown.repaint()
        seconds = time.perf_counter() - started
        for _ in range(50):
            app.processEvents()
        _say(f"{words}: key to painted list", seconds * 1000)
        _say("    longest gap of the event loop", max(gaps), f"≤ {_LONGEST_GAP}")
    runner.wait()
    keeper.deleteLater()


def _fill(store: Any) -> None:
    chance = random.Random(8)
    with store.operation("填表") as scope:
        table = scope.insert("appendix_table", {"seq": 1, "label": "附表1", "title": "清单"})
        columns = []
        for seq in range(1, COLUMNS + 1):
            path = json.dumps([f"第{seq}列"], ensure_ascii=False)
            values = {"table_id": table, "seq": seq, "key": f"c{seq}", "path": path, "kind": "text", "width": 20}
            columns.append(scope.insert("appendix_column", values))
        first = scope.insert("appendix_row", {"table_id": table, "seq": 1})
        rows = [{"id": first + n, "table_id": table, "seq": 1 + n} for n in range(1, ROWS)]
        scope.insert_many("appendix_row", rows)
        cells = [(first + n, column) for n in range(ROWS) for column in columns]
        scope.insert_many("cell_item", [_cell(chance, number, *cell) for number, cell in enumerate(cells)])


def _cell(chance: random.Random, number: int, row: int, column: int) -> dict[str, object]:
    text = "".join(chance.choices(_CHARS, k=chance.randint(20, 200)))
    if number % 50 == 0:
        text = f"检验检测能力不足，按 GB/T 19001 改进：{text}"
    return {"row_id": row, "column_id": column, "seq": 1, "kind": "paragraph", "text": f"第{number}项{text}"}


def _ms(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def _say(what: str, number: float, unit: str = "ms") -> None:
    sys.stdout.write(f"{what:<44}{number:>10.1f} {unit}\n")


if __name__ == "__main__":
    sys.exit(main())

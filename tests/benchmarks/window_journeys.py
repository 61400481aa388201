"""How long the event loop is away in journeys through the window: the sample plan, and one of 300 tasks and 500 rows.

    python3 packaging/dev.py bench

A heartbeat of five milliseconds notices every gap between two turns of the loop. No gap may reach 100 ms.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from domain.content import PlanContent
from domain.outline import OutlineNode
from domain.tables import AppendixTable

TARGET_MS = 100
PLANS = {"sample": "sample plan", "long": "300 tasks, 500 rows"}


def main(arguments: list[str]) -> int:
    """Measure both plans, each in a process of its own, and print the table."""
    if arguments:
        return _measure(arguments[0])
    head = ("longest", "its work", "> 50 ms", "takes", "target")
    sys.stdout.write(f"{'longest gap of the event loop':<44}{''.join(f'{word:>10}' for word in head)}\n")
    sys.stdout.flush()
    codes = [subprocess.run([sys.executable, __file__, plan]).returncode for plan in PLANS]
    return int(any(codes))


def _measure(which: str) -> int:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["FANGAN_HOME"] = folder
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        return _walk(which, Path(folder))


def _walk(which: str, folder: Path) -> int:
    from PySide6.QtCore import QSettings

    from desktop.app import build_application, collect_from_now_on
    from desktop.main_window import MainWindow
    from desktop.settings import Settings
    from desktop.theme import SchemeChoice, ThemeKeeper
    from tests.benchmarks import _journeys as go
    from tests.benchmarks._journeys import Driver, Gaps

    plan, newer = _prepare(which, folder)
    app = build_application()
    settings = Settings(QSettings(str(folder / "fangan.ini"), QSettings.Format.IniFormat))
    window = MainWindow(settings, ThemeKeeper(app, SchemeChoice.LIGHT))
    window.resize(1366, 768)
    window.show()
    collect_from_now_on()

    def tell(name: str, gaps: Gaps) -> None:
        times = f"{gaps.longest:>7.0f} ms{gaps.work:>7.0f} ms{gaps.often:>10}{gaps.seconds:>8.1f} s{TARGET_MS:>7} ms"
        sys.stdout.write(f"{PLANS[which] + ': ' + name:<44}{times}\n")
        sys.stdout.flush()

    table = "table:1"
    journeys = [
        ("open", lambda: go.opening(window, plan)),
        ("visit every place twice", lambda: go.visiting(window)),
        ("type in the text", lambda: go.typing(window, "outline")),
        ("type in the breakdown", lambda: go.typing(window, "tasks", 10)),
        ("fill cells of a table", lambda: go.cells(window, table)),
        ("undo and redo 20 steps", lambda: go.undoing(window)),
        ("read a newer version", lambda: go.reading(window, newer)),
        ("apply all its changes", lambda: go.applying(window)),
        ("take that back, do it again", lambda: go.undoing(window, 1)),
        ("export everything", lambda: go.exporting(window, folder / "out")),
        ("preview, and edit beside it", lambda: go.previewing(window)),
        ("print to PDF", lambda: go.printing(window, folder / "printed.pdf")),
        ("save and close", lambda: go.closing(window)),
    ]
    wanted = os.environ.get("JOURNEYS", "").split(",") if os.environ.get("JOURNEYS") else None
    driver = Driver([one for one in journeys if wanted is None or any(word in one[0] for word in wanted)], tell)
    app.exec()
    driver.deleteLater()
    window.close()
    return 0


def _prepare(which: str, folder: Path) -> tuple[Path, Path]:
    """The plan file, and a Word file of a version in which every paragraph and cell says a little more."""
    from db.drafts import apply_draft
    from db.snapshot import load_snapshot
    from db.store import Store
    from desktop.routines import create_sample, viewed
    from domain.content import PlanDraft, PlanSnapshot, SourceFile
    from exporters.export import export_plan
    from tests.exporters.long_plan import make_long_plan

    plan = folder / "方案.fangan"
    if which == "sample":
        create_sample(plan)
    else:
        with Store.create(plan) as store:
            apply_draft(store, PlanDraft(make_long_plan(), SourceFile("长方案.docx", "0" * 64)))
    with viewed(plan) as store:
        content = load_snapshot(store).content
    written = export_plan(
        PlanSnapshot(_revised(content), 0, ""), folder / "newer", formats=("docx",), parts=("方案全文",)
    )
    return plan, written[0]


def _revised(content: PlanContent) -> PlanContent:
    return replace(
        content,
        nodes=tuple(_revised_node(node) for node in content.nodes),
        tables=tuple(_revised_table(table) for table in content.tables),
    )


def _revised_node(node: OutlineNode) -> OutlineNode:
    texts = tuple(replace(one, text=f"{one.text}并按季度报送进展。") if one.text else one for one in node.paragraphs)
    return replace(node, paragraphs=texts)


def _revised_table(table: AppendixTable) -> AppendixTable:
    rows = []
    for row in table.rows:
        cells = {
            key: replace(cell, items=tuple(replace(item, text=f"{item.text}（修订）") for item in cell.items))
            for key, cell in row.cells.items()
        }
        rows.append(replace(row, cells=cells))
    return replace(table, rows=tuple(rows))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""How long the event loop is away while a heading is edited again and again, with the preview shown and without.

    python3 packaging/dev.py bench

Longest gaps of rounds measured in turns, on the sample plan.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROUNDS = 7
EDITS = 10
PAUSE_MS = 40
TARGET_MS = 100


def main() -> int:
    """Measure and print the table."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["FANGAN_HOME"] = folder
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        return _measure(Path(folder))


def _measure(folder: Path) -> int:
    from PySide6.QtCore import QSettings
    from PySide6.QtWidgets import QApplication

    from desktop.main_window import MainWindow
    from desktop.routines import create_sample
    from desktop.settings import Settings
    from desktop.theme import SchemeChoice, ThemeKeeper

    app = QApplication([])
    plan = folder / "示例.fangan"
    create_sample(plan)
    settings = Settings(QSettings(str(folder / "fangan.ini"), QSettings.Format.IniFormat))
    window = MainWindow(settings, ThemeKeeper(app, SchemeChoice.LIGHT))
    window.resize(1366, 768)
    window.show()
    window.files.open_plan(plan)
    gaps: dict[bool, list[float]] = {False: [], True: []}
    for turn in range(ROUNDS + 1):
        for shown in (False, True):
            if window.commands.preview.isChecked() is not shown:
                window.commands.preview.trigger()
            _longest(app, 1_500)
            longest = _edit(app, window, turn)
            if turn:
                gaps[shown].append(longest)
    window.close()
    for shown, word in ((False, "heading edits"), (True, "heading edits, preview shown")):
        values = gaps[shown]
        sys.stdout.write(f"{word:<44}{median(values):>8.0f} ms, at most {max(values):.0f} ms  ≤ {TARGET_MS} ms\n")
    return 0


def _edit(app: object, window: object, turn: int) -> float:
    from db.outline import set_title

    session = window.session  # type: ignore[attr-defined]
    node = session.content.nodes[0]
    longest = 0.0
    for number in range(EDITS):
        started = time.perf_counter()
        session.perform(set_title, node.id, f"工作目标{turn}{number}")
        longest = max(longest, (time.perf_counter() - started) * 1000, _longest(app, PAUSE_MS))
    return max(longest, _longest(app, 1_000))


def _longest(app: object, milliseconds: int) -> float:
    """Turn the event loop for so long; the longest time one turn took."""
    until = time.perf_counter() + milliseconds / 1000
    longest = 0.0
    while (now := time.perf_counter()) < until:
        app.processEvents()  # type: ignore[attr-defined]
        longest = max(longest, (time.perf_counter() - now) * 1000)
        time.sleep(0.002)
    return longest


if __name__ == "__main__":
    sys.exit(main())

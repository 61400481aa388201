"""From the start of the process to the first painted window with the sample plan open, beside a bare QMainWindow.

    python3 packaging/dev.py bench

Both are processes of their own, started in turns; each tells the clock when its first window has been painted.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

PAIRS = 9
TARGET = 1.4

# The moment of the last widget that was painted in the first turn of the event loop that painted any.
_CLOCK = """
import sys, time
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication
class Clock(QObject):
    moment = 0.0
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            if not self.moment:
                QTimer.singleShot(0, self.tell)
            self.moment = time.monotonic()
        return False
    def tell(self):
        print(self.moment, flush=True)
        QApplication.instance().removeEventFilter(self)
        self.watched.close()
        QApplication.quit()
"""
_BARE = f"""{_CLOCK}
from PySide6.QtWidgets import QMainWindow
app = QApplication([])
window = QMainWindow()
window.resize(1280, 800)
clock = Clock()
clock.watched = window
app.installEventFilter(clock)
window.show()
app.exec()
"""
# The command itself. When the event loop begins the plan is open, and nothing of it has been painted.
_OURS = f"""{_CLOCK}
def execute(*_):
    window = next(one for one in QApplication.topLevelWidgets() if one.inherits("QMainWindow"))
    assert window.session is not None
    clock = Clock()
    clock.watched = window
    QApplication.instance().installEventFilter(clock)  # whatever of it is painted first
    return run()
run, QApplication.exec = QApplication.exec, execute
from desktop.cli import main
main(sys.argv[1:])
"""


def main() -> int:
    """Measure and print the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environment = {
            **os.environ,
            "FANGAN_HOME": f"{name}/home",
            "XDG_CONFIG_HOME": f"{name}/settings",
            "PYTHONPYCACHEPREFIX": f"{name}/compiled",
        }
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
        plan = folder / "示例.fangan"
        subprocess.run([sys.executable, "-m", "desktop", "new", str(plan), "--sample"], check=True, env=environment)
        sys.stdout.write(f"{'':<44}{'ours':>10}{'bound':>10}{'ratio':>8}{'target':>8}\n")
        pairs = []
        for turn in range(PAIRS + 1):
            bare = _start(_BARE, [], environment)
            ours = _start(_OURS, [str(plan)], environment)
            if turn:  # the first pair compiles modules
                pairs.append((ours, bare))
    ours, bare = median(pair[0] for pair in pairs), median(pair[1] for pair in pairs)
    sys.stdout.write(
        f"{'start to first paint, sample plan / bare':<44}{ours * 1000:>7.0f} ms{bare * 1000:>7.0f} ms"
        f"{ours / bare:>8.2f}{TARGET:>8.1f}\n"
    )
    return 0


def _start(code: str, arguments: list[str], environment: dict[str, str]) -> float:
    """Seconds from before the process is there until its window has been painted."""
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True, env=environment
    )
    return float(done.stdout.split()[0]) - started


if __name__ == "__main__":
    sys.exit(main())

"""What the window does without until somebody asks for it: every import here is time before the first picture."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

# Readers, writers and what only some commands need; sqlite_utils makes and migrates schemas, which is done already.
_HEAVY = (
    "openpyxl",
    "docx",
    "lxml",
    "typst",
    "python_calamine",
    "xlrd",
    "pypinyin",
    "numpy",
    "sqlite_utils",
    "click",
    "dateutil",
    "email",
    "http",
    "urllib.request",
    "importlib.metadata",
    "multiprocessing",
    "PySide6.QtPrintSupport",
    "PySide6.QtNetwork",
    "importers",
    "exporters.export",
    "exporters.word",
    "exporters.excel",
    "exporters.pdf",
    "db.drafts",
    "domain.indicators",
    "domain.merging",
    "desktop.commands",
    "desktop.views.matrix_view",
    "desktop.views.task_view",
    "desktop.views.appendix_view",
    "desktop.views.reading_page",
    "desktop.views.design_page",
    "desktop.views.preview_pane",
    "desktop.dialogs.print_dialog",
)
_OPEN = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
def execute(*_):
    window = next(one for one in QApplication.topLevelWidgets() if one.inherits("QMainWindow"))
    print(window.session is not None, *sys.modules)
    QTimer.singleShot(0, window.close)
    return run()
run, QApplication.exec = QApplication.exec, execute
from desktop.cli import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.usefixtures("qapp")
def test_a_window_with_a_plan_loads_no_reader_no_writer_and_no_other_view(plan: Path) -> None:
    done = subprocess.run([sys.executable, "-c", _OPEN, str(plan)], capture_output=True, text=True, check=True)
    is_open, *loaded = done.stdout.split()
    assert is_open == "True"
    assert [name for name in _HEAVY if name in loaded] == []

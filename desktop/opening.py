"""From the command line to the window, with nothing on the way that the window does not need."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from desktop.arriving import Arrival
from domain.errors import InputError


def open_window(words: Sequence[str]) -> int:
    """Open the window on a file, if one is named."""
    if len(words) > 1:
        raise InputError(
            "one_file", "一次只能打开一个方案文件。", f"没有名为“{words[0]}”的命令，用 fangan --help 查看。"
        )
    if not has_screen():
        raise InputError(
            "no_screen", "这台机器没有图形界面，打不开窗口。", "请在有屏幕的机器上打开，或使用命令（fangan --help）。"
        )
    # Nothing is thrown away while the window is being built; looking for what could be takes a tenth of the time.
    gc.disable()
    arrival = Arrival.begin(Path(words[0])) if words else None
    from desktop.app import run_window

    return run_window(None, arrival=arrival)


def has_screen() -> bool:
    """Whether Qt can show a window: always on Windows and macOS, elsewhere where a display is named."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))

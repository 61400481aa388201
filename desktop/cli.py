"""The command line: everything the window does with whole files. Qt is imported only to open the window, and
what the commands need only for a command.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

from desktop.opening import open_window
from domain.errors import Cancelled, ExportError, FanganError, ImportFileError, InputError, StorageError

DONE, FINDINGS, USAGE, REFUSED, STORAGE, STOPPED = 0, 1, 2, 3, 4, 130

PLAN_SUFFIX = ".fangan"
# The installed program starts itself so, to read files from outside in a process of their own; nobody types it.
READER = "--reader"
TYPESETTER = "--typesetter"  # likewise, to set long documents

_CODES: tuple[tuple[type[FanganError], int], ...] = (
    (ImportFileError, REFUSED),
    (InputError, USAGE),
    (StorageError, STORAGE),
    (ExportError, STORAGE),
    (Cancelled, STOPPED),
    (FanganError, STORAGE),  # a self-test that failed
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code (command-line.md)."""
    if (sys.argv[1:] if arguments is None else arguments) == [READER]:
        from importers.worker_child import main as read_for_the_program

        return read_for_the_program()
    if (sys.argv[1:] if arguments is None else arguments) == [TYPESETTER]:
        from exporters.typesetting_child import main as set_for_the_program

        return set_for_the_program()
    _speak_utf8()
    words = list(sys.argv[1:] if arguments is None else arguments)
    if not words or words[0].endswith(PLAN_SUFFIX):
        return _guarded(lambda: open_window(words))
    from desktop.command_parser import build_parser
    from desktop.commands import NAMES

    if words[0] not in NAMES and not words[0].startswith("-"):
        return _guarded(lambda: open_window(words))
    try:
        options = build_parser().parse_args(words)
    except SystemExit as stopped:
        return int(stopped.code or 0)
    run: Callable[[object], int] = options.run
    return _guarded(lambda: run(options))


def _guarded(run: Callable[[], int]) -> int:
    try:
        return run()
    except FanganError as error:
        sys.stderr.write(f"{error}\n")
        return next(code for kind, code in _CODES if isinstance(error, kind))
    except KeyboardInterrupt:
        sys.stderr.write(f"{Cancelled()}\n")
        return STOPPED


def _speak_utf8() -> None:
    """Chinese must not fail on a terminal that asks for another encoding, as Windows' and bare Linux' do."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")

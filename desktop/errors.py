"""The one place where unexpected errors end: a log without plan text, and a sentence for the user."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QStandardPaths, QtMsgType, qInstallMessageHandler

from domain.errors import FanganError

LOGGER = "fangan"
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def log_folder() -> Path:
    """Where this user's log lies."""
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppLocalDataLocation)) / "log"


def start_log(folder: Path) -> logging.Logger:
    """Log to a rotating file of at most 3 × 512 KB; without a file where the folder cannot be written."""
    logger = logging.getLogger(LOGGER)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    if any(isinstance(handler, RotatingFileHandler) for handler in logger.handlers):
        return logger
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = RotatingFileHandler(
            folder / "fangan.log", maxBytes=512 * 1024, backupCount=2, encoding="utf-8", delay=True
        )
    except OSError:  # a home that cannot be written must not keep the program from starting
        handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logger.addHandler(handler)
    return logger


def stop_log(logger: logging.Logger) -> None:
    """Close the log's files."""
    for handler in list(logger.handlers):
        logger.removeHandler(handler)
        handler.close()


class ErrorHook:
    """What happens to an exception nobody caught: logged by type and place, told by `tell`, and the program goes on.

    Every write is a transaction, so the plan file says what it said before the failed step.
    """

    def __init__(self, logger: logging.Logger, tell: Callable[[FanganError], None]) -> None:
        self._logger = logger
        self._tell = tell
        self._previous = sys.excepthook
        self.failures = 0

    def install(self) -> None:
        """Take over from Python's own hook, and from Qt's messages."""
        self._previous = sys.excepthook
        sys.excepthook = self.on_exception
        qInstallMessageHandler(self.on_qt_message)

    def remove(self) -> None:
        """Give both back."""
        sys.excepthook = self._previous
        qInstallMessageHandler(None)

    def on_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Log an exception and tell the user about it."""
        if not isinstance(error, Exception):
            self._previous(kind, error, trace)
            return
        self.failures += 1
        self._logger.error("%s at %s", describe(error), " < ".join(places_of(trace)))
        if isinstance(error, FanganError):
            self._tell(error)
            return
        self._tell(
            FanganError(
                "unexpected",
                "程序遇到意外情况，刚才这一步没有完成，方案文件没有损坏。",
                "可以继续工作；若反复出现，请把日志交给技术人员。",
                type(error).__name__,
            )
        )

    def on_qt_message(self, kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        """Write what Qt says to the log."""
        self._logger.log(_LEVELS.get(kind, logging.INFO), "qt: %s", message)


def describe(error: BaseException) -> str:
    """An error for the log: codes and types, never a text that may quote the plan."""
    if isinstance(error, FanganError):
        return f"{type(error).__name__} {error.code}"
    return type(error).__name__


def places_of(trace: TracebackType | None) -> list[str]:
    """File and line of every step of a traceback, innermost first."""
    places = []
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{Path(code.co_filename).name}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return places[::-1]
